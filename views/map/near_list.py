"""People and units around a place as a list: who, how far; below it how that is known, and what they have in
hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from widgets import theme
from widgets.light import Light, draw_light

_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_ROW, _HEAD, _INSET, _DOT = 48, 30, 12, 18
"""Px at 100 %."""


@dataclass(frozen=True, slots=True)
class NearRow:
    """A line of the list. `key` is "" for a heading, which is `who` alone; `light` stands before the name,
    `right` and `under_right` at the right edge, `wrong`: what stands there is to be seen to."""

    key: str
    who: str
    right: str = ""
    under: str = ""
    under_right: str = ""
    light: Light = Light.NONE
    wrong: bool = False

    def said(self) -> str:
        """All of it, for a screen reader."""
        return ", ".join(part for part in (self.who, self.right, self.under, self.under_right) if part)


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[NearRow, ...] = ()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()].said()
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid() or not self.rows[index.row()].key:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def put(self, rows: tuple[NearRow, ...]) -> None:
        if [row.key for row in rows] == [row.key for row in self.rows]:
            # The same ones, a minute older: nothing is chosen anew, nothing scrolls.
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    def __init__(self, view: NearList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        px = theme.current().px
        return QSize(px(200), px(_ROW if self._view.row(index.row()).key else _HEAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row, px = self._view.row(index.row()), theme.current().px
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        inside = box.adjusted(px(_INSET), 0, -px(_INSET), 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not row.key:
            painter.setFont(theme.font("small", semibold=True))
            painter.setPen(theme.color("dim"))
            foot = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
            painter.drawText(inside.adjusted(0, 0, 0, -px(5)), foot, row.who)
            painter.restore()
            return
        state = option.state  # type: ignore[attr-defined]
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("selection"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.color("hover"))
        if row.light is not Light.NONE:
            draw_light(painter, QPointF(inside.left() + px(5), box.top() + px(15)), px(9), row.light)
        inside.setLeft(inside.left() + px(_DOT))
        top = QRectF(inside.left(), box.top() + px(5), inside.width(), px(20))
        under = QRectF(inside.left(), box.top() + px(25), inside.width(), px(18))
        self._line(painter, top, row.who, row.right, "body", "text", "text")
        self._line(painter, under, row.under, row.under_right, "small", "dim", "red" if row.wrong else "dim")
        painter.setPen(theme.color("line_soft"))
        painter.drawLine(QPointF(inside.left(), box.bottom()), QPointF(box.right(), box.bottom()))
        painter.restore()

    def _line(
        self, painter: QPainter, box: QRectF, left: str, right: str, size: str, colour: str, beside: str
    ) -> None:
        """Words at both ends; those at the left give way."""
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(size, tabular=True))
        painter.setPen(theme.color(beside))
        painter.drawText(box, int(middle | Qt.AlignmentFlag.AlignRight), right)
        wide = QFontMetricsF(painter.font()).horizontalAdvance(right)
        painter.setFont(theme.font(size))
        rest = box.adjusted(0, 0, -(wide + theme.current().px(8) if right else 0), 0)
        text = QFontMetricsF(painter.font()).elidedText(left, Qt.TextElideMode.ElideRight, rest.width())
        painter.setPen(theme.color(colour))
        painter.drawText(rest, int(middle | Qt.AlignmentFlag.AlignLeft), text)


class NearList(QListView):
    """`current_changed(str)`: the key of the row one stands on, "" for none; `opened(str)` by Enter or a
    double click."""

    current_changed = Signal(str)
    opened = Signal(str)

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(self))
        self.selectionModel().currentChanged.connect(
            lambda index, _before: self.current_changed.emit(self._key(index))
        )
        self.activated.connect(lambda index: self.opened.emit(self._key(index)))

    def keyboardSearch(self, _search: str) -> None:
        """Letters act here; none goes looking for a name."""

    def row(self, number: int) -> NearRow:
        """The row of that number."""
        return self._rows.rows[number]

    def _key(self, index: _Index) -> str:
        return self._rows.rows[index.row()].key if index.isValid() else ""

    def current_key(self) -> str:
        """The row one stands on."""
        return self._key(self.currentIndex())

    def show_rows(self, rows: Sequence[NearRow]) -> None:
        """Other rows; the one stood on stays that, where it is still there."""
        held = self.current_key()
        self._rows.put(tuple(rows))
        if self.current_key() != held:
            self.stand_on(held)

    def stand_on(self, key: str) -> None:
        """Stands on a row; on none where there is no such one."""
        for number, row in enumerate(self._rows.rows):
            if key and row.key == key:
                self.setCurrentIndex(self._rows.index(number))
                self.scrollTo(self._rows.index(number))
                return
        self.setCurrentIndex(_NOWHERE)
