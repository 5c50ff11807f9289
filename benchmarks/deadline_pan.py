"""The deadline board drawn along and zoomed with 5,000 tickets, in frames a second: from the move of the hand
to the picture handed to the screen, at 1400×900 in software rendering. The same marks, each with its label,
in a QGraphicsView at the same moves are the peer.

`python -m benchmarks.deadline_pan` tells the parts: the median and the 99th percentile in ms of each way to
move, for both.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.figure import Figure, figure
from stage.screen import VirtualScreen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from widgets.lanes import LaneBoard, Marks

TICKETS = 5_000
LANES = 16
SIZE = (1400, 900)
FRAMES = 240
STEP = 14
"""Px from frame to frame while it is drawn along: 840 a second at 60 frames."""
ZOOM = 1.04
"""From frame to frame while it is zoomed: from one hour as wide as the board to two working weeks in 2 s."""

HOUR = 3_600_000
NOW = 1_795_155_127_000
"""Friday 2026-11-20 14:32:07 in UTC+8."""
ZONE_HOURS = 8

Runs = dict[str, list[float]]
"""Frames in ms: `pan`, `zoom`, `labels` (drawn along where texts stand beside marks), `far` (where a month is
in sight), and the peer's `peer pan` and `peer zoom`."""


def run(count: int = TICKETS, frames: int = FRAMES) -> Figure:
    """The median of frames a second over all that was drawn along and zoomed."""
    runs = measured(count, frames)
    ours = [ms for name, times in runs.items() if not name.startswith("peer") for ms in times]
    theirs = [ms for name, times in runs.items() if name.startswith("peer") for ms in times]
    return figure(
        "deadline_pan",
        "frames/s",
        [1000 / ms for ms in ours],
        peer="QGraphicsView",
        peer_values=[1000 / ms for ms in theirs],
        more_is_better=True,
    )


def measured(count: int, frames: int) -> Runs:
    """The runs, in a process of its own on a virtual screen.

    Raises CalledProcessError where that process fails; what it says goes to stderr.
    """
    with VirtualScreen(SIZE[0] + 20, SIZE[1] + 60) as screen:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.deadline_pan", "child", str(count), str(frames)],
            env={**os.environ, **screen.environment},
            stdout=subprocess.PIPE,
            check=True,
        )
    runs: Runs = json.loads(done.stdout)
    return runs


# --- in the child -----------------------------------------------------------------------------------------
def spans() -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """08–12 and 14–18 from Monday to Friday, half a year about the present moment."""
    midnight = (NOW + ZONE_HOURS * HOUR) // (24 * HOUR) * 24 * HOUR - ZONE_HOURS * HOUR
    # The present moment is a Friday.
    days = [midnight + n * 24 * HOUR for n in range(-90, 90) if (n + 4) % 7 < 5]
    return np.array([(day + a * HOUR, day + b * HOUR) for day in days for a, b in ((8, 12), (14, 18))])


