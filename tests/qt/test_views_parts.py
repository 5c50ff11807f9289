"""The parts of screens that need no window: steps and keys, drafts of a call, coordinates, explanations."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from contract.account import ROLES, Actor
from contract.clock import DAY, HOUR, MINUTE, Limit, extend, resume, stand, start
from contract.feed import Suggestion
from contract.guards import offers
from contract.lifecycle import TABLE
from contract.machine import Names
from contract.ticket import Claim, Ticket
from tests.console_matter import REFERENCE, T0
from views import language, words
from views.acting import acts_of, step_name, step_names, steps_for
from views.choices import coordinates
from views.claims import holder
from views.clocks import left_of
from views.intake.call_draft import CallDraft
from views.ticket.why import explain
from widgets.countdown import format_remaining
from widgets.light import Light


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> None:
    """Whatever a test before left installed."""
    language.install("en")


UNIT = Suggestion(code="u1", names=Names("单位", "Unit"), score=1.0)


def ticket(state: str) -> Ticket:
    return Ticket(
        id="t",
        district="d",
        number="D1",
        version=1,
        seq=1,
        state=state,
        channel="c",
        title="t",
        reported_at=T0,
        changed_at=T0,
        area="g1",
        area_path="d/g1",
        unit="u1",
        unit_path="u1",
    )


def actor(role: str) -> Actor:
    return Actor(
        id="a",
        name="a",
        role=role,  # type: ignore[arg-type]
        district="d",
        area="g1" if role == "grid" else "d",
        area_path="d/g1" if role == "grid" else "d",
        unit="u1",
        unit_path="u1",
    )


@pytest.mark.parametrize("role", [r for r in ROLES if r not in ("channel", "reporter")])
@pytest.mark.parametrize("state", [s.name for s in TABLE.states])
def test_the_bar_offers_all_that_the_table_does_each_with_a_key_of_its_own(role: str, state: str) -> None:
    row = ticket(state)
    offered = offers(row, actor(role), REFERENCE)
    steps = steps_for(row, offered, lambda a, o: f"{a} {o}", UNIT)
    keys = [step.key for step in steps]
    assert all(keys)
    assert len(set(keys)) == len(keys), [(s.id, s.key) for s in steps]
    offered_actions = {r.action for r in offered}
    assert bool(steps) == bool(offered_actions)
    for first, second in combinations(steps, 2):
        assert first.id != second.id


@pytest.mark.parametrize("state", [s.name for s in TABLE.states])
def test_a_button_begins_with_a_capital_whatever_a_district_calls_its_steps(state: str) -> None:
    row = ticket(state)
    for suggested in (UNIT, None):
        for step in steps_for(row, offers(row, actor("seat"), REFERENCE), lambda a, o: f"{a} {o}", suggested):
            assert step.text[:1].isupper(), step
            assert step.verb[:1].isupper(), step
    assert all(step_name(name, lambda a, o: f"{a} {o}")[:1].isupper() for name in step_names())
    assert words.begun("派遣") == "派遣"


def test_what_a_step_submits_is_what_the_table_expects() -> None:
    given_values = {
        "reason": "r",
        "result": "r",
        "note": "n",
        "item": "i",
        "unit": "u",
        "into": "t2",
        "area": ("g1", None, None),
        "place": "p",
        "satisfaction": "satisfied",
        "files": (),
        "ground": "duty_list",
        "cite": "",
        "entry": "duty:1-001",
        "cause": "planned",
        "until": 1,
        "kind": "leader",
        "reply_due": 1,
        "value": 1.0,
        "task": "t",
        "parties": "reporter,neighbour",
    }
    from contract.action import name_of, outcome_of

    for state in TABLE.states:
        row = ticket(state.name)
        rows = list(TABLE.rows(state.name))
        for step in steps_for(row, rows, lambda a, o: a, UNIT):
            acts = acts_of(step, row, given_values)
            first = acts[0]
            assert TABLE.find(state.name, name_of(first), outcome_of(first)) is not None, step


@given(st.floats(70, 140), st.floats(10, 55))
def test_coordinates_are_read_in_either_order(lon: float, lat: float) -> None:
    lon, lat = round(lon, 6), round(lat, 6)
    if lon > 90:
        assert coordinates(f"{lon}, {lat}") == (lon, lat)
        assert coordinates(f"{lat}，{lon}") == (lon, lat)


@pytest.mark.parametrize("text", ["", "望湖", "117.3", "117,3,4", "200, 100", "abc, 3"])
def test_what_are_no_coordinates(text: str) -> None:
    assert coordinates(text) is None


@given(st.builds(CallDraft, *(st.text(max_size=30) for _ in range(7))))
def test_a_draft_survives_being_kept(draft: CallDraft) -> None:
    kept = draft.kept()
    if draft.is_empty():
        assert kept == {}
    else:
        assert CallDraft.of(kept) == draft


def test_the_title_is_the_first_sentence() -> None:
    assert CallDraft(text="井盖缺失，夜里有人绊倒。请尽快处理").heading() == "井盖缺失，夜里有人绊倒"
    assert CallDraft(title="占道", text="别的").heading() == "占道"
    assert len(CallDraft(text="长" * 500).heading()) == 60


def test_working_time_is_explained_by_its_spans() -> None:
    calendar = REFERENCE.calendar
    clock = start("handle", Limit(1, "working_days"), T0 + 7 * HOUR, calendar)
    lines = dict(explain(clock, T0 + 20 * HOUR, REFERENCE, None))
    assert "stands still" in lines["Left"]
    assert "working" in lines["Limit"]
    assert "Counted" in lines


def test_what_was_passed_over_stood_and_was_added_is_explained() -> None:
    calendar = replace(
        REFERENCE.calendar, days_off=frozenset({date(2026, 10, 1)}), made_up=frozenset({date(2026, 10, 10)})
    )
    reference = replace(REFERENCE, calendar=calendar)
    begun = calendar.midnight((date(2026, 9, 30) - date(1970, 1, 1)).days) + 19 * HOUR
    clock = start("handle", Limit(7, "working_days"), begun, calendar)
    clock = resume(stand(clock, begun + 15 * DAY, calendar), begun + 16 * DAY, calendar)
    clock = extend(clock, 4 * HOUR, calendar)
    told = explain(clock, begun + 15 * DAY, reference, None)
    lines = dict(told)
    assert lines["Counts from"].startswith("Fri 2 Oct 08:00")
    assert ("Not counted", "public holidays: Thu 1 Oct") in told
    assert ("", "weekends: Sat 3 Oct – Sun 4 Oct, Sun 11 Oct") in told
    assert lines["Counted too"] == "make-up working days: Sat 10 Oct"
    assert "1 working day" in lines["Extended"] or "4h" in lines["Extended"]
    over = stand(start("handle", Limit(1, "hours"), begun, calendar), begun + 2 * HOUR, calendar)
    lines = dict(explain(over, begun + 9 * HOUR, reference, None))
    assert lines["Due"].endswith("20:00")
    assert lines["Left"].startswith("−1h00")
    assert lines["Stood"] == "since Wed 30 Sep 21:00"
    shown = left_of(over, begun + 9 * HOUR, calendar)
    assert shown is not None
    assert (shown.light, shown.running, shown.seconds) == (Light.RED, False, -3600)
    paused = stand(start("handle", Limit(3, "hours"), begun, calendar), begun + HOUR, calendar)
    lines = dict(explain(paused, begun + 9 * HOUR, reference, None))
    assert lines["Stood"].startswith("since ")
    assert "Due" not in lines


def test_a_countdown_shows_what_is_left_to_the_second() -> None:
    calendar = REFERENCE.calendar
    clock = start("accept", Limit(15, "minutes"), T0, calendar)
    shown = [left_of(clock, T0 + ms, calendar) for ms in (0, 999, 1000, 15 * MINUTE, 15 * MINUTE + 1500)]
    assert [format_remaining(r) for r in shown if r] == ["15:00", "15:00", "14:59", "00:00", "−00:01"]
    night = start("handle", Limit(1, "working_days"), T0, calendar)
    during = left_of(night, T0 + 12 * HOUR, calendar)
    assert during is not None
    assert not during.running


def test_a_claim_is_silent_before_it_runs_out() -> None:
    me = actor("seat")
    claim = Claim(by="b", name="B", seat="09", at=T0, until=T0 + 10 * MINUTE)
    assert holder(claim, me, T0) == "other"
    assert holder(claim, me, T0 + 4 * MINUTE) == "silent"
    assert holder(claim, me, T0 + 10 * MINUTE) == ""
    assert holder(replace(claim, by="a"), me, T0 + 4 * MINUTE) == "me"


def test_limits_are_said_as_people_say_them() -> None:
    assert words.limit(Limit(15, "minutes")) == "15 minutes"
    assert words.limit(Limit(1, "working_days")) == "1 working day"
    assert words.limit(Limit(4306.93, "minutes")) == "2 d 23 h"
