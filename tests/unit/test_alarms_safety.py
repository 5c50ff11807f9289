"""People on dangerous ground of whom nothing was heard in time are an alarm, until they are heard of."""

from __future__ import annotations

from console.alarms.board import Board
from console.alarms.not_tickets import hear_safety
from contract.clock import MINUTE
from contract.joint import action as a
from tests.unit.joint_steps import Steps
from tests.unit.joint_town import DUTY, HANDLERS, OTHER_STREET, REF, SEAT, STREET


def on_the_spot() -> Steps:
    """Two departments there, the second's people are to be heard of every ten minutes."""
    steps = Steps(REF)
    steps.begun(units=("d1", "d2", "d3"))
    for unit in ("d1", "d2"):
        steps.do(HANDLERS[unit], a.JointSignIn())
        steps.do(HANDLERS[unit], a.JointArrive(people=4))
    steps.do(HANDLERS["d1"], a.Muster())
    steps.do(HANDLERS["d2"], a.Safety(outcome="started", people=4, minutes=10))
    return steps


def test_it_rises_when_they_are_overdue_and_ends_when_they_are_heard_of() -> None:
    steps, board = on_the_spot(), Board(lambda _alarm, _what, _at: None)
    hear_safety(board, [steps.joint], DUTY, steps.now + 10 * MINUTE)
    assert not board.alarms
    steps.now += 11 * MINUTE
    for _ in range(3):
        hear_safety(board, [steps.joint], DUTY, steps.now)
    (alarm,) = board.alarms.values()
    assert (alarm.kind, alarm.priority, alarm.demands) == ("safety", "high", True)
    assert (alarm.about.joint_id, alarm.about.since) == ("j1", steps.now - MINUTE)
    steps.do(HANDLERS["d2"], a.Safety(outcome="heard"))
    hear_safety(board, [steps.joint], DUTY, steps.now)
    (over,) = board.alarms.values()
    assert over.state == "returned", "it stays to be read"


def test_it_calls_those_whom_it_concerns() -> None:
    steps = on_the_spot()
    steps.now += 11 * MINUTE
    called = []
    for who in (DUTY, STREET, HANDLERS["d1"], HANDLERS["d2"], HANDLERS["d3"], SEAT, OTHER_STREET):
        board = Board(lambda _alarm, _what, _at: None)
        hear_safety(board, [steps.joint], who, steps.now)
        called += [who.id] if board.alarms else []
    assert called == ["duty", "street", "u-d1", "u-d2"]
