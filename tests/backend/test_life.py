"""A ticket's whole way through the API, and what timeline, feed, audit and detail say of it."""

from __future__ import annotations

import hashlib
import logging
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest

from backend.service.audit import faults
from contract import action as a
from contract.feed import Batch, Detail, Snapshot
from contract.problem import Problem
from contract.ticket import Ticket
from tests.backend.running import DISTRICT, GRID, UNIT, RunningBackend, Seat, dispatched, new_id, reported
from tests.console_matter import until


def detail_of(seat: Seat, ticket: str) -> Detail:
    response = seat.get(f"/api/tickets/{ticket}")
    assert response.status_code == 200, response.text
    return msgspec.json.decode(response.content, type=Detail)


def check(backend: RunningBackend) -> list[str]:
    async def look() -> list[str]:
        async with backend.services.store.read() as connection:
            return await faults(connection, DISTRICT)

    return backend.run(look())


def test_from_report_to_evaluation(backend: RunningBackend, seat: Seat, handler: Seat, grid: Seat) -> None:
    before = backend.services.broker.head(DISTRICT)
    ticket = dispatched(seat)
    handler.done(ticket, 4, a.SignIn())
    handler.done(ticket, 5, a.Handle(outcome="started"))
    handler.done(ticket, 6, a.Handle(result="已责令停工"))
    grid.done(ticket, 7, a.Verify(outcome="passed"))
    seat.done(ticket, 8, a.Close())
    answer = seat.done(ticket, 9, a.Evaluate(satisfaction="satisfied"))
    assert answer.ticket.state == "evaluated"
    assert answer.ticket.version == 10
    assert answer.ticket.in_time is True

    page = detail_of(seat, ticket)
    assert page.ticket == answer.ticket
    steps = [(e.action, e.source, e.target) for e in page.timeline]
    assert steps[0] == ("report", "", "reported")
    assert [e.n for e in page.timeline] == list(range(1, 11))
    assert steps[-1] == ("evaluate", "closed", "evaluated")
    assert {w.clock.name for w in page.why} == {"evaluate", "responsibility"} or page.why

    poll = seat.get("/api/feed/poll", params={"cursor": before, "wait": 0})
    batch = msgspec.json.decode(poll.content, type=Batch)
    own = [e.ticket for e in batch.events if e.id == ticket]
    assert [t.version for t in own if t is not None] == list(range(1, 11))
    assert [e.seq for e in batch.events] == sorted({e.seq for e in batch.events})
    assert check(backend) == []


def test_a_replay_says_what_the_first_answer_said(seat: Seat, other: Seat) -> None:
    ticket = new_id()
    key = new_id()
    act = a.Report(channel="hotline", title="路灯不亮", area=GRID)
    first = seat.act(ticket, 0, act, key=key)
    again = seat.act(ticket, 0, act, key=key)
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert again.headers["idempotent-replay"] == "true"
    assert seat.refused(ticket, 0, a.Report(channel="hotline", title="别的"), key=key).type.endswith(":key")
    assert other.refused(ticket, 0, act, key=key).type.endswith(":key")


def test_the_second_is_told_who_was_first(seat: Seat, other: Seat) -> None:
    ticket = reported(seat)
    seat.done(ticket, 1, a.Accept())
    problem = other.refused(ticket, 1, a.Refuse(reason="不属实"))
    assert problem.status == 412
    assert problem.first is not None
    assert (problem.first.by, problem.first.action) == ("坐席01", "accept")
    assert problem.ticket is not None
    assert msgspec.convert(problem.ticket, Ticket).state == "accepted"


def test_recall_restores_the_row_and_merge_counts(backend: RunningBackend, seat: Seat) -> None:
    into, ticket = reported(seat), reported(seat)
    was = detail_of(seat, ticket).ticket
    seat.done(ticket, 1, a.Merge(into=into))
    assert detail_of(seat, into).ticket.repeats == 1
    assert detail_of(seat, into).merged == (ticket,)
    back = seat.done(ticket, 2, a.Recall()).ticket
    assert (back.state, back.merged_into, back.stage) == ("reported", "", was.stage)
    assert detail_of(seat, into).ticket.repeats == 0
    assert seat.refused(ticket, 3, a.Recall()).status == 409
    assert check(backend) == []


