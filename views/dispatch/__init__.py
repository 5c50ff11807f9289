"""派遣台: what is filed, came back or was reopened, and whose it is to be."""
