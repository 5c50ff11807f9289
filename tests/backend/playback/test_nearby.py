"""Who is near, and the past played, over the API: scope, duty, privacy, what is refused."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from sqlalchemy import delete, select

from backend.service.duty_forgetting import coarsen
from backend.store import tables as t
from contract import action as a
from contract.clock import DAY, HOUR, MINUTE
from contract.duty import CheckIn
from contract.nearby import Nearby, NearPerson
from contract.playback import Passing, PostsThen
from tests.backend.playback.reel import at, playback
from tests.backend.running import GRID, ORIGIN, UNIT, RunningBackend, Seat, dispatched, reported
from tests.backend.test_duty import PEER, check_in, faults, hold, on

SHIFT_ENDS = ORIGIN + 11 * HOUR
"""20:00 of the tests' day, which begins at 09:00."""
POINT = {"lon": 117.21, "lat": 31.71}


@pytest.fixture
def duty(backend: RunningBackend) -> Seat:
    """The duty officer, of a district without any roster."""

    async def empty() -> None:
        async with backend.services.store.write() as connection:
            for table in (t.duty_holder, t.duty_shift, t.check_in):
                await connection.execute(delete(table))

    backend.run(empty())
    return backend.seat("duty01")


def near(seat: Seat, **params: Any) -> Nearby:
    """Who is near."""
    answer = seat.get("/api/nearby", params=params or POINT)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Nearby)


def named(found: Nearby) -> dict[str, NearPerson]:
    """The people by name."""
    return {one.name: one for one in found.people}


def area_point(backend: RunningBackend, code: str) -> dict[str, float]:
    """Where an area's label stands."""
    area = backend.services.references.get("990001").reference.area(code)
    assert area is not None
    return {"lon": area.lon, "lat": area.lat}


def test_a_position_is_told_of_who_is_on_duty_and_checked_in_on_this_turn(
    backend: RunningBackend, duty: Seat, grid: Seat
) -> None:
    worker = hold(duty, "王芳", phone="13812345678", private=True, login=f"g-{GRID}")
    head, peer = hold(duty, "李强", post="head"), hold(duty, "赵敏", place=PEER)
    night = hold(duty, "孙立")
    for one in (worker, head, peer):
        on(duty, one)
    on(duty, night, 1320, 360)
    here = area_point(backend, GRID)
    people = named(near(duty, **here))
    assert people["王芳"].source == "grid"
    assert people["王芳"].seen_at is None
    spot = {"lon": here["lon"] + 0.001, "lat": here["lat"]}
    assert check_in(grid, **spot).status_code == 201
    people = named(near(duty, **here))
    mine = people["王芳"]
    assert (mine.source, mine.lon, mine.on, mine.phone) == ("check_in", spot["lon"], True, "138****5678")
    assert mine.seen_at == pytest.approx(backend.clock.now(), abs=5_000)
    assert 90 < mine.distance < 100
    assert [one.name for one in near(duty, **here).people][:3] == ["李强", "王芳", "赵敏"]
    off = people["孙立"]
    assert (off.on, off.source, off.seen_at) == (False, "grid", None)
    assert off.next_at is not None


def test_near_a_ticket_with_load(backend: RunningBackend, duty: Seat, handler: Seat) -> None:
    worker = hold(duty, "王芳", login=f"g-{GRID}")
    on(duty, worker)
    ticket = dispatched(duty, **area_point(backend, GRID))
    before = {one.unit: one for one in near(duty, ticket=ticket).units}[UNIT]
    assert before.covers
    assert before.open >= 1
    handler.done(ticket, 4, a.SignIn())
    handler.done(ticket, 5, a.Arrive())
    found = near(duty, ticket=ticket)
    spot = {one.unit: one for one in found.units}[UNIT].spot
    assert spot is not None
    assert (spot.ticket, spot.distance) == (ticket, 0.0)
    assert found.area == GRID
    assert named(found)["王芳"].open >= 1
    assert [unit.covers for unit in found.units] == sorted((u.covers for u in found.units), reverse=True)


def test_scope_of_who_is_near(backend: RunningBackend, duty: Seat, handler: Seat, grid: Seat) -> None:
    on(duty, hold(duty, "王芳"))
    ticket = reported(duty)
    assert [unit.unit for unit in near(handler).units] == [UNIT]
    assert near(handler).people == ()
    assert handler.get("/api/nearby", params={"ticket": ticket}).status_code == 404
    assert grid.get("/api/nearby", params=POINT).status_code == 403
    assert faults(duty.get("/api/nearby", params={"lon": 117.2})) == [("lat", "required")]
    assert faults(duty.get("/api/nearby")) == [("ticket", "one_of")]


