"""A superior platform hands tickets down, once each, under its own number and limit."""

import pytest

from backend.service import housekeeping
from contract import action as a
from contract.clock import DAY

from .conftest import CODE, Backend
from .handing import DUE, DUE_MS, act, hand_down, send, ticket_of, work_off


def test_a_ticket_keeps_its_number_and_its_limit(backend: Backend) -> None:
    ticket = hand_down(backend, "市-2026-001", lon=117.2, lat=31.5, reported_at="2026-01-02T08:00:00+08:00")
    assert ticket.superior is not None
    assert (ticket.superior.channel, ticket.superior.number) == ("city", "市-2026-001")
    assert ticket.superior.due_at == DUE_MS
    assert (ticket.state, ticket.channel, ticket.area) == ("reported", "city", f"{CODE}001001-01")
    assert ticket.reported_at == 1767312000000
    assert (ticket.reporter, ticket.reporter_phone) == ("赵**", "139****1234")
    act(backend, "seat01", "市-2026-001", a.Accept())
    act(backend, "seat01", "市-2026-001", a.File(item="1-1-02", area=f"{CODE}001001-01"))
    dispatched = act(backend, "seat01", "市-2026-001", a.Dispatch(unit="W"))
    assert dispatched.responsibility is not None
    assert dispatched.responsibility.due_at == DUE_MS


def test_sent_again_it_is_the_same_ticket(backend: Backend) -> None:
    body = {"number": "N1", "title": "路灯", "due_at": DUE}
    first, again = send(backend, "tickets", body), send(backend, "tickets", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["number"] == "N1"
    assert first.json()["due_at"].startswith("2099-05-01T02:00:00")
    assert send(backend, "tickets", body | {"title": "别的"}).status_code == 409


def test_only_who_has_the_secret_is_heard(backend: Backend) -> None:
    body = {"number": "N1", "title": "路灯"}
    refused = [
        send(backend, "tickets", body, secret="guessed"),
        send(backend, "tickets", body, skew=-400_000),
        send(backend, "tickets", body, skew=400_000),
        send(backend, "tickets", body, channel="app"),
        send(backend, "tickets", body, channel="nowhere"),
        send(backend, "steps", body, secret="guessed"),
        backend.client.post("/api/superior/city/tickets", json=body),
    ]
    for answer in refused:
        assert answer.status_code == 401, answer.text
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert answer.json()["zh"]
    assert refused[3].json()["detail"] == refused[4].json()["detail"] == refused[0].json()["detail"]


def test_what_is_wrong_is_named(backend: Backend) -> None:
    for change, field in (
        ({"number": ""}, "number"),
        ({"title": 7}, "title"),
        ({"due_at": "2026-01-01T00:00:00"}, "due_at"),
        ({"due_at": "soon"}, "due_at"),
        ({"due_at": "1901-01-01T00:00:00Z"}, "due_at"),
        ({"reported_at": "2098-01-01T00:00:00Z"}, "act.reported_at"),
        ({"lon": 117.0}, "lon"),
        ({"area": "nowhere"}, "act.area"),
        ({"text": "a\0b"}, ""),
        ({"extra": 1}, "extra"),
    ):
        answer = send(backend, "tickets", {"number": "N1", "title": "路灯"} | change)
        assert answer.status_code == 400, (change, answer.text)
        assert answer.json()["errors"][0]["field"] == field, answer.text


def test_steps_asked_for_are_taken_once(backend: Backend) -> None:
    hand_down(backend, "N1")
    urge = {"id": "s1", "number": "N1", "step": "urge", "note": "请加快"}
    first, again = send(backend, "steps", urge), send(backend, "steps", urge)
    assert (first.status_code, again.status_code) == (201, 200)
    assert ticket_of(backend, "N1").urges == 1
    assert send(backend, "steps", urge | {"note": "别的"}).status_code == 409
    assert send(backend, "steps", urge | {"id": "s2", "number": "N9"}).status_code == 404
    evaluate = {"id": "s3", "number": "N1", "step": "evaluate", "satisfaction": "satisfied"}
    assert send(backend, "steps", evaluate).status_code == 409
    assert send(backend, "steps", {**evaluate, "satisfaction": None}).status_code == 400
    assert send(backend, "steps", urge | {"id": "s4", "satisfaction": "satisfied"}).status_code == 400
    work_off(backend, "N1")
    answers = [send(backend, "steps", evaluate) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert send(backend, "steps", evaluate | {"satisfaction": "basically"}).status_code == 409
    ticket = ticket_of(backend, "N1")
    assert (ticket.state, ticket.satisfaction) == ("evaluated", "satisfied")


def test_steps_asked_for_again_after_their_answers_went_are_refused(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_down(backend, "N1")
    urge = {"id": "s1", "number": "N1", "step": "urge", "note": "请加快"}
    evaluate = {"id": "s2", "number": "N1", "step": "evaluate", "satisfaction": "satisfied"}
    assert send(backend, "steps", urge).status_code == 201
    work_off(backend, "N1")
    assert send(backend, "steps", evaluate).status_code == 201
    before = ticket_of(backend, "N1")
    monkeypatch.setattr(housekeeping, "KEEP_ANSWERS", -DAY)
    backend.run(backend.services.housekeeping.tidy(CODE))
    for step in (urge, evaluate):
        again = send(backend, "steps", step)
        assert (again.status_code, again.json()["type"]) == (409, "urn:grid:problem:key")
    assert ticket_of(backend, "N1") == before
