"""The keys of a role's screens: one each for the first ten, and a sign for every one in the list of all."""

from __future__ import annotations

LIST = "Ctrl+J"
"""Opens the list of all screens, in which a screen's sign alone goes there."""
OWN_WINDOW = "Ctrl+Shift+J"
"""Takes the screen in front into a window of its own, and back."""
TEN = 10
"""So many have a key of their own: as many as there are digits on a keyboard's row, in its order."""
_SIGNS = "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def sign(number: int) -> str:
    """The sign of a role's screen, from 0: the digit of its key, letters from the eleventh on, "" past Z."""
    return _SIGNS[number : number + 1]


def key(number: int, held: str = "Ctrl+") -> str:
    """The key of a role's screen, from 0, with what is held along; "" for those behind the tenth."""
    return f"{held}{sign(number)}" if number < TEN else ""


def shown(number: int) -> str:
    """How a role's screen, from 0, is reached by keys, as people read it: "Ctrl+3", "Ctrl+J B"."""
    return key(number) or f"{LIST} {sign(number)}".strip()


def span(count: int, held: str = "Ctrl+") -> str:
    """The keys of the first `count` screens in one line: "Ctrl+1 … 6", "Ctrl+1 … 9, 0"."""
    return f"{held}1 … {min(count, TEN - 1)}" + (", 0" if count >= TEN else "")
