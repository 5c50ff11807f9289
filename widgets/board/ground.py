"""What a board is told, what ticks on it, and what either repaints."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from widgets import theme
from widgets.board.cards import BoardColumn, Card
from widgets.board.standing import Seen, Standing
from widgets.countdown import Remaining, Ticker
from widgets.hearing import hear

Ask = Callable[[str], Remaining | None]
"""What is left for the card of that key."""


class Ground(Standing):
    """The board without its painting and its hands."""

    current_changed = Signal(object)
    """Key of the card worked on, or None."""
    activated = Signal(str)
    """Enter or a double click."""
    preview_requested = Signal(str)
    """Space."""
    menu_requested = Signal(str, QPoint)
    """Right click or menu key on a card, and the global point."""
    move_wanted = Signal(str, str)
    """A card's key and the column it is to go to; it goes when its row says so."""
    move_refused = Signal(str, str)
    """A card was put down on a column, or sent to one, that it may not go to."""

    def __init__(
        self,
        ticker: Ticker | None = None,
        remaining: Ask | None = None,
        parent: QWidget | None = None,
        *,
        name: str = "",
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name or QCoreApplication.translate("Board", "Board"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Titles may end in …: the tip says the whole.
        self.setProperty("free_text", True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self._ask = remaining
        self._empty = ("", "")
        if ticker is not None:
            hear(ticker, "tick(double)", self, "_on_tick(double)")
        hear(theme.current(), "changed()", self, "_theme_changed()")

    # --- what is shown ------------------------------------------------------------------------------------
    def set_columns(self, columns: Sequence[BoardColumn]) -> None:
        """The columns from left to right. Raises ValueError where a key comes twice."""
        self._held.set_columns(columns)
        keys = {column.key for column in columns}
        for key in [key for key in self._bars if key not in keys]:
            self._bars.pop(key).deleteLater()
        self._arrange()

    def set_cards(self, cards: Sequence[Card]) -> None:
        """All of them, in place of those there were."""
        keys = {card.key for card in cards}
        self.change_cards(cards, [key for key in self._held.cards if key not in keys])

    def change_cards(self, changed: Iterable[Card], gone: Iterable[str] = ()) -> None:
        """What came, changed or went. What is chosen, how far each column is scrolled and where the card
        under the pointer stands stay as they are; what differs is painted, and nothing else.
        """
        changed, gone = list(changed), list(gone)
        left = {card.key: self._ask(card.key) if card.ticking and self._ask else None for card in changed}
        touched = self._held.touching(changed, gone)
        touched |= {card.column for card in changed if self._left.get(card.key) != left[card.key]}
        if not touched:
            return
        before, heads = self._in_sight(touched), self._heads()
        anchors = {column: self._anchor(column) for column in touched}
        bare = not self._held.cards
        self._held.put(changed, gone)
        for key in gone:
            self._left.pop(key, None)
        self._left.update(left)
        self._spots = {key: spots for key, spots in self._spots.items() if key not in touched}
        self._range_bars()
        for column, anchor in anchors.items():
            self._give_back(column, anchor)
        if bare == bool(self._held.cards):
            # What stands on a board without cards lies over all columns.
            self.viewport().update()
        else:
            self._repaint_differences(touched, before, heads)
        self._took(changed, gone)

    def set_empty(self, title: str, text: str) -> None:
        """What stands on a board without cards: what would be here, and what to do."""
        if (title, text) != self._empty:
            self._empty = (title, text)
            self.viewport().update()

    def card(self, key: str) -> Card | None:
        """As last told."""
        return self._held.cards.get(key)

    def keys_of(self, column: str) -> list[str]:
        """The cards of a column, in their order."""
        return self._held.keys(column)

    def current(self) -> str | None:
        """Key of the card worked on."""
        return self._current

    def _took(self, changed: list[Card], gone: list[str]) -> None:
        """Heirs: what a change means for them."""

    # --- what changes -------------------------------------------------------------------------------------
    def _repaint_differences(
        self, touched: Collection[str], before: dict[str, Seen], heads: list[tuple[int, int]]
    ) -> None:
        after = self._in_sight(touched)
        # A rectangle a column: pieces of it would have cards painted that lie in two of them twice.
        places = {column: QRect() for column in touched}
        for key in before.keys() | after.keys():
            old, new = before.get(key), after.get(key)
            if old != new:
                for seen in (old, new):
                    if seen is not None:
                        places[seen.card.column] = places[seen.card.column].united(seen.box)
        for place in places.values():
            self.viewport().update(place)
        self._repaint_heads(heads)

    def _repaint_heads(self, before: list[tuple[int, int]]) -> None:
        for old, new, lane in zip(before, self._heads(), self._lanes, strict=False):
            if old != new:
                body = self._lane_rect(lane)
                self.viewport().update(body.left(), 0, body.width(), self._measures.heading)

    @Slot(float)
    def _on_tick(self, _second: float) -> None:
        if self._ask is None or not self.isVisible():
            return
        heads = self._heads()
        turned = {}
        for key, card in self._held.cards.items():
            if card.ticking:
                left = self._ask(key)
                if left != self._left.get(key):
                    turned[key] = left
        if not turned:
            return
        self._left.update(turned)
        for key, seen in self._in_sight().items():
            if key in turned:
                box = seen.box
                foot = self._measures.pad + self._measures.foot
                self.viewport().update(box.left(), box.bottom() + 1 - foot, box.width(), foot)
        self._repaint_heads(heads)

    @Slot()
    def _theme_changed(self) -> None:
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Nothing ticked while nobody looked.
        self._on_tick(0.0)
