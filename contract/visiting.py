"""What a welfare visit does to its ticket, and what the backend does about it by rule.

By rule, as the role `system`: accept, file and dispatch at once; pass up one level where nobody signs in, or
nobody is there, within the limit of the step. Whatever a person does in between stands: the next step counts
from there. The stage clocks of a visit have the limits of its ladder (`limit_of`).
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from . import action as a
from .account import Actor
from .clock import Limit
from .guards import level_of
from .machine import Names, Transition
from .reference import Reference, Unit
from .refused import wrong
from .ticket import Ticket
from .visit import WAITING, AlarmRule, AlarmStep, Asked, Sensed, Visit

_TO_TAKE_IN = ("reported", "accepted", "filed")
WhoIsOnDuty = Callable[[str], str]
"""Names of those on duty at a place (the code of an area or of a unit), "" where nobody is known to be."""


def nobody_known(_place: str) -> str:
    """Nobody is known to be on duty."""
    return ""


def begun(sensed: Sensed, ref: Reference) -> Visit:
    """The visit that an alarm asks for; raises InputRefused where the district has no rule for it."""
    if ref.district.alarm(sensed.kind) is None:
        raise wrong(
            "act.alarm.kind", sensed.kind, "known", "本区没有配置这种告警", "no such kind of alarm here"
        )
    return Visit(
        device=sensed.device, kind=sensed.kind, at=sensed.at, measure=sensed.measure, since=sensed.since
    )


# ---- the ladder
def rule_of(ticket: Ticket, ref: Reference) -> AlarmRule | None:
    """What the district makes of the alarm behind a ticket; None without one, and once somebody has been
    there and the matter was opened anew."""
    visit = ticket.beside.visit
    return ref.district.alarm(visit.kind) if visit is not None and ticket.round == 1 else None


def step_of(ticket: Ticket, ref: Reference) -> AlarmStep | None:
    """The step of the ladder that a ticket stands on."""
    rule = rule_of(ticket, ref)
    if rule is None:
        return None
    return rule.step(level_of(ticket, ref)) or (rule.steps[0] if not ticket.beside.level else None)


def above(ticket: Ticket, ref: Reference) -> AlarmStep | None:
    """The step that comes next; None at the top."""
    rule, here = rule_of(ticket, ref), step_of(ticket, ref)
    return rule.above(here.level) if rule is not None and here is not None else None


def unit_of(ticket: Ticket, step: AlarmStep, ref: Reference) -> Unit | None:
    """The unit that a step asks where the ticket lies; None where there is none."""
    rule = rule_of(ticket, ref)
    item = ref.item_known(rule.item, ticket.changed_at) if rule is not None else None
    return ref.responsible(replace(item, handler=step.role), ticket.area) if item is not None else None


def asked_at(ticket: Ticket, step: AlarmStep, unit: Unit, ref: Reference) -> str:
    """The place whose people on duty a step asks: on its lowest rung the grid's own, above it the unit's."""
    rule = rule_of(ticket, ref)
    lowest = rule is not None and step == rule.steps[0]
    return ticket.area if lowest else unit.code


def limit_of(ticket: Ticket, stage: str, ref: Reference) -> Limit | None:
    """The limit of a stage by the ladder: to sign in, and then to be there."""
    step = step_of(ticket, ref)
    if step is None:
        return None
    return {"sign_in": step.sign_in, "arrive": step.confirm}.get(stage)


def waits(ticket: Ticket) -> bool:
    """Whether somebody is asked to go and nobody has been there."""
    return ticket.beside.visit is not None and ticket.state in WAITING


# ---- by rule
def acts_at(ticket: Ticket, ref: Reference) -> int | None:
    """When the backend takes a step by itself, unless somebody acts before; None for never."""
    visit = ticket.beside.visit
    if visit is None:
        return None
    if ticket.state in _TO_TAKE_IN:
        return ticket.changed_at if not visit.asked and _taken_in(ticket, ref) is not None else None
    stage = ticket.stage
    if ticket.state not in WAITING or stage is None or stage.running_since is None:
        return None
    return stage.due_at if above(ticket, ref) is not None else None


def acts(ticket: Ticket, ref: Reference, now: int, who: WhoIsOnDuty = nobody_known) -> tuple[a.Act, ...]:
    """The steps, one after the other, that the backend takes by itself at an instant; none where nothing is
    to be done."""
    at = acts_at(ticket, ref)
    if at is None or at > now:
        return ()
    if ticket.state not in _TO_TAKE_IN:
        return _passed_up(ticket, ref, who)
    taken = _taken_in(ticket, ref)
    assert taken is not None
    rule, unit = taken
    step = step_of(ticket, ref)
    assert step is not None
    steps: dict[str, a.Act] = {
        "reported": a.Accept(),
        "accepted": a.File(item=rule.item, area=ticket.area),
        "filed": a.Dispatch(unit=unit.code, who=who(asked_at(ticket, step, unit, ref))),
    }
    return tuple(steps[state] for state in _TO_TAKE_IN[_TO_TAKE_IN.index(ticket.state) :])


def places_to_ask(ticket: Ticket, ref: Reference) -> tuple[str, ...]:
    """The places whose people a step by rule may name now: those of the step that the ticket is on, and of
    the next."""
    found = []
    for step in (step_of(ticket, ref), above(ticket, ref)):
        unit = unit_of(ticket, step, ref) if step is not None else None
        if step is not None and unit is not None:
            found.append(asked_at(ticket, step, unit, ref))
    return tuple(found)


def _taken_in(ticket: Ticket, ref: Reference) -> tuple[AlarmRule, Unit] | None:
    """By which rule, and to whom, a ticket can be sent; None where the seats have to see to it."""
    rule = rule_of(ticket, ref)
    if rule is None or not ticket.area or ref.item_at(rule.item, ticket.changed_at) is None:
        return None
    step = step_of(ticket, ref)
    unit = unit_of(ticket, step, ref) if step is not None else None
    return (rule, unit) if unit is not None else None


def _passed_up(ticket: Ticket, ref: Reference, who: WhoIsOnDuty) -> tuple[a.Act, ...]:
    """Up one level, and to the unit of that level; without one it stays with who arbitrates."""
    step = above(ticket, ref)
    assert step is not None
    raised = a.Escalate(reason=both(reason(ticket, ref)))
    unit = unit_of(ticket, step, ref)
    if unit is None:
        return (raised,)
    return raised, a.Redispatch(unit=unit.code, who=who(asked_at(ticket, step, unit, ref)))


def both(names: Names) -> str:
    """Words for a timeline, in both languages."""
    return f"{names.zh}\n{names.en}"


def reason(ticket: Ticket, ref: Reference) -> Names:
    """Why a visit goes up a level: who was asked, and in which limit nothing came."""
    here, next_ = step_of(ticket, ref), above(ticket, ref)
    names = {level.key: level.names for level in ref.district.levels}
    low = names.get(here.level, Names("", "")) if here is not None else Names("", "")
    high = names.get(next_.level, Names("", "")) if next_ is not None else Names("", "")
    unit = ref.unit(ticket.unit)
    who = unit.names if unit is not None else Names(ticket.unit_name, ticket.unit_name)
    stage = ticket.stage
    limit = round(stage.limit.amount / 60_000) if stage is not None else 0
    if ticket.state == "dispatched":
        zh, en = "未签收", "did not sign in"
    else:
        zh, en = "签收后未到场确认", "signed in and were not there"
    return Names(
        f"{low.zh}（{who.zh}）{limit}分钟内{zh}，自动提级至{high.zh}",
        f"{low.en} ({who.en}) {en} within {limit} minutes: passed up to the {high.en} by rule",
    )


# ---- what a step writes
def visited(
    before: Ticket, after: Ticket, row: Transition, act: a.Act, actor: Actor, ref: Reference
) -> Ticket:
    """The row after a step with what its visit knows of it; `after` has its state and its clocks."""
    visit = after.beside.visit
    if visit is None:
        return after
    at, asked = after.changed_at, visit.asked
    next_at = acts_at(after, ref) if after.state in WAITING else None
    if row.target == "dispatched":
        fresh = Asked(
            level=_level(after, ref),
            unit=after.unit,
            unit_name=after.unit_name,
            at=at,
            who=getattr(act, "who", ""),
            by_rule=actor.role == "system",
        )
        asked = (*_ended(asked), fresh)
    if asked:
        last = replace(asked[-1], next_at=next_at)
        if row.action == "sign_in":
            last = replace(last, taken_at=at, taken_by=actor.name)
        arrived = after.state in ("on_site", "handling", "handled") and before.state in (*WAITING, "rework")
        if arrived and last.there_at is None:
            last = replace(last, there_at=at, taken_by=actor.name, taken_at=last.taken_at or at)
        asked = (*asked[:-1], last)
    outcome = act.visit if isinstance(act, a.Handle) and act.visit else visit.outcome
    fresh_visit = replace(visit, asked=asked, outcome=outcome)
    if fresh_visit == visit:
        return after
    return replace(after, beside=replace(after.beside, visit=fresh_visit))


def _ended(asked: tuple[Asked, ...]) -> tuple[Asked, ...]:
    return (*asked[:-1], replace(asked[-1], next_at=None)) if asked else ()


def with_heard(back: Ticket, ticket: Ticket) -> Ticket:
    """An earlier row with what its device has said since."""
    old, now = back.beside.visit, ticket.beside.visit
    if old is None or now is None:
        return back
    heard = replace(old, repeats=now.repeats, again_at=now.again_at, over_at=now.over_at)
    return back if heard == old else replace(back, beside=replace(back.beside, visit=heard))


def _level(ticket: Ticket, ref: Reference) -> str:
    step = step_of(ticket, ref)
    return step.level if step is not None else level_of(ticket, ref)


def outcome_stated(ticket: Ticket, act: a.Handle) -> None:
    """Raises InputRefused where a visit is handed back without what was found, or something else with it."""
    if ticket.beside.visit is None:
        if act.visit:
            raise wrong("act.visit", act.visit, "no_visit", "这不是告警上门工单", "it is no welfare visit")
    elif not act.visit:
        raise wrong("act.visit", "", "required", "请选择上门结果", "say what the visit found")
