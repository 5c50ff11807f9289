"""The desks of a ticket's later way: handling, verification, closing, call-back; and all tickets."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.replica.standing import FAILED, PARTS
from views.context import Context
from views.desks.queue_screen import QueueScreen
from views.queue_spec import Page, QueueSpec, ticket_pages

translate = QCoreApplication.translate


def closing_screen(context: Context) -> QueueScreen:
    """核查结案: what units have handled, to be verified and closed by the seat."""
    spec = QueueSpec(
        key="closing",
        pages=(
            Page("both", translate("Closing", "To verify or close"), frozenset(("handled", "verifying"))),
            Page("handled", translate("Closing", "To verify"), frozenset(("handled",))),
            Page("verifying", translate("Closing", "To close"), frozenset(("verifying",))),
            Page("rework", translate("Closing", "Rework"), frozenset(("rework",))),
            Page(
                "failed",
                translate("Closing", "Failed in a row"),
                frozenset(),
                flags=FAILED,
                shows=("failures", "account"),
            ),
        ),
        columns=("due", "number", "subject", "failures", "account", "area", "unit", "state", "claim"),
        empty_title=translate("Closing", "Nothing to verify or close"),
        empty_text=translate(
            "Closing", "A ticket comes here when its unit has handled it, and again when it is verified."
        ),
        hints=lambda: translate(
            "Closing", "P passed · X failed · C close · Space files · N next · ? all keys"
        ),
    )
    empty = (
        translate("Closing", "No ticket chosen"),
        translate("Closing", "N takes the first one that nobody is in."),
    )
    return QueueScreen(context, translate("Closing", "Closing"), spec, empty, claims=True)


def callback_screen(context: Context) -> QueueScreen:
    """回访台: closed tickets whose reporter is to be asked."""
    spec = QueueSpec(
        key="callback",
        pages=(
            Page("closed", translate("CallBack", "To call back"), frozenset(("closed",))),
            Page("evaluated", translate("CallBack", "Evaluated"), frozenset(("evaluated",))),
        ),
        columns=("due", "number", "subject", "area", "unit", "channel", "claim"),
        empty_title=translate("CallBack", "Nobody to call back"),
        empty_text=translate("CallBack", "A ticket comes here when it is closed."),
        hints=lambda: translate(
            "CallBack", "Q show the reporter · V evaluate, then 1 2 3 · O reopen · N next · ? all keys"
        ),
    )
    empty = (
        translate("CallBack", "No ticket chosen"),
        translate("CallBack", "N takes the first one that nobody is in."),
    )
    return QueueScreen(context, translate("CallBack", "Call-back"), spec, empty, claims=True)


def handling_screen(context: Context) -> QueueScreen:
    """承办台: what was sent to this unit."""
    spec = QueueSpec(
        key="handling",
        pages=(
            Page(
                "all",
                translate("Handling", "To do"),
                frozenset(("dispatched", "signed_in", "on_site", "handling", "rework")),
            ),
            Page("dispatched", translate("Handling", "To sign in"), frozenset(("dispatched",))),
            Page(
                "handling",
                translate("Handling", "In hand"),
                frozenset(("signed_in", "on_site", "handling")),
            ),
            Page("rework", translate("Handling", "Rework"), frozenset(("rework",))),
            Page("handled", translate("Handling", "Handled"), frozenset(("handled", "verifying"))),
            Page("parts", translate("Handling", "In parts"), frozenset(), flags=PARTS, shows=("parts",)),
            Page(
                "suspended", translate("Handling", "Suspended"), frozenset(("suspended",)), shows=("until",)
            ),
        ),
        columns=("due", "until", "number", "subject", "parts", "area", "channel", "state"),
        filters=("area", "light"),
        empty_title=translate("Handling", "Nothing to do"),
        empty_text=translate("Handling", "Tickets that the centre dispatches to your unit come here."),
        hints=lambda: translate(
            "Handling", "S sign in · B begin · E handled · R return · T more time · H suspend · ? all keys"
        ),
    )
    empty = (
        translate("Handling", "No ticket chosen"),
        translate("Handling", "N goes to the one that is due first."),
    )
    return QueueScreen(context, translate("Handling", "Handling"), spec, empty)


def all_screen(context: Context) -> QueueScreen:
    """工单: every ticket this account may see."""
    spec = QueueSpec(
        key="tickets",
        pages=ticket_pages(),
        columns=("due", "until", "number", "subject", "area", "unit", "channel", "state", "claim"),
        empty_title=translate("Tickets", "No such ticket here"),
        empty_text=translate("Tickets", "Change the page, a filter or the words searched for."),
        hints=lambda: translate("Tickets", "/ search · Space files · Y why due then · ? all keys"),
    )
    empty = (
        translate("Tickets", "No ticket chosen"),
        translate("Tickets", "Search by number, words or pinyin initials with /."),
    )
    return QueueScreen(context, translate("Tickets", "Tickets"), spec, empty, counted=())
