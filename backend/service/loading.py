"""Writing a district's profile into the database, as a first load or as a change while running.

Areas, units and channels are replaced; catalogue versions are only ever added to, since filed tickets
refer to them. A change is one feed event of kind ``reference`` and one audit entry.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.audit import Chain
from backend.service.calendar_change import DAYS, HOURS, noted
from backend.service.mandates.keeping import put_with_profile
from backend.service.profile import Profile, ProfileError
from backend.service.reference import read_reference
from backend.store import tables as t
from backend.store.engine import Store
from contract.feed import Event


def _rows(profile: Profile) -> dict[str, list[dict[str, Any]]]:
    code = profile.district.code
    pack = msgspec.msgpack.encode
    return {
        "area": [
            {"district": code, "code": a.code, "place": n, "path": a.path, "level": a.level, "body": pack(a)}
            for n, a in enumerate(profile.areas)
        ],
        "area_geometry": [
            {"district": code, "code": a.code, "level": a.level, "wkb": profile.wkb[a.code]}
            for a in profile.areas
        ],
        "unit": [
            {
                "district": code,
                "code": u.unit.code,
                "place": n,
                "path": u.unit.path,
                "duty": u.duty,
                "body": pack(u.unit),
            }
            for n, u in enumerate(profile.units)
        ],
        "channel": [
            {"district": code, "key": c.key, "place": n, "body": pack(c)}
            for n, c in enumerate(profile.channels)
        ],
    }


async def load_profile(store: Store, profile: Profile, at: int) -> bool:
    """Write a profile; True where the district is new. `at` is the instant of the change."""
    code = profile.district.code
    async with store.write() as connection:
        row = (
            await connection.execute(
                select(t.district).where(t.district.c.district == code).with_for_update()
            )
        ).first()
        spans = ";".join(f"{b}-{e}" for b, e in profile.spans)
        values = {
            "body": msgspec.msgpack.encode(profile.district),
            "utc_offset": profile.utc_offset,
            "spans": spans,
        }
        if row is None:
            await connection.execute(insert(t.district).values(district=code, armed_at=at, **values))
        else:
            await connection.execute(update(t.district).where(t.district.c.district == code).values(**values))
        for name, rows in _rows(profile).items():
            table = t.metadata.tables[name]
            await connection.execute(delete(table).where(table.c.district == code))
            if rows:
                await connection.execute(insert(table), rows)
        await _items(connection, profile)
        await put_with_profile(connection, code, profile.mandates, at)
        await announce(connection, code, at, account="", note=f"profile {profile.key}", calendar=HOURS)
    return row is None


async def _items(connection: AsyncConnection, profile: Profile) -> None:
    code = profile.district.code
    held = {
        (version, item): body
        for version, item, body in await connection.execute(
            select(t.item.c.version, t.item.c.code, t.item.c.body).where(t.item.c.district == code)
        )
    }
    rows: list[dict[str, Any]] = []
    for n, item in enumerate(profile.items):
        body = msgspec.msgpack.encode(item)
        there = held.get((item.version, item.code))
        if there is not None and not _same(there, body):
            raise ProfileError(
                f"catalogue.csv: item {item.code} differs from version {item.version} as it is in force: "
                "tickets were filed by it, so a change needs a new version"
            )
        if there is None:
            rows.append(
                {
                    "district": code,
                    "version": item.version,
                    "code": item.code,
                    "place": n,
                    "effective_from": item.effective_from,
                    "body": body,
                }
            )
    if rows:
        await connection.execute(insert(t.item), rows)


def _same(stored: bytes, given: bytes) -> bool:
    """Whether a stored item is the one given, in the fields that it was stored with: an earlier edition knew
    fewer, and what it did not know stays as it was for the tickets filed by it."""
    there, now = msgspec.msgpack.decode(stored), msgspec.msgpack.decode(given)
    return all(now.get(field) == value for field, value in there.items())


async def announce(
    connection: AsyncConnection, district: str, at: int, *, account: str, note: str, calendar: str = DAYS
) -> None:
    """Give the reference its new digest, tell every console by the feed, and record it. Where its calendar
    is another one, `calendar` names what changed of it (`calendar_change`)."""
    row = (
        await connection.execute(
            select(t.district).where(t.district.c.district == district).with_for_update()
        )
    ).one()
    held = await read_reference(connection, district, at)
    await noted(connection, district, held.reference.calendar, calendar, at)
    seq = row.seq + 1
    chain = Chain(district, row.audit_n, row.audit_head)
    chain.add(
        at=at,
        account=account,
        role="admin",
        action="reference",
        object_=held.reference.digest,
        seq=seq,
        note=note,
    )
    await connection.execute(insert(t.audit), chain.rows)
    await connection.execute(
        insert(t.feed).values(
            district=district,
            seq=seq,
            at=at,
            kind="reference",
            body=msgspec.json.encode(Event(seq=seq, kind="reference", at=at)),
        )
    )
    await connection.execute(
        update(t.district)
        .where(t.district.c.district == district)
        .values(digest=held.reference.digest, seq=seq, audit_n=chain.n, audit_head=chain.head)
    )
