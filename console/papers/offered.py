"""The papers of a joint action, in the order in which it comes to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from contract.joint.guards import form_of
from contract.joint.joint import Joint
from contract.machine import Names
from contract.reference import Reference

from . import agreement, approval_list, evidence_list, mediation_record, minutes, notice, settlement
from .paper import Paper
from .writing import Writing


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper: its key and name, why a joint action has none yet, and what it says."""

    key: str
    names: Names
    lacking: Callable[[Joint], Names | None]
    write: Callable[[Joint, Writing], Paper]


KINDS = (
    Kind("notice", notice.NAMES, notice.lacking, notice.notice),
    Kind("minutes", minutes.NAMES, minutes.lacking, minutes.minutes),
    Kind("agreement", agreement.NAMES, agreement.lacking, agreement.agreement),
    Kind("evidence", evidence_list.NAMES, evidence_list.lacking, evidence_list.evidence_list),
)
_TABLE = (
    Kind("record", mediation_record.NAMES, mediation_record.lacking, mediation_record.record),
    Kind("settlement", settlement.NAMES, settlement.lacking, settlement.settlement),
)


_DESKS = (Kind("approvals", approval_list.NAMES, approval_list.lacking, approval_list.results),)


def kinds(joint: Joint, reference: Reference) -> tuple[Kind, ...]:
    """Those that an action of its kind has: at a mediation table the record and the settlement, and a
    hand-over agreement only where one was drawn up; where departments approve beside each other the list of
    results, and no minutes of a meeting."""
    form = form_of(joint, reference)
    if form == "spot":
        return KINDS
    plain = [kind for kind in KINDS if kind.key != "agreement" or joint.agreement is not None]
    if form == "approval":
        plain = [kind for kind in plain if kind.key != "minutes"]
        return (*plain[:1], *_DESKS, *plain[1:])
    return (*plain[:2], *_TABLE, *plain[2:])
