"""What of a joint action falls due: its clocks that have not ended, whose each is, when it is near and past,
and how far apart its reminders are. The backend tells it (`backend.service.joint.clocks`), a console sounds
it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

import msgspec

from contract.clock import MINUTE, Clock, Limit
from contract.mediating import SOON
from contract.reference import Reference

from .joint import Joint
from .lifecycle import CALLED, ENDED
from .mediation import Session

OF_LEAD = ("muster", "plan", "begin", "hand_over")
"""Phases that the lead department ends; the others end at the centre, or with who whistled."""
NOT_NEAR = ("safety",)
"""Clocks of which nobody is told before they are past."""


class Falls(msgspec.Struct, frozen=True):
    """A clock that counts against somebody: its name (the phase's own, ``handle``, ``sign_in``, ``arrive``,
    ``task``, ``approval``, ``owed`` for papers that were to follow, ``session``, ``settlement``,
    ``safety``), what it is on (a unit's code, an id), and whose it is."""

    name: str
    clock: Clock
    on: str = ""
    unit: str = ""
    unit_name: str = ""
    subject: str = ""

    @property
    def due_at(self) -> int | None:
        """When it is past; None while it stands with something left."""
        return self.clock.due_at

    @property
    def near(self) -> int | None:
        """When it is near its limit; None where nobody is told of that, or it stands."""
        clock = self.clock
        if clock.running_since is None or clock.amber_at is None or self.name in NOT_NEAR:
            return None
        return clock.amber_at if clock.due_at is not None and clock.amber_at < clock.due_at else None

    @property
    def base(self) -> int | None:
        """Where its reminders begin, since the time in which it stood does not count for them; None while it
        stands."""
        clock = self.clock
        if clock.due_at is None or clock.running_since is None:
            return None
        return max(clock.due_at, clock.running_since)

    def interval(self, reference: Reference) -> int:
        """What lies between two reminders, in the clock's own kind of ms; 0 where there are none."""
        remind = reference.district.joint.remind
        limit = remind.get(self.name, remind.get("every"))
        return limit.amount if limit is not None else 0

    def past(self, now: int) -> bool:
        """Whether it is past its limit at an instant, and counts."""
        return self.clock.due_at is not None and self.clock.due_at < now and self.clock.running


def falling(joint: Joint, reference: Reference) -> Iterator[Falls]:
    """The clocks of a joint action that have not ended, those that stand among them, in a fixed order."""
    if joint.state in ENDED:
        return
    lead = joint.lead
    leads = (lead.unit, lead.unit_name) if lead is not None else ("", "")
    if _open(joint.stage):
        name = joint.stage.name
        yield Falls(name, joint.stage, "", *(leads if name in OF_LEAD else ("", "")))
    if _open(joint.handle):
        yield Falls("handle", joint.handle, "", *leads)
    for party in joint.active if joint.state in CALLED else ():
        for name, clock in (("sign_in", party.sign_in), ("arrive", party.arrive)):
            if _open(clock):
                yield Falls(name, clock, party.unit, party.unit, party.unit_name, party.unit_name)
    for task in joint.tasks:
        if _open(task.clock):
            yield Falls("task", task.clock, task.id, task.unit, task.unit_name, task.text)
    share = reference.district.amber
    for approval in joint.approvals:
        whose = (approval.id, approval.unit, approval.unit_name)
        if _open(approval.clock):
            yield Falls("approval", approval.clock, *whose, approval.matter)
        if approval.owes and approval.owed_until is not None:
            since = approval.taken_at if approval.taken_at is not None else approval.asked_at
            near = approval.owed_until - round((approval.owed_until - since) * share)
            clock = _dated(joint, "owed", since, near, approval.owed_until)
            yield Falls("owed", clock, *whose, f"{approval.matter}：{approval.owed}")
    for session in joint.sessions:
        if session.state == "set" and not joint.mediated:
            yield Falls("session", _sitting(joint, session), session.id, *leads, session.place)
    held = joint.settlement
    if held is not None and held.awaited and held.until is not None and held.signed_at is not None:
        near = held.until - round((held.until - held.signed_at) * share)
        clock = _dated(joint, "settlement", held.signed_at, near, held.until)
        yield Falls("settlement", clock, held.id, *leads, held.text)
    for watch in joint.safety:
        if watch.ended_at is None and _open(watch.clock):
            yield Falls("safety", watch.clock, watch.unit, watch.unit, watch.unit_name, watch.unit_name)


def _open(clock: Clock | None) -> TypeGuard[Clock]:
    return clock is not None and clock.ended_at is None


def _sitting(joint: Joint, session: Session) -> Clock:
    """The time to a session at the table; it is near as a ticket's mediation is."""
    span = session.at - session.set_at
    return _dated(
        joint, "session", session.set_at, session.at - (SOON if span > 2 * SOON else span // 5), session.at
    )


def _dated(joint: Joint, name: str, since: int, near: int, due: int) -> Clock:
    """A date that was promised, as a clock: it stands while the action does, and is due when it was."""
    limit = Limit(max(due - since, MINUTE) / MINUTE, "minutes")
    begun = min(since, due)
    if joint.stops and joint.stops[-1][1] is None:
        return Clock(name, limit, begun)
    ended = [finish for _, finish in joint.stops if finish is not None]
    since = max([begun, *ended])
    return Clock(name, limit, begun, running_since=since, due_at=due, amber_at=min(max(near, begun), due))
