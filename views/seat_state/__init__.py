"""What seats are doing: one's own in the top bar and by key, all of them for who watches."""