def test_coordinates_find_their_grid(seat: Seat) -> None:
    ticket = new_id()
    answer = seat.done(ticket, 0, a.Report(channel="hotline", title="井盖缺失", lon=117.25, lat=31.71))
    assert answer.ticket.area == "990001002001-01"
    outside = seat.done(new_id(), 0, a.Report(channel="hotline", title="井盖缺失", lon=118.25, lat=31.71))
    assert (outside.ticket.area, outside.ticket.lon) == ("", 118.25)


def test_a_claim_warns_and_is_taken_over_with_a_word(seat: Seat, other: Seat) -> None:
    ticket = reported(seat)

    def claim(who: Seat, note: str = "") -> tuple[int, bytes]:
        response = who.post(f"/api/tickets/{ticket}/claim", json={"action_id": new_id(), "note": note})
        return response.status_code, response.content

    assert claim(seat)[0] == 200
    status, body = claim(other)
    problem = msgspec.json.decode(body, type=Problem)
    assert (status, problem.first.by if problem.first else "") == (409, "坐席01")
    # It warns; it stops nobody.
    other.done(ticket, 1, a.Accept())
    status, body = claim(other, "坐席01离席")
    taken = msgspec.json.decode(body, type=Ticket)
    assert status == 200
    assert taken.version == 2
    assert taken.claim is not None
    assert taken.claim.name == "坐席02"
    assert detail_of(seat, ticket).timeline[-1].words == "坐席01离席"
    released = seat.post(f"/api/tickets/{ticket}/release", json={"action_id": new_id()})
    assert released.status_code == 409


def test_a_claim_ends_where_the_ticket_passes_on(seat: Seat) -> None:
    ticket = reported(seat)
    seat.post(f"/api/tickets/{ticket}/claim", json={"action_id": new_id()})
    seat.done(ticket, 1, a.Accept())
    filed = seat.done(ticket, 2, a.File(item="1-1-03", area=GRID))
    assert filed.ticket.claim is not None
    assert seat.done(ticket, 3, a.Dispatch(unit=UNIT)).ticket.claim is None


def test_files_are_checked_stored_and_shown_in_scope(
    backend: RunningBackend, seat: Seat, handler: Seat
) -> None:
    content = b"\x89PNG" + new_id().encode()
    sha = hashlib.sha256(content).hexdigest()
    image = {"content-type": "image/png"}
    assert seat.put(f"/api/files/{sha}", content=b"other", headers=image).status_code == 400
    assert seat.put(f"/api/files/{sha}", content=content, headers=image).status_code == 201
    assert seat.put(f"/api/files/{sha}", content=content, headers=image).status_code == 200
    assert handler.get(f"/api/files/{sha}").status_code == 404
    ticket = dispatched(seat)
    file = {"sha256": sha, "kind": "near", "name": "现场.png"}
    attached = seat.post(f"/api/tickets/{ticket}/attach", json={"action_id": new_id(), "files": [file]})
    assert attached.status_code == 200, attached.text
    assert handler.get(f"/api/files/{sha}").content == content
    assert detail_of(handler, ticket).files[0].mime == "image/png"
    missing = handler.refused(ticket, 4, a.Return(reason="非我辖区", files=(a.FileRef("0" * 64),)))
    assert missing.errors[0].rule == "stored"


def test_evidence_is_demanded(seat: Seat, handler: Seat) -> None:
    ticket = reported(seat)
    seat.done(ticket, 1, a.Accept())
    seat.done(ticket, 2, a.File(item="1-1-01", area=GRID))
    seat.done(ticket, 3, a.Dispatch(unit=UNIT))
    handler.done(ticket, 4, a.SignIn())
    problem = handler.refused(ticket, 5, a.Handle(result="已清理"))
    assert (problem.status, problem.errors[0].rule) == (400, "evidence")


def test_a_reporter_is_masked_and_the_showing_recorded(
    backend: RunningBackend, seat: Seat, handler: Seat, grid: Seat
) -> None:
    who = a.Reporter(name="王小明", phone="13912345678", contact="微信 wxm")
    ticket = dispatched(seat, reporter=who)
    row = detail_of(seat, ticket).ticket
    assert (row.reporter, row.reporter_phone) == ("王**", "139****5678")
    assert handler.post(f"/api/tickets/{ticket}/reporter").json()["phone"] == "13912345678"
    assert grid.post(f"/api/tickets/{ticket}/reporter").status_code == 403
    assert backend.seat("u-T-S2-ZF").post(f"/api/tickets/{ticket}/reporter").status_code == 404
    snapshot = seat.get("/api/snapshot").content
    assert b"13912345678" not in snapshot
    assert "王小明".encode() not in snapshot
    assert check(backend) == []


