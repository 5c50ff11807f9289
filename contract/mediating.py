"""Mediation between several parties (访调援法): set for a time at a place, held, agreed on or put off."""

from __future__ import annotations

from msgspec.structs import replace

from . import action as a
from .account import Actor
from .beside import PARTIES, Beside, Mediation
from .carried import reason_given, said, to_come
from .clock import HOUR, Clock, Limit
from .lifecycle_beside import MEDIATED
from .refused import wrong
from .ticket import Ticket

SOON = 2 * HOUR
"""So long before its time a mediation is near; one that is set for sooner, at four fifths of the way."""
LEAST = 2
"""Fewer parties have nothing to mediate between."""


def mediated(beside: Beside, act: a.Mediate, actor: Actor, at: int) -> Beside:
    """What stands beside the way after a step of a mediation; raises InputRefused."""
    if act.outcome == "set":
        return replace(beside, mediations=(*beside.mediations, _set(act, actor, at)))
    held = beside.mediation
    assert held is not None  # guard mediation
    over = replace(held, outcome=act.outcome, result=act.result or act.reason, held_at=at)
    following: tuple[Mediation, ...] = ()
    match act.outcome:
        case "agreed":
            said(act.result, "act.result", "请填写调解结果", "say what was agreed")
            if not act.files:
                raise wrong("act.files", "", "agreement", "请上传调解协议", "the agreement is a file")
        case "not_agreed":
            said(act.result, "act.result", "请填写调解情况", "say how it went")
        case "put_off":
            reason_given(act.reason)
            until = to_come(act.until, at, "act.until")
            place = act.place.strip() or held.place
            following = (Mediation(until, at, actor.id, actor.name, held.parties, place),)
    return replace(beside, mediations=(*beside.mediations[:-1], over, *following))


def _set(act: a.Mediate, actor: Actor, at: int) -> Mediation:
    parties = tuple(dict.fromkeys(act.parties))
    for party in parties:
        if party not in PARTIES:
            raise wrong("act.parties", party, "known", "没有这种当事方", "no such kind of party")
    if len(parties) < LEAST:
        raise wrong("act.parties", ",".join(parties), "two", "请选择至少两方", "choose two parties or more")
    said(act.place, "act.place", "请填写调解地点", "say where")
    until = to_come(act.until, at, "act.until")
    return Mediation(until, at, actor.id, actor.name, parties, act.place.strip())


def awaited(ticket: Ticket) -> Mediation | None:
    """The mediation whose time is still to come, or has come without an outcome."""
    return ticket.beside.mediation if ticket.state in MEDIATED else None


def mediation_clock(ticket: Ticket) -> Clock | None:
    """The time to the mediation that is awaited, as a clock that always runs."""
    held = awaited(ticket)
    if held is None:
        return None
    span = held.at - held.since
    near = held.at - (SOON if span > 2 * SOON else span // 5)
    limit = Limit(max(span, 60_000) / 60_000, "minutes")
    return Clock("mediation", limit, held.since, running_since=held.since, due_at=held.at, amber_at=near)
