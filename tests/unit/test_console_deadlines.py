"""The deadline board's figures: the same as a plain count over the rows, however they came to be."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise, takewhile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from console.deadlines import Placement
from console.deadlines_falling import Falling
from console.deadlines_forecast import NEVER, Forecast, Handlings, UnitAhead, forecast, handling_due
from console.deadlines_handled import DAYS, Handled, close_of, handled_since, look_back, same_hours
from console.deadlines_lanes import CENTRE, unit_codes
from console.deadlines_slices import Slice, fall_due, slices
from console.deadlines_stages import NO_STAGE, Stages
from console.replica import rows
from console.replica.columns import Columns, Slots
from console.replica.database import Database
from contract.clock import DAY, HOUR, MINUTE, Calendar, Limit, end, light, stand, start
from contract.lifecycle import STAGES, STATES, TABLE, is_open
from contract.machine import Machine, Names, State
from contract.ticket import Ticket, shown_clock
from contract.ticket_clocks import clocked
from tests.console_matter import REFERENCE, T0, reported
from views.deadlines.axis import spans_shown

CALENDAR = REFERENCE.calendar
UNITS = ("", "u1", "u2", "u2/u3")
LIMITS = (Limit(5, "minutes"), Limit(2, "hours"), Limit(2, "working_hours"), Limit(3, "working_days"))
LIGHT_CODES = {"none": 0, "green": 1, "amber": 2, "red": 3}


def keep_all(slots: Slots) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.ones(len(slots), np.bool_)


@st.composite
def tickets(draw: st.DrawFn, number: int | None = None) -> Ticket:
    """A row as it may stand: any state, with the clocks running, standing, ended or not there."""
    n = draw(st.integers(0, 11)) if number is None else number
    at = T0 + draw(st.integers(-2 * DAY, 3 * HOUR))
    stage = start("handle", draw(st.sampled_from(LIMITS)), at, CALENDAR)
    whole = start("responsibility", draw(st.sampled_from(LIMITS)), at, CALENDAR)
    turned = [lambda c: c, lambda c: stand(c, at + MINUTE, CALENDAR), lambda c: end(c, at + MINUTE, CALENDAR)]
    return replace(
        reported(n),
        state=draw(st.sampled_from(STATES)).name,
        unit_path=draw(st.sampled_from(UNITS)),
        stage=draw(st.none() | st.sampled_from(turned).map(lambda turn: turn(stage))),
        responsibility=draw(st.none() | st.sampled_from(turned).map(lambda turn: turn(whole))),
    )


changes = st.lists(st.tuples(st.sampled_from(("put", "put", "gone", "wait")), tickets()), max_size=25)


def counted(held: dict[str, Ticket], now: int) -> Counter[tuple[str, int]]:
    """By unit path and light, in plain Python."""
    found: Counter[tuple[str, int]] = Counter()
    for ticket in held.values():
        if is_open(ticket.state):
            stage = TABLE.state(ticket.state)
            assert stage is not None
            ours = stage.stage in ("accept", "dispatch", "verify")
            found["" if ours else ticket.unit_path, LIGHT_CODES[light(shown_clock(ticket), now)]] += 1
    return found


@settings(max_examples=40, deadline=None)
@given(changes)
def test_the_counts_of_every_lane_are_those_of_the_rows(story: list[tuple[str, Ticket]]) -> None:
    store = Columns(lambda _id: None)
    placement = Placement(store, lambda slots: unit_codes(store, TABLE, slots), keep_all)
    held: dict[str, Ticket] = {}
    now = T0
    placement.fill(now)
    for what, ticket in story:
        if what == "put":
            held[ticket.id] = ticket
            placement.take(np.array([store.put(ticket)], np.int64), now)
        elif what == "gone":
            held.pop(ticket.id, None)
            slot = store.remove(ticket.id)
            moves = placement.take(np.array([slot] if slot >= 0 else [], np.int64), now)
            assert not len(moves.placed)
            store.announced()
        else:
            now += 23 * MINUTE
            placement.pass_time(now)
        expected = counted(held, now)
        paths = store.unit_path.values
        shown = {
            (paths[lane], n): count
            for lane in placement.lanes_in_use()
            for n, count in enumerate(placement.lane_counts(lane))
            if count
        }
        assert shown == expected
        assert placement.total() == expected.total()
        assert sum(placement.lights()) == expected.total()
        fresh = Placement(store, lambda slots: unit_codes(store, TABLE, slots), keep_all)
        fresh.fill(now)
        assert fresh.slots().tolist() == placement.slots().tolist()


def _board(count: int) -> tuple[Columns, Placement]:
    store = Columns(lambda _id: None)
    clock = start("handle", Limit(3, "working_days"), T0, CALENDAR)
    for n in range(count):
        store.put(replace(reported(n), state="handling", unit_path="u1", stage=clock))
    placement = Placement(store, lambda slots: unit_codes(store, TABLE, slots), keep_all)
    placement.fill(T0)
    return store, placement


def test_a_change_costs_what_it_touches_and_a_second_nothing_until_a_light_turns() -> None:
    store, placement = _board(3_000)
    judged = placement.judged
    for second in range(60):
        assert not len(placement.pass_time(T0 + second * 1_000))
    assert placement.judged == judged
    slot = store.put(replace(reported(7), state="handled", unit_path="u1", stage=None))
    moves = placement.take(np.array([slot], np.int64), T0)
    assert (moves.placed.tolist(), moves.gone.tolist()) == ([slot], [])
    assert placement.judged == judged + 1
    clock = shown_clock(replace(reported(0), stage=start("handle", Limit(3, "working_days"), T0, CALENDAR)))
    assert clock is not None
    assert clock.amber_at is not None
    assert clock.due_at is not None
    assert len(placement.pass_time(clock.amber_at)) == 2_999
    assert len(placement.pass_time(clock.due_at)) == 0
    assert placement.lights()[2] == 2_999
    assert len(placement.pass_time(clock.due_at + 1)) == 2_999
    assert placement.lights()[3] == 2_999


def test_what_leaves_the_filter_leaves_the_board() -> None:
    store = Columns(lambda _id: None)
    placement = Placement(
        store, lambda s: unit_codes(store, TABLE, s), lambda s: store.unit_path.codes[s] == 1
    )
    slot = store.put(replace(reported(1), state="handling", unit_path="u1"))
    placement.fill(T0)
    assert placement.slots().tolist() == [slot]
    store.put(replace(reported(1), state="handling", unit_path="u2"))
    moves = placement.take(np.array([slot], np.int64), T0)
    assert (moves.placed.tolist(), moves.gone.tolist()) == ([], [slot])
    assert placement.total() == 0


# --- slices ----------------------------------------------------------------------------------------------
def local(day: int, hour: int, minute: int = 0) -> int:
    """Of November 2026, in the district's time."""
    days = (date(2026, 11, day) - date(1970, 1, 1)).days
    return CALENDAR.midnight(days) + hour * HOUR + minute * MINUTE


