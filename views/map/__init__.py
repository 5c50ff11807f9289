"""The live map: every grid, every open ticket and every post at once, beside a queue of them."""
