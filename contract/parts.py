"""Parts of a ticket that other units do: given, taken, done, withdrawn."""

from __future__ import annotations

from msgspec.structs import replace

from . import action as a
from .account import Actor
from .beside import Part
from .carried import reason_given, said, to_come
from .clock import MINUTE, Limit, end, start
from .reference import Reference
from .refused import wrong
from .ticket import Ticket


def parted(ticket: Ticket, act: a.Share, actor: Actor, at: int, ref: Reference) -> tuple[Part, ...]:
    """The parts of a ticket after a step on them; raises InputRefused."""
    parts = ticket.beside.parts
    match act.outcome:
        case "given":
            return (*parts, _given(ticket, act, at, ref))
        case "taken":
            own = ticket.beside.part(actor.unit_path)
            assert own is not None  # guard own_part
            return tuple(replace(p, taken_at=at) if p is own else p for p in parts)
        case "done":
            said(act.result, "act.result", "请填写协办结果", "say what was done")
            own = ticket.beside.part(actor.unit_path)
            assert own is not None
            ended = replace(
                own,
                taken_at=own.taken_at if own.taken_at is not None else at,
                done_at=at,
                result=act.result,
                clock=end(own.clock, at, ref.calendar),
            )
            return tuple(ended if p is own else p for p in parts)
        case "withdrawn":
            reason_given(act.reason)
            found = next((p for p in parts if p.open and p.unit == act.unit), None)
            if found is None:
                raise wrong(
                    "act.unit", act.unit, "part", "该单位没有未完成的协办", "that unit has no open part"
                )
            gone = replace(found, withdrawn_at=at, clock=end(found.clock, at, ref.calendar))
            return tuple(gone if p is found else p for p in parts)


def without_open_parts(ticket: Ticket, at: int, ref: Reference) -> Ticket:
    """The row of a ticket that ends: parts that nobody did are withdrawn."""
    if not any(part.open for part in ticket.beside.parts):
        return ticket
    parts = tuple(
        replace(p, withdrawn_at=at, clock=end(p.clock, at, ref.calendar)) if p.open else p
        for p in ticket.beside.parts
    )
    return replace(ticket, beside=replace(ticket.beside, parts=parts))


def _given(ticket: Ticket, act: a.Share, at: int, ref: Reference) -> Part:
    unit = ref.unit(act.unit)
    if unit is None:
        raise wrong("act.unit", act.unit, "known", "没有这个承办单位", "no such unit")
    if unit.code == ticket.unit:
        raise wrong("act.unit", act.unit, "other", "该单位已是主办单位", "that unit has the whole ticket")
    if any(part.open and part.unit == unit.code for part in ticket.beside.parts):
        raise wrong(
            "act.unit", act.unit, "once", "该单位已有未完成的协办", "that unit has an open part already"
        )
    said(act.task, "act.task", "请写明协办事项", "say what the unit is to do")
    until = to_come(act.until, at, "act.until")
    limit = Limit((until - at) / MINUTE, "minutes")
    clock = start(f"part:{unit.code}", limit, at, ref.calendar, ref.district.amber)
    return Part(unit.code, unit.path, unit.names.zh, act.task, clock)
