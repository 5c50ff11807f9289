"""The simulated day: a report of something in the street is filed tied to a real component of that kind."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
from sqlalchemy import select

from backend.service.clock import SimulatedClock
from backend.service.coordinates import metres
from backend.service.counting.recount import differences
from backend.services import Services
from backend.serving import district_folder, load_district
from backend.settings import Settings
from backend.simulation.furniture import COVERS, NEAR
from backend.simulation.history import first_day
from backend.simulation.writing import write_history
from backend.store import tables as t
from contract.clock import DAY
from contract.component import Component
from contract.ticket import Ticket

# A Friday, 10:20 in Hefei.
END = round(datetime(2026, 11, 20, 2, 20, tzinfo=UTC).timestamp() * 1000)


async def test_reports_are_tied_to_what_stands_there(plain: str, tmp_path: Path) -> None:
    services = await Services.open(
        Settings(database=plain, files=tmp_path / "files"), SimulatedClock(END, 0.0)
    )
    try:
        folder = district_folder("baohe")
        read = await load_district(services, folder, demo=True, since=first_day(END, 2) - DAY)
        code = read.district.code
        await write_history(services, code, folder, END, days=2, rate=0.5)
        async with services.store.read() as connection:
            rows = await connection.execute(select(t.ticket.c.row).where(t.ticket.c.district == code))
            tickets = [msgspec.msgpack.decode(row, type=Ticket) for (row,) in rows]
            bodies = await connection.execute(
                select(t.component.c.body).where(t.component.c.district == code)
            )
            components = [msgspec.msgpack.decode(body, type=Component) for (body,) in bodies]
            assert await differences(connection, services.references.get(code).reference) == []
    finally:
        await services.store.close()
    known = {one.code: one for one in components}
    tied = [(k, k.beside.component) for k in tickets if k.beside.component is not None]
    assert len(tied) > 10
    for ticket, kept in tied:
        assert kept is not None
        one = known[kept.code]
        assert (kept.kind, kept.owner_unit, kept.owner_name) == (one.kind, one.owner.unit, one.owner.name)
        assert ticket.lon is not None
        assert ticket.lat is not None
        assert metres(ticket.lon, ticket.lat, one.lon, one.lat) <= NEAR
        if "井盖" in ticket.item_name:
            assert one.kind in COVERS
        if kept.ownerless and ticket.dispatched_at is not None:
            assert ticket.beside.safe is not None
