"""Who sits down, and at which centre."""
