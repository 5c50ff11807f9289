"""What a board is told: its columns, and the cards in them."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from widgets.light import Light


class Tone(StrEnum):
    """The ink and the edge of a badge."""

    PLAIN = "dim"
    ACCENT = "accent"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Badge:
    """A few characters in a frame at the foot of a card; `hint` is a line of the card's tip in its place."""

    text: str
    tone: Tone = Tone.PLAIN
    hint: str = ""


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A column; `hint` are further lines of its tip."""

    key: str
    title: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it is shown. `key` is unique on the board and stays with what it stands for.

    At the foot stand `light` and `light_text`; where `ticking`, the board's `remaining(key)` gives light and
    figures each second, and `light_text` says before them of what they are. Cards of a column stand by
    `order`, those of one order as they came. `hint` are further lines of the tip.
    """

    key: str
    column: str
    title: str
    lines: tuple[str, ...] = ()
    light: Light = Light.NONE
    light_text: str = ""
    ticking: bool = False
    badges: tuple[Badge, ...] = ()
    pending: bool = False
    order: float = 0.0
    hint: str = ""

    @property
    def footed(self) -> bool:
        """Whether it has a foot, with light and badges."""
        return self.ticking or self.light is not Light.NONE or bool(self.light_text or self.badges)


class Held:
    """The cards a board holds, by column in their order. Those of a column there is not are held, and not
    shown.
    """

    def __init__(self) -> None:
        self.columns: list[BoardColumn] = []
        self.cards: dict[str, Card] = {}
        self._places: dict[str, list[tuple[float, int, str]]] = {}
        self._came: dict[str, int] = {}
        self._next = 0

    def set_columns(self, columns: Sequence[BoardColumn]) -> None:
        """Raises ValueError where a key comes twice."""
        if len({column.key for column in columns}) != len(columns):
            raise ValueError("a key stands for one column")
        self.columns = list(columns)

    def touching(self, changed: Iterable[Card], gone: Iterable[str]) -> set[str]:
        """Keys of the columns that will not be as they are when that is put."""
        touched = {self.cards[key].column for key in gone if key in self.cards}
        for card in changed:
            before = self.cards.get(card.key)
            if before != card:
                touched |= {card.column} if before is None else {card.column, before.column}
        return touched

    def put(self, changed: Iterable[Card], gone: Iterable[str]) -> None:
        """Takes up what changed and what went."""
        for key in gone:
            card = self.cards.pop(key, None)
            if card is not None:
                self._take_out(card)
                del self._came[key]
        for card in changed:
            before = self.cards.get(card.key)
            if before == card:
                continue
            if before is None:
                self._came[card.key] = self._next
                self._next += 1
            else:
                self._take_out(before)
            self.cards[card.key] = card
            insort(self._places.setdefault(card.column, []), self._place(card))

    def keys(self, column: str) -> list[str]:
        """Those of a column, in their order."""
        return [key for _, _, key in self._places.get(column, ())]

    def count(self, column: str) -> int:
        """How many there are in a column."""
        return len(self._places.get(column, ()))

    def _place(self, card: Card) -> tuple[float, int, str]:
        return card.order, self._came[card.key], card.key

    def _take_out(self, card: Card) -> None:
        self._places[card.column].remove(self._place(card))
