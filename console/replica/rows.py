"""Tickets in the seat's file: a feed batch, a snapshot or an answer, each one transaction of the worker. What
the same batch or snapshot says of joint actions (`joint_rows`) is in that transaction, too."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

import msgspec

from contract.beside import Accountability, Beside, Part, Request, Stood, Supervision, Suspension
from contract.clock import Clock
from contract.feed import Batch, Snapshot
from contract.ticket import Claim, Ticket

from . import joint_rows, lean
from .database import Database, set_meta

CURSOR = "cursor"
SCOPE = "scope"
HEARD = "heard_at"
LAYOUT = "lean_layout"
CONTRACT = "contract"

READ = (
    *(Ticket, Claim, Clock, Beside, Request, Suspension, Supervision, Accountability, Part, Stood),
    *joint_rows.READ,
)
FIELDS = ",".join(field for struct in READ for field in struct.__struct_fields__)
"""What this console reads of a row. One that reads more has rows that it must ask for anew."""

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Ticket)
_snapshot = msgspec.msgpack.Decoder(Snapshot)


class Rows:
    """What the worker thread does with tickets. The methods that take a connection run on that thread."""

    def __init__(self, database: Database) -> None:
        self._words = lean.Words()
        database.rolled_back.append(self._words.forget)

    def upsert(self, db: sqlite3.Connection, tickets: Iterable[Ticket]) -> list[Ticket]:
        """Puts in the rows of a higher sequence than the file has; gives those."""
        taken: list[Ticket] = []
        for ticket in tickets:
            done = db.execute(
                "INSERT INTO tickets (id, seq, row) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE"
                " SET seq = excluded.seq, row = excluded.row WHERE excluded.seq > tickets.seq",
                (ticket.id, ticket.seq, _encoder.encode(ticket)),
            )
            if done.rowcount:
                taken.append(ticket)
        lean.write(db, self._words, taken)
        return taken

    def remove(self, db: sqlite3.Connection, ids: Sequence[str]) -> None:
        """Takes rows out."""
        one = [(ticket_id,) for ticket_id in ids]
        db.executemany("DELETE FROM tickets WHERE id = ?", one)
        db.executemany("DELETE FROM lean WHERE id = ?", one)

    def take_batch(
        self, db: sqlite3.Connection, batch: Batch
    ) -> tuple[list[Ticket], list[str], joint_rows.Fresh]:
        """A feed batch: rows and the cursor. Gives the rows that were newer, the ids that went, and what is
        new of joint actions."""
        newest: dict[str, Ticket | None] = {}
        for event in batch.events:
            if event.kind == "ticket" and event.ticket is not None:
                newest[event.ticket.id] = event.ticket
            elif event.kind == "gone":
                newest[event.id] = None
        gone = [ticket_id for ticket_id, ticket in newest.items() if ticket is None]
        taken = self.upsert(db, [ticket for ticket in newest.values() if ticket is not None])
        self.remove(db, gone)
        joints = joint_rows.take_batch(db, batch)
        set_meta(db, CURSOR, batch.seq)
        set_meta(db, HEARD, batch.at)
        return taken, gone, joints

    def begin_snapshot(self, db: sqlite3.Connection, packed: bytes) -> Snapshot:
        """Decodes a snapshot and makes room for it; raises msgspec.DecodeError.

        Its rows then come by `upsert` in portions, so that an act of the operator's never waits for all of
        them; the cursor stays where it was until `end_snapshot`.
        """
        snapshot = _snapshot.decode(packed)
        before = db.execute("SELECT value FROM meta WHERE key = ?", (CURSOR,)).fetchone()
        if before is not None and msgspec.msgpack.decode(before[0], type=int) > snapshot.seq:
            # The backend was set back (restored from a copy): sequences held here mean something else there.
            self._outdate(db)
        return snapshot

    def end_snapshot(self, db: sqlite3.Connection, snapshot: Snapshot) -> tuple[list[str], joint_rows.Fresh]:
        """Takes out the rows that a snapshot does not have, takes its joint actions, sets the cursor; gives
        the ids of tickets that went, and what is new of joint actions."""
        present = {ticket.id for ticket in snapshot.tickets}
        # A row of a higher sequence than the snapshot is an answer to this seat's own act: it stays.
        held = db.execute("SELECT id FROM tickets WHERE seq <= ?", (snapshot.seq,))
        gone = [ticket_id for (ticket_id,) in held if ticket_id not in present]
        self.remove(db, gone)
        joints = joint_rows.take_snapshot(db, snapshot)
        set_meta(db, CURSOR, snapshot.seq)
        set_meta(db, HEARD, snapshot.at)
        return gone, joints

    def clear(self, db: sqlite3.Connection, scope: str) -> None:
        """An empty replica for another scope."""
        db.execute("DELETE FROM tickets")
        db.execute("DELETE FROM joints")
        db.execute("DELETE FROM lean")
        db.execute("DELETE FROM words")
        db.execute("DELETE FROM meta WHERE key IN (?, ?)", (CURSOR, HEARD))
        set_meta(db, SCOPE, scope)
        self._words.forget()

    def renew_all(self, db: sqlite3.Connection) -> None:
        """Another version of the console wrote the rows, and left out what it did not know: all stay to be
        seen, and the next snapshot brings each anew."""
        self._outdate(db)
        set_meta(db, CONTRACT, FIELDS)

    def _outdate(self, db: sqlite3.Connection) -> None:
        db.execute("UPDATE tickets SET seq = -1")
        db.execute("UPDATE joints SET seq = -1")
        db.execute("DELETE FROM meta WHERE key = ?", (CURSOR,))

    def renew_lean(self, db: sqlite3.Connection) -> None:
        """The records of another layout made anew out of the whole rows."""
        db.execute("DELETE FROM lean")
        db.execute("DELETE FROM words")
        self._words.forget()
        cursor = db.execute("SELECT row FROM tickets")
        while rows := cursor.fetchmany(2_000):
            lean.write(db, self._words, [_decoder.decode(row) for (row,) in rows])
        set_meta(db, LAYOUT, lean.LAYOUT)


def row(database: Database, ticket_id: str) -> Ticket | None:
    """One whole row, on the GUI thread."""
    found = database.reader.execute("SELECT row FROM tickets WHERE id = ?", (ticket_id,)).fetchone()
    return None if found is None else _decoder.decode(found[0])
