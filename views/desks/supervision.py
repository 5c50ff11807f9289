"""The supervision desk: what is followed up, what is to be answered by when, who is held to account."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.replica.standing import ACCOUNTABLE, FOLLOWED, REPLY_OWED, SUPERVISED
from contract.lifecycle_beside import UNDER_WAY
from views.context import Context
from views.desks.queue_screen import QueueScreen
from views.queue_spec import Page, QueueSpec

translate = QCoreApplication.translate
ANY: frozenset[str] = frozenset()
_FOLLOWED = ("reply", "follow")


def supervision_screen(context: Context) -> QueueScreen:
    """督办台: for who orders supervisions all of them, and what is past its limit without one; for a unit
    what it is to answer."""
    actor = context.desk.actor
    orders = actor is not None and actor.role in ("duty", "leader")
    owed = translate("Supervision", "Answer owed") if orders else translate("Supervision", "To answer")
    account = translate("Supervision", "Held to account")
    late = Page(
        "past",
        translate("Supervision", "Past the limit, not supervised"),
        frozenset(UNDER_WAY),
        without=SUPERVISED,
        past=True,
    )
    spec = QueueSpec(
        key="supervision",
        pages=(
            Page("owed", owed, ANY, flags=REPLY_OWED, shows=_FOLLOWED),
            Page(
                "answered",
                translate("Supervision", "Answered"),
                ANY,
                flags=SUPERVISED,
                without=REPLY_OWED,
                shows=("follow",),
            ),
            Page("account", account, ANY, flags=ACCOUNTABLE, shows=("account",)),
            Page("followed", translate("Supervision", "Followed by leaders"), ANY, flags=FOLLOWED),
            *((late,) if orders else ()),
        ),
        columns=("due", "reply", "number", "subject", "follow", "account", "unit", "area", "state"),
        sort=(("reply", True), ("due", True)),
        empty_title=translate("Supervision", "Nothing to follow up"),
        empty_text=translate("Supervision", "A ticket comes here when a supervision is ordered on it.")
        if orders
        else translate("Supervision", "A supervision that your unit is to answer comes here."),
        hints=lambda: (
            translate(
                "Supervision",
                "Shift+U supervise · Shift+L lift · Shift+A settle · U urge · N next · ? all keys",
            )
            if orders
            else translate("Supervision", "Shift+U answer · E handled · N next · ? all keys")
        ),
    )
    empty = (
        translate("Supervision", "No ticket chosen"),
        translate("Supervision", "N goes to what is to be answered first."),
    )
    return QueueScreen(context, translate("Supervision", "Supervision"), spec, empty)
