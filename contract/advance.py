"""One step of a ticket: the row before, the act, who and when → the row after.

Pure, and used by both sides: the backend performs with it, a console projects its outbox with it, so what
a seat sees as pending is what the backend will make of it. Who may: `contract.guards`; what it raises:
`contract.refused`.
"""

from __future__ import annotations

from msgspec.structs import replace

from . import action as a
from .account import Actor
from .beside import Beside, Tied
from .beside_moves import BesideAct, failed_again, moved_beside, without_idle_requests
from .carried import said
from .clock import MINUTE
from .guards import guard, in_scope
from .lifecycle import ENDED_STATES, TABLE
from .lifecycle_beside import AT_UNIT, IN_HAND
from .linking import linked
from .machine import HELD, SAME, Names, Transition
from .parts import without_open_parts
from .recalendar import recalculated
from .reference import Reference
from .refused import Refused, RoleRefused, StepRefused, wrong
from .ticket import Last, Superior, Ticket
from .ticket_clocks import clocked, restage
from .visiting import begun, outcome_stated, visited, with_heard

LATE_AFTER = MINUTE
"""An act received this much later than it was done is marked late."""


def effective(ticket: Ticket | None, done_at: int | None, received_at: int) -> int:
    """When an act counts: `done_at` where it lies between last change and receipt, else the receipt; never
    before the last change, which a replica whose clock is ahead may have put after the receipt."""
    since = ticket.changed_at if ticket is not None else 0
    if done_at is not None and since <= done_at <= received_at:
        return done_at
    return max(received_at, since)


def _located(ticket: Ticket, act: a.Report | a.Accept | a.File, ref: Reference) -> Ticket:
    """The ticket with the place that an act states; what it leaves out stays."""
    out = ticket
    if act.area:
        area = ref.area(act.area)
        if area is None:
            raise wrong("act.area", act.area, "known", "没有这个网格或区域编码", "no such area or grid code")
        out = replace(out, area=area.code, area_path=area.path, area_name=area.short or area.names.zh)
    if act.place:
        out = replace(out, place=act.place)
    if act.lon is not None and act.lat is not None:
        out = replace(out, lon=act.lon, lat=act.lat)
    return out


def _unit(ticket: Ticket, code: str, ref: Reference) -> Ticket:
    unit = ref.unit(code)
    if unit is None:
        raise wrong("act.unit", code, "known", "没有这个承办单位", "no such unit")
    return replace(ticket, unit=unit.code, unit_path=unit.path, unit_name=unit.names.zh)


def _kind(kind: str, ref: Reference) -> str:
    if kind and kind not in {"event", "component"} | {k.key for k in ref.district.kinds}:
        raise wrong("act.kind", kind, "known", "没有这个类别", "no such kind")
    return kind


def report(
    ticket_id: str, number: str, act: a.Report, actor: Actor, at: int, ref: Reference, masked: a.Reporter
) -> Ticket:
    """A new ticket. `masked` is the reporter as rows may show them; clocks start at `at`, the receipt."""
    row = TABLE.find(None, "report")
    assert row is not None
    why = guard(row, None, actor, ref)
    if why is not None:
        raise RoleRefused(why)
    if ref.channel(act.channel) is None:
        raise wrong("act.channel", act.channel, "known", "没有这个渠道", "no such channel")
    if actor.role == "channel" and act.channel != actor.channel:
        raise RoleRefused(Names("不能代其他渠道上报", "a channel reports as itself only"))
    if act.item and ref.item_at(act.item, at) is None:
        raise wrong("act.item", act.item, "known", "事项清单中没有这一项", "no such item in the catalogue")
    if (act.reported_at is not None or act.superior_number) and actor.role != "channel":
        raise RoleRefused(
            Names("只有渠道可以给出原始时间和上级编号", "only a channel may state time and superior number")
        )
    if act.reported_at is not None and act.reported_at > at + MINUTE:
        raise wrong(
            "act.reported_at", act.reported_at, "past", "上报时间在将来", "the time lies in the future"
        )
    if act.alarm is not None and actor.role != "channel":
        raise RoleRefused(Names("只有传感平台可以上报告警", "only a sensor platform reports an alarm"))
    item = ref.item_at(act.item, at) if act.item else None
    ticket = Ticket(
        id=ticket_id,
        district=ref.district.code,
        number=number,
        version=1,
        seq=0,
        state=row.target,
        channel=act.channel,
        title=act.title,
        text=act.text,
        kind=_kind(act.kind, ref) or (item.kind if item else "event"),
        item=act.item,
        item_name=item.names.zh if item else "",
        category=item.category if item else "",
        reported_at=at if act.reported_at is None else act.reported_at,
        received_at=at,
        changed_at=at,
        reporter=masked.name,
        reporter_phone=masked.phone,
        files=len(act.files),
        last=Last(actor.id, actor.name, "report", "", at),
        superior=Superior(act.channel, act.superior_number, act.superior_due_at)
        if act.superior_number
        else None,
    )
    ticket = _located(ticket, act, ref)
    if act.alarm is not None:
        ticket = replace(ticket, beside=replace(ticket.beside, visit=begun(act.alarm, ref)))
    return replace(ticket, stage=restage(ticket, ticket, row, at, ref))


