"""The figures, counted two ways that share nothing but the definitions."""
