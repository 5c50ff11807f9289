"""Saved filters: whose lists they stand in, who changes them, keys, audit, and the feed's word of it."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from backend.service.filters import Keep
from backend.service.refusal import ServiceRefused
from backend.service.steps import Done, Pending
from contract.saved_filter import PER_OWNER, SaveFilter
from tests.backend.running import DISTRICT, RunningBackend, Seat, new_id

pytestmark = pytest.mark.usefixtures("backend")


def save(seat: Seat, filter_id: str, name: str, *, key: str = "", **more: Any) -> httpx.Response:
    """Post a filter."""
    body = {
        "action_id": key or new_id(),
        "name": name,
        "screen": "tickets",
        "query": {"text": "井盖"},
        **more,
    }
    return seat.put(f"/api/filters/{filter_id}", json=body)


def drop(seat: Seat, filter_id: str, key: str = "") -> httpx.Response:
    """Drop a filter."""
    return seat.delete(f"/api/filters/{filter_id}", headers={"idempotency-key": key or new_id()})


def names(seat: Seat) -> set[str]:
    """The names in somebody's list."""
    return {kept["name"] for kept in seat.get("/api/filters").json()}


def events(seat: Seat, cursor: int) -> list[dict[str, Any]]:
    """What the feed says after a cursor."""
    found: list[dict[str, Any]] = seat.get("/api/feed/poll", params={"cursor": cursor, "wait": 5}).json()[
        "events"
    ]
    return found


def head(seat: Seat) -> int:
    """Where the feed stands."""
    return int(seat.get("/api/feed/poll", params={"cursor": 0, "wait": 0}).json()["seq"])


def audited(backend: RunningBackend, object_: str) -> list[tuple[str, str]]:
    """(account, action) of what the audit log says of something."""
    from sqlalchemy import select

    from backend.store import tables as t

    async def look() -> list[tuple[str, str]]:
        async with backend.services.store.read() as connection:
            a = t.audit.c
            rows = await connection.execute(
                select(a.account, a.action).where(a.object == object_).order_by(a.n)
            )
            return [(row.account, row.action) for row in rows]

    return backend.run(look())


def test_ones_own_is_ones_own(backend: RunningBackend, seat: Seat, other: Seat) -> None:
    one = new_id()
    saved = save(seat, one, "我的井盖")
    assert saved.status_code == 200, saved.text
    assert saved.json()["query"] == {"text": "井盖"}
    assert "我的井盖" in names(seat)
    assert "我的井盖" not in names(other)
    assert save(other, one, "x").status_code == 404
    assert drop(other, one).status_code == 404
    assert drop(other, new_id()).status_code == 404
    assert drop(seat, one).status_code == 204
    assert "我的井盖" not in names(seat)
    account = seat.get("/api/session").json()["id"]
    assert audited(backend, one) == [(account, "save_filter"), (account, "drop_filter")]


def test_a_shared_one_stands_in_the_lists_of_its_scope(backend: RunningBackend, seat: Seat) -> None:
    street, duty = backend.seat("s-T-S1"), backend.seat("duty01")
    other_street, handler = backend.seat("s-T-S2"), backend.seat("u-T-S1-ZF")
    ours, theirs, units = new_id(), new_id(), new_id()
    assert save(seat, ours, "全区超期", shared=True).status_code == 200
    assert save(street, theirs, "一街超期", shared=True).status_code == 200
    assert save(handler, units, "中队超期", shared=True).status_code == 200
    assert {"全区超期", "一街超期", "中队超期"} <= names(seat)
    assert {"全区超期", "一街超期"} <= names(street)
    assert "中队超期" not in names(street)
    assert names(other_street) >= {"全区超期"}
    assert "一街超期" not in names(other_street)
    assert names(handler) == {"全区超期", "中队超期"}
    # Another seat sees it and does not change it; the duty officer does, and its owner stays.
    refused = save(street, ours, "改名", shared=True)
    assert refused.status_code == 403
    assert "坐席01" in refused.json()["zh"]
    changed = save(duty, theirs, "一街快超期", shared=True)
    assert changed.status_code == 200, changed.text
    assert changed.json()["owner_name"] == street.get("/api/session").json()["name"]
    assert drop(duty, units).status_code == 204
    # No longer shared: it leaves the others' lists.
    assert save(street, theirs, "一街快超期", shared=False).status_code == 200
    assert "一街快超期" not in names(seat)
    assert save(duty, theirs, "x").status_code == 404


