"""The simulated past has sensors' alarms: most are confirmed by the grid's worker, some are passed up."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial

from backend.simulation import scene
from backend.simulation.history import Telling
from contract.clock import DAY
from contract.visit import Visit
from tests.backend.test_simulation import BAOHE, END, account, reference_of


def test_most_are_confirmed_and_some_passed_up() -> None:
    ref = reference_of(BAOHE)
    read = scene.read(BAOHE, END)
    often = replace(read, rates=read.rates | {"alarms_per_day": 300.0})
    telling = Telling(often, ref, 7, END - 3 * DAY, END, partial(account, ref), ("seat01",), 0.1)
    moves = list(telling.play())
    visits = [ticket for ticket in telling.tickets.values() if ticket.beside.visit is not None]
    assert len(visits) > 50
    asked: Counter[int] = Counter()
    for ticket in visits:
        visit = ticket.beside.visit
        assert isinstance(visit, Visit)
        asked[len(visit.asked)] += 1
        assert visit.device.startswith(f"BH-DB-{ticket.area}-")
        if ticket.handled_at is not None:
            assert visit.outcome
    assert asked[1] > len(visits) / 2
    assert 0 < sum(count for rungs, count in asked.items() if rungs > 1) < len(visits) / 2
    # What the backend does by rule it did at once, and nobody else did it.
    ids = {ticket.id for ticket in visits}
    taken_in = [m for m in moves if m.action.ticket_id in ids and m.action.base_version in (1, 2, 3)]
    assert {m.login for m in taken_in} == {"system"}
    again = Telling(often, ref, 7, END - 3 * DAY, END, partial(account, ref), ("seat01",), 0.1)
    assert list(again.play()) == moves
