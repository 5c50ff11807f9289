"""The lists over the wire on both databases, and steps that cite an entry of them."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
import pytest

from contract import action as a
from contract.feed import Detail
from contract.mandate import Mandates
from tests.backend.running import UNIT, RunningBackend, Seat, dispatched, new_id


def detail(seat: Seat, ticket: str) -> Detail:
    return msgspec.json.decode(seat.get(f"/api/tickets/{ticket}").content, type=Detail)


def returned(seat: Seat, handler: Seat, entry: str = "") -> str:
    """A ticket that its unit has given back (version 5)."""
    ticket = dispatched(seat)
    handler.done(ticket, 4, a.Return(reason="不属本队职责", entry=entry))
    return ticket


def arbitrated(**more: Any) -> a.Arbitrate:
    fields = {"unit": "T-D-ZJ", "ground": "duty_list", "reason": "清单载明", **more}
    return a.Arbitrate(**fields)


def test_the_lists_are_served_under_their_digest(backend: RunningBackend) -> None:
    for login in ("duty01", "u-T-S1-ZF", "g-990001001001-01", "leader01", "admin01"):
        assert backend.seat(login).get("/api/mandates").status_code == 200
    answer = backend.seat("seat01").get("/api/mandates")
    held = msgspec.json.decode(answer.content, type=Mandates)
    assert {e.key for e in held.entries} >= {"duty:3-001", "powers:CF-001"}
    again = backend.seat("seat01").get("/api/mandates", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    found = backend.seat("seat01").get("/api/mandates/search", params={"q": "jgqs"}).json()
    assert [e["code"] for e in found] == ["2-032"]


def test_an_arbitration_cites_an_entry_of_its_unit(seat: Seat, handler: Seat) -> None:
    ticket = returned(seat, handler)
    entry = detail(seat, ticket).timeline[-1]
    assert (entry.action, entry.mandate) == ("return", None)
    unknown = seat.refused(ticket, 5, arbitrated(entry="duty:9-999"))
    assert [(f.field, f.rule) for f in unknown.errors] == [("act.entry", "known")]
    others = seat.refused(ticket, 5, arbitrated(entry="duty:2-031"))
    assert [(f.field, f.rule) for f in others.errors] == [("act.entry", "unit")]
    assert "不属于样区住房建设局" in others.errors[0].zh
    ground = seat.refused(ticket, 5, arbitrated(entry="powers:CF-001"))
    assert [(f.field, f.rule) for f in ground.errors] == [("act.ground", "list_of_entry")]
    none = seat.refused(ticket, 5, arbitrated())
    assert [(f.field, f.rule) for f in none.errors] == [("act.cite", "required")]
    seat.done(ticket, 5, arbitrated(entry="duty:2-040"))
    cited = detail(seat, ticket).timeline[-1].mandate
    assert cited is not None
    assert (cited.list, cited.code, cited.names.zh) == ("duty", "2-040", "房屋漏水的维修协调")


def test_a_unit_that_gives_back_cites_what_makes_it_anothers(seat: Seat, handler: Seat) -> None:
    ticket = dispatched(seat)
    own = handler.refused(ticket, 4, a.Return(reason="不属本队", entry="duty:3-001"))
    assert [(f.field, f.rule) for f in own.errors] == [("act.entry", "other")]
    handler.done(ticket, 4, a.Return(reason="不属本队", entry="duty:2-031"))
    assert detail(seat, ticket).timeline[-1].mandate is not None


def test_a_dispatch_may_cite_a_roles_entry(seat: Seat, handler: Seat) -> None:
    ticket = returned(seat, handler)
    wrong = seat.refused(ticket, 5, a.Redispatch(unit="T-D-CG", entry="duty:3-001"))
    assert [(f.field, f.rule) for f in wrong.errors] == [("act.entry", "unit")]
    seat.done(ticket, 5, a.Redispatch(unit=UNIT, entry="duty:3-001"))
    cited = detail(seat, ticket).timeline[-1].mandate
    assert cited is not None
    assert cited.code == "3-001"


def test_a_new_version_is_heard_of_and_what_was_cited_keeps_its_words(
    backend: RunningBackend, seat: Seat, handler: Seat
) -> None:
    ticket = returned(seat, handler)
    seat.done(ticket, 5, arbitrated(entry="duty:2-040"))
    admin = backend.seat("admin01")
    table = admin.get("/api/mandates/versions/duty/2026.1/csv").content
    changed = table.replace("房屋漏水的维修协调".encode(), "房屋漏水的协调处置".encode())
    changed = b"".join(row for row in changed.splitlines(keepends=True) if not row.startswith(b"2-032"))
    sha256 = hashlib.sha256(changed).hexdigest()
    admin.put(f"/api/files/{sha256}", content=changed)
    body = {
        "action_id": new_id(),
        "list": "duty",
        "version": "2026.9",
        "effective_from": "2026-11-18",
        "file": {"sha256": sha256},
    }
    etag = seat.get("/api/mandates").headers["etag"]
    asked = admin.post("/api/mandates/check", json=body)
    assert asked.status_code == 200, asked.text
    told = asked.json()["proposal"]
    assert [c["code"] for c in told["difference"]["withdrawn"]] == ["2-032"]
    cursor = int(seat.get("/api/feed/poll", params={"cursor": 0, "wait": 5}).json()["seq"])
    done = admin.post("/api/mandates/versions", json=body)
    assert done.status_code == 201, done.text
    assert done.json() == {
        "list": "duty",
        "proposal": {**told, "effective_from": effective(done), "in_force": True},
    }
    events = seat.get("/api/feed/poll", params={"cursor": cursor, "wait": 5}).json()["events"]
    assert [(e["kind"], e["id"]) for e in events] == [("mandates", "duty")]
    assert seat.get("/api/mandates").headers["etag"] != etag
    replay = admin.post("/api/mandates/versions", json=body)
    assert (replay.headers["idempotent-replay"], replay.content) == ("true", done.content)
    cited = detail(seat, ticket).timeline[-1].mandate
    assert cited is not None
    assert cited.names.zh == "房屋漏水的维修协调"
    gone = returned(seat, handler)
    refused = seat.refused(gone, 5, arbitrated(unit="T-D-CG", entry="duty:2-032"))
    assert [(f.field, f.rule) for f in refused.errors] == [("act.entry", "known")]
    versions = seat.get("/api/mandates/versions").json()
    assert [(v["version"], v["by"]) for v in versions if v["list"] == "duty"][-1] == ("2026.9", "管理员01")
    params = {"list": "duty", "before": "2026.1", "after": "2026.9"}
    shown = seat.get("/api/mandates/difference", params=params).json()
    assert shown["changed"] == told["difference"]["changed"]


def effective(done: Any) -> int:
    """Today means from now on: the instant is the put's own."""
    instant: int = done.json()["proposal"]["effective_from"]
    return instant


@pytest.mark.parametrize(
    ("more", "field", "rule"),
    [
        ({"file": {"sha256": "0" * 64}}, "file.sha256", "stored"),
        ({"list": "wishes", "file": {"sha256": "0" * 64}}, "list", "choice"),
    ],
)
def test_what_cannot_be_a_version_is_said(
    backend: RunningBackend, more: dict[str, Any], field: str, rule: str
) -> None:
    body = {"action_id": new_id(), "list": "duty", "version": "x", "effective_from": "2026-12-24", **more}
    answer = backend.seat("admin01").post("/api/mandates/check", json=body)
    assert answer.status_code == 400, answer.text
    assert [(f["field"], f["rule"]) for f in answer.json()["errors"]] == [(field, rule)]
