"""The simulated day as a pure thing: the district's own figures come out, and a run repeats."""

from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import msgspec
import pytest
from shapely import Point

from backend.service import calendar
from backend.service.profile import load
from backend.simulation import pictures, scene
from backend.simulation.draws import mint, poisson, share_used, stream
from backend.simulation.history import DAYS, Move, Telling, first_day
from backend.simulation.matters import fill, matters
from backend.simulation.pace import calibrated
from contract.account import Actor, Role
from contract.action import Handle, Return, Verify, name_of
from contract.clock import DAY, HOUR
from contract.lifecycle import TABLE
from contract.reference import Reference
from contract.ticket import Ticket

DISTRICTS = Path(__file__).parents[2] / "resources" / "districts"
BAOHE = DISTRICTS / "baohe"
# A Friday, 10:20 in Hefei.
END = round(datetime(2026, 11, 20, 2, 20, tzinfo=UTC).timestamp() * 1000)


def reference_of(folder: Path) -> Reference:
    """A district as it is in its folder, without a database."""
    profile = load(folder)
    return Reference(
        digest="",
        district=profile.district,
        calendar=calendar.build(profile.spans, profile.utc_offset, [], []),
        areas=profile.areas,
        units=tuple(placed.unit for placed in profile.units),
        items=profile.items,
        channels=profile.channels,
    )


@pytest.fixture(scope="module")
def ref() -> Reference:
    return reference_of(BAOHE)


@pytest.fixture(scope="module")
def baohe() -> scene.Scene:
    return scene.read(BAOHE, END)


def account(ref: Reference, login: str) -> Actor:
    """An account of the demo district, without a database."""
    centre = ref.district.code
    kind, _, code = login.partition("-")
    match kind:
        case "u":
            unit = ref.unit(code)
            assert unit is not None
            return Actor(
                id=login, name=login, role="handler", district=centre, unit=code, unit_path=unit.path
            )
        case "g":
            area = ref.area(code)
            assert area is not None
            return Actor(id=login, name=login, role="grid", district=centre, area=code, area_path=area.path)
        case "c":
            return Actor(id=login, name=login, role="channel", district=centre, channel=code)
        case _:
            roles: dict[str, Role] = {"duty01": "duty", "leader01": "leader", "system": "system"}
            role = roles.get(login, "seat")
            return Actor(id=login, name=login, role=role, district=centre, area_path=centre)


def telling(ref: Reference, baohe: scene.Scene, days: int, seed: int = 1) -> Telling:
    seats = tuple(f"seat{n:02d}" for n in range(1, ref.district.seats + 1))
    known = cache(lambda login: account(ref, login))
    return Telling(baohe, ref, seed, first_day(END, days), END, known, seats)


@pytest.fixture(scope="module")
def told(ref: Reference, baohe: scene.Scene) -> tuple[list[Move], dict[str, Ticket]]:
    """The fourteen days behind the demo."""
    past = telling(ref, baohe, DAYS)
    moves = list(past.play())
    return moves, past.tickets


def test_a_run_repeats(ref: Reference, baohe: scene.Scene) -> None:
    first, second, other = (
        msgspec.json.encode([(m.at, m.login, m.action) for m in telling(ref, baohe, 1, seed).play()])
        for seed in (5, 5, 6)
    )
    assert first == second
    assert first != other


def test_a_window_is_a_part_of_a_longer_one(baohe: scene.Scene) -> None:
    day = list(matters(baohe, 3, END - DAY, END))
    part = list(matters(baohe, 3, END - 5 * HOUR, END - HOUR))
    assert part == [m for m in day if END - 5 * HOUR <= m.at < END - HOUR]
    assert len(part) > 20


def test_volume_and_shape_are_the_districts(baohe: scene.Scene) -> None:
    year = sum(baohe.expected(hour) for hour in baohe.hours(END - 364 * DAY, END))
    assert year == pytest.approx(baohe.annual, rel=0.03)
    found = list(matters(baohe, 1, END - 7 * DAY, END))
    expected = sum(baohe.expected(hour) for hour in baohe.hours(END - 7 * DAY, END))
    assert len(found) == pytest.approx(expected, rel=0.05)
    doubled = sum(1 for _ in matters(baohe, 1, END - DAY, END, rate=2.0))
    assert doubled == pytest.approx(2 * len([m for m in found if m.at >= END - DAY]), rel=0.25)
    shares = Counter(m.channel for m in found)
    for way in baohe.ways:
        assert shares[way.key] / len(found) == pytest.approx(way.share, abs=0.02)


def test_places_lie_in_their_grids_and_words_are_whole(baohe: scene.Scene) -> None:
    for matter in matters(baohe, 2, END - 12 * HOUR, END):
        if matter.lon is not None and matter.lat is not None:
            assert baohe.shapes[matter.spot].contains(Point(matter.lon, matter.lat))
        assert matter.title.strip()
        assert matter.text.strip()
        assert "{" not in matter.text + matter.title + matter.place
        if matter.reporter is not None:
            assert matter.reporter.phone[:3] in ("126", "127", "128", "129")
            assert len(matter.reporter.phone) == 11


