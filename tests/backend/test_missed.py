"""What a reader missed comes without what was overtaken, and leaves every scope as all of it would have."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest

from backend.api.feed import Stream
from backend.service.missed import Portions
from backend.service.refusal import ServiceRefused
from backend.service.steps import Pending
from contract import action as a
from contract.feed import Batch
from contract.ticket import Ticket
from tests.backend.running import DISTRICT, GRID, RunningBackend, dispatched, new_id, reported
from tests.backend.test_races import follow, head_of, paged, played, unbroken

LOGINS = ("seat01", "s-T-S1", "s-T-S2", "u-T-S1-ZF", "u-T-S2-ZF", "g-990001001001-01", "c-app")


def laid(batches: list[Batch]) -> dict[str, Ticket | None]:
    """Tickets as the events leave them; None for one that has gone."""
    found: dict[str, Ticket | None] = {}
    for batch in batches:
        for event in batch.events:
            if event.kind in ("ticket", "gone"):
                found[event.id or (event.ticket.id if event.ticket else "")] = event.ticket
    return found


def test_what_was_overtaken_is_left_out_and_nothing_else(
    backend: RunningBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = {login: backend.token(login) for login in LOGINS}
    seat = backend.seat("seat01")
    start = head_of(backend)
    for n in range(6):
        ticket = dispatched(seat)
        if n % 2:
            seat.done(ticket, 4, a.Redispatch(unit="T-S2-ZF"))
        if n % 3 == 0:
            seat.done(ticket, 5 if n % 2 else 4, a.Redispatch(unit="T-S1-ZF" if n % 2 else "T-S2-ZF"))
        moved = reported(seat)
        seat.done(moved, 1, a.Accept(area="990001002002-02" if n % 2 else "990001002001-01"))
    end = head_of(backend)
    broker = backend.services.broker
    monkeypatch.setattr(broker, "portions", Portions(window=17, batch=4, missed=3))
    for login, token in tokens.items():
        whole = paged(backend, login, start, end)
        left = played(follow(backend.url, token, start, end))
        assert laid(left) == laid(whole), login
        assert sorted(unbroken(left, start)) == unbroken(left, start)
        assert left[-1].seq >= end
        others = [
            [e for b in some for e in b.events if e.kind not in ("ticket", "gone")] for some in (whole, left)
        ]
        assert others[0] == others[1]
    # In one window: each ticket once.
    broker.portions = Portions(batch=4, missed=3)
    events = [e.id for b in played(follow(backend.url, tokens["seat01"], start, end)) for e in b.events]
    assert len(events) == len(set(events)) == 12


@pytest.mark.parametrize("login", ["seat01", "s-T-S1"])
def test_what_is_pruned_while_it_is_sent_is_not_passed_over(login: str, tmp_path: Path) -> None:
    """The stream ends where it lost the thread; who comes back with its last cursor is told to begin anew."""
    database = f"sqlite:///{tmp_path / 'grid.db'}"
    with RunningBackend(database, tmp_path / "files", feed_events=100) as backend:
        services = backend.services
        services.broker.portions = Portions(window=200, batch=50, missed=3)

        async def read() -> tuple[list[Batch], list[dict[str, Any]]]:
            actor = await services.accounts.find(DISTRICT, login)
            seat = await services.accounts.find(DISTRICT, "seat01")
            start, now = services.broker.head(DISTRICT), backend.clock.now()
            act = a.Report(channel="hotline", title="噪音", area=GRID)
            work = [
                Pending(seat, now, a.Action(action_id=new_id(), ticket_id=new_id(), act=act))
                for _ in range(1_300)
            ]
            await services.performer.perform(DISTRICT, work)
            await services.broker.reach(DISTRICT, start + len(work), 10.0)
            batches: list[Batch] = []
            sent: list[dict[str, Any]] = []

            async def send(message: Any) -> None:
                sent.append(message)
                lines = [line for line in message["body"].splitlines() if line.startswith(b"data: ")]
                batches.extend(msgspec.json.decode(line[6:], type=Batch) for line in lines)
                if len(batches) == 3:
                    backend.clock.move(4 * 86_400_000)
                    await services.housekeeping.tidy(DISTRICT)

            async def receive() -> Any:
                await asyncio.Event().wait()

            async def still() -> bool:
                return True

            async with asyncio.timeout(20):
                await Stream(services.broker, actor, start, still).send_body(send, receive)
            assert unbroken(batches, start) == list(range(start + 1, batches[-1].seq + 1))
            with pytest.raises(ServiceRefused) as refused:
                await services.broker.check(DISTRICT, batches[-1].seq)
            assert refused.value.kind == "gone"
            return batches, sent

        batches, sent = backend.run(read())
        assert 3 <= len(batches) < 10
        assert sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
