"""Which events a ticket's clocks give does not depend on when somebody looks: random lives, looked at every
few minutes and looked at only when something is done."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from backend.service.profile import ProfileError, load
from backend.service.scheduler_instants import KEPT_MARKS, Fallen, Told, fallen, marked, next_at
from contract.clock import DAY, HOUR, MINUTE, Clock, Limit, end, extend, resume, stand, start
from contract.reference import Reference
from contract.ticket import Ticket
from tests.backend.running import TINY
from tests.console_matter import REFERENCE, T0

Doing = Literal["stand", "resume", "extend", "end", "renew", "recall", "pass"]

LIMITS = st.sampled_from(
    [Limit(20, "minutes"), Limit(3, "hours"), Limit(2, "working_hours"), Limit(1, "working_days")]
)
LIVES = st.lists(
    st.tuples(
        st.integers(1, 60),  # so often STEP goes by
        st.sampled_from(["stand", "resume", "extend", "end", "renew", "recall", "pass"]),
    ),
    min_size=1,
    max_size=8,
)
STEP = 7 * MINUTE
EVERY = replace(REFERENCE, district=replace(REFERENCE.district, remind={"every": Limit(1, "hours")}))


def ticket(clock: Clock) -> Ticket:
    return Ticket(
        id="t",
        district="d",
        number="D1",
        version=1,
        seq=1,
        state="handling",
        channel="c",
        title="t",
        reported_at=T0,
        changed_at=T0,
        responsibility=clock,
    )


class Life:
    """One clock of one ticket, and what was told of it."""

    def __init__(self, limit: Limit, ref: Reference) -> None:
        self.ref = ref
        self.now = T0
        self.clock = start("responsibility", limit, T0, ref.calendar)
        self.former = self.clock
        self.told: Told = ()
        self.events: list[Fallen] = []

    def look(self) -> None:
        """Tell what has fallen due."""
        row = ticket(self.clock)
        was = next_at(row, self.told, self.ref)
        found = fallen(row, self.told, self.now, self.ref)
        assert not found or (was is not None and was <= self.now)
        self.told = marked(self.told, row, self.now, found)
        after = next_at(row, self.told, self.ref)
        assert after is None or after > self.now
        assert fallen(row, self.told, self.now, self.ref) == []
        assert all(one.at <= self.now for one in found)
        assert self.clock.running_since is not None or not found
        self.events += found

    def do(self, doing: str) -> None:
        """A step: it tells first."""
        self.look()
        was, calendar = self.clock, self.ref.calendar
        match doing:
            case "stand":
                self.clock = stand(was, self.now, calendar)
            case "resume":
                self.clock = resume(was, self.now, calendar)
            case "extend":
                self.clock = extend(was, HOUR, calendar)
            case "end":
                self.clock = end(was, self.now, calendar)
            case "renew":
                self.clock = start(was.name, was.limit, self.now, calendar)
            case "recall":
                self.clock, was = self.former, self.clock
        if self.clock != was:
            self.former = was

    def said(self, *outcomes: str) -> Counter[tuple[str, int, int]]:
        """What was told of which limit, and how often."""
        return Counter((e.outcome, e.at, e.due_at) for e in self.events if e.outcome in outcomes)


@settings(max_examples=60, deadline=None)
@given(LIMITS, LIVES)
def test_events_do_not_depend_on_who_looks_when(limit: Limit, life: list[tuple[int, str]]) -> None:
    often, seldom = Life(limit, EVERY), Life(limit, EVERY)
    for steps, doing in life:
        for _ in range(steps):
            often.now += STEP
            often.look()
        seldom.now = often.now
        often.do(doing)
        seldom.do(doing)
        assert seldom.clock == often.clock
        seldom.look()
        often.look()
        assert seldom.said("near", "past") == often.said("near", "past")
        assert not seldom.said("reminder") - often.said("reminder")
    # Each once: a clock that is started anew at another instant is another.
    for one in (often, seldom):
        assert set(one.said("near", "past", "reminder").values()) <= {1}
        assert len(one.told) <= KEPT_MARKS


@settings(max_examples=60, deadline=None)
@given(LIMITS, st.integers(0, 12 * 60))
def test_reminders_come_an_interval_apart_in_the_clocks_own_time(limit: Limit, late: int) -> None:
    """Looked at often enough they lie at the limit and whole intervals after it."""
    life = Life(limit, EVERY)
    due = life.clock.due_at
    assert due is not None
    life.now = due
    for _ in range(late // 7):
        life.now += STEP
        life.look()
    reminders = [one for one in life.events if one.outcome == "reminder"]
    assert [one.nth for one in reminders] == list(range(1, len(reminders) + 1))
    calendar = EVERY.calendar
    for one in reminders:
        gone = calendar.between(due, one.at) if limit.working else one.at - due
        assert gone == one.nth * HOUR
    left = calendar.between(due, life.now) if limit.working else life.now - due
    assert len(reminders) == left // HOUR


def test_two_clocks_that_are_late_remind_by_one() -> None:
    """The stage is silent from the responsibility clock's limit on."""
    calendar = EVERY.calendar
    stage = start("handle", Limit(1, "hours"), T0, calendar)
    whole = start("responsibility", Limit(150, "minutes"), T0, calendar)
    row = replace(ticket(whole), stage=stage)
    told: Told = ()
    found: list[Fallen] = []
    for minute in range(6 * 60 + 1):
        now = T0 + minute * MINUTE
        events = fallen(row, told, now, EVERY)
        told = marked(told, row, now, events)
        found += events
    reminders = [(one.clock, (one.at - T0) // MINUTE) for one in found if one.outcome == "reminder"]
    assert reminders == [
        ("handle", 120),
        ("responsibility", 210),
        ("responsibility", 270),
        ("responsibility", 330),
    ]


def test_a_district_may_want_no_reminders() -> None:
    quiet = replace(REFERENCE, district=replace(REFERENCE.district, remind={}))
    life = Life(Limit(20, "minutes"), quiet)
    life.now = T0 + 3 * DAY
    life.look()
    assert [one.outcome for one in life.events] == ["near", "past"]
    assert next_at(ticket(life.clock), life.told, quiet) is None


def district_with(folder: Path, remind: str) -> Path:
    """The tiny district with a table of reminders."""
    copied = folder / "tiny"
    shutil.copytree(TINY, copied)
    with (copied / "profile.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[remind]\n{remind}\n")
    return copied


def test_a_profile_says_how_often_each_clock_reminds(tmp_path: Path) -> None:
    """Clocks that it does not name go by `every`; without the table, twice a working day but for the
    call-back."""
    stated = load(district_with(tmp_path, 'every = "1 working_days"\nhandle = "2 hours"\nverify = "never"'))
    assert stated.district.remind == {
        "every": Limit(1, "working_days"),
        "handle": Limit(2, "hours"),
        "verify": None,
    }
    assert load(TINY).district.remind == {"every": Limit(4, "working_hours"), "evaluate": None}


@pytest.mark.parametrize(
    ("remind", "said"),
    [('handel = "2 hours"', "handel"), ('handle = "often"', "often"), ('handle = "0 hours"', "length")],
)
def test_a_profile_with_reminders_that_cannot_be_is_refused(tmp_path: Path, remind: str, said: str) -> None:
    with pytest.raises(ProfileError, match=said):
        load(district_with(tmp_path, remind))
