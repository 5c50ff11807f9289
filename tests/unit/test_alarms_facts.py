"""Where the rules hold: by role, against the words of `console.alarms.facts`, ticket by ticket."""

from __future__ import annotations

import math
from functools import partial

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from console.alarms import facts as f
from console.alarms.facts import Facts
from console.replica import lean
from console.replica.columns import Columns
from console.signing import awaits
from contract.account import Actor
from contract.beside import Beside, Followed, Request, Supervision
from contract.clock import DAY, HOUR, MINUTE
from contract.lifecycle import STATES
from contract.ticket import Claim, Last, Ticket, shown_clock
from tests.console_matter import SEAT, T0, reported
from tests.unit.test_contract_advance import REF
from tests.work import calls

ME = SEAT.id
HANDLER = replace(SEAT, id="a-unit", role="handler", unit="u1", unit_path="u1", area="", area_path="")
GRID = replace(SEAT, id="a-grid", role="grid", area="g1", area_path="d/g1")
DUTY = replace(SEAT, id="a-duty", role="duty")
LEADER = replace(SEAT, id="a-leader", role="leader")
STATE_NAMES = tuple(state.name for state in STATES)


@st.composite
def tickets(draw: st.DrawFn) -> Ticket:
    """A row in any state, its clock before, in or past its amber, in the hands of anybody."""
    base = reported(draw(st.integers(1, 99_999)))
    clock = base.stage
    assert clock is not None
    begin = T0 + draw(st.integers(-120, 120)) * MINUTE
    stage = replace(clock, due_at=begin + 20 * MINUTE, amber_at=begin + 16 * MINUTE)
    who = draw(st.sampled_from((ME, "a-unit", "a-grid", "somebody")))
    holder = draw(st.sampled_from((None, ME, "a-unit", "somebody")))
    until = T0 + draw(st.integers(-10, 10)) * MINUTE
    return replace(
        base,
        state=draw(st.sampled_from(STATE_NAMES)),
        stage=draw(st.sampled_from((stage, None))),
        responsibility=None,
        unit_path=draw(st.sampled_from(("", "u1", "u1/x", "u2"))),
        area_path=draw(st.sampled_from(("", "d/g1", "d/g2"))),
        urges=draw(st.integers(0, 2)),
        last=Last(who, "n", "accept", "", T0),
        claim=None if holder is None else Claim(holder, "n", "07", T0, until),
    )


def expected(ticket: Ticket, actor: Actor, now: int, in_hand: bool, heard: int) -> int:
    """The table of the module, said once more for one ticket."""
    claim = ticket.claim if ticket.claim is not None and ticket.claim.until > now else None
    mine_in = claim is not None and claim.by == actor.id
    clock = shown_clock(ticket)
    due = clock.due_at if clock is not None and clock.due_at is not None else math.inf
    amber = clock.amber_at if clock is not None and clock.amber_at is not None else math.inf
    past, near = now > due, amber <= now <= due
    by_me = ticket.last is not None and ticket.last.by == actor.id
    waits_for_centre = ticket.state in f.CENTRE
    at_unit = ticket.state in f.AT_UNIT and (ticket.unit_path + "/").startswith("u1/")
    to_verify = ticket.state == "handled" and ticket.area_path == "d/g1"
    hand = in_hand or mine_in
    match actor.role:
        case "seat":
            limit = hand or waits_for_centre
            found = {
                f.NEW: ticket.state == "reported" and not by_me,
                f.NEAR: near and limit,
                f.PAST: past and limit,
            }
            found[f.BACK] = ticket.state == "returned" and in_hand
        case "duty":
            found = {f.NEAR: near and hand, f.PAST: past and (hand or f.is_open(ticket.state))}
            found[f.BACK] = ticket.state == "returned" and in_hand
        case "handler":
            hand = at_unit
            found = {
                f.NEW: ticket.state == "dispatched" and at_unit,
                f.NEAR: near and at_unit,
                f.PAST: past and at_unit,
            }
            found[f.BACK] = ticket.state == "rework" and at_unit
        case _:
            hand = to_verify
            found = {f.NEW: to_verify and not by_me, f.NEAR: near and to_verify, f.PAST: past and to_verify}
    found[f.URGED] = ticket.urges > heard and hand and f.is_open(ticket.state)
    if found[f.NEAR] or found[f.PAST]:
        found[f.NEW] = False
    bits = sum(bit for bit, holds in found.items() if holds)
    return bits | f.COVERED if bits and claim is not None and not mine_in else bits


