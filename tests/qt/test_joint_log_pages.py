"""The log of an action that has thousands of lines: its newest come, older ones when they are asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from contract.joint import action as a
from contract.joint.log import JointEntry
from tests.console_matter import until
from tests.pair.backend_process import Person
from tests.pair.joint_play import STREET
from tests.qt.seat_room import Rooms
from tests.qt.test_joint_page import page_of
from tests.qt.test_joint_stuck import act, whistled
from views.joint.log_lines import Lines
from views.joint.notes import OLDER

People = Callable[[str], Person]
SAID = 210


def line(n: int) -> JointEntry:
    return JointEntry(n=n, action="joint_note", by="u", name="u", role="duty", at=n, received_at=n)


def lines(first: int, last: int) -> tuple[JointEntry, ...]:
    return tuple(line(n) for n in range(first, last + 1))


def test_pages_join_without_a_gap() -> None:
    held = Lines(lines(301, 500))
    assert (held.last, held.before) == (500, 301)
    held = held.with_newest(lines(303, 502))
    assert held.lines == lines(301, 502)
    held = held.with_older(lines(101, 300))
    assert held.lines == lines(101, 502)
    assert held.with_older(lines(1, 90)) is held, "a page that is not the one before"
    assert held.with_newest(lines(303, 502)) is held, "an answer that came late"
    assert held.with_newest(lines(900, 1_099)).lines == lines(900, 1_099), "a gap is not shown as none"
    assert Lines(lines(1, 3)).before == 0
    assert Lines().with_newest(lines(1, 3)).lines == lines(1, 3)


async def test_older_lines_come_when_asked_for_and_what_is_read_stays(rooms: Rooms, person: People) -> None:
    async with rooms as open_room:
        street = person(STREET)
        joint_id = whistled(street)
        duty = await open_room("duty01", profile="duty")
        await until(lambda: duty.desk.joints.get(joint_id) is not None)
        for n in range(SAID):
            duty.desk.joints.submit(joint_id, a.Say(note=f"第{n}条"))
            if n % 30 == 29:
                await until(lambda: not duty.desk.outbox)
        await until(lambda: not duty.desk.outbox)
        page = await page_of(duty, joint_id)
        log = page.notes.log
        await until(lambda: len(log.entries()) == 201 and page.notes.entries()[-1].n == SAID + 1)
        assert log.entries()[-1].key == OLDER
        assert f"{SAID + 1 - 200} earlier" in log.entries()[-1].what
        # By keys: at the end of what is there the rest comes.
        log.setFocus()
        duty.key(Qt.Key.Key_End)
        await until(lambda: len(log.entries()) == SAID + 1)
        assert [one.key for one in log.entries()] == list(range(SAID + 1, 0, -1))
        log.verticalScrollBar().setValue(log.verticalScrollBar().maximum() // 2)
        seen = log.indexAt(log.viewport().rect().topLeft())
        before = (log.entries()[seen.row()].key, log.visualRect(seen).top())
        act(street, joint_id, 1, action="joint_note", note="收到")
        await until(lambda: len(log.entries()) == SAID + 2)
        seen = log.indexAt(log.viewport().rect().topLeft())
        assert (log.entries()[seen.row()].key, log.visualRect(seen).top()) == before
