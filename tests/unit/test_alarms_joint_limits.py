"""A clock of a joint action that is past its limit is an alarm: of whose department it is, and of the duty
officer."""

from __future__ import annotations

from console.alarms.board import Board
from console.alarms.joint_limits import JointLimits
from contract.account import Actor
from contract.clock import HOUR, MINUTE
from contract.joint import action as a
from tests.unit.joint_steps import Steps
from tests.unit.joint_town import DUTY, HANDLERS, OTHER_STREET, REF, SEAT, STREET

SIGN_IN = 31 * MINUTE


def called() -> Steps:
    """Three departments are called, the first leads."""
    steps = Steps(REF)
    steps.begun(units=("d1", "d2", "d3"))
    return steps


def quiet() -> Board:
    return Board(lambda _alarm, _what, _at: None)


def keys(steps: Steps, who: Actor) -> list[str]:
    """What is past for somebody now: the clock and what it is on."""
    board = quiet()
    JointLimits(who, REF, 0).hear(board, [steps.joint], steps.now)
    return sorted(f"{one.about.clock} {key.rsplit(' ', 1)[1]}".strip() for key, one in board.alarms.items())


def test_a_department_hears_of_its_own_and_the_duty_officer_of_all() -> None:
    steps = called()
    steps.do(HANDLERS["d2"], a.JointSignIn())
    steps.now += SIGN_IN
    assert keys(steps, HANDLERS["d1"]) == ["sign_in d1"]
    assert keys(steps, HANDLERS["d2"]) == []
    assert keys(steps, DUTY) == ["sign_in d1", "sign_in d3"]
    for nobody in (SEAT, STREET, OTHER_STREET):
        assert keys(steps, nobody) == []


def test_it_rises_once_ends_with_its_clock_and_stands_still_with_the_action() -> None:
    steps, board = called(), quiet()
    limits = JointLimits(HANDLERS["d1"], REF, steps.now)
    limits.hear(board, [steps.joint], steps.now + 30 * MINUTE)
    assert not board.alarms, "at the very instant it is not past"
    steps.now += SIGN_IN
    for _ in range(3):
        limits.hear(board, [steps.joint], steps.now)
    (alarm,) = board.alarms.values()
    assert (alarm.kind, alarm.priority, alarm.demands, alarm.about.clock) == (
        "overdue",
        "medium",
        True,
        "sign_in",
    )
    assert alarm.about.since == steps.now - MINUTE
    steps.do(HANDLERS["d1"], a.JointSignIn())
    limits.hear(board, [steps.joint], steps.now)
    assert not any(one.stands for one in board.alarms.values())
    # The arrival's clock runs now; while the action stands nothing of it is past.
    steps.do(DUTY, a.Stop(reason="暴雨"))
    steps.now += 5 * HOUR
    limits.hear(board, [steps.joint], steps.now)
    assert not any(one.stands for one in board.alarms.values())
    limits.hear(board, [], steps.now)


def test_what_was_past_before_the_seat_was_taken_is_found_and_calls_nobody() -> None:
    steps, board = called(), quiet()
    steps.now += SIGN_IN
    JointLimits(HANDLERS["d1"], REF, steps.now).hear(board, [steps.joint], steps.now + MINUTE)
    heard: list[str] = []
    board = Board(lambda _alarm, what, _at: heard.append(what))
    JointLimits(HANDLERS["d1"], REF, steps.now).hear(board, [steps.joint], steps.now + MINUTE)
    assert heard == ["found"]
