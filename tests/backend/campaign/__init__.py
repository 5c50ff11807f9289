"""Standing campaigns on a running backend."""