def test_time_ahead_is_cut_at_whole_hours_and_closed_time_is_one_slice() -> None:
    # A Friday, 11:20: noon and the weekend are folded.
    found = slices(local(20, 11, 20), CALENDAR, 8)
    assert found == [
        Slice(local(20, 11, 20), local(20, 12), True),
        Slice(local(20, 12), local(20, 14), False),
        Slice(local(20, 14), local(20, 15), True),
        Slice(local(20, 15), local(20, 16), True),
        Slice(local(20, 16), local(20, 17), True),
        Slice(local(20, 17), local(20, 18), True),
        Slice(local(20, 18), local(23, 8), False),
        Slice(local(23, 8), local(23, 9), True),
    ]


def test_hours_that_begin_at_half_past_end_at_the_whole_hour() -> None:
    calendar = Calendar(480, ((510, 690),), frozenset(), frozenset(), frozenset({2026}))
    found = slices(local(20, 7), calendar, 5)
    assert [(s.begin - local(20, 0)) // MINUTE for s in found[:4]] == [420, 510, 540, 600]
    assert (found[-1].begin, found[-1].end) == (local(20, 11), local(20, 11, 30))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-3 * HOUR, 5 * DAY) | st.none(), st.integers(0, 3)), max_size=30),
    st.integers(0, 2 * DAY),
    st.integers(0, 40),
)
def test_what_falls_due_in_each_slice_is_a_plain_count(
    rows: list[tuple[int | None, int]], after: int, most: int
) -> None:
    now = T0 + after
    cut = slices(now, CALENDAR, most)
    assert all(a.end == b.begin for a, b in pairwise(cut))
    due = np.array([np.nan if d is None else now + d for d, _ in rows], np.float64)
    lanes = np.array([lane for _, lane in rows], np.int32)
    found = fall_due(due, lanes, 4, cut)
    for lane in range(4):
        for n, one in enumerate(cut):
            expected = sum(
                own == lane
                and d is not None
                and ((one.begin < now + d or (n == 0 and d == 0)) and now + d <= one.end)
                for d, own in rows
            )
            assert found[lane, n] == expected