def test_effective_instant_and_late_mark(backend: RunningBackend, seat: Seat) -> None:
    ticket = reported(seat)
    received = backend.clock.now()
    backend.clock.move(600_000)
    answer = seat.done(ticket, 1, a.Accept(), done_at=received + 60_000)
    assert answer.at == received + 60_000
    assert detail_of(seat, ticket).timeline[-1].late is True
    backend.clock.move(60_000)
    second = seat.done(ticket, 2, a.Refuse(reason="重复"), done_at=received)
    assert second.at > received + 600_000


@pytest.mark.parametrize(
    "login", ["seat01", "s-T-S1", "u-T-S1-ZF", "g-990001001001-01", "leader01", "c-hotline"]
)
def test_the_snapshot_is_the_scope(backend: RunningBackend, seat: Seat, login: str) -> None:
    inside, outside = dispatched(seat), reported(seat, area="990001002002-02", channel="app")
    response = backend.seat(login).get("/api/snapshot")
    snapshot = msgspec.msgpack.decode(response.content, type=Snapshot)
    ids = {t.id for t in snapshot.tickets}
    assert inside in ids
    assert (outside in ids) is (login in ("seat01", "leader01"))
    assert snapshot.seq == backend.services.broker.head(DISTRICT) or snapshot.seq > 0


async def waited_on(running: RunningBackend) -> None:
    """Until a poll waits at the feed: one that is still on its way would find nobody there."""
    feed = running.services.broker._streams[DISTRICT]
    await until(lambda: bool(feed.moved._waiters))


def test_the_end_waits_for_no_stream_and_no_poll(tmp_path: Path) -> None:
    """Graceful shutdown has five seconds for requests under way; readers of the feed take none of them."""

    def poll(url: str, token: str) -> int:
        with httpx.Client(base_url=url, headers={"authorization": f"Bearer {token}"}, timeout=30) as client:
            head = client.get("/api/feed/poll", params={"cursor": 0, "wait": 0}).json()["seq"]
            waiting.set()
            return client.get("/api/feed/poll", params={"cursor": head, "wait": 25}).status_code

    waiting = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        with RunningBackend(f"sqlite:///{tmp_path / 'grid.db'}", tmp_path / "files") as running:
            token = running.token("seat01")
            headers = {"authorization": f"Bearer {token}"}
            with httpx.Client(base_url=running.url, timeout=30) as client:
                stream = client.send(client.build_request("GET", "/api/feed", headers=headers), stream=True)
                lines = stream.iter_lines()
                while not next(lines).startswith("data: "):
                    pass
                answer = pool.submit(poll, running.url, token)
                assert waiting.wait(20)
                running.run(waited_on(running))
                began = time.monotonic()
                running._server.should_exit = True
                for _ in lines:  # to the end of the stream
                    pass
                stream.close()
                assert answer.result(20) == 200
        assert time.monotonic() - began < 5, "the five seconds were waited out"


class Heard(logging.Handler):
    """Waits for a record."""

    def __init__(self, words: str, event: threading.Event) -> None:
        super().__init__()
        self._words, self._event = words, event

    def emit(self, record: logging.LogRecord) -> None:
        if self._words in record.getMessage():
            self._event.set()


@pytest.mark.parametrize("part", ["", '{"action_id": "01', "x" * 70_000])
def test_a_caller_who_leaves_in_the_middle_is_no_fault(
    backend: RunningBackend, seat: Seat, caplog: pytest.LogCaptureFixture, part: str
) -> None:
    """A console that is closed while it asks: nothing is begun, and no fault stands in the log."""
    before = backend.services.broker.head(DISTRICT)
    where = urlsplit(backend.url)
    at = (where.hostname or "", where.port or 0)
    lines = [
        "POST /api/actions HTTP/1.1",
        f"Host: {where.netloc}",
        f"Authorization: {seat.headers['authorization']}",
        "Content-Type: application/json",
        f"Idempotency-Key: {new_id()}",
        "Content-Length: 200000",
    ]
    gone = threading.Event()
    heard = Heard("caller_gone", gone)
    logging.getLogger("api").addHandler(heard)
    try:
        with caplog.at_level(logging.INFO, "api"), socket.create_connection(at, 10) as caller:
            caller.sendall(("\r\n".join(lines) + "\r\n\r\n" + part).encode())
            caller.close()
            assert gone.wait(10)
    finally:
        logging.getLogger("api").removeHandler(heard)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert backend.services.broker.head(DISTRICT) == before
