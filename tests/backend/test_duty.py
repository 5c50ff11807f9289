"""Duty over the API: rosters, shifts, who is on now, check-ins, and a roster out of a table."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from openpyxl import Workbook
from sqlalchemy import delete, select

from backend.cli import parser
from backend.service import profile
from backend.service.duty_command import run as roster_of
from backend.service.duty_roster import COLUMNS
from backend.simulation.rosters import put_check_ins, put_rosters
from backend.store import tables as t
from contract.duty import Board, CheckIn, Holder, MyDuty, OnDuty, PlaceDuty
from contract.rota import Shift
from tests.backend.running import DISTRICT, GRID, TINY, RunningBackend, Seat, new_id, reported

PEER = "990001001001-02"
TEAM = "T-S1-ZF"
TODAY = "2026-11-18"
"""What the tests' clock says: a Wednesday, 09:00 in China."""


@pytest.fixture
def duty(backend: RunningBackend) -> Seat:
    """The duty officer, of a district without any roster."""

    async def empty() -> None:
        async with backend.services.store.write() as connection:
            for table in (t.duty_holder, t.duty_shift, t.check_in):
                await connection.execute(delete(table))

    backend.run(empty())
    return backend.seat("duty01")


def put(seat: Seat, kind: str, id_: str, version: int = 0, **fields: Any) -> httpx.Response:
    """Set a holder or a shift."""
    return seat.put(f"/api/duty/{kind}/{id_}", json={"action_id": new_id(), "version": version, **fields})


def hold(seat: Seat, name: str = "王芳", place: str = GRID, post: str = "worker", **more: Any) -> Holder:
    """Somebody on a roster."""
    answer = put(seat, "holders", new_id(), place=place, post=post, name=name, **more)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Holder)


def on(seat: Seat, holder: Holder, begin: int = 480, end: int = 1200, **more: Any) -> Shift:
    """A shift of theirs."""
    fields = {"from_day": TODAY, "pattern": {"begin": begin, "end": end}, **more}
    answer = put(seat, "shifts", new_id(), place=holder.place, holder=holder.id, **fields)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Shift)


def now(seat: Seat, place: str = GRID, **params: Any) -> tuple[OnDuty, ...]:
    """Who is on duty."""
    answer = seat.get(f"/api/duty/now/{place}", params=params)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=tuple[OnDuty, ...])


def faults(answer: httpx.Response) -> list[tuple[str, str]]:
    """Field and rule of what was wrong."""
    assert answer.status_code == 400, answer.text
    return [(fault["field"], fault["rule"]) for fault in answer.json()["errors"]]


def check_in(seat: Seat, **fields: Any) -> httpx.Response:
    """Check in."""
    return seat.post("/api/duty/check-ins", json={"action_id": new_id(), **fields})


def test_who_is_on_duty_is_asked_of_a_grid_up_its_parents_and_of_a_unit(
    backend: RunningBackend, duty: Seat, seat: Seat
) -> None:
    worker = hold(duty, "王芳", phone="13812345678", private=True, login=f"g-{GRID}")
    head = hold(duty, "李强", post="head", phone="0551-6000001")
    street = hold(duty, "赵敏", place="990001001", post="head")
    officer = hold(duty, "周宁", place=TEAM, post="officer", phone="0551-6000002")
    night = hold(duty, "孙立", login=f"g-{GRID}")
    for one in (head, street, worker, officer):
        on(duty, one)
    on(duty, night, 1320, 360)
    assert [one.name for one in now(seat)] == ["王芳", "李强", "赵敏"]
    first, second, _ = now(seat)
    assert (first.phone, first.private, first.patrols) == ("138****5678", True, True)
    assert (second.phone, second.place, second.post_names.zh) == ("0551-6000001", GRID, "网格长")
    assert second.until - second.since == 12 * 3_600_000
    assert [one.name for one in now(seat, TEAM)] == ["周宁"]
    assert now(seat, PEER)[0].name == "赵敏"
    late = backend.clock.now() + 14 * 3_600_000
    assert [one.name for one in now(seat, at=late)] == ["孙立"]
    assert seat.get("/api/duty/now/none").status_code == 404
    shown = seat.post(f"/api/duty/holders/{worker.id}/phone", json={})
    assert shown.json() == {"name": "王芳", "phone": "13812345678"}
    assert backend.run(audited(backend, worker.id))[-1] == "show_duty_phone"


async def audited(backend: RunningBackend, object_: str) -> list[str]:
    """What the audit log says was done to something."""
    async with backend.services.store.read() as connection:
        query = select(t.audit.c.action).where(t.audit.c.object == object_).order_by(t.audit.c.n)
        return list(await connection.scalars(query))


