"""部件: the register of what stands in the street, and its picker in forms."""
