"""The board of cards: what a person does with keys and pointer."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.qt.board_hands import LEFT, drag, made_card, middle, settle, small, told
from widgets import theme
from widgets.board import Badge, Board, Card
from widgets.board.drag import EDGE, pull
from widgets.light import Light

pytestmark = pytest.mark.usefixtures("board_look")


def test_keys_walk_in_a_column_and_to_the_card_beside(qtbot: QtBot) -> None:
    cards = [Card(f"a{n}", "a", f"A {n}", order=n) for n in range(3)]
    board = small(qtbot, *cards, Card("c0", "c", "C 0"), Card("c1", "c", "C 1", order=1))
    found = told(board.current_changed)
    keys = Qt.Key
    for key in (keys.Key_Down, keys.Key_Down, keys.Key_Right, keys.Key_Left, keys.Key_End, keys.Key_Home):
        QTest.keyClick(board, key)
    assert found == ["a0", "a1", "c1", "a1", "a2", "a0"], "the empty column is passed over"
    QTest.keyClick(board, keys.Key_Up)
    QTest.keyClick(board, keys.Key_Left)
    assert board.current() == "a0"


def test_pages_go_a_height_and_what_is_chosen_is_in_sight(qtbot: QtBot) -> None:
    board = small(qtbot, *(Card(str(n), "a", f"No. {n}", ("line",), order=n) for n in range(40)))
    for _ in range(2):
        QTest.keyClick(board, Qt.Key.Key_PageDown)
    second = int(board.current() or 0)
    QTest.keyClick(board, Qt.Key.Key_PageDown)
    assert int(board.current() or 0) - second >= 4
    for key in (Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_Home):
        QTest.keyClick(board, key)
        assert board.viewport().rect().contains(board.card_rect(board.current() or ""))
    assert board.current() == "0"


def test_enter_space_and_the_menu_speak_of_the_card_chosen(qtbot: QtBot) -> None:
    board = small(qtbot, Card("1", "a", "Arcade"), Card("2", "b", "Quarry"))
    opened, previewed = told(board.activated), told(board.preview_requested)
    menus = told(board.menu_requested)
    QTest.keyClick(board, Qt.Key.Key_Return)
    assert opened == [], "nothing is chosen"
    board.select("2")
    QTest.keyClick(board, Qt.Key.Key_Return)
    QTest.keyClick(board, Qt.Key.Key_Space)
    assert (opened, previewed) == (["2"], ["2"])
    by_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(board, by_key)
    assert menus[0] == ("2", board.viewport().mapToGlobal(middle(board, "2")))
    QTest.keyClick(board, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert menus.pop() == menus[0], "as the menu key, where there is none"
    at = middle(board, "1")
    point = board.viewport().mapToGlobal(at)
    by_mouse = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, point)
    QApplication.sendEvent(board.viewport(), by_mouse)
    assert menus[1] == ("1", point)
    assert board.current() == "1"


def test_it_is_seen_where_the_keyboard_is(qtbot: QtBot) -> None:
    board = small(qtbot, Card("1", "a", "Arcade"))
    board.activateWindow()
    board.setFocus()
    qtbot.waitUntil(board.hasFocus)

    def colours() -> tuple[str, str]:
        picture, box = board.viewport().grab().toImage(), board.card_rect("1")
        return picture.pixelColor(9, 0).name(), picture.pixelColor(box.center().x(), box.top()).name()

    accent = theme.color("accent").name()
    assert colours()[0] == accent
    QTest.keyClick(board, Qt.Key.Key_Down)
    assert (colours()[0] == accent, colours()[1] == accent) == (False, True)
    board.clearFocus()
    assert accent not in colours()


def test_letters_are_the_screens(qtbot: QtBot) -> None:
    """A letter goes on to what the board stands in."""
    board = small(qtbot, Card("1", "a", "Arcade"))
    heard: list[int] = []

    class Screen(Board):
        def keyPressEvent(self, event: Any) -> None:
            heard.append(event.key())

    screen = Screen()
    qtbot.addWidget(screen)
    board.setParent(screen)
    board.select("1")
    for key in (Qt.Key.Key_U, Qt.Key.Key_Slash, Qt.Key.Key_Escape):
        QTest.keyClick(board, key)
    assert heard == [Qt.Key.Key_U, Qt.Key.Key_Slash, Qt.Key.Key_Escape]
    board.setParent(None)


def test_the_pointer_chooses_opens_and_is_told(qtbot: QtBot) -> None:
    card = Card(
        "1", "a", "A long name " * 8, ("lead: city management",), Light.RED, "−04:07",
        badges=(Badge("1", hint="one is missing"),), hint="whistled 13:24",
    )  # fmt: skip
    board = small(qtbot, card, Card("2", "b", "Quarry"))
    QTest.mouseClick(board.viewport(), LEFT, pos=middle(board, "2"))
    assert board.current() == "2"
    tip = board.tip_at(middle(board, "1")).split("\n")
    assert tip == [card.title, card.lines[0], "▲ −04:07", "one is missing", "whistled 13:24"]
    heading = QPoint(board.column_rect("a").center().x(), 12)
    assert board.tip_at(heading) == "A\n1 · 1 past the limit"
    opened = told(board.activated)
    QTest.mouseDClick(board.viewport(), LEFT, pos=middle(board, "1"))
    assert opened == ["1"]
    QTest.mouseClick(board.viewport(), LEFT, pos=board.column_rect("c").center())
    assert board.current() == "2", "beside the cards is nothing to choose"


def test_what_is_chosen_is_spoken(qtbot: QtBot) -> None:
    board = small(
        qtbot,
        Card("1", "a", "Arcade", ("lead",), Light.AMBER, "08:00", badges=(Badge("停", hint="stopped"),)),
        Card("2", "b", "Quarry", pending=True),
    )
    assert board.accessibleName() == "Actions"
    board.select("1")
    assert board.accessibleDescription() == "A, Arcade, lead, near its limit, 08:00, stopped"
    board.select("2")
    assert board.accessibleDescription() == "B, Quarry, not yet confirmed"
    board.change_cards([Card("2", "c", "Quarry")])
    assert board.accessibleDescription() == "C, Quarry"
    board.change_cards([], ["2"])
    assert board.accessibleDescription() == ""


def test_a_card_drawn_to_a_column_asks_to_go_there_and_stays(qtbot: QtBot) -> None:
    board = small(qtbot, Card("1", "a", "Arcade"), Card("2", "b", "Quarry"))
    wanted, refused = told(board.move_wanted), told(board.move_refused)
    drag(board, "1", board.column_rect("b").center())
    assert board.is_dragging()
    assert board.viewport().cursor().shape() == Qt.CursorShape.ClosedHandCursor
    accent = board.column_rect("b")
    ground = board.grab().toImage().pixelColor(accent.left() + 8, accent.bottom() - 12)
    assert ground == theme.color("selection"), "where it would go is marked"
    QTest.mouseRelease(board.viewport(), LEFT, pos=board.column_rect("b").center())
    assert not board.is_dragging()
    assert (wanted, refused) == ([("1", "b")], [])
    assert made_card(board, "1").column == "a", "the board moves nothing itself"
    board.change_cards([Card("1", "b", "Arcade", pending=True)])
    assert board.current() == "1"
    assert board.keys_of("b") == ["1", "2"], "it came to the board first"


def test_a_column_that_may_not_be_gone_to_refuses(qtbot: QtBot) -> None:
    board = small(qtbot, Card("1", "a", "Arcade"))
    wanted, refused = told(board.move_wanted), told(board.move_refused)
    drag(board, "1", board.column_rect("c").center())
    assert board.viewport().cursor().shape() == Qt.CursorShape.ForbiddenCursor
    QTest.mouseRelease(board.viewport(), LEFT, pos=board.column_rect("c").center())
    assert (wanted, refused) == ([], [("1", "c")])
    for nowhere in (board.column_rect("a").center(), QPoint(-40, 50), QPoint(5, -60)):
        drag(board, "1", nowhere)
        QTest.mouseRelease(board.viewport(), LEFT, pos=nowhere)
    assert (wanted, len(refused)) == ([], 1), "home and beside the board nothing is asked for"


def test_escape_and_another_button_put_it_back(qtbot: QtBot) -> None:
    board = small(qtbot, Card("1", "a", "Arcade"))
    wanted, goal = told(board.move_wanted), board.column_rect("b").center()
    drag(board, "1", goal)
    QTest.keyClick(board, Qt.Key.Key_Escape)
    assert not board.is_dragging()
    QTest.mouseRelease(board.viewport(), LEFT, pos=goal)
    drag(board, "1", goal)
    QTest.mousePress(board.viewport(), Qt.MouseButton.RightButton, pos=goal)
    QTest.mouseRelease(board.viewport(), LEFT, pos=goal)
    assert wanted == []
    drag(board, "1", goal)
    board.hide()
    assert not board.is_dragging()


def test_who_was_overtaken_holds_nothing_in_the_hand(qtbot: QtBot) -> None:
    board = small(qtbot, Card("1", "a", "Arcade"), Card("2", "a", "Quarry"))
    wanted, goal = told(board.move_wanted), board.column_rect("b").center()
    drag(board, "1", goal)
    board.change_cards([Card("2", "b", "Quarry")])
    assert board.is_dragging(), "another card's way is its own"
    board.change_cards([Card("1", "c", "Arcade")])
    assert not board.is_dragging()
    QTest.mouseRelease(board.viewport(), LEFT, pos=goal)
    assert wanted == []


def test_ctrl_and_an_arrow_send_the_card(qtbot: QtBot) -> None:
    board = small(qtbot, Card("1", "a", "Arcade"), Card("2", "c", "Quarry"))
    wanted, refused = told(board.move_wanted), told(board.move_refused)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(board, Qt.Key.Key_Right, control)
    board.select("1")
    QTest.keyClick(board, Qt.Key.Key_Right, control)
    QTest.keyClick(board, Qt.Key.Key_Left, control)
    assert (wanted, refused) == ([("1", "b")], [])
    board.select("2")
    QTest.keyClick(board, Qt.Key.Key_Left, control)
    assert (wanted, refused) == ([("1", "b")], [("2", "b")])
    board.set_droppable(lambda _key: {"a"})
    QTest.keyClick(board, Qt.Key.Key_Left, control)
    assert wanted[1] == ("2", "a"), "columns it may not go to are passed over"


def test_a_card_in_the_hand_takes_the_board_along(qtbot: QtBot) -> None:
    many = [Card(str(n), "a", f"No. {n}", order=n) for n in range(30)]
    board = small(qtbot, *many, Card("b", "b", "B"), Card("c", "c", "C"), width=420)
    across, bar = board.horizontalScrollBar(), board._bars["a"]
    assert across.maximum() > 0
    drag(board, "0", QPoint(60, board.viewport().height() - 3))
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    QTest.mouseMove(board.viewport(), QPoint(board.viewport().width() - 3, 200))
    qtbot.waitUntil(lambda: across.value() == across.maximum())
    over = board.column_rect("b").center()
    QTest.mouseMove(board.viewport(), over)
    with qtbot.waitSignal(board.move_wanted) as asked:
        QTest.mouseRelease(board.viewport(), LEFT, pos=over)
    assert asked.args == ["0", "b"]


def test_the_pull_grows_towards_the_edge() -> None:
    assert pull(300, 0, 600) == 0
    down = [pull(600 - depth, 0, 600) for depth in range(EDGE)]
    assert down == sorted(down, reverse=True)
    assert pull(2, 0, 600) == -pull(598, 0, 600) < 0


def test_each_column_scrolls_by_its_own_wheel(qtbot: QtBot, board: Board) -> None:
    def turn(at: QPoint, *, shift: bool = False) -> None:
        event = QWheelEvent(
            QPointF(at), QPointF(board.viewport().mapToGlobal(at)), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(board.viewport(), event)

    turn(board.column_rect("handling").center())
    assert board._bars["handling"].value() > 0
    assert board._bars["on_spot"].value() == 0
    board.resize(700, 600)
    settle()
    turn(board.column_rect("approve").center(), shift=True)
    assert board.horizontalScrollBar().value() > 0
