"""时限台: every open ticket at the instant at which it falls due."""
