"""What a timeline says of a step, and what rows show of a reporter."""

from __future__ import annotations

from typing import Any

from backend.service.steps import Pending
from contract import action as a
from contract.account import Actor
from contract.advance import LATE_AFTER
from contract.beside import PLAIN
from contract.clock import Limit
from contract.counting import Stated
from contract.feed import Entry
from contract.lifecycle import TABLE
from contract.ticket import Ticket

_SENDING = frozenset(
    (source, row.action, row.outcome)
    for row in TABLE.transitions
    if row.target == "dispatched"
    for source in row.sources
)
"""Steps that send a ticket to a unit."""


def masked(reporter: a.Reporter | None) -> a.Reporter:
    """A reporter as rows may show them: 张**, 138****2207, no contact."""
    if reporter is None:
        return a.Reporter()
    name, phone = reporter.name.strip(), reporter.phone.strip()
    hidden = phone[:3] + "****" + phone[-4:] if len(phone) >= 9 else "*" * len(phone)
    return a.Reporter(name=name[:1] + "**" if name else "", phone=hidden)


def entry_of(
    n: int,
    act: a.Act,
    actor: Actor,
    at: int,
    action: a.Action,
    piece: Pending,
    before: Ticket | None,
    after: Ticket,
) -> Entry:
    """The line of a timeline for a step that took effect at `at`."""
    words = getattr(act, "reason", "") or getattr(act, "result", "") or getattr(act, "note", "")
    done = action.done_at
    return Entry(
        n=n,
        action=a.name_of(act),
        outcome=a.outcome_of(act),
        source=before.state if before is not None else "",
        target=after.state,
        by=actor.id,
        name=actor.name,
        role=actor.role,
        at=at,
        received_at=piece.received_at,
        late=done is not None and piece.received_at - done > LATE_AFTER,
        words=words or (act.text if isinstance(act, a.Report) else getattr(act, "task", "")),
        unit=_unit(act, after),
        item=after.item_name if isinstance(act, a.File) else "",
        area=after.area_name if getattr(act, "area", "") else "",
        into=_other(act, before),
        satisfaction=act.satisfaction if isinstance(act, a.Evaluate) else "",
        files=getattr(act, "files", ()),
        stated=stated(act, before, after),
        **_beside(act, before, after),
    )


def _other(act: a.Act, before: Ticket | None) -> str:
    """The other ticket that a step is about."""
    if isinstance(act, a.Link) and act.outcome == "undone":
        held = before.beside.repeat_of if before is not None else None
        return held.ticket if held is not None else ""
    return act.into if isinstance(act, a.Merge | a.Link) else ""


def _unit(act: a.Act, after: Ticket) -> str:
    """The name of the unit that a step sends to, or whose part it is."""
    if isinstance(act, a.Share):
        return next((p.unit_name for p in reversed(after.beside.parts) if p.unit == act.unit), "")
    sends = isinstance(act, a.Dispatch | a.Redispatch | a.Arbitrate) or (
        isinstance(act, a.MakeSafe) and bool(act.unit)
    )
    return after.unit_name if sends else ""


def _beside(act: a.Act, before: Ticket | None, after: Ticket) -> dict[str, Any]:
    """What an entry says of a step beside the plain way."""
    held = before.beside if before is not None else PLAIN
    match act:
        case a.Extend(outcome="asked") if after.responsibility is not None:
            return {"limit": Limit(act.value, act.unit or after.responsibility.limit.unit)}
        case a.Extend() if (asked := held.request("extend")) is not None:
            return {"limit": Limit(asked.value, asked.unit)}
        case a.Suspend(outcome="asked"):
            return {"until": act.until, "kind": act.cause}
        case a.Suspend() if (asked := held.request("suspend")) is not None:
            return {"until": asked.until, "kind": asked.cause}
        case a.Share(outcome="given"):
            return {"until": act.until}
        case a.Mediate(outcome="set" | "put_off") if (now := after.beside.mediation) is not None:
            return {"until": now.at, "parties": now.parties, "place": now.place}
        case a.Supervise(outcome="ordered"):
            return {"until": act.reply_due, "kind": act.kind}
        case a.Handle() if act.visit:
            return {"kind": act.visit}
        case a.Arbitrate():
            return {"ground": act.ground, "cite": act.cite}
        case a.Escalate():
            return {"level": after.beside.level}
        case _:
            return {}


def stated(act: a.Act, before: Ticket | None, after: Ticket) -> Stated | None:
    """What a step states that counts, in codes."""
    match act:
        case a.Report():
            superior = after.superior
            return Stated(
                channel=after.channel,
                category=after.category,
                area_path=after.area_path,
                reported_at=after.reported_at if after.reported_at != after.received_at else None,
                limit_at=superior.due_at if superior is not None else None,
            )
        case a.Accept() if before is not None and after.area_path != before.area_path:
            return Stated(area_path=after.area_path)
        case a.File():
            return Stated(
                category=after.category,
                item=after.item,
                item_version=after.item_version,
                area_path=after.area_path,
            )
        case a.SignIn() if (limit := _of_visit(after, "arrive")) is not None:
            return Stated(arrive=limit)
        case _:
            sent = before is not None and (before.state, a.name_of(act), a.outcome_of(act)) in _SENDING
            return Stated(unit=after.unit, sign_in=_of_visit(after, "sign_in")) if sent else None


def _of_visit(after: Ticket, stage: str) -> Limit | None:
    """The limit of a stage by a welfare visit's own ladder; None where the item's holds."""
    clock = after.stage
    if after.beside.visit is None or after.round > 1 or clock is None or clock.name != stage:
        return None
    return clock.limit
