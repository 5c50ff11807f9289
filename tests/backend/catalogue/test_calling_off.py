"""A version that was a mistake goes before it begins, and nothing of it is left."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from backend.service.audit import faults
from backend.service.catalogue.calling_off import MARGIN, CallingOff
from backend.service.catalogue.versions import put_of
from backend.service.refusal import ServiceRefused
from backend.service.steps import Pending
from backend.store import tables as t
from contract.catalogue import CallOff
from tests.backend.running import DISTRICT, RunningBackend, Seat, new_id

from .conftest import ADMIN, Room
from .test_admission import applied, decided, listed
from .test_versions import LATER, TOMORROW, item


async def called_off(room: Room, version: str, key: str = "", reason: str = "有误") -> None:
    """Call it off; raises ServiceRefused."""
    work = CallingOff(version, CallOff(action_id=key or new_id(), reason=reason))
    (outcome,) = await room.services.performer.perform(DISTRICT, [Pending(ADMIN, room.clock.now(), work)])
    if isinstance(outcome, ServiceRefused):
        raise outcome
    await room.services.references.refresh(DISTRICT)


async def test_it_is_as_if_it_had_not_been_decided(room: Room) -> None:
    before = room.reference
    await room.put(room.command("2026.9", TOMORROW, items=[item()]))
    key = new_id()
    await called_off(room, "2026.9", key)
    await called_off(room, "2026.9", key)
    assert room.reference == before
    assert await put_of(room.services.store, DISTRICT) == []
    await room.put(room.command("2026.9", LATER, items=[item()]))
    async with room.services.store.read() as connection:
        said = [action for (action,) in await connection.execute(select(t.audit.c.action))]
        assert await faults(connection, DISTRICT) == []
    assert said[1:] == ["catalogue", "call_off_catalogue", "catalogue"]


async def test_what_cannot_be_called_off_stays(room: Room) -> None:
    first = await room.put(room.command("2026.9", TOMORROW, items=[item()], rest="keep"))
    await room.put(room.command("2026.10", LATER, items=[item("9-1-02")], rest="keep"))
    for version, kind in (("2026.9", "step"), ("2026.1", "missing"), ("none", "missing")):
        with pytest.raises(ServiceRefused) as refused:
            await called_off(room, version)
        assert refused.value.kind == kind
    with pytest.raises(ServiceRefused) as refused:
        await called_off(room, "2026.10", reason="  ")
    assert refused.value.faults[0].field == "reason"
    await called_off(room, "2026.10")
    room.clock.move(first.effective_from - MARGIN + 1 - room.clock.now())
    with pytest.raises(ServiceRefused) as refused:
        await called_off(room, "2026.9")
    assert refused.value.kind == "step"


def test_what_it_carried_waits_again(backend: RunningBackend, handler: Seat) -> None:
    duty, admin = backend.seat("duty01"), backend.seat("admin01")
    one = applied(handler, "veto", item="1-1-01").json()
    assert decided(duty, one, "approved").status_code == 200
    body: dict[str, Any] = {
        "action_id": new_id(),
        "version": "2026.9",
        "effective_from": "2026-12-01",
        "rest": "keep",
    }
    body["items"] = []
    assert admin.post("/api/catalogue/versions", json=body).json()["admissions"] == [one["number"]]
    assert listed(duty)[one["number"]] == "carried"
    away = admin.post(
        "/api/catalogue/versions/2026.9/calling-off", json={"action_id": new_id(), "reason": "有误"}
    )
    assert away.status_code == 200, away.text
    assert (away.json()["standing"], away.json()["withdrawn"]) == ("called_off", 1)
    assert listed(duty)[one["number"]] == "approved"
    body = {**body, "action_id": new_id(), "version": "2026.10"}
    assert admin.post("/api/catalogue/versions", json=body).json()["admissions"] == [one["number"]]


def test_a_second_replica_knows_it_at_once(
    backend: RunningBackend, database: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Another process files by it, lists it and calls it off, though it did not put it in force."""
    with RunningBackend(database, tmp_path_factory.mktemp("files"), origin=backend.clock.now()) as other:
        admin, there = backend.seat("admin01"), other.seat("admin01")
        body: dict[str, Any] = {
            "action_id": new_id(),
            "version": "2026.11",
            "effective_from": "2026-12-05",
            "rest": "keep",
        }
        body["items"] = [item("9-1-11")]
        assert admin.post("/api/catalogue/versions", json=body).status_code == 201
        asked = there.post("/api/catalogue/versions", json={**body, "action_id": new_id()})
        assert (asked.status_code, asked.json()["errors"][0]["rule"]) == (400, "taken")
        away = there.post(
            "/api/catalogue/versions/2026.11/calling-off", json={"action_id": new_id(), "reason": "有误"}
        )
        assert away.status_code == 200, away.text
        again = admin.post("/api/catalogue/versions", json={**body, "action_id": new_id()})
        assert again.status_code == 201, again.text
