"""The matrix as it is painted: what changed and what is asked for, no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from widgets import theme
from widgets.countdown import Remaining, Ticker, draw_still
from widgets.empty import paint_words
from widgets.hearing import hear
from widgets.light import Light, draw_light
from widgets.matrix.cells import At, Crossings, MatrixCell, MatrixRow, MatrixStep, keys_of
from widgets.matrix.layout import PAD, Places, fits, placed
from widgets.table.cells import LaidOut, TextLayouts

Ask = Callable[[str, str], Remaining | None]
"""What is left at that row and step."""


class Painting(QAbstractScrollArea):
    """The matrix without its hands. `painted` counts the px painted so far, for those who want to know what
    a change costs."""

    def __init__(
        self,
        ticker: Ticker | None = None,
        remaining: Ask | None = None,
        parent: QWidget | None = None,
        *,
        name: str = "",
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name or QCoreApplication.translate("Matrix", "Steps"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("free_text", True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self._ask = remaining
        self._held = Crossings()
        self._layouts = TextLayouts()
        self._places: Places | None = None
        self._current: At | None = None
        self._hovered = -1
        self._empty = ("", "")
        self.painted = 0
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._scrolled)
        if ticker is not None:
            hear(ticker, "tick(double)", self, "_on_tick(double)")
        hear(theme.current(), "changed()", self, "_theme_changed()")

    # --- what is shown ------------------------------------------------------------------------------------
    def set_steps(self, steps: Sequence[MatrixStep]) -> None:
        """The columns from left to right. Raises ValueError where a key comes twice."""
        if list(steps) != self._held.steps:
            self._held.set_steps(steps)
            self._lay_out()

    def set_rows(self, rows: Sequence[MatrixRow]) -> None:
        """The rows from above. Raises ValueError where a key comes twice. Cells of rows that stay stay."""
        if list(rows) != self._held.rows:
            self._held.set_rows(rows)
            self._lay_out()

    def set_cells(self, cells: Sequence[MatrixCell]) -> None:
        """All of them, in place of those there were."""
        keys = set(keys_of(cells))
        self.change_cells(cells, [at for at in self._held.cells if at not in keys])

    def change_cells(self, changed: Iterable[MatrixCell], gone: Iterable[At] = ()) -> None:
        """What came, changed or went; only that is painted."""
        touched = [at for at in gone if self._held.drop(at)]
        for cell in changed:
            at = cell.row, cell.step
            left = self._ask(*at) if cell.ticking and self._ask is not None else None
            if self._held.cells.get(at) != cell or self._held.left.get(at) != left:
                self._held.cells[at] = cell
                self._held.left[at] = left
                touched.append(at)
        if not touched:
            return
        self._give_room(touched)
        self._took()

    def set_empty(self, title: str, text: str) -> None:
        """What stands in a matrix without rows."""
        if (title, text) != self._empty:
            self._empty = (title, text)
            self.viewport().update()

    def cell(self, row: str, step: str) -> MatrixCell | None:
        """As last told."""
        return self._held.cells.get((row, step))

    def _took(self) -> None:
        """Heirs: what a change means for them."""

    # --- where things are ---------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        self._places = None
        self._where()
        self.updateGeometry()
        self.viewport().update()
        self._took()

    def _give_room(self, touched: Iterable[At]) -> None:
        """Paints cells that are other than before, and all of them where these have the steps stand anew."""
        touched, places = list(touched), self._where()
        whole = all(fits(self._held, places, at) for at in touched)
        if whole or placed(self._held, self.viewport().width()) == places:
            self._update_cells(touched)
        else:
            self._lay_out()

    def _where(self) -> Places:
        if self._places is None:
            view = self.viewport().size()
            self._places = places = placed(self._held, view.width())
            across, down = self.horizontalScrollBar(), self.verticalScrollBar()
            room = max(1, view.width() - places.names)
            across.setPageStep(room)
            across.setSingleStep(max(1, room // 8))
            across.setRange(0, max(0, places.across - room))
            high = max(1, view.height() - places.heading)
            down.setPageStep(high)
            down.setSingleStep(places.row)
            down.setRange(0, max(0, places.row * len(self._held.rows) - high))
        return self._places

    def _offsets(self) -> tuple[int, int]:
        """How far steps and rows are scrolled: by whole ones, so that none stands cut beside the titles."""
        places = self._where()
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        dx = next((left for left in places.lefts if left >= across), across)
        return dx, -(-down // places.row) * places.row

    def cell_rect(self, row: str, step: str) -> QRect:
        """Where a cell is, in the viewport's px, in sight or not; empty where there is none."""
        row_number, step_number = self._held.row(row), self._held.step(step)
        if row_number < 0 or step_number < 0:
            return QRect()
        return self._where().box(row_number, step_number, *self._offsets())

    def _row_rect(self, number: int) -> QRect:
        places = self._where()
        top = places.heading + number * places.row - self._offsets()[1]
        return QRect(0, top, self.viewport().width(), places.row)

    def _update_cells(self, touched: Iterable[At]) -> None:
        places = self._where()
        cells = self.viewport().rect().adjusted(places.names, places.heading, 0, 0)
        for at in touched:
            box = self.cell_rect(*at) & cells
            if not box.isEmpty():
                self.viewport().update(box)

    def _update_focus(self) -> None:
        """The cell worked on, or the line that shows that there is none."""
        if self._current is not None:
            self._update_cells([self._current])
        else:
            self.viewport().update(0, 0, self.viewport().width(), self._where().heading)

    def _scrolled(self, _value: int) -> None:
        self.viewport().update()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Titles stay where they are: nothing is shifted."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Nothing ticked while nobody looked.
        self._on_tick(0.0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._places = None
        self._where()

    def sizeHint(self) -> QSize:
        """High enough for all rows."""
        places = self._where()
        return QSize(theme.current().px(900), places.heading + places.row * max(len(self._held.rows), 3))

    def minimumSizeHint(self) -> QSize:
        places = self._where()
        return QSize(
            theme.current().px(320), places.heading + places.row * min(max(len(self._held.rows), 2), 4)
        )

    # --- time and look ------------------------------------------------------------------------------------
    @Slot(float)
    def _on_tick(self, _second: float) -> None:
        if self._ask is None or not self.isVisible():
            return
        turned = []
        for at, cell in self._held.cells.items():
            if cell.ticking:
                left = self._ask(*at)
                if left != self._held.left.get(at):
                    self._held.left[at] = left
                    turned.append(at)
        self._give_room(turned)

    @Slot()
    def _theme_changed(self) -> None:
        self._layouts.clear()
        self._lay_out()

    # --- painting -----------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        # A painter that an error in here leaves alive brings the process down at the next paint.
        with QPainter(self.viewport()) as painter:
            for part in event.region():  # type: ignore[attr-defined]
                self.painted += part.width() * part.height()
                painter.setClipRect(part)
                self._paint(painter, part)

    def _paint(self, painter: QPainter, part: QRect) -> None:
        painter.fillRect(part, theme.color("panel"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self._where()
        if not self._held.rows:
            paint_words(painter, self.viewport().rect(), *self._empty)
            return
        dx, dy = self._offsets()
        view = self.viewport().rect()
        first = (max(part.top(), places.heading) - places.heading + dy) // places.row
        last = min(len(self._held.rows) - 1, (part.bottom() - places.heading + dy) // places.row)
        painter.setClipRect(part & view.adjusted(0, places.heading, 0, 0))
        for number in range(first, last + 1):
            if number == self._hovered:
                painter.fillRect(self._row_rect(number), theme.color("hover"))
            line = self._row_rect(number)
            painter.fillRect(line.left(), line.bottom(), line.width(), 1, theme.color("line_soft"))
            self._paint_name(painter, number)
        painter.setClipRect(part & view.adjusted(places.names, places.heading, 0, 0))
        for number in range(first, last + 1):
            for step in range(len(self._held.steps)):
                box = places.box(number, step, dx, dy)
                if box.intersects(part) and box.left() >= places.names:
                    self._paint_cell(painter, box, number, step)
        painter.setClipRect(part)
        if part.top() < places.heading:
            self._paint_heading(painter, dx)
        if self.hasFocus() and self._current is None:
            # The keyboard is here, though on no cell yet.
            painter.fillRect(0, places.heading - 2, view.width(), 2, theme.color("accent"))
        if dx:
            painter.fillRect(places.names - 1, 0, 1, view.height(), theme.color("line"))

    def _put(
        self,
        painter: QPainter,
        x: float,
        middle: float,
        laid: LaidOut,
        ink: QColor,
        size: str = "body",
        **font: bool,
    ) -> None:
        painter.setFont(theme.font(size, **font))
        painter.setPen(ink)
        painter.drawStaticText(QPointF(x, round(middle - laid.height / 2)), laid.text)

    def _paint_heading(self, painter: QPainter, dx: int) -> None:
        places, px = self._where(), theme.current().px
        for step, left, width in zip(self._held.steps, places.lefts, places.widths, strict=True):
            if left < dx:
                continue
            laid = self._layouts.lay(step.title, width - 2 * px(PAD), "small")
            x = places.names + left - dx + px(PAD)
            self._put(painter, x, places.heading / 2, laid, theme.color("faint"), "small")
        painter.fillRect(0, places.heading - 1, self.viewport().width(), 1, theme.color("line"))

    def _paint_name(self, painter: QPainter, number: int) -> None:
        places, px = self._where(), theme.current().px
        row, box = self._held.rows[number], self._row_rect(number)
        note = self._layouts.lay(row.note, places.names // 2, "small")
        room = places.names - 2 * px(PAD) - (note.width + px(8) if row.note else 0)
        title = self._layouts.lay(row.title, room, semibold=row.strong)
        middle = box.center().y() + 0.5
        self._put(painter, px(PAD), middle, title, theme.color("text"), semibold=row.strong)
        if row.note:
            self._put(painter, px(PAD) + title.width + px(8), middle, note, theme.color("faint"), "small")

    def _paint_cell(self, painter: QPainter, box: QRect, number: int, step: int) -> None:
        px = theme.current().px
        at = self._held.rows[number].key, self._held.steps[step].key
        if at == self._current:
            painter.setBrush(theme.color("selection"))
            painter.setPen(theme.color("accent" if self.hasFocus() else "line"))
            painter.drawRoundedRect(QRectF(box).adjusted(1.5, 1.5, -1.5, -2.5), 4, 4)
        cell, shown = self._held.cells.get(at), self._held.shown(at)
        if cell is None:
            return
        x, middle = float(box.left() + px(PAD)), box.center().y() + 0.5
        if shown.light is not Light.NONE:
            draw_light(painter, QPointF(x + px(5), middle), px(10), shown.light)
            x += px(18)
        right = box.right() + 1 - px(PAD)
        figure = self._layouts.lay(shown.figure, right - x, italic=cell.pending, tabular=True)
        if shown.caption:
            words = self._layouts.lay(
                shown.caption, right - x - figure.width - px(6), italic=cell.pending, tabular=True
            )
            self._put(painter, x, middle, words, theme.color("dim"), italic=cell.pending, tabular=True)
            x += words.width + px(6)
        quiet = cell.done or cell.pending or shown.light is Light.NONE
        ink = theme.color("dim" if quiet else shown.light.value)
        self._put(painter, x, middle, figure, ink, italic=cell.pending, tabular=True)
        if not shown.running:
            draw_still(painter, QPointF(x + figure.width + px(8), middle), px(8), theme.color("dim"))
