"""Joint actions that live at random by their table, in the order that chance gives."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from random import Random
from typing import Literal

from contract.action import FileRef
from contract.clock import HOUR, MINUTE
from contract.joint import action as a
from contract.joint.guards import form_of, missing
from contract.joint.joint import Joint
from contract.joint.lifecycle import CALLED, FIELD
from tests.counting.joint_tables import Offer, Step, Town, ask, at_desks, at_table


def begun(rng: Random, town: Town) -> Step:
    """A proposal."""
    kinds = town.ref.district.joint.kinds
    kind = rng.choice(kinds).key
    way = rng.choice(("whistle", "whistle", "application"))
    if rng.random() < GREEN:
        desks = rng.choice([one.key for one in kinds if one.form == "approval"])
        return town.seat, a.Propose(
            outcome="green", kind=desks, title="企业用地", reason="并联办理", area=rng.choice(town.areas)
        )
    who = town.street if way == "whistle" else town.handlers[rng.choice(town.departments)]
    act = a.Propose(
        outcome="whistle" if way == "whistle" else "application",
        kind=kind,
        title="占道经营",
        reason="需多部门到场",
        area=town.street.area if way == "whistle" else rng.choice(town.areas),
    )
    return who, act


def next_step(rng: Random, joint: Joint, town: Town, now: int, file: Callable[[], FileRef]) -> Step | None:
    """What somebody does next; it may be refused. None where nobody would do anything."""
    offers = list(_offers(rng, joint, town, now, file))
    if not offers:
        return None
    return rng.choices([step for _, step in offers], [weight for weight, _ in offers])[0]


def _offers(rng: Random, joint: Joint, town: Town, now: int, file: Callable[[], FileRef]) -> Iterator[Offer]:
    duty, seat = town.duty, town.seat
    match joint.state:
        case "proposed":
            chosen = rng.sample(town.units, rng.randint(1, min(4, len(town.units))))
            named = tuple(a.Named(unit=unit, lead=n == 0) for n, unit in enumerate(chosen))
            kind = rng.choice(town.ref.district.joint.kinds).key if rng.random() < 0.2 else ""
            form = town.ref.district.joint.kind(kind or joint.kind)
            desks = form is not None and form.form == "approval"
            asks = tuple(ask(rng, unit) for unit in chosen for _ in range(rng.randint(0, 2))) if desks else ()
            yield 10, (duty, a.Approve(parties=named, kind=kind, approvals=asks))
            yield 1, (duty, a.RefuseJoint(reason="单个部门可办"))
            proposer = seat if joint.origin.way == "green" else town.street
            proposer = town.handlers[joint.origin.unit] if joint.origin.way == "application" else proposer
            yield 0.5, (proposer, a.Withdraw(reason="已自行解决"))
        case "approved":
            yield 10, (seat, a.Call())
            yield 0.3, (duty, a.CallOff(reason="已解决"))
        case "stopped":
            yield 4, (seat, a.Continue())
            yield 0.2, (duty, a.CallOff(reason="天气"))
        case "complete":
            yield from _agreement(joint, town)
            yield 5, (seat, a.HandOver())
        case "handed_over":
            yield 4, (seat, a.VerifyJoint(outcome="passed"))
            yield 2, (duty, a.VerifyJoint(outcome="failed", reason="现场反弹"))
        case "verified":
            for party in joint.active:
                stars = rng.randint(1, 5)
                if party.score is None or rng.random() < 0.1:
                    rate = a.Rate(outcome="department", unit=party.unit, value=stars)
                    yield 4, (seat, rate)
                if party.unit in town.handlers:
                    whistle = a.Rate(outcome="whistle", unit=party.unit, value=stars)
                    yield 0.5, (town.handlers[party.unit], whistle)
            yield 2, (seat, a.Evaluated())
        case "evaluated":
            yield 3, (seat, a.CloseJoint())
            yield 2, (duty, a.SettleJoint(result="通报批评"))
    if joint.state in CALLED:
        yield from _departments(rng, joint, town)
    match form_of(joint, town.ref):
        case "approval" if joint.state in ("approved", *CALLED):
            yield from at_desks(rng, joint, town, now)
        case "mediation":
            yield from at_table(rng, joint, town, now, file)
    if joint.state in ("called", *FIELD):
        yield 0.3, (seat, a.Stop(reason="雷雨"))
        yield 0.15, (duty, a.CallOff(reason="已解决"))
    if joint.state in FIELD:
        yield from _work(rng, joint, town, file)
    if joint.state == "called":
        yield 3, (seat, a.Begin() if form_of(joint, town.ref) == "approval" else a.Muster())
    elif joint.state == "on_site":
        unit = joint.active[0].unit
        given = a.Given(id=str(uuid.UUID(int=rng.getrandbits(128))), unit=unit, text="清场", until=now + HOUR)
        yield 4, (seat, a.Plan(minutes="分工如下", tasks=(given,)))
    elif joint.state == "planned":
        yield 4, (seat, a.Begin())
    elif joint.state == "acting":
        yield from _agreement(joint, town)
        yield 8, (seat, a.Complete(result="已清理"))


def _departments(rng: Random, joint: Joint, town: Town) -> Iterator[Offer]:
    inside = {party.unit for party in joint.active}
    outside = [unit for unit in town.units if unit not in inside]
    for party in joint.active:
        who, unit = town.handlers[party.unit], party.unit
        if party.state == "objecting":
            yield 3, (town.duty, a.DecideObjection(outcome="kept", unit=unit, reason="清单在列"))
            instead = rng.choice(outside) if outside and (party.lead or rng.random() < 0.5) else ""
            release = a.DecideObjection(outcome="released", unit=unit, reason="非其职责", instead=instead)
            yield 3, (town.duty, release)
        if party.signed_in_at is None:
            yield 4, (who, a.JointSignIn(unit=unit))
        elif party.arrival is None:
            yield 4, (who, a.JointArrive(people=rng.randint(1, 9), unit=unit))
        if party.arrival is None:
            yield 0.5, (who, a.Object(reason="非本单位职责", unit=unit))
            yield 0.4, (town.seat, a.MarkAbsent(unit=unit))
            yield 0.2, (town.seat, a.Remind(unit=unit))
            if outside:
                instead = rng.choice(outside)
                yield 0.3, (town.duty, a.Substitute(unit=unit, instead=instead, reason="车辆故障"))
    if outside:
        one = a.Named(unit=rng.choice(outside))
        yield 0.2, (town.duty, a.JoinIn(party=one, reason="需其到场"))


def _work(rng: Random, joint: Joint, town: Town, file: Callable[[], FileRef]) -> Iterator[Offer]:
    fresh = str(uuid.UUID(int=rng.getrandbits(128)))
    seat = town.seat
    if len(joint.problems) < 5:
        yield 2, (seat, a.ProblemStep(outcome="found", problem=fresh, text="消防通道被占"))
    for problem in joint.problems:
        if problem.state == "open":
            id_ = problem.id
            yield 3, (seat, a.ProblemStep(outcome="handled", problem=id_, result="已清"))
            unit = rng.choice(town.units)
            yield 1, (seat, a.ProblemStep(outcome="handed_on", problem=id_, unit=unit, reason="须专业处置"))
            yield 1, (seat, a.ProblemStep(outcome="ticketed", problem=id_, ticket=TICKET))
    for task in joint.tasks:
        if task.state in ("given", "taken"):
            yield 3, (town.handlers[task.unit], a.TaskStep(outcome="done", task=task.id, result="已完成"))
            yield 0.5, (seat, a.TaskStep(outcome="withdrawn", task=task.id, reason="不再需要"))
    lacking = {one.kind for one in missing(joint, town.ref)}
    for kind in PACK:
        if kind in lacking:
            bring = a.EvidenceStep(
                outcome="brought", evidence=fresh, kind=kind, document="城罚字 12 号", files=(file(),)
            )
            yield 4, (seat, bring)


def _agreement(joint: Joint, town: Town) -> Iterator[Offer]:
    held = joint.agreement
    lead = joint.lead
    if lead is None:
        return
    if held is None:
        yield (
            2,
            (
                town.seat,
                a.Agree(outcome="drawn", text="移交管养", unit=next(u for u in town.units if u != lead.unit)),
            ),
        )
        return
    if held.lead_signed_at is None:
        yield 4, (town.handlers[lead.unit], a.Agree(outcome="signed"))
    if held.to_signed_at is None and held.to_unit in town.handlers:
        yield 4, (town.handlers[held.to_unit], a.Agree(outcome="signed"))


PACK: tuple[Literal["before", "after", "document", "result"], ...] = ("before", "after", "document", "result")
"""Files of an evidence pack."""
GREEN = 0.1
"""So many proposals open the green channel."""
TICKET = str(uuid.UUID(int=7))
"""The ticket that problems are made."""


def moved_on(rng: Random, now: int) -> tuple[int, int | None]:
    """When the next act is received, and, where it was done off line, when that was."""
    now += round(rng.expovariate(1 / 12) * MINUTE) + 1
    return now, now - rng.randint(1, 40) * MINUTE if rng.random() < 0.2 else None


def photo(content: bytes) -> FileRef:
    """A file that nobody has brought before."""
    return FileRef(sha256=hashlib.sha256(content).hexdigest(), name="现场.jpg", mime="image/jpeg")
