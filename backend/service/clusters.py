"""Tickets that were merged: what a merge counts on its target, and what a close answers in the cluster.

A cluster is a tree: a ticket that others were merged into may itself be merged into another. Each keeps its
own row, reporter, answer and satisfaction, so that it can be taken out again as it was.
"""

from __future__ import annotations

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.kept import Kept
from backend.service.ledger import Ledger
from backend.service.steps import Pending
from backend.store import tables as t
from backend.store.bulk import by_key
from contract import action as a
from contract.feed import Entry
from contract.linking import with_repeat, without_repeat
from contract.ticket import Ticket

ANSWERED = ("closed", "evaluated")
"""States in which a reporter has an answer."""


async def fetch_cluster(ledger: Ledger, connection: AsyncConnection, roots: list[str]) -> None:
    """Fetch everything that was merged into tickets that are at hand, however far down."""
    while parents := [id_ for id_ in roots if id_ in ledger.tickets and ledger.tickets[id_].ticket.repeats]:
        rows = await by_key(connection, t.ticket, "merged_into", ledger.district, parents, "id")
        roots = [id_ for (id_,) in rows]
        await ledger.fetch(connection, roots)


def count_repeats(ledger: Ledger, piece: Pending, before: Ticket | None, after: Ticket) -> None:
    """The ticket that another one was merged into counts it, and no longer when that is taken back."""
    was = before.merged_into if before is not None else ""
    if was == after.merged_into:
        return
    for target, by in ((was, -1), (after.merged_into, 1)):
        kept = ledger.tickets.get(target) if target else None
        if kept is None:
            continue
        counted = replace(kept.ticket, repeats=max(kept.ticket.repeats + by, 0))
        action = "repeat" if by > 0 else "repeat_taken_back"
        _tell(ledger, piece, kept, counted, _entry(kept, piece, action, into=after.id))


def tell_links(ledger: Ledger, piece: Pending, before: Ticket | None, after: Ticket, at: int) -> None:
    """The closed ticket that another one was linked to has that one's number, and no longer when that is
    undone."""
    was = before.beside.repeat_of if before is not None else None
    now = after.beside.repeat_of
    if was == now:
        return
    for held, made in ((was, False), (now, True)):
        kept = ledger.tickets.get(held.ticket) if held is not None else None
        if kept is None:
            continue
        row = with_repeat(kept.ticket, after, at) if made else without_repeat(kept.ticket, after.id)
        action = "linked" if made else "link_taken_back"
        _tell(ledger, piece, kept, row, _entry(kept, piece, action, into=after.id))


def answer_cluster(ledger: Ledger, piece: Pending, act: a.Act, before: Ticket, kept: Kept, at: int) -> None:
    """Everything that was merged into a ticket is answered when that is closed, and what is merged into one
    that is closed already, at once. A close that is recalled takes the answer back from those who have not
    said yet what they think of it."""
    after = kept.ticket
    match act:
        case a.Close() | a.ForceClose() if after.state == "closed":
            _answer(ledger, piece, _merged_into(ledger, after.id), at, by=after.id)
        case a.Merge() if ledger.tickets[act.into].ticket.state in ANSWERED:
            _answer(ledger, piece, [kept, *_merged_into(ledger, after.id)], at, by=act.into)
        case a.Recall() if before.state == "closed" and after.state not in ANSWERED:
            answered = [k for k in _merged_into(ledger, after.id) if not k.ticket.satisfaction]
            _answer(ledger, piece, answered, None, by=after.id)


def _answer(ledger: Ledger, piece: Pending, merged: list[Kept], at: int | None, *, by: str) -> None:
    for kept in merged:
        if at is None and kept.ticket.beside.answered_at is None:
            continue
        action = "answer_taken_back" if at is None else "answered"
        after = replace(kept.ticket, beside=replace(kept.ticket.beside, answered_at=at))
        _tell(ledger, piece, kept, after, _entry(kept, piece, action, into=by))


def hold_to_account(ledger: Ledger, piece: Pending, before: Ticket, kept: Kept) -> None:
    """Says in the timeline that a step opened an accountability entry."""
    held = kept.ticket.beside.accountability
    if held is None or held.settled_at is not None or held == before.beside.accountability:
        return
    entry = replace(
        _entry(kept, piece, "accountability"), outcome="opened", words=held.reason, unit=held.unit_name
    )
    _tell(ledger, piece, kept, kept.ticket, entry)


def _merged_into(ledger: Ledger, root: str) -> list[Kept]:
    """What was merged into a ticket, and into those, nearest first."""
    found: list[Kept] = []
    parents = {root}
    while parents:
        here = [
            k
            for k in ledger.tickets.values()
            if k.ticket.state == "merged" and k.ticket.merged_into in parents
        ]
        found += here
        parents = {k.ticket.id for k in here}
    return found


def _entry(kept: Kept, piece: Pending, action: str, *, into: str = "") -> Entry:
    return Entry(
        n=kept.entries + 1,
        action=action,
        source=kept.ticket.state,
        target=kept.ticket.state,
        by=piece.actor.id,
        name=piece.actor.name,
        role=piece.actor.role,
        at=piece.received_at,
        received_at=piece.received_at,
        into=into,
    )


def _tell(ledger: Ledger, piece: Pending, kept: Kept, after: Ticket, entry: Entry) -> None:
    """One more line of a ticket's timeline, by which its version stays."""
    _json, row = ledger.place(kept, after, piece.received_at)
    ledger.enter(kept, entry, piece.actor.id, None)
    ledger.record(piece, entry.action, after.id, version=after.version, row=row)
