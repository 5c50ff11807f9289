"""A unit applies, the centre decides, the next version carries it and says so."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.backend.running import RunningBackend, Seat, new_id

from .test_versions import item

ADMISSIONS = "/api/catalogue/admissions"


@pytest.fixture
def duty(backend: RunningBackend) -> Seat:
    """The duty officer."""
    return backend.seat("duty01")


def applied(unit: Seat, wish: str, **more: Any) -> httpx.Response:
    """Apply."""
    body = {"action_id": new_id(), "wish": wish, "reason": "群众多次反映", **more}
    return unit.post(ADMISSIONS, json=body)


def decided(duty: Seat, one: dict[str, Any], outcome: str, **more: Any) -> httpx.Response:
    """Decide."""
    body = {"action_id": new_id(), "outcome": outcome, "reason": "经会商", **more}
    return duty.post(f"{ADMISSIONS}/{one['id']}/decision", json=body)


def listed(seat: Seat, **query: str) -> dict[str, str]:
    """States by number."""
    return {one["number"]: one["state"] for one in seat.get(ADMISSIONS, params=query).json()}


def test_from_application_to_the_next_version(backend: RunningBackend, handler: Seat, duty: Seat) -> None:
    admin = backend.seat("admin01")
    new, faster = item("9-1-07"), item("1-1-02", category="1", handle={"value": 3, "unit": "hours"})
    made = [
        applied(handler, "admit", proposed=new),
        applied(handler, "change", proposed=faster),
        applied(handler, "veto", item="2-1-02"),
        applied(handler, "veto", item="2-1-01"),
    ]
    assert [answer.status_code for answer in made] == [201] * 4, made[0].text
    one, two, three, four = (answer.json() for answer in made)
    assert (one["state"], one["unit"], one["item_names"]["zh"]) == ("applied", "T-S1-ZF", "事项9-1-07")
    assert three["item_names"]["zh"] == "小广告"
    assert three["proposed"] is None
    # The centre takes one as it will have it itself, refuses one, and one is taken back.
    better = item("9-1-08", handle={"value": 1, "unit": "working_days"})
    settled = decided(duty, one, "approved", proposed=better)
    assert settled.status_code == 200, settled.text
    assert settled.json()["item"] == "9-1-08"
    assert decided(duty, two, "approved").status_code == 200
    assert decided(duty, three, "approved").json()["decided_by_name"] == "值班长01"
    assert decided(duty, four, "refused").json()["decision"] == "经会商"
    again = decided(duty, four, "approved")
    assert (again.status_code, again.json()["type"]) == (409, "urn:grid:problem:step")
    gone = applied(handler, "veto", item="2-1-01").json()
    back = handler.post(f"{ADMISSIONS}/{gone['id']}/taking-back", json={"action_id": new_id()})
    assert back.json()["state"] == "taken_back"
    # The next version carries what was approved, whatever its own items say of it.
    body: dict[str, Any] = {
        "action_id": new_id(),
        "version": "2026.11",
        "effective_from": "2026-12-01",
        "rest": "keep",
    }
    body["items"] = [item("1-1-02", category="1", handle={"value": 9, "unit": "hours"})]
    asked = admin.post("/api/catalogue/check", json=body).json()
    assert set(asked["admissions"]) == {one["number"], two["number"], three["number"]}
    without = admin.post("/api/catalogue/check", json={**body, "admissions": False}).json()
    assert without["admissions"] == []
    done = admin.post("/api/catalogue/versions", json=body)
    assert done.status_code == 201, done.text
    found = done.json()["difference"]
    assert [(c["code"], c["admission"]) for c in found["added"]] == [("9-1-08", one["number"])]
    assert [(c["code"], c["admission"]) for c in found["withdrawn"]] == [("2-1-02", three["number"])]
    (change,) = found["changed"]
    assert (change["code"], change["admission"]) == ("1-1-02", two["number"])
    limit = next(f for f in change["fields"] if f["field"] == "handle")
    assert limit["after_words"]["zh"] == "3 小时"
    states = listed(duty)
    assert [states[a["number"]] for a in (one, two, three, four, gone)] == [
        "carried", "carried", "carried", "refused", "taken_back",
    ]  # fmt: skip
    carried = duty.get(ADMISSIONS, params={"standing": "carried"}).json()
    assert {a["version"] for a in carried} == {"2026.11"}
    # Carried once.
    body = {**body, "action_id": new_id(), "version": "2026.12", "effective_from": "2026-12-02"}
    assert admin.post("/api/catalogue/check", json=body).json()["admissions"] == []


def test_a_version_may_hold_nothing_but_what_was_decided(
    backend: RunningBackend, handler: Seat, duty: Seat
) -> None:
    one = applied(handler, "admit", proposed=item("9-1-09")).json()
    assert decided(duty, one, "approved").status_code == 200
    admin = backend.seat("admin01")
    body = {"action_id": new_id(), "version": "2027.3", "effective_from": "2027-03-01", "items": []}
    whole = admin.post("/api/catalogue/check", json=body).json()
    assert (whole["accepted"], whole["faults"][0]["rule"]) == (False, "empty")
    done = admin.post("/api/catalogue/versions", json={**body, "rest": "keep"})
    assert done.status_code == 201, done.text
    assert done.json()["admissions"] == [one["number"]]
    assert [c["code"] for c in done.json()["difference"]["added"]] == ["9-1-09"]


def test_a_unit_sees_its_own(backend: RunningBackend, handler: Seat, duty: Seat) -> None:
    other = backend.seat("u-T-S2-ZF")
    mine = applied(handler, "veto", item="1-1-01").json()
    theirs = applied(other, "veto", item="1-1-01").json()
    assert mine["number"] in listed(handler)
    assert theirs["number"] not in listed(handler)
    assert {mine["number"], theirs["number"]} <= set(listed(duty, standing="applied"))
    stolen = handler.post(f"{ADMISSIONS}/{theirs['id']}/taking-back", json={"action_id": new_id()})
    assert stolen.status_code == 404
    assert decided(duty, {"id": "none"}, "refused").status_code == 404


def test_a_key_answers_as_the_first_time(handler: Seat, duty: Seat) -> None:
    body = {"action_id": new_id(), "wish": "veto", "reason": "x", "item": "1-1-03"}
    first, again = handler.post(ADMISSIONS, json=body), handler.post(ADMISSIONS, json=body)
    assert first.content == again.content
    assert again.headers["idempotent-replay"] == "true"
    key = {"action_id": new_id(), "outcome": "refused", "reason": "y"}
    address = f"{ADMISSIONS}/{body['action_id']}/decision"
    assert [duty.post(address, json=key).status_code for _ in range(2)] == [200, 200]


@pytest.mark.parametrize(
    ("wish", "more", "field", "rule"),
    [
        ("admit", {}, "proposed", "required"),
        ("admit", {"proposed": item("1-1-03")}, "proposed.code", "taken"),
        ("change", {"proposed": item("8-8-08")}, "proposed.code", "known"),
        ("change", {"proposed": item("1-1-03"), "item": "1-1-02"}, "proposed.code", "equal"),
        ("veto", {"item": "8-8-08"}, "item", "known"),
        ("veto", {}, "item", "known"),
        ("veto", {"item": "1-1-03", "proposed": item()}, "proposed", "veto"),
        ("admit", {"proposed": item("8-8-08", handler="nobody")}, "proposed.handler", "known"),
        ("admit", {"proposed": item("8-8-08"), "reason": "  "}, "reason", "required"),
        ("burn", {"item": "1-1-03"}, "wish", "choice"),
    ],
)
def test_what_is_wrong_is_named(
    handler: Seat, wish: str, more: dict[str, Any], field: str, rule: str
) -> None:
    answer = applied(handler, wish, **more)
    assert answer.status_code == 400, answer.text
    assert [(f["field"], f["rule"]) for f in answer.json()["errors"]] == [(field, rule)]
