"""A joint action while a transaction works on it: read once, written once, told of with every step."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.campaign import holding as campaigns
from backend.service.joint import clocks
from backend.service.ledger import Ledger
from backend.service.scope import joined
from backend.service.steps import FeedRow
from backend.store import tables as t
from backend.store.bulk import by_key
from contract.action import FileRef
from contract.joint.joint import Joint
from contract.joint.lifecycle import ENDED
from contract.joint.log import JointEntry

KIND = "joint"
USED = "joint files"
WORDS = 600
"""So many characters of its text are searched."""

_unpack = msgspec.msgpack.Decoder(Joint).decode
_pack = msgspec.msgpack.Encoder().encode
_json = msgspec.json.Encoder().encode


class Holding:
    """A joint action in the ledger, with what of it was told, and its last move where one was looked up."""

    __slots__ = ("aged", "fresh", "joint", "last_move", "told")

    def __init__(self, joint: Joint, told: clocks.Told = (), *, fresh: bool = False) -> None:
        self.joint = joint
        self.told = told
        self.fresh = fresh
        self.aged = False
        self.last_move: JointEntry | None = None


async def fetch(connection: AsyncConnection, ledger: Ledger, ids: Sequence[str]) -> None:
    """Joint actions that the ledger does not hold yet; one that is not there is held as None."""
    lacking = [id_ for id_ in dict.fromkeys(ids) if (KIND, id_) not in ledger.beside]
    for id_ in lacking:
        ledger.beside[KIND, id_] = None
    for id_, row, told in await by_key(
        connection, t.joint, "id", ledger.district, lacking, "id", "row", "told"
    ):
        ledger.beside[KIND, id_] = Holding(_unpack(row), clocks.unpack_told(told))


def held(ledger: Ledger, id_: str) -> Holding | None:
    """A joint action as it stands in the transaction, None where there is none."""
    found: Holding | None = ledger.beside.get((KIND, id_))
    return found


def place(ledger: Ledger, holding: Holding, after: Joint, at: int) -> tuple[bytes, str]:
    """Set a joint action's new row with the next number of the feed, and tell of it; gives its JSON and the
    hash of its row. Its log has one line more than before: the caller writes it (`enter`)."""
    before = None if holding.fresh else holding.joint
    if after.campaign is not None:
        campaigns.announce(ledger, after.campaign.id, at)
    ledger.seq += 1
    after = replace(after, seq=ledger.seq, entries=holding.joint.entries + 1)
    holding.joint, holding.fresh = after, False
    holding.told = clocks.kept_marks(after, holding.told, ledger.reference)
    ledger.beside[KIND, after.id] = holding
    json, packed = _json(after), _pack(after)
    _write(ledger, holding, packed)
    head = b'{"seq":%d,"kind":"joint","at":%d,"id":"%s","joint":' % (ledger.seq, at, after.id.encode())
    _tell(ledger, "joint", before, after, at, head + json + b"}")
    return json, hashlib.sha256(packed).hexdigest()


def rearm(ledger: Ledger, holding: Holding) -> None:
    """Write again when something of it falls due next, and what was told; nobody is told of that."""
    if holding.joint.state in ENDED:
        return  # nothing of it falls due, and it may have left the consoles
    _write(ledger, holding, _pack(holding.joint))


def age(ledger: Ledger, holding: Holding, at: int) -> None:
    """It leaves every console."""
    joint = holding.joint
    ledger.seq += 1
    holding.aged = True
    _write(ledger, holding, _pack(joint))
    body = b'{"seq":%d,"kind":"joint_gone","at":%d,"id":"%s"}' % (ledger.seq, at, joint.id.encode())
    _tell(ledger, "joint_gone", joint, joint, at, body)


def enter(ledger: Ledger, holding: Holding, entry: JointEntry, account: str) -> None:
    """One more line of its log, the one that `place` has counted."""
    joint = holding.joint
    if entry.source != entry.target:
        holding.last_move = entry
    ledger.whole.setdefault(t.joint_entry, {})[joint.id, entry.n] = {
        "district": ledger.district,
        "joint": joint.id,
        "n": entry.n,
        "seq": joint.seq,
        "action": entry.action,
        "outcome": entry.outcome,
        "unit": entry.unit,
        "account": account,
        "at": entry.at,
        "body": _pack(entry),
    }


def use(ledger: Ledger, joint: str, n: int, files: Sequence[FileRef]) -> None:
    """Files that a line of the log brought, the first time that they came to this joint action."""
    for file in files:
        users: set[str] = ledger.beside.setdefault((USED, file.sha256), set())
        if joint not in users:
            users.add(joint)
            row = {"district": ledger.district, "sha256": file.sha256, "joint": joint, "n": n}
            ledger.whole.setdefault(t.joint_file, {})[file.sha256, joint] = row


def _tell(ledger: Ledger, kind: str, before: Joint | None, after: Joint, at: int, body: bytes) -> None:
    ledger.events.append(
        FeedRow(
            seq=ledger.seq,
            at=at,
            kind=kind,
            ticket=after.id,
            area_path=after.area_path,
            unit_path=after.origin.unit_path,
            shared_paths=joined(after.shared_with()),
            was_area_path=before.area_path if before is not None else "",
            was_unit_path=before.origin.unit_path if before is not None else "",
            was_shared_paths=joined(before.shared_with()) if before is not None else "",
            body=body,
        )
    )


def _write(ledger: Ledger, holding: Holding, packed: bytes) -> None:
    joint = holding.joint
    due = None if holding.aged else clocks.next_at(joint, holding.told, ledger.reference)
    if due is not None:
        ledger.wakes.append(due)
    lead = joint.lead
    names = " ".join(party.unit_name for party in joint.parties)
    words = f"{joint.number} {joint.title} {joint.place} {joint.area_name} {names} {joint.text[:WORDS]}"
    ledger.whole.setdefault(t.joint, {})[joint.id,] = {
        "district": ledger.district,
        "id": joint.id,
        "number": joint.number,
        "version": joint.version,
        "seq": joint.seq,
        "state": joint.state,
        "kind": joint.kind,
        "lead": lead.unit if lead is not None else "",
        "area_path": joint.area_path,
        "unit_path": joint.origin.unit_path,
        "shared_paths": joined(joint.shared_with()),
        "campaign": joint.campaign.id if joint.campaign is not None else "",
        "proposed_at": joint.origin.at,
        "ended_at": joint.changed_at if joint.state in ENDED else None,
        "aged": holding.aged,
        "entries": joint.entries,
        "next_at": due,
        "told": clocks.pack_told(holding.told),
        "words": words.lower(),
        "row": packed,
    }
