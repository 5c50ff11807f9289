"""The papers chosen and saved by keys, in a real window on a real backend."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog

from console.selftest import turns
from contract.joint import action as a
from tests.console_matter import until
from tests.pair.conftest import (  # noqa: F401 - fixtures
    backend,
    person,
    standing_backend,
    tiny_database,
)
from tests.pair.joint_play import APPROVE, STREET, WHISTLE, called, state
from tests.papers.test_papers_laid import written_text
from tests.qt.conftest import rooms  # noqa: F401 - fixture
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, Room, Rooms
from views.joint.screen import JointScreen

Key = Qt.Key


async def in_front(room: Room, joint_id: str) -> JointScreen:
    """The board with that action chosen."""
    await room.go("joint")
    screen = room.seat.current()
    assert isinstance(screen, JointScreen)
    await until(lambda: screen.board.card(joint_id) is not None)
    assert screen.board.select(joint_id)
    screen.board.setFocus()
    return screen


def box(room: Room, name: str) -> QCheckBox:
    found = room.see(f"joint.papers.{name}")
    assert isinstance(found, QCheckBox)
    return found


def choose(room: Room, folder: Path) -> None:
    """Takes a folder in the dialog."""
    dialog = room.window.findChild(QFileDialog, "joint.papers.dialog")
    assert isinstance(dialog, QFileDialog)
    dialog.setDirectory(str(folder))
    dialog.fileSelected.emit(str(folder))
    dialog.reject()


@pytest.mark.parametrize(("lang", "name"), [("zh_CN", "联合行动通知书"), ("en", "Notice of joint action")])
async def test_the_notice_is_saved_by_keys_as_word_and_pdf(
    rooms: Rooms,  # noqa: F811 - the fixture of that name
    tmp_path: Path,
    lang: str,
    name: str,
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    async with rooms as open_room:
        street = await open_room(STREET, profile="street")
        duty = await open_room("duty01", profile="duty", lang=lang)
        joint_id = await called(street.desk, duty.desk)
        await in_front(duty, joint_id)
        duty.key(Key.Key_P, CONTROL)
        await until(lambda: duty.find("joint.papers.card") is not None)
        await turns(12)
        assert await at_rest(duty.window, duty.see("joint.papers.card")) == []
        assert box(duty, "paper.notice").isChecked()
        assert not box(duty, "paper.minutes").isEnabled()
        duty.click("joint.papers.submit")
        await until(lambda: duty.window.findChild(QFileDialog, "joint.papers.dialog") is not None)
        choose(duty, out)
        held = duty.desk.joints.server_row(joint_id)
        assert held is not None
        stem = f"{held.number} {name}"
        await until(lambda: sorted(file.name for file in out.iterdir()) == [f"{stem}.docx", f"{stem}.pdf"])
        await until(lambda: any("2" in text and "out" in text for text in duty.words()))
        assert duty.find("joint.papers.card") is None
        assert WHISTLE.title in written_text(out / f"{stem}.pdf")


async def test_without_any_paper_the_reasons_are_said(rooms: Rooms) -> None:  # noqa: F811
    async with rooms as open_room:
        street = await open_room(STREET)
        joint_id, _ = street.desk.joints.propose(WHISTLE)
        await until(lambda: state(street.desk, joint_id) == "proposed1")
        await in_front(street, joint_id)
        street.key(Key.Key_P, CONTROL)
        await until(lambda: street.find("joint.papers.card") is not None)
        street.key(Key.Key_Return)
        await until(lambda: any("at least one paper" in text for text in street.words()))
        street.key(Key.Key_Escape)
        await until(lambda: street.find("joint.papers.card") is None)


async def test_a_folder_that_takes_nothing_is_said(rooms: Rooms, tmp_path: Path) -> None:  # noqa: F811
    async with rooms as open_room:
        street = await open_room(STREET, profile="street")
        duty = await open_room("duty01", profile="duty")
        joint_id, _ = street.desk.joints.propose(WHISTLE)
        await until(lambda: state(duty.desk, joint_id) == "proposed1")
        duty.desk.joints.submit(joint_id, APPROVE)
        duty.desk.joints.submit(joint_id, a.Call())
        await until(lambda: not duty.desk.outbox)
        screen = await in_front(duty, joint_id)
        screen.papers.begin(joint_id)
        screen.papers.submit()
        choose(duty, tmp_path / "gone")
        await until(lambda: any("The papers were not written" in text for text in duty.words()))
