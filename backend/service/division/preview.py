"""What a division means for what is there now: open tickets by where they lie, and who loses a grid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec
import shapely
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.store import tables as t
from contract.machine import Names

from .working import Worked

AT_ONCE = 400
"""Values in one statement."""


class Bound(msgspec.Struct, frozen=True):
    """What hangs on single grids: open tickets by their grid's path and point, accounts, holders of posts."""

    tickets: tuple[tuple[str, float | None, float | None], ...] = ()
    accounts: tuple[tuple[str, str], ...] = ()
    holders: tuple[str, ...] = ()


async def read_bound(connection: AsyncConnection, district: str, worked: Worked) -> Bound:
    """Everything that hangs on the grids that a division changes."""
    paths = [one.area.path for one in worked.gone] + [g.area.path for g in worked.grids if not g.fresh]
    codes = [one.area.code for one in worked.gone]
    k, a, h = t.ticket.c, t.account.c, t.duty_holder.c
    tickets: list[tuple[str, float | None, float | None]] = []
    accounts: list[tuple[str, str]] = []
    holders: list[str] = []
    for some in _portions(paths):
        query = select(k.area_path, k.lon, k.lat).where(
            k.district == district, k.aged.is_(False), k.ended_at.is_(None), k.area_path.in_(some)
        )
        tickets += [(row.area_path, row.lon, row.lat) for row in await connection.execute(query)]
    for some in _portions(codes):
        bound = select(a.area, a.name).where(
            a.district == district, a.active.is_(True), a.role == "grid", a.area.in_(some)
        )
        accounts += [(row.area, row.name) for row in await connection.execute(bound.order_by(a.login))]
        on_post = select(h.place).where(h.district == district, h.ended_at.is_(None), h.place.in_(some))
        holders += list(await connection.scalars(on_post))
    return Bound(tuple(tickets), tuple(accounts), tuple(holders))


def _portions(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[begin : begin + AT_ONCE] for begin in range(0, len(values), AT_ONCE))


def counted(worked: Worked, bound: Bound) -> Worked:
    """The same with what hangs on its grids, and notices of it."""
    filed = Counter(path for path, _, _ in bound.tickets)
    lie: Counter[str] = Counter()
    codes = list(worked.shapes)
    points = [(lon, lat) for _, lon, lat in bound.tickets if lon is not None and lat is not None]
    if points and codes:
        tree = shapely.STRtree([worked.shapes[code] for code in codes])
        which, where = tree.query(shapely.points(points), predicate="intersects")
        first: dict[int, int] = {}
        for n, hit in zip(which.tolist(), where.tolist(), strict=True):
            first.setdefault(n, hit)
        lie.update(codes[hit] for hit in first.values())
    named: dict[str, list[str]] = {}
    for code, name in bound.accounts:
        named.setdefault(code, []).append(name)
    posts = Counter(bound.holders)
    gone = tuple(
        replace(
            one,
            open_tickets=filed[one.area.path],
            accounts=tuple(named.get(one.area.code, ())),
            holders=posts[one.area.code],
        )
        for one in worked.gone
    )
    grids = tuple(replace(one, open_tickets=lie[one.area.code]) for one in worked.grids)
    return replace(worked, gone=gone, grids=grids, notices=(*worked.notices, *_notices(gone, bound)))


def _notices(gone: Sequence[object], bound: Bound) -> list[Names]:
    found = []
    kept = sum(getattr(one, "open_tickets", 0) for one in gone)
    if kept:
        found.append(
            Names(
                f"{kept} 件未结工单保留原网格，直到重新定位",
                f"{kept} open tickets keep the grid that they were filed in until they are located anew",
            )
        )
    if bound.accounts:
        n = len(bound.accounts)
        found.append(
            Names(
                f"{n} 个网格员账号所属网格将撤销，生效后请改绑新网格",
                f"{n} accounts of grid workers lose their grid: bind them to new ones from that day on",
            )
        )
    if bound.holders:
        n = len(bound.holders)
        found.append(
            Names(
                f"{n} 个在岗登记所在网格将撤销，请在值守中重新排班",
                f"{n} posts of a roster lose their grid: set them for the new ones",
            )
        )
    return found
