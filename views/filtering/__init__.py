"""What a list is narrowed and grouped by: the filter, its moments, its words, what may be chosen."""