def test_a_key_answers_as_the_first_time(seat: Seat) -> None:
    one, key = new_id(), new_id()
    first, again = save(seat, one, "一", key=key), save(seat, one, "一", key=key)
    assert first.content == again.content
    assert again.headers["idempotent-replay"] == "true"
    assert save(seat, one, "二", key=key).status_code == 409
    dropped = new_id()
    assert [drop(seat, one, dropped).status_code for _ in range(2)] == [204, 204]
    assert drop(seat, one).status_code == 404


def test_the_feed_says_whose_changed(seat: Seat, other: Seat) -> None:
    one, before = new_id(), head(seat)
    save(seat, one, "一")
    account = seat.get("/api/session").json()["id"]
    (mine,) = events(other, before)
    assert (mine["kind"], mine["id"], mine["account"]) == ("filter", one, account)
    before = head(seat)
    save(seat, one, "一", shared=True)
    (shared,) = events(other, before)
    assert (shared["kind"], shared["id"], shared.get("account", "")) == ("filter", one, "")
    before = head(seat)
    save(seat, one, "一", shared=False)
    (was,) = events(other, before)
    assert was.get("account", "") == ""
    drop(seat, one)


@pytest.mark.parametrize(
    ("more", "field", "rule"),
    [
        ({"name": ""}, "name", "min_length"),
        ({"name": "   "}, "name", "required"),
        ({"name": "x" * 81}, "name", "max_length"),
        ({"query": {"text": "x" * 16_001}}, "query", "max_length"),
        ({"query": []}, "query", "type"),
        ({"screen": "a b"}, "screen", "pattern"),
        ({"owner": "me"}, "owner", "unknown"),
    ],
)
def test_what_is_wrong_is_named(seat: Seat, more: dict[str, Any], field: str, rule: str) -> None:
    body = {"action_id": new_id(), "name": "一", "screen": "tickets", "query": {}, **more}
    answer = seat.put(f"/api/filters/{new_id()}", json=body)
    assert answer.status_code == 400
    assert [(f["field"], f["rule"]) for f in answer.json()["errors"]] == [(field, rule)]


def test_a_query_nested_without_end_is_refused(seat: Seat) -> None:
    depth = b"[" * 5_000 + b"]" * 5_000
    body = b'{"action_id":"k1","name":"x","screen":"s","query":{"a":' + depth + b"}}"
    answer = seat.put(f"/api/filters/{new_id()}", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["rule"] == "depth"


def test_two_hundred_are_enough(backend: RunningBackend, seat: Seat) -> None:
    """However many are saved at once; and who is full still changes what stands already."""
    admin, services = backend.seat("admin01"), backend.services
    ids = [new_id() for _ in range(PER_OWNER + 10)]

    async def all_at_once() -> list[Done | BaseException]:
        actor, at = await services.accounts.find(DISTRICT, "admin01"), services.clock.now()

        def kept(one: str) -> Pending:
            command = SaveFilter(action_id=new_id(), name=one, screen="tickets", query={})
            return Pending(actor, at, Keep(one, command))

        saved = (services.writer.submit(kept(one)) for one in ids)
        return await asyncio.gather(*saved, return_exceptions=True)

    outcomes = backend.run(all_at_once())
    refused = [outcome.kind for outcome in outcomes if isinstance(outcome, ServiceRefused)]
    assert refused == ["step"] * 10
    assert len(names(admin) & set(ids)) == PER_OWNER
    assert save(admin, new_id(), "多一个").status_code == 409
    assert save(admin, ids[0], "改一个").status_code == 200
    shared = new_id()
    assert save(seat, shared, "坐席的", shared=True).status_code == 200
    assert save(admin, shared, "坐席的，改过", shared=True).status_code == 200
    assert drop(admin, ids[1]).status_code == 204
    assert save(admin, new_id(), "又一个").status_code == 200
