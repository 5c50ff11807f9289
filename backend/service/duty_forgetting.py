"""What a check-in keeps for good: that it was made, when, in which grid. Where exactly, for a month."""

from __future__ import annotations

import msgspec
from sqlalchemy import bindparam, not_, select, update

from backend.store import tables as t
from backend.store.engine import Store
from contract.duty import CheckIn
from contract.playback import LONGEST
from contract.reference import Reference

KEEP_POINTS = LONGEST
"""How long the coordinates of a check-in stay (ms): as far back as a day can be played."""
AT_ONCE = 500

_check_in = msgspec.msgpack.Decoder(CheckIn).decode
_pack = msgspec.msgpack.Encoder().encode


async def coarsen(store: Store, reference: Reference, now: int) -> int:
    """Give up the coordinates of a district's oldest check-ins, some at once; gives of how many."""
    district, c = reference.district.code, t.check_in.c
    horizon = now - KEEP_POINTS
    old = (
        select(c.id, c.body)
        .where(c.district == district, not_(c.coarse), c.done_at < horizon)
        .order_by(c.done_at)
        .limit(AT_ONCE)
    )
    async with store.read() as connection:
        rows = [(row.id, _check_in(row.body)) for row in await connection.execute(old)]
    if not rows:
        return 0
    given_up = [
        {"of": district, "key": id_, "coarse": True, "body": _pack(_at_its_grid(one, reference))}
        for id_, one in rows
    ]
    by_key = update(t.check_in).where(c.district == bindparam("of"), c.id == bindparam("key"))
    async with store.write() as connection:
        await connection.execute(by_key.values(coarse=bindparam("coarse"), body=bindparam("body")), given_up)
    return len(rows)


def _at_its_grid(one: CheckIn, reference: Reference) -> CheckIn:
    """A check-in at the middle of its grid; one whose grid is no more keeps a tenth of a degree, no point."""
    area = reference.area(one.area)
    lon, lat = (area.lon, area.lat) if area is not None else (round(one.lon, 1), round(one.lat, 1))
    return msgspec.structs.replace(one, lon=lon, lat=lat, coarse=not one.at_post)
