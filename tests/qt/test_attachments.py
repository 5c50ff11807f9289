"""Files of a ticket: pictures come when the line does, documents are opened and saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QScrollArea
from pytestqt.qtbot import QtBot

from contract.action import FileRef
from tests.console_matter import until
from tests.pair.backend_process import BackendProcess, Person
from tests.qt.gallery import picture
from tests.qt.looks import at_rest
from tests.qt.seat_room import Room, Rooms
from tests.qt.wired import wired
from views.ticket.taken_out import name_of
from widgets.lightbox import Lightbox
from widgets.thumbnails import Thumbnail, ThumbnailStrip

PDF = b"%PDF-1.7 a notice"


class Reader(QObject):
    """The system's reader: what it was asked to show."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        """Notes the file."""
        self.asked.append(url.toLocalFile())


@pytest.fixture
def reader() -> Iterator[Reader]:
    """In place of the desktop's, which a test has none of."""
    found = Reader()
    QDesktopServices.setUrlHandler("file", found, "show")
    yield found
    QDesktopServices.unsetUrlHandler("file")


def shown_bytes(reader: Reader) -> bytes:
    """What is in the first file that it was asked to show."""
    return Path(reader.asked[0]).read_bytes()


async def filed(room: Room, person: Callable[[str], Person], files: list[tuple[bytes, str]]) -> str:
    """A ticket with these files, which another seat has attached."""
    ticket_id = person("seat02").report("占道经营，附件齐全", area="990001001001-01")
    held = [room.desk.files.add_bytes(content, name, "near") for content, name in files]
    await room.desk.attach(ticket_id, held)
    return ticket_id


async def shown(room: Room, ticket_id: str, count: int) -> ThumbnailStrip:
    """The ticket in front, and its strip with so many files."""
    await until(lambda: room.desk.store.get(ticket_id) is not None)
    await room.go("tickets")
    room.seat.open_ticket(ticket_id)
    await until(lambda: room.find("ticket.files.strip") is not None)
    strip = room.see("ticket.files.strip")
    assert isinstance(strip, ThumbnailStrip)
    await until(lambda: len(strip.items()) == count)
    above = strip.parentWidget()
    while not isinstance(above, QScrollArea):
        above = above.parentWidget()

    def in_sight() -> bool:
        # What comes above it moves it on.
        above.ensureWidgetVisible(strip)
        return not strip.visibleRegion().isEmpty()

    await until(in_sight)
    return strip


async def large(room: Room) -> Lightbox:
    """The window of one attachment, in front."""
    found = room.window.findChild(Lightbox, "ticket.files.lightbox")
    assert found is not None

    def active() -> bool:
        found.activateWindow()
        return found.isActiveWindow()

    await until(active)
    return found


async def test_a_document_is_opened_by_its_reader_and_saved(
    rooms: Rooms, person: Callable[[str], Person], tmp_path: Path, reader: Reader
) -> None:
    async with rooms as open_room:
        other = await open_room("seat03", profile="other")
        files = [(PDF, "责改通知书.pdf"), (b"MZ no paper", "清单.pdf"), (b"PK", "表.xlsx")]
        ticket_id = await filed(other, person, files)
        room = await open_room("seat01", profile="seat")
        strip = await shown(room, ticket_id, 3)
        # The second only calls itself a PDF: the backend looked at what is in it.
        assert [item.opens for item in strip.items()] == [True, False, False]
        assert not any(item.picture for item in strip.items())
        strip.opened.emit(strip.items()[0].key)
        box = await large(room)
        assert box.opener.isVisible()
        QTest.keyClick(box, Qt.Key.Key_O)
        await until(lambda: bool(reader.asked))
        assert shown_bytes(reader) == PDF
        assert reader.asked[0].endswith(".pdf")
        QTest.keyClick(box, Qt.Key.Key_N)
        QTest.keyClick(box, Qt.Key.Key_N)
        assert not box.opener.isVisible()
        QTest.keyClick(box, Qt.Key.Key_S)
        dialog = box.findChild(QFileDialog, "ticket.files.save")
        assert dialog is not None
        assert dialog.selectedFiles()[0].endswith("表.xlsx")
        saved = tmp_path / "表.xlsx"
        dialog.fileSelected.emit(str(saved))
        dialog.reject()
        await until(lambda: saved.exists() and saved.read_bytes() == b"PK")
        await until(lambda: any("Saved: 表.xlsx" in text for text in room.words()))
        assert await at_rest(box) == []
        assert box.hasFocus()
        QTest.keyClick(box, Qt.Key.Key_Space)
        await until(lambda: room.window.findChild(Lightbox) is None)


async def test_a_picture_that_did_not_come_says_so_and_comes_with_the_line(
    qapp: QApplication, tmp_path: Path, backend: BackendProcess, person: Callable[[str], Person]
) -> None:
    async with wired(qapp, tmp_path, backend) as (open_room, wire):
        other = await open_room("seat03", profile="other")
        ticket_id = await filed(other, person, [(picture(40), "现场.png")])
        await other.leave()
        wire.hold = "GET /api/files/"
        room = await open_room("seat01", profile="seat")
        await until(lambda: room.desk.store.get(ticket_id) is not None)
        strip = await shown(room, ticket_id, 1)
        await until(wire.holding.is_set, 20)
        wire.cut()
        wire.release.set()
        await until(lambda: bool(strip.items()[0].missing), 30)
        await until(lambda: room.desk.connection.link == "offline", 20)
        strip.opened.emit(strip.items()[0].key)
        box = await large(room)
        await until(lambda: bool(box.shown().missing), 30)
        box.close()
        wire.mend()
        await until(lambda: strip.items()[0].image == picture(40), 40)
        assert strip.items()[0].missing == ""


def test_a_name_leads_to_no_other_folder() -> None:
    named = {"../../etc/passwd": "_.._etc_passwd", "现场:1?.jpg": "现场_1_.jpg", " .. ": "a" * 12}
    for name, expected in named.items():
        assert name_of(FileRef(sha256="a" * 64, name=name)) == expected


def test_the_strip_asks_for_pictures_alone(qtbot: QtBot) -> None:
    strip = ThumbnailStrip()
    qtbot.addWidget(strip)
    asked: list[str] = []
    strip.image_wanted.connect(asked.append)
    strip.set_items([Thumbnail("a", "near"), Thumbnail("b", "paper", name="x.pdf", picture=False)])
    strip.show()
    strip.ask_again()
    assert asked == ["a"]
    strip.set_missing("a", "off line")
    strip.set_items([Thumbnail("a", "near"), Thumbnail("c", "paper", name="x.pdf", picture=False)])
    assert strip.items()[0].missing == "off line"
    assert asked == ["a"]
    strip.ask_again()
    assert asked == ["a", "a"]
    assert strip.items()[0].missing == ""
