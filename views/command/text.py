"""What was typed, made plain: full-width letters, digits and marks as an input method writes them count as
their half-width ones; words with their places; and what stands behind a colon, as it was written."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_MARKS = str.maketrans(
    {"、": ",", "。": ".", "～": "-", "~": "-", "—": "-", "–": "-", "－": "-", "至": "-", "→": ">", "＃": "#"}
)
_NOTE = ":;"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a command, plain, and where it stands in the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Typed:
    """A command's words; `note` is what stands behind the first colon or semicolon (None where there is
    none), as it was written."""

    text: str
    words: tuple[Word, ...]
    note: str | None = None
    note_at: int = -1


@lru_cache(maxsize=8192)
def _one(letter: str) -> str:
    wide = unicodedata.normalize("NFKC", letter)
    small = (wide if len(wide) == 1 else letter).lower()
    return small if len(small) == 1 else letter


def plain(text: str) -> str:
    """The same text, letter for letter, in half-width and lower case."""
    if text.isascii():
        return text.lower().translate(_MARKS)
    out = "".join(map(_one, text))
    # 至 is a dash only between figures: it may be part of a name.
    marked = out.translate(_MARKS)
    return "".join(
        before if before == "至" and not _between_figures(out, n) else after
        for n, (before, after) in enumerate(zip(out, marked, strict=True))
    )


def _between_figures(text: str, place: int) -> bool:
    return 0 < place < len(text) - 1 and text[place - 1] in "0123456789" and text[place + 1] in "0123456789"


def squeezed(text: str) -> str:
    """Plain, and without the blanks, hyphens and underlines that people leave out or put in."""
    return "".join(c for c in plain(text) if not c.isspace() and c not in "-_")


def read(text: str) -> Typed:
    """The words of a command. Colons and blanks before it are no part of it: a key that leads here is one."""
    flat = plain(text)
    begin = 0
    while begin < len(flat) and (flat[begin] in _NOTE or flat[begin].isspace()):
        begin += 1
    cut = next((n for n in range(begin, len(flat)) if flat[n] in _NOTE), len(flat))
    words: list[Word] = []
    start = -1
    for place in range(begin, cut + 1):
        blank = place == cut or flat[place].isspace()
        if blank and start >= 0:
            words.append(Word(flat[start:place], start, place))
            start = -1
        elif not blank and start < 0:
            start = place
    if cut == len(flat):
        return Typed(text, tuple(words))
    return Typed(text, tuple(words), text[cut + 1 :].strip(), cut + 1)
