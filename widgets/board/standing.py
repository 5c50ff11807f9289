"""Where the columns of a board and their cards stand, and how far each is scrolled."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollBar, QWidget

from widgets import theme
from widgets.board.cards import BoardColumn, Card, Held
from widgets.board.layout import BAR, Lane, Measures, Spot, card_box, spread, stacked
from widgets.countdown import Remaining
from widgets.hearing import hear
from widgets.light import Light


@dataclass(frozen=True, slots=True)
class Seen:
    """A card as it stands in the viewport."""

    box: QRect
    card: Card
    left: Remaining | None


class Standing(QAbstractScrollArea):
    """Cards in their columns: all of it scrolls sideways, each column up and down by a bar of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._held = Held()
        self._left: dict[str, Remaining | None] = {}
        self._spots: dict[str, list[Spot]] = {}
        self._bars: dict[str, QScrollBar] = {}
        self._lanes: list[Lane] = []
        self._measures = Measures.now()
        self._settling = False
        self._current: str | None = None
        self._hovered: str | None = None
        self.horizontalScrollBar().valueChanged.connect(self._moved_sideways)

    # --- where things are ---------------------------------------------------------------------------------
    def _arrange(self) -> None:
        """All anew, for another width, other columns or another look; the card worked on is in sight then."""
        anchors = {column.key: self._anchor(column.key) for column in self._held.columns}
        self._measures = Measures.now()
        self._spots.clear()
        width = self.viewport().width()
        self._lanes = spread(width, len(self._held.columns))
        bar = self.horizontalScrollBar()
        full = self._lanes[-1].left + self._lanes[-1].width if self._lanes else 0
        bar.setPageStep(width)
        bar.setSingleStep(max(1, width // 8))
        bar.setRange(0, max(0, full - width))
        self._range_bars()
        for column, anchor in anchors.items():
            self._give_back(column, anchor)
        if self._current is not None:
            self.show_card(self._current)
        self.viewport().update()

    def _column_spots(self, column: str) -> list[Spot]:
        found = self._spots.get(column)
        if found is None:
            cards, lane = self._held.cards, self._lane_of(column)
            width = self._measures.text_width(lane) if lane is not None else 0
            found = stacked([cards[key] for key in self._held.keys(column)], self._measures, width)
            self._spots[column] = found
        return found

    def _body(self, lane: Lane) -> QRect:
        """Where the cards of a column are seen, in the viewport."""
        top = self._measures.heading
        left = lane.left - self.horizontalScrollBar().value()
        return QRect(left, top, lane.width, max(0, self.viewport().height() - top))

    def _lane_rect(self, lane: Lane) -> QRect:
        left = lane.left - self.horizontalScrollBar().value()
        return QRect(left, 0, lane.width, self.viewport().height())

    def _lane_of(self, column: str) -> Lane | None:
        for known, lane in zip(self._held.columns, self._lanes, strict=False):
            if known.key == column:
                return lane
        return None

    def _column_at(self, at: QPoint) -> BoardColumn | None:
        x = at.x() + self.horizontalScrollBar().value()
        for column, lane in zip(self._held.columns, self._lanes, strict=False):
            if lane.left <= x < lane.left + lane.width:
                return column
        return None

    def _card_at(self, at: QPoint) -> str | None:
        column = self._column_at(at)
        lane = self._lane_of(column.key) if column else None
        if column is None or lane is None or not self._body(lane).contains(at):
            return None
        for spot in self._column_spots(column.key):
            if self._box(lane, column.key, spot).contains(at):
                return spot.key
        return None

    def _scrolled(self, column: str) -> int:
        bar = self._bars.get(column)
        return bar.value() if bar is not None else 0

    def _box(self, lane: Lane, column: str, spot: Spot) -> QRect:
        body = self._body(lane)
        top = body.top() + spot.top - self._scrolled(column)
        return card_box(lane, self._measures, top, spot.height).translated(body.left() - lane.left, 0)

    def card_rect(self, key: str) -> QRect:
        """Where a card is, in the viewport's px, in sight or not; empty where there is none."""
        card = self._held.cards.get(key)
        lane = self._lane_of(card.column) if card else None
        if card is None or lane is None:
            return QRect()
        spot = next(spot for spot in self._column_spots(card.column) if spot.key == key)
        return self._box(lane, card.column, spot)

    def column_rect(self, column: str) -> QRect:
        """Where a column is, in the viewport's px; empty where there is none."""
        lane = self._lane_of(column)
        return self._lane_rect(lane) if lane else QRect()

    def _seen_in(self, column: str, lane: Lane, part: QRect) -> list[Seen]:
        """The cards of a column that lie in a part of the viewport."""
        body = self._body(lane)
        seen = body & part
        shift = body.top() - self._scrolled(column)
        top, bottom = seen.top() - shift, seen.bottom() - shift
        cards, left = self._held.cards, self._left
        return [
            Seen(self._box(lane, column, spot), cards[spot.key], left.get(spot.key))
            for spot in self._column_spots(column)
            if spot.top <= bottom and spot.top + spot.height > top
        ]

    def _in_sight(self, columns: Collection[str] | None = None) -> dict[str, Seen]:
        """The cards in the viewport, all of them or those of some columns."""
        area = self.viewport().rect()
        return {
            seen.card.key: seen
            for column, lane in zip(self._held.columns, self._lanes, strict=False)
            if (columns is None or column.key in columns) and self._lane_rect(lane).intersects(area)
            for seen in self._seen_in(column.key, lane, area)
        }

    def _heads(self) -> list[tuple[int, int]]:
        """What the headings count: cards, and those whose light is red."""
        return [
            (
                self._held.count(column.key),
                sum(1 for key in self._held.keys(column.key) if self._light(key) is Light.RED),
            )
            for column in self._held.columns
        ]

    def _light(self, key: str) -> Light:
        left = self._left.get(key)
        return left.light if left is not None else self._held.cards[key].light

    # --- scrolling ----------------------------------------------------------------------------------------
    def _range_bars(self) -> None:
        """A scroll bar for each column that is higher than there is room."""
        self._settling = True
        for column, lane in zip(self._held.columns, self._lanes, strict=False):
            body = self._body(lane)
            spots = self._column_spots(column.key)
            high = spots[-1].top + spots[-1].height + self._measures.gap if spots else 0
            over = max(0, high - body.height())
            bar = self._bars.get(column.key)
            if bar is None:
                if not over:
                    continue
                bar = self._bars[column.key] = self._make_bar(column)
            bar.setPageStep(max(1, body.height()))
            bar.setSingleStep(self._measures.title * 3)
            bar.setRange(0, over)
            bar.setGeometry(body.left() + lane.width - BAR - 1, body.top(), BAR, body.height())
            bar.setVisible(over > 0)
        self._settling = False

    def _make_bar(self, column: BoardColumn) -> QScrollBar:
        bar = QScrollBar(Qt.Orientation.Vertical, self.viewport())
        bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar.setCursor(Qt.CursorShape.ArrowCursor)
        bar.setAccessibleName(column.title)
        bar.setProperty("column", column.key)
        hear(bar, "valueChanged(int)", self, "_moved_along(int)")
        return bar

    @Slot(int)
    def _moved_along(self, _value: int) -> None:
        lane = self._lane_of(self.sender().property("column"))
        if lane is not None and not self._settling:
            self._hovered = None
            self.viewport().update(self._body(lane))

    def _moved_sideways(self, _value: int) -> None:
        self._range_bars()
        self.viewport().update()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Columns are painted where they come to stand; nothing is shifted."""

    def _anchor(self, column: str) -> tuple[str, int] | None:
        """What of a column must not move on the screen, and where it stands: the card under the pointer, else
        the chosen one, else the first in sight of a column that is scrolled."""
        lane = self._lane_of(column)
        spots = self._spots.get(column, [])
        if lane is None:
            return None
        here = {spot.key: spot.top - self._scrolled(column) for spot in spots}
        if self._hovered in here:
            return self._hovered, here[self._hovered]
        body = self._body(lane).height()
        if self._current in here and 0 <= here[self._current] < body:
            return self._current, here[self._current]
        if self._scrolled(column):
            return next(((key, top) for key, top in here.items() if top >= 0), None)
        return None

    def _give_back(self, column: str, anchor: tuple[str, int] | None) -> None:
        bar = self._bars.get(column)
        if anchor is None or bar is None:
            return
        key, stood = anchor
        top = next((spot.top for spot in self._column_spots(column) if spot.key == key), None)
        if top is not None:
            self._settling = True
            bar.setValue(top - stood)
            self._settling = False

    def show_card(self, key: str) -> None:
        """Scrolls until the card is in sight."""
        card = self._held.cards.get(key)
        lane = self._lane_of(card.column) if card else None
        if card is None or lane is None:
            return
        across = self.horizontalScrollBar()
        view = self.viewport().width()
        across.setValue(min(max(across.value(), lane.left + lane.width - view), lane.left))
        bar = self._bars.get(card.column)
        spot = next((spot for spot in self._column_spots(card.column) if spot.key == key), None)
        if bar is not None and spot is not None:
            gap, room = self._measures.gap, self._body(lane).height()
            # The first one is shown with what is above it, the others with the gap to their neighbours.
            lowest = max(0, spot.top - gap) if spot.top else 0
            bar.setValue(min(max(bar.value(), spot.top + spot.height + gap - room), lowest))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(320), self._measures.heading + theme.current().px(120))

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(1280), theme.current().px(360))
