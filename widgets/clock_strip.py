"""One to four clocks in a card, side by side or in rows: what each counts, what is left, until when, why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from widgets import theme
from widgets.countdown import CountdownLabel, Remaining, Ticker
from widgets.even import EvenLayout
from widgets.light import Light, LightDot


@dataclass(frozen=True, slots=True)
class ClockCell:
    """A cell: `remaining` is asked every second, or `value` stands still; `why` offers to explain it."""

    key: str
    caption: str
    remaining: Callable[[], Remaining | None] | None = None
    value: str = ""
    sub: str = ""
    light: Light = Light.NONE
    why: bool = False

    def shape(self) -> tuple[str, bool, bool]:
        """What its widgets depend on; its words may change without new ones."""
        return self.key, self.remaining is not None, self.why


class _Cell(QWidget):
    why_requested = Signal(str)

    def __init__(self, cell: ClockCell, ticker: Ticker, parent: QWidget) -> None:
        super().__init__(parent)
        self._cell = cell
        # Words of a clock are read to their end: what has no room goes on in a second line.
        self._caption, self._sub = QLabel(self), QLabel(self)
        for label in (self._caption, self._sub):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        theme.set_role(self._caption, "faint")
        theme.set_role(self._sub, "faint")
        self._countdown: CountdownLabel | None = None
        self._value: QLabel | None = None
        self._dot: LightDot | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(2)
        layout.addWidget(self._caption, 0, Qt.AlignmentFlag.AlignTop)
        if cell.remaining is not None:
            self._countdown = CountdownLabel(ticker, self._remaining, self)
            self._countdown.why_requested.connect(self._why)
            layout.addWidget(self._countdown)
        else:
            row = QHBoxLayout()
            row.setSpacing(8)
            self._dot = LightDot(parent=self, beside="large")
            self._value = QLabel(self)
            self._value.setTextFormat(Qt.TextFormat.PlainText)
            self._value.setWordWrap(True)
            theme.set_role(self._value, "large")
            row.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(self._value, 1)
            layout.addLayout(row)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._sub, 1)
        if cell.why:
            link = QPushButton(self.tr("Why?"), self)
            link.setProperty("link", True)
            link.setProperty("small", True)
            link.setCursor(Qt.CursorShape.PointingHandCursor)
            link.clicked.connect(self._why)
            foot.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(foot)
        layout.addStretch(1)
        self.show_cell(cell)

    def _remaining(self) -> Remaining | None:
        return self._cell.remaining() if self._cell.remaining is not None else None

    def _why(self) -> None:
        self.why_requested.emit(self._cell.key)

    def show_cell(self, cell: ClockCell) -> None:
        self._cell = cell
        self._caption.setText(cell.caption)
        self._sub.setText(cell.sub)
        self.setAccessibleName(f"{cell.caption}: {cell.value} {cell.sub}".strip())
        if self._countdown is not None:
            self._countdown.refresh()
            self._countdown.setAccessibleDescription(cell.caption)
        if self._value is not None and self._dot is not None:
            self._value.setText(cell.value)
            self._dot.set_light(cell.light)
            self._dot.setVisible(cell.light is not Light.NONE)


class ClockStrip(QFrame):
    """A card of clocks; `why_requested(key)` when somebody asks why one stands where it stands."""

    why_requested = Signal(str)

    def __init__(self, ticker: Ticker, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._ticker = ticker
        self._cells: list[_Cell] = []
        self._shapes: list[tuple[str, bool, bool]] = []
        self.setObjectName("clockStrip")
        theme.set_surface(self, "card")
        self.setAccessibleName(name or self.tr("Clocks"))
        self._layout = EvenLayout(self, gap=1)
        self._layout.setContentsMargins(1, 1, 1, 1)

    def set_cells(self, cells: Sequence[ClockCell]) -> None:
        """Shows these; cells of the same shape keep their widgets and their focus."""
        shapes = [cell.shape() for cell in cells]
        if shapes != self._shapes:
            self._rebuild(cells)
            self._shapes = shapes
        else:
            for widget, cell in zip(self._cells, cells, strict=True):
                widget.show_cell(cell)
        self.setVisible(bool(cells))

    def _rebuild(self, cells: Sequence[ClockCell]) -> None:
        for gone in self._cells:
            self._layout.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._cells = []
        for cell in cells:
            widget = _Cell(cell, self._ticker, self)
            widget.why_requested.connect(self.why_requested)
            self._cells.append(widget)
            self._layout.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        inside = self.rect().adjusted(1, 1, -1, -1)
        with QPainter(self) as painter:
            for cell in self._cells:
                place = cell.geometry()
                if place.right() < inside.right():
                    painter.fillRect(place.right() + 1, place.top(), 1, place.height(), theme.color("line"))
                if place.bottom() < inside.bottom():
                    painter.fillRect(place.left(), place.bottom() + 1, place.width(), 1, theme.color("line"))
