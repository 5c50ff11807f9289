"""The clocks of a ticket after a step: which state has which, by whose limit, what a step does to them."""

from __future__ import annotations

from msgspec.structs import replace

from .beside import STAGED, Beside, Stood
from .clock import HOUR, MINUTE, Calendar, Clock, Limit, end, resume, stand, start
from .lifecycle import TABLE
from .machine import HELD, SAME, Transition
from .reference import Reference
from .ticket import Ticket
from .visiting import limit_of

UNIT_STAGES = ("sign_in", "arrive", "handle")
"""Stages that a unit answers for: it gets no new time for one by giving the ticket away and back."""
MAKE_SAFE = Limit(2 * HOUR / MINUTE, "minutes")
"""Where neither item nor district says how fast a danger is to be made safe."""


def clocked(before: Ticket, after: Ticket, row: Transition, at: int, ref: Reference) -> Ticket:
    """The row after a step with its clocks as the step leaves them: started, standing, resumed or ended at
    `at`, the effective instant."""
    calendar = ref.calendar
    clock = after.responsibility
    if "start_responsibility" in row.effects and clock is None:
        clock = _responsibility(after, at, ref)
    if clock is not None:
        if "stand_responsibility" in row.effects or "stand_clocks" in row.effects:
            clock = stand(clock, at, calendar)
        if "resume_responsibility" in row.effects or "resume_clocks" in row.effects:
            clock = resume(clock, at, calendar)
        if "end_responsibility" in row.effects or "end_clocks" in row.effects:
            clock = end(clock, at, calendar)
    after = replace(after, beside=_staged(before, after, row, at, ref))
    if after.beside.parts:
        parts = tuple(replace(p, clock=_held(p.clock, row, at, calendar)) for p in after.beside.parts)
        after = replace(after, beside=replace(after.beside, parts=parts))
    return _restaged(before, replace(after, responsibility=clock), row, at, ref)


def _staged(before: Ticket, after: Ticket, row: Transition, at: int, ref: Reference) -> Beside:
    """What stands beside the way, with the clocks of the stages: the first begins with the first dispatch of
    a round, or when it is ordered to make safe, each other one when the one before it is done."""
    calendar, beside, effects = ref.calendar, after.beside, set(row.effects)
    first = before.dispatched_at is None and after.dispatched_at is not None
    if not (first or beside.staged or "start_safe" in effects):
        return beside
    over = "end_clocks" in effects or after.state in ("handled", "closed")
    clocks: dict[str, Clock | None] = {field: getattr(beside, field) for field in STAGED}
    for field, clock in clocks.items():
        if clock is not None:
            done = over or f"end_{field}" in effects
            clocks[field] = end(clock, at, calendar) if done else _held(clock, row, at, calendar)
    if "start_safe" in effects:
        clocks["safe"] = start("make_safe", _safe_limit(after, ref), at, calendar, _amber(after, ref))
    if first or effects & {f"end_{field}" for field in STAGED}:
        clocks |= _following(clocks, after, at, ref, first=first)
    return replace(beside, **clocks) if any(clocks[f] != getattr(beside, f) for f in STAGED) else beside


def _following(
    clocks: dict[str, Clock | None], ticket: Ticket, at: int, ref: Reference, *, first: bool
) -> dict[str, Clock | None]:
    """The stage that begins now by its field, if one does: the first of the item's that has not been, while
    none is under way. A danger that the item knows is one from the first dispatch on."""
    item = ref.item(ticket.item, ticket.item_version)
    if item is None or any(clock is not None and clock.ended_at is None for clock in clocks.values()):
        return {}
    for field, name in STAGED.items():
        limit: Limit | None = getattr(item, name)
        if clocks[field] is None and limit is not None and (first or field != "safe"):
            return {field: start(name, limit, at, ref.calendar, _amber(ticket, ref))}
    return {}


def _held(clock: Clock, row: Transition, at: int, calendar: Calendar) -> Clock:
    """A clock beside the stage, through a suspension; one that has ended stays as it is."""
    if clock.ended_at is not None:
        return clock
    if "stand_clocks" in row.effects:
        return stand(clock, at, calendar)
    return resume(clock, at, calendar) if "resume_clocks" in row.effects else clock


