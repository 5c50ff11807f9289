"""Painting of table rows: ground, cells, the current row, the mark of a row that came in."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from widgets import theme
from widgets.countdown import Ticker
from widgets.table.arrivals import MARGIN
from widgets.table.cells import CellPainter
from widgets.table.model import ColumnTableModel


class RowPainter:
    """Paints rows of a model one after another; `cut_off` holds (row id, column key) of the texts that did
    not fit.
    """

    def __init__(self, model: ColumnTableModel, ticker: Ticker | None) -> None:
        self._model = model
        self._ticker = ticker
        self._cells = CellPainter()
        self.cut_off: set[tuple[int, str]] = set()
        self._columns: list[tuple[int, int, int]] = []
        self._width = self._height = 0
        self._now: float | None = None

    def clear(self) -> None:
        """Forgets all laid-out text: the fonts have changed."""
        self._cells.layouts.clear()
        self.cut_off.clear()

    def begin(self, columns: list[tuple[int, int, int]], width: int, height: int) -> None:
        """Starts a pass over rows: logical index, x and width of the columns to paint; row width and height
        in px.
        """
        self._columns = columns
        self._width, self._height = width, height
        self._now = self._ticker.now() if self._ticker is not None else None
        if len(self.cut_off) > 10_000:
            self.cut_off.clear()

    def row(
        self,
        painter: QPainter,
        row_id: int,
        y: int,
        *,
        selected: bool,
        hovered: bool,
        current: bool,
        alone: bool,
        mark: float,
    ) -> None:
        """Paints a row at `y`. `current`: the keyboard stands on it; `alone`: no other is selected; `mark`:
        1 … 0.
        """
        width, height = self._width, self._height
        if selected or hovered:
            painter.fillRect(0, y, width, height, theme.color("selection" if selected else "hover"))
        painter.fillRect(0, y + height - 1, width, 1, theme.color("line_soft"))
        source = self._model.source
        pending = source.pending(row_id)
        for i, x, column_width in self._columns:
            column = self._model.columns[i]
            box = QRectF(x, y, column_width, height - 1)
            cell = source.cell(row_id, column.key)
            self._cells.paint(painter, box, column, cell, pending=pending, now=self._now)
            if self._cells.cut_off:
                self.cut_off.add((row_id, column.key))
            else:
                self.cut_off.discard((row_id, column.key))
        if current:
            if selected and alone:
                painter.fillRect(0, y, 2, height - 1, theme.color("accent"))
            else:
                painter.setPen(theme.color("accent"))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(0.5, y + 0.5, width - 1, height - 2))
        if mark > 0:
            ink = QColor(theme.color("accent"))
            ink.setAlphaF(mark)
            painter.fillRect(0, y, theme.current().px(MARGIN), height - 1, ink)
