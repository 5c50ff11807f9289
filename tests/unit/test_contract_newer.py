"""What a newer backend says more is passed by, not stumbled over: rows, events, tables, limits, files."""

from __future__ import annotations

import msgspec
import pytest

from console.outbox import OutboxRow
from console.projection import project
from contract import action as a
from contract.clock import ClockError, Limit
from contract.feed import Batch, Detail
from contract.lifecycle import TABLE
from contract.machine import Machine
from tests.console_matter import REFERENCE, SEAT, T0, reported, stepped


def richer(value: object) -> object:
    """A document with a field more in each of its objects."""
    if isinstance(value, dict):
        return {**{key: richer(inner) for key, inner in value.items()}, "of_tomorrow": {"a": [1]}}
    return [richer(inner) for inner in value] if isinstance(value, list) else value


def test_fields_of_tomorrow_are_passed_by() -> None:
    ticket = stepped(reported(1), a.Accept(), seq=9)
    file = {"sha256": "0" * 64, "name": "x.png", "kind": "hologram", "size": 1}
    entry = {
        "n": 1, "action": "inspect", "by": "b", "name": "B", "role": "robot", "at": 1, "received_at": 1,
        "files": [file],
    }  # fmt: skip
    row = msgspec.to_builtins(ticket)
    events = [
        {"seq": 9, "kind": "ticket", "at": 1, "id": ticket.id, "ticket": row},
        {"seq": 10, "kind": "weather", "at": 1},
    ]
    batch = {"prev": 1, "seq": 10, "at": 1, "events": events}
    read = msgspec.convert(richer(batch), Batch)
    assert read.events[0].ticket == ticket
    assert read.events[1].kind == "weather"
    detail = msgspec.convert(richer({"ticket": row, "timeline": [entry], "files": [file]}), Detail)
    assert (detail.timeline[0].action, detail.timeline[0].files[0].kind) == ("inspect", "hologram")


def test_a_table_of_tomorrow_is_read() -> None:
    table = msgspec.to_builtins(TABLE)
    table["transitions"][0]["carries"][0]["type"] = "hologram"
    assert msgspec.convert(richer(table), Machine).state("filed") is not None


def test_a_limit_of_tomorrow_is_shown_and_not_counted_with() -> None:
    ticket = stepped(reported(1), a.Accept(), seq=9)
    row = msgspec.to_builtins(ticket)
    row["stage"]["limit"]["unit"] = "tides"
    event = {"seq": 9, "kind": "ticket", "at": 1, "id": ticket.id, "ticket": row}
    batch = msgspec.convert({"prev": 1, "seq": 9, "at": 1, "events": [event]}, Batch)
    strange = batch.events[0].ticket
    assert strange is not None
    assert strange.stage is not None
    assert strange.stage.due_at == (ticket.stage.due_at if ticket.stage else None)
    with pytest.raises(ClockError):
        assert Limit(1, "tides").amount
    waiting = OutboxRow(
        n=1, action_id="k", account=SEAT.id, object_id=ticket.id, base_version=ticket.version, follows="",
        act=a.File(item="i1", area="g1"), done_at=T0 + 5,
    )  # fmt: skip

    class Now:
        def now(self) -> int:
            return T0 + 10

    shown = project(strange, [waiting], SEAT, REFERENCE, Now())
    assert shown is not None
    assert shown.state in ("accepted", "filed")
