"""A welfare visit at the grid worker's console: called at once, its facts and its ladder, found and handed
back by keys."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from backend.service import signing
from contract import action as a
from contract.advance import advance
from contract.beside import Beside
from contract.clock import HOUR, MINUTE, Limit
from contract.feed import Entry
from contract.machine import Names
from contract.reference import Reference
from contract.ticket import Ticket
from contract.visit import AlarmRule, AlarmStep, Visit
from tests.backend.alarms.play import KIND, POINT, WORKER, district
from tests.backend.running import GRID
from tests.console_matter import REFERENCE, SEAT, T0, reported, until
from tests.pair.backend_process import BackendProcess, Person
from tests.pair.backend_process import backend as command
from tests.qt.seat_room import CONTROL, Rooms
from views import language
from views.ticket import told, visit_facts

LADDER = AlarmRule(
    key=KIND,
    names=Names("独居老人用电异常", "Lone elder: no electricity used"),
    item="i1",
    measure=Names("未用电", "nothing used for"),
    unit=Names("小时", "h"),
    steps=(
        AlarmStep("grid", "u", Limit(10, "minutes"), Limit(30, "minutes")),
        AlarmStep("district", "u", Limit(5, "minutes"), Limit(20, "minutes")),
    ),
)
REF: Reference = replace(
    REFERENCE,
    district=replace(
        REFERENCE.district,
        levels=(
            replace(REFERENCE.district.levels[0], names=Names("区", "district")),
            replace(REFERENCE.district.levels[1], names=Names("网格", "grid")),
        ),
        alarms=(LADDER,),
    ),
    units=tuple(replace(unit, role="u", area="d") for unit in REFERENCE.units),
)
SYSTEM = replace(SEAT, id="system", name="系统", role="system")


def visited() -> Ticket:
    """An alarm that has been sent to the grid's unit."""
    visit = Visit(device="M-0001", kind=KIND, at=T0, measure=26.5, since=T0 - 26 * HOUR)
    row = replace(reported(1), beside=Beside(visit=visit))
    for act in (a.Accept(), a.File(item="i1", area="g1"), a.Dispatch(unit="u1", who="张三")):
        row = advance(row, act, SYSTEM, T0 + MINUTE, REF)
    return row


def said(ticket: Ticket, now: int) -> dict[str, str]:
    return {fact.key: fact.value for fact in visit_facts.visit_facts(ticket, now, REF)}


@pytest.mark.parametrize(
    ("tongue", "alarm", "asked", "raised", "next_"),
    [
        (
            "en",
            (
                "Lone elder: no electricity used · device M-0001 · nothing used for 26.5 h"
                " · since Tue 17 Nov 07:00 · alarmed 09:00"
            ),
            "grid: urban management · 张三 · asked 09:01 · district is asked 09:11",
            "grid: urban management · 张三 · asked 09:01 · not signed in",
            "district: urban management · asked 09:11 · nobody above is asked any more",
        ),
        (
            "zh_CN",
            "独居老人用电异常 · 设备 M-0001 · 未用电 26.5 小时 · 自 11月17日 周二 07:00 起 · 09:00 告警",
            "网格：区城管局 · 张三 · 09:01 派请 · 09:11 提级至区",
            "网格：区城管局 · 张三 · 09:01 派请 · 未签收",
            "区：区城管局 · 09:11 派请 · 已是最高一级，不再提级",
        ),
    ],
)
def test_what_the_page_says(
    plain_theme: None, tongue: str, alarm: str, asked: str, raised: str, next_: str
) -> None:
    language.install(tongue)
    row = visited()
    facts = said(row, T0 + 2 * MINUTE)
    assert facts["alarm"] == alarm
    assert facts["asked.0"] == asked
    (cell,) = visit_facts.visit_cells(row, REF, lambda: T0 + 2 * MINUTE)
    assert cell.remaining is not None
    left = cell.remaining()
    assert left is not None
    assert left.seconds == 9 * 60
    up = T0 + 11 * MINUTE
    for act in (a.Escalate(reason="未签收\nnot signed in"), a.Redispatch(unit="u1")):
        row = advance(row, act, SYSTEM, up, REF)
    facts = said(row, up)
    assert (facts["asked.0"], facts["asked.1"]) == (raised, next_)
    assert not list(visit_facts.visit_cells(row, REF, lambda: up))


