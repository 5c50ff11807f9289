"""A list of things and what becomes of each: mark, number, words, and at the right how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from widgets import theme
from widgets.light import Light, draw_light

_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex

SHARE = 0.52
"""The part of a row that what is said of it may take."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row. `says` is how it stands; `quiet` draws the row dim (nothing will be done to it)."""

    key: str
    number: str
    text: str
    says: str
    light: Light = Light.NONE
    quiet: bool = False


class _Outcomes(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Outcome] = []

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self.rows[index.row()]
        return "  ".join(part for part in (row.number, row.text, row.says) if part)

    def show(self, rows: list[Outcome]) -> None:
        if [r.key for r in rows] != [r.key for r in self.rows]:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        for place, row in enumerate(rows):
            if row != self.rows[place]:
                self.rows[place] = row
                index = self.index(place)
                self.dataChanged.emit(index, index)


class _OutcomePainter(QStyledItemDelegate):
    def __init__(self, model: _Outcomes) -> None:
        super().__init__(model)
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(100, theme.current().row_height)

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        row = self._model.rows[index.row()]
        px = theme.current().px
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and option.widget.hasFocus()
        painter.save()
        painter.fillRect(option.rect, theme.color("selection" if chosen else "panel"))
        box = QRectF(option.rect).adjusted(px(12), 0, -px(12), 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        draw_light(painter, QPointF(box.left() + px(5), box.center().y()), px(9), row.light)
        box.setLeft(box.left() + px(20))
        small = theme.font("small", tabular=True)
        metrics = QFontMetricsF(small)
        says = metrics.elidedText(row.says, Qt.TextElideMode.ElideRight, box.width() * SHARE)
        painter.setFont(small)
        red = row.light is Light.RED
        painter.setPen(theme.color("red" if red else ("text" if chosen else "dim")))
        painter.drawText(box, middle | int(Qt.AlignmentFlag.AlignRight), says)
        box.setRight(box.right() - metrics.horizontalAdvance(says) - px(16))
        painter.setPen(theme.color("dim" if row.quiet or chosen else "text"))
        painter.drawText(box, middle, row.number)
        box.setLeft(box.left() + max(metrics.horizontalAdvance(row.number) + px(12), px(120)))
        painter.setFont(theme.font("body"))
        text = QFontMetricsF(theme.font("body")).elidedText(
            row.text, Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box, middle, text)
        painter.restore()


class OutcomeList(QListView):
    """The list; rows keep their places while what is said of them changes."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setProperty("free_text", True)
        self._model = _Outcomes(self)
        self._painter = _OutcomePainter(self._model)
        self.setModel(self._model)
        self.setItemDelegate(self._painter)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def show_outcomes(self, rows: Sequence[Outcome]) -> None:
        """Shows these. The same keys in the same order change in place, selection and scroll stay."""
        self._model.show(list(rows))

    def outcomes(self) -> list[Outcome]:
        """What is shown."""
        return list(self._model.rows)