# --- stages ----------------------------------------------------------------------------------------------
def _with_items(**steps: str) -> Stages:
    base = REFERENCE.items[0]
    items = (
        base,
        replace(base, code="i2", arrive=Limit(1, "hours")),
        replace(base, code="i3", version="1"),
        replace(base, code="i3", version="2", effective_from=T0 + DAY, arrive=Limit(1, "hours")),
    )
    reference = replace(REFERENCE, items=items, district=replace(REFERENCE.district, steps=dict(steps)))
    return Stages(TABLE, reference)


@pytest.mark.parametrize(
    ("item", "version", "stage"),
    [("i1", "1", "handle"), ("i2", "1", "arrive"), ("i3", "1", "handle"), ("i3", "2", "arrive")],
)
def test_a_unit_is_awaited_on_the_spot_where_the_item_says_so(item: str, version: str, stage: str) -> None:
    store = Columns(lambda _id: None)
    slot = store.put(replace(reported(1), state="signed_in", item=item, item_version=version))
    slots = np.array([slot], np.int64)
    assert STAGES[_with_items().codes(store, slots)[0]] == stage
    assert STAGES[_with_items(arrive="skipped").codes(store, slots)[0]] == "handle"


def test_every_state_stands_in_the_stage_that_its_clock_has() -> None:
    store = Columns(lambda _id: None)
    stages = Stages(TABLE, REFERENCE)
    row = next(t for t in TABLE.transitions if t.action == "accept")
    for state in STATES:
        ticket = replace(reported(1), state=state.name, item="i1", item_version="1")
        made = clocked(replace(ticket, stage=None), ticket, row, T0, REFERENCE)
        slot = store.put(ticket)
        code = int(stages.codes(store, np.array([slot], np.int64))[0])
        if made.stage is not None:
            assert STAGES[code] == made.stage.name
        elif not state.stage:
            assert code == NO_STAGE


def test_a_state_of_a_newer_backend_has_the_stage_that_it_serves() -> None:
    names = Names("会商", "in consultation")
    machine = Machine("ticket", (*STATES, State("consulting", names, "verify"), State("odd", names, "x")), ())
    store = Columns(lambda _id: None)
    slots = [store.put(replace(reported(n), state=s)) for n, s in enumerate(("consulting", "odd", "never"))]
    found = Stages(machine, REFERENCE).codes(store, np.array(slots, np.int64)).tolist()
    assert found == [STAGES.index("verify"), NO_STAGE, NO_STAGE]
    assert unit_codes(store, machine, np.array(slots, np.int64)).tolist() == [CENTRE, CENTRE, CENTRE]


