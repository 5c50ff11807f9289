"""Tickets tied to a component: what they keep of it, what the register says of them, whose they are."""

from __future__ import annotations

from typing import Any

import httpx
import msgspec
import pytest

from contract.action import Accept, File, Merge, Recall, Report
from contract.component import ComponentDetail
from contract.feed import Suggestions
from tests.backend.running import GRID, RunningBackend, Seat, new_id

from .test_register import COMPONENTS, changed, entered, removed

ITEM = "3-2-01"


@pytest.fixture(scope="module")
def duty(backend: RunningBackend) -> Seat:
    """The duty officer."""
    return backend.seat("duty01")


def filed(seat: Seat, component: str | None, ticket: str = "") -> httpx.Response:
    """A matter up to its filing."""
    ticket = ticket or new_id()
    assert seat.act(
        ticket, 0, Report(channel="hotline", title="井盖不见了", text="车行道上井盖缺失")
    ).is_success
    assert seat.act(ticket, 1, Accept(area=GRID)).is_success
    return seat.act(ticket, 2, File(item=ITEM, area=GRID, component=component))


def row(answer: httpx.Response) -> dict[str, Any]:
    """The row of an answer."""
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()["ticket"]
    return found


def page(seat: Seat, code: str) -> ComponentDetail:
    """A component's own page."""
    return msgspec.json.decode(seat.get(f"{COMPONENTS}/{code}").content, type=ComponentDetail)


def test_a_ticket_keeps_what_its_component_was(seat: Seat, duty: Seat) -> None:
    assert entered(duty, "T-1", owner={"unit": "T-D-CG"}).is_success
    ticket = row(filed(seat, "T-1"))
    kept = {"code": "T-1", "kind": "cover_rain", "kind_name": "雨水井盖"}
    kept |= {"owner_unit": "T-D-CG", "owner_name": "样区城市管理局"}
    assert ticket["beside"]["component"] == kept
    assert changed(duty, "T-1", 1, owner={"name": "某供水公司"}).is_success
    again = seat.get(f"/api/tickets/{ticket['id']}").json()["ticket"]
    assert again["beside"]["component"] == kept
    one = page(seat, "T-1")
    assert ([t.id for t in one.tickets], one.open_tickets) == ([ticket["id"]], 1)
    found = seat.get(COMPONENTS, params={"code": "T-1"}).json()["found"][0]
    assert found["open_tickets"] == 1
    # A recall of the filing unties it, as if it had not been.
    back = row(seat.act(ticket["id"], ticket["version"], Recall()))
    assert "component" not in back.get("beside", {})
    assert page(seat, "T-1").open_tickets == 0


@pytest.mark.parametrize(
    ("code", "rule"), [("NOBODY-KNOWS", "known"), ("T-GONE", "standing"), ("T-FAR", "known")]
)
def test_only_one_that_stands_and_is_in_scope(
    backend: RunningBackend, duty: Seat, code: str, rule: str
) -> None:
    if code == "T-GONE" and entered(duty, code).is_success:
        assert removed(duty, code, 1).is_success
    if code == "T-FAR":
        assert entered(duty, code, lon=117.27, lat=31.76).status_code in (201, 400)
    street = backend.seat("s-T-S1")
    ticket = new_id()
    report = Report(channel="hotline", title="井盖不见了", area=GRID)
    assert street.act(ticket, 0, report).is_success
    assert street.act(ticket, 1, Accept()).is_success
    answer = street.act(ticket, 2, File(item=ITEM, area=GRID, component=code))
    assert answer.status_code == 400, answer.text
    assert [(f["field"], f["rule"]) for f in answer.json()["errors"]] == [("act.component", rule)]
    # Nothing of the step was written: it goes through without.
    assert street.act(ticket, 2, File(item=ITEM, area=GRID)).is_success


def advice(seat: Seat, **matter: Any) -> Suggestions:
    """What is proposed for a matter."""
    answer = seat.post("/api/suggestions", json=matter)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Suggestions)


def test_the_owner_stands_first_with_its_reason(seat: Seat, duty: Seat) -> None:
    assert entered(duty, "T-2", owner={"unit": "T-D-ZJ"}).is_success
    plain = advice(seat, title="井盖缺失", item=ITEM, area=GRID)
    assert plain.units[0].code == "T-D-CG"
    told = advice(seat, title="井盖缺失", item=ITEM, area=GRID, component="T-2")
    assert [unit.code for unit in told.units[:2]] == ["T-D-ZJ", "T-D-CG"]
    assert told.units[0].reasons[0].zh == "雨水井盖T-2的权属单位"
    assert told.notices == ()
    ticket = row(filed(seat, "T-2"))
    mine = seat.get(f"/api/tickets/{ticket['id']}/suggestions").json()
    assert mine["units"][0]["code"] == "T-D-ZJ"


def test_an_ownerless_one_is_made_safe_and_falls_to_the_fallback(
    seat: Seat, duty: Seat, backend: RunningBackend
) -> None:
    assert entered(duty, "T-3").is_success
    told = advice(seat, title="井盖缺失", item=ITEM, area=GRID, component="T-3")
    fallback = backend.services.references.get("990001").reference.district.fallback
    assert "无主部件：先行处置" in told.notices[0].zh
    assert "ownerless: make it safe first" in told.notices[0].en
    if fallback:
        assert fallback in [unit.code for unit in told.units]
    assert entered(duty, "T-4", owner={"name": "某燃气公司"}).is_success
    outside = advice(seat, title="井盖缺失", item=ITEM, area=GRID, component="T-4")
    assert "某燃气公司" in outside.notices[0].zh
    assert [unit.code for unit in outside.units] == [
        unit.code for unit in advice(seat, title="井盖缺失", item=ITEM, area=GRID).units
    ]


def test_what_nobody_knows_is_no_reason_to_propose_nothing(seat: Seat) -> None:
    told = advice(seat, title="井盖缺失", item=ITEM, area=GRID, component="NOBODY-KNOWS")
    assert told.units[0].code == "T-D-CG"
    assert told.notices == ()


def test_a_ticket_that_ends_changes_no_component(seat: Seat, duty: Seat) -> None:
    assert entered(duty, "T-5", state="damaged").is_success
    ticket, other = row(filed(seat, "T-5")), row(filed(seat, "T-5"))
    assert page(duty, "T-5").open_tickets == 2
    assert seat.act(other["id"], other["version"], Merge(into=ticket["id"])).is_success
    mine = seat.get(f"/api/tickets/{ticket['id']}").json()
    assert [(o["id"], o["state"]) for o in mine["of_component"]] == [(other["id"], "merged")]
    one = page(duty, "T-5")
    assert (one.component.state, one.component.version, one.open_tickets) == ("damaged", 1, 1)
    assert {t.id: t.state for t in one.tickets} == {ticket["id"]: "filed", other["id"]: "merged"}
