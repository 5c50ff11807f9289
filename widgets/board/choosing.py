"""The card worked on: chosen, kept through changes, walked from by keys, and spoken."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QKeyEvent

from widgets.board.cards import Card
from widgets.board.painting import FOCUS, Painting
from widgets.board.words import spoken_card

_WALK = {
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
}


class Choosing(Painting):
    """The board with its keys; `_sent` is what the person sent elsewhere by the board itself."""

    _stood: tuple[str, int] | None = None
    """Column and place in it of the card worked on, as it last stood: where walking goes on from when it has
    gone."""
    _sent: str | None = None

    def select(self, key: str | None, *, show: bool = True) -> bool:
        """Makes a card the one worked on (none: None); false where there is no such card."""
        if key is not None and key not in self._held.cards:
            return False
        if key is not None and show:
            self.show_card(key)
        if key != self._current:
            for changed in (self._current, key):
                self._update_place(changed)
            self._current = key
            self._note_place()
            self._say()
            self.current_changed.emit(key)
        return True

    def _note_place(self) -> None:
        card = self._held.cards.get(self._current) if self._current is not None else None
        if card is not None:
            self._stood = card.column, self._held.keys(card.column).index(card.key)

    def _took(self, changed: list[Card], gone: list[str]) -> None:
        super()._took(changed, gone)
        if self._current is not None and self._current not in self._held.cards:
            # What it was about has left the board: nothing else is chosen in its place, lest a letter act on
            # a card that nobody chose.
            self._current = None
            self._update_current()
            self._say()
            self.current_changed.emit(None)
        elif self._current is not None:
            came = self._stood is not None and self._held.cards[self._current].column != self._stood[0]
            self._note_place()
            self._say()
            if came and self._sent == self._current:
                self._sent = None
                self.show_card(self._current)

    # --- keys ---------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and self._walked(key):
            event.accept()
        elif plain and self._current is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self._current)
        elif plain and self._current is not None and key == Qt.Key.Key_Space:
            self.preview_requested.emit(self._current)
        else:
            event.ignore()

    def _walked(self, key: Qt.Key) -> bool:
        """Whether it was a key that walks."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
        pages = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if key not in _WALK and key not in ends and key not in pages:
            return False
        if self._current is None:
            self._walk_on()
            return True
        column = self._held.cards[self._current].column
        keys = self._held.keys(column)
        here = keys.index(self._current)
        if key in ends:
            self.select(keys[ends[key]])
        elif key in pages:
            self._page(column, pages[key])
        else:
            across, down = _WALK[key]
            if down:
                self.select(keys[min(max(here + down, 0), len(keys) - 1)])
            else:
                self._across(column, across)
        return True

    def _walk_on(self) -> None:
        """Nothing is chosen: to what stands where the last one stood, else to the first card there is."""
        if self._stood is not None:
            keys = self._held.keys(self._stood[0])
            if keys and self._lane_of(self._stood[0]) is not None:
                self.select(keys[min(self._stood[1], len(keys) - 1)])
                return
        for column in self._held.columns:
            keys = self._held.keys(column.key)
            if keys:
                self.select(keys[0])
                return

    def _page(self, column: str, way: int) -> None:
        """To the card a height of the column away."""
        spots = self._column_spots(column)
        lane = self._lane_of(column)
        if lane is None:
            return
        here = next(spot.top for spot in spots if spot.key == self._current)
        goal = here + way * max(1, self._body(lane).height() - self._measures.gap)
        passed = [spot for spot in spots if (spot.top - here) * way > 0 and (goal - spot.top) * way >= 0]
        farthest = (passed[-1] if way > 0 else passed[0]) if passed else None
        if farthest is not None:
            self.select(farthest.key)

    def _across(self, column: str, way: int) -> None:
        """To the card at the same height in the next column that has any."""
        order = [known.key for known in self._held.columns]
        here = order.index(column)
        middle = self.card_rect(self._current or "").center().y()
        for other in order[here + 1 :] if way > 0 else order[:here][::-1]:
            lane, spots = self._lane_of(other), self._column_spots(other)
            if lane is not None and spots:
                found = min(spots, key=lambda s: abs(self._box(lane, other, s).center().y() - middle))
                self.select(found.key)
                return

    # --- words --------------------------------------------------------------------------------------------
    def _title(self, column: str) -> str:
        return next((known.title for known in self._held.columns if known.key == column), "")

    def _say(self) -> None:
        """What a screen reader says of the card worked on."""
        card = self._held.cards.get(self._current) if self._current is not None else None
        text = spoken_card(card, self._left.get(card.key), self._title(card.column)) if card else ""
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
            if text and QAccessible.isActive() and self.hasFocus():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _menu_point(self, key: str) -> QPoint:
        return self.viewport().mapToGlobal(self.card_rect(key).center())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._say()
        self._update_current()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._update_current()

    def _update_current(self) -> None:
        self._update_place(self._current)

    def _update_place(self, key: str | None) -> None:
        """Where a card is, or where it is shown that none is chosen."""
        nowhere = QRect(0, 0, self.viewport().width(), FOCUS)
        self.viewport().update(nowhere if key is None else self.card_rect(key))
