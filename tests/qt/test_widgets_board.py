"""The board of cards: where columns and cards stand, and what is said of them."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.qt.board_hands import LEFT, drag, settle, shown, small, told
from tests.qt.gallery_board import PHASES, make_board
from tests.qt.looks import faults
from tests.qt.painted import texts
from widgets import theme
from widgets.board import Board, BoardColumn, Card
from widgets.board.cards import Held
from widgets.board.layout import LEAST, spread
from widgets.theme import Density

pytestmark = pytest.mark.usefixtures("board_look")


changes = st.lists(
    st.tuples(st.integers(0, 8), st.sampled_from("abx"), st.integers(0, 2), st.booleans()), max_size=40
)


@given(changes)
def test_cards_stand_by_order_and_those_of_one_order_as_they_came(steps: list[Any]) -> None:
    held = Held()
    expected: dict[str, tuple[str, int, int]] = {}
    for turn, (number, column, order, goes) in enumerate(steps):
        key = str(number)
        card = Card(key, column, key, order=order)
        before = {name: held.keys(name) for name in "abx"}
        cards = dict(held.cards)
        touched = held.touching([] if goes else [card], [key] if goes else [])
        held.put([] if goes else [card], [key] if goes else [])
        if goes:
            expected.pop(key, None)
        else:
            expected[key] = (column, order, expected[key][2] if key in expected else turn)
        for name in "abx":
            mine = sorted((o, came, k) for k, (c, o, came) in expected.items() if c == name)
            assert held.keys(name) == [k for _, _, k in mine]
            same = [cards.get(k) for k in before[name]] == [held.cards.get(k) for k in held.keys(name)]
            assert same or name in touched


@given(st.integers(1, 12), st.integers(200, 4000))
def test_columns_fill_the_width_and_are_wide_enough_to_be_read(columns: int, width: int) -> None:
    lanes = spread(width, columns)
    for before, after in itertools.pairwise(lanes):
        assert after.left == before.left + before.width
    widths = [lane.width for lane in lanes]
    assert max(widths) - min(widths) <= 1
    assert sum(widths) == max(width, columns * LEAST)


def test_eight_phases_stand_on_a_small_screen_and_eleven_on_a_wide_one(qtbot: QtBot) -> None:
    assert sum(lane.left + lane.width <= 1366 for lane in spread(1366, 11)) == 8
    assert spread(1920, 11)[-1].left < 1920
    assert spread(1000, 0) == []


def eleven(qtbot: QtBot, *cards: Card) -> Board:
    made = Board()
    made.set_columns([BoardColumn(key, key.upper()) for key in "abcdefghijk"])
    made.set_cards(cards)
    made.set_droppable(lambda _key: "abcdefghijk")
    return shown(qtbot, made, 1366, 400)


def test_no_column_moves_by_what_comes_or_goes(qtbot: QtBot) -> None:
    rest = [Card(f"k{n}", "k", f"No. {n}", ("line",), order=n) for n in range(30)]
    board = eleven(qtbot, Card("1", "a", "Arcade"), Card("2", "c", "Quarry"), *rest)
    board.select("k20")
    at = board.card_rect("k20")
    stood = [board.column_rect(key) for key in "abcdefghijk"]
    board.change_cards([Card("3", "b", "Manhole"), Card("4", "d", "Smoke"), Card("5", "e", "Stalls")])
    assert [board.column_rect(key) for key in "abcdefghijk"] == stood
    assert board.card_rect("k20") == at
    board.change_cards([], ["1", "2", "3", "4", "5"])
    assert [board.column_rect(key) for key in "abcdefghijk"] == stood
    board.hide()
    board.show()
    assert board.card_rect("k20") == at


def test_what_is_chosen_is_in_sight_after_another_layout(qtbot: QtBot, board_look: theme.Theme) -> None:
    rest = [Card(f"k{n}", "k", f"No. {n}", ("line",), order=n) for n in range(30)]
    board = eleven(qtbot, Card("1", "a", "Arcade"), *rest)
    body = board.viewport()

    def in_sight() -> bool:
        return body.rect().contains(board.card_rect("k20"))

    board.select("k20")
    assert in_sight()
    board_look.set_text_scale(1.5)
    settle()
    assert in_sight()
    board.resize(700, 260)
    settle()
    assert in_sight()
    board.set_columns([BoardColumn(key, key.upper()) for key in "abcdefghijkl"])
    assert in_sight()


def test_a_long_title_takes_two_lines_before_it_is_cut(qtbot: QtBot) -> None:
    title = "临街那栋楼外面晾晒的衣被滴水并遮挡了人行道上方的路牌"
    cards = [Card("1", "a", "井盖"), Card("2", "a", title), Card("3", "a", title * 3, pending=True)]
    board = small(qtbot, *cards, Card("b", "b", "B"), Card("c", "c", "C"), width=620)
    short, long, longest = (board.card_rect(key).height() for key in "123")
    assert (long, longest) == (short + board._measures.title, long)
    written = [p.text for p in texts(board)[0]]
    lines = [text for text in written if text and text.rstrip("…") in title * 3]
    first = next(text for text in lines if title.startswith(text) and text != title)
    assert title[len(first) :].startswith(lines[lines.index(first) + 1].rstrip("…"))
    assert sum(text.endswith("…") for text in lines) >= 1
    assert faults(board) == []
    board.resize(1800, 620)
    settle()
    assert board.card_rect("2").height() == short
    assert title in [p.text for p in texts(board)[0]]


def test_seven_columns_stand_whole_on_a_small_screen(board: Board) -> None:
    assert board.horizontalScrollBar().maximum() == 0
    board.set_columns([BoardColumn(key, title) for key, title in (*PHASES, ("closed", "已结案"))])
    assert board.horizontalScrollBar().maximum() == 0
    with pytest.raises(ValueError, match="one column"):
        board.set_columns([BoardColumn("a", "1"), BoardColumn("a", "2")])


@pytest.mark.parametrize("count", [0, 23, 200])
@pytest.mark.parametrize(
    ("mode", "density", "scale", "size"),
    [
        ("dark", Density.COMPACT, 0.9, (1366, 420)),
        ("light", Density.NORMAL, 1.0, (1920, 700)),
        ("dark", Density.ROOMY, 1.5, (1366, 600)),
        ("light", Density.NORMAL, 2.0, (1366, 600)),
        ("dark", Density.NORMAL, 1.0, (640, 300)),
    ],
)
def test_nothing_is_cut_off_without_saying_so(
    qtbot: QtBot,
    board_look: theme.Theme,
    mode: str,
    density: Density,
    scale: float,
    size: tuple[int, int],
    count: int,
) -> None:
    board_look.set_mode(mode)
    board_look.set_density(density)
    board_look.set_text_scale(scale)
    board = shown(qtbot, make_board(None, count), *size)
    assert faults(board) == []
    written = texts(board)[0]
    figures = {p.text for p in written if p.ink in [theme.color(t) for t in ("green", "amber", "red")]}
    assert not [text for text in figures if text.endswith("…")], "figures stand whole"
    for column in board._bars:
        board._bars[column].setValue(board._bars[column].maximum() // 2 + 3)
    settle()
    assert faults(board) == []


def test_another_look_keeps_what_is_chosen(qtbot: QtBot, board_look: theme.Theme, board: Board) -> None:
    board.select("20")
    before = board.card_rect("20").height()
    board_look.set_density(Density.ROOMY)
    board_look.set_text_scale(1.5)
    board_look.set_mode("light")
    settle()
    assert board.card_rect("20").height() > before * 1.3
    assert board.current() == "20"
    image = board.viewport().grab().toImage()
    assert image.pixelColor(3, image.height() - 3) == board_look.color("panel")


def test_empty_columns_say_their_name_and_take_cards(qtbot: QtBot) -> None:
    board = Board()
    board.set_columns([BoardColumn(str(n), f"待审批{n}" if n % 2 else f"Phase {n}") for n in range(12)])
    board.set_cards([Card(str(n), str(n), f"No. {n}") for n in (0, 3, 5, 8)])
    shown(qtbot, board)
    written = [p.text for p in texts(board)[0]]
    assert {"Phase 2", "待审批1"} <= set(written)
    assert board.tip_at(QPoint(board.column_rect("1").center().x(), 5)) == "待审批1\n0"
    assert faults(board) == []
    wanted = told(board.move_wanted)
    board.set_droppable(lambda _key: {"1"})
    drag(board, "0", board.column_rect("1").center())
    QTest.mouseRelease(board.viewport(), LEFT, pos=board.column_rect("1").center())
    assert wanted == [("0", "1")]


def test_an_empty_board_says_what_would_be_here(qtbot: QtBot) -> None:
    board = Board()
    board.set_columns([BoardColumn("a", "A")])
    board.set_empty("Nothing under way", "Whistle from a ticket.")
    shown(qtbot, board)
    assert {"Nothing under way", "Whistle from a ticket."} <= {p.text for p in texts(board)[0]}
    QTest.keyClick(board, Qt.Key.Key_Down)
    assert board.current() is None
    board.set_cards([Card("1", "a", "Arcade")])
    assert "Nothing under way" not in {p.text for p in texts(board)[0]}
