"""The matrix of rows by steps: keys and pointer, countdowns that tick, and what a change paints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.qt.gallery import NOW
from tests.qt.gallery_board import STEPS, make_matrix, matrix_cells
from tests.qt.looks import faults
from tests.qt.painted import texts
from widgets import theme
from widgets.countdown import Remaining, Ticker
from widgets.light import Light
from widgets.matrix import Matrix, MatrixCell, MatrixRow, MatrixStep
from widgets.matrix.layout import granted, shared
from widgets.theme import Density

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Iterator[theme.Theme]:
    current = theme.current()
    current.apply(qapp)
    yield current
    current.set_mode("dark")
    current.set_density(Density.NORMAL)
    current.set_text_scale(1.0)


def shown(qtbot: QtBot, matrix: Matrix, width: int = 1200, height: int = 260) -> Matrix:
    qtbot.addWidget(matrix)
    matrix.resize(width, height)
    with qtbot.waitExposed(matrix):
        matrix.show()
    matrix.grab()
    return matrix


@pytest.fixture
def matrix(qtbot: QtBot) -> Matrix:
    return shown(qtbot, make_matrix())


def told(signal: Any) -> list[Any]:
    """What a signal says from now on."""
    found: list[Any] = []
    signal.connect(lambda *args: found.append(args[0] if len(args) == 1 else args))
    return found


def settle() -> None:
    for _ in range(20):
        QApplication.processEvents()


def written(matrix: Matrix) -> set[str]:
    return {painted.text for painted in texts(matrix)[0]}


def test_arrows_walk_over_all_places_and_stay_at_the_edges(qtbot: QtBot, matrix: Matrix) -> None:
    found, keys = told(matrix.current_changed), Qt.Key
    for key in (keys.Key_Down, keys.Key_Right, keys.Key_Down, keys.Key_End, keys.Key_Right, keys.Key_Home):
        QTest.keyClick(matrix, key)
    assert found == [
        ("0", "签收"), ("0", "报到"), ("1", "报到"), ("1", "评价"), ("1", "签收"),
    ]  # fmt: skip
    QTest.keyClick(matrix, keys.Key_PageDown)
    assert matrix.current() == ("4", "签收")
    for _ in range(9):
        QTest.keyClick(matrix, keys.Key_Up)
    assert matrix.current() == ("0", "签收")


def test_enter_space_and_the_menu_speak_of_the_place(qtbot: QtBot, matrix: Matrix) -> None:
    opened, previewed = told(matrix.cell_activated), told(matrix.cell_previewed)
    menus = told(matrix.menu_requested)
    QTest.keyClick(matrix, Qt.Key.Key_Return)
    assert matrix.select("2", "报到")
    assert not matrix.select("9", "报到")
    QTest.keyClick(matrix, Qt.Key.Key_Return)
    QTest.keyClick(matrix, Qt.Key.Key_Space)
    assert (opened, previewed) == ([("2", "报到")], [("2", "报到")])
    by_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(matrix, by_key)
    middle = matrix.cell_rect("2", "报到").center()
    assert menus[0] == ("2", "报到", matrix.viewport().mapToGlobal(middle))
    at = matrix.cell_rect("3", "证据").center()
    point = matrix.viewport().mapToGlobal(at)
    QApplication.sendEvent(matrix.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, point))
    assert menus[1] == ("3", "证据", point), "where nothing stands yet, too"
    assert matrix.current() == ("3", "证据")


def test_the_pointer_chooses_and_a_title_means_its_row(qtbot: QtBot, matrix: Matrix) -> None:
    view = matrix.viewport()
    QTest.mouseClick(view, LEFT, pos=matrix.cell_rect("1", "方案").center())
    assert matrix.current() == ("1", "方案")
    title = QPoint(20, matrix.cell_rect("4", "方案").center().y())
    QTest.mouseClick(view, LEFT, pos=title)
    assert matrix.current() == ("4", "方案")
    opened = told(matrix.cell_activated)
    QTest.mouseDClick(view, LEFT, pos=matrix.cell_rect("0", "签收").center())
    assert opened == [("0", "签收")]
    QTest.mouseClick(view, LEFT, pos=QPoint(300, 5))
    assert matrix.current() == ("4", "方案"), "the heading is no place"


def test_what_is_told_and_spoken(qtbot: QtBot, matrix: Matrix) -> None:
    assert matrix.accessibleName() == "单位进度"
    matrix.select("2", "签收")
    assert matrix.accessibleDescription() == ("区住建局, 协办, 签收, past its limit, 13:40, done, 坐席代签")
    assert matrix.tip_at(matrix.cell_rect("2", "签收").center()) == "区住建局 · 签收\n▲ 13:40\n坐席代签"
    matrix.select("1", "处置")
    assert matrix.accessibleDescription() == ("区城管局, 协办, 处置, near its limit, 1h40, not yet confirmed")
    matrix.select("3", "评价")
    assert matrix.accessibleDescription() == "辖区派出所, 协办, 评价, nothing yet"
    assert matrix.tip_at(matrix.cell_rect("3", "评价").center()) == ""
    assert (
        matrix.tip_at(QPoint(20, matrix.cell_rect("0", "签收").center().y())) == "望湖街道综合执法队 · 主办"
    )
    assert matrix.tip_at(QPoint(matrix.cell_rect("0", "移交").center().x(), 4)) == "移交"


def test_letters_go_on_to_the_screen(qtbot: QtBot, matrix: Matrix) -> None:
    heard: list[int] = []

    class Screen(Matrix):
        def keyPressEvent(self, event: Any) -> None:
            heard.append(event.key())

    screen = Screen()
    qtbot.addWidget(screen)
    matrix.setParent(screen)
    matrix.select("0", "签收")
    QTest.keyClick(matrix, Qt.Key.Key_U)
    assert heard == [Qt.Key.Key_U]
    matrix.setParent(None)


def test_a_change_paints_its_cell_and_keeps_what_is_chosen(qtbot: QtBot, matrix: Matrix) -> None:
    matrix.select("2", "报到")
    settle()
    changed, box = told(matrix.current_changed), matrix.cell_rect("2", "报到")
    matrix.painted = 0
    matrix.change_cells(matrix_cells())
    matrix.set_empty(*matrix._empty)
    settle()
    assert matrix.painted == 0, "the same again paints nothing"
    matrix.change_cells([MatrixCell("2", "报到", Light.GREEN, "14:31", done=True)])
    settle()
    assert 0 < matrix.painted <= box.width() * box.height()
    assert "14:31" in written(matrix)
    matrix.change_cells([], [("2", "报到"), ("2", "移交")])
    settle()
    assert "14:31" not in written(matrix)
    assert matrix.cell("2", "报到") is None
    assert matrix.current() == ("2", "报到")
    assert changed == []


def test_rows_that_go_take_their_cells_and_the_choice_along(qtbot: QtBot, matrix: Matrix) -> None:
    matrix.select("4", "签收")
    found = told(matrix.current_changed)
    matrix.set_rows([MatrixRow("0", "望湖街道综合执法队", "主办", strong=True), MatrixRow("9", "区文旅局")])
    assert found == [None]
    assert matrix.cell("4", "签收") is None
    assert matrix.cell("0", "签收") is not None
    assert {"区文旅局", "13:31"} <= written(matrix)
    with pytest.raises(ValueError, match="one row"):
        matrix.set_rows([MatrixRow("0", "a"), MatrixRow("0", "b")])
    with pytest.raises(ValueError, match="one step"):
        matrix.set_steps([MatrixStep("0", "a"), MatrixStep("0", "b")])


def test_a_running_limit_ticks_and_only_it_is_painted(qtbot: QtBot) -> None:
    ticker = Ticker(NOW.timestamp)
    left = {"a": 601, "b": 5_000}

    def remaining(row: str, _step: str) -> Remaining:
        return Remaining(left[row], Light.AMBER if left[row] < 600 else Light.GREEN)

    matrix = Matrix(ticker, remaining)
    matrix.set_steps([MatrixStep(str(n), f"Step {n}") for n in range(5)])
    matrix.set_rows([MatrixRow("a", "Fire"), MatrixRow("b", "Police")])
    matrix.set_cells([MatrixCell("a", "1", text="by", ticking=True), MatrixCell("b", "2", ticking=True)])
    shown(qtbot, matrix)
    assert {"10:01", "by", "1h23"} <= written(matrix)
    settle()
    box = matrix.cell_rect("a", "1")
    matrix.painted = 0
    left["a"] = 599
    ticker.tick.emit(NOW.timestamp())
    settle()
    assert 0 < matrix.painted <= box.width() * box.height()
    assert "09:59" in written(matrix)
    matrix.painted = 0
    ticker.tick.emit(NOW.timestamp())
    settle()
    assert matrix.painted == 0
    ticker.stop()


@given(st.lists(st.integers(40, 300), min_size=1, max_size=9), st.integers(0, 2000))
def test_steps_have_what_they_need_and_fill_the_width(needs: list[int], room: int) -> None:
    widths = shared(needs, room)
    assert all(width >= need for width, need in zip(widths, needs, strict=True))
    assert sum(widths) == max(room, sum(needs))
    if room >= max(needs) * len(needs) + len(needs):
        assert max(widths) - min(widths) <= 1, "equally wide where that is enough"


@given(st.lists(st.tuples(st.integers(40, 200), st.integers(0, 200)), max_size=9), st.integers(0, 2000))
def test_what_is_over_goes_to_steps_that_lack_room(steps: list[tuple[int, int]], room: int) -> None:
    needs, wants = [need for need, _ in steps], [need + more for need, more in steps]
    found = granted(needs, wants, room)
    assert all(given in pair for given, pair in zip(found, zip(needs, wants, strict=True), strict=True))
    assert sum(found) <= room or sum(needs) > room
    if sum(wants) <= room or sum(needs) > room:
        assert found == wants


def test_a_step_that_is_to_be_narrow_shows_its_words_where_there_is_room(qtbot: QtBot) -> None:
    steps = [MatrixStep(key, key, most=96) for key in ("签收", "报到", "安全", "方案")]
    matrix = shown(qtbot, Matrix(), 620)
    matrix.set_steps(steps)
    matrix.set_rows([MatrixRow("0", "城管中队")])
    matrix.change_cells([MatrixCell("0", "报到", Light.GREEN, "09:52 · 12 人", done=True)])
    settle()
    assert "09:52 · 12 人" in written(matrix)
    matrix.resize(500, 260)
    settle()
    assert matrix.horizontalScrollBar().maximum() == 0, "where there is none, all steps stay in sight"
    before = matrix.cell_rect("0", "方案")
    matrix.painted = 0
    matrix.change_cells([MatrixCell("0", "报到", Light.GREEN, "09:52 · 14 人", done=True)])
    settle()
    assert matrix.cell_rect("0", "方案") == before
    assert matrix.painted < 500 * 80, "a cell that is cut is no reason to paint all of them"


def test_words_that_come_have_room_or_say_that_they_are_cut(qtbot: QtBot, matrix: Matrix) -> None:
    matrix.resize(900, 260)
    matrix.change_cells([MatrixCell("0", "证据", Light.AMBER, "11月23日 周一 16:20")])
    settle()
    assert "11月23日 周一 16:20" in written(matrix)
    matrix.change_cells([MatrixCell("0", "证据", Light.AMBER, "很长的说明" * 12)])
    settle()
    assert matrix.tip_at(matrix.cell_rect("0", "证据").center()).endswith("很长的说明" * 12)
    assert faults(matrix) == []


@pytest.mark.parametrize(
    ("mode", "density", "scale", "size", "row"),
    [
        ("dark", Density.COMPACT, 1.0, (1366, 200), 28),
        ("light", Density.NORMAL, 1.0, (1920, 300), 32),
        ("dark", Density.ROOMY, 1.5, (1366, 300), 60),
        ("light", Density.NORMAL, 2.0, (700, 260), 64),
        ("light", Density.NORMAL, 0.9, (500, 120), 29),
    ],
)
def test_nothing_is_cut_off_in_any_look(
    qtbot: QtBot,
    look: theme.Theme,
    mode: str,
    density: Density,
    scale: float,
    size: tuple[int, int],
    row: int,
) -> None:
    look.set_mode(mode)
    look.set_density(density)
    look.set_text_scale(scale)
    matrix = shown(qtbot, make_matrix(), *size)
    assert matrix.cell_rect("0", "签收").height() == row
    assert faults(matrix) == []
    assert {"13:31", "08:00"} <= written(matrix), "figures stand whole"
    for step in (*STEPS, STEPS[0]):
        for number in (4, 0):
            matrix.select(str(number), step)
            assert matrix.viewport().rect().contains(matrix.cell_rect(str(number), step))
    matrix.horizontalScrollBar().setValue(matrix.horizontalScrollBar().maximum())
    settle()
    assert faults(matrix) == []


@pytest.mark.parametrize("title", ["路面破损", "临时围挡拆除", "Sign", "Broken paving"])
def test_a_title_with_its_note_is_whole_where_there_is_room(
    qtbot: QtBot, matrix: Matrix, title: str, look: theme.Theme
) -> None:
    for scale in (0.9, 1.0, 1.1, 1.3):
        look.set_text_scale(scale)
        for note in ("problem 1", "co-handler", "问题 12"):
            matrix.set_rows([MatrixRow("0", title, note)])
            settle()
            assert {title, note} <= written(matrix), scale


def test_another_look_keeps_what_is_chosen(qtbot: QtBot, look: theme.Theme, matrix: Matrix) -> None:
    matrix.select("1", "方案")
    look.set_density(Density.ROOMY)
    look.set_mode("light")
    settle()
    assert matrix.current() == ("1", "方案")
    assert matrix.cell_rect("1", "方案").height() == 40
    assert matrix.sizeHint().height() >= 5 * 40
    chosen = matrix.cell_rect("1", "方案")
    ground = matrix.viewport().grab().toImage().pixelColor(chosen.right() - 8, chosen.center().y())
    assert ground == look.color("selection")


def test_a_matrix_without_rows_says_so(qtbot: QtBot) -> None:
    matrix = Matrix()
    matrix.set_steps([MatrixStep("1", "签收")])
    matrix.set_empty("No department called", "Approve it to call them.")
    shown(qtbot, matrix)
    assert {"No department called", "Approve it to call them."} <= written(matrix)
    QTest.keyClick(matrix, Qt.Key.Key_Down)
    assert matrix.current() is None


def test_done_is_quiet_and_pending_stands_apart(qtbot: QtBot, matrix: Matrix) -> None:
    inks = {painted.text: painted.ink for painted in texts(matrix)[0]}
    assert inks["13:40"] == theme.color("dim"), "its light says that it was late"
    assert inks["08:00"] == theme.color("amber")
    assert inks["−04:07"] == theme.color("red")
    cell = matrix.cell("2", "报到")
    assert cell is not None
    matrix.change_cells([replace(cell, pending=True)])
    inks = {painted.text: painted.ink for painted in texts(matrix)[0]}
    assert inks["08:00"] == theme.color("dim")
