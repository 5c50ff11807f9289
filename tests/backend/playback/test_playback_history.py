"""What is played of a lived month is what consoles were told then: every row that the feed brought, at any
instant, and now what stands in the store. Lights included, through pauses, extensions, recalls."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections import defaultdict
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select, update

from backend.service.playback import played
from backend.service.playback_filling import fill_tracks
from backend.service.playback_track import Track, unpack
from backend.services import Services
from backend.store import tables as t
from contract.account import Actor
from contract.clock import DAY, HOUR
from contract.feed import Event
from contract.lifecycle import is_open
from contract.playback import Playback
from contract.ticket import Ticket
from tests.backend.playback.reel import at, stood
from tests.counting.district import DISTRICT, END, written

_event = msgspec.json.Decoder(Event).decode
DUTY = Actor(id="duty", name="值班长", role="duty", district=DISTRICT, area_path=DISTRICT)

Told = dict[str, list[tuple[int, Ticket]]]


async def told(services: Services) -> Told:
    """Every row that the feed brought, by ticket, with the instant at which it did."""
    f = t.feed.c
    rows: Told = defaultdict(list)
    query = select(f.at, f.body).where(f.district == DISTRICT, f.kind == "ticket").order_by(f.seq)
    async with services.store.read() as connection:
        for instant, body in await connection.execute(query):
            event = _event(body)
            assert event.ticket is not None
            rows[event.id].append(
                (max(instant, rows[event.id][-1][0] if rows[event.id] else 0), event.ticket)
            )
    return rows


async def play(services: Services, since: int, until: int) -> Playback:
    body = await played(services.store, DUTY, since, until, services.clock.now())
    return msgspec.msgpack.decode(body, type=Playback)


def differing(reel: Playback, rows: Told, instant: int) -> list[object]:
    """Tickets that are played otherwise than consoles had them at an instant."""
    shown = at(reel, instant)
    found: list[object] = []
    for id_, known in rows.items():
        n = bisect_right(known, instant, key=lambda one: one[0]) - 1
        expected = stood(known[n][1], instant) if n >= 0 else None
        if expected is not None and id_ not in shown and not is_open(expected.state):
            continue  # it had ended before the stretch began
        if expected != shown.pop(id_, None):
            found.append((id_, expected, at(reel, instant).get(id_)))
    return [*found, *shown.items()]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
async def test_a_lived_month_is_played_as_consoles_had_it(database_url: str, tmp_path: Path) -> None:
    async with written(database_url, tmp_path / "files", days=24, rate=0.02, repeat_rate=0.05) as services:
        rows = await told(services)
        assert len(rows) > 200
        chance = random.Random(5)
        for _ in range(6):
            since = END - chance.randrange(2 * HOUR, 24 * DAY)
            until = min(END, since + chance.choice([HOUR, DAY, 5 * DAY]))
            reel = await play(services, since, until)
            changes = [at_ for known in rows.values() for at_, _ in known if since <= at_ <= until]
            moments = [since, until, *chance.sample(changes, min(6, len(changes)))]
            moments += [chance.randint(since, until) for _ in range(6)]
            for instant in moments:
                assert differing(reel, rows, instant) == [], (since, instant)
        await equals_the_store(services)
        before = await tracks(services)
        async with services.store.write() as connection:
            await connection.execute(update(t.ticket).values(track=None, traced_at=None))
        assert await fill_tracks(services.store, services.references) == len(rows)
        assert await fill_tracks(services.store, services.references) == 0
        after = await tracks(services)
        assert after.keys() == before.keys()
        other = [id_ for id_ in before if outline(after[id_]) != outline(before[id_])]
        assert other == []
        assert sum(after[id_] != before[id_] for id_ in before) <= len(before) * 0.01
        await equals_the_store(services)


async def equals_the_store(services: Services) -> None:
    """At the end a playback shows what the store holds."""
    reel = at(await play(services, END - HOUR, END), END)
    async with services.store.read() as connection:
        rows = [
            msgspec.msgpack.decode(row, type=Ticket)
            for row in await connection.scalars(select(t.ticket.c.row))
        ]
    now = {row.id: stood(row, END) for row in rows if is_open(row.state)}
    assert {id_: one for id_, one in reel.items() if is_open(one.state)} == now


async def tracks(services: Services) -> dict[str, Track]:
    """All tracks."""
    async with services.store.read() as connection:
        return {
            id_: unpack(track)
            for id_, track in await connection.execute(select(t.ticket.c.id, t.ticket.c.track))
        }


def outline(track: Track) -> list[tuple[int, str]]:
    """States in order with when each began."""
    found: list[tuple[int, str]] = []
    for moment in track.moments:
        if not found or found[-1][1] != moment.state:
            found.append((moment.at, moment.state))
    return found
