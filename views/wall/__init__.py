"""The wall: the district's open tickets for a whole room to see."""