def test_a_unit_sets_its_own_and_nobody_elses(duty: Seat, handler: Seat, seat: Seat, grid: Seat) -> None:
    own = hold(handler, "周宁", place=TEAM, post="officer")
    on(handler, own)
    other = put(handler, "holders", new_id(), place="T-S2-ZF", post="officer", name="x")
    assert other.status_code == 403
    assert put(handler, "holders", new_id(), place=GRID, post="head", name="x").status_code == 403
    assert put(seat, "holders", new_id(), place=GRID, post="head", name="x").status_code == 403
    assert handler.get(f"/api/duty/places/{TEAM}").status_code == 200
    assert handler.get(f"/api/duty/places/{GRID}").status_code == 404
    assert grid.get(f"/api/duty/places/{GRID}").status_code == 200
    assert grid.get(f"/api/duty/places/{PEER}").status_code == 404
    board = msgspec.json.decode(handler.get("/api/duty/board").content, type=Board)
    assert [place.place for place in board.places] == [TEAM]


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ({"place": "none"}, "place", "known"),
        ({"post": "officer"}, "post", "choice"),
        ({"name": " "}, "name", "required"),
        ({"phone": "abc"}, "phone", "pattern"),
        ({"login": "nobody"}, "login", "known"),
    ],
)
def test_what_is_wrong_with_a_holder_is_named(
    duty: Seat, fields: dict[str, Any], field: str, rule: str
) -> None:
    whole = {"place": GRID, "post": "worker", "name": "王芳", **fields}
    assert faults(put(duty, "holders", new_id(), **whole)) == [(field, rule)]


def test_nobody_stands_two_shifts_at_once(duty: Seat) -> None:
    one, two = hold(duty, "王芳"), hold(duty, "李强")
    day = on(duty, one, 480, 840)
    clash = put(
        duty,
        "shifts",
        new_id(),
        place=GRID,
        holder=one.id,
        from_day=TODAY,
        pattern={"begin": 800, "end": 900},
    )
    assert faults(clash) == [("pattern", "overlap")]
    # A night that reaches into the next morning's turn.
    fields = {"place": GRID, "holder": one.id, "from_day": TODAY}
    night = put(duty, "shifts", new_id(), **fields, pattern={"begin": 1320, "end": 500})
    assert faults(night) == [("pattern", "overlap")]
    on(duty, one, 840, 1200)
    on(duty, two, 480, 840)
    instead = day_of(duty, day, kind="substitute", holder=two.id, reason="病假")
    assert faults(instead) == [("holder", "overlap")]


def day_of(seat: Seat, shift: Shift, **fields: Any) -> httpx.Response:
    """Say something of a day."""
    whole = {"action_id": new_id(), "version": shift.version, "day": TODAY, **fields}
    return seat.post(f"/api/duty/shifts/{shift.id}/days", json=whole)


def test_a_substitute_stands_in_with_a_reason(duty: Seat, seat: Seat) -> None:
    one, two = hold(duty, "王芳"), hold(duty, "李强", place=PEER)
    shift = on(duty, one)
    assert faults(day_of(duty, shift, kind="substitute", holder=two.id)) == [("reason", "required")]
    assert faults(day_of(duty, shift, kind="substitute", holder="x", reason="病假")) == [("holder", "known")]
    assert faults(day_of(duty, shift, kind="off", day="2026-11-17", reason="x")) == [("day", "range")]
    assert faults(day_of(duty, shift, kind="off", day="2026-02-30", reason="x")) == [("day", "date")]
    changed = day_of(duty, shift, kind="substitute", holder=two.id, reason="病假")
    assert changed.status_code == 200, changed.text
    (on_now,) = now(seat)
    assert (on_now.name, on_now.for_name, on_now.reason) == ("李强", "王芳", "病假")
    # The version that somebody else saw before.
    stale = day_of(duty, shift, kind="as_planned")
    assert stale.status_code == 412
    assert stale.json()["first"]["by"] == "值班长01"
    # Who is to stand in is not taken off before that is settled.
    gone = {"action_id": new_id(), "version": 1, "reason": "调离"}
    assert duty.post(f"/api/duty/holders/{two.id}/ending", json=gone).status_code == 409
    after = msgspec.json.decode(changed.content, type=Shift)
    assert day_of(duty, after, kind="as_planned").status_code == 200
    assert [one.name for one in now(seat)] == ["王芳"]


