"""What is done at random at desks and at mediation tables, and who does it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from contract.account import Actor
from contract.action import FileRef
from contract.clock import DAY, HOUR
from contract.joint import action as a
from contract.joint.joint import Joint
from contract.reference import Reference

Step = tuple[Actor, a.JointAct]
Offer = tuple[float, Step]
"""How likely, and what."""


class Town:
    """Who acts: the centre's duty officer and seat, a street's seat, handlers by their unit."""

    def __init__(
        self, ref: Reference, people: dict[str, Actor], areas: tuple[str, ...], street: str, units: list[str]
    ) -> None:
        self.ref = ref
        self.duty, self.seat, self.street = people["duty01"], people["seat01"], people[street]
        self.handlers = {unit: people[f"u-{unit}"] for unit in units}
        self.areas = areas
        self.units = units
        self.departments = [unit for unit in units if (one := ref.unit(unit)) and one.type == "department"]


def _id(rng: Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128)))


def ask(rng: Random, unit: str) -> a.Ask:
    """An approval of a unit, within hours, so that some clocks run out."""
    measure: Any = rng.choice(("working_hours", "hours", "working_days"))
    return a.Ask(id=_id(rng), unit=unit, matter="施工许可", value=1, measure=measure)


def at_desks(rng: Random, joint: Joint, town: Town, now: int) -> Iterator[Offer]:
    """Steps of approvals beside each other; some of them are refused."""
    seat = town.seat
    if len(joint.approvals) < 6:
        unit = rng.choice(joint.active).unit
        one = ask(rng, unit)
        asks = a.ApprovalStep(
            outcome="asked",
            approval=one.id,
            unit=unit,
            matter=one.matter,
            value=one.value,
            measure=one.measure,
        )
        yield 0.5, (seat, asks)
    for approval in joint.approvals:
        who, of = town.handlers[approval.unit], {"approval": approval.id}
        if approval.state == "asked":
            owed: dict[str, Any] = {"owed": "环评报告", "until": now + DAY} if rng.random() < 0.3 else {}
            yield 2, (who, a.ApprovalStep(outcome="taken", **of, **owed))
        if approval.state in ("asked", "taken"):
            yield 0.7, (who, a.ApprovalStep(outcome="lacking", reason="缺图纸", **of))
        if approval.state == "lacking" or approval.owes:
            yield 3, (seat, a.ApprovalStep(outcome="supplied", **of))
        if not approval.ended:
            yield 2, (who, a.ApprovalStep(outcome="granted", document="许〔2026〕1号", **of))
            yield 0.5, (who, a.ApprovalStep(outcome="denied", reason="不符合规划", **of))
        if not approval.ended or approval.owes:
            yield 0.3, (seat, a.ApprovalStep(outcome="withdrawn", reason="不再需要", **of))


def at_table(rng: Random, joint: Joint, town: Town, now: int, file: Callable[[], FileRef]) -> Iterator[Offer]:
    """Steps at a mediation table; some of them are refused."""
    seat, held = town.seat, joint.settlement
    step = a.SettlementStep
    if len(joint.at_table) < 3:
        side = _id(rng)
        role: Any = rng.choice(("applicant", "respondent"))
        yield 4, (seat, a.SideStep(outcome="joined", side=side, name=side[:6], role=role, people=1))
    elif held is None or not held.signatures:
        side = rng.choice(joint.at_table).id
        yield 0.3, (seat, a.SideStep(outcome="left", side=side, reason="另行起诉"))
    if len(joint.at_table) > 1 and (held is None or held.signed_at is None):
        fen = rng.choice((0, 120_000_00, 9_950))
        until = {"until": now + HOUR} if fen else {}
        weight = 4.0 if held is None else 0.5
        yield weight, (seat, step(outcome="drawn", settlement=_id(rng), text="分期支付", fen=fen, **until))
        yield 0.4, (seat, step(outcome="broken", reason="分歧过大", referred="诉讼"))
    if held is None:
        return
    for one in joint.at_table:
        if all(one.id != signature.side for signature in held.signatures):
            yield 4, (seat, step(outcome="signed", settlement=held.id, side=one.id, files=(file(),)))
    if held.signed_at is not None and held.confirmed_at is None:
        yield 0.5, (seat, step(outcome="confirmed", document="民特1号"))
    if held.awaited:
        yield 2, (seat, step(outcome="performed", fen=rng.randint(1, held.fen - held.paid)))
        yield 1, (seat, step(outcome="defaulted", reason="逾期未付"))
