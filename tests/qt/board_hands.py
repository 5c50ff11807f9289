"""Boards of cards to be tried, and what a hand does on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.qt.gallery_board import make_board
from widgets import theme
from widgets.board import Board, BoardColumn, Card
from widgets.theme import Density

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def board_look(qapp: QApplication) -> Iterator[theme.Theme]:
    """The theme, dark and plain again afterwards."""
    current = theme.current()
    current.apply(qapp)
    yield current
    current.set_mode("dark")
    current.set_density(Density.NORMAL)
    current.set_text_scale(1.0)


def shown(qtbot: QtBot, board: Board, width: int = 1366, height: int = 620) -> Board:
    """A board on the screen."""
    qtbot.addWidget(board)
    board.resize(width, height)
    with qtbot.waitExposed(board):
        board.show()
    board.grab()
    return board


@pytest.fixture
def board(qtbot: QtBot) -> Board:
    """The gallery's, with sixty cards."""
    return shown(qtbot, make_board(None, 60))


def small(qtbot: QtBot, *cards: Card, **size: int) -> Board:
    """Three columns a, b, c; a card may go to the next one."""
    made = Board(name="Actions")
    made.set_columns([BoardColumn(key, key.upper()) for key in "abc"])
    made.set_cards(cards)
    made.set_droppable(lambda key: {"a": "b", "b": "c", "c": ""}[made_card(made, key).column])
    return shown(qtbot, made, **size)


def made_card(board: Board, key: str) -> Card:
    """A card that there is."""
    card = board.card(key)
    assert card is not None
    return card


def middle(board: Board, key: str) -> QPoint:
    """Of a card, in the viewport."""
    return board.card_rect(key).center()


def told(signal: Any) -> list[Any]:
    """What a signal says from now on."""
    found: list[Any] = []
    signal.connect(lambda *args: found.append(args[0] if len(args) == 1 else args))
    return found


def drag(board: Board, key: str, goal: QPoint) -> None:
    """Presses on a card and goes to a place; the button stays down."""
    view, start = board.viewport(), middle(board, key)
    QTest.mousePress(view, LEFT, pos=start)
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(view, start + (goal - start) * share)


def settle() -> None:
    """Turns the loop a few times."""
    for _ in range(20):
        QApplication.processEvents()
