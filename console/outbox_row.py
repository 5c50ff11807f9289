"""One row of the outbox, in memory and in the seat's file."""

from __future__ import annotations

import logging
import sqlite3
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec
from msgspec.structs import replace

from contract.action import Act, Action
from contract.joint.joint import Joint
from contract.problem import Problem
from contract.ticket import Ticket

if TYPE_CHECKING:
    from contract.joint.action import JointAct, JointAction

log = logging.getLogger(__name__)
T = TypeVar("T")

RowState = Literal["queued", "sending", "held", "conflict", "parked", "done", "withdrawn"]
"""queued     waits for its turn, or for the network, or for the next try (`tries` > 0)
sending    is on its way
held       waits for a log-in, or for the row it follows, which is in conflict or parked
conflict   somebody was first (`problem`): re-apply or drop
parked     the backend refused it (`problem`): never sent again by itself, never lost
done, withdrawn   only in `Desk.settled`: the row is gone"""

OF_JOINTS = "joint_"
"""How the names of acts on joint actions begin."""

ALIVE: tuple[RowState, ...] = ("queued", "sending")
"""States in which an act is still on its way, so that another may follow it and the projection shows it."""


class OutboxRow(msgspec.Struct, frozen=True, kw_only=True):
    """One act on a ticket or on a joint action, whose id is `object_id`. `follows` is the action_id of the
    operator's own act before it on the same one, where that was still waiting. `done_at` is the backend's
    time as estimated when it was done.

    `base_version` is the version that the person saw; it moves on with the answer to the row it follows,
    where that one was held to the version itself.
    `tries` counts posts begun: a row with none was never seen by the backend. `seen` is the ticket as it
    was shown when the act was done (None for a report), to be laid beside what somebody else made of it;
    `seen_joint` the joint action.
    """

    n: int
    action_id: str
    account: str
    object_id: str
    base_version: int
    follows: str
    act: Act | JointAct
    done_at: int
    state: RowState = "queued"
    tries: int = 0
    problem: Problem | None = None
    seen: Ticket | None = None
    seen_joint: Joint | None = None

    @property
    def action(self) -> str:
        """The act's name in the table."""
        return str(self.act.__struct_config__.tag)

    @property
    def outcome(self) -> str:
        """The act's outcome in the table."""
        return str(getattr(self.act, "outcome", ""))

    @property
    def is_joint(self) -> bool:
        """Whether it is an act on a joint action."""
        return self.action.startswith(OF_JOINTS)

    @property
    def versioned(self) -> bool:
        """Whether the backend held it to the version: every act on a ticket, a joint action's moves."""
        if not self.is_joint:
            return True
        from contract.joint.lifecycle import TABLE

        return any(row.versioned for row in TABLE.transitions if row.action == self.action)

    @property
    def ticket_id(self) -> str:
        """The ticket that it is an act on; "" for one on a joint action."""
        return "" if self.is_joint else self.object_id

    @property
    def joint_id(self) -> str:
        """The joint action that it is an act on; "" for one on a ticket."""
        return self.object_id if self.is_joint else ""

    @property
    def ticket_act(self) -> Act:
        """The act of a row on a ticket."""
        assert not self.is_joint
        return self.act  # type: ignore[return-value]

    @property
    def joint_act(self) -> JointAct:
        """The act of a row on a joint action."""
        assert self.is_joint
        return self.act  # type: ignore[return-value]

    def post(self) -> Action | JointAction:
        """The row as it goes over the wire."""
        if self.is_joint:
            from contract.joint.action import JointAction

            return JointAction(
                action_id=self.action_id,
                joint_id=self.object_id,
                base_version=self.base_version,
                act=self.joint_act,
                done_at=self.done_at,
            )
        return Action(
            action_id=self.action_id,
            ticket_id=self.object_id,
            base_version=self.base_version,
            act=self.ticket_act,
            done_at=self.done_at,
        )


class _Tagged(msgspec.Struct, frozen=True):
    action: str


_tag = msgspec.msgpack.Decoder(_Tagged)
_act = msgspec.msgpack.Decoder(Act)
_problem = msgspec.msgpack.Decoder(Problem)
_ticket = msgspec.msgpack.Decoder(Ticket)
_joint = msgspec.msgpack.Decoder(Joint)


@cache
def _joint_act() -> msgspec.msgpack.Decoder[JointAct]:
    # Read in with the first act on a joint action: most seats start with none.
    from contract.joint.action import JointAct

    return msgspec.msgpack.Decoder(JointAct)


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
    n, action_id, account, object_id, base, follows, act, done_at, state, tries, problem, seen = values
    joint = _tag.decode(act).action.startswith(OF_JOINTS)
    return OutboxRow(
        n=n,
        action_id=action_id,
        account=account,
        object_id=object_id,
        base_version=base,
        follows=follows,
        act=_joint_act().decode(act) if joint else _act.decode(act),
        done_at=done_at,
        # What was on its way when the console ended waits again; the same key makes that safe.
        state="queued" if state == "sending" else state,
        tries=tries,
        problem=None if problem is None else _problem.decode(problem),
        seen=_seen(seen, _ticket) if seen is not None and not joint else None,
        seen_joint=_seen(seen, _joint) if seen is not None and joint else None,
    )


def _seen(packed: bytes, decoder: msgspec.msgpack.Decoder[T]) -> T | None:
    """Without it the comparison has a column less; the act itself loses nothing."""
    try:
        return decoder.decode(packed)
    except msgspec.DecodeError:
        log.info("what stands beside a waiting act is of another version of the contract")
        return None


def write(db: sqlite3.Connection, row: OutboxRow) -> int:
    """Inside a transaction: puts a row in, at its number where it has one; gives the number."""
    seen = row.seen_joint if row.is_joint else row.seen
    done = db.execute(
        _INSERT,
        (
            row.n or None,
            row.action_id,
            row.account,
            row.object_id,
            row.base_version,
            row.follows,
            msgspec.msgpack.encode(row.act),
            row.done_at,
            row.state,
            row.tries,
            None if row.problem is None else msgspec.msgpack.encode(row.problem),
            None if seen is None else msgspec.msgpack.encode(seen),
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
