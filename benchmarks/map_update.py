"""500 of 20,000 marks on a map of 2,304 areas come with other lights and places: from their columns to the
picture handed to the screen, in ms, at 1400×900 in software rendering with all of them in sight. The same
marks in a QGraphicsView that is told the same are the peer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import map_path
from benchmarks.deadline_pan import frames_of
from benchmarks.figure import Figure, figure
from stage.screen import VirtualScreen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

CHANGED = 500
ROUNDS = 80


def run(rounds: int = ROUNDS) -> Figure:
    """The median of a batch, to repainted."""
    with VirtualScreen(map_path.SIZE[0] + 20, map_path.SIZE[1] + 60) as screen:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.map_update", "child", str(rounds)],
            env={**os.environ, **screen.environment},
            stdout=subprocess.PIPE,
            check=True,
        )
    ours, theirs = json.loads(done.stdout)
    return figure("map_update", "ms", ours, peer="QGraphicsView", peer_values=theirs)


def batches(rounds: int) -> list[dict[int, map_path.Change]]:
    """So many batches of changes, each of `CHANGED` marks."""
    coming = iter(map_path.changes(rounds * CHANGED * 2))
    found: list[dict[int, map_path.Change]] = []
    for _ in range(rounds):
        batch: dict[int, map_path.Change] = {}
        while len(batch) < CHANGED:
            change = next(coming)
            batch[change.key] = change
        found.append(batch)
    return found


def ours(app: QApplication, rounds: int) -> list[float]:
    """The native map's batches, ms."""
    from benchmarks.map_pan import canvas
    from widgets.map import Marks

    shown = canvas()
    shown.show()
    app.processEvents()
    columns = [np.array(list(batch.values())).T for batch in batches(rounds)]
    found = frames_of(app, shown, lambda n: shown.change_marks(Marks.of(*columns[n])), rounds)
    shown.close()
    return found


def peer(app: QApplication, rounds: int) -> list[float]:
    """Qt's own scene of the same marks, without the areas under them."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QBrush, QColor, QPen
    from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QGraphicsView

    brushes = [QBrush(QColor(ink)) for ink in ("#8A94A3", "#3FBF95", "#F2B33D", "#FF7A70")]
    width, height = map_path.SIZE
    across, down = width / (map_path.EAST - map_path.WEST), height / (map_path.NORTH - map_path.SOUTH)

    def place(lon: float, lat: float) -> tuple[float, float]:
        return (lon - map_path.WEST) * across, (map_path.NORTH - lat) * down

    scene, standing = QGraphicsScene(), map_path.marks()
    items = []
    for lon, lat, light in zip(*(column.tolist() for column in standing), strict=True):
        item = scene.addEllipse(-3, -3, 6, 6, QPen(Qt.PenStyle.NoPen), brushes[light])
        item.setPos(*place(lon, lat))
        item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        items.append(item)
    view = QGraphicsView(scene)
    view.resize(width, height)
    view.show()
    app.processEvents()
    coming = batches(rounds)

    def change(n: int) -> None:
        for key, lon, lat, light in coming[n].values():
            items[key].setPos(*place(lon, lat))
            items[key].setBrush(brushes[light])

    found = frames_of(app, view.viewport(), change, rounds)
    view.close()
    return found


def child(rounds: int) -> None:
    """The process of `run`."""
    from PySide6.QtWidgets import QApplication

    from widgets import theme

    app = QApplication(["map_update"])
    theme.current().apply(app)
    times = ours(app, rounds), peer(app, max(rounds // 8, 2))
    sys.stdout.write(json.dumps(times) + "\n")


if __name__ == "__main__":
    child(int(sys.argv[2]))
