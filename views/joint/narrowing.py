"""What of the board is shown: all or one's own, the late ones, a kind, a word."""

from __future__ import annotations

from dataclasses import dataclass

from contract.account import Actor, in_path
from contract.joint.guards import is_proposer
from contract.joint.joint import Joint
from contract.reference import Reference
from views.joint import naming
from views.joint.running import is_late


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The filter. `kind` "" is every kind; `text` is found in number, title, place and departments."""

    mine: bool = False
    late: bool = False
    kind: str = ""
    text: str = ""

    def lets(self, joint: Joint, actor: Actor | None, now: int, reference: Reference) -> bool:
        """Whether one is shown."""
        if self.mine and not is_mine(joint, actor):
            return False
        if self.late and not is_late(joint, now):
            return False
        if self.kind and joint.kind != self.kind:
            return False
        return all(word in _text(joint, reference) for word in self.text.lower().split())


def is_mine(joint: Joint, actor: Actor | None) -> bool:
    """Whether one's own department takes part in it, or it is one's own proposal."""
    if actor is None:
        return False
    if is_proposer(joint, actor):
        return True
    return any(in_path(party.unit_path, actor.unit_path) for party in joint.active)


def _text(joint: Joint, reference: Reference) -> str:
    parts = [
        joint.number,
        joint.title,
        naming.where(joint, reference),
        naming.area(joint, reference),
        joint.origin.unit_name,
        *((joint.campaign.number, joint.campaign.title) if joint.campaign is not None else ()),
        *(naming.unit(party.unit, party.unit_name, reference) for party in joint.active),
        *(ticket.number for ticket in joint.tickets),
    ]
    return " ".join(parts).lower()
