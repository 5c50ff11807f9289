"""The audit log: entries chained by hashes, one chain a district.

Each entry's hash is SHA-256 over the hash before it and its own body; the head stands in the district's
row. The body carries a hash of the ticket's, joint action's or campaign's row after it, so that a row changed
behind the service's back is found, too.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.store import tables as t
from contract.campaign.campaign import Campaign
from contract.joint.joint import Joint
from contract.ticket import Ticket

JOINT, CAMPAIGN = "joint_", "campaign_"
"""With these begins what is done to joint actions and campaigns; anything else that records a row is a
ticket's."""


class Record(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What an audit entry says. `row` is the hash of the row after it, `content` of what was asked.

    Personal data is not in it: who acted is an account's id.
    """

    n: int
    at: int
    account: str
    role: str
    action: str
    object: str = ""
    key: str = ""
    version: int = 0
    seq: int = 0
    content: str = ""
    row: str = ""
    note: str = ""


class Chain:
    """The chain's end while a transaction adds to it."""

    def __init__(self, district: str, n: int, head: str) -> None:
        self.district = district
        self.n = n
        self.head = head
        self.rows: list[dict[str, Any]] = []

    def add(
        self,
        *,
        at: int,
        account: str,
        role: str,
        action: str,
        object_: str = "",
        key: str = "",
        version: int = 0,
        seq: int = 0,
        content: str = "",
        row: str = "",
        note: str = "",
    ) -> None:
        """One more entry."""
        self.n += 1
        body = msgspec.json.encode(
            Record(
                n=self.n,
                at=at,
                account=account,
                role=role,
                action=action,
                object=object_,
                key=key,
                version=version,
                seq=seq,
                content=content,
                row=row,
                note=note,
            )
        )
        self.head = link(self.head, body)
        self.rows.append(
            {
                "district": self.district,
                "n": self.n,
                "at": at,
                "account": account,
                "action": action,
                "object": object_,
                "body": body,
                "hash": self.head,
            }
        )


def link(head: str, body: bytes) -> str:
    """The hash of an entry."""
    return hashlib.sha256(head.encode() + body).hexdigest()


async def faults(connection: AsyncConnection, district: str) -> list[str]:
    """What is wrong with a district's records: the chain, the feed's numbers, rows and timelines."""
    found: list[str] = []
    head = (await connection.execute(select(t.district).where(t.district.c.district == district))).one()
    hash_, n, rows = "", 0, dict[str, str]()
    joints, campaigns = dict[str, str](), dict[str, str]()
    stream = await connection.stream(
        select(t.audit.c.n, t.audit.c.body, t.audit.c.hash)
        .where(t.audit.c.district == district)
        .order_by(t.audit.c.n)
    )
    async for number, body, stored in stream:
        n += 1
        if number != n:
            found.append(f"audit: entry {n} is missing, {number} follows")
            n = number
        hash_ = link(hash_, bytes(body, "utf-8") if isinstance(body, str) else body)
        if hash_ != stored:
            found.append(f"audit: entry {number} does not continue the chain")
            hash_ = stored
        try:
            record = msgspec.json.decode(body, type=Record)
        except msgspec.DecodeError:
            found.append(f"audit: entry {number} cannot be read")
            continue
        if record.n != number:
            found.append(f"audit: entry {number} says that it is {record.n}")
        if record.row:
            of = joints if record.action.startswith(JOINT) else rows
            of = campaigns if record.action.startswith(CAMPAIGN) else of
            of[record.object] = record.row
    if (head.audit_n, head.audit_head) != (n, hash_):
        found.append(f"audit: the chain ends at {n}, the district's row says {head.audit_n}")
    found += await _feed_faults(connection, district, head.feed_floor, head.seq)
    found += await _ticket_faults(connection, district, rows)
    found += await _joint_faults(connection, district, joints)
    found += await _campaign_faults(connection, district, campaigns)
    return found


async def _feed_faults(connection: AsyncConnection, district: str, floor: int, seq: int) -> list[str]:
    low, high, count = (
        await connection.execute(
            select(func.min(t.feed.c.seq), func.max(t.feed.c.seq), func.count()).where(
                t.feed.c.district == district
            )
        )
    ).one()
    if not count:
        return [] if seq == floor else [f"feed: empty, but its last number is {seq}"]
    if (low, high, count) != (floor + 1, seq, seq - floor):
        return [f"feed: {count} events from {low} to {high}, not {seq - floor} from {floor + 1} to {seq}"]
    return []


async def _ticket_faults(connection: AsyncConnection, district: str, rows: dict[str, str]) -> list[str]:
    found: list[str] = []
    counts = dict[str, tuple[int, int]]()
    for ticket, count, last in await connection.execute(
        select(t.entry.c.ticket, func.count(), func.max(t.entry.c.n))
        .where(t.entry.c.district == district)
        .group_by(t.entry.c.ticket)
    ):
        counts[ticket] = (count, last)
    stream = await connection.stream(select(t.ticket).where(t.ticket.c.district == district))
    async for row in stream:
        try:
            ticket = msgspec.msgpack.decode(row.row, type=Ticket)
        except msgspec.DecodeError:
            found.append(f"ticket {row.number}: its row cannot be read")
            continue
        stored = (row.version, row.seq, row.state, row.area_path, row.unit_path)
        if stored != (ticket.version, ticket.seq, ticket.state, ticket.area_path, ticket.unit_path):
            found.append(f"ticket {row.number}: its columns and its row differ")
        if rows.pop(row.id, "") != hashlib.sha256(row.row).hexdigest():
            found.append(f"ticket {row.number}: its row is not what the audit log recorded last")
        if counts.get(row.id) != (row.entries, row.entries):
            found.append(f"ticket {row.number}: its timeline has gaps")
    found += [f"ticket {ticket}: recorded, but not there" for ticket in rows]
    return found


async def _joint_faults(connection: AsyncConnection, district: str, rows: dict[str, str]) -> list[str]:
    found: list[str] = []
    e = t.joint_entry.c
    logs = select(e.joint, func.count(), func.max(e.n)).where(e.district == district).group_by(e.joint)
    counts = {joint: (count, last) for joint, count, last in await connection.execute(logs)}
    stream = await connection.stream(select(t.joint).where(t.joint.c.district == district))
    async for row in stream:
        try:
            joint = msgspec.msgpack.decode(row.row, type=Joint)
        except msgspec.DecodeError:
            found.append(f"joint action {row.number}: its row cannot be read")
            continue
        stored = (row.version, row.seq, row.state, row.area_path, row.entries)
        if stored != (joint.version, joint.seq, joint.state, joint.area_path, joint.entries):
            found.append(f"joint action {row.number}: its columns and its row differ")
        if rows.pop(row.id, "") != hashlib.sha256(row.row).hexdigest():
            found.append(f"joint action {row.number}: its row is not what the audit log recorded last")
        if counts.get(row.id) != (row.entries, row.entries):
            found.append(f"joint action {row.number}: its log has gaps")
    found += [f"joint action {joint}: recorded, but not there" for joint in rows]
    return found


async def _campaign_faults(connection: AsyncConnection, district: str, rows: dict[str, str]) -> list[str]:
    found: list[str] = []
    e = t.campaign_entry.c
    logs = select(e.campaign, func.count(), func.max(e.n)).where(e.district == district).group_by(e.campaign)
    counts = {campaign: (count, last) for campaign, count, last in await connection.execute(logs)}
    for row in await connection.execute(select(t.campaign).where(t.campaign.c.district == district)):
        try:
            campaign = msgspec.msgpack.decode(row.row, type=Campaign)
        except msgspec.DecodeError:
            found.append(f"campaign {row.number}: its row cannot be read")
            continue
        stored = (row.number, row.version, row.state, row.entries)
        if stored != (campaign.number, campaign.version, campaign.state, campaign.entries):
            found.append(f"campaign {row.number}: its columns and its row differ")
        if rows.pop(row.id, "") != hashlib.sha256(row.row).hexdigest():
            found.append(f"campaign {row.number}: its row is not what the audit log recorded last")
        if counts.get(row.id) != (row.entries, row.entries):
            found.append(f"campaign {row.number}: its log has gaps")
    found += [f"campaign {campaign}: recorded, but not there" for campaign in rows]
    return found
