"""The board of cards: what stays where it is while others change it, and what a change costs."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.qt.board_hands import made_card, middle, settle, shown, small, told
from tests.qt.gallery import NOW
from tests.qt.gallery_board import PHASES, make_board, some_card, some_cards
from tests.qt.painted import texts
from tests.work import calls
from widgets import theme
from widgets.board import Board, BoardColumn, Card
from widgets.countdown import Remaining, Ticker
from widgets.light import Light

pytestmark = pytest.mark.usefixtures("board_look")


def test_changes_leave_choice_and_places_alone(qtbot: QtBot, board: Board) -> None:
    key = board.keys_of("handling")[9]
    board.select(key)
    bar, at = board._bars["handling"], board.card_rect(key)
    assert bar.value() > 0
    above, below = board.keys_of("handling")[0], board.keys_of("handling")[-1]
    changed = told(board.current_changed)
    board.change_cards([replace(made_card(board, above), column="evidence")], [below])
    assert board.card_rect(key) == at, "what is worked on does not move on the screen"
    board.change_cards([replace(made_card(board, above), column="handling", lines=("one", "two", "three"))])
    assert board.card_rect(key) == at
    board.set_cards(some_cards(60))
    assert board.card_rect(key) == at
    assert board.current() == key
    assert changed == []


def test_what_is_under_the_pointer_does_not_move(qtbot: QtBot, board: Board) -> None:
    keys = board.keys_of("handling")
    board._bars["handling"].setValue(300)
    under = next(key for key in keys if board.card_rect(key).top() > 150)
    QTest.mouseMove(board.viewport(), middle(board, under))
    at = board.card_rect(under)
    board.change_cards([], keys[:2])
    assert board.card_rect(under) == at


def test_a_card_that_goes_takes_the_choice_with_it_and_leaves_the_place(qtbot: QtBot) -> None:
    board = small(qtbot, *(Card(str(n), "a", f"No. {n}", order=n) for n in range(5)))
    board.select("2")
    found = told(board.current_changed)
    board.change_cards([], ["2"])
    assert found == [None], "no letter acts on a card that nobody chose"
    QTest.keyClick(board, Qt.Key.Key_Down)
    assert found == [None, "3"]
    assert not board.select("2")


def test_the_person_goes_along_with_what_they_moved(qtbot: QtBot) -> None:
    rest = [Card(f"b{n}", "b", f"No. {n}", ("line",), order=n) for n in range(30)]
    board = small(qtbot, Card("1", "a", "Arcade", order=90), *rest)
    board.select("1")
    board.change_cards([replace(made_card(board, "1"), column="b")])
    assert not board.viewport().rect().contains(board.card_rect("1")), "somebody else moved it"
    board.change_cards([replace(made_card(board, "1"), column="a")])
    QTest.keyClick(board, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    board.change_cards([replace(made_card(board, "1"), column="b")])
    assert board.viewport().rect().contains(board.card_rect("1"))


def test_only_the_columns_of_a_moved_card_are_painted(qtbot: QtBot, board: Board) -> None:
    settle()
    whole = board.viewport().width() * board.viewport().height()
    board.painted = 0
    board.change_cards([made_card(board, "7")])
    board.set_empty(*board._empty)
    settle()
    assert board.painted == 0, "the same again paints nothing"
    first = board.keys_of("evidence")[0]
    board.change_cards([replace(made_card(board, first), column="hand_over")])
    settle()
    assert 0 < board.painted <= whole * 2 / 7
    qtbot.waitUntil(lambda: not board._fading.isActive() or bool(board._marks))
    board.painted = 0
    last = board.keys_of("handling")[-1]
    board.change_cards([], [last])
    settle()
    assert board.painted < whole / 20, "out of sight only the count differs"


def test_a_board_that_empties_is_painted_anew_whole_and_so_is_one_that_fills(qtbot: QtBot) -> None:
    card = Card("1", "a", "Arcade", order=1)
    board = small(qtbot, card)
    board.set_empty("No joint action is under way", "A street whistles.")
    settle()
    whole = board.viewport().width() * board.viewport().height()
    for changed, gone in (([], ["1"]), ([card], [])):
        board.painted = 0
        board.change_cards(changed, gone)
        settle()
        assert board.painted >= whole, "its words lie over all columns"


def test_the_picture_is_the_one_that_would_be_painted_anew(qtbot: QtBot, board: Board) -> None:
    def on_screen() -> QImage:
        settle()
        board.screen().grabWindow(0)  # What was asked of the server before is done.
        return board.screen().grabWindow(board.winId()).toImage()

    qtbot.waitUntil(lambda: on_screen() == board.grab().toImage())
    cards = {card.key: card for card in some_cards(60)}
    board._bars["handling"].setValue(170)
    settle()
    for number, column in ((3, "approve"), (17, "evaluate"), (40, "on_spot"), (12, "hand_over")):
        card = replace(cards[str(number)], column=column)
        board.change_cards([card, some_card(60 + number, "handling")], [str(number + 1)])
        board._marks.clear()
        board.select(str(number), show=False)
        kept = on_screen()
        board.viewport().update()
        assert on_screen() == kept


def test_a_card_that_came_is_marked_until_the_mark_has_faded(
    qtbot: QtBot, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("widgets.board.painting.MARK_SECONDS", 0.6)
    assert not board._marks, "a board that is filled has no news"
    board.change_cards([some_card(100, "hand_over")])
    box = board.card_rect("100")
    mark = board.viewport().grab().toImage().pixelColor(box.left() + 1, box.center().y())
    assert mark.blue() > theme.color("raised").blue() + 40
    qtbot.waitUntil(lambda: not board._marks)
    settle()
    after = board.viewport().grab().toImage().pixelColor(box.left() + 2, box.center().y())
    assert after == theme.color("raised")


def test_work_grows_with_what_is_in_sight_not_with_what_there_is(qtbot: QtBot) -> None:
    def cost(count: int) -> int:
        board = shown(qtbot, make_board(None, count))
        card = made_card(board, board.keys_of("evidence")[0])
        return calls(lambda: board.change_cards([replace(card, column="hand_over")]))

    assert cost(400) < cost(100) * 4


def test_figures_tick_together_and_only_they_are_painted(qtbot: QtBot) -> None:
    ticker = Ticker(NOW.timestamp)
    left = {"1": 601, "2": 5_000_000, "3": -1}

    def remaining(key: str) -> Remaining:
        seconds = left[key]
        return Remaining(seconds, Light.RED if seconds < 0 else Light.AMBER if seconds < 600 else Light.GREEN)

    board = Board(ticker, remaining)
    board.set_columns([BoardColumn("a", "A"), BoardColumn("b", "B")])
    cards = [Card(key, "a", f"No. {key}", light_text="sign in", ticking=True) for key in left]
    board.set_cards([*cards, Card("4", "b", "No. 4")])
    shown(qtbot, board)
    assert {"10:01", "57d 20h", "−00:01", "sign in"} <= {p.text for p in texts(board)[0]}
    settle()
    board.painted = 0
    left["1"] = 599
    ticker.tick.emit(NOW.timestamp())
    settle()
    whole = board.viewport().width() * board.viewport().height()
    assert 0 < board.painted < whole / 40
    assert "09:59" in {p.text for p in texts(board)[0]}
    board.painted = 0
    ticker.tick.emit(NOW.timestamp())
    settle()
    assert board.painted == 0, "a second that changes nothing paints nothing"
    left["1"] = 480
    board.change_cards(cards)
    assert "08:00" in {p.text for p in texts(board)[0]}, "another limit shows before the next second"
    board.hide()
    left["1"] = -5
    ticker.tick.emit(NOW.timestamp())
    board.show()
    assert "−00:05" in {p.text for p in texts(board)[0]}, "what nobody saw tick is right when it is seen"
    assert board.tip_at(QPoint(30, 10)) == "A\n3 · 2 past the limit"
    ticker.stop()


def test_no_reference_is_lost_by_moving_and_changing(qtbot: QtBot, board: Board) -> None:
    columns = [key for key, _ in PHASES]

    def act(turn: int) -> None:
        card = made_card(board, str(turn % 10))
        board.change_cards([replace(card, column=columns[turn % 7])])
        board.select(str(turn % 10))
        board.tip_at(QPoint(80 + turn % 5, 80))
        board._on_tick(0.0)
        board.viewport().repaint()

    # Until each card has been in each column: texts are kept, and hold references of their own.
    for turn in range(140):
        act(turn)
    gc.collect()
    before = {value: sys.getrefcount(value) for value in (None, True, False)}
    for turn in range(160):
        act(turn)
    gc.collect()
    for value, count in before.items():
        assert abs(sys.getrefcount(value) - count) < 50, value
