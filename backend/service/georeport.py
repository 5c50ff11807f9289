"""Tickets as anybody may read them; who may read which is said in `backend/api/open311`."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from backend.service.reference import Held
from backend.service.scope import in_scope
from backend.store import tables as t
from backend.store.bulk import among
from backend.store.engine import Store
from contract.account import Actor
from contract.clock import DAY
from contract.feed import Entry
from contract.lifecycle import OPEN_STATES
from contract.ticket import Ticket

SOURCE = "open311"
"""What `imported.source` says of a report that came by this interface; its key is the ticket's id."""
SPAN = 90 * DAY
MOST = 1000


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for: by numbers alone where there are any, else by everything else.

    `start` and `end` bound the time of report (ms, both inclusive); `closed` None means both.
    """

    numbers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    closed: bool | None = None
    start: int = 0
    end: int = 0
    page: int = 1
    size: int = MOST


class Shown(msgspec.Struct, frozen=True):
    """A ticket, the last reason or result that was given, and the reporter's name, to hide it."""

    ticket: Ticket
    words: str
    name: str


def visible(held: Held, actor: Actor | None) -> ColumnElement[bool]:
    """Which tickets of a district may be read: a channel's own with its key, else the public ones."""
    if actor is not None:
        return in_scope(t.ticket, actor)
    c, i = t.ticket.c, t.imported.c
    public = [channel.key for channel in held.reference.channels if channel.type == "open311"]
    came_here = exists().where(i.district == c.district, i.source == SOURCE, i.key == c.id)
    return and_(c.district == held.district, or_(c.channel.in_(public) if public else false(), came_here))


class PublicTickets:
    """Reads tickets for the public interface."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def search(self, held: Held, actor: Actor | None, search: Search) -> list[Shown]:
        """The tickets looked for, newest first (those named by numbers in no order of their own)."""
        c = t.ticket.c
        query = select(c.row).where(visible(held, actor))
        if search.numbers:
            query = query.where(among(self._store.dialect, c.number, search.numbers)).limit(MOST)
        else:
            query = query.where(c.reported_at >= search.start, c.reported_at <= search.end)
            if search.items:
                query = query.where(among(self._store.dialect, c.item, search.items))
            if search.closed is not None:
                opened = c.state.in_(OPEN_STATES)
                query = query.where(~opened if search.closed else opened)
            query = query.offset((search.page - 1) * search.size).limit(search.size)
        query = query.order_by(c.reported_at.desc(), c.id.desc())
        async with self._store.read() as connection:
            rows = (await connection.execute(query)).scalars().all()
            tickets = [msgspec.msgpack.decode(row, type=Ticket) for row in rows]
            ids = [ticket.id for ticket in tickets]
            names, words = {}, {}
            if ids:
                r, e = t.reporter.c, t.entry.c
                known = select(r.ticket, r.name).where(
                    r.district == held.district, among(self._store.dialect, r.ticket, ids)
                )
                names = {row.ticket: row.name for row in await connection.execute(known)}
                said = (
                    select(e.ticket, e.body)
                    .where(
                        e.district == held.district,
                        among(self._store.dialect, e.ticket, ids),
                        e.action.in_(("handle", "refuse")),
                    )
                    .order_by(e.ticket, e.n)
                )
                for id_, body in await connection.execute(said):
                    entry = msgspec.msgpack.decode(body, type=Entry)
                    if entry.action == "refuse" or entry.outcome == "done":
                        words[id_] = entry.words
        return [Shown(ticket, words.get(ticket.id, ""), names.get(ticket.id, "")) for ticket in tickets]

    async def number_of(self, held: Held, actor: Actor | None, token: str) -> str | None:
        """The number of the ticket whose token this is, None where there is none to be seen."""
        query = select(t.ticket.c.number).where(visible(held, actor), t.ticket.c.id == token)
        async with self._store.read() as connection:
            return (await connection.execute(query)).scalar()


def answered(ticket: Ticket) -> bool:
    """Whether what was last said (a result, a reason) still stands: not while the ticket is being redone."""
    return ticket.state in ("handled", "verifying", "closed", "evaluated", "refused")


def ordered(numbers: Sequence[str], shown: Sequence[Shown]) -> list[Shown]:
    """Tickets in the order in which their numbers were given."""
    by_number = {each.ticket.number: each for each in shown}
    return [by_number[number] for number in dict.fromkeys(numbers) if number in by_number]
