"""The columns of the outbox's list, and which of them go where it is narrow."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from views.queue_spec import NUMBER
from widgets.table import Column, ColumnKind
from widgets.table.needs import made_width
from widgets.table.widths import LEAST_SHARE

translate = QCoreApplication.translate

_LEAST = ("about", "how")
"""Columns in the order in which they go: both stand in full beside the list, for the one under the cursor."""


def columns() -> tuple[Column, ...]:
    """Titles in the language installed. The ticket's number has a column of its own: words give way, numbers
    never."""
    return (
        Column("at", translate("OutboxScreen", "Done"), ColumnKind.TIME, 76),
        Column("number", translate("OutboxScreen", "Number"), ColumnKind.NUMBER, 152, sample=NUMBER),
        Column("what", translate("OutboxScreen", "Act"), ColumnKind.TEXT, 116),
        Column("how", translate("OutboxScreen", "How it stands"), ColumnKind.TEXT, 150),
        Column("about", translate("OutboxScreen", "Ticket"), ColumnKind.TEXT, 160, stretch=True),
    )


def without_room(room: int) -> set[str]:
    """The columns that have to go for the others to stand in `room` px, words cut to the least share they
    may be cut to."""
    needs = {
        column.key: made_width(column) * (LEAST_SHARE if column.kind is ColumnKind.TEXT else 1)
        for column in columns()
    }
    left_out: set[str] = set()
    for key in _LEAST:
        if sum(needs.values()) <= room:
            break
        del needs[key]
        left_out.add(key)
    return left_out
