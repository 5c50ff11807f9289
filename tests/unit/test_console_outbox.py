"""Outbox, projection and undo: rows are durable before they show, follow one another, are one person's."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from console.actions import Actions, known_to_both
from console.clock import BackendClock
from console.errors import LoginRequired, StorageFault, UndoRefused
from console.outbox import Outbox, OutboxRow
from console.projection import masked, project
from console.replica import rows
from console.replica.database import Database
from console.replica.replica import Replica
from console.tasks import Tasks
from contract import action as a
from contract.account import Actor
from contract.lifecycle import TABLE
from contract.machine import Machine
from contract.problem import Problem
from contract.refused import InputRefused, RoleRefused, StepRefused
from contract.ticket import Ticket
from tests.console_matter import HANDLER, OTHER, REFERENCE, SEAT, reported, stamped, stepped
from tests.strict import ExpectedLog


class Desk:
    """A seat without its network: file, replica, outbox and actions of one operator."""

    def __init__(self, path: Path, actor: Actor = SEAT) -> None:
        self.database = Database(path)
        self.tickets = rows.Rows(self.database)
        self.clock = BackendClock()
        self.actor: Actor | None = actor
        self.replica = Replica(self.database, self.tickets, self.over, lambda _: None, lambda: None)
        self.replica.load()
        self.outbox = Outbox(self.database, self.tickets)
        self.outbox.open(actor.id)
        self.ended: list[OutboxRow] = []
        self.actions = Actions(
            self.replica.columns,
            self.outbox,
            self.clock,
            seat=lambda: (self.actor, REFERENCE),
            touched=self.replica.reproject,
            ended=self.ended.append,
            joint_version=lambda row: row.base_version,
        )
        self.replica.reproject(self.outbox.objects())

    def over(self, ticket_id: str) -> tuple[Ticket | None, bool] | None:
        waiting = self.outbox.of(ticket_id)
        if not waiting or self.actor is None:
            return None
        server = self.replica.columns.server_row(ticket_id)
        return project(server, waiting, self.actor, REFERENCE, self.clock), True

    def hold(self, *tickets: Ticket) -> None:
        """Rows as the backend has them."""
        self.replica.show(self.database.write_now(lambda db: self.tickets.upsert(db, tickets)))

    def shown(self, ticket_id: str) -> Ticket:
        found = self.replica.columns.get(ticket_id)
        assert found is not None
        return found

    def close(self) -> None:
        self.replica.close()
        self.database.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "seat.sqlite"


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    opened = Desk(path)
    yield opened
    opened.close()


FIVE = (
    (a.Accept(), "accepted"),
    (a.File(item="i1", area="g1"), "filed"),
    (a.Dispatch(unit="u1"), "dispatched"),
    (a.Redispatch(unit="u2"), "dispatched"),
    (a.Urge(note="快"), "dispatched"),
)


def test_five_in_a_row_follow_one_another_and_show_at_once(desk: Desk) -> None:
    desk.hold(reported(1))
    ids = []
    for act, state in FIVE:
        ids.append(desk.actions.submit("t-000001", act))
        assert desk.shown("t-000001").state == state
    assert [row.follows for row in desk.outbox.rows] == ["", *ids[:-1]]
    assert [row.base_version for row in desk.outbox.rows] == [1, 2, 3, 4, 5]
    assert desk.shown("t-000001").unit == "u2"
    assert desk.replica.columns.pending[desk.replica.columns.slot("t-000001")]
    assert [row.action_id for row in desk.outbox.ready()] == ids[:1]


def test_what_was_submitted_is_there_after_a_kill(desk: Desk, path: Path) -> None:
    desk.hold(reported(1))
    action_id = desk.actions.submit("t-000001", a.Accept(note="收"))
    ticket_id, report_id = desk.actions.report(a.Report(channel="call", title="新来电", area="g1"))
    # A second console on the file stands for one started after a kill: the first has not closed anything.
    again = Desk(path)
    assert [row.action_id for row in again.outbox.rows] == [action_id, report_id]
    assert again.shown("t-000001").state == "accepted"
    assert again.shown(ticket_id).title == "新来电"
    again.close()


async def test_a_ticket_reported_here_keeps_its_slot(desk: Desk) -> None:
    ticket_id, first = desk.actions.report(a.Report(channel="call", title="新来电", area="g1"))
    store = desk.replica.columns
    slot = store.slot(ticket_id)
    desk.hold(reported(1))
    for _ in range(2):
        desk.replica.reproject([ticket_id])
    desk.actions.submit(ticket_id, a.Accept())
    assert (store.slot(ticket_id), store.ids.count(ticket_id)) == (slot, 1)
    # Then the backend's own row of it.
    row = desk.outbox.get(first)
    assert row is not None
    received = replace(reported(2, seq=5), id=ticket_id)
    desk.replica.show(await desk.outbox.answered(row, received))
    assert (store.slot(ticket_id), desk.shown(ticket_id).state) == (slot, "accepted")
    desk.actions.undo(desk.outbox.rows[-1].action_id)
    assert (store.slot(ticket_id), desk.shown(ticket_id).state) == (slot, "reported")
    assert store.ids.count(ticket_id) == 1


async def test_an_answer_takes_the_row_out_and_moves_its_follower_on(desk: Desk) -> None:
    desk.hold(reported(1))
    first = desk.actions.submit("t-000001", a.Accept())
    second = desk.actions.submit("t-000001", a.File(item="i1", area="g1"))
    row = desk.outbox.get(first)
    assert row is not None
    accepted = stepped(reported(1), a.Accept(), seq=7)
    taken = await desk.outbox.answered(row, accepted)
    assert taken == [accepted]
    left = desk.outbox.rows
    assert [(r.action_id, r.follows, r.base_version) for r in left] == [(second, "", 2)]
    desk.replica.show(taken)
    assert desk.shown("t-000001").state == "filed"
    found = desk.database.reader.execute("SELECT action_id, follows, base_version FROM outbox").fetchall()
    assert found == [(second, "", 2)]


async def test_a_row_made_while_its_predecessor_was_answered_is_not_left_waiting(desk: Desk) -> None:
    desk.hold(reported(1))
    first = desk.actions.submit("t-000001", a.Accept())
    # The worker has written the answer, the GUI thread has not heard of it.
    desk.database.write_now(lambda db: db.execute("DELETE FROM outbox WHERE action_id = ?", (first,)))
    second = desk.actions.submit("t-000001", a.File(item="i1", area="g1"))
    row = desk.outbox.get(second)
    assert row is not None
    assert row.follows == ""


async def test_a_conflict_holds_what_follows_until_it_is_applied_again(desk: Desk, path: Path) -> None:
    desk.hold(reported(1))
    first = desk.actions.submit("t-000001", a.Accept())
    second = desk.actions.submit("t-000001", a.File(item="i1", area="g1"))
    third = desk.actions.submit("t-000001", a.Dispatch(unit="u1"))
    row = desk.outbox.get(first)
    assert row is not None
    problem = Problem("urn:grid:problem:conflict", "已有他人先办理", 412)
    await desk.outbox.refused(row, "conflict", problem)
    desk.replica.reproject(["t-000001"])
    assert [r.state for r in desk.outbox.rows] == ["conflict", "held", "held"]
    assert desk.shown("t-000001").state == "reported"
    assert desk.outbox.ready() == []
    # Re-applied on the row as somebody else left it.
    moved = stamped(stepped(reported(1), a.Urge(), OTHER, seq=0), 9)
    desk.hold(moved)
    fresh = desk.actions.reapply(first)
    assert fresh != first
    assert [(r.action_id, r.follows, r.state) for r in desk.outbox.rows] == [
        (fresh, "", "queued"),
        (second, fresh, "queued"),
        (third, second, "queued"),
    ]
    assert desk.shown("t-000001").state == "dispatched"
    again = Desk(path)
    assert again.outbox.rows == desk.outbox.rows
    again.close()


async def test_dropping_a_conflict_drops_what_follows(desk: Desk) -> None:
    desk.hold(reported(1), reported(2))
    first = desk.actions.submit("t-000001", a.Accept())
    other = desk.actions.submit("t-000002", a.Accept())
    desk.actions.submit("t-000001", a.File(item="i1", area="g1"))
    row = desk.outbox.get(first)
    assert row is not None
    await desk.outbox.refused(row, "conflict", Problem("urn:grid:problem:conflict", "", 412))
    desk.actions.drop(first)
    assert [r.action_id for r in desk.outbox.rows] == [other]
    assert [(r.action, r.state) for r in desk.ended] == [("accept", "withdrawn"), ("file", "withdrawn")]
    assert desk.shown("t-000001").state == "reported"


async def test_a_new_act_beside_a_conflict_does_not_wait_for_it(desk: Desk) -> None:
    desk.hold(reported(1))
    first = desk.actions.submit("t-000001", a.Accept())
    row = desk.outbox.get(first)
    assert row is not None
    await desk.outbox.refused(row, "conflict", Problem("urn:grid:problem:conflict", "", 412))
    desk.replica.reproject(["t-000001"])
    second = desk.actions.submit("t-000001", a.Refuse(reason="不属本区"))
    assert [r.action_id for r in desk.outbox.ready()] == [second]
    assert desk.shown("t-000001").state == "refused"


def test_somebody_elses_step_before_ours_shows_theirs(desk: Desk) -> None:
    desk.hold(reported(1))
    desk.actions.submit("t-000001", a.Accept())
    desk.actions.submit("t-000001", a.File(item="i1", area="g1"))
    desk.hold(stepped(reported(1), a.Refuse(reason="重复"), OTHER, seq=8))
    assert desk.shown("t-000001").state == "refused"


def test_the_feed_may_be_faster_than_the_answer(desk: Desk) -> None:
    desk.hold(reported(1))
    desk.actions.submit("t-000001", a.Accept())
    desk.actions.submit("t-000001", a.File(item="i1", area="g1"))
    desk.hold(stepped(reported(1), a.Accept(), SEAT, seq=8))
    shown = desk.shown("t-000001")
    assert (shown.state, shown.version) == ("filed", 3)


def test_what_the_table_forbids_reaches_no_outbox(desk: Desk) -> None:
    desk.hold(reported(1))
    for act, error in (
        (a.Close(), StepRefused),
        (a.SignIn(), StepRefused),
    ):
        with pytest.raises(error):
            desk.actions.submit("t-000001", act)
    desk.actions.submit("t-000001", a.Accept())
    with pytest.raises(InputRefused):
        desk.actions.submit("t-000001", a.File(item="none", area="g1"))
    desk.actor = HANDLER
    with pytest.raises(LoginRequired):
        # The rows in hand are another's: nothing is put among them.
        desk.actions.submit("t-000001", a.File(item="i1", area="g1"))
    desk.outbox.open(HANDLER.id)
    with pytest.raises(RoleRefused):
        desk.actions.submit("t-000001", a.File(item="i1", area="g1"))
    desk.actor = None
    with pytest.raises(LoginRequired):
        desk.actions.submit("t-000001", a.File(item="i1", area="g1"))
    desk.outbox.open(SEAT.id)
    assert len(desk.outbox.rows) == 1


def test_offers_are_what_both_sides_know(desk: Desk) -> None:
    desk.hold(reported(1))
    assert [t.action for t in desk.actions.offers("t-000001")] == [
        "accept",
        "refuse",
        "merge",
        "urge",
        "link",
    ]
    older = Machine("ticket", TABLE.states, tuple(t for t in TABLE.transitions if t.action != "merge"))
    desk.actions.know(older)
    assert [t.action for t in desk.actions.offers("t-000001")] == ["accept", "refuse", "urge", "link"]
    with pytest.raises(StepRefused):
        desk.actions.submit("t-000001", a.Merge(into="t-000002"))
    assert known_to_both(older) < known_to_both(TABLE)


def test_undo_withdraws_what_was_never_posted(desk: Desk) -> None:
    desk.hold(reported(1))
    first = desk.actions.submit("t-000001", a.Accept())
    second = desk.actions.submit("t-000001", a.File(item="i1", area="g1"))
    assert not desk.actions.can_undo(first)
    with pytest.raises(UndoRefused):
        desk.actions.undo(first)
    assert desk.actions.undo(second) == "withdrawn"
    assert desk.actions.undo(first) == "withdrawn"
    assert desk.outbox.rows == ()
    assert desk.shown("t-000001") == reported(1)
    ticket_id, action_id = desk.actions.report(a.Report(channel="call", title="误报"))
    assert desk.actions.undo(action_id) == "withdrawn"
    assert desk.replica.columns.get(ticket_id) is None


async def test_what_is_done_while_an_answer_is_taken_in_is_sent_after_a_start_too(
    desk: Desk, path: Path
) -> None:
    desk.hold(reported(1))
    first = desk.actions.submit("t-000001", a.Accept())
    row = desk.outbox.get(first)
    assert row is not None
    accepted = stepped(reported(1), a.Accept(), seq=7)
    answered = Tasks().start("answer", desk.outbox.answered(row, accepted))
    await asyncio.sleep(0)
    # The disk has begun with the answer; this comes behind it there, and before the loop has heard of it.
    second = desk.actions.submit("t-000001", a.File(item="i1", area="g1"))
    desk.replica.show(await answered)
    assert [ready.action_id for ready in desk.outbox.ready()] == [second]
    again = Desk(path)
    assert [(r.action_id, r.follows, r.base_version) for r in again.outbox.ready()] == [(second, "", 2)]
    again.close()


async def test_undo_recalls_what_may_have_been_posted(desk: Desk) -> None:
    desk.hold(reported(1))
    action_id = desk.actions.submit("t-000001", a.Accept())
    row = desk.outbox.get(action_id)
    assert row is not None
    row = await desk.outbox.sending(row)
    row = await desk.outbox.again(row)
    assert desk.actions.undo(action_id) == "recalled"
    recall = desk.outbox.rows[-1]
    assert (recall.action, recall.follows) == ("recall", action_id)
    assert desk.shown("t-000001").state == "reported"


async def test_undo_recalls_what_was_performed_until_another_acts(desk: Desk) -> None:
    desk.hold(reported(1))
    action_id = desk.actions.submit("t-000001", a.Accept())
    row = desk.outbox.get(action_id)
    assert row is not None
    accepted = stepped(reported(1), a.Accept(), seq=7)
    await desk.outbox.answered(row, accepted)
    desk.hold(accepted)
    desk.actions.performed(row, accepted)
    assert desk.actions.can_undo(action_id)
    desk.hold(stepped(accepted, a.File(item="i1", area="g1"), OTHER, seq=9))
    assert not desk.actions.can_undo(action_id)
    urge = desk.actions.submit("t-000001", a.Urge())
    sent = desk.outbox.get(urge)
    assert sent is not None
    await desk.outbox.sending(sent)
    assert not desk.actions.can_undo(urge)


def test_rows_are_one_persons(desk: Desk, path: Path) -> None:
    desk.hold(reported(1))
    desk.actions.submit("t-000001", a.Accept())
    other = Desk(path, OTHER)
    assert other.outbox.rows == ()
    assert other.outbox.ready() == []
    assert other.shown("t-000001").state == "reported"
    other.close()


async def test_what_was_on_its_way_at_the_end_waits_again(desk: Desk, path: Path) -> None:
    desk.hold(reported(1))
    action_id = desk.actions.submit("t-000001", a.Accept())
    row = desk.outbox.get(action_id)
    assert row is not None
    await desk.outbox.sending(row)
    again = Desk(path)
    found = again.outbox.get(action_id)
    assert found is not None
    assert (found.state, found.tries) == ("queued", 1)
    again.close()


def test_a_row_that_cannot_be_read_stays_in_the_file(desk: Desk, path: Path, expect_log: ExpectedLog) -> None:
    expect_log("cannot be read", level=40, logger="console.outbox")
    desk.hold(reported(1), reported(2))
    desk.actions.submit("t-000001", a.Accept())
    kept = desk.actions.submit("t-000002", a.Accept())
    unknown = msgspec.msgpack.encode({"action": "teleport"})
    desk.database.write_now(lambda db: db.execute("UPDATE outbox SET act = ? WHERE n = 1", (unknown,)))
    again = Desk(path)
    assert [row.action_id for row in again.outbox.rows] == [kept]
    again.close()
    assert desk.database.reader.execute("SELECT count(*) FROM outbox").fetchone() == (2,)


def test_a_merge_waits_for_the_report_it_names(desk: Desk) -> None:
    desk.hold(reported(1))
    ticket_id, report_id = desk.actions.report(a.Report(channel="call", title="同一件事", area="g1"))
    desk.actions.submit("t-000001", a.Merge(into=ticket_id))
    assert [row.action_id for row in desk.outbox.ready()] == [report_id]


def test_nothing_shows_that_could_not_be_kept(desk: Desk) -> None:
    desk.hold(reported(1))

    def forbid(db: sqlite3.Connection) -> None:
        db.execute("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'disk full'); END")

    desk.database.write_now(forbid)
    with pytest.raises(StorageFault):
        desk.actions.submit("t-000001", a.Accept())
    assert desk.outbox.rows == ()
    assert desk.shown("t-000001").state == "reported"


def test_a_call_is_reported_with_all_that_follows_it_or_not_at_all(desk: Desk) -> None:
    further = (a.Accept(), a.File(item="i1", area="g1"))
    call = a.Report(channel="call", title="路灯不亮", area="g1")
    full = (
        "CREATE TRIGGER full BEFORE INSERT ON outbox WHEN NEW.follows <> '' BEGIN"
        " SELECT RAISE(ABORT, 'disk full'); END"
    )
    desk.database.write_now(lambda db: db.execute(full))
    with pytest.raises(StorageFault):
        desk.actions.report_on(call, further)
    assert not desk.outbox.rows
    assert desk.replica.columns.count() == 0
    desk.database.write_now(lambda db: db.execute("DROP TRIGGER full"))
    ticket_id, made = desk.actions.report_on(call, further)
    assert [row.action_id for row in desk.outbox.rows] == list(made)
    assert [row.follows for row in desk.outbox.rows] == ["", *made[:-1]]
    assert desk.shown(ticket_id).state == "filed"
    with pytest.raises(StepRefused):
        desk.actions.report_on(call, (a.Accept(), a.Close()))
    assert len(desk.outbox.rows) == len(made)


def test_a_reporter_is_masked_in_a_row_not_yet_sent(desk: Desk) -> None:
    ticket_id, _ = desk.actions.report(
        a.Report(channel="call", title="漏水", reporter=a.Reporter(name="张三丰", phone="13812342207"))
    )
    shown = desk.shown(ticket_id)
    assert (shown.reporter, shown.reporter_phone) == ("张**", "138****2207")
    assert masked(None) == a.Reporter()


async def test_what_was_dropped_can_be_brought_back_with_what_followed_it(desk: Desk, path: Path) -> None:
    desk.hold(reported(1), reported(2))
    first = desk.actions.submit("t-000001", a.Accept(note="收"))
    other = desk.actions.submit("t-000002", a.Accept())
    after = desk.actions.submit("t-000001", a.File(item="i1", area="g1"))
    row = desk.outbox.get(first)
    assert row is not None
    await desk.outbox.refused(row, "conflict", Problem("urn:grid:problem:conflict", "", 412))
    before = desk.outbox.rows
    desk.actions.drop(first)
    assert [r.action_id for r in desk.outbox.dropped] == [first]
    assert desk.actions.undo(first) == "restored"
    assert desk.outbox.rows == before
    assert [(r.action_id, r.state) for r in desk.outbox.rows] == [
        (first, "conflict"),
        (other, "queued"),
        (after, "held"),
    ]
    assert desk.outbox.dropped == ()
    again = Desk(path)
    assert again.outbox.rows == before
    again.close()
    with pytest.raises(UndoRefused):
        desk.actions.restore(first)
    # What was only withdrawn is gone for good; another operator brings nothing of this one's back.
    desk.actions.drop(other)
    assert desk.outbox.dropped == ()
    desk.actions.drop(first)
    desk.outbox.open(OTHER.id)
    assert desk.outbox.dropped == ()


async def test_a_dropped_step_whose_predecessor_is_gone_goes_by_itself(desk: Desk) -> None:
    desk.hold(reported(1))
    first = desk.actions.submit("t-000001", a.Accept())
    after = desk.actions.submit("t-000001", a.File(item="i1", area="g1"))
    row = desk.outbox.get(first)
    assert row is not None
    await desk.outbox.refused(row, "conflict", Problem("urn:grid:problem:conflict", "", 412))
    desk.actions.drop(after)
    desk.actions.drop(first)
    desk.actions.restore(after)
    assert [(r.action_id, r.follows, r.state) for r in desk.outbox.rows] == [(after, "", "queued")]


def test_a_row_keeps_the_ticket_as_it_was_seen(desk: Desk, path: Path) -> None:
    desk.hold(reported(1))
    desk.actions.submit("t-000001", a.Accept())
    desk.actions.submit("t-000001", a.File(item="i1", area="g1"))
    assert [r.seen and r.seen.state for r in desk.outbox.rows] == ["reported", "accepted"]
    again = Desk(path)
    assert again.outbox.rows == desk.outbox.rows
    again.close()


async def test_why_a_conflict_cannot_be_applied_again_is_known_before_it_is_tried(desk: Desk) -> None:
    desk.hold(reported(1), reported(2))
    lost = desk.actions.submit("t-000001", a.Accept())
    urge = desk.actions.submit("t-000002", a.Urge(note="快"))
    for action_id in (lost, urge):
        row = desk.outbox.get(action_id)
        assert row is not None
        await desk.outbox.refused(row, "conflict", Problem("urn:grid:problem:conflict", "", 412))
    desk.hold(stepped(reported(1), a.Refuse(reason="重复"), OTHER, seq=8))
    assert desk.actions.why_not_reapply(lost) is not None
    assert desk.actions.why_not_reapply(urge) is None
    assert desk.actions.why_not_reapply("none") is not None
