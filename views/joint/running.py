"""The clocks of a joint action that run now, and which of them presses most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contract.clock import Clock
from contract.joint.joint import Joint
from contract.joint.party import Party
from contract.joint.spot import SafetyWatch


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs: what it counts down to (`views.joint.naming.clock`), and whose it is."""

    what: str
    clock: Clock
    unit: str = ""


def waits_for(party: Party) -> tuple[str, Clock | None]:
    """Which of a department's own clocks runs: to sign in, then to arrive; "" for neither."""
    if not party.takes_part:
        return "", None
    if party.signed_in_at is None and party.sign_in is not None and party.sign_in.running:
        return "sign_in", party.sign_in
    if party.arrival is None and party.arrive is not None and party.arrive.running:
        return "arrive", party.arrive
    return "", None


def running(joint: Joint) -> Iterator[Running]:
    """Those that run: of the phase, of the whole, of departments, tasks, approvals, of people's safety."""
    for what, clock in (("", joint.stage), ("handle", joint.handle)):
        if clock is not None and clock.running:
            yield Running(what or clock.name, clock)
    for party in joint.parties:
        what, own = waits_for(party)
        if own is not None:
            yield Running(what, own, party.unit)
    for task in joint.tasks:
        if task.state in ("given", "taken") and task.clock.running:
            yield Running("task", task.clock, task.unit)
    for one in joint.approvals:
        if one.clock is not None and one.clock.running:
            yield Running("approval", one.clock, one.unit)
    for watch in joint.safety:
        if watch.ended_at is None and watch.clock.running:
            yield Running("safety", watch.clock, watch.unit)


def pressing(joint: Joint, now: int) -> Running | None:
    """The one that presses most: people who were to be heard of, then what is due first."""
    overdue = unheard(joint, now)
    found = [one for one in running(joint) if one.clock.due_at is not None]
    if overdue:
        found = [one for one in found if one.what == "safety"] or found
    return min(found, key=lambda one: one.clock.due_at or 0, default=None)


def rank(joint: Joint, now: int) -> tuple[bool, int]:
    """Where it stands among others by what presses: danger and people not heard of first, then what is due
    first."""
    found = pressing(joint, now)
    calm = joint.urgency != "danger" and not unheard(joint, now)
    return calm, found.clock.due_at or 0 if found is not None else 1 << 62


def unheard(joint: Joint, now: int) -> tuple[SafetyWatch, ...]:
    """Safety timers that are past their time: nobody has said that these people are well."""
    return tuple(watch for watch in joint.safety if watch.overdue(now))


def is_late(joint: Joint, now: int) -> bool:
    """Whether any of its clocks is past its limit."""
    return any(one.clock.due_at is not None and one.clock.due_at < now for one in running(joint))
