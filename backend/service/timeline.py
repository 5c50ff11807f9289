"""What a timeline says of a step, and what rows show of a reporter."""

from __future__ import annotations

from backend.service.steps import Pending
from contract import action as a
from contract.account import Actor
from contract.advance import LATE_AFTER
from contract.feed import Entry
from contract.ticket import Ticket


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
        words=words or (act.text if isinstance(act, a.Report) else ""),
        unit=after.unit_name if isinstance(act, a.Dispatch | a.Redispatch) else "",
        item=after.item_name if isinstance(act, a.File) else "",
        area=after.area_name if getattr(act, "area", "") else "",
        into=act.into if isinstance(act, a.Merge) else "",
        satisfaction=act.satisfaction if isinstance(act, a.Evaluate) else "",
        files=getattr(act, "files", ()),
    )
