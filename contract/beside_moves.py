"""What the steps beside the plain way do to a ticket's row; its state and its clocks are the table's."""

from __future__ import annotations

from msgspec.structs import replace

from . import action as a
from .account import Actor
from .beside import FAILURES_TO_ACCOUNT, Accountability, Beside, Followed, Request, Supervision, Suspension
from .carried import reason_given, said, to_come
from .clock import ClockError, Limit, extend
from .guards import raised
from .lifecycle_beside import EXTENDED
from .machine import Names
from .mandate import GROUND_OF, split_key
from .mediating import mediated
from .parts import parted
from .reference import Reference
from .refused import InputRefused, StepRefused, wrong
from .supervising import supervised_at
from .ticket import Ticket

BesideAct = (
    a.Escalate
    | a.Arbitrate
    | a.MakeSafe
    | a.Repair
    | a.Restore
    | a.Errand
    | a.Extend
    | a.Suspend
    | a.Resume
    | a.Share
    | a.Mediate
    | a.Supervise
    | a.Follow
    | a.Settle
    | a.ForceClose
    | a.Appeal
)


def moved_beside(ticket: Ticket, act: BesideAct, actor: Actor, at: int, ref: Reference) -> Ticket:
    """The row after a step beside the plain way; raises InputRefused or StepRefused."""
    beside = ticket.beside
    match act:
        case a.Escalate():
            level, up = raised(ticket, ref), beside.escalations + 1
            beside = replace(beside, level=level, escalations=up, reason=act.reason)
        case a.Arbitrate():
            beside = replace(_grounded(beside, act, ref), arbitrated=act.unit)
        case a.MakeSafe(outcome="done"):
            said(act.result, "act.result", "请填写先行处置的结果", "say what was done to make it safe")
        case a.Repair() | a.Restore() | a.Errand():
            said(act.result, "act.result", "请写明完成情况", "say what was done")
        case a.MakeSafe() | a.Resume():
            pass
        case a.Extend():
            return _extended(ticket, act, actor, at, ref)
        case a.Suspend():
            beside = _suspended(ticket, act, actor, at)
        case a.Share():
            beside = replace(beside, parts=parted(ticket, act, actor, at, ref))
        case a.Mediate():
            beside = mediated(beside, act, actor, at)
        case a.Supervise():
            beside = _supervised(ticket, act, actor, at, ref)
        case a.Follow():
            others = tuple(one for one in beside.followed if one.by != actor.id)
            begun = (Followed(actor.id, actor.name, at),) if act.outcome == "begun" else ()
            beside = replace(beside, followed=(*others, *begun))
        case a.Settle():
            said(act.result, "act.result", "请填写问责结果", "say what came of it")
            held = beside.accountability
            assert held is not None
            beside = replace(beside, accountability=replace(held, measure=act.result, settled_at=at))
        case a.ForceClose():
            beside = _by_force(beside, act, actor, at)
        case a.Appeal():
            beside = _appealed(beside, act, actor, at)
    return replace(ticket, beside=beside)


def failed_again(ticket: Ticket, reason: str, at: int) -> Beside:
    """One more verification that failed; the second in a row holds the unit to account."""
    beside = replace(ticket.beside, failures=ticket.beside.failures + 1)
    held = beside.accountability
    if beside.failures >= FAILURES_TO_ACCOUNT and (held is None or held.settled_at is not None):
        opened = Accountability(at=at, unit=ticket.unit, unit_name=ticket.unit_name, reason=reason)
        beside = replace(beside, accountability=opened)
    return beside


def without_idle_requests(before: Ticket, after: Ticket) -> Ticket:
    """The row without what was asked for and has lost its object: more time for a unit that no longer has
    the ticket, a close by force of one that is closed. More time that was asked for waits through a
    suspension."""
    beside = after.beside
    kept = beside.requests
    if after.state not in EXTENDED or after.unit != before.unit:
        kept = tuple(r for r in kept if r.kind not in ("extend", "suspend"))
    if after.state in ("closed", "evaluated", "refused", "merged"):
        kept = tuple(r for r in kept if r.kind != "force_close")
    else:
        kept = tuple(r for r in kept if r.kind != "appeal")
    return after if kept == beside.requests else replace(after, beside=replace(beside, requests=kept))


