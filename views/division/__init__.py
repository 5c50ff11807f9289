"""网格划分: the grids of the district on a map, and a division of them that is drawn and adopted."""
