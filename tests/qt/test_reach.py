"""Every control of every screen has a name for people and is reached by Tab."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.selftest import turns
from tests.qt.eye import seated
from tests.qt.gallery import NOW, make_frame, make_parts, settle
from tests.qt.reach import beyond_tab, nameless
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


@pytest.mark.parametrize("role", ["seat", "duty", "handler", "grid", "leader"])
@pytest.mark.usefixtures("plain_theme")
async def test_every_screen_is_named_and_reached(tmp_path: Path, role: str) -> None:
    wrong: list[str] = []
    async with seated(tmp_path, LOOK, role) as window:
        seat = window.seat
        assert seat is not None
        for key in seat.screens():
            seat.go(key)
            await turns(12)
            wrong += [f"{key}: {fault}" for fault in (*nameless(window), *beyond_tab(window))]
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
