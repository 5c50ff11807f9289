"""The map dragged and zoomed along `map_path`, in frames a second: from the move of the hand to the picture
handed to the screen, at 1400×900 in software rendering, fifty marks a second changing meanwhile. Leaflet's
canvas in Qt WebEngine on the same path is the peer, where it is installed.

`python -m benchmarks.map_pan` tells the parts: the median and the 99th percentile in ms, and how many of the
frames showed ground that was not yet painted for their scale.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import map_path
from benchmarks.deadline_pan import frames_of
from benchmarks.figure import Figure, figure
from stage.screen import VirtualScreen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from widgets.map import MapCanvas

Runs = dict[str, list[float]]
"""Frames in ms by part of the path: `far`, `in`, `near`, `out`; and `bare`: for each frame the share of the
window's ground that nothing covered."""
ROUNDS = 3
P99_MS = 25.0


def run(rounds: int = ROUNDS, *, beside: bool = True) -> Figure:
    """The median of frames a second over the whole path, and `beside` it the peer's; the 99th percentile is
    told on stderr."""
    from benchmarks.map_peer import peer

    runs = measured(rounds)
    times = [ms for name, found in runs.items() if name != "bare" for ms in found]
    sys.stderr.write(
        f"map_pan: p99 {np.percentile(times, 99):.1f} ms of {len(times)} frames, goal {P99_MS:g}\n"
    )
    theirs = peer() if beside else None
    return figure(
        "map_pan",
        "frames/s",
        [1000 / ms for ms in times],
        peer="Leaflet in Qt WebEngine",
        peer_values=[] if theirs is None else [theirs],
        more_is_better=True,
    )


def measured(rounds: int) -> Runs:
    """The runs, in a process of its own on a virtual screen.

    Raises CalledProcessError where that process fails; what it says goes to stderr.
    """
    with VirtualScreen(map_path.SIZE[0] + 20, map_path.SIZE[1] + 60) as screen:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.map_pan", "child", str(rounds)],
            env={**os.environ, **screen.environment},
            stdout=subprocess.PIPE,
            check=True,
        )
    runs: Runs = json.loads(done.stdout)
    return runs


# --- in the child -----------------------------------------------------------------------------------------
def canvas() -> MapCanvas:
    """The map as the path begins: all areas in sight, every mark by itself."""
    from widgets.map import MapArea, MapCanvas, Marks

    made = MapCanvas(name="网格")
    made.resize(*map_path.SIZE)
    made.set_areas("grid", [MapArea(key, name, [ring]) for key, name, ring in map_path.areas()])
    standing = map_path.marks()
    made.set_marks(Marks.of(np.arange(map_path.MARKS), *standing))
    made.fit_areas("grid")
    return made


class Hand:
    """Moves the map as a mouse does."""

    def __init__(self, app: QApplication, shown: MapCanvas) -> None:
        self._app, self._shown = app, shown
        self._at: tuple[int, int] | None = None
        self._way = 0

    def step(self, step: map_path.Step) -> None:
        """One frame's move."""
        from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent

        if step.zoom != 1.0:
            self.let_go()
            turned = round(np.log(step.zoom) / np.log(1.0015))
            place = QPointF(step.x, step.y)
            wheel = QWheelEvent(
                place, place, QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            self._app.sendEvent(self._shown, wheel)
            return
        if self._at is None or self._way >= map_path.STROKE:
            self.let_go()
            width, height = map_path.SIZE
            self._at = (width // 2 - np.sign(step.dx) * 350, height // 2 - np.sign(step.dy) * 350)
            self._mouse(QEvent.Type.MouseButtonPress)
        self._at = (self._at[0] + step.dx, self._at[1] + step.dy)
        self._way += max(abs(step.dx), abs(step.dy))
        self._mouse(QEvent.Type.MouseMove)

    def let_go(self) -> None:
        """The button comes up."""
        from PySide6.QtCore import QEvent

        if self._at is not None:
            self._mouse(QEvent.Type.MouseButtonRelease)
        self._at, self._way = None, 0

    def _mouse(self, kind: object) -> None:
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent

        assert isinstance(kind, QEvent.Type)
        assert self._at is not None
        moving = kind is QEvent.Type.MouseMove
        up = kind is QEvent.Type.MouseButtonRelease
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        place = QPointF(*self._at)
        self._app.sendEvent(
            self._shown,
            QMouseEvent(
                kind,
                place,
                place,
                none if moving else left,
                none if up else left,
                Qt.KeyboardModifier.NoModifier,
            ),
        )


def ours(app: QApplication, rounds: int) -> Runs:
    """The native map's runs."""
    runs: Runs = {"bare": []}
    for _ in range(rounds):
        shown = canvas()
        shown.show()
        while shown.unpainted():
            app.processEvents()
        way = Way(app, shown)
        times = frames_of(app, shown, way.step, len(way.steps))
        for step, ms in zip(way.steps, times, strict=True):
            runs.setdefault(step.part, []).append(ms)
        runs["bare"] += way.bare
        shown.close()
    return runs


class Way:
    """Goes along the path, with marks changing by the clock."""

    def __init__(self, app: QApplication, shown: MapCanvas) -> None:
        self.steps = map_path.path()
        self.bare: list[float] = []
        """Before each frame: the share of the window's ground that nothing covered."""
        self._shown = shown
        self._hand = Hand(app, shown)
        self._coming = map_path.changes(map_path.CHANGES * 600)
        self._changed = 0
        self._began = time.perf_counter()

    def step(self, n: int) -> None:
        """One frame's move, and what has changed until then."""
        from widgets.map import Marks

        if n:
            self.bare.append(self._shown.unpainted())
        due = int((time.perf_counter() - self._began) * map_path.CHANGES)
        if due > self._changed:
            some = {change.key: change for change in self._coming[self._changed : due]}
            self._shown.change_marks(Marks.of(*np.array(list(some.values())).T))
            self._changed = due
        self._hand.step(self.steps[n])


def child(rounds: int) -> None:
    """The process of `measured`."""
    from PySide6.QtWidgets import QApplication

    from widgets import theme

    app = QApplication(["map_pan"])
    theme.current().apply(app)
    sys.stdout.write(json.dumps(ours(app, rounds)) + "\n")


def tell() -> None:
    """Each part of the path by itself."""
    runs = measured(ROUNDS)
    bare = runs.pop("bare")
    for name, times in {**runs, "all": [ms for found in runs.values() for ms in found]}.items():
        middle, slow, most = np.percentile(times, (50, 99, 100))
        sys.stdout.write(
            f"{name:6} {1000 / middle:7.1f} frames/s  median {middle:6.2f} ms  "
            f"p99 {slow:6.2f} ms  most {most:6.2f} ms\n"
        )
    sys.stdout.write(
        f"ground not yet painted: {np.mean(bare):.2%} of the window on average, {np.max(bare):.1%} at most\n"
    )


if __name__ == "__main__":
    child(int(sys.argv[2])) if sys.argv[1:2] == ["child"] else tell()
