"""The register: entering, changing, removing, finding, on both databases; who may, and who was first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.backend.running import GRID, RunningBackend, Seat, new_id

COMPONENTS = "/api/components"
HERE = (117.2105, 31.7205)
"""In the first grid of the first street."""


@pytest.fixture(scope="module")
def duty(backend: RunningBackend) -> Seat:
    """The duty officer."""
    return backend.seat("duty01")


def entered(seat: Seat, code: str, **more: Any) -> httpx.Response:
    """Enter a component."""
    body = {"action_id": new_id(), "code": code, "kind": "cover_rain", "reason": "普查补录", **more}
    return seat.post(COMPONENTS, json={"lon": HERE[0], "lat": HERE[1], **body})


def changed(seat: Seat, code: str, version: int, **more: Any) -> httpx.Response:
    """Change one."""
    body = {"action_id": new_id(), "base_version": version, "reason": "现场核对", **more}
    return seat.post(f"{COMPONENTS}/{code}/change", json=body)


def removed(seat: Seat, code: str, version: int) -> httpx.Response:
    """Take one out."""
    body = {"action_id": new_id(), "base_version": version, "reason": "道路改造拆除"}
    return seat.post(f"{COMPONENTS}/{code}/removal", json=body)


def codes(seat: Seat, **query: Any) -> list[str]:
    """The codes that a search finds, in its order."""
    answer = seat.get(COMPONENTS, params=query)
    assert answer.status_code == 200, answer.text
    return [one["component"]["code"] for one in answer.json()["found"]]


def test_from_entering_to_removing_every_change_is_told(duty: Seat) -> None:
    made = entered(duty, "YS-0001", place="东门路12号门前", owner={"unit": "T-D-CG"})
    assert made.status_code == 201, made.text
    one = made.json()
    assert (one["area"], one["area_name"], one["version"]) == (GRID, "东门 01-01", 1)
    assert one["owner"] == {"unit": "T-D-CG", "name": "样区城市管理局"}
    assert one["kind_names"] == {"zh": "雨水井盖", "en": "storm drain cover"}
    two = changed(duty, "YS-0001", 1, owner={}, state="damaged")
    assert two.status_code == 200, two.text
    assert two.json()["owner"] == {}
    assert (two.json()["state"], two.json()["version"]) == ("damaged", 2)
    gone = removed(duty, "YS-0001", 2)
    assert gone.json()["state"] == "removed"
    page = duty.get(f"{COMPONENTS}/YS-0001").json()
    assert [line["action"] for line in page["history"]] == ["removed", "changed", "registered"]
    assert {(f["field"], f["before"], f["after"]) for f in page["history"][1]["fields"]} == {
        ("owner", "样区城市管理局 (T-D-CG)", ""),
        ("state", "intact", "damaged"),
    }
    assert page["history"][1]["reason"] == "现场核对"
    assert page["history"][1]["by_name"] == "值班长01"
    # It is out of sight, not out of the register; and comes back with a state.
    assert codes(duty, code="YS-0001") == []
    assert codes(duty, code="ys-0001", removed=True) == ["YS-0001"]
    assert changed(duty, "YS-0001", 3, place="x").json()["type"] == "urn:grid:problem:step"
    assert removed(duty, "YS-0001", 3).status_code == 409
    back = changed(duty, "YS-0001", 3, state="intact")
    assert (back.json()["state"], back.json()["version"]) == ("intact", 4)


def test_who_comes_second_hears_who_was_first(backend: RunningBackend, duty: Seat) -> None:
    assert entered(duty, "LD-1", kind="lamp").status_code == 201
    admin = backend.seat("admin01")
    with ThreadPoolExecutor(2) as both:
        answers = list(
            both.map(
                lambda one: changed(one[0], "LD-1", 1, state=one[1]),
                [(duty, "damaged"), (admin, "missing")],
            )
        )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    lost = next(answer for answer in answers if answer.status_code == 412).json()
    assert lost["first"]["by"] in ("值班长01", "管理员01")
    assert lost["first"]["action"] == "changed"
    history = duty.get(f"{COMPONENTS}/LD-1").json()["history"]
    assert [line["version"] for line in history] == [2, 1]


def test_a_key_answers_as_the_first_time(duty: Seat) -> None:
    body: dict[str, Any] = {"action_id": new_id(), "code": "KEY-1", "kind": "bin", "reason": "x"}
    body |= {"lon": HERE[0], "lat": HERE[1]}
    first, again = (duty.post(COMPONENTS, json=body) for _ in range(2))
    assert first.content == again.content
    assert again.headers["idempotent-replay"] == "true"
    other = duty.post(COMPONENTS, json={**body, "code": "KEY-2"})
    assert (other.status_code, other.json()["type"]) == (409, "urn:grid:problem:key")


@pytest.mark.parametrize(
    ("more", "field", "rule"),
    [
        ({"code": "A B"}, "code", "pattern"),
        ({"kind": "submarine"}, "kind", "known"),
        ({"lon": 110.0}, "lon", "inside"),
        ({"owner": {"unit": "T-NONE"}}, "owner.unit", "known"),
        ({"state": "removed"}, "state", "choice"),
        ({"reason": "   "}, "reason", "required"),
    ],
)
def test_what_is_wrong_is_named(duty: Seat, more: dict[str, Any], field: str, rule: str) -> None:
    body = {"action_id": new_id(), "code": "W-1", "kind": "lamp", "reason": "x", "lon": HERE[0]}
    answer = duty.post(COMPONENTS, json={**body, "lat": HERE[1], **more})
    assert answer.status_code == 400, answer.text
    assert [(f["field"], f["rule"]) for f in answer.json()["errors"]] == [(field, rule)]


def test_a_code_is_given_once_and_a_change_changes_something(duty: Seat) -> None:
    assert entered(duty, "ONCE").status_code == 201
    assert entered(duty, "ONCE").json()["errors"][0]["rule"] == "taken"
    same = changed(duty, "ONCE", 1, state="intact")
    assert (same.status_code, same.json()["errors"][0]["rule"]) == (400, "change")
    assert changed(duty, "ONCE", 1, lon=117.0).json()["errors"][0]["rule"] == "required"
    assert changed(duty, "NONE", 1, state="damaged").status_code == 404


def test_searching(duty: Seat, seat: Seat, handler: Seat, grid: Seat, backend: RunningBackend) -> None:
    far = {"lon": 117.27, "lat": 31.76}
    assert entered(duty, "S-10", kind="lamp", place="学府路灯杆").status_code == 201
    step = 0.0009
    for n in range(3):
        near = {"lon": HERE[0] + (n + 1) * step, "lat": HERE[1]}
        assert entered(duty, f"S-2{n}", kind="hydrant", owner={"name": "自来水公司"}, **near).is_success
    assert entered(duty, "S-30", kind="tree", **far).status_code == 201
    assert codes(seat, code="S-", kind="hydrant") == ["S-20", "S-21", "S-22"]
    assert codes(seat, code="S-", kind="hydrant,tree") == ["S-20", "S-21", "S-22", "S-30"]
    assert codes(seat, text="学府 路灯") == ["S-10"]
    assert codes(seat, text="自来水", kind="hydrant") == ["S-20", "S-21", "S-22"]
    assert codes(seat, code="S-", ownerless=True) == ["S-10", "S-30"]
    assert codes(seat, code="S-", area="990001002") == ["S-30"]
    assert codes(seat, code="S-", bbox="117.2,31.7,117.212,31.73") == ["S-10", "S-20"]
    around = seat.get(COMPONENTS, params={"lon": HERE[0], "lat": HERE[1], "within": 190, "code": "S-"}).json()
    assert [one["component"]["code"] for one in around["found"]] == ["S-10", "S-20", "S-21"]
    assert [round(one.get("metres", -1)) for one in around["found"]] == [0, 85, 170]
    assert around["total"] == 3
    # Page by page: nothing twice, nothing left out.
    for how in ({}, {"lon": HERE[0], "lat": HERE[1], "within": 5000}):
        read: list[str] = []
        cursor = ""
        while True:
            page = seat.get(COMPONENTS, params={"code": "S-", "limit": 2, "cursor": cursor, **how}).json()
            read += [found["component"]["code"] for found in page["found"]]
            cursor = page["cursor"]
            if not cursor:
                break
        assert sorted(read) == [
            c for c in ("S-10", "S-20", "S-21", "S-22", "S-30") if how == {} or c != "S-30"
        ]
    # Everybody reads in their scope; a unit all of the district.
    assert "S-30" not in codes(grid, code="S-")
    assert "S-20" in codes(grid, code="S-")
    assert "S-30" in codes(handler, code="S-")
    assert grid.get(f"{COMPONENTS}/S-30").status_code == 404
    street = backend.seat("s-T-S1")
    assert "S-30" not in codes(street, code="S-")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"lon": 117.2}, "lat"),
        ({"kind": "submarine"}, "kind"),
        ({"state": "flying"}, "state"),
        ({"area": "none"}, "area"),
        ({"bbox": "1,2,3"}, "bbox"),
        ({"bbox": "3,2,1,4"}, "bbox"),
        ({"lon": 117.2, "lat": 31.7, "cursor": "x"}, "cursor"),
    ],
)
def test_a_search_that_is_none_is_refused(seat: Seat, query: dict[str, Any], field: str) -> None:
    answer = seat.get(COMPONENTS, params=query)
    assert answer.status_code == 400, answer.text
    assert answer.json()["errors"][0]["field"] == field


def test_the_audit_and_the_feed_tell_of_it(duty: Seat, backend: RunningBackend) -> None:
    assert entered(duty, "FEED-1").status_code == 201
    cursor = duty.get("/api/feed/poll", params={"cursor": 0, "wait": 0}).json()
    told = [e for e in cursor["events"] if e["kind"] == "component" and e["id"] == "FEED-1"]
    assert len(told) == 1

    async def sound() -> list[str]:
        from backend.service.audit import faults

        async with backend.services.store.read() as connection:
            return await faults(connection, "990001")

    assert backend.run(sound()) == []
