"""The table's header: column titles, and which of them the rows are sorted by."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from widgets import theme
from widgets.table.cells import PADDING
from widgets.table.needs import halves, made_width
from widgets.table.source import Column, ColumnKind
from widgets.table.widths import share_out

_RIGHT = (ColumnKind.COUNTDOWN, ColumnKind.COUNT)
_YIELDING = (ColumnKind.TEXT, ColumnKind.TWO_PART)


class TableHeader(QHeaderView):
    """Titles in faint small type with a rule below; the sorted ones carry an arrow, and their rank when
    several do.
    """

    shown_changed = Signal()
    """A column was hidden or shown: the others share the room anew."""

    def __init__(self, columns: tuple[Column, ...], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = columns
        self._order: list[tuple[str, bool]] = []
        self._wanted = [column.width for column in columns]
        self._needed: list[int] = []
        self._hidden: set[str] = set()
        self._left_out: set[str] = set()
        self._away: set[str] = set()
        self._fitting = False
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(32)
        self.setStretchLastSection(False)
        self.sectionResized.connect(self._resized)

    def set_order(self, order: list[tuple[str, bool]]) -> None:
        """Shows what the rows are sorted by: column keys and whether ascending."""
        self._order = list(order)
        self.viewport().update()

    # -- which are shown -------------------------------------------------------------------------------------

    def is_chosen(self, key: str) -> bool:
        """Whether a person wants to see the column, room or not."""
        return key not in self._hidden

    def is_left_out(self, key: str) -> bool:
        """Whether the column is wanted and there is no room for it now."""
        return key in self._left_out and key not in self._hidden

    def choose(self, key: str, shown: bool) -> None:
        """A person hides a column or wants it back; the last one stays."""
        hidden = self._hidden - {key} if shown else self._hidden | {key}
        if len(hidden) < len(self._columns):
            self._hidden = hidden
            self._show_chosen()
            self.shown_changed.emit()

    def is_away(self, key: str) -> bool:
        """Whether the column has no place in what is shown now."""
        return key in self._away

    def keep_away(self, keys: set[str]) -> None:
        """Columns that have no place in what is shown now: neither shown nor offered."""
        self._away = set(keys)
        self._show_chosen()

    def leave_out(self, keys: set[str]) -> None:
        """Columns there is no room for now, wanted or not."""
        self._left_out = set(keys)
        self._show_chosen()

    def _show_chosen(self) -> None:
        # A section resized in answer to one that is being hidden leaves the header with a wrong length.
        with QSignalBlocker(self):
            for i, column in enumerate(self._columns):
                hidden = column.key in self._hidden | self._left_out | self._away
                if self.isSectionHidden(i) != hidden:
                    self.setSectionHidden(i, hidden)

    def put_back(self, room: int) -> None:
        """All columns as they were made: shown, in their order, as wide as they ask."""
        self._hidden = set()
        for i in range(len(self._columns)):
            self.moveSection(self.visualIndex(i), i)
        self._wanted = [column.width for column in self._columns]
        self._show_chosen()
        self.stretch(room)

    # -- widths and places -----------------------------------------------------------------------------------

    def within(self, area: QRect) -> list[tuple[int, int, int]]:
        """Logical index, x and width of the columns shown that meet the area."""
        found = []
        for i in range(len(self._columns)):
            if not self.isSectionHidden(i):
                x, width = self.sectionViewportPosition(i), self.sectionSize(i)
                if x <= area.right() and x + width >= area.left():
                    found.append((i, x, width))
        return found

    def stretch(self, room: int) -> None:
        """Shares out `room` px among the columns shown, by what each wants at the text scale in force."""
        shown = [i for i in range(len(self._columns)) if not self.isSectionHidden(i)]
        wants = [self._want(i) for i in shown]
        widths = share_out(
            [want for want, _ in wants],
            [self._columns[i].kind in _YIELDING for i in shown],
            [self._columns[i].stretch for i in shown],
            room,
            [need for _, need in wants],
        )
        self._fitting = True
        for i, width in zip(shown, widths, strict=True):
            self.resizeSection(i, width)
        self._fitting = False

    def set_needed(self, widths: list[int]) -> None:
        """By column, px in which all that it says stands whole; `stretch` reckons with them from then on."""
        self._needed = list(widths)

    def _want(self, section: int) -> tuple[int, int]:
        """Px that a column asks for, and px that would be of use to it. As wide as a person drew it is what
        they want; figures are never to be cut."""
        column = self._columns[section]
        if self._wanted[section] != column.width:
            drawn = theme.current().px(self._wanted[section])
            return drawn, drawn
        made = made_width(column)
        needed = max(made, self._needed[section]) if self._needed else made
        return (needed if column.kind is ColumnKind.NUMBER else made), needed

    def _resized(self, section: int, old: int, width: int) -> None:
        """A person who draws a column wider wants it so, until they draw it again."""
        if self._fitting:
            return
        if width > 0 and old > 0:
            self._wanted[section] = round(width / theme.current().text_scale)
        else:
            self.shown_changed.emit()

    def save(self) -> bytes:
        """Widths (at 100 % text), places and hiding of the columns, for `restore`."""
        kept = {
            column.key: [self.visualIndex(i), self._wanted[i], column.key in self._hidden]
            for i, column in enumerate(self._columns)
        }
        return json.dumps(kept).encode()

    def restore(self, saved: bytes, room: int) -> bool:
        """Takes up what `save` gave; columns it does not know keep their place. False when it can't be
        read.
        """
        try:
            kept: dict[str, list[Any]] = json.loads(saved)
            places = [(int(kept[c.key][0]), i) for i, c in enumerate(self._columns) if c.key in kept]
            widths = {key: (int(entry[1]), bool(entry[2])) for key, entry in kept.items()}
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            return False
        for visual, (_, logical) in enumerate(sorted(places)):
            self.moveSection(self.visualIndex(logical), visual)
        for i, column in enumerate(self._columns):
            width, hidden = widths.get(column.key, (column.width, False))
            (self._hidden.add if hidden else self._hidden.discard)(column.key)
            self._wanted[i] = max(width, 32)
        self._show_chosen()
        self.stretch(room)
        return True

    # -- painting --------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        lines = max((column.lines for column in self._columns), default=1)
        return QSize(super().sizeHint().width(), theme.current().px(28 + 16 * (lines - 1)))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        column = self._columns[logicalIndex]
        px = theme.current().px
        painter.save()
        painter.fillRect(rect, theme.color("panel"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.font("small")
        metrics = QFontMetricsF(font)
        rank = next((i for i, (key, _) in enumerate(self._order) if key == column.key), -1)
        box = QRectF(rect).adjusted(px(PADDING), 0, -px(PADDING), 0)
        mark = px(12 if len(self._order) < 2 else 20) if rank >= 0 else 0
        titles = self._lines(column, metrics, box.width() - mark)
        width = max(map(metrics.horizontalAdvance, titles))
        if column.kind in _RIGHT:
            # Figures of a countdown end ten pixels before the edge, where the still-mark has its place.
            inset = px(10) if column.kind is ColumnKind.COUNTDOWN else 0
            box.setLeft(box.right() - inset - width - mark)
        painter.setFont(font)
        painter.setPen(theme.color("text" if rank >= 0 else "faint"))
        side = Qt.AlignmentFlag.AlignRight if column.kind in _RIGHT else Qt.AlignmentFlag.AlignLeft
        top = box.center().y() - metrics.lineSpacing() * len(titles) / 2
        for title in titles:
            line = QRectF(box.left(), top, width + 1, metrics.lineSpacing())
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | side), title)
            top += metrics.lineSpacing()
        if rank >= 0:
            self._arrow(painter, QPointF(box.left() + width + px(8), box.center().y()), rank)
        painter.restore()

    @staticmethod
    def _lines(column: Column, metrics: QFontMetricsF, room: float) -> tuple[str, ...]:
        """A title in the lines that it may take, as few as there is room for."""
        ways = halves(column.title) if column.lines > 1 else [(column.title,)]
        widths = [max(map(metrics.horizontalAdvance, way)) for way in ways]
        if widths[0] <= room:
            return ways[0]
        way = ways[widths.index(min(widths))]
        return tuple(metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in way)

    def _arrow(self, painter: QPainter, centre: QPointF, rank: int) -> None:
        size = theme.current().px(3.5)
        up = -size if self._order[rank][1] else size
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawPolygon(
            QPolygonF(
                [
                    centre + QPointF(-size, -up / 2),
                    centre + QPointF(size, -up / 2),
                    centre + QPointF(0, up / 2),
                ]
            )
        )
        if len(self._order) > 1:
            painter.setPen(theme.color("faint"))
            painter.drawText(centre + QPointF(theme.current().px(5), size + 1), str(rank + 1))
