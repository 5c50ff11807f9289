"""The command line and the palette: what is typed, what it means here, what it would do."""
