"""Standing campaigns: the row, what is done to it, its table, and how far it has come."""
