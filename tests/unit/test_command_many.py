"""Many tickets at once: one transaction, an answer for each, taken back together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.errors import UndoRefused
from contract import action as a
from contract.refused import Refused
from tests.console_matter import reported, stepped
from tests.unit.test_console_outbox import Desk

FILED = a.File(item="i1", area="g1")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path / "seat.sqlite")
    yield opened
    opened.close()


def test_each_ticket_has_its_own_answer_and_a_refused_one_leaves_nothing(desk: Desk) -> None:
    accepted = stepped(reported(2), a.Accept(), seq=10)
    desk.hold(reported(1), accepted, reported(3))
    both = (a.Accept(), FILED)
    one, two, three = desk.actions.submit_many([("t-000001", both), ("t-000002", both), ("t-000003", both)])
    assert isinstance(two, Refused)
    assert isinstance(one, tuple)
    assert isinstance(three, tuple)
    assert [row.action_id for row in desk.outbox.rows] == [*one, *three]
    assert [row.follows for row in desk.outbox.rows] == ["", one[0], "", three[0]]
    assert [row.base_version for row in desk.outbox.rows] == [1, 2, 1, 2]
    assert [desk.shown(f"t-00000{n}").state for n in (1, 2, 3)] == ["filed", "accepted", "filed"]


def test_two_works_on_one_ticket_follow_one_another(desk: Desk) -> None:
    desk.hold(reported(1))
    first, second = desk.actions.submit_many([("t-000001", [a.Urge()]), ("t-000001", [a.Accept()])])
    assert isinstance(first, tuple)
    assert isinstance(second, tuple)
    assert [row.follows for row in desk.outbox.rows] == ["", first[0]]


def test_a_ticket_that_is_not_held_is_refused(desk: Desk) -> None:
    (found,) = desk.actions.submit_many([("t-none", [a.Accept()])])
    assert isinstance(found, Refused)
    assert desk.outbox.rows == ()


def test_all_of_it_is_taken_back(desk: Desk) -> None:
    desk.hold(*(reported(n) for n in range(1, 61)))
    groups = desk.actions.submit_many([(f"t-{n:06d}", (a.Accept(), FILED)) for n in range(1, 61)])
    assert desk.actions.undo_many([g for g in groups if isinstance(g, tuple)]) == ["withdrawn"] * 60
    assert desk.outbox.rows == ()
    assert {desk.shown(f"t-{n:06d}").state for n in range(1, 61)} == {"reported"}
    assert len(desk.ended) == 120


async def test_what_went_out_is_recalled_and_what_moved_on_is_told(desk: Desk) -> None:
    desk.hold(reported(1), reported(2), reported(3))
    one, two, three = (
        g
        for g in desk.actions.submit_many([(f"t-{n:06d}", [a.Accept()]) for n in (1, 2, 3)])
        if isinstance(g, tuple)
    )
    # The first was answered, the second too and has moved on since, the third never left.
    for n, group in ((1, one), (2, two)):
        row = desk.outbox.get(group[0])
        assert row is not None
        row = await desk.outbox.sending(row)
        answered = stepped(reported(n), a.Accept(), seq=20 + n)
        desk.replica.show(await desk.outbox.answered(row, answered))
        desk.actions.performed(row, answered)
        desk.replica.reproject([answered.id])
    desk.hold(stepped(desk.shown("t-000002"), FILED, seq=40))
    how = desk.actions.undo_many([one, two, three, ("nobody's",)])
    assert how[0] == "recalled"
    assert isinstance(how[1], UndoRefused)
    assert how[2] == "withdrawn"
    assert isinstance(how[3], UndoRefused)
    assert [(row.ticket_id, row.action) for row in desk.outbox.rows] == [("t-000001", "recall")]
    assert desk.shown("t-000001").state == "reported"
    assert desk.shown("t-000003").state == "reported"