def advance(
    ticket: Ticket,
    act: a.Act,
    actor: Actor,
    at: int,
    ref: Reference,
    *,
    into: Ticket | None = None,
    image: Ticket | None = None,
    tied: Tied | None = None,
) -> Ticket:
    """The row after one act; raises Refused. `at` is the effective instant.

    `into` is the ticket that a merge or a link names. `image` is the row before the last versioned action,
    which a recall restores; without it (on a console) a recall shows the former state only. `tied` is the
    component that the act names, as the register has it; without it the row knows its code only. `version`
    rises by one where the row is versioned; `seq`, claims and the counting of `into` are the caller's.
    """
    name, outcome = a.name_of(act), a.outcome_of(act)
    if isinstance(act, a.Report):
        raise StepRefused(Names("工单已存在", "the ticket exists already"))
    row = TABLE.find(ticket.state, name, outcome)
    if row is None:
        state = TABLE.state(ticket.state)
        what = TABLE.names_of(name, outcome) or Names(name, name)
        now = state.names if state is not None else Names(ticket.state, ticket.state)
        raise StepRefused(
            Names(f"“{now.zh}”的工单不能“{what.zh}”", f"a ticket that is {now.en} cannot take: {what.en}")
        )
    why = guard(row, ticket, actor, ref)
    if why is not None:
        role = actor.role not in row.roles or not in_scope(ticket, actor)
        raise RoleRefused(why) if role else StepRefused(why)

    if isinstance(act, a.Recall):
        return recalculated(_recall(ticket, actor, at, image), ref.calendar)
    if isinstance(act, a.Unmerge):
        return recalculated(_unmerged(ticket, actor, at, image), ref.calendar)

    after = with_component(_taken(ticket, act, actor, at, ref, into), act, tied)
    if not row.versioned:
        return after
    after = replace(
        after,
        state=_target(row, ticket),
        version=ticket.version + 1,
        changed_at=at,
        files=ticket.files + len(getattr(act, "files", ())),
        last=Last(actor.id, actor.name, name, outcome, at, ticket.state if row.recallable else ""),
    )
    if ticket.beside.suspension is not None and after.state != "suspended":
        after = replace(after, beside=replace(after.beside, suspension=None))
    if after.state in ENDED_STATES and ticket.state not in ENDED_STATES:
        after = without_open_parts(after, at, ref)
    after = clocked(ticket, without_idle_requests(ticket, after), row, at, ref)
    return visited(ticket, after, row, act, actor, ref)


def with_component(ticket: Ticket, act: a.Act, tied: Tied | None) -> Ticket:
    """The row tied to the component that an act names, or to none where it says so."""
    code = getattr(act, "component", None)
    if code is None:
        return ticket
    found = tied if tied is not None and tied.code == code else Tied(code)
    return replace(ticket, beside=replace(ticket.beside, component=found if code else None))