def _with(beside: Beside, request: Request) -> Beside:
    others = tuple(r for r in beside.requests if r.kind != request.kind)
    return replace(beside, requests=(*others, request))


def _without(beside: Beside, kind: str) -> Beside:
    return replace(beside, requests=tuple(r for r in beside.requests if r.kind != kind))


def _endorsed(beside: Beside, kind: str, actor: Actor, at: int) -> Beside:
    request = beside.request(kind)
    assert request is not None
    return _with(beside, replace(request, endorsed_by=actor.id, endorsed_name=actor.name, endorsed_at=at))


def _grounded(beside: Beside, act: a.Arbitrate, ref: Reference) -> Beside:
    """Refuses a ground that does not hold for the unit named."""
    if act.ground == "first_taker" and act.unit != beside.first_unit:
        name = beside.first_unit_name
        raise wrong(
            "act.unit",
            act.unit,
            "first_taker",
            f"首接单位是{name}" if name else "本轮还没有单位签收过，没有首接单位",
            f"the first taker is {name}" if name else "no unit has signed in yet, so nobody took it first",
        )
    if act.ground == "fallback" and act.unit != ref.district.fallback:
        unit = ref.unit(ref.district.fallback)
        raise wrong(
            "act.unit",
            act.unit,
            "fallback",
            f"兜底单位是{unit.names.zh}" if unit is not None else "本区没有定兜底单位",
            f"the fallback unit is {unit.names.en}" if unit is not None else "the district names none",
        )
    if act.entry and act.ground != GROUND_OF.get(split_key(act.entry)[0]):
        raise wrong(
            "act.ground",
            act.ground,
            "list_of_entry",
            "依据须与所引条目的清单一致",
            "the ground must be the list that the entry is of",
        )
    if act.ground in ("duty_list", "powers_list") and not act.entry:
        said(act.cite, "act.cite", "请写明清单条目", "name the entry of the list")
    return beside


def _extended(ticket: Ticket, act: a.Extend, actor: Actor, at: int, ref: Reference) -> Ticket:
    beside, clock = ticket.beside, ticket.responsibility
    match act.outcome:
        case "asked":
            reason_given(act.reason)
            assert clock is not None  # guard may_extend
            if clock.due_at is not None and at > clock.due_at:
                raise StepRefused(Names("已超过时限，不能再申请延期", "its limit has passed already"))
            unit = act.unit or clock.limit.unit
            if unit != clock.limit.unit:
                raise wrong(
                    "act.unit",
                    unit,
                    "same_unit",
                    "延期须与原时限同一单位",
                    "use the limit's own unit of time",
                )
            if not 0 < act.value <= clock.limit.value or not _more(act.value, unit):
                raise wrong(
                    "act.value",
                    act.value,
                    "most_original",
                    f"延期须大于0，且不超过原时限{clock.limit.value:g}",
                    f"more than 0 and at most the original limit, {clock.limit.value:g}",
                )
            request = Request("extend", actor.id, actor.name, at, act.reason, value=act.value, unit=unit)
            beside = _with(beside, request)
        case "endorsed":
            beside = _endorsed(beside, "extend", actor, at)
        case "approved":
            return _granted(ticket, ref)
        case "refused":
            reason_given(act.reason)
            beside = _without(beside, "extend")
    return replace(ticket, beside=beside)


def _more(value: float, unit: str) -> int:
    """How much longer that is, in ms of its kind; raises InputRefused where the unit is not known here."""
    try:
        return Limit(value, unit).amount
    except ClockError as error:
        raise InputRefused(Names("无法计算延期", f"the extension cannot be counted: {error}")) from error


