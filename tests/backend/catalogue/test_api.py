"""The administrator's catalogue over the wire: asked first, then in force, once."""

from __future__ import annotations

import hashlib
from typing import Any

import httpx
import pytest

from backend.service.catalogue.versions import put_of
from tests.backend.running import DISTRICT, RunningBackend, Seat, new_id

from .test_versions import item

pytestmark = pytest.mark.usefixtures("backend")


@pytest.fixture(scope="module")
def admin(backend: RunningBackend) -> Seat:
    """The administrator."""
    return backend.seat("admin01")


def command(version: str, day: str, **more: Any) -> dict[str, Any]:
    """A command as it is posted."""
    return {"action_id": new_id(), "version": version, "effective_from": day, **more}


def stored(admin: Seat, content: bytes) -> dict[str, str]:
    """A file that has been put."""
    sha256 = hashlib.sha256(content).hexdigest()
    assert admin.put(f"/api/files/{sha256}", content=content).status_code in (200, 201)
    return {"sha256": sha256}


def polled(seat: Seat, cursor: int) -> httpx.Response:
    return seat.get("/api/feed/poll", params={"cursor": cursor, "wait": 5})


def test_a_version_is_asked_then_put_then_seen_by_all(backend: RunningBackend, admin: Seat) -> None:
    table = admin.get("/api/catalogue/versions/2026.1/xlsx")
    assert table.status_code == 200, table.text
    assert table.headers["x-file-type"].endswith("spreadsheetml.sheet")
    again = admin.post(
        "/api/catalogue/check", json=command("2026.8", "2026-12-01", file=stored(admin, table.content))
    ).json()
    assert (again["accepted"], again["items"], again["difference"]["unchanged"]) == (True, 8, 8)
    csv = admin.get("/api/catalogue/versions/2026.1/csv").content
    changed = csv.replace("2 工作日".encode(), "3 工作日".encode(), 1)
    body = command("2026.8", "2026-12-01", file=stored(admin, changed))
    asked = admin.post("/api/catalogue/check", json=body)
    assert asked.status_code == 200, asked.text
    (change,) = asked.json()["difference"]["changed"]
    assert [(f["field"], f["before_words"]["en"], f["after_words"]["zh"]) for f in change["fields"]] == [
        ("handle", "2 working days", "3 工作日")
    ]
    assert not asked.json()["in_force"]
    seat = backend.seat("seat01")
    digest = seat.get("/api/reference").headers["etag"]
    cursor = int(polled(seat, 0).json()["seq"])
    done = admin.post("/api/catalogue/versions", json=body, headers={"idempotency-key": body["action_id"]})
    assert done.status_code == 201, done.text
    assert done.json() == {**asked.json(), "in_force": True}
    assert [event["kind"] for event in polled(seat, cursor).json()["events"]] == ["reference"]
    assert seat.get("/api/reference").headers["etag"] != digest
    replay = admin.post("/api/catalogue/versions", json=body)
    assert (replay.status_code, replay.headers["idempotent-replay"]) == (201, "true")
    assert replay.content == done.content
    found = {v["version"]: v for v in admin.get("/api/catalogue/versions").json()}
    assert (found["2026.8"]["standing"], found["2026.8"]["by"]) == ("coming", "管理员01")
    assert len(admin.get("/api/catalogue/versions/2026.8").json()["items"]) == 8
    same = admin.get("/api/catalogue/difference", params={"before": "2026.1", "after": "2026.8"}).json()
    assert same["changed"] == done.json()["difference"]["changed"]
    assert len(backend.run(put_of(backend.services.store, DISTRICT))) == 1


@pytest.mark.parametrize(
    ("more", "field", "rule"),
    [
        ({}, "items", "one_of"),
        ({"file": {"sha256": "0" * 64}}, "file.sha256", "stored"),
        ({"items": [item(handler="nobody")]}, "items[0].handler", "known"),
        ({"items": []}, "items", "empty"),
        ({"items": [item("a b")]}, "items[0].code", "pattern"),
        ({"version": "a/b", "items": []}, "version", "pattern"),
        ({"rest": "burn", "items": []}, "rest", "choice"),
    ],
)
def test_what_is_wrong_is_named(admin: Seat, more: dict[str, Any], field: str, rule: str) -> None:
    answer = admin.post("/api/catalogue/versions", json={**command("2030.1", "2030-01-01"), **more})
    assert answer.status_code == 400, answer.text
    assert [(f["field"], f["rule"]) for f in answer.json()["errors"]] == [(field, rule)]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a,b\n1,2\n", b"PK\x03\x04no zip"])
def test_a_file_that_is_none_is_refused_whole(admin: Seat, content: bytes) -> None:
    answer = admin.post(
        "/api/catalogue/check", json=command("2030.1", "2030-01-01", file=stored(admin, content))
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "file"


def test_what_is_not_there_is_missing(admin: Seat) -> None:
    assert admin.get("/api/catalogue/versions/1999.1").status_code == 404
    query = {"before": "2026.1", "after": "1999.1"}
    assert admin.get("/api/catalogue/difference", params=query).status_code == 404
    assert {m["name"] for m in admin.get("/api/catalogue/mappings").json()} == {"own", "filing-standard"}


def test_somebody_elses_file_is_not_ones_own(backend: RunningBackend, admin: Seat) -> None:
    theirs = stored(backend.seat("seat01"), b"a file of the seat")
    answer = admin.post("/api/catalogue/check", json=command("2030.1", "2030-01-01", file=theirs))
    assert answer.json()["errors"][0]["rule"] == "stored"


def test_what_is_withdrawn_is_suggested_no_more_from_its_date(backend: RunningBackend, admin: Seat) -> None:
    seat = backend.seat("seat01")
    matter = {"title": "小广告", "text": "楼道里贴满了小广告"}

    def suggested() -> set[str]:
        answer = seat.post("/api/suggestions", json=matter)
        assert answer.status_code == 200, answer.text
        return {one["code"] for one in answer.json()["items"]}

    assert "2-1-02" in suggested()
    kept = admin.get("/api/catalogue/versions/2026.8").json()["items"]
    wire = ("version", "effective_from", "initials", "withdrawn")
    items = [{k: v for k, v in one.items() if k not in wire} for one in kept if one["code"] != "2-1-02"]
    body = command("2026.9", "2026-12-02", items=items)
    done = admin.post("/api/catalogue/versions", json=body)
    assert done.status_code == 201, done.text
    assert [c["code"] for c in done.json()["difference"]["withdrawn"]] == ["2-1-02"]
    assert "2-1-02" in suggested()
    backend.clock.move(done.json()["effective_from"] - backend.clock.now())
    backend.forget_sessions()
    seat = backend.seat("seat01")
    assert "2-1-02" not in suggested()
