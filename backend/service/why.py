"""Why a clock is due when it is: its rule in words, the days it counts, what stood, what is left."""

from __future__ import annotations

from backend.service.reckoned import called, limit_names
from contract.clock import Clock, remaining
from contract.feed import Why
from contract.machine import Names
from contract.reckoning import reckon
from contract.reference import Reference
from contract.ticket import Ticket
from contract.visiting import limit_of, rule_of, step_of

_STAGES = {
    "accept": Names("受理立案时限", "time to accept and file"),
    "dispatch": Names("派遣时限", "time to dispatch"),
    "sign_in": Names("签收时限", "time to sign in"),
    "arrive": Names("到场时限", "time to arrive"),
    "handle": Names("处置时限", "time to handle"),
    "verify": Names("核查结案时限", "time to verify and close"),
    "evaluate": Names("回访评价时限", "time to evaluate"),
    "responsibility": Names(
        "责任时限（首次派遣起，退单不重计）", "responsibility, from the first dispatch on"
    ),
    "make_safe": Names("先行处置时限", "time to make safe"),
    "repair": Names("修复时限", "time to repair"),
    "restore": Names("恢复时限", "time to restore"),
    "collect": Names("代办收件时限", "time to collect the papers"),
    "hand_in": Names("代办送办时限", "time to hand them in"),
    "bring_back": Names("代办送达时限", "time to bring the result back"),
}


def why(clock: Clock, ticket: Ticket, reference: Reference, now: int) -> Why:
    """The explanation of one clock of a ticket; `left` at the instant `now`."""
    stage = _stage(clock, ticket)
    limit = limit_names(clock.limit)
    source = _source(clock, ticket, reference)
    rule = Names(f"{stage.zh}：{limit.zh}（{source.zh}）", f"{stage.en}: {limit.en} ({source.en})")
    at = clock.ended_at if clock.ended_at is not None else now
    said = reckon(clock, reference.calendar, at)
    return Why(
        clock=clock,
        rule=rule,
        spans=said.spans,
        left=remaining(clock, at, reference.calendar),
        days=said.days,
        passed=tuple(called(days, reference.calendar) for days in said.passed),
        stood=said.stood,
    )


def _stage(clock: Clock, ticket: Ticket) -> Names:
    for part in ticket.beside.parts:
        if part.clock.name == clock.name:
            return Names(f"{part.unit_name}协办时限", f"time for the part of {part.unit_name}")
    return _STAGES.get(clock.name, Names(clock.name, clock.name))


def _source(clock: Clock, ticket: Ticket, reference: Reference) -> Names:
    superior = ticket.superior
    if clock.name == "responsibility" and superior and superior.due_at is not None and ticket.round == 1:
        return Names(
            f"上级平台工单{superior.number}的时限", f"set by the superior's ticket {superior.number}"
        )
    if any(part.clock.name == clock.name for part in ticket.beside.parts):
        return Names("交办时商定", "set when it was given")
    item = reference.item(ticket.item, ticket.item_version) if ticket.item_version else None
    rule, step = rule_of(ticket, reference), step_of(ticket, reference)
    if rule is not None and step is not None and limit_of(ticket, clock.name, reference) == clock.limit:
        level = next((x.names for x in reference.district.levels if x.key == step.level), Names("", ""))
        return Names(
            f"“{rule.names.zh}”上门规则：{level.zh}", f"rule of the alarm {rule.names.en}, {level.en}"
        )
    if item is not None:
        field = "handle" if clock.name == "responsibility" else clock.name
        if getattr(item, field, None) == clock.limit:
            return Names(
                f"事项清单{item.version}版 {item.code} {item.names.zh}",
                f"catalogue {item.version}, {item.code} {item.names.en}",
            )
    channel = reference.channel(ticket.channel)
    if channel is not None and clock.limit in (channel.accept, channel.dispatch):
        return Names(f"渠道“{channel.names.zh}”的规定", f"rule of the channel {channel.names.en}")
    return Names(f"{reference.district.names.zh}的规定", f"rule of {reference.district.names.en}")
