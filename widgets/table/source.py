"""What a table is made from: a source of rows in columns, and the columns shown of it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray


class RowSource(Protocol):
    """Rows held in columns.

    A row is named by its slot, 0 … `size() - 1`, which stays its own while it lives; a slot may be used
    again once the death of its row has been announced to the model (`ColumnTableModel.changed`). Every
    array is indexed by slot.
    """

    def size(self) -> int:
        """Number of slots, dead ones included."""
        ...

    def alive(self) -> NDArray[np.bool_]:
        """Which slots hold a row; length `size()`."""
        ...

    def sort_key(self, column: str) -> NDArray[Any]:
        """Signed integers or floats to sort by, length `size()`; NaN sorts last in both directions."""
        ...

    def cell(self, row: int, column: str) -> object:
        """What the cell shows, of the type the column's kind names; asked for visible cells, at paint
        time.
        """
        ...

    def pending(self, row: int) -> bool:
        """Whether the row holds what no server has confirmed: painted italic and dim."""
        ...


@runtime_checkable
class GroupSource(RowSource, Protocol):
    """A source whose rows can be shown in groups.

    A group is named by a small code, 0 …, which stays its own until the source is filled anew. Codes are
    asked for with every batch of changes, names of the groups shown.
    """

    def group_codes(self, key: str) -> NDArray[np.integer[Any]]:
        """By slot, which group of that key the row stands in; raises `KeyError` for no such key."""
        ...

    def group_ranks(self, key: str) -> NDArray[Any]:
        """By code, what the groups are ordered by, least first; at least as long as there are codes."""
        ...

    def group_name(self, key: str, code: int) -> str:
        """What the group's header is called; two may be called alike, and a day's is another tomorrow."""
        ...

    def group_value(self, key: str, code: int) -> Hashable:
        """What tells the group from all others, the same once the source was filled anew."""
        ...

    def lights(self) -> NDArray[np.int8]:
        """By slot: 0 no light, 1 green, 2 amber, 3 red, now."""
        ...


class ColumnKind(StrEnum):
    """How a column is painted, and so what `RowSource.cell` answers for it."""

    COUNTDOWN = "countdown"
    """`Remaining | None`, right aligned, its light before it; repainted every second."""
    NUMBER = "number"
    """`str` of figures, tabular."""
    COUNT = "count"
    """`str` of figures, tabular and right aligned."""
    TWO_PART = "two_part"
    """`(str, str)`: what it is · how it reads, the second part elided first."""
    TEXT = "text"
    """`str`."""
    PILL = "pill"
    """`Pill | None`."""
    TIME = "time"
    """Local `datetime | None`."""
    LIGHT = "light"
    """`(Light, str)`: a light that does not tick, and its text."""


class PillTone(StrEnum):
    """What a pill says besides its text."""

    CLAIM = "claim"
    """Somebody is in the row."""
    MINE = "mine"
    """It is this seat."""
    SILENT = "silent"
    """Somebody is, and has been quiet too long: amber outline."""
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Pill:
    """A short word in a capsule; `hint` is its tool tip and what a screen reader says."""

    text: str
    tone: PillTone = PillTone.CLAIM
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: `key` names it to the source, `width` is px at 100 % text; `sample` takes its
    place, a text as wide as those that stand in it. The title may take two `lines`.
    """

    key: str
    title: str
    kind: ColumnKind
    width: int
    stretch: bool = False
    sortable: bool = True
    sample: str = ""
    lines: int = 1


def text_key(text: str) -> int:
    """A signed 64-bit sort key of a text's first characters: ASCII without case, then Chinese by pinyin.

    GB 18030 keeps the order of GB 2312, whose 3,755 common characters stand in the order of their pinyin;
    eight bytes of it hold four of them.
    """
    code = text.upper().encode("gb18030", errors="replace")[:8].ljust(8, b"\0")
    return int.from_bytes(code, "big") - (1 << 63)
