"""Commands on a ticket that are no step of the table: claim, release, note, attach. They raise no version.

A claim warns others and does not stop them: who takes one over says why, and the timeline keeps it.
"""

from __future__ import annotations

from msgspec.structs import replace

from backend.service.refusal import ServiceRefused, wrong_input
from backend.service.steps import Order
from contract.account import Actor
from contract.machine import Names
from contract.problem import First
from contract.ticket import Claim, Ticket

_DESKS = (
    frozenset(("reported", "accepted", "filed", "returned", "escalated", "reopened")),
    frozenset(("dispatched", "signed_in", "on_site", "handling", "rework", "suspended")),
    frozenset(("handled", "verifying")),
    frozenset(("closed",)),
)


def changes_desk(before: str, after: str) -> bool:
    """Whether a ticket passes to other people between two states: a claim ends there."""
    return _desk(before) != _desk(after)


def _desk(state: str) -> int:
    return next((n for n, desk in enumerate(_DESKS) if state in desk), -1)


def ordered(
    before: Ticket, order: Order, actor: Actor, at: int, files: int, lease: int
) -> tuple[Ticket, bool]:
    """The row after a command, and whether the timeline tells of it; raises ServiceRefused.

    `files` is how many the command brings, `lease` how long a claim lasts (ms).
    """
    note = order.command.note.strip()
    match order.verb:
        case "claim":
            held = before.claim
            other = held is not None and held.by != actor.id and held.until > at
            if held is not None and other and not note:
                raise ServiceRefused(
                    "step",
                    Names(f"{held.name}正在办理此工单", f"{held.name} is working on this ticket"),
                    first=First(held.name, "claim", held.at),
                    ticket=before,
                )
            over, why = "", ""
            if held is not None and other:
                over, why = held.by, note
            elif held is not None and held.by == actor.id:
                # A renewal says no less: who lost it may hear of it only after.
                over, why = held.over, held.reason
            claim = Claim(actor.id, actor.name, actor.seat, at, at + lease, over, why)
            return replace(before, claim=claim), other
        case "release":
            if before.claim is not None and before.claim.by != actor.id:
                raise ServiceRefused("step", Names("不是您领取的工单", "it is not your claim"), ticket=before)
            return replace(before, claim=None), False
        case "note" if not note:
            raise wrong_input("note", "required", "", "请填写备注", "write the note")
        case "attach" if not files:
            raise wrong_input("files", "required", "", "请选择文件", "name at least one file")
        case "note" | "attach":
            return replace(before, files=before.files + files), True
