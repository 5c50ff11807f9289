"""How the forecast is said: what each ticket waits for, and until when."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from views import words
from views.context import Context
from widgets.moments import clock_time, day_time

translate = QCoreApplication.translate


def waits_for(state: str, context: Context) -> str:
    """What has not been done to a ticket in a state; the state's own name where no word is known."""
    skipped = context.reference.district.steps.get("arrive") == "skipped"
    match state:
        case "reported" | "accepted":
            return translate("Deadlines", "not filed")
        case "filed":
            return translate("Deadlines", "not dispatched")
        case "returned" | "reopened" | "escalated":
            return translate("Deadlines", "not dispatched again")
        case "dispatched":
            return translate("Deadlines", "not signed in")
        case "signed_in" if not skipped:
            return translate("Deadlines", "not on the spot")
        case "signed_in":
            return translate("Deadlines", "not begun")
        case "on_site" | "handling":
            return translate("Deadlines", "not handled")
        case "rework":
            return translate("Deadlines", "in rework")
        case "handled":
            return translate("Deadlines", "not verified")
        case "verifying":
            return translate("Deadlines", "not closed")
        case _:
            return context.desk.state_name(state)


def by_state(states: Iterable[tuple[str, int]], context: Context) -> str:
    """What they wait for with how many, those that wait for the same counted together."""
    found: dict[str, int] = {}
    for state, count in states:
        phrase = waits_for(state, context)
        found[phrase] = found.get(phrase, 0) + count
    return words.dotted(f"{phrase} {count}" for phrase, count in found.items())


def moment(instant: int, context: Context) -> str:
    """The time of day; with its day where it is not today's."""
    at = words.local(instant, context.reference)
    today = words.local(context.now(), context.reference)
    return clock_time(at) if at.date() == today.date() else day_time(at)
