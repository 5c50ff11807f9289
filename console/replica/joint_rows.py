"""Joint actions in the seat's file: beside the tickets, in the same transactions as they and the cursor."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

import msgspec

from contract.action import FileRef
from contract.feed import Batch, Snapshot
from contract.joint.approval import Approval
from contract.joint.joint import Account, CampaignTie, Failure, Held, Joint, JointTicket, Origin
from contract.joint.mediation import Performed, Session, Settlement, Side, Signature, Unsettled
from contract.joint.party import Arrival, Objection, Party, Score
from contract.joint.spot import Agreement, Attended, Evidence, JointProblem, Minutes, SafetyWatch, Task

READ = (
    Joint,
    Origin,
    JointTicket,
    Party,
    Arrival,
    Objection,
    Score,
    Minutes,
    Attended,
    Task,
    JointProblem,
    Evidence,
    Agreement,
    SafetyWatch,
    Held,
    Failure,
    Account,
    CampaignTie,
    Approval,
    Side,
    Session,
    Settlement,
    Signature,
    Performed,
    Unsettled,
    FileRef,
)
"""What a row is made of; a console that reads more of it asks for its rows anew (`rows.FIELDS`)."""
Fresh = dict[str, Joint | None]
"""Rows that are newer than the file's were, by id; None for those that went."""

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Joint)


def upsert(db: sqlite3.Connection, joints: Iterable[Joint]) -> list[Joint]:
    """Puts in the rows of a higher sequence than the file has; gives those."""
    taken: list[Joint] = []
    for joint in joints:
        done = db.execute(
            "INSERT INTO joints (id, seq, row) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE"
            " SET seq = excluded.seq, row = excluded.row WHERE excluded.seq > joints.seq",
            (joint.id, joint.seq, _encoder.encode(joint)),
        )
        if done.rowcount:
            taken.append(joint)
    return taken


def remove(db: sqlite3.Connection, ids: Sequence[str]) -> None:
    """Takes rows out."""
    db.executemany("DELETE FROM joints WHERE id = ?", [(joint_id,) for joint_id in ids])


def take_batch(db: sqlite3.Connection, batch: Batch) -> Fresh:
    """What a feed batch says of joint actions."""
    newest: Fresh = {}
    for event in batch.events:
        if event.kind == "joint" and event.joint is not None:
            newest[event.joint.id] = event.joint
        elif event.kind == "joint_gone":
            newest[event.id] = None
    gone = [joint_id for joint_id, joint in newest.items() if joint is None]
    taken = upsert(db, [joint for joint in newest.values() if joint is not None])
    remove(db, gone)
    return {**dict.fromkeys(gone), **{joint.id: joint for joint in taken}}


def take_snapshot(db: sqlite3.Connection, snapshot: Snapshot) -> Fresh:
    """The rows of a snapshot; those that it does not have go, but for answers to this seat's own acts that
    are newer than it."""
    taken = upsert(db, snapshot.joints)
    present = {joint.id for joint in snapshot.joints}
    held = db.execute("SELECT id FROM joints WHERE seq <= ?", (snapshot.seq,))
    gone = [joint_id for (joint_id,) in held if joint_id not in present]
    remove(db, gone)
    return {**dict.fromkeys(gone), **{joint.id: joint for joint in taken}}


def read(db: sqlite3.Connection) -> dict[str, Joint]:
    """Every row of the file, by id."""
    rows = (_decoder.decode(row) for (row,) in db.execute("SELECT row FROM joints ORDER BY id"))
    return {joint.id: joint for joint in rows}
