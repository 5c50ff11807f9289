"""Sensors' alarms of the simulated day: what a device says, and who goes there, when, or does not.

Pure, as `lives` is. Most of those who are asked sign in and go; some miss it, and the backend passes the
visit up (steps of `SYSTEM`: in a past that is told they are played, in a running day the backend takes them
itself).
"""

from __future__ import annotations

import random
from typing import Literal

from backend.simulation.draws import stream
from backend.simulation.step import SYSTEM, Step
from contract import action as a
from contract.clock import HOUR, MINUTE
from contract.reference import Reference
from contract.ticket import Ticket
from contract.visit import WAITING, Sensed
from contract.visiting import above, acts, both, reason, rule_of, step_of, unit_of

DEVICES = 6
"""Meters of a grid that are watched."""
SIGNS_IN = 0.75
"""So many of those asked sign in in time; at the top everybody does, sooner or later."""
IS_THERE = 0.9
"""So many of those who signed in are there in time."""
FOUND: tuple[tuple[Literal["well", "helped", "absent", "false_alarm"], float, str], ...] = (
    ("well", 0.66, "上门见到老人本人，身体无恙，用电正常使用，已叮嘱安全并通知家属"),
    ("false_alarm", 0.2, "上门核实，老人短期外出由子女接住，电表无异常，系误报"),
    ("absent", 0.1, "多次敲门无人应答，经电话联系家属确认老人住院，已登记"),
    ("helped", 0.04, "老人摔倒行动不便，已呼叫120并陪同送医，家属已到场"),
)
"""What visits find, how often, and in which words."""


def sensed(seed: int, prefix: str, kind: str, spot: str, matter: str, at: int) -> Sensed:
    """What a device of a grid says: one of those that are there."""
    chance = stream(seed, "device", matter)
    hours = chance.randrange(18, 44)
    device = f"{prefix}-DB-{spot}-{chance.randrange(1, DEVICES + 1):02d}"
    return Sensed(device=device, kind=kind, at=at, measure=float(hours), since=at - hours * HOUR)


def next_step(ticket: Ticket, ref: Reference, seed: int, grid: str) -> Step | None:
    """The next step on a ticket behind which an alarm is, as long as somebody is to go there; None where it
    goes on as every other does. `grid` is the code of the grid that it lies in."""
    visit = ticket.beside.visit
    if visit is None or rule_of(ticket, ref) is None:
        return None
    at, chance = ticket.changed_at, stream(seed, ticket.id, ticket.version, "visit")
    taken_in = acts(ticket, ref, at)
    if ticket.state not in WAITING and taken_in:
        return Step(at, "system", SYSTEM, taken_in[0])
    if ticket.state == "escalated" and ticket.last is not None and ticket.last.by == SYSTEM:
        return _sent_on(ticket, ref)
    if ticket.state in WAITING:
        return _goes(ticket, ref, chance, grid)
    if ticket.state in ("on_site", "handling"):
        role, login = _who(ticket, ref, grid)
        outcome, _, words = chance.choices(FOUND, [share for _, share, _ in FOUND])[0]
        done = a.Handle(outcome="done", result=words, visit=outcome)
        return Step(at + chance.randrange(4, 25) * MINUTE, role, login, done)
    return None


def _sent_on(ticket: Ticket, ref: Reference) -> Step | None:
    step = step_of(ticket, ref)
    unit = unit_of(ticket, step, ref) if step is not None else None
    if unit is None:
        return None
    return Step(ticket.changed_at, "system", SYSTEM, a.Redispatch(unit=unit.code))


def _who(ticket: Ticket, ref: Reference, grid: str) -> tuple[Literal["grid", "handler"], str]:
    """Who goes: on the lowest rung the grid's own worker, above it the unit that was asked."""
    rule, step = rule_of(ticket, ref), step_of(ticket, ref)
    lowest = rule is not None and step == rule.steps[0] and bool(grid)
    return ("grid", f"g-{grid}") if lowest else ("handler", f"u-{ticket.unit}")


def _goes(ticket: Ticket, ref: Reference, chance: random.Random, grid: str) -> Step | None:
    """Signs in and goes there within the limit, or lets it pass."""
    stage, top = ticket.stage, above(ticket, ref) is None
    due = stage.due_at if stage is not None else None
    if due is None:
        return None
    role, login = _who(ticket, ref, grid)
    in_time = chance.random() < (SIGNS_IN if ticket.state == "dispatched" else IS_THERE)
    span = max(due - ticket.changed_at, MINUTE)
    act: a.Act = a.SignIn() if ticket.state == "dispatched" else a.Arrive(lon=ticket.lon, lat=ticket.lat)
    if in_time or top:
        return Step(ticket.changed_at + round(span * chance.uniform(0.15, 0.85)), role, login, act)
    return Step(due, "system", SYSTEM, a.Escalate(reason=both(reason(ticket, ref))))
