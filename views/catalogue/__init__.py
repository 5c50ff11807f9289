"""The item catalogue: its versions, what each changes, and a new one that is written or read in."""