def _target(row: Transition, ticket: Ticket) -> str:
    """The state that a row leads to."""
    if row.target == SAME:
        return ticket.state
    if row.target == HELD:
        held = ticket.beside.suspension
        assert held is not None
        return held.state
    return row.target


def _taken(ticket: Ticket, act: a.Act, actor: Actor, at: int, ref: Reference, into: Ticket | None) -> Ticket:
    """What an act writes into the row; state and clocks are the table's."""
    after = ticket
    match act:
        case a.Accept():
            after = _located(after, act, ref)
            after = replace(
                after, title=act.title or after.title, kind=_kind(act.kind, ref) or after.kind, accepted_at=at
            )
        case a.File():
            item = ref.item_at(act.item, at)
            if item is None:
                raise wrong(
                    "act.item", act.item, "known", "事项清单中没有这一项", "no such item in the catalogue"
                )
            after = replace(
                _located(after, act, ref),
                item=item.code,
                item_version=item.version,
                item_name=item.names.zh,
                category=item.category,
                kind=item.kind if after.kind in ("event", "component") else after.kind,
                title=act.title or after.title,
                filed_at=at,
            )
        case a.Merge():
            after = _merged(ticket, act, into)
        case a.Link():
            after = linked(ticket, act, at, into)
        case a.Dispatch() | a.Redispatch():
            if ticket.state in IN_HAND:
                said(act.note, "act.note", "请写明收回的原因", "say why it is taken back")
            after = _sent(after, act.unit, at, ref)
        case a.SignIn():
            beside = after.beside
            if not beside.first_unit:
                beside = replace(beside, first_unit=ticket.unit, first_unit_name=ticket.unit_name)
            after = replace(after, signed_in_at=at, beside=beside)
        case a.Arrive():
            after = replace(after, arrived_at=at)
        case a.Handle():
            after = _handled(after, act, at, ref)
        case a.Return():
            beside = replace(after.beside, reason=act.reason)
            after = replace(after, bounces=after.bounces + 1, beside=beside)
        case a.Verify(outcome="failed"):
            if not act.reason.strip():
                raise wrong("act.reason", "", "required", "请写明不通过的原因", "say why it failed")
            after = replace(after, reworks=after.reworks + 1, beside=failed_again(after, act.reason, at))
        case a.Verify():
            after = (
                replace(after, beside=replace(after.beside, failures=0)) if after.beside.failures else after
            )
        case a.Close():
            after = replace(after, closed_at=at)
        case a.Evaluate():
            after = replace(after, satisfaction=act.satisfaction, evaluated_at=at)
        case a.Reopen():
            after = _new_round(after)
        case a.Urge():
            after = replace(after, urges=after.urges + 1)
        case a.Arbitrate():
            after = moved_beside(_sent(after, act.unit, at, ref), act, actor, at, ref)
        case a.MakeSafe(outcome="ordered") if ticket.state not in AT_UNIT:
            after = _sent(after, act.unit, at, ref)
        case a.ForceClose(outcome="approved"):
            after = replace(moved_beside(after, act, actor, at, ref), closed_at=at)
        case _ if isinstance(act, BesideAct):
            after = moved_beside(after, act, actor, at, ref)
    return after


def _sent(ticket: Ticket, code: str, at: int, ref: Reference) -> Ticket:
    """The row at another unit, or again at the same."""
    after = replace(
        _unit(ticket, code, ref),
        dispatched_at=ticket.dispatched_at or at,
        signed_in_at=None,
        arrived_at=None,
    )
    beside = after.beside
    # Verifications fail a unit in a row: what the one before it left undone is not laid to the next.
    failures = beside.failures if after.unit == ticket.unit else 0
    if not beside.arbitrated and not beside.reason and failures == beside.failures:
        return after
    return replace(after, beside=replace(beside, arbitrated="", reason="", failures=failures))


