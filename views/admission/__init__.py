"""Applications to the catalogue: made by units, decided by the centre, carried by the next version."""
