"""A batch off the wire: of many events of one ticket or joint action the last alone is decoded, whatever else
is in it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from console.errors import ConsoleBug
from console.net.feed import MANY, ROWS, decoded
from contract.feed import Batch, Event
from tests.console_matter import T0, reported, stamped
from tests.unit.joint_seat import called

KINDS = ("ticket", "ticket", "gone", "joint", "joint", "joint_gone", "reference", "later")


def event(seq: int, kind: str, ticket: int) -> Event:
    if kind == "ticket":
        row = stamped(reported(ticket), seq)
        return Event(seq, kind, T0, row.id, row)
    if kind == "joint":
        # Of the id of a ticket, too: each is told from the other.
        joint = replace(called(seq=seq), id=reported(ticket).id)
        return Event(seq, kind, T0, joint.id, joint=joint)
    return Event(seq, kind, T0, reported(ticket).id if kind in ("gone", "joint_gone") else "", account="a")


@given(
    st.lists(
        st.tuples(st.sampled_from(KINDS), st.integers(0, 9)),
        max_size=3 * MANY,
    )
)
def test_what_a_later_event_replaces_is_left_out(what: list[tuple[str, int]]) -> None:
    events = tuple(event(n + 1, kind, ticket) for n, (kind, ticket) in enumerate(what))
    batch = Batch(0, len(events), T0, events)
    got = decoded(msgspec.json.encode(batch))
    assert (got.prev, got.seq, got.at) == (batch.prev, batch.seq, batch.at)
    if len(events) < MANY:
        assert got == batch
    for rows in (("ticket", "gone"), ("joint", "joint_gone")):
        last = {e.id: e for e in events if e.kind in rows}
        assert {e.id: e for e in got.events if e.kind in rows} == last
    assert [e for e in got.events if e.kind not in ROWS] == [e for e in events if e.kind not in ROWS]
    assert [e.seq for e in got.events] == sorted(e.seq for e in got.events)


@pytest.mark.parametrize("kind", [b"ticket", b"joint"])
@pytest.mark.parametrize("count", [1, MANY])
def test_a_row_that_breaks_the_contract_is_said_so(count: int, kind: bytes) -> None:
    row = b'{"seq":%d,"kind":"%s","at":1,"id":"%d","%s":{"id":7}}'
    events = b",".join(row % (n, kind, n, kind) for n in range(count))
    with pytest.raises(ConsoleBug, match="breaks the contract"):
        decoded(b'{"prev":0,"seq":9,"at":1,"events":[%s]}' % events)