def test_the_past_is_played_in_scope(backend: RunningBackend, duty: Seat, handler: Seat, grid: Seat) -> None:
    begun = backend.clock.now()
    mine, unsent = dispatched(duty), reported(duty, area=PEER)
    now = backend.clock.now()
    params = {"from": begun - HOUR, "to": now + DAY}
    reel = playback(duty.get("/api/playback", params=params))
    assert reel.until <= backend.clock.now()
    end = at(reel, reel.until)
    assert (end[mine].state, end[mine].area) == ("dispatched", GRID)
    assert (end[unsent].state, end[unsent].area) == ("reported", PEER)
    assert mine not in at(reel, begun - 1)
    # A unit sees it from the moment on at which it was sent to it; a grid worker what lies in the grid.
    theirs = at(playback(handler.get("/api/playback", params=params)), reel.until)
    assert theirs[mine].state == "dispatched"
    assert unsent not in theirs
    assert unsent not in at(playback(grid.get("/api/playback", params=params)), reel.until)
    later = {"from": now + DAY, "to": now + 2 * DAY}
    assert faults(duty.get("/api/playback", params=later)) == [("from", "past")]
    assert faults(duty.get("/api/playback", params={"from": now - 32 * DAY, "to": now})) == [
        ("to", "longest")
    ]
    assert faults(duty.get("/api/playback", params={"from": now, "to": now - 1})) == [("to", "after")]
    long = {"from": now - 3 * DAY, "to": now}
    assert faults(duty.get("/api/playback/posts", params=long)) == [("to", "longest")]


def test_a_unit_sees_a_ticket_from_when_it_was_sent_to_it(
    backend: RunningBackend, duty: Seat, handler: Seat
) -> None:
    ticket = dispatched(duty)
    now = backend.clock.now()
    reel = playback(handler.get("/api/playback", params={"from": now - HOUR, "to": now + 1}))
    states = {
        at(reel, instant)[ticket].state
        for instant in range(now - MINUTE, now + 1, 50)
        if ticket in at(reel, instant)
    }
    assert states <= {"dispatched"}


def test_posts_then_are_check_ins_on_duty(
    backend: RunningBackend, duty: Seat, grid: Seat, handler: Seat
) -> None:
    worker = hold(duty, "王芳", login=f"g-{GRID}")
    on(duty, worker)
    assert check_in(grid).status_code == 201
    now = backend.clock.now()
    params = {"from": now - HOUR, "to": now + HOUR}

    def posts(seat: Seat) -> PostsThen:
        answer = seat.get("/api/playback/posts", params=params)
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content, type=PostsThen)

    (one,) = posts(duty).posts
    assert (one.name, one.area, one.until) == ("王芳", GRID, SHIFT_ENDS)
    assert posts(handler).posts == ()
    assert check_in(grid).status_code == 201
    first, second = posts(duty).posts
    assert (first.until, second.until) == (second.at, SHIFT_ENDS)


def test_nobody_off_duty_is_among_the_posts(backend: RunningBackend, duty: Seat, grid: Seat) -> None:
    on(duty, hold(duty, "王芳", login=f"g-{GRID}"), 1320, 360)
    assert check_in(grid).status_code == 201
    now = backend.clock.now()
    answer = duty.get("/api/playback/posts", params={"from": now - HOUR, "to": now})
    assert msgspec.json.decode(answer.content, type=PostsThen).posts == ()


def test_where_exactly_is_kept_for_a_month(backend: RunningBackend, duty: Seat, grid: Seat) -> None:
    on(duty, hold(duty, "王芳", login=f"g-{GRID}"))
    here = area_point(backend, GRID)
    spot = {"lon": here["lon"] + 0.001, "lat": here["lat"]}
    assert check_in(grid, **spot).status_code == 201
    assert check_in(grid).status_code == 201
    services = backend.services
    reference, now = services.references.get("990001").reference, backend.clock.now()

    def kept() -> list[tuple[float, bool, bool]]:
        """Longitude of each check-in, whether it was at the post, whether its point was given up."""

        async def read() -> list[CheckIn]:
            async with services.store.read() as connection:
                bodies = await connection.scalars(select(t.check_in.c.body).order_by(t.check_in.c.done_at))
                return [msgspec.msgpack.decode(body, type=CheckIn) for body in bodies]

        return [(one.lon, one.at_post, one.coarse) for one in backend.run(read())]

    assert backend.run(coarsen(services.store, reference, now + 30 * DAY)) == 0
    assert kept() == [(spot["lon"], False, False), (here["lon"], True, False)]
    assert backend.run(coarsen(services.store, reference, now + 32 * DAY)) == 2
    assert backend.run(coarsen(services.store, reference, now + 32 * DAY)) == 0
    assert kept() == [(here["lon"], False, True), (here["lon"], True, False)]
    (one,) = posts_of_hour(duty, now)
    assert (one.lon, one.lat) == (here["lon"], here["lat"])


def posts_of_hour(seat: Seat, now: int) -> tuple[Passing, ...]:
    """Who was where in the last hour."""
    answer = seat.get("/api/playback/posts", params={"from": now - HOUR, "to": now + HOUR})
    return msgspec.json.decode(answer.content, type=PostsThen).posts
