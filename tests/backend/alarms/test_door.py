"""The door for sensor platforms: signed, once for each id, what is wrong named in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx
import msgspec
import pytest

from backend.service import signing
from contract import action as a
from contract.clock import MINUTE
from contract.feed import Detail
from contract.ticket import Ticket
from tests.backend.running import GRID, RunningBackend, Seat, dispatched

from .play import KIND, POINT, WORKER, district, visit_of

SECRET = "tiny-demo-sensor"
_ids = count()


class Platform:
    """A sensor platform that signs what it sends."""

    def __init__(self, backend: RunningBackend) -> None:
        self.backend = backend

    def send(self, *, secret: str = SECRET, channel: str = "sensor", **fields: Any) -> httpx.Response:
        """One message; what is None is left out."""
        now = self.backend.clock.now()
        stated = {
            "id": f"A{next(_ids)}",
            "device": "M-1",
            "kind": KIND,
            "at": f"{_iso(now)}",
            "lon": POINT[0],
            "lat": POINT[1],
            "measure": 26.5,
            **fields,
        }
        body = json.dumps({k: v for k, v in stated.items() if v is not None}).encode()
        headers = {"content-type": "application/json", **signing.headers(secret, now, body)}
        url = f"{self.backend.url}/api/sensors/{channel}/alarms"
        return self.backend.http.post(url, content=body, headers=headers)

    def opened(self, **fields: Any) -> dict[str, Any]:
        """A message that must open a ticket."""
        answer = self.send(**fields)
        assert (answer.status_code, answer.json()["news"]) == (201, "opened"), answer.text
        found: dict[str, Any] = answer.json()
        return found


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat()


@pytest.fixture(scope="module")
def backend(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBackend]:
    folder = tmp_path_factory.mktemp("alarms")
    with RunningBackend(database, folder, profile=district(folder), speed=0) as running:
        yield running


@pytest.fixture
def platform(backend: RunningBackend) -> Platform:
    return Platform(backend)


def ticket_of(seat: Seat, number: str) -> Ticket:
    page = seat.get("/api/tickets", params={"number": number}).json()
    (found,) = page["tickets"]
    return msgspec.convert(found, Ticket)


def detail_of(seat: Seat, id_: str) -> Detail:
    return msgspec.json.decode(seat.get(f"/api/tickets/{id_}").content, type=Detail)


def test_sent_twice_it_is_taken_once(platform: Platform, seat: Seat) -> None:
    first = platform.send(id="same", device="D-twice")
    again = platform.send(id="same", device="D-twice")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    other = platform.send(id="same", device="D-twice", measure=30.0)
    assert (other.status_code, other.json()["type"]) == (409, "urn:grid:problem:key")
    ticket = ticket_of(seat, first.json()["ticket"])
    assert (ticket.state, ticket.channel, ticket.area) == ("dispatched", "sensor", GRID)
    assert ticket.title == "东门 01-01，独居老人用电异常"
    assert ticket.text.split("\n")[0] == "独居老人用电异常：设备D-twice，未用电26.5小时"


def test_another_alarm_of_a_device_is_a_line(platform: Platform, seat: Seat) -> None:
    opened = platform.opened(device="D-again")
    platform.backend.clock.move(2 * MINUTE)
    again = platform.send(device="D-again", lon=None, lat=None)
    assert (again.status_code, again.json()["news"], again.json()["ticket"]) == (
        200,
        "repeated",
        opened["ticket"],
    )
    over = platform.send(device="D-again", event="ended", lon=None, lat=None)
    assert (over.status_code, over.json()["news"], over.json()["state"]) == (200, "over", "dispatched")
    ticket = ticket_of(seat, opened["ticket"])
    visit = visit_of(ticket)
    assert (ticket.version, visit.repeats) == (4, 1)
    assert (visit.again_at, visit.over_at) == (platform.backend.clock.now(),) * 2
    lines = detail_of(seat, ticket.id).timeline
    assert [(e.action, e.outcome) for e in lines[-2:]] == [("alarm", "repeated"), ("alarm", "over")]


def test_a_closed_matter_is_not_opened_by_a_line(
    platform: Platform, backend: RunningBackend, seat: Seat
) -> None:
    """The next alarm after the end is a matter of its own, at the place where the device was."""
    opened = platform.opened(device="D-next")
    ticket = ticket_of(seat, opened["ticket"])
    worker = backend.seat(WORKER)
    worker.done(ticket.id, 4, a.SignIn())
    worker.done(ticket.id, 5, a.Handle(result="老人在家，身体无恙", visit="well"))
    seat.done(ticket.id, 6, a.Verify())
    seat.done(ticket.id, 7, a.Close())
    assert platform.send(device="D-next", event="ended").json()["state"] == "closed"
    again = platform.opened(device="D-next", lon=None, lat=None)
    assert again["ticket"] != opened["ticket"]
    assert ticket_of(seat, again["ticket"]).area == GRID


def test_what_is_merged_hears_of_it_too(platform: Platform, seat: Seat) -> None:
    first, second = platform.opened(device="D-m1"), platform.opened(device="D-m2")
    one, two = ticket_of(seat, first["ticket"]), ticket_of(seat, second["ticket"])
    seat.done(two.id, 4, a.Escalate(reason="同一户"))
    seat.done(two.id, 5, a.Merge(into=one.id))
    told = platform.send(device="D-m2").json()
    assert (told["news"], told["ticket"]) == ("repeated", one.number)


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ({"kind": "no_such_kind"}, "kind", "known"),
        ({"device": "D-new", "lon": None, "lat": None}, "device", "placed"),
        ({"device": "D-new", "event": "ended"}, "device", "known"),
        ({"device": "not a code"}, "device", "pattern"),
        ({"area": "990001999"}, "area", "known"),
        ({"lon": 120.0, "lat": 30.0}, "lon", "inside"),
        ({"lat": None}, "lon", "pair"),
        ({"at": "2099-01-01T00:00:00+08:00"}, "at", "past"),
        ({"at": "2026-09-18T09:00:00"}, "at", "type"),
        ({"since": "2098-09-18T09:00:00Z"}, "since", "past"),
        ({"extra": 1}, "extra", "unknown"),
    ],
)
def test_what_is_wrong_is_named(
    platform: Platform, seat: Seat, fields: dict[str, Any], field: str, rule: str
) -> None:
    before = len(seat.get("/api/tickets", params={"limit": 500}).json()["tickets"])
    answer = platform.send(**fields)
    assert answer.status_code == 400, answer.text
    problem = answer.json()
    assert problem["errors"][0]["field"] == field, answer.text
    if rule in ("known", "placed", "inside", "pair", "past"):
        assert problem["errors"][0]["rule"] == rule
    assert problem["zh"]
    assert problem["en"]
    assert len(seat.get("/api/tickets", params={"limit": 500}).json()["tickets"]) == before


def test_only_a_sensor_platform_is_heard(platform: Platform, seat: Seat) -> None:
    for answer in (
        platform.send(secret="guessed"),
        platform.send(channel="app"),
        platform.send(channel="superior", secret="tiny-demo-superior"),
        platform.send(channel="nowhere"),
    ):
        assert answer.status_code == 401, answer.text
        assert answer.json()["zh"]
    alarm = {"device": "D", "kind": KIND, "at": platform.backend.clock.now()}
    report = msgspec.convert(
        {"action": "report", "channel": "hotline", "title": "x", "alarm": alarm}, a.Report
    )
    assert seat.refused("018f0000-0000-7000-8000-000000000001", 0, report).status == 403


def test_the_page_explains_the_limit(platform: Platform, seat: Seat) -> None:
    ticket = ticket_of(seat, platform.opened(device="D-why")["ticket"])
    stage = next(w for w in detail_of(seat, ticket.id).why if w.clock.name == "sign_in")
    assert stage.rule.zh == "签收时限：10分钟（“独居老人用电异常”上门规则：网格）"
    assert (
        stage.rule.en
        == "time to sign in: 10 minutes (rule of the alarm Lone elder: no electricity used, grid)"
    )


def test_other_grids_do_not_go_there(platform: Platform, backend: RunningBackend, seat: Seat) -> None:
    ticket = ticket_of(seat, platform.opened(device="D-other")["ticket"])
    other = backend.seat("g-990001001001-02")
    assert other.act(ticket.id, 4, a.SignIn()).status_code == 404
    assert backend.seat(WORKER).done(ticket.id, 4, a.SignIn()).ticket.state == "signed_in"


def test_a_worker_handles_nothing_else(backend: RunningBackend, seat: Seat) -> None:
    """What is no visit stays with its unit: who looks for it does not handle it."""
    ticket = dispatched(seat)
    refused = backend.seat(WORKER).refused(ticket, 4, a.SignIn())
    assert refused.status == 409
    assert refused.en.startswith("it is no welfare visit")
