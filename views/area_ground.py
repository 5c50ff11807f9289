"""The outlines of the district's areas under a map: fetched once, asked for again when the link is back.

A district's outlines take a tenth of a second to read: they are made ready a few at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from console.errors import ConsoleError
from console.outlines import rings_of
from views.context import Context
from widgets.map import MapArea, MapCanvas, Shape, shape_of

PORTION = 100
"""Areas made ready in one go: some 5 ms."""


def outlines(geojson: bytes) -> Iterator[tuple[str, list[NDArray[np.float64]]]]:
    """(code, rings) of each feature of a FeatureCollection, read when it is asked for; rings are (n, 2)
    arrays, outer ones first."""
    for code, rings in rings_of(geojson):
        yield code, [np.array(ring, np.float64) for ring in rings]


class AreaGround(QObject):
    """Puts the grids, and over them the outlines of the level above (with `every` those of all levels), into
    a canvas. `came(level)` when one stands, `failed(text)` while there is none at all."""

    came = Signal(str)
    failed = Signal(str)

    def __init__(self, context: Context, canvas: MapCanvas, parent: QObject, *, every: bool = False) -> None:
        super().__init__(parent)
        self._context = context
        self._every = every
        self._canvas = canvas
        self._asked: set[str] = set()
        self._making: dict[str, tuple[Iterator[Shape | None], list[Shape]]] = {}
        self._portions = QTimer(self)
        self._portions.timeout.connect(self._make_portion)
        self.loaded: set[str] = set()

    def levels(self) -> tuple[str, str]:
        """The level of grids, and the one whose outlines are drawn over it."""
        levels = [level.key for level in self._context.reference.district.levels]
        fine = "grid" if "grid" in levels else levels[-1]
        coarse = levels[1] if len(levels) > 2 else levels[0]
        return fine, coarse

    def wanted(self) -> tuple[str, ...]:
        """The levels that stand there, in the order in which they are asked for."""
        fine, coarse = self.levels()
        levels = [level.key for level in self._context.reference.district.levels]
        rest = [level for level in levels if level not in (fine, coarse)] if self._every else []
        return tuple(dict.fromkeys((fine, coarse, *rest)))

    def forget(self) -> None:
        """The areas are others now."""
        self._asked.clear()
        self._making.clear()
        self.loaded.clear()

    def fetch(self) -> None:
        """Asks for what was not asked for yet."""
        for level in self.wanted():
            if level not in self._asked:
                self._asked.add(level)
                self._context.desk.run(
                    f"map of {level}",
                    self._context.desk.geometry(level),
                    partial(self._on_geometry, level),
                    partial(self._on_failed, level),
                    self,
                )

    def _on_geometry(self, level: str, content: bytes) -> None:
        self._making[level] = (self._shapes(content), [])
        self._portions.start()

    def _shapes(self, content: bytes) -> Iterator[Shape | None]:
        reference = self._context.reference
        for code, rings in outlines(content):
            area = reference.area(code)
            yield shape_of(MapArea(code, area.short if area is not None else code, rings))

    def _make_portion(self) -> None:
        if not self._making:
            self._portions.stop()
            return
        level, (coming, made) = next(iter(self._making.items()))
        some = list(islice(coming, PORTION))
        made += [shape for shape in some if shape is not None]
        if len(some) < PORTION:
            del self._making[level]
            self._canvas.set_shapes(level, made, outline_only=level != self.levels()[0])
            self.loaded.add(level)
            self.came.emit(level)

    def _on_failed(self, level: str, error: ConsoleError) -> None:
        self._asked.discard(level)
        if not self.loaded:
            self.failed.emit(self._context.desk.say(error.says))