def _merged(ticket: Ticket, act: a.Merge, into: Ticket | None) -> Ticket:
    if into is not None and (into.id == ticket.id or into.district != ticket.district):
        raise wrong("act.into", act.into, "other", "不能并入自身", "a ticket cannot be merged into itself")
    if into is not None and into.state in ("merged", "refused"):
        raise StepRefused(Names("目标工单已合并或回绝", "the target is itself merged or refused"))
    beside = replace(ticket.beside, merged_from=ticket.state, merged_version=ticket.version + 1)
    return replace(ticket, merged_into=act.into, beside=beside)


def _handled(ticket: Ticket, act: a.Handle, at: int, ref: Reference) -> Ticket:
    if act.outcome == "started":
        return ticket
    outcome_stated(ticket, act)
    if not act.result.strip():
        raise wrong("act.result", "", "required", "请填写处置结果", "say what was done")
    item = ref.item(ticket.item, ticket.item_version)
    carried = {f.kind for f in act.files}
    lacking = [kind for kind in (item.evidence if item else ()) if kind not in carried]
    if lacking:
        kinds = ", ".join(lacking)
        raise wrong(
            "act.files", "", "evidence", f"缺少规定的佐证材料：{kinds}", f"evidence is missing: {kinds}"
        )
    clock = ticket.responsibility
    in_time = clock.due_at is None or at <= clock.due_at if clock is not None else None
    return replace(ticket, handled_at=at, in_time=in_time)


def _new_round(ticket: Ticket) -> Ticket:
    return replace(
        ticket,
        round=ticket.round + 1,
        beside=_new_beside(ticket.beside),
        responsibility=None,
        satisfaction="",
        in_time=None,
        dispatched_at=None,
        signed_in_at=None,
        arrived_at=None,
        handled_at=None,
        closed_at=None,
        evaluated_at=None,
    )


def _new_beside(beside: Beside) -> Beside:
    """What a new round keeps: the follow-ups, not what the round before was judged by."""
    return Beside(
        level=beside.level,
        escalations=beside.escalations,
        supervision=beside.supervision,
        supervisions=beside.supervisions,
        followed=beside.followed,
        accountability=beside.accountability,
        mediations=tuple(one for one in beside.mediations if one.outcome),
        repeat_of=beside.repeat_of,
        repeated=beside.repeated,
        component=beside.component,
        visit=beside.visit,
    )


def _recall(ticket: Ticket, actor: Actor, at: int, image: Ticket | None) -> Ticket:
    last = ticket.last
    assert last is not None
    back = image if image is not None else replace(ticket, state=last.recall_to)
    if back.state == "merged":
        # Its reporter has the answer that came meanwhile, whatever of their own they take back.
        back = replace(back, beside=replace(back.beside, answered_at=ticket.beside.answered_at))
    return _back(ticket, back, actor, "recall", at)


def _unmerged(ticket: Ticket, actor: Actor, at: int, image: Ticket | None) -> Ticket:
    """The row as it was before the merge, with its clocks as if it had never been merged."""
    shown = replace(ticket, state=ticket.beside.merged_from or "reported", merged_into="")
    return _back(ticket, image if image is not None else shown, actor, "unmerge", at)


def _back(ticket: Ticket, back: Ticket, actor: Actor, action: str, at: int) -> Ticket:
    """An earlier row with what has happened beside the steps since."""
    kept = ticket.beside
    if (back.beside.followed, back.beside.repeated) != (kept.followed, kept.repeated):
        back = replace(back, beside=replace(back.beside, followed=kept.followed, repeated=kept.repeated))
    back = with_heard(back, ticket)
    return replace(
        back,
        version=ticket.version + 1,
        seq=ticket.seq,
        changed_at=at,
        urges=ticket.urges,
        repeats=ticket.repeats,
        files=ticket.files,
        claim=ticket.claim,
        last=Last(actor.id, actor.name, action, "", at),
    )


def projected(ticket: Ticket, act: a.Act, actor: Actor, at: int, ref: Reference) -> Ticket:
    """What a console shows while an act waits: `advance`, or the row as it is where it is refused."""
    try:
        return advance(ticket, act, actor, at, ref)
    except Refused:
        return ticket
