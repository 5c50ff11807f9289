"""The board of alarms: whatever happens in whatever order, nothing that stands is lost, nothing that nobody
took is silent, nothing that is another's calls."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from console.alarms.alarm import DEMANDS, About, Alarm, Happening
from console.alarms.board import Board
from console.alarms.kinds import CHATTER, HOUR, LONGEST_SHELF, RULES, STALE, WINDOW, Kind, rank
from contract.clock import MINUTE

FAMILIES: dict[str, tuple[Kind, ...]] = {
    "limit a": ("near", "past"),
    "limit b": ("near", "past"),
    "new a": ("new",),
    "back a": ("back",),
    "link": ("delayed", "lost"),
}
KEYS = st.sampled_from(sorted(FAMILIES))


class Alarming(RuleBasedStateMachine):
    """A plain model beside the board: which conditions stand, whose they are, what the operator took."""

    @initialize()
    def begin(self) -> None:
        self.now = 1_000 * HOUR
        self.told: list[tuple[str, Happening, int]] = []
        self.kept: dict[str, Alarm] = {}
        self.board = Board(lambda alarm, what, at: self.told.append((alarm.key, what, at)), self.keep)
        self.stands: dict[str, tuple[Kind, bool]] = {}
        self.taken: dict[str, Kind] = {}
        self.aside: set[str] = set()

    def keep(self, key: str, alarm: Alarm | None) -> None:
        if alarm is None:
            self.kept.pop(key, None)
        else:
            self.kept[key] = alarm

    def escalated(self, key: str, kind: Kind) -> bool:
        return rank(kind) > rank(self.taken.get(key, kind))

    @rule(key=KEYS, late=st.booleans(), covered=st.booleans())
    def stand(self, key: str, late: bool, covered: bool) -> None:
        kind = FAMILIES[key][-1 if late else 0]
        if key not in self.stands and not self.held(key):
            self.taken.pop(key, None)
        if self.escalated(key, kind):
            del self.taken[key]
        old = self.board.alarms.get(key)
        if old is None:
            self.aside.discard(key)
        if old is not None and rank(kind) > rank(old.kind) and old.state == "shelved":
            self.aside.discard(key)
        self.stands[key] = (kind, covered)
        self.board.hear(key, kind, self.now, About(since=self.now, ticket_id=key), covered=covered)

    @rule(key=KEYS)
    def end(self, key: str) -> None:
        self.stands.pop(key, None)
        self.board.end(key, self.now)

    def held(self, key: str) -> bool:
        alarm = self.board.alarms.get(key)
        return alarm is not None and (alarm.chatters(self.now) or alarm.state == "shelved")

    @rule(key=KEYS)
    def acknowledge(self, key: str) -> None:
        if self.board.acknowledge([key], self.now) and key in self.stands:
            self.taken[key] = self.stands[key][0]

    @rule(key=KEYS, minutes=st.integers(1, 900))
    def shelve(self, key: str, minutes: int) -> None:
        if self.board.shelve([key], self.now + minutes * MINUTE, "施工中", self.now):
            self.aside.add(key)
            self.taken.pop(key, None)

    @rule(key=KEYS)
    def take_out(self, key: str) -> None:
        if self.board.take_out([key], "诉讼中", self.now):
            self.aside.add(key)
            self.taken.pop(key, None)

    @rule(key=KEYS)
    def bring_back(self, key: str) -> None:
        self.board.bring_back([key], self.now)
        self.aside.discard(key)

    @rule()
    def leave(self) -> None:
        self.board.leave(self.now)

    @precondition(lambda self: self.board.away)
    @rule()
    def come_back(self) -> None:
        self.board.come_back(self.now)

    @rule(minutes=st.sampled_from((1, 3, 11, 35, 70, 600)))
    def pass_time(self, minutes: int) -> None:
        self.now += minutes * MINUTE
        self.board.tick(self.now)

    @rule(minutes=st.sampled_from((2, 30, 5_000)))
    def set_back(self, minutes: int) -> None:
        last, self.now = self.now, self.now - minutes * MINUTE
        self.board.set_back(last, self.now)

    @rule()
    def restart(self) -> None:
        """What was kept is all that is needed to go on."""
        away = self.board.away
        kept = list(self.kept.values())
        self.board = Board(lambda alarm, what, at: self.told.append((alarm.key, what, at)), self.keep)
        self.board.load(kept, away=away)
        self.board.tick(self.now)

    # --- what always holds -------------------------------------------------------------------------------
    @invariant()
    def what_is_kept_is_what_stands(self) -> None:
        assert self.kept == self.board.alarms

    @invariant()
    def nothing_that_stands_is_lost(self) -> None:
        for key, (kind, covered) in self.stands.items():
            alarm = self.board.alarms[key]
            assert alarm.stands
            assert alarm.kind == kind
            assert alarm.state != "returned" or self.board.away
            hidden = covered or self.board.away
            if key not in self.taken and key not in self.aside and not hidden:
                assert alarm.state in ("unacknowledged", "shelved", "out"), alarm

    @invariant()
    def nothing_calls_that_is_not_mine_or_was_taken(self) -> None:
        for alarm in self.board.alarms.values():
            if alarm.demands and alarm.stands:
                assert not self.board.away
                assert not self.stands[alarm.key][1]
            if alarm.demands and not alarm.stands:
                assert alarm.chatters(self.now)

    @invariant()
    def shelves_end(self) -> None:
        for alarm in self.board.alarms.values():
            if alarm.state == "shelved":
                assert self.now < alarm.until <= alarm.changed_at + LONGEST_SHELF

    @invariant()
    def what_ended_leaves_only_what_is_to_be_read(self) -> None:
        for alarm in self.board.alarms.values():
            if not alarm.stands:
                latched = RULES[alarm.kind].latches and alarm.demanded_at
                assert (
                    (alarm.state == "returned" and latched)
                    or (alarm.state == "suppressed" and alarm.before == "returned" and latched)
                    or alarm.state == "shelved"
                    or alarm.held_until > self.now
                ), alarm

    @invariant()
    def taken_and_standing_comes_back_in_time(self) -> None:
        for alarm in self.board.alarms.values():
            again = alarm.acked_at + RULES[alarm.kind].again * 2**alarm.repeats
            if alarm.state == "acknowledged" and alarm.stands and again - alarm.about.since <= STALE:
                at = self.board.next_at()
                assert at is not None
                assert self.now < at <= again

    @invariant()
    def the_journal_tells_each_call(self) -> None:
        called = {key for key, what, _ in self.told if what in DEMANDS}
        assert {key for key, alarm in self.board.alarms.items() if alarm.demands} <= called


Alarming.TestCase.settings = settings(max_examples=250, stateful_step_count=40, deadline=None)
TestAlarming = Alarming.TestCase

NOW = 1_000 * HOUR


def board() -> tuple[Board, list[tuple[str, Happening]]]:
    told: list[tuple[str, Happening]] = []
    return Board(lambda alarm, what, _at: told.append((alarm.key, what))), told


def test_an_acknowledged_one_comes_back_when_it_gets_worse() -> None:
    made, told = board()
    made.hear("limit a", "near", NOW, About(since=NOW))
    made.acknowledge(["limit a"], NOW + 1)
    made.hear("limit a", "past", NOW + MINUTE, About(since=NOW + MINUTE))
    assert made.alarms["limit a"].demands
    assert made.alarms["limit a"].priority == "high"
    assert told[-1] == ("limit a", "escalated")


def test_an_acknowledged_one_that_still_stands_comes_back_ever_more_seldom_and_then_is_stale() -> None:
    made, _ = board()
    made.hear("limit a", "past", NOW, About(since=NOW))
    made.acknowledge(["limit a"], NOW)
    called = []
    for minute in range(40 * 60):
        now = NOW + minute * MINUTE
        made.tick(now)
        if made.alarms["limit a"].demands:
            called.append(minute // 60)
            made.acknowledge(["limit a"], now)
    assert called == [1, 3, 7, 15]
    assert made.alarms["limit a"].stale(NOW + 40 * HOUR)


def test_a_shelf_is_as_long_as_was_said_when_the_clock_is_set_back_under_it() -> None:
    made, _ = board()
    wrong = NOW + 365 * 24 * HOUR
    for key, shelved in (("new a", NOW), ("new b", wrong)):
        made.hear(key, "new", NOW, About(since=NOW))
        made.shelve([key], shelved + 30 * MINUTE, "施工中", shelved)
    made.set_back(wrong + 10 * MINUTE, NOW)
    made.tick(NOW + 19 * MINUTE)
    assert [alarm.state for alarm in made.alarms.values()] == ["shelved", "shelved"]
    made.tick(NOW + 20 * MINUTE)
    assert [alarm.state for alarm in made.alarms.values()] == ["shelved", "unacknowledged"]
    made.tick(NOW + 30 * MINUTE)
    assert [alarm.state for alarm in made.alarms.values()] == ["unacknowledged", "unacknowledged"]


def test_one_that_toggles_is_held_and_calls_no_more_until_it_has_been_calm() -> None:
    made, told = board()
    now = NOW
    for _ in range(8):
        made.hear("link", "delayed", now, About(since=now))
        made.acknowledge(["link"], now)
        made.end("link", now + 1000)
        now += 5000
    assert [what for _, what in told].count("raised") == CHATTER
    assert made.alarms["link"].chatters(now)
    made.tick(now + WINDOW)
    assert made.alarms == {}
    made.hear("link", "delayed", now + 2 * WINDOW, About(since=now))
    assert made.alarms["link"].demands


def test_one_that_toggled_until_the_break_began_is_over_after_it() -> None:
    made, _ = board()
    for n in range(CHATTER):
        made.hear("link", "delayed", NOW + 2 * n, About(since=NOW))
        made.end("link", NOW + 2 * n + 1)
    assert made.alarms["link"].chatters(NOW + MINUTE)
    made.leave(NOW + MINUTE)
    made.tick(NOW + 2 * WINDOW)
    made.come_back(NOW + 3 * WINDOW)
    assert made.alarms == {}


def test_what_another_is_in_is_theirs_until_they_leave_it() -> None:
    made, told = board()
    made.hear("new a", "new", NOW, About(since=NOW))
    made.hear("new a", "new", NOW + 1, About(since=NOW), covered=True)
    assert made.alarms["new a"].state == "suppressed"
    made.hear("new a", "new", NOW + MINUTE, About(since=NOW))
    assert made.alarms["new a"].demands
    made.hear("new a", "new", NOW + MINUTE, About(since=NOW), covered=True)
    made.end("new a", NOW + 2 * MINUTE)
    assert made.alarms == {}
    assert [what for _, what in told] == ["raised", "suppressed", "resumed", "suppressed", "ended"]


def test_what_ended_before_anybody_took_it_stays_to_be_read_where_it_matters() -> None:
    made, _ = board()
    made.hear("limit a", "past", NOW, About(since=NOW))
    made.hear("new a", "new", NOW, About(since=NOW))
    made.end("limit a", NOW + 1)
    made.end("new a", NOW + 1)
    assert {key: alarm.state for key, alarm in made.alarms.items()} == {"limit a": "returned"}
    assert made.acknowledge(["limit a"], NOW + 2) == 1
    assert made.alarms == {}