def marks(count: int) -> Marks:
    """So many tickets: an eighth of them past, the rest ahead over three weeks, most of them soon; one in
    eight is due at the end of a span, as working limits are."""
    from widgets.lanes import Axis, Marks

    random = np.random.default_rng(7)
    working = spans()
    axis = Axis(working)
    away = random.exponential(40 * HOUR, count)
    away[: count // 8] *= -0.4
    at = axis.instant(axis.place_of(NOW) + away)
    ends = random.random(count) < 0.125
    at[ends] = working[np.minimum(np.searchsorted(working[:, 1], at[ends]), len(working) - 1), 1]
    return Marks.of(np.arange(count), random.integers(0, LANES, count), at, at - 2 * HOUR)


def label(key: int) -> str:
    """What stands beside a mark."""
    return f"{key:06d} 占道施工"


def board(count: int) -> LaneBoard:
    """The board as a screen makes it."""
    from datetime import timedelta, timezone

    from widgets.lanes import Lane, LaneBoard, Load

    made = LaneBoard(timezone(timedelta(hours=ZONE_HOURS)), name="时限台")
    made.resize(*SIZE)
    made.set_axis(spans())
    made.set_lanes([Lane(n, f"承办单位 {n + 1}") for n in range(LANES)])
    shown = marks(count)
    made.set_marks(shown)
    hours = np.arange(NOW // HOUR * HOUR, NOW + 21 * 24 * HOUR, HOUR)
    due = np.histogram(shown.at, np.append(hours, hours[-1] + HOUR))[0]
    made.set_load(Load.of(hours, hours + HOUR, due, due // 8))
    made.set_words(label, label)
    made.set_now(NOW)
    return made


def frames_of(app: QApplication, seen: QWidget, act: Callable[[int], object], frames: int) -> list[float]:
    """Each act with all that the loop does until it is painted and handed over, in ms."""
    from PySide6.QtCore import QEvent, QObject

    painted = 0

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            nonlocal painted
            painted += event.type() == QEvent.Type.Paint
            return False

    watch, found = Watch(), []
    seen.installEventFilter(watch)
    for n in range(frames):
        painted, began = 0, time.perf_counter()
        act(n)
        while not painted:
            app.processEvents()
        found.append((time.perf_counter() - began) * 1000)
    seen.removeEventFilter(watch)
    return found


def there_and_back(n: int, frames: int) -> int:
    """1 in the first half of a run, -1 in the second: it ends where it began."""
    return 1 if n % frames < frames // 2 else -1


def ours(app: QApplication, count: int, frames: int) -> Iterator[tuple[str, list[float]]]:
    """The board's runs."""
    shown = board(count)
    shown.show()
    app.processEvents()

    def pan(n: int) -> None:
        shown.pan(-STEP * there_and_back(n, frames))

    def zoom(n: int) -> None:
        shown.zoom(ZOOM ** there_and_back(n + frames // 4, frames))

    frames_of(app, shown, pan, 20)
    yield "pan", frames_of(app, shown, pan, frames)
    yield "zoom", frames_of(app, shown, zoom, frames)
    shown.zoom(4)
    yield "labels", frames_of(app, shown, pan, frames)
    shown.zoom(1 / 24)
    yield "far", frames_of(app, shown, pan, frames)
    shown.close()


def peer(app: QApplication, count: int, frames: int) -> Iterator[tuple[str, list[float]]]:
    """Qt's own scene of the same marks with their labels, as most programs would draw them."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QBrush, QColor, QPen
    from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QGraphicsSimpleTextItem, QGraphicsView

    from widgets.lanes import Axis

    shown = marks(count)
    places, high = Axis(spans()).place(shown.at), SIZE[1] // LANES
    scale = 96 / HOUR
    scene = QGraphicsScene()
    brush, ink = QBrush(QColor("#3FBF95")), QBrush(QColor("#A7B0BE"))
    fixed = QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations
    for key, lane, place in zip(shown.key.tolist(), shown.lane.tolist(), places.tolist(), strict=True):
        item = scene.addEllipse(-5, -5, 10, 10, QPen(Qt.PenStyle.NoPen), brush)
        item.setPos(place * scale, lane * high + 8 + key % 4 * 13)
        item.setFlag(fixed)
        text = QGraphicsSimpleTextItem(label(key), item)
        text.setBrush(ink)
        text.setPos(8, -8)
    view = QGraphicsView(scene)
    view.setBackgroundBrush(QColor("#1B1F26"))
    view.resize(*SIZE)
    view.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
    view.centerOn(Axis(spans()).place_of(NOW) * scale, SIZE[1] / 2)
    view.show()
    app.processEvents()
    bar = view.horizontalScrollBar()

    def pan(n: int) -> None:
        bar.setValue(bar.value() + STEP * there_and_back(n, frames))

    def zoom(n: int) -> None:
        view.scale(ZOOM ** there_and_back(n + frames // 4, frames), 1.0)

    frames_of(app, view.viewport(), pan, 5)
    yield "peer pan", frames_of(app, view.viewport(), pan, frames)
    yield "peer zoom", frames_of(app, view.viewport(), zoom, frames)
    view.close()


def child(count: int, frames: int) -> None:
    """The process of `measured`."""
    from PySide6.QtWidgets import QApplication

    from widgets import theme

    app = QApplication(["deadline_pan"])
    theme.current().apply(app)
    runs = {**dict(ours(app, count, frames)), **dict(peer(app, count, max(frames // 4, 2)))}
    sys.stdout.write(json.dumps(runs) + "\n")


def tell() -> None:
    """Each way to move by itself."""
    for name, times in measured(TICKETS, FRAMES).items():
        middle, slow = np.percentile(times, (50, 99))
        print(f"{name:10} {1000 / middle:7.1f} frames/s  median {middle:6.2f} ms  p99 {slow:6.2f} ms")


if __name__ == "__main__":
    child(int(sys.argv[2]), int(sys.argv[3])) if sys.argv[1:2] == ["child"] else tell()
