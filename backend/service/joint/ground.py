"""On what entry of the duty or powers list a department is named, or says that it is another's matter."""

from __future__ import annotations

from typing import TypeVar

from msgspec.structs import replace

from backend.service.ledger import Ledger
from backend.service.mandates.citing import entry_in_force, not_its
from backend.service.refusal import wrong_input
from contract.joint import action as a

_N = TypeVar("_N", a.Named, a.Ask)


def keys_of(act: a.JointAct) -> list[str]:
    """The entries that an act cites (`contract.mandate.Mandate.key`)."""
    match act:
        case a.Approve():
            return [*(one.entry for one in act.parties), *(one.entry for one in act.approvals)]
        case a.JoinIn():
            return [act.party.entry]
        case _:
            return [getattr(act, "entry", "")]


def grounded(ledger: Ledger, act: a.JointAct, at: int, unit: str) -> a.JointAct:
    """The act with the words of the entries that it cites as they are now; raises ServiceRefused (validation)
    where one is not in force, or not that unit's. `unit` is who acts: nobody gives up what is its own."""
    match act:
        case a.Approve():
            return replace(
                act,
                parties=tuple(_named(ledger, one, at, "act.parties.entry") for one in act.parties),
                approvals=tuple(_named(ledger, one, at, "act.approvals.entry") for one in act.approvals),
            )
        case a.JoinIn():
            return replace(act, party=_named(ledger, act.party, at, "act.party.entry"))
        case a.ApprovalStep() if act.entry:
            return replace(act, ground=_ground(ledger, act.entry, act.unit, at, "act.entry"))
        case a.DecideObjection() | a.Substitute() if act.entry:
            return replace(act, ground=_ground(ledger, act.entry, act.instead, at, "act.entry"))
        case a.Object() if act.entry:
            entry = entry_in_force(ledger, act.entry, at, "act.entry")
            own = ledger.reference.unit(act.unit or unit)
            if own is not None and entry.held_by(own):
                zh, en = own.names.zh, own.names.en
                raise wrong_input(
                    "act.entry",
                    "other",
                    entry.key,
                    f"{entry.code} 正是{zh}的职责，不能作为异议依据",
                    f"{entry.code} is {en}'s own: it is no ground for an objection",
                )
            return act
        case _:
            return act


def _named(ledger: Ledger, one: _N, at: int, field: str) -> _N:
    return replace(one, ground=_ground(ledger, one.entry, one.unit, at, field)) if one.entry else one


def _ground(ledger: Ledger, key: str, code: str, at: int, field: str) -> str:
    entry = entry_in_force(ledger, key, at, field)
    unit = ledger.reference.unit(code)
    if unit is not None and not entry.held_by(unit):
        raise not_its(entry, unit.names.zh, unit.names.en, field, giving_back=False)
    return entry.names.zh[:200]
