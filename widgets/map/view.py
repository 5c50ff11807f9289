"""What part of the map is in sight, and how it moves: fitted, drawn along, flung, zoomed."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from widgets.map.layer import Bounds
from widgets.map.projection import Window, fitting, ground_scale, point_to_metres, to_degrees

SETTLES_MS = 90
"""How long the scale must have been the same before the picture is painted for it."""
FRAME_MS = 12
"""Between two steps of a fling: painting takes its time besides."""
FRICTION = 3.6
"""Of a fling: so many e-foldings of its speed a second."""
FLUNG_FROM, FLUNG_MOST, STILL = 160.0, 6_000.0, 24.0
"""Px a second: the least that flings, the most, and what counts as standing."""
STROKE_S = 0.12
"""The last stretch of a drag that its speed is taken from."""


class View(QObject):
    """`moved()`: what is in sight is another; `by_hand()`: a person did it; `looked()`: it is another and has
    been still for a moment."""

    moved = Signal()
    by_hand = Signal()
    looked = Signal()
    settled = Signal()
    """The scale has been the same for a moment."""

    def __init__(self, parent: QObject, width: int, height: int) -> None:
        super().__init__(parent)
        self.window = Window(0.0, 0.0, 0.01, max(width, 1), max(height, 1))
        self._fit: Bounds | None = None
        self._fit_margin = 0.0
        self._settle = self._timer(SETTLES_MS, self.settled.emit)
        self._look = self._timer(150, self.looked.emit)
        self._fly = QTimer(self)
        self._fly.setTimerType(Qt.TimerType.PreciseTimer)
        self._fly.setInterval(FRAME_MS)
        self._fly.timeout.connect(self._flown)
        self._speed = (0.0, 0.0)
        self._at = 0.0
        self._strokes: list[tuple[float, float, float]] = []

    def _timer(self, milliseconds: int, act: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer

    # -- told where to look ----------------------------------------------------------------------------------
    def fit(self, bounds: Bounds, margin: float = 0.06) -> None:
        """Shows all of it. It holds until somebody moves the map by hand, so that a fit asked for before the
        widget has its size is still right when it has."""
        self.stop()
        self._fit, self._fit_margin = bounds, margin
        self._set(fitting(bounds, self.window.width, self.window.height, margin))

    def fit_places(self, places: list[tuple[float, float]], least_m: float = 400.0) -> None:
        """Shows those places in Mercator metres all at once, at least so many metres on the ground across."""
        xs, ys = [x for x, _ in places], [y for _, y in places]
        grow = least_m / 2 / ground_scale(ys[0])
        self.fit((min(xs) - grow, min(ys) - grow, max(xs) + grow, max(ys) + grow))

    def centre_on(self, lon: float, lat: float, metres_across: float) -> None:
        """Shows that place in the middle, the window as wide as so many metres on the ground."""
        x, y = point_to_metres(lon, lat)
        half = metres_across / 2 / ground_scale(y)
        self.fit((x - half, y, x + half, y), margin=0.0)

    def resized(self, width: int, height: int) -> None:
        width, height = max(width, 1), max(height, 1)
        if self._fit is not None:
            self._set(fitting(self._fit, width, height, self._fit_margin))
        else:
            self._set(self.window.resized(width, height))

    # -- what is in sight ------------------------------------------------------------------------------------
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of the middle."""
        return to_degrees(self.window.x, self.window.y)

    def metres_across(self) -> float:
        """Width of the window on the ground."""
        return self.window.width / self.window.scale * ground_scale(self.window.y)

    def bounds(self) -> Bounds:
        """West, south, east, north in degrees."""
        west, south, east, north = self.window.bounds()
        return *to_degrees(west, south), *to_degrees(east, north)

    def zooming(self) -> bool:
        """Whether the scale was another a moment ago."""
        return self._settle.isActive()

    def held(self) -> bool:
        """Whether what is in sight is a person's doing, not what was asked for."""
        return self._fit is None

    def flying(self) -> bool:
        """Whether the map moves by itself."""
        return self._fly.isActive()

    # -- by hand ---------------------------------------------------------------------------------------------
    def pan(self, dx: float, dy: float) -> None:
        """Draws the map along by so many px."""
        self._by_hand(self.window.moved(dx, dy))

    def zoom(self, factor: float, px: float, py: float) -> None:
        """The map `factor` times as large, the point under (px, py) where it is."""
        self.stop()
        self._by_hand(self.window.zoomed(factor, px, py))

    def go_to(self, bounds: Bounds, margin: float) -> None:
        """Shows all of it, because somebody asked for it on the map."""
        self.stop()
        self._by_hand(fitting(bounds, self.window.width, self.window.height, margin))

    def hold(self) -> None:
        """A hand is laid on the map: it stands."""
        self.stop()
        self._strokes = []

    def stroke(self, dx: float, dy: float) -> None:
        """Draws the map along, and remembers how fast."""
        now = time.monotonic()
        self._strokes = [s for s in self._strokes if now - s[0] <= STROKE_S]
        self._strokes.append((now, dx, dy))
        self.pan(dx, dy)

    def let_go(self) -> None:
        """The hand leaves the map: it goes on as fast as it was drawn, and slows down."""
        now = time.monotonic()
        last = [s for s in self._strokes if now - s[0] <= STROKE_S]
        self._strokes = []
        if len(last) < 3:
            return
        lasted = max(now - last[0][0], 0.02)
        # The first stroke's way was made before its instant.
        across, down = sum(s[1] for s in last[1:]) / lasted, sum(s[2] for s in last[1:]) / lasted
        speed = math.hypot(across, down)
        if speed >= FLUNG_FROM:
            slower = min(1.0, FLUNG_MOST / speed)
            self._speed, self._at = (across * slower, down * slower), now
            self._fly.start()

    def stop(self) -> None:
        """Ends a fling."""
        self._fly.stop()

    def _flown(self) -> None:
        now = time.monotonic()
        passed = min(now - self._at, 0.1)
        self._at = now
        slower = math.exp(-FRICTION * passed)
        way = (1 - slower) / FRICTION
        across, down = self._speed
        self._speed = across * slower, down * slower
        if math.hypot(*self._speed) < STILL:
            self._fly.stop()
        self.pan(across * way, down * way)

    def _by_hand(self, window: Window) -> None:
        self._fit = None
        if window.scale != self.window.scale:
            self._settle.start()
        self._set(window)
        self.by_hand.emit()

    def _set(self, window: Window) -> None:
        if window != self.window:
            self.window = window
            self._look.start()
            self.moved.emit()
