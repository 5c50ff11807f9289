"""Schema and scope: migrations bring what the tables say, on both databases; SQL's scope is ours."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, bindparam, insert, inspect, select

from backend.service.scope import in_scope, joined
from backend.store import tables as t
from backend.store.bulk import among
from backend.store.engine import Store, StoreError, upgrade
from contract.account import Actor
from contract.beside import Beside, Part
from contract.clock import Clock, Limit
from contract.guards import in_scope as may_see
from contract.ticket import Ticket

DISTRICT = "990001"
PATHS = (
    "",
    DISTRICT,
    "990001/1",
    "990001/1/a",
    "990001/10",
    "990001/1%",
    "990001/1_",
    "T",
    "T/1",
    "T/1/x",
    "T/10",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Any) -> str:
    if request.param == "postgresql":
        made: str = request.getfixturevalue("postgres_url")
        return made
    return f"sqlite:///{tmp_path / 'grid.db'}"


def differences(connection: Connection) -> list[Any]:
    """Where a database is not what the tables say."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return [d for d in compare_metadata(context, t.metadata) if d[0] != "remove_table"]


def test_migrations_bring_what_the_tables_say(url: str) -> None:
    async def look() -> list[Any]:
        store = Store(url)
        try:
            await store.migrate()
            await store.migrate()  # a second start changes nothing
            async with store.write() as connection:
                return await connection.run_sync(differences)
        finally:
            await store.close()

    assert asyncio.run(look()) == []


def test_a_database_of_the_first_schema_is_brought_up_with_what_is_in_it(url: str) -> None:
    """Written by a backend of revision 0001, opened by this one."""

    async def look() -> tuple[list[Any], list[Any]]:
        store = Store(url)
        try:
            async with store.write() as connection:
                await connection.run_sync(upgrade, "0001")
                old = {
                    c["name"] for c in await connection.run_sync(lambda c: inspect(c).get_columns("ticket"))
                }
                whole = [row(k) | {"words": "", "aged": False} for k in TICKETS[:20]]
                rows = [{name: value for name, value in one.items() if name in old} for one in whole]
                first = t.ticket.insert().values({name: bindparam(name) for name in rows[0]})
                await connection.execute(first, rows)
            await store.migrate()
            async with store.write() as connection:
                assert await connection.run_sync(differences) == []
            async with store.read() as connection:
                kept = (await connection.execute(select(t.ticket).order_by(t.ticket.c.id))).all()
                return [r.id for r in kept], [msgspec.msgpack.decode(r.row, type=Ticket) for r in kept]
        finally:
            await store.close()

    ids, tickets = asyncio.run(look())
    assert ids == sorted(k.id for k in TICKETS[:20])
    assert {k.id: k for k in tickets} == {k.id: k for k in TICKETS[:20]}


def test_a_database_of_the_day_when_the_first_schema_was_another_is_brought_up(url: str) -> None:
    """Revision 0003 on a first step that already made the index that 0004 brings."""

    async def look() -> list[Any]:
        store = Store(url)
        try:
            async with store.write() as connection:
                await connection.run_sync(upgrade, "0003")
                await connection.exec_driver_sql("DROP INDEX ix_ticket_district_reported_at_id")
                await connection.exec_driver_sql(
                    "CREATE INDEX ix_ticket_district_reported_at ON ticket (district, reported_at)"
                )
            await store.migrate()
            async with store.write() as connection:
                return await connection.run_sync(differences)
        finally:
            await store.close()

    assert asyncio.run(look()) == []


def test_two_statements_of_a_reader_see_one_state(url: str) -> None:
    async def look() -> tuple[int, int]:
        store = Store(url)
        try:
            await store.migrate()
            count = select(t.calendar_year.c.year)
            async with store.read() as reader:
                before = len((await reader.execute(count)).all())
                async with store.write() as writer:
                    await writer.execute(insert(t.calendar_year).values(district=DISTRICT, year=2027))
                return before, len((await reader.execute(count)).all())
        finally:
            await store.close()

    assert asyncio.run(look()) == (0, 0)


