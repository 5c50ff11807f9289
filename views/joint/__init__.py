"""The joint board 联动台: joint actions by phase, one of them in full, what is done on them."""
