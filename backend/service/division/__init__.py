"""The division of a district into grids: changed from a date on, checked as a coverage, read by instant."""