def _granted(ticket: Ticket, ref: Reference) -> Ticket:
    """The row with its clocks extended by what was asked for: responsibility, and handling where it runs."""
    beside, clock, stage = ticket.beside, ticket.responsibility, ticket.stage
    request = beside.request("extend")
    assert request is not None
    if clock is None or clock.ended_at is not None:
        raise StepRefused(Names("没有正在计时的责任时限", "no responsibility clock runs"))
    more = _more(request.value, request.unit)
    clock = extend(clock, more, ref.calendar)
    if stage is not None and stage.name == "handle" and stage.limit.working == clock.limit.working:
        stage = extend(stage, more, ref.calendar)
    beside = replace(_without(beside, "extend"), extensions=beside.extensions + 1)
    return replace(ticket, responsibility=clock, stage=stage, beside=beside)


def _suspended(ticket: Ticket, act: a.Suspend, actor: Actor, at: int) -> Beside:
    beside = ticket.beside
    match act.outcome:
        case "asked":
            reason_given(act.reason)
            if not act.cause:
                raise wrong("act.cause", "", "required", "请选择挂起原因", "say why the clock shall stand")
            until = to_come(act.until, at, "act.until")
            request = Request("suspend", actor.id, actor.name, at, act.reason, until=until, cause=act.cause)
            return _with(beside, request)
        case "approved":
            held = beside.request("suspend")
            assert held is not None
            assert held.until is not None
            if held.until <= at:
                raise StepRefused(Names("挂起的截止时间已过", "the end that was asked for has passed"))
            standing = Suspension(ticket.state, at, held.until, held.reason, held.cause)
            return replace(_without(beside, "suspend"), suspension=standing)
        case "refused":
            reason_given(act.reason)
            return _without(beside, "suspend")


def _supervised(ticket: Ticket, act: a.Supervise, actor: Actor, at: int, ref: Reference) -> Beside:
    beside, clock = ticket.beside, ticket.responsibility
    match act.outcome:
        case "ordered":
            reason_given(act.reason)
            if not act.kind:
                raise wrong("act.kind", "", "required", "请选择督办类型", "choose the kind of supervision")
            due = to_come(act.reply_due, at, "act.reply_due")
            if actor.role == "system":
                by_rule = supervised_at(ticket, ref)
                if act.kind != "time_out":
                    raise wrong(
                        "act.kind", act.kind, "by_rule", "系统只能按超时督办", "by rule for time-out only"
                    )
                if by_rule is None or at < by_rule:
                    raise StepRefused(Names("未到按规定督办的时间", "it is too early by the rule"))
            ordered = Supervision(act.kind, actor.id, actor.name, at, act.reason, due)
            past = clock is not None and clock.due_at is not None and at > clock.due_at
            return replace(
                beside,
                supervision=ordered,
                supervisions=beside.supervisions + 1,
                timed_out=beside.timed_out or past,
            )
        case "replied":
            said(act.result, "act.result", "请填写督办回复", "write the reply")
            held = beside.supervision
            assert held is not None
            return replace(beside, supervision=replace(held, reply=act.result, replied_at=at))
        case "lifted":
            return replace(beside, supervision=None)


def _by_force(beside: Beside, act: a.ForceClose, actor: Actor, at: int) -> Beside:
    match act.outcome:
        case "asked":
            reason_given(act.reason)
            beside = _with(beside, Request("force_close", actor.id, actor.name, at, act.reason))
            # The duty officer who asks has thereby signed.
            return _endorsed(beside, "force_close", actor, at) if actor.role == "duty" else beside
        case "endorsed":
            return _endorsed(beside, "force_close", actor, at)
        case "approved":
            return replace(_without(beside, "force_close"), forced=True)
        case "refused":
            reason_given(act.reason)
            return _without(beside, "force_close")


def _appealed(beside: Beside, act: a.Appeal, actor: Actor, at: int) -> Beside:
    reason_given(act.reason)
    match act.outcome:
        case "asked":
            return _with(beside, Request("appeal", actor.id, actor.name, at, act.reason))
        case "approved":
            return replace(_without(beside, "appeal"), excused_at=at)
        case "refused":
            return _without(beside, "appeal")
