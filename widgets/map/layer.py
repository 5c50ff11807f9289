"""What others put into the map's ground: basemap, streets."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from PySide6.QtGui import QPainter

from widgets.map.projection import Window

Bounds = tuple[float, float, float, float]
"""West, south, east, north in Mercator metres."""


class Depth(IntEnum):
    """Where a layer lies, from below."""

    BASE = 0
    """Under the areas: pictures of the ground. While there is one, areas have outlines and no fill."""
    STREETS = 1
    """Over the areas' fill and under their outlines."""


class GroundLayer(Protocol):
    """A layer that is painted piece by piece: the canvas keeps the pieces and moves them. What changes later
    is told to the canvas by `MapCanvas.renew_ground(bounds)`."""

    def paint(self, painter: QPainter, window: Window) -> None:
        """Paints what meets that window, in its px (`window.to_screen`), in a few ms. A window is a piece of
        some 256 px: what reaches over its edge is painted by its neighbour, too. The painter is cut to the
        piece and comes with a fresh state each time."""


class Covering(Protocol):
    """A layer that may hide what lies under it."""

    def covers(self, window: Window, ratio: float) -> bool:
        """Whether nothing under it shows there."""


@dataclass(frozen=True, slots=True)
class Name:
    """Words that want to stand on the map, in the middle of a place in Mercator metres; the canvas finds
    which of them have room."""

    text: str
    x: float
    y: float
    rank: int
    """0 first, whatever stands there; of the same ten, those that stood already are first. Areas' outlines
    are 20, their own names 40."""
    ink: str = "dim"
    """A token of the theme."""
    wide: float = math.inf
    """Mercator metres that there are for it: words wider than four fifths of them are left out."""
    beside: float = 0.0
    """Px to the right of the place that the words begin; 0 for in its middle."""


class Naming(Protocol):
    """A layer whose things have names, besides."""

    def names(self, window: Window) -> Iterable[Name]:
        """Those in the window that are worth their room at its scale, a few hundred at most. The same name at
        the same scale is always at the same place."""
