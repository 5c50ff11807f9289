"""Which columns of a list go where there is no room for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from widgets.table import Column, ColumnKind
from widgets.table.needs import made_width
from widgets.table.widths import LEAST_SHARE


def without_room(columns: Iterable[Column], least: Sequence[str], room: int) -> set[str]:
    """The columns out of `least`, in that order, that have to go for the others to stand in `room` px, words
    cut to the least share they may be cut to."""
    needs = {
        column.key: made_width(column) * (LEAST_SHARE if column.kind is ColumnKind.TEXT else 1)
        for column in columns
    }
    left_out: set[str] = set()
    for key in least:
        if sum(needs.values()) <= room:
            break
        del needs[key]
        left_out.add(key)
    return left_out
