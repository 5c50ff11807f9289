"""The widget: lanes of what falls due, drawn along, zoomed, walked through by keys, and spoken."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from widgets import theme
from widgets.lanes import heading, steps
from widgets.lanes.cuts import slice_name
from widgets.lanes.painting import Painting
from widgets.lanes.pills import beyond, tallies
from widgets.lanes.sprites import APART
from widgets.lanes.stretch import CLOSEST
from widgets.lanes.words import counted, open_count, out_of_sight, tally
from widgets.moments import day_time

ZOOM = 1.4
"""By a key; a notch of the wheel is half as much."""
REACH = 10
"""Px at 100 % within which the pointer means a mark."""
MOST_LISTED = 40
"""Of those that fall due at one instant so many are listed."""


class LaneBoard(Painting):
    """See `widgets/README.md`."""

    _press: QPointF | None = None
    _dragging = False

    # --- pointer ------------------------------------------------------------------------------------------
    def _lane_at(self, y: float) -> int | None:
        place = self._layout()
        lane = place.at(y, self._scrolled)
        return lane if y >= place.plot.top() and 0 <= lane < len(self._lanes) else None

    def _mark_at(self, at: QPointF) -> int | None:
        place, lane = self._layout(), self._lane_at(at.y())
        if lane is None or not place.plot.contains(at.toPoint()):
            return None
        pitch = place.pitch(self._stretch.level)
        down = at.y() - place.top(lane, self._scrolled) - place.row_middle(self._stretch.level)[0]
        return steps.mark_near(
            self._state(), lane, self._stretch.place(at.x() - place.plot.left()), down / pitch,
            theme.current().px(REACH) / self._stretch.scale, pitch / self._stretch.scale,
        )  # fmt: skip

    def _count_at(self, at: QPointF) -> int | None:
        place, lane = self._layout(), self._lane_at(at.y())
        if lane is None or not place.plot.contains(at.toPoint()):
            return None
        return steps.count_at(self._state(), lane, self._stretch.place(at.x() - place.plot.left()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press, self._dragging = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._press is None:
            meant = self._mark_at(at) is not None or self._count_at(at) is not None or self._side_at(at)
            self.setCursor(Qt.CursorShape.PointingHandCursor if meant else Qt.CursorShape.ArrowCursor)
            return
        moved = at - self._press
        if self._dragging or moved.manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
            dx, dy = round(moved.x()), round(moved.y())
            self._press += QPointF(dx, dy)
            if dx:
                self.pan(dx)
            if dy:
                self._bar.setValue(self._bar.value() - dy)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._press is None:
            return
        self._press = None
        if not self._dragging:
            self._click(event.position())

    def _click(self, at: QPointF) -> None:
        state = self._state()
        mark, count, side = self._mark_at(at), self._count_at(at), self._side_at(at)
        if mark is not None:
            self.select(int(state.marks.key[mark]), show=False)
        elif count is not None:
            self._open(count, self.mapToGlobal(at.toPoint()))
        elif side:
            self._go_beyond(at, side)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        mark = self._mark_at(event.position())
        if mark is not None and event.button() == Qt.MouseButton.LeftButton:
            self._press = None
            self.activated.emit(int(self._state().marks.key[mark]))

    def _open(self, count: int, at: QPoint) -> None:
        """Zooms in until the slice fills what is in sight; those that no zoom takes apart are listed."""
        state = self._state()
        inside = np.flatnonzero(state.counts.of == count)
        first, last = float(state.place[inside[0]]), float(state.place[inside[-1]])
        least = theme.current().px(APART) / CLOSEST
        if last - first < least * 2 or self._stretch.scale >= CLOSEST * 0.99:
            self._list(inside.tolist(), at)
        else:
            begin, end = float(state.counts.begin[count]), float(state.counts.end[count])
            self.show_between(self._axis.instant_of(begin), self._axis.instant_of(end))

    def _list(self, inside: list[int], at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key in self._state().marks.key[inside[:MOST_LISTED]].tolist():
            text = (self._words.said(key) or self._words.label(key)).partition("\n")[0]
            menu.addAction(text.replace("&", "&&")).setData(key)
        if len(inside) > MOST_LISTED:
            more = QCoreApplication.translate("Lanes", "{n} more").format(n=len(inside) - MOST_LISTED)
            menu.addAction(more).setEnabled(False)
        menu.triggered.connect(self._listed)
        menu.popup(at)

    def _listed(self, action: QAction) -> None:
        self.select(int(action.data()))

    def _side_at(self, at: QPointF) -> int:
        """-1 over the counts of what is out of sight on the left, 1 on the right, where there is any."""
        place, lane = self._layout(), self._lane_at(at.y())
        if lane is None:
            return 0
        side = -1 if place.before.contains(at.toPoint()) else int(place.behind.contains(at.toPoint()))
        return side if side and self._beyond(lane, side).any() else 0

    def _beyond(self, lane: int, side: int) -> NDArray[np.int64]:
        """How many of the lane are out of sight on that side, by code of light."""
        state = self._state()
        found = beyond(state, self._stretch, self._stamps().pill[0])
        of_lane: NDArray[np.int64] = found.tallies(state, len(self._lanes), side)[lane]
        return of_lane

    def _go_beyond(self, at: QPointF, side: int) -> None:
        """To the nearest of the lane that is out of sight on that side."""
        state, lane = self._state(), self._lane_at(at.y())
        masks = beyond(state, self._stretch, self._stamps().pill[0])
        found = np.flatnonzero((state.lane == lane) & (masks.before if side < 0 else masks.behind))
        self.select(int(state.marks.key[found[-1 if side < 0 else 0]]))

    def wheelEvent(self, event: QWheelEvent) -> None:
        place, at = self._layout(), event.position()
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(turn.x()) > abs(turn.y()):
            self.pan(round((turn.x() or turn.y()) * 0.8))
        elif at.x() < place.before.left():
            self._bar.setValue(self._bar.value() - round(turn.y() / 120 * place.lane))
        elif turn.y():
            self.zoom(ZOOM ** (turn.y() / 240), min(max(at.x() - place.plot.left(), 0), place.plot.width()))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        state = self._state()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self._index()
            at = QPoint() if index is None else self._middle(state, index).toPoint()
        else:
            index, at = self._mark_at(QPointF(event.pos())), event.pos()
        if index is not None:
            key = int(state.marks.key[index])
            self.select(key, show=False)
            self.menu_requested.emit(key, self.mapToGlobal(at))

    # --- keys ---------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        keys = Qt.Key
        step = {keys.Key_Left: -1, keys.Key_Right: 1}.get(Qt.Key(key), 0)
        down = {keys.Key_Up: -1, keys.Key_Down: 1}.get(Qt.Key(key), 0)
        page = {keys.Key_PageUp: 1, keys.Key_PageDown: -1}.get(Qt.Key(key), 0)
        if key in (keys.Key_Plus, keys.Key_Equal):
            self.zoom(ZOOM)
        elif key == keys.Key_Minus:
            self.zoom(1 / ZOOM)
        elif step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.pan(-step * round(self._stretch.width / 8))
        elif page:
            self.pan(page * round(self._stretch.width * 0.9))
        elif not plain or not (step or down or key in (keys.Key_Home, keys.Key_End, *_ACTS)):
            super().keyPressEvent(event)
        elif key == keys.Key_Home:
            self.go_home()
        elif key in _ACTS:
            self._act(key)
        else:
            self._step(step, down, last=key == keys.Key_End)

    def _act(self, key: int) -> None:
        if self._index() is not None:
            (self.preview_requested if key == Qt.Key.Key_Space else self.activated).emit(self._current)

    def _step(self, step: int, down: int, *, last: bool) -> None:
        """To another mark. The first step goes to the first one in sight, and where the one worked on has
        gone, to what is nearest to where it stood."""
        state, index, column = self._state(), self._index(), self._column
        if index is None or state.lane[index] < 0:
            found = None if self._current is None else steps.nearest(state, self._lane, column)
            if found is None:
                found = steps.first_from(state, self._stretch.bounds()[0])
        elif down:
            found = steps.across(state, int(state.lane[index]), column, down, len(self._lanes))
        elif last:
            found = steps.last_of(state, int(state.lane[index]))
        else:
            found = steps.along(state, index, step)
        if found is not None:
            self.select(int(state.marks.key[found]))
            if down and index is not None:
                # Up and down again leads back to where it began.
                self._column = column

    # --- words --------------------------------------------------------------------------------------------
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.tip_at(event.pos())
            if text:
                QToolTip.showText(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def tip_at(self, at: QPoint) -> str:
        """What the pointer is told there: of a mark, a count, what is out of sight, a lane, or the load."""
        place, point, state = self._layout(), QPointF(at), self._state()
        mark, count, side = self._mark_at(point), self._count_at(point), self._side_at(point)
        if mark is not None:
            return self._words.said(int(state.marks.key[mark]))
        if count is not None:
            return self._count_words(count)
        if side:
            return self._side_words(point, side)
        if place.heads.contains(at):
            return self._lane_words(point)
        if place.load.contains(at):
            bar = heading.bar_at(self._bars_now().bars, self._stretch.place(point.x() - place.plot.left()))
            return heading.bar_text(bar) if bar else ""
        return ""

    def _count_words(self, count: int) -> str:
        state = self._state()
        edges = self._axis.instant((state.counts.begin[count], state.counts.end[count])).tolist()
        inside = state.counts.of == count
        lights = np.bincount(state.light[inside], minlength=4).tolist()
        return counted(slice_name(self._days, *edges), int(state.number[count]), lights)

    def _lane_words(self, at: QPointF) -> str:
        """The whole of its name, which may be cut, and its lights in words."""
        number = self._lane_at(at.y())
        if number is None:
            return ""
        state, lane = self._state(), self._lanes[number]
        lights = tallies(state.lane, state.light, len(self._lanes))[number].tolist()
        count = lane.detail or open_count(sum(lights))
        return "\n".join(filter(None, (lane.name, count, tally(lights), lane.said)))

    def _side_words(self, at: QPointF, side: int) -> str:
        lane, edge = self._lane_at(at.y()), self.between()[side > 0]
        if lane is None:
            return ""
        found = self._beyond(lane, side)
        return out_of_sight(
            day_time(self._days.local(edge)), int(found.sum()), found.tolist(), before=side < 0
        )

    def _say(self) -> None:
        """What a screen reader says of the mark worked on: its lane, and its own words."""
        index, text = self._index(), ""
        if index is not None and self._current is not None:
            state = self._state()
            said = self._words.said(self._current).replace("\n", ", ")
            lane = int(state.lane[index])
            text = f"{self._lanes[lane].name}, {said}" if lane >= 0 else said
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
            if text and QAccessible.isActive() and self.hasFocus():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._say()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


_ACTS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