def test_the_timeline_speaks_one_language(plain_theme: None) -> None:
    entry = Entry(
        n=1, action="escalate", by="system", name="系统", role="system", at=T0, received_at=T0,
        words="网格未签收\nthe grid did not sign in",
    )  # fmt: skip
    language.install("en")
    assert told.words_of(entry) == "the grid did not sign in"
    language.install("zh_CN")
    assert told.words_of(entry) == "网格未签收"
    # What people write stays as they wrote it.
    assert told.words_of(replace(entry, role="seat", words="一\n二")) == "一\n二"


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[BackendProcess]:
    """A backend of a district that makes visits of alarms."""
    process = BackendProcess(tmp_path / "backend", None)
    made = district(tmp_path)
    subprocess.run(
        command("load-district", str(made), "--demo", "--database", process.database_url),
        check=True,
        capture_output=True,
    )
    process.start_now()
    yield process
    process.stop()
    assert process.faults() == []


def post_alarm(url: str, **fields: Any) -> dict[str, Any]:
    """What a sensor platform sends."""
    now = round(time.time() * 1000)
    body = json.dumps(
        {
            "id": f"A{now}",
            "device": "M-0001",
            "kind": KIND,
            "at": datetime.fromtimestamp(now / 1000, UTC).isoformat(),
            "lon": POINT[0],
            "lat": POINT[1],
            "measure": 26.5,
            **fields,
        }
    ).encode()
    headers = {"content-type": "application/json", **signing.headers("tiny-demo-sensor", now, body)}
    request = urllib.request.Request(f"{url}/api/sensors/sensor/alarms", data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


async def test_a_worker_is_called_goes_and_hands_back(
    rooms: Rooms, backend: BackendProcess, person: Callable[[str], Person]
) -> None:
    async with rooms as open_room:
        room = await open_room(WORKER)
        room.desk.alarms.start()
        number = post_alarm(backend.url)["ticket"]

        def held() -> Ticket | None:
            found = (room.desk.store.get(id_) for id_ in room.desk.store.ids)
            return next((t for t in found if t is not None and t.number == number), None)

        await until(lambda: held() is not None)
        ticket = held()
        assert ticket is not None
        await until(lambda: any(x.kind == "visit" for x in room.desk.alarms.board.alarms.values()))
        (alarm,) = (x for x in room.desk.alarms.board.alarms.values() if x.kind == "visit")
        assert (alarm.priority, alarm.demands, alarm.about.ticket_id) == ("high", True, ticket.id)
        await room.go("grid")
        room.queue_screen.show_ticket(ticket.id)
        await room.shows("Lone elder")
        await until(lambda: "Asked to go" in room.words())

        def state() -> str:
            return room.held(ticket.id).state

        room.key(Qt.Key.Key_S)
        await until(lambda: state() == "signed_in")
        room.key(Qt.Key.Key_G)
        await until(lambda: state() == "on_site")
        await until(lambda: all(x.kind != "visit" for x in room.desk.alarms.board.alarms.values()))
        room.key(Qt.Key.Key_E)
        room.fill("ticket.form.result", "老人在家，身体无恙，已联系家属")
        room.key(Qt.Key.Key_Return, CONTROL)
        await until(lambda: "Choose one of the four" in " ".join(room.words()))
        room.click("ticket.form.visit.well")
        room.click("ticket.form.submit")
        await until(lambda: state() == "handled")
        clerk = person("seat02")

        def row() -> Any:
            return clerk.ticket(ticket.id)

        await until(lambda: row()["state"] == "handled")
        assert row()["beside"]["visit"]["outcome"] == "well"
        assert row()["area"] == GRID
        await until(lambda: "Found" in room.words())
