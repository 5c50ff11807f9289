"""What a reader missed comes without what was overtaken, and leaves every scope as all of it would have."""

from __future__ import annotations

import httpx
import msgspec
import pytest

from backend.service import feed, missed
from contract import action as a
from contract.feed import Batch
from contract.ticket import Ticket
from tests.backend.running import RunningBackend, dispatched, reported
from tests.backend.test_races import follow, head_of, played, unbroken

LOGINS = ("seat01", "s-T-S1", "s-T-S2", "u-T-S1-ZF", "u-T-S2-ZF", "g-990001001001-01", "c-app")


def laid(batches: list[Batch]) -> dict[str, Ticket | None]:
    """Tickets as the events leave them; None for one that has gone."""
    found: dict[str, Ticket | None] = {}
    for batch in batches:
        for event in batch.events:
            if event.kind in ("ticket", "gone"):
                found[event.id or (event.ticket.id if event.ticket else "")] = event.ticket
    return found


def all_of_it(backend: RunningBackend, token: str, start: int, end: int) -> list[Batch]:
    """Every event by itself, as the long-poll brings them."""
    batches: list[Batch] = []
    headers = {"authorization": f"Bearer {token}"}
    with httpx.Client(base_url=backend.url, headers=headers, trust_env=False) as http:
        while start < end:
            answer = http.get("/api/feed/poll", params={"cursor": start, "wait": 0}).raise_for_status()
            batches.append(msgspec.json.decode(answer.content, type=Batch))
            start = batches[-1].seq
    return batches


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
    monkeypatch.setattr(feed, "CATCH_UP", 3)
    monkeypatch.setattr(missed, "WINDOW", 17)
    monkeypatch.setattr(missed, "AT_ONCE", 4)
    for login, token in tokens.items():
        whole = all_of_it(backend, token, start, end)
        left = played(follow(backend.url, token, start, end))
        assert laid(left) == laid(whole), login
        assert sorted(unbroken(left, start)) == unbroken(left, start)
        assert left[-1].seq >= end
        others = [
            [e for b in some for e in b.events if e.kind not in ("ticket", "gone")] for some in (whole, left)
        ]
        assert others[0] == others[1]
    # At the default window: each ticket once.
    monkeypatch.setattr(missed, "WINDOW", 60_000)
    events = [e.id for b in played(follow(backend.url, tokens["seat01"], start, end)) for e in b.events]
    assert len(events) == len(set(events)) == 12
