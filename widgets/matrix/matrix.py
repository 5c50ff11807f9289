"""The widget: cells chosen by keys and pointer, and spoken."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QToolTip

from widgets.matrix.cells import At
from widgets.matrix.painting import Painting

_WALK = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class Matrix(Painting):
    """See `widgets/README.md`."""

    current_changed = Signal(object)
    """(row, step) of the cell worked on, or None."""
    cell_activated = Signal(str, str)
    """Enter or a double click: row, step. There need be no cell."""
    cell_previewed = Signal(str, str)
    """Space."""
    menu_requested = Signal(str, str, QPoint)
    """Right click or menu key: row, step, global point."""

    def current(self) -> At | None:
        """Row and step worked on."""
        return self._current

    def select(self, row: str, step: str, *, show: bool = True) -> bool:
        """Makes the place where they cross the one worked on; false where there is no such place."""
        if self._held.row(row) < 0 or self._held.step(step) < 0:
            return False
        self._choose((row, step))
        if show:
            self._show(row, step)
        return True

    def clear_current(self) -> None:
        """Nothing is chosen."""
        self._choose(None)

    def _choose(self, at: At | None) -> None:
        if at == self._current:
            return
        self._update_focus()
        self._current = at
        self._update_focus()
        self._say()
        self.current_changed.emit(at)

    def _show(self, row: str, step: str) -> None:
        places = self._where()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        number = self._held.step(step)
        left, right = places.lefts[number], places.lefts[number] + places.widths[number]
        dx, dy = self._offsets()
        if not dx <= left < right <= dx + across.pageStep():
            across.setValue(min(max(dx, right - across.pageStep()), left))
        top = self._held.row(row) * places.row
        if not dy <= top < top + places.row <= dy + down.pageStep():
            down.setValue(min(max(dy, top + places.row - down.pageStep()), top))

    def _took(self) -> None:
        if self._current is not None and self.cell_rect(*self._current).isNull():
            self._current = None
            self._update_focus()
            self.current_changed.emit(None)
        self._say()

    # --- pointer ------------------------------------------------------------------------------------------
    def _row_at(self, at: QPoint) -> int:
        places = self._where()
        number = (at.y() - places.heading + self._offsets()[1]) // places.row
        return number if at.y() >= places.heading and number < len(self._held.rows) else -1

    def _step_at(self, at: QPoint) -> int:
        places = self._where()
        x = at.x() - places.names + self._offsets()[0]
        if at.x() < places.names:
            return -1
        spans = zip(places.lefts, places.widths, strict=True)
        return next((n for n, (left, width) in enumerate(spans) if left <= x < left + width), -1)

    def _place_at(self, at: QPoint) -> At | None:
        row, step = self._row_at(at), self._step_at(at)
        if row < 0 or not self._held.steps:
            return None
        if step < 0:
            # A click on a title means the row: the step stays the one that was worked on.
            step = max(self._held.step(self._current[1]), 0) if self._current is not None else 0
        return self._held.rows[row].key, self._held.steps[step].key

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._place_at(event.position().toPoint())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(found)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press was taken; so is its end."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self._place_at(event.position().toPoint())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.cell_activated.emit(*found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._row_at(event.position().toPoint()))

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            for changed in (self._hovered, number):
                if changed >= 0:
                    self.viewport().update(self._row_rect(changed))
            self._hovered = number

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            found = self._current
            point = self.viewport().mapToGlobal(self.cell_rect(*found).center()) if found else QPoint()
        else:
            found, point = self._place_at(event.pos()), event.globalPos()
        if found is not None:
            self._choose(found)
            self.menu_requested.emit(*found, point)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.tip_at(event.pos())
            if text:
                QToolTip.showText(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def tip_at(self, at: QPoint) -> str:
        """What the pointer is told there: of a cell, a row's title, or a step."""
        row, step = self._row_at(at), self._step_at(at)
        if row >= 0 and step >= 0:
            return self._held.tip((self._held.rows[row].key, self._held.steps[step].key))
        if row >= 0:
            found = self._held.rows[row]
            return "\n".join(filter(None, (" · ".join(filter(None, (found.title, found.note))), found.hint)))
        if step >= 0 and at.y() < self._where().heading:
            return "\n".join(filter(None, (self._held.steps[step].title, self._held.steps[step].hint)))
        return ""

    # --- keys ---------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and self._walked(key):
            event.accept()
        elif plain and self._current is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.cell_activated.emit(*self._current)
        elif plain and self._current is not None and key == Qt.Key.Key_Space:
            self.cell_previewed.emit(*self._current)
        else:
            event.ignore()

    def _walked(self, key: Qt.Key) -> bool:
        """Whether it was a key that walks."""
        page = max(1, self.verticalScrollBar().pageStep() // self._where().row - 1)
        rows, steps = len(self._held.rows), len(self._held.steps)
        ways = {
            **_WALK,
            Qt.Key.Key_PageUp: (-page, 0),
            Qt.Key.Key_PageDown: (page, 0),
            Qt.Key.Key_Home: (0, -steps),
            Qt.Key.Key_End: (0, steps),
        }
        if key not in ways or not rows or not steps:
            return False
        if self._current is None:
            row, step = 0, 0
        else:
            row = min(max(self._held.row(self._current[0]) + ways[key][0], 0), rows - 1)
            step = min(max(self._held.step(self._current[1]) + ways[key][1], 0), steps - 1)
        self.select(self._held.rows[row].key, self._held.steps[step].key)
        return True

    # --- words --------------------------------------------------------------------------------------------
    def _say(self) -> None:
        """What a screen reader says of the cell worked on."""
        text = self._held.spoken(self._current) if self._current is not None else ""
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
            if text and QAccessible.isActive() and self.hasFocus():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._say()
        self._update_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._update_focus()
