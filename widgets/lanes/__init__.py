"""Lanes of what falls due: each at its place in time, on an axis that folds what does not count."""

from widgets.lanes.axis import Axis
from widgets.lanes.board import LaneBoard
from widgets.lanes.marks import BY_TIME, Lane, Load, Marks

__all__ = ["BY_TIME", "Axis", "Lane", "LaneBoard", "Load", "Marks"]
