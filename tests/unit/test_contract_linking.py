"""A repeat of a closed ticket: linked to it, undone, and what neither is."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from contract import action as a
from contract.advance import advance
from contract.beside import Linked
from contract.refused import InputRefused, StepRefused
from contract.ticket import Ticket
from tests.unit.test_contract_advance import REF, SEAT, T0, walk

AGAIN = walk(1)[-1]
CLOSED = replace(walk(2)[-1], id="closed", number="D-1", state="closed")
AT = T0 + 3_600_000


def linked(into: Ticket | None = CLOSED) -> Ticket:
    return advance(AGAIN, a.Link(into="closed"), SEAT, AT, REF, into=into)


def test_a_repeat_keeps_its_way_and_knows_what_it_repeats() -> None:
    row = linked()
    assert (row.state, row.version) == (AGAIN.state, AGAIN.version + 1)
    assert row.beside.repeat_of == Linked("closed", "D-1", AT, 1)
    assert row.stage == AGAIN.stage
    assert linked(None).beside.repeat_of == Linked("closed", "", AT, 1), "what waits in an outbox"
    with pytest.raises(StepRefused):
        advance(row, a.Link(into="closed"), SEAT, AT, REF, into=CLOSED)
    back = advance(row, a.Link(outcome="undone", reason="不是同一处"), SEAT, AT, REF)
    assert back.beside.repeat_of is None
    assert advance(row, a.Recall(), SEAT, AT, REF, image=AGAIN).beside.repeat_of is None


def test_what_is_open_is_merged_into_and_nothing_repeats_itself() -> None:
    with pytest.raises(StepRefused, match="merge into it"):
        linked(replace(CLOSED, state="handling"))
    with pytest.raises(InputRefused):
        advance(AGAIN, a.Link(), SEAT, AT, REF)
    with pytest.raises(InputRefused):
        advance(AGAIN, a.Link(into=AGAIN.id), SEAT, AT, REF, into=AGAIN)
    with pytest.raises(StepRefused):
        advance(AGAIN, a.Link(outcome="undone", reason="不是同一处"), SEAT, AT, REF)
    with pytest.raises(InputRefused):
        advance(linked(), a.Link(outcome="undone"), SEAT, AT, REF)