def _restaged(before: Ticket, after: Ticket, row: Transition, at: int, ref: Reference) -> Ticket:
    """The row with the stage clock of its state. A unit's clock that did not come to its end is laid by, and
    goes on with what was left when the same unit comes to the same stage again."""
    if row.target == SAME:
        return after
    calendar, held = ref.calendar, after.stage
    if "stand_clocks" in row.effects:
        return replace(after, stage=stand(held, at, calendar) if held is not None else None)
    if row.target == HELD:
        return replace(after, stage=resume(held, at, calendar) if held is not None else None)
    stood = after.beside.stood
    laid_by = held is not None and held.ended_at is None and _unfinished(held, row)
    if held is not None and limit_of(before, held.name, ref) is not None:
        laid_by = False  # whoever of a ladder is asked next has the time of their own step
    if laid_by and held is not None:
        stood = (*stood, Stood(before.unit, stand(held, at, calendar)))
    stage = restage(before, after, row, at, ref)
    kept = next((s for s in stood if stage is not None and _same(s, after, stage)), None)
    if kept is not None and stage is not held:
        stage = resume(kept.clock, at, calendar)
        stood = tuple(s for s in stood if s is not kept)
    if stood != after.beside.stood:
        after = replace(after, beside=replace(after.beside, stood=stood))
    return replace(after, stage=stage)


def _unfinished(held: Clock, row: Transition) -> bool:
    """Whether a unit's stage may come again: it gave the ticket away, or what it did may prove not enough."""
    if held.name not in UNIT_STAGES:
        return False
    given_away = row.target in ("returned", "escalated", "dispatched")
    return given_away or (held.name == "handle" and row.target == "handled")


def _same(stood: Stood, ticket: Ticket, stage: Clock) -> bool:
    return stood.unit == ticket.unit and stood.clock.name == stage.name and stage.name in UNIT_STAGES


def _amber(ticket: Ticket, ref: Reference) -> float:
    """The share of a limit left at which a light turns amber."""
    item = ref.item(ticket.item, ticket.item_version) if ticket.item_version else None
    return item.amber if item is not None and item.amber is not None else ref.district.amber


def _safe_limit(ticket: Ticket, ref: Reference) -> Limit:
    item = ref.item(ticket.item, ticket.item_version)
    return (item.make_safe if item is not None else None) or ref.district.make_safe or MAKE_SAFE


def _stage(state: str, ticket: Ticket, ref: Reference) -> tuple[str, Limit | None]:
    """The stage clock of a state: its name ("" for none), its limit."""
    known = TABLE.state(state)
    stage = known.stage if known is not None else ""
    district = ref.district
    item = ref.item(ticket.item, ticket.item_version) if ticket.item_version else None
    channel = ref.channel(ticket.channel)
    of_visit = limit_of(ticket, stage, ref)
    no_arrival = of_visit is None and (item is None or item.arrive is None)
    if stage == "arrive" and (district.steps.get("arrive") == "skipped" or no_arrival):
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
            limit = of_visit or (item.sign_in if item else None)
        case "arrive":
            limit = of_visit or (item.arrive if item else None)
        case "handle":
            limit = item.handle if item else None
        case "verify":
            limit = (item.verify if item else None) or district.verify
        case "evaluate":
            limit = (item.evaluate if item else None) or district.evaluate
    return stage, limit


def restage(before: Ticket, after: Ticket, row: Transition, at: int, ref: Reference) -> Clock | None:
    """The stage clock of the state after a step: the one before where it runs on, else a new one."""
    stage, limit = _stage(after.state, after, ref)
    held = before.stage
    if held is not None and held.ended_at is None and held.name == stage and row.target != "dispatched":
        return held
    if not stage or limit is None:
        return end(held, at, ref.calendar) if held is not None and not stage else None
    return start(stage, limit, at, ref.calendar, _amber(after, ref))


def _responsibility(ticket: Ticket, at: int, ref: Reference) -> Clock | None:
    superior = ticket.superior
    if superior is not None and superior.due_at is not None and ticket.round == 1:
        left = max(superior.due_at - at, 1)
        return start("responsibility", Limit(left / MINUTE, "minutes"), at, ref.calendar, _amber(ticket, ref))
    item = ref.item(ticket.item, ticket.item_version)
    if item is None or item.handle is None:
        return None
    return start("responsibility", item.handle, at, ref.calendar, _amber(ticket, ref))
