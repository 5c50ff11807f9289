"""Every control of every screen has a name for people and is reached by Tab."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.selftest import turns
from tests.console_matter import until
from tests.qt.eye import seated
from tests.qt.gallery import NOW, make_frame, make_parts, settle
from tests.qt.reach import beyond_tab, controls, nameless
from views.desks.queue_screen import QueueScreen
from widgets import theme
from widgets.countdown import Ticker

LOOK = {"scale": 1.0, "size": (1600, 900), "density": "normal", "mode": "dark", "lang": "en"}


@pytest.fixture
def ticker(qapp: QApplication) -> Iterator[Ticker]:
    theme.current().apply(qapp)
    made = Ticker(NOW.timestamp)
    yield made
    made.stop()


def test_every_widget_has_a_name_and_is_reached(qtbot: QtBot, qapp: QApplication, ticker: Ticker) -> None:
    for page in (make_frame(ticker), make_parts()):
        qtbot.addWidget(page)
        page.resize(1920, 1080)
        with qtbot.waitExposed(page):
            page.show()
        settle(qapp)
        assert nameless(page) == []
        assert beyond_tab(page) == []


FORMS = {"seat": 6, "duty": 6, "handler": 2, "grid": 2, "leader": 1}
"""At least so many forms are to be met on the small replica."""


def _shows_one(screen: QueueScreen) -> bool:
    return screen.ticket.ticket is not None


@pytest.mark.parametrize("role", FORMS)
@pytest.mark.usefixtures("plain_theme")
async def test_every_screen_and_form_is_named_and_reached(tmp_path: Path, role: str) -> None:
    wrong: list[str] = []
    forms: set[str] = set()
    async with seated(tmp_path, LOOK, role) as window:
        seat = window.seat
        assert seat is not None
        for key in seat.screens():
            seat.go(key)
            await turns(12)
            wrong += [f"{key}: {fault}" for fault in (*nameless(window), *beyond_tab(window))]
            screen = seat.current()
            if not isinstance(screen, QueueScreen) or not screen.queue.table.select_first():
                continue
            await until(partial(_shows_one, screen))
            for step in screen.ticket.steps():
                if step.at_once:
                    continue
                screen.ticket.take(step.id)
                await turns(4)
                # Off line some steps have no form.
                if screen.ticket.open_step() != step.id:
                    continue
                forms.add(step.id)
                found = (*nameless(window), *beyond_tab(window))
                wrong += [f"{key}, {step.id}: {fault}" for fault in found]
                screen.escape()
    assert not wrong, "\n".join(wrong)
    assert len(forms) >= FORMS[role]


@pytest.mark.usefixtures("plain_theme")
async def test_what_opens_over_a_screen_is_named_and_reached(tmp_path: Path) -> None:
    wrong: list[str] = []
    async with seated(tmp_path, LOOK, "duty") as window:
        seat = window.seat
        assert seat is not None
        seat.go("tickets")
        await turns(12)
        screen = seat.current()
        assert isinstance(screen, QueueScreen)
        deeds = {deed.name: deed for deed in seat.everywhere.deeds()}
        opened = {
            "filter": screen.queue.open_filter,
            "columns": screen.queue.open_columns,
            "alarms": deeds["alarms"].act,
            "alarms.report": deeds["alarms.report"].act,
        }
        for what, open_it in opened.items():
            before = controls(window)
            open_it()
            await turns(8)
            assert controls(window) != before, what
            wrong += [f"{what}: {fault}" for fault in (*nameless(window), *beyond_tab(window))]
            QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
            await turns(4)
    assert not wrong, "\n".join(wrong)


def test_what_has_no_name_or_is_not_reached_is_told(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    for name, text in (("a", "Dispatch"), ("ticket.more", "ticket.more"), ("b", "")):
        button = QPushButton(text, page)
        button.setObjectName(name)
        layout.addWidget(button)
    trap = _Trap(page)
    layout.addWidget(trap)
    last = QLineEdit(page)
    last.setAccessibleName("After the trap")
    layout.addWidget(last)
    with qtbot.waitExposed(page):
        page.show()
    assert [fault.split(" is called")[0] for fault in nameless(page)] == [
        "QPushButton (ticket.more) in nothing",
        "QPushButton (b) in nothing",
        "_Trap (-) in nothing",
    ]
    assert beyond_tab(page) == ["Tab does not come to QLineEdit (-) in nothing"]


class _Trap(QWidget):
    """Keeps the focus whatever is pressed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        return True
