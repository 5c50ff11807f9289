"""Headers of groups in a table: how they are painted, and how keys and clicks fold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPolygonF

from widgets import theme
from widgets.light import draw_light
from widgets.table.cells import PADDING, TextLayouts
from widgets.table.groups import GroupHead
from widgets.table.spoken import SHOWN_LIGHTS

if TYPE_CHECKING:
    from widgets.table.view import TableView


class HeadPainter:
    """Paints headers of groups across the whole row: fold mark, name, how many rows, how many of each
    light.
    """

    def __init__(self) -> None:
        self._layouts = TextLayouts()

    def clear(self) -> None:
        """Forgets all laid-out text: the fonts have changed."""
        self._layouts.clear()

    def paint(self, painter: QPainter, box: QRectF, head: GroupHead, *, hovered: bool, current: bool) -> None:
        px = theme.current().px
        painter.fillRect(box, theme.color("hover" if hovered else "raised"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.color("line"))
        middle = box.center().y()
        self._fold_mark(painter, QPointF(box.left() + px(14), middle), px(4), head.folded)
        x = box.left() + px(26)
        x += self._put(painter, x, middle, head.name, "text", box.right() - x - px(200)) + px(10)
        x += self._put(painter, x, middle, str(head.count), "dim", px(90)) + px(24)
        for place, light in SHOWN_LIGHTS:
            if head.lights[place] and x < box.right() - px(48):
                draw_light(painter, QPointF(x + px(5), middle), px(9), light)
                x += px(14)
                x += self._put(painter, x, middle, str(head.lights[place]), light.value, px(90)) + px(PADDING)
                x += px(6)
        if current:
            painter.setPen(theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -1.5))

    def _put(self, painter: QPainter, x: float, middle: float, text: str, colour: str, room: float) -> float:
        """Writes and answers the width; a name is semibold, figures are tabular."""
        px = theme.current().px
        semibold = colour == "text"
        laid = self._layouts.lay(text, max(room, px(60)), tabular=not semibold, semibold=semibold)
        painter.setFont(theme.font("body", semibold=semibold, tabular=not semibold))
        painter.setPen(theme.color(colour))
        painter.drawStaticText(QPointF(x, round(middle - laid.height / 2)), laid.text)
        return laid.width

    def _fold_mark(self, painter: QPainter, at: QPointF, size: float, folded: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("dim"))
        if folded:
            points = [(-size / 2, -size), (-size / 2, size), (size * 0.7, 0.0)]
        else:
            points = [(-size, -size / 2), (size, -size / 2), (0.0, size * 0.7)]
        painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in points]))


class GroupHands:
    """What keys and clicks do to the groups of a view."""

    def __init__(self, view: TableView) -> None:
        self._view = view

    def took_key(self, event: QKeyEvent) -> bool:
        """Left folds, from a row it goes to its header; Right opens; Space and Enter do either on a header;
        with Ctrl, Left and Right fold and open all.
        """
        view, rows = self._view, self._view.rows
        if not rows.grouped_by():
            return False
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        sideways = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if sideways and modifiers == Qt.KeyboardModifier.ControlModifier:
            rows.fold_all(key == Qt.Key.Key_Left)
            return True
        here = view.current_row()
        if modifiers or here is None:
            return False
        if here >= 0:
            if key == Qt.Key.Key_Left:
                view.stand_on(rows.header_of(here))
            return sideways
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            rows.fold(here, not rows.head(here).folded)
        elif sideways:
            rows.fold(here, key == Qt.Key.Key_Left)
        else:
            return False
        return True

    def took_click(self, y: int) -> bool:
        """A click on a header, also on the one kept at the upper edge, folds or opens its group."""
        header = self.header_at(y)
        if header is None:
            return False
        self._view.rows.fold(header, not self._view.rows.head(header).folded)
        return True

    def header_at(self, y: int) -> int | None:
        """The header under a point of the viewport, None for none."""
        view, rows = self._view, self._view.rows
        kept = self.kept_header()
        if kept is not None and kept[1] <= y < kept[1] + view.row_height():
            return kept[0]
        row = view.rowAt(y)
        return rows.row_id(row) if 0 <= row < rows.count() and rows.row_id(row) < 0 else None

    def kept_header(self) -> tuple[int, int] | None:
        """The header of the rows at the upper edge, and its y there: it stays in sight while the group is.

        None while it stands at its own place.
        """
        view, rows = self._view, self._view.rows
        offset, height = view.verticalScrollBar().value(), view.row_height()
        first = offset // height
        if not rows.grouped_by() or not offset or first >= rows.count():
            return None
        row_id = rows.row_id(first)
        if row_id < 0 and offset % height == 0:
            return None
        # The header of the next group pushes it out.
        following = first + 1 < rows.count() and rows.row_id(first + 1) < 0
        return rows.header_of(row_id), (-(offset % height) if following else 0)