def columns(rows: list[Ticket]) -> Columns:
    store = Columns(lambda _id: None)
    for row in rows:
        store.put(row)
    return store


@settings(deadline=None, max_examples=120)
@given(
    rows=st.lists(tickets(), min_size=1, max_size=12, unique_by=lambda t: t.id),
    actor=st.sampled_from((SEAT, DUTY, HANDLER, GRID)),
    shift=st.integers(-200, 200),
)
def test_every_ticket_is_judged_as_the_words_say(rows: list[Ticket], actor: Actor, shift: int) -> None:
    now = T0 + shift * MINUTE
    facts = Facts(columns(rows), actor)
    facts.begin(set(), {row.id: 0 for row in rows})
    facts.heard[:] = 0
    found = facts.find(facts.everywhere(), now)
    for slot, row in enumerate(rows):
        assert found[slot] == expected(row, actor, now, bool(facts.hand[slot]), 0), row


@settings(deadline=None, max_examples=80)
@given(
    rows=st.lists(tickets(), min_size=1, max_size=12, unique_by=lambda t: t.id),
    steps=st.lists(st.integers(1, 40), max_size=8),
)
def test_between_two_crossings_nothing_turns(rows: list[Ticket], steps: list[int]) -> None:
    """What the tick looks at is all that time alone changes."""
    facts = Facts(columns(rows), SEAT)
    facts.begin(set(), None)
    now = T0 - 150 * MINUTE
    held = facts.find(facts.everywhere(), now)
    for step in steps:
        later = now + step * MINUTE
        crossed = facts.crossing(now, later)
        fresh = facts.find(facts.everywhere(), later)
        turned = np.flatnonzero(fresh != held)
        assert set(turned.tolist()) <= set(crossed.tolist())
        if len(turned):
            assert facts.next_crossing(now) <= later
        now, held = later, fresh


def test_what_the_centre_does_last_tells_in_whose_hand_it_is() -> None:
    base = reported(1)

    def by(who: str, state: str) -> Ticket:
        return msgspec.structs.replace(
            base, state=state, version=base.version + 1, last=Last(who, "n", "x", "", T0)
        )

    store = columns([by(ME, "dispatched")])
    facts = Facts(store, SEAT)
    facts.begin(set(), None)
    slots = facts.everywhere()
    assert facts.hand[0]
    # The unit's own steps leave it with me; so does its return.
    for state in ("signed_in", "handling", "returned"):
        store.put(by("a-unit", state))
        facts.learn(slots)
        assert facts.hand[0], state
    assert facts.find(slots, T0)[0] & f.BACK
    # Another seat sends it on: theirs.
    store.put(by("a-other", "dispatched"))
    assert facts.learn(slots).told.tolist() == [0]
    assert not facts.hand[0]
    store.put(by(ME, "evaluated"))
    facts.learn(slots)
    assert not facts.hand[0]


def test_an_urge_is_heard_until_somebody_acts() -> None:
    mine = msgspec.structs.replace(
        reported(1), state="dispatched", version=3, last=Last(ME, "n", "dispatch", "", T0)
    )
    store = columns([mine])
    facts = Facts(store, SEAT)
    facts.begin(set(), None)
    slots = facts.everywhere()
    assert not facts.find(slots, T0)[0] & f.URGED
    urged = msgspec.structs.replace(mine, urges=1)
    store.put(urged)
    facts.learn(slots)
    assert facts.find(slots, T0)[0] & f.URGED
    store.put(
        msgspec.structs.replace(urged, version=4, state="signed_in", last=Last("a-unit", "n", "x", "", T0))
    )
    facts.learn(slots)
    assert not facts.find(slots, T0)[0] & f.URGED


