"""Joint actions in the backend: taken, kept, told of, read."""
