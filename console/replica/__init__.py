"""The seat's copy of the tickets in its scope: SQLite on disk, columns in memory, kept current by feed."""
