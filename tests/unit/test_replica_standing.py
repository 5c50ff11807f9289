"""What stands beside a ticket's way, as the columns hold it: the bits and instants of a row, and the same
after a start."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from console.replica import lean, rows
from console.replica import standing as s
from console.replica.columns import Columns
from console.replica.database import Database
from contract.beside import (
    Accountability,
    Beside,
    Part,
    Request,
    Supervision,
    Suspension,
)
from contract.clock import MINUTE, Limit, end, start
from contract.ticket import Ticket
from tests.console_matter import REFERENCE, T0, reported

CALENDAR = REFERENCE.calendar
SAFE = start("make_safe", Limit(2, "hours"), T0, CALENDAR)


@st.composite
def tickets(draw: st.DrawFn) -> Ticket:
    """A row with any of what may stand beside it."""
    at = T0 + draw(st.integers(0, 600)) * MINUTE
    signed = draw(st.sampled_from((None, at + MINUTE)))
    kinds = draw(st.sets(st.sampled_from(("extend", "suspend", "force_close", "appeal"))))
    asked = tuple(Request(k, "u", "n", at, "r", endorsed_at=signed) for k in sorted(kinds))
    reply = draw(st.sampled_from((None, at)))
    order = Supervision("leader", "l", "n", at, "w", at + MINUTE, "said", reply)
    settled = draw(st.sampled_from((None, at)))
    account = Accountability(at, "u", "n", "r", settled_at=settled)
    beside = Beside(
        level=draw(st.sampled_from(("", "street"))),
        requests=asked,
        suspension=draw(st.sampled_from((None, Suspension("handling", at, at + MINUTE, "r")))),
        supervision=draw(st.sampled_from((None, order))),
        failures=draw(st.integers(0, 3)),
        accountability=draw(st.sampled_from((None, account))),
        safe=draw(st.sampled_from((None, SAFE, end(SAFE, at, CALENDAR)))),
    )
    ended = draw(st.sampled_from(({}, {"done_at": at}, {"withdrawn_at": at})))
    part = replace(Part("u2", "u2", "n", "t", SAFE), **ended)
    beside = replace(beside, parts=draw(st.sampled_from(((), (part,)))))
    state = draw(st.sampled_from(("returned", "handling")))
    return replace(
        reported(draw(st.integers(1, 99))), state=state, bounces=draw(st.integers(0, 3)), beside=beside
    )


def expected(ticket: Ticket) -> dict[int, bool]:
    """Every bit, said once more."""
    beside = ticket.beside
    kinds = {r.kind: r for r in beside.requests}
    held, account, safe = beside.supervision, beside.accountability, beside.safe

    def endorsed(kind: str) -> bool:
        return kind in kinds and kinds[kind].endorsed_at is not None

    return {
        s.EXTENSION: "extend" in kinds,
        s.EXTENSION_ENDORSED: endorsed("extend"),
        s.SUSPENSION: "suspend" in kinds,
        s.FORCE: "force_close" in kinds,
        s.FORCE_ENDORSED: endorsed("force_close"),
        s.APPEAL: "appeal" in kinds,
        s.SUPERVISED: held is not None,
        s.REPLY_OWED: held is not None and held.replied_at is None,
        s.ACCOUNTABLE: account is not None and account.settled_at is None,
        s.HAZARD: safe is not None and safe.ended_at is None,
        s.RAISED: beside.level != "",
        s.FAILED: beside.failures > 0,
        s.PARTS: any(p.done_at is None and p.withdrawn_at is None for p in beside.parts),
        s.BOUNCED: ticket.state == "returned" and ticket.bounces >= 2,
    }


@settings(max_examples=60)
@given(tickets())
def test_each_bit_says_what_it_says(ticket: Ticket) -> None:
    flags = s.flags_of(ticket)
    assert {bit: bool(flags & bit) for bit in expected(ticket)} == expected(ticket)
    beside = ticket.beside
    asked, until, due = s.instants_of(ticket)
    assert asked == min((r.at // 1000 for r in beside.requests), default=0)
    assert until == (beside.suspension.until // 1000 if beside.suspension is not None else 0)
    owed = beside.supervision is not None and beside.supervision.replied_at is None
    assert due == (beside.supervision.reply_due // 1000 if owed and beside.supervision else 0)


def test_a_plain_row_has_none_of_it() -> None:
    assert (s.flags_of(reported(1)), s.instants_of(reported(1))) == (0, (0, 0, 0))


def test_columns_after_a_start_are_those_of_the_row(tmp_path: Path) -> None:
    order = Supervision("leader", "l", "n", T0, "w", T0 + MINUTE)
    ticket = replace(
        reported(1),
        state="suspended",
        beside=Beside(
            requests=(Request("suspend", "u", "n", T0, "r", until=T0 + MINUTE),),
            suspension=Suspension("handling", T0, T0 + 2 * MINUTE, "r"),
            supervision=order,
        ),
    )
    database = Database(tmp_path / "seat.sqlite")
    held = rows.Rows(database)
    database.write_now(lambda db: held.upsert(db, [ticket]))
    live, read = Columns({ticket.id: ticket}.get), Columns({ticket.id: ticket}.get)
    live.put(ticket)
    read.load(*lean.read(database.reader))
    for name in ("beside", "asked_at", "stands_until", "reply_due"):
        assert np.array_equal(getattr(live, name), getattr(read, name)), name
        assert getattr(read, name)[0] > 0
    database.close()
