"""Suggestions, places, explanations: each with its reasons, and true."""

from __future__ import annotations

import msgspec
import pytest

from backend.service.likeness import Lessons, alike, terms
from backend.service.profile import initials
from contract import action as a
from contract.feed import Detail, Located, Page, Suggestions
from tests.backend.running import GRID, RunningBackend, Seat, dispatched, new_id, reported


def ask(seat: Seat, **matter: object) -> Suggestions:
    answer = seat.post("/api/suggestions", json=matter)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Suggestions)


@pytest.mark.parametrize(
    ("text", "item", "unit"),
    [
        ("盲道上有人摆摊卖水果，推婴儿车过不去", "1-1-01", "T-S1-ZF"),
        ("小区门口违停一排车，把路堵死了", "1-1-02", "T-S1-ZF"),
        ("晚上十一点还在施工，噪音太大", "1-1-03", "T-S1-ZF"),
        ("垃圾三天没人清运，臭得很", "2-1-01", "T-D-CG"),
        ("窨井盖不见了，怕有人掉下去", "3-2-01", "T-D-CG"),
        ("整条巷子的路灯都不亮", "3-2-02", "T-D-ZJ"),
        ("顶楼屋顶漏水", "3-1-03", "T-D-ZJ"),
    ],
)
def test_item_and_unit_by_words_and_area(seat: Seat, text: str, item: str, unit: str) -> None:
    found = ask(seat, text=text, area=GRID)
    assert found.items[0].code == item
    assert found.units[0].code == unit
    for suggestion in (*found.items, *found.units):
        assert 0 <= suggestion.score <= 1
        assert suggestion.reasons
        assert all(reason.zh and reason.en for reason in suggestion.reasons)


def test_the_area_decides_which_team(seat: Seat) -> None:
    assert ask(seat, text="摆摊占道", area="990001002001-01").units[0].code == "T-S2-ZF"


def test_what_was_filed_teaches(seat: Seat) -> None:
    odd = "电动车飞线充电，从楼上拉插座下来"
    for n in range(25):
        ticket = reported(seat, title=odd, text=f"第{n}栋")
        seat.done(ticket, 1, a.Accept())
        seat.done(ticket, 2, a.File(item="1-1-02", area=GRID))
    found = ask(seat, text="有人飞线充电，电动车停在楼道")
    assert found.items[0].code == "1-1-02"
    assert any("近期" in reason.zh for reason in found.items[0].reasons)


def test_the_same_matter_nearby(seat: Seat) -> None:
    ticket = reported(seat, title="柳树路井盖破损", text="井盖碎了一半", area="", lon=117.2051, lat=31.7051)
    reported(seat, title="柳树路井盖破损", text="井盖碎了一半", area="", lon=117.2751, lat=31.7751)
    near = ask(seat, title="井盖坏了", text="柳树路的井盖碎了", lon=117.2055, lat=31.7055).nearby
    assert [k.id for k in near] == [ticket]
    own = msgspec.json.decode(seat.get(f"/api/tickets/{ticket}/suggestions").content, type=Suggestions)
    assert ticket not in {k.id for k in own.nearby}


@pytest.mark.parametrize(
    ("q", "code"),
    [
        ("990001001001-01", GRID),
        ("东门 01-01", GRID),
        ("dm0101", GRID),
        ("东门01-01", GRID),
        ("槐树社区", "990001001002"),
        ("Muqiao Community", "990001002002"),
        ("117.21, 31.72", GRID),
        ("31.72，117.21", GRID),
    ],
)
def test_a_place_by_code_name_initials_or_coordinates(seat: Seat, q: str, code: str) -> None:
    found = msgspec.json.decode(seat.get("/api/locate", params={"q": q}).content, type=tuple[Located, ...])
    assert found[0].code == code
    assert found[0].reason.zh


def test_a_place_outside_every_grid(seat: Seat) -> None:
    answer = seat.get("/api/locate", params={"lon": 100.5, "lat": 31})
    (found,) = msgspec.json.decode(answer.content, type=tuple[Located, ...])
    assert found.code == ""
    assert seat.get("/api/locate", params={"q": "没有这个地方"}).json() == []


def test_a_deadline_says_why(backend: RunningBackend, seat: Seat) -> None:
    ticket = dispatched(seat)
    page = msgspec.json.decode(seat.get(f"/api/tickets/{ticket}").content, type=Detail)
    why = {w.clock.name: w for w in page.why}["responsibility"]
    assert (
        why.rule.en
        == "responsibility, from the first dispatch on: 2 working days (catalogue 2026.1, 1-1-03 Noise)"
    )
    assert "2个工作日" in why.rule.zh
    assert sum(end - begin for begin, end in why.spans) == why.clock.limit.amount
    assert why.spans[-1][1] == why.clock.due_at
    assert 0 < why.left <= why.clock.limit.amount
    accept = msgspec.json.decode(seat.get(f"/api/tickets/{reported(seat)}").content, type=Detail).why[0]
    assert "12345" in accept.rule.zh


def test_search_pages_through_the_scope(backend: RunningBackend, seat: Seat) -> None:
    mark = new_id()[:8]
    tickets = [reported(seat, title=f"{mark} 第{n}件") for n in range(7)]
    found: list[str] = []
    cursor = ""
    while True:
        answer = seat.get("/api/tickets", params={"text": f"{mark} 件", "limit": 3, "cursor": cursor})
        page = msgspec.json.decode(answer.content, type=Page)
        found += [k.id for k in page.tickets]
        cursor = page.cursor
        if not cursor:
            break
    assert sorted(found) == sorted(tickets)
    assert len(found) == len(set(found))

    def ids(login: str, **query: object) -> set[str]:
        answer = backend.seat(login).get("/api/tickets", params={"text": mark, **query})
        return {k.id for k in msgspec.json.decode(answer.content, type=Page).tickets}

    assert ids("u-T-S1-ZF") == set()
    assert ids("g-990001001001-01") == set(tickets)
    assert ids("seat01", area="990001002") == set()
    assert ids("seat01", state="accepted,filed") == set()
    assert ids("seat01", text=f"{mark} 100%_") == set()
    assert seat.get("/api/tickets", params={"area": "nowhere"}).status_code == 400


def test_likeness_of_words() -> None:
    assert terms("井盖坏了 LED灯") == ["井盖", "盖坏", "坏了", "led", "灯"]
    assert alike("井盖坏了", "井盖坏了") == 1
    assert alike("井盖坏了", "路灯不亮") == 0
    assert alike("", "路灯") == 0
    lessons = Lessons()
    assert lessons.scores("路灯") == {}
    assert initials("望湖 03-05") == "wh0305"
