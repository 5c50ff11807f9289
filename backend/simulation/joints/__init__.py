"""Joint actions of the simulated district: its past days and the live one."""
