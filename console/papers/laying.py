"""A paper laid on sheets: one walk over its blocks, whatever the sheets are (DOCX here, PDF in `widgets`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from .paper import Heading, Map, Paper, Side, Signatures, Table, Text

# The layout of official documents (GB/T 9704-2012), in millimetres and points; English is set smaller.
PAGE = (210.0, 297.0)
MARGINS = (37.0, 26.0, 35.0, 28.0)
"""Above, right, below, left: the type area is 156 by 225 mm."""
TITLE_PT, BODY_PT, TABLE_PT, CAPTION_PT, PAGE_PT = 22.0, 16.0, 10.5, 10.5, 14.0
PITCH_PT = 28.0
"""From line to line of running text: 22 lines a page."""
ENGLISH = 0.72
"""Sizes of running text and titles in English, as a part of the Chinese ones."""


class Sheet(Protocol):
    """Sheets of A4 that take blocks one after the other and break the pages themselves."""

    def title(self, text: str, number: str) -> None:
        """The title, centred; under it the number."""

    def heading(self, text: str) -> None:
        """The head of a section; never the last on its page."""

    def text(self, text: str, side: Side, indented: bool, held: bool) -> None:
        """A paragraph; `held`: on the page of what comes next."""

    def table(
        self, head: Sequence[str], widths: Sequence[int], rows: Sequence[tuple[Sequence[str], str]]
    ) -> None:
        """A table: rows are cells and what stands under them."""

    def picture(self, png: bytes, caption: str) -> None:
        """A picture as wide as the page, with words below it."""

    def signatures(self, places: Sequence[Sequence[Sequence[str]]]) -> None:
        """Places to sign, two beside each other."""

    def ended(self) -> bytes:
        """The whole file."""


def lay(paper: Paper, sheet: Sheet, picture: bytes) -> bytes:
    """The paper's file; `picture` is its situation map (PNG)."""
    sheet.title(paper.title, paper.number)
    for block, after in zip(paper.blocks, [*paper.blocks[1:], None], strict=True):
        match block:
            case Heading():
                sheet.heading(block.text)
            case Text():
                # Nobody signs a page that says nothing.
                sheet.text(block.text, block.side, block.indented, isinstance(after, Signatures))
            case Table():
                sheet.table(block.head, block.widths, [(row.cells, row.under) for row in block.rows])
            case Map():
                sheet.picture(picture, block.caption)
            case _:
                sheet.signatures(block.places)
    return sheet.ended()
