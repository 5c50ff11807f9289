"""A ticket's steps as the buttons of its bar."""

from __future__ import annotations

from collections.abc import Sequence

from contract.ticket import Ticket
from views.acting import ONLINE, Step, is_likely
from views.on_line import marked
from views.ticket.onward import ONWARD
from widgets.action_bar import BarAction

AWAITED = (
    "extend/endorsed",
    "extend/approved",
    "suspend/approved",
    "force_close/endorsed",
    "force_close/approved",
    "appeal/approved",
    "supervise/replied",
    "extend/refused",
    "suspend/refused",
    "force_close/refused",
    "appeal/refused",
)
"""Steps that somebody waits for: they are offered only where something was asked for, and come first."""


def awaited_first(steps: Sequence[Step]) -> list[Step]:
    """The steps in their order, what somebody waits for before all others."""
    place = {name: n for n, name in enumerate(AWAITED)}
    return sorted(steps, key=lambda step: place.get(step.id, len(place)))


def bar_actions(steps: Sequence[Step], ticket: Ticket | None, away: str) -> list[BarAction]:
    """The buttons, the first of them primary where it is the one a person most likely wants. `away` says why
    what needs the centre can't be done now."""
    first = bool(steps) and ticket is not None and _likely(steps[0], ticket)
    return [
        BarAction(s.id, marked(s.text), s.key, enabled=False, reason=away)
        if away and s.id in ONLINE
        else BarAction(s.id, s.text, s.key, primary=first and number == 0, danger=s.danger)
        for number, s in enumerate(steps)
    ]


def _likely(step: Step, ticket: Ticket) -> bool:
    awaited = step.id in AWAITED and not step.danger
    return awaited or step.id == ONWARD or is_likely(step, ticket.state)
