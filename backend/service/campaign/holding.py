"""A campaign while a transaction works on it: read once, written once, told of with every step."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.ledger import Ledger
from backend.store import tables as t
from backend.store.bulk import by_key
from contract.campaign.campaign import Campaign, CampaignEntry
from contract.campaign.lifecycle import TABLE

KIND = "campaign"
_TOLD = "campaign told"
_MOVES = tuple(sorted({row.action for row in TABLE.transitions if row.versioned}))

unpack = msgspec.msgpack.Decoder(Campaign).decode
unpack_entry = msgspec.msgpack.Decoder(CampaignEntry).decode
_pack = msgspec.msgpack.Encoder().encode


class Holding:
    """A campaign in the ledger, and its last change where one was looked up."""

    __slots__ = ("campaign", "last_change")

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self.last_change: CampaignEntry | None = None


async def fetch(connection: AsyncConnection, ledger: Ledger, ids: Sequence[str]) -> None:
    """Campaigns that the ledger does not hold yet; one that is not there is held as None."""
    lacking = [id_ for id_ in dict.fromkeys(ids) if (KIND, id_) not in ledger.beside]
    for id_ in lacking:
        ledger.beside[KIND, id_] = None
    for id_, row in await by_key(connection, t.campaign, "id", ledger.district, lacking, "id", "row"):
        ledger.beside[KIND, id_] = Holding(unpack(row))


async def fetch_change(connection: AsyncConnection, ledger: Ledger, id_: str) -> None:
    """Who changed a campaign last, for whoever was not first."""
    kept = held(ledger, id_)
    if kept is None or kept.last_change is not None:
        return
    c = t.campaign_entry.c
    mine = (c.district == ledger.district, c.campaign == id_, c.action.in_(_MOVES))
    body = await connection.scalar(select(c.body).where(*mine).order_by(c.n.desc()).limit(1))
    kept.last_change = unpack_entry(body) if body is not None else None


def held(ledger: Ledger, id_: str) -> Holding | None:
    """A campaign as it stands in the transaction, None where there is none."""
    found: Holding | None = ledger.beside.get((KIND, id_))
    return found


def announce(ledger: Ledger, id_: str, at: int) -> None:
    """Tell everybody that a campaign, or a joint action of it, is another: once in a transaction."""
    if (_TOLD, id_) not in ledger.beside:
        ledger.beside[_TOLD, id_] = True
        ledger.announce(KIND, at, id_=id_)


def place(ledger: Ledger, after: Campaign, entry: CampaignEntry, at: int) -> tuple[Campaign, str]:
    """Set a campaign's new row with one line more in its log, and tell of it; gives the row and its hash."""
    kept = held(ledger, after.id)
    if kept is None:
        kept = ledger.beside[KIND, after.id] = Holding(after)
    after = replace(after, entries=kept.campaign.entries + 1)
    entry = replace(entry, n=after.entries)
    kept.campaign = after
    if entry.action in _MOVES:
        kept.last_change = entry
    packed, district = _pack(after), ledger.district
    ledger.whole.setdefault(t.campaign, {})[after.id,] = {
        "district": district,
        "id": after.id,
        "number": after.number,
        "version": after.version,
        "state": after.state,
        "planned_at": after.planned_at,
        "entries": after.entries,
        "row": packed,
    }
    ledger.whole.setdefault(t.campaign_entry, {})[after.id, entry.n] = {
        "district": district,
        "campaign": after.id,
        "n": entry.n,
        "action": entry.action,
        "account": entry.by,
        "at": entry.at,
        "body": _pack(entry),
    }
    announce(ledger, after.id, at)
    return after, hashlib.sha256(packed).hexdigest()
