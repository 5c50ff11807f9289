"""What is told of a joint action's clocks is what its rows say, each once, whenever somebody looks: random
lives of each kind, looked at every few minutes, and looked at only when something is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.service.joint import clocks
from contract.clock import DAY, HOUR, MINUTE, Clock, Limit, ahead, elapsed
from contract.joint.joint import Joint
from contract.joint.lifecycle import ENDED
from tests.unit.joint_steps import Steps
from tests.unit.joint_town import REF

KINDS = ("enforcement", "repair", "dispute", "appeal")
Event = tuple[str, str, str, int]
"""What, which clock, on what, when."""


def counting(joint: Joint) -> list[tuple[str, str, Clock]]:
    """The clocks of a row that have not ended, as the row has them."""
    if joint.state in ENDED:
        return []
    found: list[tuple[str, str, Clock | None]] = [("handle", "", joint.handle)]
    if joint.stage is not None:
        found.append((joint.stage.name, "", joint.stage))
    for party in joint.parties:
        if party.state not in ("released", "substituted"):
            found += [("sign_in", party.unit, party.sign_in), ("arrive", party.unit, party.arrive)]
    found += [("task", task.id, task.clock) for task in joint.tasks]
    found += [("approval", one.id, one.clock) for one in joint.approvals]
    found += [("safety", one.unit, one.clock) for one in joint.safety if one.ended_at is None]
    return [(name, on, clock) for name, on, clock in found if clock is not None and clock.ended_at is None]


def dates(joint: Joint) -> list[tuple[str, str, int]]:
    """The dates that were promised and are still waited for."""
    if joint.state in ENDED:
        return []
    found = [
        ("owed", one.id, one.owed_until)
        for one in joint.approvals
        if one.owed and one.supplied_at is None and one.state not in ("denied", "withdrawn")
    ]
    signed = joint.settlement is not None and joint.settlement.signed_at is not None
    if not signed and joint.unsettled is None:
        found += [("session", one.id, one.at) for one in joint.sessions if one.state == "set"]
    held = joint.settlement
    owing = held is not None and sum(one.fen for one in held.performed) < held.fen
    if held is not None and signed and held.defaulted_at is None and owing:
        found.append(("settlement", held.id, held.until))
    return [(name, on, at) for name, on, at in found if at is not None]


def expected(joint: Joint, upto: int) -> set[Event]:
    """What of a row is near or past by an instant."""
    found: set[Event] = set()
    for name, on, clock in counting(joint):
        if clock.due_at is None:
            continue
        if clock.due_at <= upto:
            found.add(("past", name, on, clock.due_at))
        near = clock.amber_at
        shown = clock.running_since is not None and name != "safety"
        if shown and near is not None and near < clock.due_at and near <= upto:
            found.add(("near", name, on, near))
    if joint.held is None:
        found |= {("past", name, on, at) for name, on, at in dates(joint) if at <= upto}
    return found


def reminders(joint: Joint, since: int, upto: int) -> set[Event]:
    """The reminders of a row within a stretch of time, counted one by one."""
    found: set[Event] = set()
    rules = REF.district.joint.remind
    for name, on, clock in counting(joint):
        limit = rules[name] if name in rules else rules["every"]
        if limit is None or clock.due_at is None or clock.running_since is None:
            continue
        at = base = max(clock.due_at, clock.running_since)
        n = 0
        while at <= upto:
            n += 1
            at = ahead(clock.limit, base, n * limit.amount, REF.calendar)
            if since < at <= upto and not (not on and name != "handle" and _late(joint.handle, at)):
                found.add(("reminder", name, on, at))
    return found


def _late(handle: Clock | None, at: int) -> bool:
    """Whether the whole action is late, and says so itself."""
    runs = handle is not None and handle.ended_at is None and handle.running_since is not None
    return runs and handle is not None and handle.due_at is not None and handle.due_at <= at


class Watched:
    """A life, and what was told of it."""

    def __init__(self, kind: str) -> None:
        self.world = Steps(REF)
        self.world.begun(kind)
        self.told: clocks.Told = ()
        self.events: list[Event] = []
        self.last: dict[tuple[str, str], int] = {}

    def look(self, upto: int) -> list[clocks.Fallen]:
        """Tell what has fallen due by an instant."""
        row = self.world.joint
        was = clocks.next_at(row, self.told, REF)
        found = clocks.fallen(row, self.told, upto, REF)
        assert not found or (was is not None and was <= upto), "nobody would have looked"
        told = clocks.marked(row, self.told, upto, REF, found)
        # It is kept as a row keeps it.
        self.told = clocks.unpack_told(clocks.pack_told(clocks.kept_marks(row, told, REF)))
        after = clocks.next_at(row, self.told, REF)
        assert after is None or after > upto, "it would be looked at for ever"
        assert clocks.fallen(row, self.told, upto, REF) == []
        assert [one.at for one in found] == sorted(one.at for one in found)
        self.events += [(one.outcome, one.of.name, one.of.on, one.at) for one in found]
        return found

    def step(self, choose: Any) -> None:
        """Something that is offered is done."""
        options = self.world.options()
        if options:
            who, row = choose(options)
            self.world.do(who, self.world.act(who, row, choose))


def life(data: st.DataObject, kind: str, apart: int | None) -> tuple[Watched, set[Event], set[Event]]:
    """A life that is looked at so often (ms; None: only before a step); what its rows say was near or past,
    and which reminders they have."""

    def choose(of: Sequence[Any]) -> Any:
        return of[data.draw(st.integers(0, len(of) - 1))]

    it = Watched(kind)
    wanted: set[Event] = set()
    reminded: set[Event] = set()
    for _ in range(data.draw(st.integers(3, 12))):
        since = it.world.now
        upto = since + data.draw(st.sampled_from((MINUTE, 20 * MINUTE, HOUR, 5 * HOUR, 2 * DAY)))
        if apart is not None:
            upto = min(upto, since + 4 * HOUR)
            for at in range(since, upto, apart):
                it.look(at)
        it.look(upto)
        wanted |= expected(it.world.joint, upto)
        reminded |= reminders(it.world.joint, since, upto)
        it.world.now = upto
        it.step(choose)
    return it, wanted, reminded


LOOKS = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def dated(event: Event) -> bool:
    """Whether it is of a date that was promised: how long before it is near is the rule's matter."""
    return event[1] in ("owed", "session", "settlement")


