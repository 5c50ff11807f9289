"""A division from its check to its day: exact to the millisecond, on every replica; tickets keep theirs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from backend.service.audit import faults as chain_faults
from backend.store import tables as t
from contract.action import Accept, Answer, File, Report
from contract.clock import DAY, HOUR, MINUTE
from tests.backend.conftest import DATABASES
from tests.backend.running import DISTRICT, GRID, ITEM, RunningBackend, Seat, new_id

EAST = "990001001001-02"
SOUTH, NORTH = (117.211, 31.71), (117.211, 31.73)
"""Places in the first grid, either side of the line that it is cut along."""
LINE = [[117.19, 31.72], [117.23, 31.72]]


class Pair:
    """Two replicas on one database whose clocks stand still and are moved together."""

    def __init__(self, one: RunningBackend, two: RunningBackend) -> None:
        self.replicas = (one, two)

    def move(self, ms: int) -> None:
        for one in self.replicas:
            one.clock.move(ms)

    def now(self) -> int:
        (now,) = {one.clock.now() for one in self.replicas}
        return now

    def seats(self, login: str = "seat01") -> list[Seat]:
        return [one.seat(login) for one in self.replicas]


@pytest.fixture(params=DATABASES)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pair]:
    """A pair on an empty database."""
    database = f"sqlite:///{tmp_path / 'grid.db'}"
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("new_postgres_url")
        database = make()
    still: dict[str, Any] = {"speed": 0.0, "session_hours": 500}
    with (
        RunningBackend(database, tmp_path / "one", **still) as one,
        RunningBackend(database, tmp_path / "two", origin=one.clock.now(), **still) as two,
    ):
        yield Pair(one, two)


def day_after(seat: Seat, days: int = 1) -> tuple[str, int]:
    """A day from now on, and the instant at which it begins in China."""
    now = seat.get("/api/time").json()["now"]
    local = datetime.fromtimestamp(now / 1000, UTC) + timedelta(hours=8, days=days)
    midnight = (local.date() - date(1970, 1, 1)).days * DAY - 8 * HOUR
    return local.date().isoformat(), midnight


def command(day: str, *changes: dict[str, Any], name: str = "2026-a", **more: Any) -> dict[str, Any]:
    """A proposal."""
    return {"action_id": new_id(), "id": name, "effective_from": day, "changes": list(changes), **more}


SPLIT = {"change": "split", "grid": GRID, "line": LINE}


def adopted(admin: Seat, body: dict[str, Any]) -> dict[str, Any]:
    """Adopt it."""
    answer = admin.post("/api/divisions", json=body)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def areas(seat: Seat) -> set[str]:
    """Codes in force."""
    return {one["code"] for one in seat.get("/api/reference").json()["areas"]}


def located(seat: Seat, lon: float, lat: float) -> str:
    """The grid at a point."""
    (found,) = seat.get("/api/locate", params={"lon": lon, "lat": lat}).json()
    code: str = found["code"]
    return code


def filed(seat: Seat, **place: Any) -> str:
    """A new ticket; gives its grid."""
    act = Report(channel="hotline", title="夜间施工噪音", **place)
    return seat.done(new_id(), 0, act).ticket.area


def test_it_takes_effect_at_its_instant_on_every_replica(pair: Pair) -> None:
    one, two = pair.seats()
    admin = pair.replicas[0].seat("admin01")
    day, begins = day_after(one)
    lid = {"code": "L-1", "kind": "cover_rain", "lon": NORTH[0], "lat": NORTH[1], "reason": "普查"}
    made = admin.post("/api/components", json={"action_id": new_id(), **lid})
    assert made.json()["area"] == GRID, made.text
    old = one.done(new_id(), 0, Report(channel="hotline", title="占道", lon=NORTH[0], lat=NORTH[1])).ticket
    assert old.area == GRID
    told = adopted(admin, command(day, SPLIT))
    assert (told["accepted"], told["adopted"], told["before"], told["after"]) == (True, True, 8, 9)
    assert told["effective_from"] == begins
    north, south = (grid["area"]["code"] for grid in told["grids"])
    assert (north, south) == ("990001001001-03", "990001001001-04")
    assert told["gone"][0]["open_tickets"] == 1
    assert [grid["open_tickets"] for grid in told["grids"]] == [1, 0]
    assert told["gone"][0]["into"][0]["share"] == pytest.approx(0.5, abs=1e-3)
    assert len(told["gone"][0]["accounts"]) == 1
    # One millisecond before, nothing is other than it was.
    pair.move(begins - 1 - pair.now())
    for seat in pair.seats():
        assert located(seat, *NORTH) == GRID
        assert filed(seat, lon=NORTH[0], lat=NORTH[1]) == GRID
        assert filed(seat, area=GRID) == GRID
        assert GRID in areas(seat)
    pair.move(1)
    for seat in pair.seats():
        assert located(seat, *NORTH) == north
        assert located(seat, *SOUTH) == south
        assert filed(seat, lon=SOUTH[0], lat=SOUTH[1]) == south
        assert areas(seat) >= {north, south}
        assert GRID not in areas(seat)
        # A code that is no more goes where its coordinates lie, else to what is above it.
        assert filed(seat, area=GRID, lon=NORTH[0], lat=NORTH[1]) == north
        assert filed(seat, area=GRID) == "990001001001"
    # The old one keeps its grid while it goes on, and gets the new one when it is located anew.
    answer = one.done(old.id, 1, Accept())
    assert (answer.ticket.area, answer.ticket.area_name) == (GRID, old.area_name)
    reference = two.get("/api/reference").json()
    (former,) = reference["former"]
    assert former["area"]["code"] == GRID
    assert former["until"] == begins
    assert reference["divisions"] == [["2026-a", begins]]
    # Whoever is bound to a grid that is no more is bound to a new one; nobody new is put there.
    duty = pair.replicas[0].seat("duty01")
    holder = {"action_id": new_id(), "place": GRID, "name": "周明", "post": "worker"}
    refusal = duty.put(f"/api/duty/holders/{new_id()}", json=holder).json()
    assert refusal["errors"][0]["rule"] == "standing"
    moved: Answer = two.done(old.id, 2, File(item=ITEM, area=north))
    assert moved.ticket.area == north
    announced(pair)
    # What stands in the street came to the grid that it lies in, and its history says so.
    found = two.get("/api/components/L-1").json()
    assert found["component"]["area"] == north
    assert found["history"][0]["fields"] == [{"field": "area", "before": GRID, "after": north}]
    for replica in pair.replicas:
        services = replica.services
        assert replica.run(_chain(services)) == []


async def _chain(services: Any) -> list[Any]:
    async with services.store.read() as connection:
        return list(await chain_faults(connection, DISTRICT))


def until(holds: Callable[[], bool], says: str) -> None:
    """Ask until it is so."""
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline, says


def announced(pair: Pair) -> None:
    """Wait until its beginning was told once, whoever did it."""

    def told() -> bool:
        entries = [one for one in pair.replicas[0].run(_audit(pair.replicas[0])) if one == "division_begins"]
        assert len(entries) <= 1
        return len(entries) == 1

    until(told, "the division was not announced")


async def _audit(backend: RunningBackend) -> list[str]:
    async with backend.services.store.read() as connection:
        return list(await connection.scalars(select(t.audit.c.action).where(t.audit.c.district == DISTRICT)))


def test_a_replay_gets_the_same_answer_and_a_second_one_waits_its_turn(pair: Pair) -> None:
    admin, other = pair.seats("admin01")
    day, begins = day_after(admin)
    body = command(day, SPLIT, base="")
    first = adopted(admin, body)
    again = other.post("/api/divisions", json=body)
    assert again.status_code == 201
    assert again.headers["idempotent-replay"] == "true"
    assert again.json() == first
    assert [(one["id"], one["standing"]) for one in other.get("/api/divisions").json()] == [
        ("2026-a", "coming")
    ]
    # What was worked out on another ground is refused, and so is another one on the same day.
    late = command(day_after(admin, 2)[0], SPLIT, name="2026-b", base="")
    assert refused(other, late, 409)["en"].startswith("the division was changed meanwhile")
    same = command(day, {**SPLIT, "grid": EAST, "line": [[117.2, 31.72], [117.3, 31.72]]}, name="2026-b")
    assert refused(other, same)["errors"][0]["rule"] == "order"
    # On a later day the grid is no more; its parts can be merged again under a code that was never given.
    late = command(day_after(admin, 2)[0], SPLIT, name="2026-b")
    assert refused(other, late)["errors"][0]["rule"] == "gone"
    parts = [grid["area"]["code"] for grid in first["grids"]]
    merged = adopted(
        other, command(day_after(admin, 2)[0], {"change": "merge", "grids": parts}, name="2026-b")
    )
    assert [grid["area"]["code"] for grid in merged["grids"]] == ["990001001001-05"]
    # The one on which another stands cannot be called off before that.
    off = {"action_id": new_id(), "reason": "街道意见"}
    assert admin.post("/api/divisions/2026-a/calling-off", json=off).status_code == 409
    assert (
        admin.post("/api/divisions/2026-b/calling-off", json={**off, "action_id": new_id()}).status_code
        == 200
    )
    pair.move(begins - pair.now())
    late_off = admin.post("/api/divisions/2026-a/calling-off", json={**off, "action_id": new_id()})
    assert late_off.status_code == 409
    announced(pair)
    (only,) = other.get("/api/divisions").json()
    assert (only["standing"], only["withdrawn"], only["fresh"], only["grids"]) == ("current", 1, 2, 9)
    detail = other.get("/api/divisions/2026-a").json()
    assert detail["gone"][0]["area"]["code"] == GRID


def refused(admin: Seat, body: dict[str, Any], status: int = 400) -> dict[str, Any]:
    """What adopting it is refused with."""
    answer: httpx.Response = admin.post("/api/divisions", json=body)
    assert answer.status_code == status, answer.text
    problem: dict[str, Any] = answer.json()
    return problem


def test_from_now_on_means_within_seconds(pair: Pair) -> None:
    admin, seat = pair.replicas[0].seat("admin01"), pair.replicas[1].seat("seat01")
    today, _ = day_after(admin, 0)
    ring = [[117.219, 31.701], [117.225, 31.701], [117.225, 31.71], [117.219, 31.71]]
    told = adopted(admin, command(today, {"change": "cede", "to": GRID, "ring": ring}))
    assert (told["before"], told["after"], told["gone"]) == (8, 8, [])
    assert {grid["area"]["code"]: grid["fresh"] for grid in told["grids"]} == {GRID: False, EAST: False}
    assert located(seat, 117.223, 31.705) == EAST
    until(lambda: len(seat.get("/api/reference").json()["divisions"]) == 1, "the other replica did not hear")
    pair.move(told["effective_from"] - pair.now())
    assert [located(one, 117.223, 31.705) for one in pair.seats()] == [GRID, GRID]
    shape = next(
        one["geometry"]
        for one in seat.get("/api/areas/geometry", params={"level": "grid"}).json()["features"]
        if one["properties"]["code"] == GRID
    )
    assert [117.225, 31.71] in shape["coordinates"][0]
    announced(pair)
    pair.move(MINUTE)
