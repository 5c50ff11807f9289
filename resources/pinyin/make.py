"""Makes `initials.txt`: the first letter of each Chinese character's commonest reading.

    python resources/pinyin/make.py

A development tool. It asks pypinyin, whose dictionary of 42,000 characters takes a quarter of a second to
import and 12 MB to hold; a seat needs one letter of each.
"""

from __future__ import annotations

from pathlib import Path

from pypinyin import Style
from pypinyin.constants import PINYIN_DICT
from pypinyin.style import convert

FIRST, LAST = 0x3400, 0x9FFF
"""Extension A, the hexagrams between, and the unified ideographs."""
LINE = 96
FILE = Path(__file__).with_name("initials.txt")


def letter(code: int) -> str:
    """A character's letter, "." where no reading of it is known."""
    readings = PINYIN_DICT.get(code)
    if readings is None:
        return "."
    found = convert(readings.split(",", 1)[0], Style.FIRST_LETTER, strict=False)[:1]
    return found if found.isascii() and found.isalpha() else "."


def table() -> str:
    """The file's text: the letters from FIRST to LAST in their order, LINE in a line."""
    letters = "".join(letter(code) for code in range(FIRST, LAST + 1))
    return "".join(letters[at : at + LINE] + "\n" for at in range(0, len(letters), LINE))


if __name__ == "__main__":
    FILE.write_text(table(), encoding="ascii")