# --- forecast --------------------------------------------------------------------------------------------
@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 11), unique=True).flatmap(lambda ns: st.tuples(*(tickets(n) for n in ns))))
def test_the_forecast_is_a_plain_count_of_rows(held: tuple[Ticket, ...]) -> None:
    store = Columns(lambda _id: None)
    for ticket in held:
        store.put(ticket)
    now, until = T0 + 17, local(18, 18)
    placement = Placement(store, lambda slots: unit_codes(store, TABLE, slots), keep_all)
    placement.fill(now)
    slots = placement.due_until(now, until)
    handlings = Handlings(store)
    while handlings.read(slots, 3):
        pass
    found = forecast(
        placement,
        store,
        store.unit_path.values,
        unit_codes(store, TABLE, slots).astype(np.int64),
        handlings,
        Handled(),
        (),
        now,
        until,
    )
    expected: Counter[str] = Counter()
    states: Counter[str] = Counter()
    to_handle = past = 0
    for ticket in held:
        clock = shown_clock(ticket)
        if not is_open(ticket.state) or clock is None or clock.due_at is None:
            continue
        past += clock.due_at < now
        if now <= clock.due_at <= until:
            state = TABLE.state(ticket.state)
            assert state is not None
            ours = state.stage in ("accept", "dispatch", "verify")
            expected["" if ours else ticket.unit_path] += 1
            states[ticket.state] += 1
            to_handle += any(
                c is not None and c.running and c.due_at is not None and c.due_at <= until
                for c in (ticket.stage, ticket.responsibility)
            )
    assert {u.unit: u.due for u in found.units} == expected
    assert dict(found.states) == states
    assert (found.due, found.past, found.until) == (expected.total(), past, until)
    assert sum(u.to_handle for u in found.units) == to_handle
    assert [u.due for u in found.units] == sorted((u.due for u in found.units), reverse=True)
    assert all(dict(u.states) and sum(n for _, n in u.states) == u.due for u in found.units)


def test_a_ticket_must_be_handled_by_the_first_of_the_clocks_that_handling_stops() -> None:
    sign_in = start("sign_in", Limit(5, "minutes"), T0, CALENDAR)
    whole = start("responsibility", Limit(2, "hours"), T0, CALENDAR)
    ticket = replace(reported(1), stage=sign_in, responsibility=whole)
    assert handling_due(ticket) == whole.due_at
    assert handling_due(replace(ticket, responsibility=None)) == NEVER
    assert handling_due(replace(ticket, responsibility=stand(whole, T0 + 1, CALENDAR))) == NEVER


def test_rows_that_changed_are_read_again() -> None:
    store = Columns(lambda _id: None)
    early = start("handle", Limit(1, "hours"), T0, CALENDAR)
    late = start("handle", Limit(5, "hours"), T0, CALENDAR)
    slots = np.array([store.put(replace(reported(1), stage=early))], np.int64)
    handlings = Handlings(store)
    assert handlings.due(int(slots[0])) == NEVER
    assert not handlings.read(slots, 10)
    assert handlings.due(int(slots[0])) == early.due_at
    store.put(replace(reported(1), stage=late))
    handlings.forget(slots)
    assert not handlings.read(slots, 10)
    assert handlings.due(int(slots[0])) == late.due_at


# --- what was handled --------------------------------------------------------------------------------------
def test_the_same_hours_are_those_of_working_days_before() -> None:
    # Monday 14:30: Friday and the days before it, not the weekend.
    assert same_hours(local(23, 14, 30), local(23, 18), CALENDAR) == [
        (local(day, 14, 30), local(day, 18)) for day in (20, 19, 18, 17, 16)
    ]
    # On Friday night the shift that counts is Monday's: from close to close.
    assert same_hours(local(20, 20), local(23, 18), CALENDAR, 3) == [
        (local(19, 18), local(20, 18)),
        (local(18, 18), local(19, 18)),
        (local(17, 18), local(18, 18)),
    ]


@settings(max_examples=60, deadline=None)
@given(st.integers(-30 * DAY, 30 * DAY))
def test_looking_back_reaches_every_window_until_the_day_is_over(after: int) -> None:
    now = T0 + after
    day = CALENDAR.day(now)
    while not CALENDAR.is_working_day(day) or close_of(day, CALENDAR) <= now:
        day += 1
    windows = same_hours(now, close_of(day, CALENDAR), CALENDAR)
    assert len(windows) == DAYS
    assert all(begin >= look_back(now, CALENDAR) and begin < finish for begin, finish in windows)


