"""Where the keyboard stands on the map, and how it goes from mark to mark."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Signal

from widgets.map.crowd import Standing
from widgets.map.scene import Scene
from widgets.map.view import View

NEAREST = 60
"""So many marks Tab goes through before it leaves the map."""
_AHEAD = math.cos(math.radians(50))


class Steps(QObject):
    """From mark to mark by nearness. `changed()`: it stands elsewhere."""

    changed = Signal()

    def __init__(self, parent: QObject, scene: Scene, view: View) -> None:
        super().__init__(parent)
        self._scene, self._view = scene, view
        self.current: Standing | None = None
        self._passed: list[tuple[int, ...]] = []
        """What Tab went through since it came in, to go back by."""

    def tab(self, *, forward: bool) -> bool:
        """To the nearest mark not gone through yet, or back; false when Tab leaves the map."""
        if self._scene.heat:
            return False
        around = {s.keys: s for s in self._scene.crowd.standing(self._view.window)}
        if not forward:
            if self._passed:
                self._passed.pop()
            before = next((k for k in reversed(self._passed) if k in around), None)
            self.stand(around[before] if before is not None else None)
            return before is not None
        window = self._view.window
        x, y = (self.current.x, self.current.y) if self.current is not None else (window.x, window.y)
        left = [s for k, s in around.items() if k not in self._passed]
        if not left or len(self._passed) >= NEAREST:
            self.stand(None)
            return False
        nearest = min(left, key=lambda s: (math.hypot(s.x - x, s.y - y), s.keys))
        passed = [*self._passed, nearest.keys]
        self.stand(nearest)
        self._passed = passed
        return True

    def go(self, across: int, down: int) -> bool:
        """To the nearest mark that way; false when none is current or none is there."""
        here = self.current
        if here is None:
            return False
        best: tuple[float, Standing] | None = None
        for other in self._scene.crowd.standing(self._view.window):
            right, below = other.x - here.x, here.y - other.y
            far = math.hypot(right, below)
            if other.keys == here.keys or far == 0:
                continue
            ahead = (right * across + below * down) / far
            # What lies aside counts as farther.
            if ahead >= _AHEAD and (best is None or far / ahead**2 < best[0]):
                best = (far / ahead**2, other)
        if best is None:
            return False
        self.stand(best[1])
        return True

    def stand(self, found: Standing | None) -> None:
        """Stands there; None: nowhere."""
        self.current = found
        self._scene.current = found
        self._passed = [found.keys] if found is not None else []
        self.changed.emit()

    def marks_changed(self) -> None:
        """The marks are others: where the keyboard stands is kept where its first mark still is."""
        here = self.current
        if here is None:
            return
        keys = [k for k in here.keys if len(self._scene.crowd.places_of([k]))]
        at = self._scene.crowd.stands_at(keys[:1], self._view.window.scale)
        if not at:
            self.stand(None)
        elif (here.x, here.y, here.clustered) != at[0] or len(keys) != len(here.keys):
            x, y, clustered = at[0]
            self.current = Standing(tuple(keys), x, y, clustered)
            self._scene.current = self.current