def test_repeats_come_later_in_other_words(baohe: scene.Scene) -> None:
    found = list(matters(baohe, 4, END - 5 * DAY, END, repeat_rate=0.1))
    by_id = {m.id: m for m in found}
    again = [m for m in found if m.repeats in by_id]
    assert len(again) > 30
    for matter in again:
        first = by_id[matter.repeats]
        assert (matter.item, matter.spot) == (first.item, first.spot)
        assert matter.at > first.at


def test_fourteen_days_end_in_a_living_centre(
    ref: Reference, baohe: scene.Scene, told: tuple[list[Move], dict[str, Ticket]]
) -> None:
    moves, tickets = told
    states = Counter(ticket.state for ticket in tickets.values())
    assert len(tickets) == pytest.approx(8_400, rel=0.15)
    assert len(moves) > 8 * len(tickets)
    assert [m.at for m in moves] == sorted(m.at for m in moves)
    assert 2 <= states["reported"] + states["accepted"] <= 60
    assert 8 <= states["filed"] + states["returned"] + states["reopened"] <= 120
    assert 200 <= sum(states[s] for s in ("dispatched", "signed_in", "on_site", "handling")) <= 4_000
    assert states["evaluated"] > len(tickets) / 4
    assert not any(TABLE.state(state) is None for state in states)


def test_rates_are_near_the_profiles(
    baohe: scene.Scene, told: tuple[list[Move], dict[str, Ticket]], ref: Reference
) -> None:
    moves, tickets = told
    done = Counter(name_of(m.action.act) for m in moves)
    handled = [t for t in tickets.values() if t.handled_at is not None and t.in_time is not None]
    late = sum(not t.in_time for t in handled) / len(handled)
    assert late <= baohe.rate("late_rate") + 0.02
    returned = sum(isinstance(m.action.act, Return) for m in moves) / done["dispatch"]
    assert returned == pytest.approx(baohe.rate("return_rate"), abs=0.02)
    verified = [m.action.act for m in moves if isinstance(m.action.act, Verify)]
    failed = sum(act.outcome == "failed" for act in verified) / len(verified)
    assert failed == pytest.approx(baohe.rate("rework_rate"), abs=0.01)
    due = [
        t
        for t in tickets.values()
        if t.responsibility is not None
        and (t.handled_at is not None or (t.responsibility.due_at or END) < END)
    ]
    assert sum(t.handled_at is not None for t in due) / len(due) > 0.95


def test_evidence_is_what_the_item_asks_for(
    ref: Reference, told: tuple[list[Move], dict[str, Ticket]]
) -> None:
    moves, tickets = told
    drawn = pictures.all_drawings()
    for move in moves:
        act = move.action.act
        if isinstance(act, Handle) and act.outcome == "done":
            ticket = tickets[move.action.ticket_id]
            item = ref.item(ticket.item, ticket.item_version)
            assert item is not None
            assert set(item.evidence) <= {file.kind for file in act.files}
            assert all(file.sha256 in drawn for file in act.files)


@pytest.mark.parametrize("key", ["laoshan", "yicheng", "tongnan", "chancheng"])
def test_every_district_lives(key: str) -> None:
    folder = DISTRICTS / key
    there = reference_of(folder)
    told = telling(there, scene.read(folder, END), 1)
    # Enough of a small district in a day to see every step.
    told.rate = 200.0 / sum(told.scene.expected(hour) for hour in told.scene.hours(told.start, told.end))
    done = Counter(name_of(move.action.act) for move in told.play())
    assert done["report"] > 100
    for step in ("accept", "file", "dispatch", "sign_in", "handle", "close"):
        assert done[step] > 10, step


def test_few_pictures_and_each_a_png() -> None:
    drawn = pictures.all_drawings()
    assert len(drawn) <= 20
    assert all(content.startswith(b"\x89PNG") for content in drawn.values())


def test_chance() -> None:
    assert stream(1, "a", 2).random() == stream(1, "a", 2).random() != stream(1, "a", 3).random()
    drawn = [poisson(stream(1, n), 4.0) for n in range(2000)]
    assert sum(drawn) / len(drawn) == pytest.approx(4.0, abs=0.2)
    used = [share_used(stream(2, n), 0.5, 0.1) for n in range(2000)]
    assert sum(share > 1 for share in used) / len(used) == pytest.approx(0.1, abs=0.03)
    median = calibrated(0.4, 0.02)
    again = [share_used(stream(3, n), median, 0.02, 0.35) for n in range(4000)]
    assert sum(again) / len(again) == pytest.approx(0.4, abs=0.03)
    assert mint(END, stream(1, "id"))[14] == "7"
    assert fill("{a}和{b}", {"a": "甲"}) == "甲和"
