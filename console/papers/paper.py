"""A paper as what it says: a title and blocks in order. How it looks is the sheet's (`laying.Sheet`)."""

from __future__ import annotations

from typing import Literal

import msgspec

Side = Literal["both", "left", "right", "centre"]
"""How running text stands: on both edges, on one, in the middle."""


class Heading(msgspec.Struct, frozen=True, tag=True):
    """The head of a section, with its number."""

    text: str


class Text(msgspec.Struct, frozen=True, tag=True):
    """A paragraph; `indented`: its first line begins two characters in."""

    text: str
    side: Side = "both"
    indented: bool = True


class Row(msgspec.Struct, frozen=True):
    """A row of a table; `under` stands below its cells over the whole width, "" for nothing."""

    cells: tuple[str, ...]
    under: str = ""


class Table(msgspec.Struct, frozen=True, tag=True):
    """A table; `head` is repeated on every page (empty: none, the first column then says what the second
    is). `widths` are shares of the page's width."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[Row, ...]


class Map(msgspec.Struct, frozen=True, tag=True):
    """The situation map stands here, with words below it."""

    caption: str


class Signatures(msgspec.Struct, frozen=True, tag=True):
    """Who signs, two beside each other, on one page: lines of (what, who or when), of which the second is
    written by hand where it is ""; or of (whose place it is,) alone."""

    places: tuple[tuple[tuple[str, ...], ...], ...]


Block = Heading | Text | Table | Map | Signatures


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """One paper. `language` is ``zh_CN`` or ``en``, `office` who issues it, `made_at` when (ms UTC)."""

    key: str
    title: str
    number: str
    language: str
    office: str
    made_at: int
    blocks: tuple[Block, ...]

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return f"{self.number} {self.title}".replace("/", "-")
