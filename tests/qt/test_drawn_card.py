"""The card of what was drawn on the map: an outline that crosses itself starts no joint action."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from views.filtering.query import Ring
from views.map.drawn_card import DrawnCard

SQUARE: Ring = ((117.2, 31.7), (117.21, 31.7), (117.21, 31.71), (117.2, 31.71))
BOW: Ring = (SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3])


def test_an_outline_that_crosses_itself_says_so_at_once(qtbot: QtBot, plain_theme: None) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    around.resize(900, 500)
    around.show()
    card = DrawnCard(around)
    card.may_whistle(True)
    whistle = card.findChild(QPushButton, "map.drawn.whistle")
    assert whistle is not None
    card.show_drawn(BOW, 2)
    assert "crosses itself" in card._said.text()
    assert not whistle.isEnabled()
    assert "crosses itself" in whistle.toolTip()
    card.show_drawn(SQUARE, 2)
    assert "crosses itself" not in card._said.text()
    assert whistle.isEnabled()
