"""The arbitration desk: tickets that a unit gave back or that were passed up, and whose they are."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.replica.standing import BOUNCED, HAZARD
from views.context import Context
from views.desks.queue_screen import QueueScreen
from views.queue_spec import Page, QueueSpec

translate = QCoreApplication.translate
BACK = frozenset(("returned", "escalated"))
"""States in which the centre decides whose a ticket is."""


def arbitration_screen(context: Context) -> QueueScreen:
    """研判台."""
    spec = QueueSpec(
        key="arbitration",
        pages=(
            Page("back", translate("Arbitration", "To arbitrate"), BACK),
            Page("again", translate("Arbitration", "Returned again"), frozenset(), flags=BOUNCED),
            Page("returned", translate("Arbitration", "Given back"), frozenset(("returned",))),
            Page("escalated", translate("Arbitration", "Passed up"), frozenset(("escalated",))),
            Page("hazard", translate("Arbitration", "To be made safe"), frozenset(), flags=HAZARD),
        ),
        columns=(
            "due",
            "number",
            "subject",
            "from",
            "reason",
            "bounces",
            "unit",
            "first",
            "level",
            "area",
            "claim",
        ),
        unit_title=translate("Arbitration", "Suggested unit"),
        empty_title=translate("Arbitration", "Nothing to arbitrate"),
        empty_text=translate(
            "Arbitration", "Tickets come here when a unit gives them back or somebody passes them up."
        ),
        hints=lambda: translate(
            "Arbitration", "Shift+D arbitrate · Shift+S make safe first · M merge · N next · ? all keys"
        ),
    )
    empty = (
        translate("Arbitration", "No ticket chosen"),
        translate("Arbitration", "N takes the first one that nobody is in."),
    )
    return QueueScreen(context, translate("Arbitration", "Arbitration"), spec, empty, claims=True)
