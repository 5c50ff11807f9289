"""What a queue says of its rows: never more of them than all, and sorted by what they are called now."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from console.selftest import turns
from contract import action as act
from contract.machine import Names
from tests.qt.eye import Look, seated
from views.desks.queue_screen import QueueScreen
from views.filtering.query import Filter
from views.rows import TicketRows

LOOK: Look = {"scale": 1.0, "size": (1366, 768), "density": "normal", "mode": "dark", "lang": "en"}


@pytest.mark.usefixtures("plain_theme")
async def test_no_more_are_shown_than_there_are(tmp_path: Path) -> None:
    async with seated(tmp_path, LOOK, "seat") as window:
        seat = window.seat
        assert seat is not None
        seat.go("dispatch")
        await turns(12)
        screen = seat.current()
        assert isinstance(screen, QueueScreen)
        queue, store = screen.queue, seat.desk.store
        listed = [store.get(ticket_id) for ticket_id in queue.shown_ids(100)]
        seen = [t for t in map(store.get, store.ids) if t is not None]
        ticket = next(t for t in listed if t is not None and t.state == "filed")
        seat.desk.submit(ticket.id, act.Dispatch(unit=next(t.unit for t in seen if t.unit)))
        queue._refresh_counts()
        # What was dispatched off line stands in the list until the centre has it, and is counted with it.
        assert queue.model.matching() == len(listed)
        assert queue._line._count == (len(listed), len(listed))
        assert queue.count_of(queue._page) == len(listed) - 1
        queue.narrow(Filter(words=ticket.number))
        assert queue._line._count == (1, len(listed))


@pytest.mark.usefixtures("plain_theme")
async def test_rows_are_sorted_by_what_things_are_called_now(tmp_path: Path) -> None:
    async with seated(tmp_path, LOOK, "seat") as window:
        assert window.seat is not None
        desk = window.seat.desk
        rows = TicketRows(desk)
        reference = desk.reference
        assert reference is not None
        before = {key: rows.sort_key(key).copy() for key in ("channel", "unit")}
        channels, units = (
            tuple(
                msgspec.structs.replace(one, names=Names(f"{9999 - n}", f"{9999 - n}"))
                for n, one in enumerate(those)
            )
            for those in (reference.channels, reference.units)
        )
        # As many of both as before, called otherwise.
        desk._reference.reference = msgspec.structs.replace(reference, channels=channels, units=units)
        alive = desk.store.alive
        for key, keys in before.items():
            assert not np.array_equal(rows.sort_key(key)[alive], keys[alive]), key
