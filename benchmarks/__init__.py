"""Measurements printed beside a peer's."""
