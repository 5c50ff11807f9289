"""What one transaction has read and is going to write, in memory between the two.

A batch reads everything it needs in a few statements, computes, and writes everything in a few more:
that is what makes a shared commit cheap. Rows of tickets are written once however many steps they took.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Executable, Table, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service import playback_track as tracks
from backend.service import scheduler_instants as instants
from backend.service.audit import Chain
from backend.service.counting import facts
from backend.service.counting.gathering import Gathering
from backend.service.kept import CHANGING, MARKS, Kept, columns, lasting, marks
from backend.service.reference import Held
from backend.service.scope import joined
from backend.service.steps import FeedRow, Follower, Origin, Pending, Taken
from backend.store import tables as t
from backend.store.bulk import Gathered, by_key, write
from contract.action import FileRef, Reporter
from contract.feed import Entry, Event
from contract.ticket import Ticket

_unpack = msgspec.msgpack.Decoder(Ticket).decode
_pack = msgspec.msgpack.Encoder().encode
_json = msgspec.json.Encoder().encode

HEAD = ("seq", "audit_n", "audit_head", "number_day", "number_count")
"""Columns of a district's row that every transaction changes."""
_NOTIFY = text("SELECT pg_notify('grid_feed', :said)")


class Stored(msgspec.Struct, frozen=True):
    """An answer given before."""

    content: bytes
    status: int
    body: bytes


