"""The way to the backend: its API and its feed."""