def test_a_change_holds_from_now_on_and_the_past_stays(
    backend: RunningBackend, duty: Seat, seat: Seat
) -> None:
    holder = hold(duty, "王芳")
    shift = on(duty, holder, 480, 1200)
    earlier = backend.clock.now()
    backend.clock.move(60_000)
    fields = {"place": GRID, "holder": holder.id, "from_day": TODAY}
    changed = put(duty, "shifts", shift.id, 1, **fields, pattern={"begin": 840, "end": 1200})
    assert changed.status_code == 200, changed.text
    assert now(seat) == ()
    assert [one.name for one in now(seat, at=earlier)] == ["王芳"]
    ending = {"action_id": new_id(), "version": 2}
    assert duty.post(f"/api/duty/shifts/{shift.id}/ending", json=ending).status_code == 200
    assert now(seat, at=earlier + 6 * 3_600_000) == ()
    assert put(duty, "shifts", shift.id, 3, **fields, pattern={"begin": 1, "end": 2}).status_code == 412


def test_taking_somebody_off_ends_their_shifts(backend: RunningBackend, duty: Seat, seat: Seat) -> None:
    holder = hold(duty, "王芳")
    on(duty, holder)
    earlier = backend.clock.now()
    backend.clock.move(60_000)
    body = {"action_id": new_id(), "version": 1, "reason": "调离"}
    first = duty.post(f"/api/duty/holders/{holder.id}/ending", json=body)
    again = duty.post(f"/api/duty/holders/{holder.id}/ending", json=body)
    assert first.status_code == 200
    assert again.headers["idempotent-replay"] == "true"
    assert now(seat) == ()
    assert [one.name for one in now(seat, at=earlier)] == ["王芳"]
    whole = msgspec.json.decode(duty.get(f"/api/duty/places/{GRID}").content, type=PlaceDuty)
    assert whole.shifts == ()
    assert holder.id not in [one.id for one in whole.holders if one.ended_at is None]


def test_a_private_phone_sent_back_masked_stays(duty: Seat, seat: Seat) -> None:
    one = hold(duty, "王芳", phone="13812345678", private=True)
    fields = {"place": GRID, "post": "worker", "name": "王小芳", "phone": one.phone, "private": True}
    assert put(duty, "holders", one.id, 1, **fields).status_code == 200
    shown = seat.post(f"/api/duty/holders/{one.id}/phone", json={}).json()
    assert shown == {"name": "王小芳", "phone": "13812345678"}


def test_a_check_in_is_of_ones_own_grid_and_says_what_was_found(
    backend: RunningBackend, duty: Seat, grid: Seat, seat: Seat
) -> None:
    worker = hold(duty, "王芳", login=f"g-{GRID}")
    on(duty, worker)
    mine = msgspec.json.decode(grid.get("/api/duty/mine").content, type=MyDuty)
    assert mine.next_due == mine.turns[0].since + 4 * 3_600_000
    first = check_in(grid, note="无异常")
    assert first.status_code == 201, first.text
    one = msgspec.json.decode(first.content, type=CheckIn)
    assert (one.area, one.at_post, one.lon, one.lat) == (GRID, True, 117.21, 31.72)
    ticket = reported(seat)
    number = seat.get(f"/api/tickets/{ticket}").json()["ticket"]["number"]
    said = backend.clock.now() - 120_000
    backend.clock.move(1_000)
    second = check_in(grid, lon=117.211, lat=31.721, ticket=number, done_at=said)
    kept = msgspec.json.decode(second.content, type=CheckIn)
    # Said to have been before the one that came first: the receipt counts, and it is marked.
    assert (kept.area, kept.ticket, kept.done_at, kept.late) == (GRID, number, kept.at, True)
    assert faults(check_in(grid, lon=117.25, lat=31.72)) == [("lon", "own_grid")]
    assert faults(check_in(grid, lon=100.0, lat=31.72)) == [("lon", "inside")]
    assert faults(check_in(grid, lon=117.21)) == [("lat", "required")]
    assert faults(check_in(grid, ticket="YQ0")) == [("ticket", "known")]
    assert check_in(grid, area=PEER).status_code == 403
    (on_now,) = now(seat, lon=117.212, lat=31.721)
    assert on_now.last is not None
    assert on_now.last.id == kept.id
    assert on_now.distance == pytest.approx(94.6, abs=1.0)


