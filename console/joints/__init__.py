"""Joint actions at the seat: as they are shown, what may be done to them, what the backend is asked."""
