"""Steps that are drawn at desks and at mediation tables: what can be taken there, and what it carries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from contract.account import Actor
from contract.clock import DAY, HOUR, MINUTE
from contract.joint import action as a
from contract.joint.approval import Approval
from contract.joint.joint import Joint
from tests.unit.joint_world import World, photo

Choose = Callable[[Sequence[Any]], Any]
LIMITS: tuple[tuple[int, Any], ...] = (
    (2, "working_hours"),
    (3, "working_days"),
    (2, "natural_days"),
    (6, "hours"),
)
"""Within how much time an approval is asked."""
MOST = 12
"""So many approvals, sides, sessions are drawn at most."""


def own(joint: Joint, who: Actor) -> list[Approval]:
    """The approvals that somebody's department decides on, while it takes part and has signed in."""
    party = joint.own(who)
    if party is None or party.signed_in_at is None:
        return []
    return [one for one in joint.approvals if one.unit == who.unit]


def papers(joint: Joint, who: Actor) -> list[Approval]:
    """Approvals of which papers are to come, and for whom somebody may say that they have: the department
    itself, the lead, the centre."""
    mine = joint.own(who)
    every = who.role != "handler" or (mine is not None and mine.lead)
    found = [one for one in joint.approvals if one.state == "lacking" or (one.owes and one.state != "asked")]
    return [one for one in found if every or (mine is not None and one.unit == mine.unit)]


def open_(joint: Joint) -> list[Approval]:
    """Approvals that may be withdrawn: undecided ones, and those granted of which papers never came."""
    return [one for one in joint.approvals if not one.ended or one.owes]


def unsigned(joint: Joint) -> list[str]:
    """Sides at the table that have not signed what was drawn up."""
    held = joint.settlement
    signed = {one.side for one in held.signatures} if held is not None else set()
    return [one.id for one in joint.at_table if one.id not in signed]


def possible(joint: Joint, who: Actor, key: str, now: int) -> bool:
    """Whether there is anything at a desk or at the table for a step to be about."""
    held = joint.settlement
    open_paper = held is None or not held.signatures
    match key:
        case "approval/asked":
            return len(joint.approvals) < MOST
        case "approval/taken":
            return any(one.state == "asked" for one in own(joint, who))
        case "approval/lacking":
            return any(one.state in ("asked", "taken") for one in own(joint, who))
        case "approval/granted" | "approval/denied":
            return any(not one.ended for one in own(joint, who))
        case "approval/supplied":
            return bool(papers(joint, who))
        case "approval/withdrawn":
            return bool(open_(joint))
        case "side/joined":
            return open_paper and len(joint.sides) < MOST
        case "side/left":
            return open_paper and bool(joint.at_table)
        case "session/set":
            return len(joint.sessions) < MOST
        case "session/held":
            return bool(joint.at_table)
        case "session/cancelled":
            return any(one.state == "set" for one in joint.sessions)
        case "settlement/drawn":
            return len(joint.at_table) > 1
        case "settlement/signed":
            return len(joint.at_table) > 1 and bool(unsigned(joint))
        case "settlement/defaulted":
            return held is not None and (held.until is None or held.until <= now)
        case "settlement/confirmed":
            return held is not None and held.confirmed_at is None
        case _:
            return True


def asks(world: World, choose: Choose, units: Sequence[str]) -> tuple[a.Ask, ...]:
    """An approval of each unit."""
    found = []
    for unit in units:
        value, measure = choose(LIMITS)
        found.append(a.Ask(id=world.mint("w"), unit=unit, matter="施工许可", value=value, measure=measure))
    return tuple(found)


