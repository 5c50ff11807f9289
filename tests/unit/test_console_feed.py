"""A batch off the wire: of many events of one ticket the last alone is decoded, whatever else is in it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.errors import ConsoleBug
from console.net.feed import MANY, decoded
from contract.feed import Batch, Event
from tests.console_matter import T0, reported, stamped


def event(seq: int, kind: str, ticket: int) -> Event:
    if kind == "ticket":
        row = stamped(reported(ticket), seq)
        return Event(seq, kind, T0, row.id, row)
    return Event(seq, kind, T0, reported(ticket).id if kind == "gone" else "", account="a")


@given(
    st.lists(
        st.tuples(st.sampled_from(("ticket", "ticket", "gone", "reference", "later")), st.integers(0, 9)),
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
    last = {e.id: e for e in events if e.kind in ("ticket", "gone")}
    assert {e.id: e for e in got.events if e.kind in ("ticket", "gone")} == last
    assert [e for e in got.events if e.kind not in ("ticket", "gone")] == [
        e for e in events if e.kind not in ("ticket", "gone")
    ]
    assert [e.seq for e in got.events] == sorted(e.seq for e in got.events)


@pytest.mark.parametrize("count", [1, MANY])
def test_a_row_that_breaks_the_contract_is_said_so(count: int) -> None:
    row = b'{"seq":%d,"kind":"ticket","at":1,"id":"%d","ticket":{"id":7}}'
    events = b",".join(row % (n, n) for n in range(count))
    with pytest.raises(ConsoleBug, match="breaks the contract"):
        decoded(b'{"prev":0,"seq":9,"at":1,"events":[%s]}' % events)