def test_a_check_in_that_is_missing_is_told(backend: RunningBackend, duty: Seat, grid: Seat) -> None:
    worker = hold(duty, "王芳", login=f"g-{GRID}")
    on(duty, worker, 0, 1439)

    def here() -> Any:
        board = msgspec.json.decode(duty.get("/api/duty/board").content, type=Board)
        return next(place for place in board.places if place.place == GRID)

    before = here()
    assert (before.held, before.wanted, before.on) == (1, 3, ("王芳",))
    # On since midnight, four hours are the interval: at nine one is missing for five hours.
    assert before.overdue is not None
    check_in(grid)
    after = here()
    assert after.overdue is None
    assert after.checked_at is not None
    peer = next(
        p
        for p in msgspec.json.decode(duty.get("/api/duty/board").content, type=Board).places
        if p.place == PEER
    )
    assert peer.on == ()
    assert len(peer.gaps) == 1
    assert peer.gaps[0][1] - peer.gaps[0][0] <= 11 * 3_600_000


def test_a_change_of_duty_is_told_by_the_feed_to_whose_area_it_is(
    backend: RunningBackend, duty: Seat
) -> None:
    ours, theirs = backend.seat("s-T-S1"), backend.seat("s-T-S2")

    def heard(seat: Seat, cursor: int) -> list[tuple[str, str]]:
        batch = seat.get("/api/feed/poll", params={"cursor": cursor, "wait": 0}).json()
        return [(event["kind"], event.get("id", "")) for event in batch.get("events", [])]

    cursor = int(ours.get("/api/feed/poll", params={"cursor": 0, "wait": 0}).json()["seq"])
    hold(duty, "王芳")
    last = ours.get("/api/feed/poll", params={"cursor": cursor, "wait": 5}).json()
    assert [(e["kind"], e["id"]) for e in last["events"]] == [("duty", GRID)]
    assert heard(theirs, cursor) == []