def of_desk(world: World, who: Actor, step: str, choose: Choose) -> a.ApprovalStep:
    """A step of an approval."""
    joint, mine = world.joint, own(world.joint, who)

    def one(*found: Approval) -> str:
        return str(choose(found).id)

    match step:
        case "asked":
            value, measure = choose(LIMITS)
            unit = choose([p.unit for p in joint.active])
            new = world.mint("w")
            return a.ApprovalStep(
                outcome="asked", approval=new, unit=unit, matter="用地", value=value, measure=measure
            )
        case "taken":
            owed = choose([{}, {"owed": "环评报告", "until": world.now + DAY}])
            asked = one(*(v for v in mine if v.state == "asked"))
            return a.ApprovalStep(outcome="taken", approval=asked, **owed)
        case "lacking":
            taken = one(*(v for v in mine if v.state in ("asked", "taken")))
            return a.ApprovalStep(outcome="lacking", approval=taken, reason="缺图纸")
        case "supplied":
            return a.ApprovalStep(outcome="supplied", approval=one(*papers(joint, who)), note="已补")
        case "granted":
            mine_open = one(*(v for v in mine if not v.ended))
            return a.ApprovalStep(outcome="granted", approval=mine_open, document="许〔2026〕1号")
        case "denied":
            mine_open = one(*(v for v in mine if not v.ended))
            return a.ApprovalStep(outcome="denied", approval=mine_open, reason="不符合规划")
        case _:
            no_more = one(*open_(joint))
            return a.ApprovalStep(outcome="withdrawn", approval=no_more, reason="不再需要")


def of_table(world: World, key: str, choose: Choose) -> a.SideStep | a.SessionStep | a.SettlementStep:
    """A step at the table."""
    joint, held = world.joint, world.joint.settlement
    match key:
        case "side/joined":
            new = world.mint("x")
            role = choose(["applicant", "respondent", "other"])
            return a.SideStep(outcome="joined", side=new, name=f"当事方{new}", role=role, people=2)
        case "side/left":
            side = choose([one.id for one in joint.at_table])
            return a.SideStep(outcome="left", side=side, reason="另行起诉")
        case "session/set":
            at = world.now + choose([HOUR, 3 * DAY])
            return a.SessionStep(outcome="set", session=world.mint("y"), at=at, place="调解室")
        case "session/held":
            set_ = [one.id for one in joint.sessions if one.state == "set"]
            new = choose([*set_, *set_, world.mint("y")])
            came = tuple(one.id for one in joint.at_table)
            words = {"minutes": 90, "words": "各让一步", "place": "调解室"}
            by = tuple(p.unit for p in joint.active[:1])
            return a.SessionStep(outcome="held", session=new, attended=came, mediators=by, **words)
        case "session/cancelled":
            set_ = [one.id for one in joint.sessions if one.state == "set"]
            return a.SessionStep(outcome="cancelled", session=choose(set_), reason="一方未到")
        case "settlement/drawn":
            fen = choose([0, 90_000, 90_000])
            until = {"until": world.now + choose([HOUR, 30 * DAY])} if fen else {}
            new = world.mint("z")
            return a.SettlementStep(outcome="drawn", settlement=new, text="分期支付", fen=fen, **until)
        case "settlement/signed":
            assert held is not None
            paper = (photo(world.now // MINUTE),)
            side = choose(unsigned(joint))
            return a.SettlementStep(outcome="signed", settlement=held.id, side=side, files=paper)
        case "settlement/confirmed":
            return a.SettlementStep(outcome="confirmed", document="（2026）民特1号")
        case "settlement/performed":
            assert held is not None
            rest = held.fen - held.paid
            return a.SettlementStep(outcome="performed", fen=choose([1, rest, max(rest // 2, 1)]))
        case "settlement/defaulted":
            return a.SettlementStep(outcome="defaulted", reason="逾期未付")
        case _:
            return a.SettlementStep(outcome="broken", reason="分歧过大", referred="诉讼")


def waits(joint: Joint, act: a.JointAct, who: Actor) -> bool:
    """Whether what somebody did at a desk or at the table is still waited for: then it must be taken."""
    lead = joint.lead is not None and joint.lead.unit == who.unit
    held = joint.settlement
    match act:
        case a.ApprovalStep(outcome="taken" | "lacking" | "granted" | "denied"):
            found = next((one for one in own(joint, who) if one.id == act.approval), None)
            if found is None or found.ended:
                return False
            fits = {"taken": ("asked",), "lacking": ("asked", "taken")}
            return found.state in fits.get(act.outcome, ("asked", "taken", "lacking"))
        case a.SettlementStep(outcome="signed"):
            there = lead and held is not None and not joint.mediated and len(joint.at_table) > 1
            there = there and held is not None and act.settlement == held.id
            return there and act.side in unsigned(joint) and joint.state in ("on_site", "planned", "acting")
        case a.SettlementStep(outcome="performed"):
            there = lead and held is not None and held.awaited and act.fen <= held.fen - held.paid
            return there and joint.state not in ("closed", "withdrawn")
        case _:
            return False
