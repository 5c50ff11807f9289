"""A room to try screens in: the real window on a real desk on a real backend, worked by keys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from console.desk import Desk
from console.settings import Settings
from contract.ticket import Ticket
from tests.console_matter import until
from tests.pair.backend_process import PASSWORD
from views import language
from views.desks.queue_screen import QueueScreen
from views.looks import dress
from views.seat_window import SeatWindow
from views.window import Window

NOTHING = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class Room:
    """One person's window. Keys go to whatever has the focus, as a keyboard's do."""

    def __init__(self, desk: Desk, window: Window) -> None:
        self.desk = desk
        self.window = window

    @property
    def seat(self) -> SeatWindow:
        """The frame of who is logged in."""
        found = self.window.seat
        assert found is not None
        return found

    @property
    def queue_screen(self) -> QueueScreen:
        """The screen in front, which must be one with a list."""
        found = self.seat.current()
        assert isinstance(found, QueueScreen), f"{found.key} has no list"
        return found

    def number(self, ticket_id: str) -> str:
        """A ticket's number."""
        return self.held(ticket_id).number

    def held(self, ticket_id: str) -> Ticket:
        """A ticket as the seat shows it, which it must have."""
        found = self.desk.store.get(ticket_id)
        assert found is not None, f"the seat has no {ticket_id}"
        return found

    def find(self, name: str) -> Any:
        """The visible control of that object name, None where there is none."""
        for widget in self.window.findChildren(QWidget, name):
            if widget.isVisible():
                return widget
        return None

    def see(self, name: str) -> Any:
        """The control, which must be there."""
        found = self.find(name)
        assert found is not None, f"{name} is not to be seen"
        return found

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NOTHING) -> None:
        """Presses a key. Enter goes to the window first, where it is told from that of a field: what QTest
        gives to a widget has passed it already, and a key it gives to a window waits in a loop of its own."""
        window = QApplication.focusWindow()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and window is not None:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(window, QKeyEvent(kind, key, modifier, "\r"))
        else:
            QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        """Writes into the field in focus, as an input method commits it."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit):
            focus.insert(text)
            focus.textEdited.emit(focus.text())
        else:
            assert isinstance(focus, QPlainTextEdit), focus
            focus.insertPlainText(text)

    def fill(self, name: str, text: str) -> None:
        """Writes into a field by its name."""
        field = self.see(name)
        field.setFocus()
        self.type(text)

    def click(self, name: str) -> None:
        """Clicks in the middle of a control."""
        control = self.see(name)
        QTest.mouseClick(control, Qt.MouseButton.LeftButton, NOTHING, QPoint(control.width() // 2, 8))

    def words(self) -> list[str]:
        """All that is written on visible labels, buttons and placeholders."""
        found: list[str] = []
        for widget in self.window.findChildren(QWidget):
            if not widget.isVisible():
                continue
            if isinstance(widget, QLabel | QPushButton):
                found.append(widget.text())
            elif isinstance(widget, QLineEdit):
                found.append(widget.placeholderText())
        return [text for text in found if text]

    async def leave(self) -> None:
        """Closes the window and the desk; once is enough."""
        if not self.desk.closed:
            self.window.close()
            self.window.deleteLater()
            await self.desk.close()

    async def go(self, screen: str) -> None:
        """Brings a screen to the front and waits until it has the focus."""
        self.seat.go(screen)
        await until(lambda: QApplication.focusWidget() is not None)

    async def shows(self, number_or_title: str) -> None:
        """Waits until the ticket beside the queue is that one."""
        await until(
            lambda: any(
                number_or_title in self.see(name).text()
                for name in ("ticket.title", "ticket.under")
                if self.find(name)
            )
        )


OpenRoom = Callable[..., Awaitable[Room]]


class Rooms:
    """Opens windows inside a test's own task and closes them there: between a test and the end of its
    fixtures pytest-qt turns Qt's loop, in which no task of a desk must be left to run."""

    def __init__(self, folder: Path, server: str) -> None:
        self._folder = folder
        self._server = server
        self._opened: list[Room] = []

    async def __aenter__(self) -> OpenRoom:
        return self.open

    async def __aexit__(self, *_: object) -> None:
        for room in self._opened:
            await room.leave()
        # What a window speaks is the whole process's.
        language.install("en")

    async def open(self, login: str = "", *, profile: str = "seat", lang: str = "en") -> Room:
        """A window; with a login, logged in, on line and with all its screens made. A profile is a person's
        own and keeps what it keeps."""
        settings = Settings(self._folder / profile)
        settings.kept.server = self._server
        settings.kept.language = "zh_CN" if lang == "zh_CN" else "en"
        desk = Desk(settings, "en")
        desk.load()
        desk.start()
        dress(desk)
        window = Window(desk, desk.use_server)
        room = Room(desk, window)
        self._opened.append(room)
        window.resize(1600, 900)
        window.show()

        def active() -> bool:
            window.activateWindow()
            return window.isActiveWindow()

        await until(active)
        if login:
            await desk.log_in(login, PASSWORD)
            await until(lambda: desk.connection.link == "live")
            await until(lambda: window.seat is not None and not room.seat.busy_making())
        return room