def sheet(*rows: tuple[str, ...], form: str = "csv") -> bytes:
    """A table of a roster."""
    if form == "csv":
        lines = [",".join(f'"{cell}"' for cell in row) for row in (COLUMNS, *rows)]
        return "\n".join(lines).encode("utf-8-sig")
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (COLUMNS, *rows):
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def taken(seat: Seat, content: bytes, *, partial: bool = False) -> dict[str, Any]:
    """Take a table in."""
    sha256 = hashlib.sha256(content).hexdigest()
    stored = seat.put(f"/api/files/{sha256}", content=content, headers={"content-type": "text/csv"})
    assert stored.status_code in (200, 201, 204), stored.text
    body = {"action_id": new_id(), "file": {"sha256": sha256}, "partial": partial}
    answer = seat.post("/api/duty/roster", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


GOOD = (
    ("东门 01-01", "网格员", "王芳", "13812345678", "是", f"g-{GRID}", "每天", "08:00", "14:00", "", ""),
    (GRID, "网格员", "王芳", "13812345678", "是", f"g-{GRID}", "周六、日", "18:00", "20:00", "", ""),
    ("东门街道综合执法队", "值班员", "周宁", "0551-1", "", "", "工作日", "08:00", "18:00", TODAY, ""),
    (GRID, "head", "李强", "", "", "", "", "", "", "", ""),
)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_roster_comes_out_of_a_table_and_comes_again(duty: Seat, seat: Seat, form: str) -> None:
    first = taken(duty, sheet(*GOOD, form=form))
    assert (first["people"], first["shifts"], first["written"]) == (3, 3, True)
    assert [one.name for one in now(seat)] == ["王芳"]
    assert [one.name for one in now(seat, TEAM)] == ["周宁"]
    again = taken(duty, sheet(*GOOD[:2], form=form))
    assert (again["people"], again["shifts"]) == (1, 2)
    whole = msgspec.json.decode(duty.get(f"/api/duty/places/{GRID}").content, type=PlaceDuty)
    assert sorted(one.name for one in whole.holders) == ["李强", "王芳"]
    assert len(whole.shifts) == 2
    assert [one.name for one in now(seat)] == ["王芳"]


def test_rows_are_refused_by_line_field_and_rule(duty: Seat, seat: Seat) -> None:
    bad = (
        ("无此网格", "网格员", "甲", "", "", "", "每天", "08:00", "14:00", "", ""),
        (GRID, "值班员", "乙", "", "", "", "每天", "08:00", "14:00", "", ""),
        (GRID, "网格员", "", "", "", "", "每天", "08:00", "14:00", "", ""),
        (GRID, "网格员", "丁", "电话", "", "", "每天", "08:00", "14:00", "", ""),
        (GRID, "网格员", "戊", "", "", "", "周八", "08:00", "14:00", "", ""),
        (GRID, "网格员", "己", "", "", "", "每天", "8点", "14:00", "", ""),
        (GRID, "网格员", "庚", "", "", "", "每天", "08:00", "14:00", "2026-13-01", ""),
        (GRID, "网格员", "辛", "", "", "nobody", "每天", "08:00", "14:00", "", ""),
        (GRID, "网格员", "壬", "", "", "", "每天", "08:00", "14:00", "", ""),
        (GRID, "网格员", "壬", "", "", "", "周一至周五", "13:00", "15:00", "", ""),
    )
    told = taken(duty, sheet(*bad, GOOD[0]))
    assert [(f["line"], f["field"], f["rule"]) for f in told["faults"]] == [
        (2, "网格或单位", "known"),
        (3, "岗位", "choice"),
        (4, "姓名", "required"),
        (5, "电话", "pattern"),
        (6, "班次", "days"),
        (7, "上班", "clock"),
        (8, "起", "date"),
        (9, "账号", "known"),
        (11, "班次", "overlap"),
    ]
    assert told["written"] is False
    assert now(seat) == ()
    assert taken(duty, sheet(*bad, GOOD[0]), partial=True)["people"] == 1
    assert [one.name for one in now(seat)] == ["王芳"]
    body = {"action_id": new_id(), "file": {"sha256": "0" * 64}}
    assert faults(duty.post("/api/duty/roster", json=body)) == [("file", "stored")]


def test_a_unit_imports_its_own_alone(duty: Seat, handler: Seat) -> None:
    del duty
    told = taken(handler, sheet(*GOOD[::-1]), partial=True)
    assert (told["people"], told["refused"]) == (1, 3)
    assert {f["rule"] for f in told["faults"]} == {"scope"}


def test_a_roster_comes_in_by_the_command_line(
    backend: RunningBackend, seat: Seat, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file, report = tmp_path / "roster.csv", tmp_path / "refused.csv"

    def take(*arguments: str) -> tuple[int, dict[str, Any], str]:
        options = parser().parse_args(["roster", "import", str(file), *arguments, "--lang", "en"])
        status = backend.run(roster_of(backend.services, DISTRICT, options))
        out, err = capsys.readouterr()
        return status, json.loads(out), err

    assert take()[0] == 3, "there is no such file yet"
    file.write_bytes(sheet(("无此网格", "网格员", "甲", "", "", "", "每天", "08:00", "14:00", "", ""), *GOOD))
    status, told, words = take("--report", str(report))
    assert (status, told["written"]) == (3, False)
    assert "line 2 [网格或单位]" in words
    assert "无此网格" in report.read_text("utf-8-sig")
    status, told, words = take("--accept-partial")
    assert (status, told["people"], told["refused"]) == (1, 3, 1)
    assert "3 people" in words
    assert [one.name for one in now(seat)] == ["王芳"]


def test_a_demo_district_has_rosters_and_this_mornings_check_ins(
    backend: RunningBackend, duty: Seat, seat: Seat
) -> None:
    read, at = profile.load(TINY), backend.clock.now()
    people = backend.run(put_rosters(backend.services, read, at - 86_400_000))
    assert people == len(read.areas[7:]) * 2 + len(read.units) * 2
    workers = [one for one in now(seat) if one.patrols]
    assert len(workers) == 1
    assert workers[0].account != ""
    assert [one.post for one in now(seat, TEAM)].count("officer") == 1
    assert backend.run(put_check_ins(backend.services, DISTRICT, at)) > 0
    board = msgspec.json.decode(duty.get("/api/duty/board").content, type=Board)
    assert sum(place.checked_at is not None for place in board.places) > 0


def test_who_stands_in_next_door_checks_in_there(backend: RunningBackend, duty: Seat, grid: Seat) -> None:
    worker, peer = hold(duty, "王芳", login=f"g-{GRID}"), hold(duty, "李强", place=PEER)
    shift = on(duty, peer)
    assert check_in(grid, area=PEER).status_code == 403
    assert day_of(duty, shift, kind="substitute", holder=worker.id, reason="会").status_code == 200
    assert check_in(grid, area=PEER).json()["area"] == PEER
    assert check_in(grid, lon=117.231, lat=31.721).json()["area"] == PEER
    (mine,) = msgspec.json.decode(grid.get("/api/duty/mine").content, type=MyDuty).turns
    assert (mine.place, mine.for_holder) == (PEER, peer.id)
    backend.clock.move(12 * 3_600_000)
    assert check_in(grid, area=PEER).status_code == 403
    backend.forget_sessions()
