"""Joint actions: the row and its lines, what is done to it, its tables, clocks and figures."""