def test_a_database_that_is_none_of_ours_is_refused(tmp_path: Any) -> None:
    with pytest.raises(StoreError):
        Store("mysql://x/y")
    with pytest.raises(StoreError):
        Store("sqlite://")


def part(unit_path: str) -> Part:
    clock = Clock(f"part:{unit_path}", Limit(1, "hours"), 0)
    return Part(unit_path, unit_path, unit_path, "x", clock)


def ticket(n: int, area_path: str, unit_path: str, channel: str) -> Ticket:
    # Every third is shared with one unit, every fifth with another.
    shared = [PATHS[-1 - n % 4]] * (n % 3 == 0) + [PATHS[-1 - n % 3]] * (n % 5 == 0)
    return Ticket(
        id=f"t{n}",
        district=DISTRICT,
        number=f"N{n}",
        version=1,
        seq=n,
        state="reported",
        channel=channel,
        title="x",
        reported_at=0,
        changed_at=0,
        area_path=area_path,
        unit_path=unit_path,
        beside=Beside(parts=tuple(part(path) for path in shared)),
    )


TICKETS = [
    ticket(n, area, unit, channel)
    for n, (area, unit, channel) in enumerate(
        (area, unit, channel) for area in PATHS for unit in PATHS for channel in ("app", "hotline")
    )
]
ACTORS = st.builds(
    Actor,
    id=st.just("a"),
    name=st.just("a"),
    role=st.sampled_from(["seat", "duty", "leader", "admin", "handler", "grid", "channel", "reporter"]),
    district=st.sampled_from([DISTRICT, "990002"]),
    unit_path=st.sampled_from(PATHS),
    area_path=st.sampled_from(PATHS),
    channel=st.sampled_from(["", "app", "hotline"]),
)


def test_scope_in_sql_is_scope_in_the_contract(url: str) -> None:
    async def look() -> None:
        store = Store(url)
        try:
            await store.migrate()
            async with store.write() as connection:
                await connection.execute(insert(t.ticket), [row(k) for k in TICKETS])
            for actor in actors:
                async with store.read() as connection:
                    seen = await connection.scalars(select(t.ticket.c.id).where(in_scope(t.ticket, actor)))
                    assert set(seen) == {k.id for k in TICKETS if may_see(k, actor)}, actor
            async with store.read() as connection:
                wanted = ["t1", "t3", "no such", "t'\"; --"]
                found = await connection.scalars(
                    select(t.ticket.c.id).where(among(store.dialect, t.ticket.c.id, wanted))
                )
                assert set(found) == {"t1", "t3"}
        finally:
            await store.close()

    actors: list[Actor] = []

    @settings(max_examples=200)
    @given(ACTORS)
    def draw(actor: Actor) -> None:
        actors.append(actor)

    draw()
    asyncio.run(look())


def row(k: Ticket) -> dict[str, Any]:
    return {
        "district": k.district,
        "id": k.id,
        "number": k.number,
        "version": 1,
        "seq": k.seq,
        "state": k.state,
        "channel": k.channel,
        "area_path": k.area_path,
        "unit_path": k.unit_path,
        "shared_paths": joined(k.beside.shared_with()),
        "reported_at": 0,
        "changed_at": 0,
        "entries": 0,
        "row": msgspec.msgpack.encode(k),
    }


def test_what_was_committed_is_in_the_file_itself_at_the_end(tmp_path: Path) -> None:
    """Whoever copies the file of a backend that has ended has all of it, though a connection that was given
    up may still be open then."""
    file = tmp_path / "grid.db"

    async def write() -> sqlite3.Connection:
        store = Store(f"sqlite:///{file}")
        await store.migrate()
        left = sqlite3.connect(file)
        left.execute("SELECT count(*) FROM district").fetchall()
        async with store.write() as connection:
            await connection.exec_driver_sql("CREATE TABLE kept (word TEXT)")
            await connection.exec_driver_sql("INSERT INTO kept VALUES ('here')")
        await store.close()
        return left

    with closing(asyncio.run(write())):
        shutil.copy(file, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT word FROM kept").fetchall() == [("here",)]