async def test_handlings_are_counted_out_of_the_rows_in_the_file(tmp_path: Path) -> None:
    database = Database(tmp_path / "seat.sqlite")
    try:
        tickets_of_file = rows.Rows(database)
        store = Columns(lambda one: rows.row(database, one))

        def handled(n: int, state: str, unit: str, at: int, changed: int) -> Ticket:
            return replace(
                reported(n), seq=n + 1, state=state, unit_path=unit, handled_at=at, changed_at=changed
            )

        held = [
            handled(1, "closed", "u1", local(17, 15), local(17, 16)),
            handled(2, "closed", "u1", local(18, 15), local(18, 17)),
            handled(3, "handled", "u1", local(18, 18), local(18, 18)),
            handled(4, "rework", "u1", local(18, 14, 30), local(18, 16)),
            handled(5, "verifying", "u2", local(18, 16), local(18, 16)),
            replace(reported(6), seq=7, state="handling", unit_path="u2", changed_at=local(18, 16)),
        ]
        await database.write(lambda db: tickets_of_file.upsert(db, held))
        for ticket in held:
            store.put(ticket)
        found = await handled_since(database, store, local(16, 0))
        # Nothing is known of before the first ticket that ended and is still held.
        assert found.since == local(17, 16)
        window = (local(18, 14, 30), local(18, 18))
        assert found.known([window, (local(17, 14, 30), local(17, 18))]) == [window]
        assert (found.count("u1", window), found.count("u2", window), found.count("u3", window)) == (2, 1, 0)
        nothing = await handled_since(database, Columns(lambda _id: None), local(16, 0))
        assert nothing == Handled()
        assert nothing.known([window]) == []
    finally:
        database.close()


def test_a_unit_stands_out_only_against_every_day_that_is_known() -> None:
    due = (("handling", 3),)
    assert UnitAhead("u1", 3, due, 3, (2, 0, 1)).more_than_ever
    assert not UnitAhead("u1", 3, due, 3, (2, 0, 3)).more_than_ever
    assert not UnitAhead("u1", 3, due, 3, ()).more_than_ever
    assert not UnitAhead("u1", 3, due, 1, (0, 0)).more_than_ever
    assert UnitAhead("u1", 3, due, 2, (0,)).more_than_ever
    assert (Forecast().due, Forecast().days) == (0, 0)


@settings(deadline=None, max_examples=200)
@given(now=st.integers(T0 - 20 * DAY, T0 + 20 * DAY))
def test_the_axis_folds_every_gap_but_the_one_that_holds_now(now: int) -> None:
    first, last = T0 - 25 * DAY, T0 + 25 * DAY
    working = list(takewhile(lambda span: span[0] <= last, CALENDAR.spans_from(first)))
    spans, (begin, end) = spans_shown(CALENDAR, first, last, now)
    assert begin <= now < end
    gaps = [(before[1], after[0]) for before, after in pairwise(working)]
    folded = [(before[1], after[0]) for before, after in pairwise(spans)]
    held = [gap for gap in gaps if gap[0] <= now < gap[1]]
    assert [gap for gap in gaps if gap not in folded] == held
    # It is worked out anew when the next span or gap begins, not before.
    assert (begin, end) in working or [(begin, end)] == held
    assert spans_shown(CALENDAR, first, last, end - 1)[0] == spans


@settings(deadline=None, max_examples=80)
@given(
    rows=st.lists(tickets(), max_size=8, unique_by=lambda t: t.id),
    later=st.lists(st.tuples(tickets(), st.integers(-2, 40)), max_size=12),
)
def test_a_limit_that_passes_unseen_is_told_in_that_second_and_no_other(
    rows: list[Ticket], later: list[tuple[Ticket, int]]
) -> None:
    """Asked each time that time passes: it says so whenever the number past their limit is another, and
    without a change of the rows it says so no more often than there are limits."""
    store = Columns(lambda _id: None)
    for row in rows:
        store.put(row)
    falling, now, told, changes = Falling(store), T0, 0, 1
    falling.falls(now)
    before = int((store.due[: store.size] < now).sum())
    for ticket, minutes in later:
        now += minutes * MINUTE
        said = falling.falls(now)
        count = int((store.due[: store.size] < now).sum())
        assert said or count == before
        told += said
        before = count
        assert not falling.falls(now)
        store.put(ticket)
        changes += 1
        falling.note(np.array([store.slot(ticket.id)]))
        before = int((store.due[: store.size] < now).sum())
    assert told <= len(rows) + changes + sum(minutes < 0 for _, minutes in later)