@pytest.fixture(scope="module")
def crowd() -> Columns:
    """100,000 open tickets, due over ten days."""
    many = 100_000
    records = np.zeros(many, lean.RECORD)
    records["due"] = T0 + np.arange(many) * 8_640.0
    records["amber"] = records["due"] - 3 * MINUTE
    records["state"] = np.where(np.arange(many) % 3, 1, 2)
    words = {name: [""] for name in lean.CODED} | {"state": ["", "filed", "handling"]}
    store = Columns(lambda _id: None)
    ids = [f"t{n}" for n in range(many)]
    store.load(ids, list(ids), records, words)
    return store


def test_a_second_costs_little_at_100_000_tickets(crowd: Columns) -> None:
    """Columns are looked at whole and no ticket by itself but those few that an instant is crossed for, in
    each of these seconds: some 80 calls."""
    facts = Facts(crowd, SEAT)
    facts.begin(set(), None)
    facts.bits[: crowd.size] = facts.find(facts.everywhere(), T0)
    crossed = []

    def work(last: int, now: int) -> None:
        slots = facts.crossing(last, now)
        facts.find(slots, now)
        facts.next_crossing(now)
        crossed.append(len(slots))

    for second in range(1, 60):
        assert calls(partial(work, T0 + (second - 1) * 9_000, T0 + second * 9_000)) < 250
    # A due and an amber each 8,640 ms.
    assert min(crossed) > 0
    assert max(crossed) <= 4


def beside_the_way() -> list[Ticket]:
    """What waits for a signature, and what is to be answered at T0."""
    base = replace(
        reported(1), stage=None, responsibility=None, claim=None, unit_path="u1/x", state="handling"
    )
    asked = Request("extend", "a-unit", "n", T0 - HOUR, "等待材料", value=1)
    wanted = [
        Beside(requests=(asked,)),
        Beside(requests=(replace(asked, endorsed_by="a-duty", endorsed_name="n", endorsed_at=T0),)),
        Beside(requests=(replace(asked, kind="force_close", by="a-duty"),)),
        Beside(supervision=Supervision("leader", "a-duty", "n", T0 - HOUR, "领导批示", T0)),
    ]
    last = Last("a-unit", "n", "handle", "started", T0 - DAY)
    return [
        replace(base, id=f"t{n}", number=f"YQ20261120-0000{n}", beside=beside, last=last)
        for n, beside in enumerate(wanted)
    ]


@pytest.mark.parametrize(
    ("actor", "signs", "answers"),
    [
        (DUTY, ["t0"], ["t3"]),
        (LEADER, ["t1"], []),
        (HANDLER, [], ["t3"]),
        (replace(HANDLER, unit="u2", unit_path="u2"), [], []),
        (SEAT, [], []),
        (GRID, [], []),
    ],
)
def test_what_waits_for_a_signature_and_an_overdue_answer_call_who_they_wait_for(
    actor: Actor, signs: list[str], answers: list[str]
) -> None:
    rows = beside_the_way()
    store = columns(rows)
    facts = Facts(store, actor, awaits=lambda slot: awaits(rows[slot], actor, REF))
    facts.begin(set(), None)
    everywhere = facts.everywhere()
    at, after = facts.find(everywhere, T0), facts.find(everywhere, T0 + 1)
    assert [row.id for row, bits in zip(rows, at, strict=True) if bits & f.SIGN] == signs
    assert not (at & f.REPLY).any()
    assert [row.id for row, bits in zip(rows, after, strict=True) if bits & f.REPLY] == answers
    # The second in which the answer falls due is one that the tick looks at.
    assert facts.next_crossing(T0 - MINUTE) == facts.next_crossing(T0) == T0 + 1
    assert facts.crossing(T0, T0 + 1).tolist() == [3]


def test_a_duty_officer_is_not_called_to_sign_what_they_asked_for() -> None:
    rows = beside_the_way()
    assert not awaits(rows[2], DUTY, REF)
    assert awaits(rows[2], replace(DUTY, id="another"), REF)


def test_who_follows_or_ordered_hears_that_no_answer_came() -> None:
    row = beside_the_way()[3]
    followed = replace(
        row,
        id="t4",
        number="YQ20261120-00005",
        beside=replace(row.beside, followed=(Followed("a-leader", "n", T0),)),
    )
    facts = Facts(columns([row, followed]), LEADER)
    facts.begin(set(), None)
    assert [bool(bits & f.REPLY) for bits in facts.find(facts.everywhere(), T0 + 1)] == [False, True]
