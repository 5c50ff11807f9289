"""The approvals desk: what was asked for and waits for a signature."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.replica.standing import APPEAL, ASKED, EXTENSION, FORCE, SUSPENSION
from views.context import Context
from views.desks.queue_screen import QueueScreen
from views.queue_spec import Page, QueueSpec

translate = QCoreApplication.translate
ANY: frozenset[str] = frozenset()


def approvals_screen(context: Context) -> QueueScreen:
    """审批台: extensions, suspensions, closes by force and appeals, those for this person to sign first."""
    spec = QueueSpec(
        key="approvals",
        pages=(
            Page("sign", translate("Approvals", "For me to sign"), ANY, flags=ASKED, to_sign=True),
            Page("extend", translate("Approvals", "Extensions"), ANY, flags=EXTENSION),
            Page("suspend", translate("Approvals", "Suspensions"), ANY, flags=SUSPENSION),
            Page("force", translate("Approvals", "Closes by force"), ANY, flags=FORCE),
            Page("appeal", translate("Approvals", "Appeals"), ANY, flags=APPEAL),
        ),
        columns=("due", "number", "subject", "asked", "unit", "area", "state"),
        sort=(("asked", True),),
        empty_title=translate("Approvals", "Nothing waits for a signature"),
        empty_text=translate(
            "Approvals",
            "What units and seats ask for comes here: more time, a suspension, a close by force, an appeal.",
        ),
        hints=lambda: translate(
            "Approvals", "T extension · H suspension · with Shift: refuse · N next · ? all keys"
        ),
    )
    empty = (
        translate("Approvals", "No ticket chosen"),
        translate("Approvals", "N goes to what has waited longest."),
    )
    return QueueScreen(context, translate("Approvals", "Approvals"), spec, empty)
