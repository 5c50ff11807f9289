"""The columns of the outbox's list, which of them go where it is narrow, and what an empty page says."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from views.queue_spec import NUMBER
from widgets.table import Column, ColumnKind

translate = QCoreApplication.translate

LEAST = ("about", "how")
"""Columns in the order in which they go: both stand in full beside the list, for the one under the cursor."""


def columns() -> tuple[Column, ...]:
    """Titles in the language installed. The ticket's number has a column of its own: words give way, numbers
    never."""
    return (
        Column("at", translate("OutboxScreen", "Done"), ColumnKind.TIME, 76),
        Column("number", translate("OutboxScreen", "Number"), ColumnKind.NUMBER, 152, sample=NUMBER),
        Column("what", translate("OutboxScreen", "Act"), ColumnKind.TEXT, 116),
        Column("how", translate("OutboxScreen", "How it stands"), ColumnKind.TEXT, 150),
        Column("about", translate("OutboxScreen", "About"), ColumnKind.TEXT, 160, stretch=True),
    )


def nothing(page: str) -> tuple[str, str]:
    """What a page without entries says."""
    return {
        "conflict": (
            translate("OutboxScreen", "No conflict"),
            translate("OutboxScreen", "Where somebody was first, yours and theirs stand here side by side."),
        ),
        "parked": (
            translate("OutboxScreen", "Nothing is parked"),
            translate(
                "OutboxScreen", "What the centre refuses is kept here, with what it said and what to do."
            ),
        ),
        "waiting": (
            translate("OutboxScreen", "Nothing waits to be sent"),
            translate("OutboxScreen", "What you do off line waits here until the centre has taken it."),
        ),
        "dropped": (
            translate("OutboxScreen", "Nothing was dropped"),
            translate("OutboxScreen", "What you drop can be brought back from here until you log out."),
        ),
        "draft": (
            translate("OutboxScreen", "No half-written form"),
            translate("OutboxScreen", "Forms that you began and did not send are kept here."),
        ),
    }[page]