class Ledger:
    """The state of one district inside one transaction."""

    def __init__(self, held: Held, head: Any, dialect: str) -> None:
        self.held = held
        self.reference = held.reference
        self.district = held.district
        self.dialect = dialect
        self.prev = int(head.seq)
        self.seq = int(head.seq)
        self.chain = Chain(self.district, int(head.audit_n), head.audit_head)
        self._day = int(head.number_day)
        self._count = int(head.number_count)
        self.tickets: dict[str, Kept] = {}
        self._sought: set[str] = set()
        self.images: dict[tuple[str, int], Ticket] = {}
        self.answers: dict[str, Stored] = {}
        self.files: dict[str, tuple[int, str]] = {}
        self.events: list[FeedRow] = []
        self.taken: list[Taken] = []
        self.followers: Sequence[Follower] = ()
        self.deliveries: list[dict[str, Any]] = []
        self.beside: dict[tuple[str, str], Any] = {}
        """What work beside the tickets has read and changed, by kind and id."""
        self.statements: list[Executable] = []
        """What it writes."""
        self.whole: dict[Table, dict[tuple[Any, ...], dict[str, Any]]] = {}
        """Rows that it writes whole, whether they are there or not, by table and key."""
        self._entries: list[dict[str, Any]] = []
        self._reporters: list[dict[str, Any]] = []
        self._uses: list[dict[str, Any]] = []
        self._answers: list[dict[str, Any]] = []
        self._origins: list[dict[str, Any]] = []
        self._counting = Gathering(self.district)
        self.wakes: list[int] = []
        """When something that is no ticket's falls due."""

    # ---- reading ----
    async def read(
        self,
        connection: AsyncConnection,
        keys: Sequence[str],
        tickets: Sequence[str],
        recalled: Sequence[str],
        files: Sequence[str],
    ) -> None:
        """Fetch answers, tickets, images before (for tickets that are to be recalled), and files."""

        async def read(table: Table, key: str, values: Sequence[str], *columns: str) -> Sequence[Any]:
            return await by_key(connection, table, key, self.district, values, *columns)

        for action, content, status, body in await read(
            t.answer, "action", keys, "action", "content", "status", "body"
        ):
            self.answers[action] = Stored(content, status, body)
        await self.fetch(connection, tickets)
        for ticket, version, image in await read(t.entry, "ticket", recalled, "ticket", "version", "image"):
            if image is not None:
                self.images[ticket, version] = _unpack(image)
        if recalled:
            # A recalled merge gives its target back what it had counted there.
            merged = [k.ticket.merged_into for k in self.tickets.values() if k.ticket.merged_into]
            links = [k.ticket.beside.repeat_of for k in self.tickets.values()]
            await self.fetch(connection, [*merged, *(held.ticket for held in links if held is not None)])
        await self.fetch_files(connection, files)

    async def fetch_files(self, connection: AsyncConnection, files: Sequence[str]) -> None:
        """Fetch size and type of stored files, by their hashes."""
        lacking = [sha256 for sha256 in files if sha256 not in self.files]
        columns = ("sha256", "size", "mime")
        for sha256, size, mime in await by_key(
            connection, t.file, "sha256", self.district, lacking, *columns
        ):
            self.files[sha256] = (int(size), mime)

    async def fetch(self, connection: AsyncConnection, tickets: Sequence[str]) -> None:
        """Fetch tickets that are not here yet."""
        lacking = [
            id_ for id_ in dict.fromkeys(tickets) if id_ not in self.tickets and id_ not in self._sought
        ]
        # Under the district's lock nobody else brings one: what is not there will not be.
        self._sought.update(lacking)
        wanted = ("id", "row", "entries", "told", "next_at", "tally", "track")
        rows = await by_key(connection, t.ticket, "id", self.district, lacking, *wanted)
        for id_, row, entries, told, next_at, tally, track in rows:
            self.tickets[id_] = Kept(_unpack(row), entries, instants.unpacked(told), next_at)
            self.tickets[id_].tally = facts.unpack(tally)
            self.tickets[id_].track = tracks.unpack(track)

    # ---- the reference ----
    def turn(self, at: int) -> None:
        """Areas and grids as they are in force at an instant."""
        held = self.held.at(at)
        if held is not self.held:
            self.held, self.reference = held, held.reference

    def hold(self, held: Held, at: int) -> None:
        """From here on this is the reference; every process and console hears of it."""
        self.held, self.reference = held, held.reference
        d = t.district
        digest = held.reference.digest
        self.statements.append(update(d).where(d.c.district == self.district).values(digest=digest))
        self.announce("reference", at)

    # ---- writing down ----
    def number(self, at: int) -> str:
        """The next ticket number: prefix, local day, a count that begins anew every day."""
        day = max(self.reference.calendar.day(at), self._day)
        if day != self._day:
            self._day, self._count = day, 0
        self._count += 1
        when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)
        return f"{self.reference.district.prefix}{when:%Y%m%d}-{self._count:05d}"

    def place(self, kept: Kept, after: Ticket, at: int) -> tuple[bytes, str]:
        """Set a ticket's new row with the next number of the feed; gives its JSON and the hash of its row."""
        before = None if kept.fresh and not kept.ticket.seq else kept.ticket
        self.seq += 1
        after = msgspec.structs.replace(after, seq=self.seq)
        if kept.told is None:
            # From before there was a scheduler: what lies in the past by now is no news.
            kept.told = instants.marked((), kept.ticket, at)
        kept.ticket, kept.touched, kept.aged = after, True, False
        kept.track = tracks.traced(kept.track, after, at)
        kept.next_at = instants.next_at(after, kept.told, self.reference)
        self.tickets[after.id] = kept
        json = _json(after)
        self.events.append(
            FeedRow(
                seq=self.seq,
                at=at,
                kind="ticket",
                ticket=after.id,
                area_path=after.area_path,
                unit_path=after.unit_path,
                shared_paths=joined(after.beside.shared_with()),
                channel=after.channel,
                was_area_path=before.area_path if before else "",
                was_unit_path=before.unit_path if before else "",
                was_shared_paths=joined(before.beside.shared_with()) if before else "",
                was_channel=before.channel if before else "",
                body=b'{"seq":%d,"kind":"ticket","at":%d,"id":"%s","ticket":%s}'
                % (self.seq, at, after.id.encode(), json),
            )
        )
        return json, hashlib.sha256(_pack(after)).hexdigest()

    def age(self, kept: Kept, at: int) -> None:
        """A ticket leaves every console."""
        ticket = kept.ticket
        self.seq += 1
        kept.touched, kept.aged = True, True
        kept.next_at = None
        self.events.append(
            FeedRow(
                seq=self.seq,
                at=at,
                kind="gone",
                ticket=ticket.id,
                area_path=ticket.area_path,
                unit_path=ticket.unit_path,
                shared_paths=joined(ticket.beside.shared_with()),
                channel=ticket.channel,
                was_area_path=ticket.area_path,
                was_unit_path=ticket.unit_path,
                was_shared_paths=joined(ticket.beside.shared_with()),
                was_channel=ticket.channel,
                body=b'{"seq":%d,"kind":"gone","at":%d,"id":"%s"}' % (self.seq, at, ticket.id.encode()),
            )
        )

    def announce(self, kind: str, at: int, *, id_: str = "", account: str = "", area_path: str = "") -> None:
        """An event that is no ticket's: to everybody, or to those whose area holds a path."""
        self.seq += 1
        event = Event(self.seq, kind, at, id=id_, account=account)
        self.events.append(
            FeedRow(seq=self.seq, at=at, kind=kind, area_path=area_path, body=_json(event)),
        )

    def enter(self, kept: Kept, entry: Entry, account: str, image: Ticket | None) -> None:
        """One more line of a ticket's timeline, with the row before it where a recall may need it."""
        kept.entries = entry.n
        kept.tally = self._counting.step(kept.tally, entry, kept.ticket, self.reference.calendar)
        self._entries.append(
            {
                "district": self.district,
                "ticket": kept.ticket.id,
                "n": entry.n,
                "version": kept.ticket.version,
                "seq": kept.ticket.seq,
                "action": entry.action,
                "account": account,
                "at": entry.at,
                "body": _pack(entry),
                "image": _pack(image) if image is not None else None,
            }
        )
        if image is not None:
            self.images[kept.ticket.id, kept.ticket.version] = image

    def follow(self, taken: Taken) -> None:
        """Let those who follow hear of it, in this transaction."""
        self.taken.append(taken)
        for follower in self.followers:
            self.deliveries.extend(follower(taken, self.held))

    def keep_reporter(self, ticket: str, reporter: Reporter) -> None:
        """A reporter in full."""
        self._reporters.append(
            {
                "district": self.district,
                "ticket": ticket,
                "name": reporter.name,
                "phone": reporter.phone,
                "contact": reporter.contact,
            }
        )

    def came_from(self, ticket: str, origin: Origin, at: int) -> None:
        """What a report is called where it came from."""
        self._origins.append(
            {
                "district": self.district,
                "source": origin.source,
                "key": origin.key,
                "ticket": ticket,
                "at": at,
            }
        )

    def use(self, ticket: str, n: int, files: Sequence[FileRef]) -> None:
        """Files that a timeline entry brought."""
        for file in files:
            self._uses.append({"district": self.district, "sha256": file.sha256, "ticket": ticket, "n": n})

    def users_of(self, sha256: str) -> set[str]:
        """The tickets that this transaction has let use a file."""
        return {use["ticket"] for use in self._uses if use["sha256"] == sha256}

    def answer(self, key: str, content: bytes, status: int, body: bytes, ticket: str, at: int) -> None:
        """The answer that every replay of a key gets."""
        self.answers[key] = Stored(content, status, body)
        self._answers.append(
            {
                "district": self.district,
                "action": key,
                "content": content,
                "status": status,
                "ticket": ticket,
                "at": at,
                "body": body,
            }
        )

    def record(
        self,
        piece: Pending,
        action: str,
        object_: str = "",
        *,
        key: str = "",
        version: int = 0,
        content: str = "",
        row: str = "",
        note: str = "",
    ) -> None:
        """One more entry of the audit log."""
        self.chain.add(
            at=piece.received_at,
            account=piece.actor.id,
            role=piece.actor.role,
            action=action,
            object_=object_,
            key=key,
            version=version,
            seq=self.seq if row else 0,
            content=content,
            row=row,
            note=note,
        )

    @property
    def next_at(self) -> int | None:
        """When something of what was touched falls due first."""
        kept = (k for k in self.tickets.values() if k.touched or k.marked)
        return min((*(k.next_at for k in kept if k.next_at is not None), *self.wakes), default=None)

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return self.seq != self.prev or bool(self.chain.rows) or any(k.marked for k in self.tickets.values())

    # ---- writing ----
    async def write(self, connection: AsyncConnection) -> None:
        """Write everything, as one."""
        fresh, changed, marked = [], [], []
        for kept in self.tickets.values():
            if kept.touched and kept.fresh:
                fresh.append({**lasting(self.district, kept.ticket), **columns(kept)})
            elif kept.touched:
                changed.append({"district": self.district, "id": kept.ticket.id, **columns(kept)})
            elif kept.marked:
                # The row stays as the audit log recorded it, whatever edition of the service packed it.
                marked.append({"district": self.district, "id": kept.ticket.id, **marks(kept)})
        head = {
            "district": self.district,
            "seq": self.seq,
            "audit_n": self.chain.n,
            "audit_head": self.chain.head,
            "number_day": self._day,
            "number_count": self._count,
        }
        events = [{"district": self.district, **msgspec.structs.asdict(event)} for event in self.events]
        for deletion in self._counting.deletions():
            await connection.execute(deletion)
        await write(
            connection,
            self.dialect,
            Gathered(
                inserts=[
                    (t.ticket, fresh),
                    (t.reporter, self._reporters),
                    (t.entry, self._entries),
                    (t.answer, self._answers),
                    (t.imported, self._origins),
                    (t.audit, self.chain.rows),
                    (t.delivery, self.deliveries),
                    (t.feed, events),
                ],
                absent=[(t.file_use, self._uses)],
                whole=[
                    *self._counting.upserts(),
                    *((of, [*rows.values()]) for of, rows in self.whole.items()),
                ],
                changes=[
                    (t.ticket, CHANGING, changed),
                    (t.ticket, MARKS, marked),
                    (t.district, HEAD, [head]),
                ],
            ),
        )
        for statement in self.statements:
            await connection.execute(statement)
        if self.dialect == "postgresql" and self.seq != self.prev:
            await connection.execute(_NOTIFY, {"said": f"{self.district}:{self.seq}"})
