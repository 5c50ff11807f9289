"""The lanes as a kept picture: drawn along it is shifted, and only what comes in is painted; what the feed
changes is painted where it stands and nowhere else. Counts are no part of it: they keep whole at the edges.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPixmap

from widgets import theme
from widgets.lanes.hours import Hours
from widgets.lanes.layout import Layout, labelled
from widgets.lanes.marks import LIGHTS
from widgets.lanes.shown import Differences, Shown
from widgets.lanes.sprites import LABEL, Sprites
from widgets.lanes.stretch import Stretch
from widgets.lanes.words import Words


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the picture shows."""

    state: Shown
    stretch: Stretch
    hours: Hours
    place: Layout
    scrolled: int
    lanes: int

    @property
    def labels(self) -> bool:
        return labelled(self.stretch.level)


class Body:
    """Keeps the picture of the scene it was last brought up to. `painted` counts the px painted so far, for
    those who want to know what a change costs."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._pixmap: QPixmap | None = None
        self._scene: Scene | None = None
        self.painted = 0

    def drop(self) -> None:
        """Nothing of the picture holds any longer."""
        self._pixmap = None

    def changed(self, before: Shown, state: Shown, unlike: Differences) -> list[QRect]:
        """Paints what differs between two states of the same level; the places, in the picture's px. Nothing
        is kept of a picture that does not show the one before."""
        scene = self._scene
        if self._pixmap is None or scene is None or scene.state is not before:
            self.drop()
            return []
        self._scene = scene = replace(scene, state=state)
        places = _places(scene, unlike, self._reach(scene))
        for place in places:
            self._paint(scene, place)
        return places

    def bring(self, scene: Scene, sprites: Sprites) -> QPixmap:
        """The picture, brought up to that scene."""
        self._sprites = sprites
        old, pixmap = self._scene, self._pixmap
        area = QRect(0, 0, scene.place.plot.width(), scene.place.plot.height())
        if pixmap is None or old is None or not _alike(old, scene):
            if pixmap is None or pixmap.deviceIndependentSize().toSize() != area.size():
                pixmap = QPixmap(area.size() * sprites.ratio)
                pixmap.setDevicePixelRatio(sprites.ratio)
                self._pixmap = pixmap
            self._paint(scene, area)
        else:
            moved = old.stretch.left - scene.stretch.left
            device = moved * sprites.ratio
            if abs(moved) >= area.width() or device != round(device):
                self._paint(scene, area)
            elif moved:
                pixmap.scroll(round(device), 0, pixmap.rect())
                left = 0 if moved > 0 else area.width() + moved
                self._paint(scene, QRect(left, 0, abs(moved), area.height()))
        self._scene = scene
        return pixmap

    def _reach(self, scene: Scene) -> int:
        """How far from its middle a mark or what is written beside it is seen, in px."""
        px = theme.current().px
        return self._sprites.side + (px(LABEL) + px(8) if scene.labels else 0)

    def _paint(self, scene: Scene, where: QRect) -> None:
        assert self._pixmap is not None
        self.painted += where.width() * where.height()
        with QPainter(self._pixmap) as painter:
            painter.setClipRect(where)
            self._paint_ground(painter, scene, where)
            self._paint_marks(painter, scene, where)

    def _paint_ground(self, painter: QPainter, scene: Scene, where: QRect) -> None:
        painter.fillRect(where, theme.color("panel"))
        x_of, place = scene.stretch.x_of, scene.place
        bottom = min(where.bottom(), place.lane * scene.lanes - scene.scrolled - 1)
        if bottom < where.top():
            return
        high = bottom - where.top() + 1
        for begin, end, _ in scene.hours.gaps:
            left, right = round(x_of(begin)), round(x_of(end))
            if right >= where.left() and left <= where.right():
                painter.fillRect(QRect(left, where.top(), right - left, high), theme.color("folded"))
        first, last = scene.stretch.place(where.left() - 1), scene.stretch.place(where.right() + 1)
        lines = scene.hours.lines
        for at in lines[(lines >= first) & (lines <= last)].tolist():
            painter.fillRect(QRect(round(x_of(at)), where.top(), 1, high), theme.color("line_soft"))
        for day in scene.hours.days:
            if first <= day.place <= last:
                painter.fillRect(QRect(round(x_of(day.place)), where.top(), 1, high), theme.color("line"))
        for lane in range(scene.lanes):
            y = (lane + 1) * place.lane - scene.scrolled - 1
            if where.top() <= y <= where.bottom():
                painter.fillRect(QRect(where.left(), y, where.width(), 1), theme.color("line_soft"))

    def _lanes(self, scene: Scene, where: QRect) -> tuple[int, int]:
        """The first and the last lane there."""
        high = scene.place.lane
        return (where.top() + scene.scrolled) // high, (where.bottom() + scene.scrolled) // high

    def _paint_marks(self, painter: QPainter, scene: Scene, where: QRect) -> None:
        state, stretch, sprites = scene.state, scene.stretch, self._sprites
        reach = self._reach(scene)
        ends = (stretch.place(where.left() - reach), stretch.place(where.right() + reach))
        first, last = np.searchsorted(state.place, ends)
        part = slice(int(first), int(last))
        upper, lower = self._lanes(scene, where)
        lane, row = state.lane[part], state.row[part]
        drawn = (lane >= upper) & (lane <= lower) & (row >= 0) & (state.counts.of[part] < 0)
        index = np.flatnonzero(drawn) + part.start
        if not len(index):
            return
        half = sprites.side / 2
        middles = np.array(scene.place.row_middle(stretch.level))
        x = np.rint(stretch.x(state.place[index]) - half).astype(np.int64)
        y = np.rint(state.lane[index] * scene.place.lane - scene.scrolled + middles[state.row[index]] - half)
        kind = state.light[index].astype(np.int64) + len(LIGHTS) * state.marks.standing[index]
        # The most urgent last, over what little they may touch.
        order = np.argsort(state.light[index], kind="stable")
        draw, pictures = painter.drawPixmap, sprites.marks
        x_list, y_list = x[order].tolist(), y[order].astype(np.int64).tolist()
        for at_x, at_y, code in zip(x_list, y_list, kind[order].tolist(), strict=True):
            draw(at_x, at_y, pictures[code])
        if scene.labels:
            room = state.room[index] * stretch.scale - sprites.side - theme.current().px(6)
            self._paint_labels(
                painter, state.marks.key[index].tolist(), x.tolist(), y.tolist(), room.tolist()
            )

    def _paint_labels(
        self, painter: QPainter, keys: list[int], x: list[int], y: list[float], room: list[float]
    ) -> None:
        sprites, words = self._sprites, self._words
        painter.setPen(theme.color("dim"))
        painter.setFont(sprites.font)
        gap = sprites.side + theme.current().px(2)
        for key, at_x, at_y, free in zip(keys, x, y, room, strict=True):
            if free <= 0:
                continue
            text, width = sprites.label(key, "" if sprites.labelled(key) else words.label(key))
            if 0 < width <= free:
                top = at_y + (sprites.side - text.size().height()) / 2
                painter.drawStaticText(QPoint(at_x + gap, round(top)), text)


def _alike(one: Scene, other: Scene) -> bool:
    """Whether a picture of one is one of the other, but for how far it is drawn along."""
    return (
        one.state is other.state
        and one.stretch.scale == other.stretch.scale
        and one.place == other.place
        and one.scrolled == other.scrolled
        and one.lanes == other.lanes
    )


def _places(scene: Scene, unlike: Differences, reach: int) -> list[QRect]:
    """The differences in px: in each lane what lies close together as one place."""
    high, width = scene.place.lane, scene.place.plot.width()
    left = np.floor(scene.stretch.x(unlike.begin)).astype(np.int64) - reach
    right = np.ceil(scene.stretch.x(unlike.end)).astype(np.int64) + reach
    seen = (right >= 0) & (left < width) & (unlike.lane >= 0)
    found: list[QRect] = []
    lanes = unlike.lane[seen]
    for lane in np.unique(lanes).tolist():
        top = lane * high - scene.scrolled
        if top + high <= 0 or top >= scene.place.plot.height():
            continue
        of = np.flatnonzero(seen)[lanes == lane]
        spans = sorted(zip(left[of].tolist(), right[of].tolist(), strict=True))
        joined = [spans[0]]
        for begin, end in spans[1:]:
            if begin <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], end))
            else:
                joined.append((begin, end))
        for begin, end in joined:
            begin, end = max(begin, 0), min(end, width - 1)
            found.append(QRect(begin, top, end - begin + 1, high))
    return found
