"""What happened, newest first: when, a mark, who did what, and the words that came with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
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
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets import theme
from widgets.light import Light, draw_light

_LEAST_WORDS = 190
"""Px at 100 %: with less than this beside the times they stand above the words."""
_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class Mark(StrEnum):
    """The dot before an entry."""

    PLAIN = "plain"
    NOW = "now"
    """The latest, or what goes on now: accent."""
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    NOTE = "note"
    """A ring: words, no act."""


_LIGHTS = {Mark.GOOD: Light.GREEN, Mark.WARN: Light.AMBER, Mark.BAD: Light.RED}


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """`time` as it is to be read, `who` did `what`, `detail` in their words; `key` names it, `hint` is its
    tool tip.
    """

    time: str
    who: str
    what: str
    detail: str = ""
    mark: Mark = Mark.PLAIN
    key: object = None
    hint: str = ""

    def plain(self) -> str:
        """The entry as a line of text."""
        return "  ".join(part for part in (self.time, self.who, self.what, self.detail) if part)


class _Entries(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[TimelineEntry] = []

    def take(self, entries: list[TimelineEntry]) -> None:
        """Goes to the new entries by what came at the top, what changed and what went; a longer list is the
        common case.
        """
        old = self.entries
        grown = len(entries) - len(old)
        if grown > 0 and entries[grown:] == old:
            self.beginInsertRows(_NOWHERE, 0, grown - 1)
            self.entries = entries
            self.endInsertRows()
        elif grown == 0 and [e.key for e in entries] == [e.key for e in old]:
            self.entries = entries
            for row, (new, was) in enumerate(zip(entries, old, strict=True)):
                if new != was:
                    self.dataChanged.emit(self.index(row), self.index(row))
        else:
            self.beginResetModel()
            self.entries = entries
            self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.plain()
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.hint or None
        return None


class _EntryPainter(QStyledItemDelegate):
    """Time, mark, and the words in as many lines as they need."""

    def __init__(self, view: TimelineView, model: _Entries) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self.time_width = 0

    def measure(self) -> None:
        metrics = QFontMetricsF(theme.font(tabular=True))
        widths = (metrics.horizontalAdvance(entry.time) for entry in self._model.entries)
        self.time_width = round(max(widths, default=0)) + 1

    def _beside(self) -> int:
        """X of the words that stand beside the time."""
        px = theme.current().px
        return px(16) + max(self.time_width, px(40)) + px(34)

    def _left(self) -> int:
        """X of the words."""
        return theme.current().px(40) if self._stacked() else self._beside()

    def _blocks(self, entry: TimelineEntry, width: float) -> tuple[float, float]:
        """Heights of the line of who and what, and of the detail."""
        metrics = QFontMetricsF(theme.font())
        room = QRectF(0, 0, width, 100_000)

        def high(text: str) -> float:
            return metrics.boundingRect(room, _wrap(metrics, text, width), text).height() if text else 0.0

        return high(_head(entry)), high(entry.detail)

    def _stacked(self) -> bool:
        """Whether the time stands above the words: beside it they would have next to no room."""
        px = theme.current().px
        return self._view.viewport().width() - self._beside() - px(16) < px(_LEAST_WORDS)

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        width = self._view.viewport().width() - self._left() - theme.current().px(16)
        head, detail = self._blocks(self._model.entries[index.row()], max(width, 40))
        above = QFontMetricsF(theme.font()).height() if self._stacked() else 0.0
        return QSize(self._view.viewport().width(), round(above + head + detail + theme.current().px(6)))

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        entry = self._model.entries[index.row()]
        px = theme.current().px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(option.rect, theme.color("selection"))
        box = QRectF(option.rect).adjusted(px(16), px(3), -px(16), -px(3))
        line = QFontMetricsF(theme.font()).height()
        painter.setFont(theme.font(tabular=True))
        painter.setPen(theme.color("dim" if selected else "faint"))
        stacked = self._stacked()
        time_left = self._left() if stacked else box.left()
        painter.drawText(QRectF(time_left, box.top(), self.time_width + 4, line), 0, entry.time)
        x = self._left() - px(18)
        self._rail(painter, QRectF(option.rect), x, index.row(), box.top() + line / 2)
        self._mark(painter, QPointF(x, box.top() + line / 2), entry.mark)
        top, wide = box.top() + (line if stacked else 0), option.rect.right() - px(16) - self._left()
        words = QRectF(self._left(), top, wide, box.bottom() - top)
        head, _ = self._blocks(entry, wide)
        metrics = QFontMetricsF(theme.font())
        painter.setFont(theme.font())
        painter.setPen(theme.color("text"))
        painter.drawText(words, _wrap(metrics, _head(entry), wide), _head(entry))
        if entry.detail:
            painter.setPen(theme.color("dim"))
            painter.drawText(words.adjusted(0, head, 0, 0), _wrap(metrics, entry.detail, wide), entry.detail)
        painter.restore()

    def _rail(self, painter: QPainter, row: QRectF, x: float, number: int, middle: float) -> None:
        """The hairline that joins the marks, leaving a gap around each."""
        gap = theme.current().px(8)
        ink = theme.color("line")
        if number > 0:
            painter.fillRect(QRectF(x - 0.5, row.top(), 1, middle - gap - row.top()), ink)
        if number < len(self._model.entries) - 1:
            painter.fillRect(QRectF(x - 0.5, middle + gap, 1, row.bottom() - middle - gap), ink)

    def _mark(self, painter: QPainter, centre: QPointF, mark: Mark) -> None:
        size = theme.current().px(7)
        light = _LIGHTS.get(mark)
        if light is not None:
            draw_light(painter, centre, size + 2, light)
        elif mark is Mark.NOTE:
            painter.setPen(theme.color("faint"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, size / 2, size / 2)
        else:
            draw_light(
                painter, centre, size, Light.GREEN, theme.color("accent" if mark is Mark.NOW else "faint")
            )


def _wrap(metrics: QFontMetricsF, text: str, width: float) -> int:
    """How a text is broken into lines: between words, and within one that is wider than a line."""
    wide = metrics.boundingRect(QRectF(0, 0, width, 100_000), int(Qt.TextFlag.TextWordWrap), text).width()
    anywhere = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
    return int((anywhere if wide > width else Qt.TextFlag.TextWordWrap).value)


def _head(entry: TimelineEntry) -> str:
    return " ".join(part for part in (entry.who, entry.what) if part)


class TimelineView(QListView):
    """Entries newest first; only those in sight are painted. Ctrl+C copies those selected, Enter opens
    one.
    """

    entry_activated = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._entries = _Entries(self)
        self._painter = _EntryPainter(self, self._entries)
        self.setModel(self._entries)
        self.setItemDelegate(self._painter)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(name or self.tr("Timeline"))
        self.activated.connect(lambda index: self.entry_activated.emit(self.entries()[index.row()].key))
        theme.current().changed.connect(self._theme_changed)

    def entries(self) -> list[TimelineEntry]:
        """What is shown, newest first."""
        return list(self._entries.entries)

    def set_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Shows these, newest first. What is read stays where it is on screen when something newer comes in
        above it.
        """
        if list(entries) == self._entries.entries:
            return
        anchor = self._anchor()
        chosen = {self._entries.entries[i.row()].key for i in self.selectedIndexes()}
        self._entries.take(list(entries))
        self._painter.measure()
        self.doItemsLayout()
        self._restore(anchor, chosen)

    def copy_selection(self) -> None:
        """Puts the selected entries on the clipboard, a line each."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        if rows:
            QGuiApplication.clipboard().setText("\n".join(self._entries.entries[r].plain() for r in rows))

    def _anchor(self) -> tuple[object, int] | None:
        """The uppermost entry in sight and its y, None at the very top, where the newest is meant to be
        seen.
        """
        if self.verticalScrollBar().value() == 0:
            return None
        index = self.indexAt(self.viewport().rect().topLeft())
        if not index.isValid():
            return None
        return self._entries.entries[index.row()].key, self.visualRect(index).top()

    def _restore(self, anchor: tuple[object, int] | None, chosen: set[object]) -> None:
        for row, entry in enumerate(self._entries.entries):
            index = self._entries.index(row)
            if entry.key in chosen and entry.key is not None:
                self.selectionModel().select(index, self.selectionModel().SelectionFlag.Select)
            if anchor is not None and entry.key == anchor[0]:
                moved = self.visualRect(index).top() - anchor[1]
                self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
            return
        if event.text().isprintable() and event.text():
            event.ignore()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _theme_changed(self) -> None:
        self._painter.measure()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
