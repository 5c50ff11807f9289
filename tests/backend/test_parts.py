"""Parts of a ticket at other units: who has one sees the ticket in snapshot and feed, and no longer once it
is withdrawn.
"""

from __future__ import annotations

from typing import Any

import httpx
import msgspec

from contract import action as a
from contract.clock import DAY
from contract.feed import Snapshot
from tests.backend.running import RunningBackend, Seat, new_id

OTHER = "T-D-CG"
GRID = "990001001001-01"


def signed_in(backend: RunningBackend) -> str:
    """A ticket of T-S1-ZF."""
    seat, unit = backend.seat("seat01"), backend.seat("u-T-S1-ZF")
    ticket = new_id()
    seat.done(ticket, 0, a.Report(channel="hotline", title="路灯不亮", area=GRID))
    seat.done(ticket, 1, a.Accept())
    seat.done(ticket, 2, a.File(item="1-1-03", area=GRID))
    seat.done(ticket, 3, a.Dispatch(unit="T-S1-ZF"))
    unit.done(ticket, 4, a.SignIn())
    return ticket


def snapshot(seat: Seat) -> Snapshot:
    """What a seat holds."""
    return msgspec.msgpack.decode(seat.get("/api/snapshot").content, type=Snapshot)


def missed(seat: Seat, cursor: int) -> list[dict[str, Any]]:
    """The events after a cursor, as the long-poll gives them."""
    answer: httpx.Response = seat.get("/api/feed/poll", params={"cursor": cursor, "wait": 0})
    events: list[dict[str, Any]] = answer.json()["events"]
    return events


def test_who_has_a_part_sees_the_ticket_and_no_longer_once_it_is_withdrawn(backend: RunningBackend) -> None:
    ticket = signed_in(backend)
    seat, other = backend.seat("seat01"), backend.seat(f"u-{OTHER}")
    before = snapshot(other)
    assert ticket not in {t.id for t in before.tickets}
    until = backend.clock.now() + DAY
    given = seat.done(ticket, 5, a.Share(outcome="given", unit=OTHER, task="检修线路", until=until))
    assert [e["id"] for e in missed(other, before.seq)] == [ticket]
    assert ticket in {t.id for t in snapshot(other).tickets}
    taken = other.done(ticket, 6, a.Share(outcome="taken"))
    assert taken.seq > given.seq
    # A part is not the whole: it cannot be given back with it.
    assert "not your unit" in other.refused(ticket, 7, a.Return(reason="不属我单位")).en
    seat.done(ticket, 7, a.Share(outcome="withdrawn", unit=OTHER, reason="不需要了"))
    assert missed(other, taken.seq)[-1]["kind"] == "gone"
    assert ticket not in {t.id for t in snapshot(other).tickets}
    assert other.get(f"/api/tickets/{ticket}").status_code == 404


def test_the_whole_waits_for_its_parts(backend: RunningBackend) -> None:
    ticket = signed_in(backend)
    seat, unit, other = backend.seat("seat01"), backend.seat("u-T-S1-ZF"), backend.seat(f"u-{OTHER}")
    until = backend.clock.now() + DAY
    seat.done(ticket, 5, a.Share(outcome="given", unit=OTHER, task="检修线路", until=until))
    done = a.Handle(outcome="done", result="已处理")
    assert "parts of other units" in unit.refused(ticket, 6, done).en
    other.done(ticket, 6, a.Share(outcome="done", result="线路已修复"))
    after = unit.done(ticket, 7, done).ticket
    assert after.state == "handled"
    assert after.beside.parts[0].clock.ended_at is not None
