"""The clocks of a ticket after a step: which state has which, by whose limit, what a step does to them."""

from __future__ import annotations

from msgspec.structs import replace

from .clock import MINUTE, Clock, Limit, end, resume, stand, start
from .lifecycle import TABLE
from .machine import Transition
from .reference import Reference
from .ticket import Ticket


def clocked(before: Ticket, after: Ticket, row: Transition, at: int, ref: Reference) -> Ticket:
    """The row after a step with its clocks as the step leaves them: started, standing, resumed or ended at
    `at`, the effective instant."""
    clock = after.responsibility
    if "start_responsibility" in row.effects and clock is None:
        clock = _responsibility(after, at, ref)
    if clock is not None:
        if "stand_responsibility" in row.effects:
            clock = stand(clock, at, ref.calendar)
        if "resume_responsibility" in row.effects:
            clock = resume(clock, at, ref.calendar)
        if "end_responsibility" in row.effects or "end_clocks" in row.effects:
            clock = end(clock, at, ref.calendar)
    return replace(after, responsibility=clock, stage=restage(before, after, row, at, ref))


def _stage(state: str, ticket: Ticket, ref: Reference) -> tuple[str, Limit | None, float]:
    """The stage clock of a state: its name ("" for none), its limit, its amber share."""
    known = TABLE.state(state)
    stage = known.stage if known is not None else ""
    district = ref.district
    item = ref.item(ticket.item, ticket.item_version) if ticket.item_version else None
    channel = ref.channel(ticket.channel)
    amber = item.amber if item is not None and item.amber is not None else district.amber
    if stage == "arrive" and (
        district.steps.get("arrive") == "skipped" or item is None or item.arrive is None
    ):
        stage = "handle"
    if stage == "evaluate" and district.steps.get("evaluate") == "skipped":
        stage = ""
    limit: Limit | None = None
    match stage:
        case "accept":
            limit = channel.accept if channel else None
        case "dispatch":
            limit = (item.dispatch if item else None) or (channel.dispatch if channel else None)
        case "sign_in":
            limit = item.sign_in if item else None
        case "arrive":
            limit = item.arrive if item else None
        case "handle":
            limit = item.handle if item else None
        case "verify":
            limit = (item.verify if item else None) or district.verify
        case "evaluate":
            limit = (item.evaluate if item else None) or district.evaluate
    return stage, limit, amber


def restage(before: Ticket, after: Ticket, row: Transition, at: int, ref: Reference) -> Clock | None:
    """The stage clock of the state after a step: the one before where it runs on, else a new one."""
    stage, limit, amber = _stage(after.state, after, ref)
    held = before.stage
    if held is not None and held.ended_at is None and held.name == stage and row.action != "redispatch":
        return held
    if not stage or limit is None:
        return end(held, at, ref.calendar) if held is not None and not stage else None
    return start(stage, limit, at, ref.calendar, amber)


def _responsibility(ticket: Ticket, at: int, ref: Reference) -> Clock | None:
    item = ref.item(ticket.item, ticket.item_version)
    amber = item.amber if item is not None and item.amber is not None else ref.district.amber
    superior = ticket.superior
    if superior is not None and superior.due_at is not None and ticket.round == 1:
        left = max(superior.due_at - at, 1)
        return start("responsibility", Limit(left / MINUTE, "minutes"), at, ref.calendar, amber)
    if item is None or item.handle is None:
        return None
    return start("responsibility", item.handle, at, ref.calendar, amber)
