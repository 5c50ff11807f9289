"""What the board says: of a card, of a column."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from widgets.board.cards import BoardColumn, Card
from widgets.countdown import Remaining, format_remaining, spoken
from widgets.light import Light, light_name, symbol


def spoken_card(card: Card, left: Remaining | None, column: str) -> str:
    """A card as a screen reader says it, its column's title included."""
    parts = [column, card.title, *card.lines]
    if card.ticking and left is not None:
        parts.append(f"{card.light_text} {spoken(left)}".strip())
    else:
        parts += [light_name(card.light) if card.light is not Light.NONE else "", card.light_text]
    parts += [badge.hint or badge.text for badge in card.badges]
    if card.pending:
        parts.append(QCoreApplication.translate("Board", "not yet confirmed"))
    return ", ".join(part for part in parts if part)


def tip_of_card(card: Card, left: Remaining | None) -> str:
    """The whole of what may be cut off, a line each, and what only the tip says."""
    light, text = card.light, card.light_text
    if card.ticking and left is not None:
        light, text = left.light, f"{text} {format_remaining(left, long=True)}"
    foot = f"{symbol(light)} {text.strip()}".strip()
    badges = [badge.hint or badge.text for badge in card.badges]
    return "\n".join(part for part in (card.title, *card.lines, foot, *badges, card.hint) if part)


def tip_of_column(column: BoardColumn, count: int, red: int) -> str:
    """Its title, which may be cut off, how many cards there are, and how many are past their limit."""
    number = str(count)
    if red:
        number += " · " + QCoreApplication.translate("Board", "{n} past the limit").format(n=red)
    return "\n".join(part for part in (column.title, number, column.hint) if part)
