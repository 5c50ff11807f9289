"""Standing campaigns: their list, their rounds by areas, their forms."""
