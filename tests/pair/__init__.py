"""The seat and the backend together: a real backend process, a real seat."""
