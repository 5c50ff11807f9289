"""The clock of each approval is what a recount from its own events and the action's stops makes it, in
whatever order late acts become known; nothing is complete with an approval or papers outstanding."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from contract.calendar import Calendar
from contract.clock import DAY, HOUR, MINUTE
from contract.joint import action as a
from contract.joint.advance import effective
from contract.joint.approval import Approval
from contract.joint.clocks import approval_clock, recalculated
from contract.refused import Refused
from tests.unit.joint_account import shown
from tests.unit.joint_approval_play import UNITS, Appeal
from tests.unit.joint_town import DUTY, HANDLERS, REF, SEAT

STEPS = ("taken", "owing", "lacking", "supplied", "granted", "denied", "withdrawn", "stop", "resume")
WAITS = (0, 1, 17, 90, 300, 900, 2880)
"""Minutes."""

Span = tuple[int, int | None]


class Told(msgspec.Struct):
    """What a bystander noted of an approval: its own spans, its end."""

    lacking: list[Span] = []
    over: int | None = None


def in_any(at: int, spans: list[Span]) -> bool:
    """Whether an instant lies in one of them."""
    return any(begin <= at and (end is None or at < end) for begin, end in spans)


def ran(calendar: Calendar, limit: Any, begin: int, until: int, spans: list[Span]) -> int:
    """What of a limit went by between two instants, summed over the pieces between all edges of the spans
    that do not lie in any of them."""
    edges = sorted({begin, until, *(edge for span in spans for edge in span if edge is not None)})
    pieces = [(x, y) for x, y in pairwise(edges) if begin <= x and y <= until]
    return sum(calendar.between(x, y) if limit.working else y - x for x, y in pieces if not in_any(x, spans))


def recount(appeal: Appeal, one: Approval, told: Told, stops: list[Span], now: int) -> None:
    """Hold an approval's clock against the recount."""
    clock = one.clock
    assert clock is not None
    spans = [*told.lacking, *stops]
    until = now if told.over is None else told.over
    seen = shown(clock, now, REF)
    assert clock.ended_at == told.over
    assert seen.used == ran(REF.calendar, one.limit, clock.started_at, until, spans)
    if clock.running:
        assert clock.due_at is not None
        if clock.due_at >= now:
            left = ran(REF.calendar, one.limit, now, clock.due_at, [])
            assert seen.used + left == one.limit.amount
    assert approval_clock(appeal.joint, one, REF) == one


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_clocks_are_a_recount_of_their_own_events_however_late_these_are_told(data: st.DataObject) -> None:
    appeal = Appeal().acting()
    told = {one.id: Told(lacking=[]) for one in appeal.joint.approvals}
    stops: list[Span] = []
    for _ in range(data.draw(st.integers(3, 14))):
        appeal.later(data.draw(st.sampled_from(WAITS)))
        name, id_ = data.draw(st.sampled_from(STEPS)), data.draw(st.sampled_from(sorted(told)))
        late = data.draw(st.sampled_from(WAITS)) * MINUTE
        done_at = max(appeal.now - late, 0) if late else None
        one = appeal.of(id_)
        who = DUTY if name in ("stop", "resume", "withdrawn") else SEAT if name == "supplied" else None
        act: a.JointAct
        match name:
            case "stop":
                act = a.Stop(reason="停工")
            case "resume":
                act = a.Continue()
            case "owing":
                act = a.ApprovalStep(
                    outcome="taken", approval=id_, owed="环评", until=appeal.now + 2 * DAY + HOUR
                )
            case _:
                outcome: Any = name
                act = a.ApprovalStep(outcome=outcome, approval=id_, reason="理由", document="1号")
        actor = who or HANDLERS[one.unit]
        at = effective(appeal.joint, act, actor, done_at, appeal.now)
        try:
            appeal.do(actor, act, done_at)
        except Refused:
            continue
        mine = told[id_]
        if name == "stop":
            stops.append((at, None))
        elif name == "resume":
            stops[-1] = (stops[-1][0], at)
        elif name == "lacking":
            mine.lacking.append((at, None))
        elif name == "supplied" and one.state == "lacking":
            mine.lacking[-1] = (mine.lacking[-1][0], at)
        elif name in ("granted", "denied", "withdrawn") and mine.over is None:
            mine.over = at
            mine.lacking = [(begin, at if end is None else end) for begin, end in mine.lacking]
        for held in appeal.joint.approvals:
            recount(appeal, held, told[held.id], stops, appeal.now)
    assert recalculated(appeal.joint, REF.calendar) is appeal.joint
    other = Calendar(480, ((540, 720), (840, 1020)), frozenset(), frozenset(), frozenset({2026, 2027}))
    anew = recalculated(appeal.joint, other)
    for before, after in zip(appeal.joint.approvals, anew.approvals, strict=True):
        assert before.clock is not None
        assert after.clock is not None
        assert after.clock.pauses == before.clock.pauses
        if before.clock.ended_at is not None:
            assert after.clock == before.clock, "what has ended stays as it was judged"


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_nothing_is_complete_with_an_approval_or_papers_outstanding(data: st.DataObject) -> None:
    appeal = Appeal().acting()
    appeal.ready()
    for _ in range(data.draw(st.integers(0, 9))):
        appeal.later(data.draw(st.sampled_from(WAITS[:4])))
        name, id_ = data.draw(st.sampled_from(STEPS[:7])), data.draw(st.sampled_from(("w1", "w2", "w3")))
        who = DUTY if name == "withdrawn" else SEAT if name == "supplied" else None
        more: dict[str, Any] = {"owed": "环评", "until": appeal.now + DAY} if name == "owing" else {}
        try:
            appeal.step(id_, "taken" if name == "owing" else name, who, **more)
        except Refused:
            continue
    open_ = [one.id for one in appeal.joint.approvals if not one.ended or one.owes]
    try:
        appeal.complete(HANDLERS[UNITS[0]])
    except Refused:
        assert open_
    else:
        assert not open_
