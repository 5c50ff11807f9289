"""One row of the outbox, in memory and in the seat's file."""

from __future__ import annotations

import logging
import sqlite3
from typing import Literal

import msgspec
from msgspec.structs import replace

from contract.action import Act, Action, name_of, outcome_of
from contract.problem import Problem
from contract.ticket import Ticket

log = logging.getLogger(__name__)

RowState = Literal["queued", "sending", "held", "conflict", "parked", "done", "withdrawn"]
"""queued     waits for its turn, or for the network, or for the next try (`tries` > 0)
sending    is on its way
held       waits for a log-in, or for the row it follows, which is in conflict or parked
conflict   somebody was first (`problem`): re-apply or drop
parked     the backend refused it (`problem`): never sent again by itself, never lost
done, withdrawn   only in `Desk.settled`: the row is gone"""

ALIVE: tuple[RowState, ...] = ("queued", "sending")
"""States in which an act is still on its way, so that another may follow it and the projection shows it."""


class OutboxRow(msgspec.Struct, frozen=True, kw_only=True):
    """One act. `follows` is the action_id of the operator's own act before it on the same ticket, where
    that was still waiting. `done_at` is the backend's time as estimated when it was done.

    `base_version` is the version that the person saw; it moves on with the answer to the row it follows.
    `tries` counts posts begun: a row with none was never seen by the backend. `seen` is the ticket as it
    was shown when the act was done (None for a report), to be laid beside what somebody else made of it.
    """

    n: int
    action_id: str
    account: str
    ticket_id: str
    base_version: int
    follows: str
    act: Act
    done_at: int
    state: RowState = "queued"
    tries: int = 0
    problem: Problem | None = None
    seen: Ticket | None = None

    @property
    def action(self) -> str:
        """The act's name in the table."""
        return name_of(self.act)

    @property
    def outcome(self) -> str:
        """The act's outcome in the table."""
        return outcome_of(self.act)

    def post(self) -> Action:
        """The row as it goes over the wire."""
        return Action(
            action_id=self.action_id,
            ticket_id=self.ticket_id,
            base_version=self.base_version,
            act=self.act,
            done_at=self.done_at,
        )


_act = msgspec.msgpack.Decoder(Act)
_problem = msgspec.msgpack.Decoder(Problem)
_ticket = msgspec.msgpack.Decoder(Ticket)
SELECT = (
    "SELECT n, action_id, account, ticket_id, base_version, follows, act, done_at, state, tries, problem,"
    " seen FROM outbox WHERE account = ? ORDER BY n"
)
"""An account's rows as `read` takes them, oldest first."""
_INSERT = (
    "INSERT INTO outbox (n, action_id, account, ticket_id, base_version, follows, act, done_at, state, tries,"
    " problem, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
Values = tuple[int, str, str, str, int, str, bytes, int, RowState, int, bytes | None, bytes | None]


def read(values: Values) -> OutboxRow:
    """A row out of the file (`SELECT`); raises msgspec.DecodeError for an act this console does not know."""
    n, action_id, account, ticket_id, base, follows, act, done_at, state, tries, problem, seen = values
    return OutboxRow(
        n=n,
        action_id=action_id,
        account=account,
        ticket_id=ticket_id,
        base_version=base,
        follows=follows,
        act=_act.decode(act),
        done_at=done_at,
        # What was on its way when the console ended waits again; the same key makes that safe.
        state="queued" if state == "sending" else state,
        tries=tries,
        problem=None if problem is None else _problem.decode(problem),
        seen=None if seen is None else _seen(seen),
    )


def _seen(packed: bytes) -> Ticket | None:
    """Without it the comparison has a column less; the act itself loses nothing."""
    try:
        return _ticket.decode(packed)
    except msgspec.DecodeError:
        log.info("the ticket beside a waiting act is of another version of the contract")
        return None


def write(db: sqlite3.Connection, row: OutboxRow) -> int:
    """Inside a transaction: puts a row in, at its number where it has one; gives the number."""
    done = db.execute(
        _INSERT,
        (
            row.n or None,
            row.action_id,
            row.account,
            row.ticket_id,
            row.base_version,
            row.follows,
            msgspec.msgpack.encode(row.act),
            row.done_at,
            row.state,
            row.tries,
            None if row.problem is None else msgspec.msgpack.encode(row.problem),
            None if row.seen is None else msgspec.msgpack.encode(row.seen),
        ),
    )
    return done.lastrowid or 0


def insert(db: sqlite3.Connection, row: OutboxRow) -> OutboxRow:
    """Inside a transaction: a new row behind the one it follows; the row as it was written."""
    fresh = row
    if row.follows:
        # Its predecessor's answer may have been written since the GUI thread looked.
        held = db.execute("SELECT state FROM outbox WHERE action_id = ?", (row.follows,)).fetchone()
        if held is None:
            fresh = replace(row, follows="")
        elif held[0] not in ALIVE:
            fresh = replace(row, state="held")
    return replace(fresh, n=write(db, fresh))
