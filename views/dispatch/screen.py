"""The dispatch desk: the queue of tickets that need a unit."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from views.context import Context
from views.desks.arbitration import BACK
from views.desks.queue_screen import QueueScreen
from views.queue_spec import Page, QueueSpec

translate = QCoreApplication.translate


def dispatch_screen(context: Context) -> QueueScreen:
    """The screen."""
    title = translate("Dispatch", "Dispatch")
    waiting = frozenset(("filed", "returned", "escalated", "reopened"))
    spec = QueueSpec(
        key="dispatch",
        pages=(
            Page("waiting", translate("Dispatch", "To dispatch"), waiting),
            Page(
                "returned",
                translate("Dispatch", "To arbitrate"),
                BACK,
                shows=("from", "bounces", "first", "level"),
            ),
            Page("reopened", translate("Dispatch", "Reopened"), frozenset(("reopened",))),
            Page(
                "suspended",
                translate("Dispatch", "Suspended"),
                frozenset(("suspended",)),
                shows=("until",),
            ),
            Page("mine", translate("Dispatch", "Mine"), waiting, mine=True),
        ),
        columns=(
            "due",
            "until",
            "number",
            "subject",
            "from",
            "bounces",
            "area",
            "unit",
            "first",
            "level",
            "channel",
            "claim",
        ),
        unit_title=translate("Dispatch", "Suggested unit"),
        empty_title=translate("Dispatch", "Nothing waits for a unit"),
        empty_text=translate(
            "Dispatch",
            "Filed tickets come here, and those given back or passed up. The intake desk takes in new ones.",
        ),
        hints=lambda: translate(
            "Dispatch",
            "D dispatch · A another unit · Shift+D arbitrate · M merge · N next · ? all keys",
        ),
    )
    empty = (
        translate("Dispatch", "No ticket chosen"),
        translate("Dispatch", "N takes the first one that nobody is in."),
    )
    return QueueScreen(context, title, spec, empty, claims=True)