@LOOKS
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_looked_at_often_it_tells_what_the_rows_say_each_once(data: st.DataObject, kind: str) -> None:
    it, wanted, reminded = life(data, kind, 7 * MINUTE)
    assert len(set(it.events)) == len(it.events), "told twice"
    told = {e for e in it.events if e[0] != "reminder" and not (dated(e) and e[0] == "near")}
    assert told == wanted
    # Of reminders that come between two looks the last is told: five minutes apart, so are those of safety.
    often = {e for e in reminded if e[1] != "safety"}
    assert {e for e in it.events if e[0] == "reminder" and not dated(e) and e[1] != "safety"} == often
    assert {e for e in it.events if e[0] == "reminder" and e[1] == "safety"} <= reminded


@LOOKS
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_looked_at_seldom_it_tells_the_same_but_for_reminders_missed(data: st.DataObject, kind: str) -> None:
    it, wanted, reminded = life(data, kind, None)
    assert len(set(it.events)) == len(it.events), "told twice"
    told = {e for e in it.events if e[0] != "reminder" and not (dated(e) and e[0] == "near")}
    assert told == wanted
    assert {e for e in it.events if e[0] == "reminder" and not dated(e)} <= reminded


def test_marks_of_an_older_backend_say_that_it_was_past() -> None:
    it = Watched("enforcement")
    row = it.world.joint
    at = it.world.now
    stage = row.stage
    assert stage is not None
    assert stage.due_at is not None
    first = row.active[0]
    assert first.sign_in is not None
    assert first.sign_in.due_at is not None
    older = msgspec.msgpack.encode([("sign_in", first.unit, first.sign_in.due_at)])
    told = clocks.unpack_told(older)
    now = at + 3 * HOUR
    adopted = clocks.adopted(row, told, now, REF)
    found = [(one.outcome, one.of.name, one.of.on) for one in clocks.fallen(row, adopted, now, REF)]
    assert ("past", "sign_in", first.unit) not in found
    assert not [one for one in found if one[0] == "near"], "amber of the past is not told late"
    assert ("past", "sign_in", row.active[1].unit) in found, "what was not told is told"
    later = clocks.fallen(row, adopted, first.sign_in.due_at + 4 * HOUR, REF)
    mine = [(one.outcome, one.at) for one in later if one.of.on == first.unit and one.of.name == "sign_in"]
    assert mine == [("reminder", first.sign_in.due_at + 4 * HOUR)]
    assert elapsed(Limit(1, "hours"), first.sign_in.due_at, mine[0][1], REF.calendar) == 4 * HOUR
