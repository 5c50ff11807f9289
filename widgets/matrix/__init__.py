"""Rows by steps: how far each of several has come on a way all of them go."""

from widgets.matrix.cells import MatrixCell, MatrixRow, MatrixStep
from widgets.matrix.matrix import Matrix

__all__ = ["Matrix", "MatrixCell", "MatrixRow", "MatrixStep"]
