"""Standing campaigns: one way of writing, a search, rounds that open when their time has come."""
