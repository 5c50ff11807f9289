"""What a step at a mediation table was done to, for the log: a side, a session, the settlement, its sum."""

from __future__ import annotations

from contract.joint import action as a
from contract.joint.joint import Joint
from contract.joint.mediation import yuan


def at_table(act: a.SideStep | a.SessionStep | a.SettlementStep, after: Joint) -> tuple[str, str]:
    """The id of what it was done to, and its words as they are then: in figures where they are read in any
    language."""
    match act:
        case a.SideStep():
            return act.side, _side(after, act.side)
        case a.SessionStep():
            session = next((one for one in after.sessions if one.id == act.session), None)
            return act.session, f"{session.n} {session.place}".strip() if session is not None else ""
        case a.SettlementStep(outcome="signed"):
            return act.side, _side(after, act.side)
        case a.SettlementStep(outcome="drawn" | "performed"):
            return act.settlement, f"¥{yuan(act.fen)}" if act.fen else ""
        case a.SettlementStep(outcome="confirmed"):
            return "", act.document
        case a.SettlementStep(outcome="broken"):
            return "", act.referred
        case _:
            held = after.settlement
            due = held.fen - held.paid if held is not None else 0
            return "", f"¥{yuan(due)}" if due else ""


def _side(joint: Joint, side: str) -> str:
    return next((one.name for one in joint.sides if one.id == side), "")
