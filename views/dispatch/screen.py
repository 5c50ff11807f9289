"""The dispatch desk: the queue of tickets that need a unit."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from views.context import Context
from views.desks.queue_screen import QueueScreen
from views.queue_spec import Page, QueueSpec

translate = QCoreApplication.translate


def dispatch_screen(context: Context) -> QueueScreen:
    """The screen."""
    title = translate("Dispatch", "Dispatch")
    waiting = frozenset(("filed", "returned", "reopened"))
    spec = QueueSpec(
        key="dispatch",
        pages=(
            Page("waiting", translate("Dispatch", "To dispatch"), waiting),
            Page("returned", translate("Dispatch", "Returned"), frozenset(("returned",))),
            Page("reopened", translate("Dispatch", "Reopened"), frozenset(("reopened",))),
            Page("mine", translate("Dispatch", "Mine"), waiting, mine=True),
        ),
        columns=("due", "number", "subject", "area", "unit", "channel", "claim"),
        unit_title=translate("Dispatch", "Suggested unit"),
        empty_title=translate("Dispatch", "Nothing waits for a unit"),
        empty_text=translate(
            "Dispatch",
            "Filed tickets come here, and those that a unit returns. Take in new ones at the intake desk.",
        ),
        hints=lambda: translate(
            "Dispatch",
            "Space preview · Enter open · D dispatch · A another unit · M merge · N next · ? all keys",
        ),
    )
    empty = (
        translate("Dispatch", "No ticket chosen"),
        translate("Dispatch", "N takes the first one that nobody is in."),
    )
    return QueueScreen(context, title, spec, empty, claims=True)
