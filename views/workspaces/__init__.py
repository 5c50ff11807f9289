"""A role's workspace: which screens stand in which window on which monitor."""
