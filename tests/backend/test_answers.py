"""Answers are kept for a month; a key that comes again after that is refused, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
from sqlalchemy import func, select

from backend.store import tables as t
from contract import action as a
from contract.clock import DAY
from tests.backend.running import DISTRICT, GRID, RunningBackend, Seat, new_id


def tidied(backend: RunningBackend, days: int) -> None:
    """Some days go by, what falls due in them is done, and the house is put in order."""
    backend.clock.move(days * DAY)
    backend.run(backend.services.scheduler.look(DISTRICT))
    backend.run(backend.services.housekeeping.tidy(DISTRICT))
    backend.forget_sessions()


def kept(backend: RunningBackend, keys: list[str]) -> dict[str, tuple[int, int]]:
    """By key the status of its answer and the length of its body."""

    async def look() -> dict[str, tuple[int, int]]:
        answer = t.answer.c
        query = select(answer.action, answer.status, func.length(answer.body))
        async with backend.services.store.read() as connection:
            rows = await connection.execute(query.where(answer.action.in_(keys)))
            return {key: (status, length) for key, status, length in rows}

    return backend.run(look())


def floor(backend: RunningBackend) -> tuple[int, int]:
    """How far answers were let go, and the end of the audit log."""

    async def look() -> tuple[int, int]:
        async with backend.services.store.read() as connection:
            row = (await connection.execute(select(t.district))).one()
            return row.answer_floor, row.audit_n

    return backend.run(look())


def state(backend: RunningBackend, seat: Seat, ticket: str) -> list[Any]:
    """Everything that a second performance would change."""
    page = seat.get(f"/api/tickets/{ticket}").json()
    filters, own = seat.get("/api/filters").json(), seat.get("/api/seat").json()["state"]
    return [page["ticket"], page["timeline"], filters, own, floor(backend)[1]]


def test_a_key_is_known_after_its_answer_has_been_let_go(backend: RunningBackend, monkeypatch: Any) -> None:
    monkeypatch.setattr(backend.services.housekeeping, "at_once", 3)  # several rounds
    ticket, filter_id, dropped = new_id(), new_id(), new_id()
    names = ("report", "accept", "urge", "note", "claim", "seat", "save", "extra", "drop")
    keys = {name: new_id() for name in names}

    def command(seat: Seat, verb: str) -> httpx.Response:
        body = {"action_id": keys[verb], "note": "已联系报告人"}
        return seat.post(f"/api/tickets/{ticket}/{verb}", json=body)

    def save(seat: Seat, key: str, one: str) -> httpx.Response:
        body = {"action_id": keys[key], "name": "夜间施工", "screen": "tickets", "query": {}}
        return seat.put(f"/api/filters/{one}", json=body)

    report = a.Report(channel="hotline", title="噪音", area=GRID)
    asked: dict[str, Callable[[Seat], httpx.Response]] = {
        "report": lambda seat: seat.act(ticket, 0, report, key=keys["report"]),
        "accept": lambda seat: seat.act(ticket, 1, a.Accept(), key=keys["accept"]),
        "urge": lambda seat: seat.act(ticket, 2, a.Urge(note="请加快"), key=keys["urge"]),
        "note": lambda seat: command(seat, "note"),
        "claim": lambda seat: command(seat, "claim"),
        "seat": lambda seat: seat.put("/api/seat", json={"action_id": keys["seat"], "state": "break"}),
        "save": lambda seat: save(seat, "save", filter_id),
        "extra": lambda seat: save(seat, "extra", dropped),
        "drop": lambda seat: seat.delete(
            f"/api/filters/{dropped}", headers={"idempotency-key": keys["drop"]}
        ),
    }
    seat = backend.seat("seat01")
    first = {name: ask(seat) for name, ask in asked.items()}
    assert {name: answer.status_code for name, answer in first.items() if not answer.is_success} == {}

    tidied(backend, 29)
    seat = backend.seat("seat01")
    for name, ask in asked.items():
        again = ask(seat)
        assert (again.status_code, again.content) == (first[name].status_code, first[name].content), name
    assert all(
        length for key, (_, length) in kept(backend, list(keys.values())).items() if key != keys["drop"]
    )

    tidied(backend, 2)
    seat = backend.seat("seat01")
    assert kept(backend, list(keys.values())) == dict.fromkeys(keys.values(), (t.PAST, 0))
    before = state(backend, seat, ticket)
    for name, ask in asked.items():
        again = ask(seat)
        assert (again.status_code, again.json()["type"]) == (409, "urn:grid:problem:key"), name
        assert "long ago" in again.json()["detail"]
    assert state(backend, seat, ticket) == before

    # What was done since is answered as ever; a second look finds nothing more.
    young = new_id()
    answered = seat.act(ticket, 2, a.Urge(note="再催"), key=young)
    assert answered.status_code == 200
    reached = floor(backend)[0]
    tidied(backend, 0)
    assert floor(backend)[0] == reached
    assert seat.act(ticket, 2, a.Urge(note="再催"), key=young).content == answered.content
