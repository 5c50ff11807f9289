"""Typing: an Enter that ends a composition does nothing else, choosing is done by keys alone, letters act
only outside.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.qt.gallery import UNITS
from widgets import theme
from widgets.choice import Candidate, ChoiceBox, match
from widgets.command_line import CommandLine
from widgets.form import Form
from widgets.keys import KeyMap
from widgets.palette import Palette
from widgets.text import SearchField, TextArea, TextField, is_typing
from widgets.yielding import YieldingArea


def compose(widget: QWidget, letters: str) -> None:
    """What an input method sends while letters are held back."""
    QApplication.sendEvent(widget, QInputMethodEvent(letters, []))


def commit(widget: QWidget, text: str) -> None:
    """What it sends when the composition ends."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def next_turn() -> None:
    """The turn of the event loop after the one that ended a composition."""
    QApplication.processEvents()


@pytest.fixture
def panel(qtbot: QtBot) -> QWidget:
    theme.current().apply(QApplication.instance())  # type: ignore[arg-type]
    window = QWidget()
    window.resize(800, 600)
    QVBoxLayout(window)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()

    def active() -> bool:
        # A window manager that has only just come up may let the first request go by.
        window.activateWindow()
        return window.isActiveWindow()

    qtbot.waitUntil(active)
    return window


def put(panel: QWidget, widget: QWidget) -> None:
    layout = panel.layout()
    assert layout is not None
    layout.addWidget(widget)
    widget.setFocus()
    QApplication.processEvents()


def test_enter_submits_a_line_of_text(qtbot: QtBot, panel: QWidget) -> None:
    field = TextField("name")
    put(panel, field)
    with qtbot.waitSignal(field.submitted):
        QTest.keyClick(field, Qt.Key.Key_Return)


def test_enter_inside_a_composition_is_the_input_methods(qtbot: QtBot, panel: QWidget) -> None:
    field = TextField("name")
    put(panel, field)
    compose(field, "pai")
    assert field.composing
    with qtbot.assertNotEmitted(field.submitted):
        QTest.keyClick(field, Qt.Key.Key_Return)
        # Some platforms forward the Enter right behind the commit it caused.
        commit(field, "派")
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "派"
    next_turn()
    with qtbot.waitSignal(field.submitted):
        QTest.keyClick(field, Qt.Key.Key_Return)


def test_many_lines_submit_by_control_enter_alone(qtbot: QtBot, panel: QWidget) -> None:
    area = TextArea("words")
    put(panel, area)
    with qtbot.assertNotEmitted(area.submitted):
        QTest.keyClick(area, Qt.Key.Key_Return)
        compose(area, "shi")
        QTest.keyClick(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    commit(area, "十")
    next_turn()
    assert area.toPlainText() == "\n十"
    with qtbot.waitSignal(area.submitted):
        QTest.keyClick(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_escape_clears_a_search_and_then_leaves_it(qtbot: QtBot, panel: QWidget) -> None:
    field = SearchField("search")
    put(panel, field)
    with qtbot.waitSignal(field.searched):
        QTest.keyClicks(field, "whd")
    with qtbot.assertNotEmitted(field.left):
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    with qtbot.waitSignal(field.left):
        QTest.keyClick(field, Qt.Key.Key_Escape)


@pytest.fixture
def box(panel: QWidget) -> ChoiceBox:
    made = ChoiceBox("unit")
    made.set_candidates(UNITS)
    put(panel, made)
    return made


def test_initials_code_and_text_find_the_unit(box: ChoiceBox) -> None:
    for typed, data in (("whzd", 1), ("2-044", 2), ("住建", 3), ("sz", 5), ("whzfd", 2)):
        assert match(typed, UNITS)[0].candidate.data == data, typed


def test_matched_letters_are_marked_in_the_text() -> None:
    assert match("zd", UNITS)[0].text_marks == {7, 8}
    assert match("3-1", UNITS)[0].code_marks == {0, 1, 2}
    assert match("望湖", UNITS)[0].text_marks == {0, 1}


@given(st.text(st.sampled_from("whzdqcgj望湖中队0123-"), max_size=4))
def test_every_match_holds_every_letter_typed(typed: str) -> None:
    for found in match(typed, UNITS):
        candidate = found.candidate
        everything = candidate.text + candidate.code + candidate.initials
        assert all(letter in everything for letter in typed if letter.strip())
        assert all(0 <= place < len(candidate.text) for place in found.text_marks)


def test_the_best_match_is_chosen_by_enter(qtbot: QtBot, box: ChoiceBox) -> None:
    QTest.keyClicks(box.line, "szyh")
    assert box.is_open()
    with qtbot.waitSignal(box.chosen) as chosen:
        QTest.keyClick(box.line, Qt.Key.Key_Return)
    assert chosen.args == [5]
    assert (box.text(), box.value(), box.is_open()) == ("市政养护一队", 5, False)
    with qtbot.waitSignal(box.submitted):
        QTest.keyClick(box.line, Qt.Key.Key_Return)


def test_arrows_go_to_others_and_tab_takes_one(qtbot: QtBot, panel: QWidget, box: ChoiceBox) -> None:
    after = TextField("after")
    layout = panel.layout()
    assert layout is not None
    layout.addWidget(after)
    QApplication.processEvents()
    QTest.keyClicks(box.line, "wh")
    QTest.keyClick(box.line, Qt.Key.Key_Down)
    with qtbot.waitSignal(box.chosen) as chosen:
        QTest.keyClick(box.line, Qt.Key.Key_Tab)
    assert chosen.args == [1]
    qtbot.waitUntil(after.hasFocus)


def test_a_composition_never_chooses(qtbot: QtBot, box: ChoiceBox) -> None:
    commit(box.line, "望湖")
    next_turn()
    assert box.is_open()
    with qtbot.assertNotEmitted(box.chosen), qtbot.assertNotEmitted(box.submitted):
        compose(box.line, "zhong")
        QTest.keyClick(box.line, Qt.Key.Key_Return)
        commit(box.line, "中")
        QTest.keyClick(box.line, Qt.Key.Key_Return)
    assert box.text() == "望湖中"
    next_turn()
    with qtbot.waitSignal(box.chosen):
        QTest.keyClick(box.line, Qt.Key.Key_Return)


def test_what_is_typed_and_not_chosen_stays(qtbot: QtBot, box: ChoiceBox) -> None:
    box.set_value(UNITS[0])
    with qtbot.waitSignal(box.cleared):
        QTest.keyClicks(box.line, "x")
    QTest.keyClick(box.line, Qt.Key.Key_Escape)
    assert box.value() is None
    assert "x" in box.text()


def test_a_suggestion_is_taken_by_one_enter(qtbot: QtBot, box: ChoiceBox) -> None:
    box.set_suggestion(UNITS[2])
    with qtbot.waitSignal(box.chosen) as chosen:
        QTest.keyClick(box.line, Qt.Key.Key_Return)
    assert chosen.args == [3]


def test_a_provider_is_asked_on_every_edit(box: ChoiceBox) -> None:
    asked: list[str] = []

    def provide(query: str) -> list[Candidate]:
        asked.append(query)
        return [Candidate("甲", data=1), Candidate("乙", data=2)]

    box.set_provider(provide)
    QTest.keyClicks(box.line, "ab")
    assert asked == ["a", "ab"]
    QTest.keyClick(box.line, Qt.Key.Key_Down)
    QTest.keyClick(box.line, Qt.Key.Key_Return)
    assert box.value() == 2


def test_a_form_says_what_is_wrong_and_takes_the_caret_there(qtbot: QtBot, panel: QWidget) -> None:
    form = Form(2)
    phone, place = TextField(), TextField()
    form.add("phone", "Phone", phone)
    form.add("place", "Place", place, hint="A street or a grid")
    put(panel, form)
    form.focus_first()
    qtbot.waitUntil(phone.hasFocus)
    form.set_errors({"place": "No such grid. Write a street or a code."})
    qtbot.waitUntil(place.hasFocus)
    assert form.error("place") == "No such grid. Write a street or a code."
    assert place.accessibleDescription() == form.error("place")
    assert place.accessibleName() == "Place"
    QTest.keyClicks(place, "w")
    assert form.error("place") == ""
    with qtbot.waitSignal(form.submitted):
        QTest.keyClick(place, Qt.Key.Key_Return)
    phone.setText("138")
    place.clear()
    form.focus_first()
    qtbot.waitUntil(place.hasFocus)


class Lines(QWidget):
    """A field of two lines that takes no caret itself; `begin`, where it has it, goes to the second."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = TextField(parent=self), TextField(parent=self)
        layout = QVBoxLayout(self)
        for line in (self.first, self.second):
            layout.addWidget(line)


class BeginningLines(Lines):
    def begin(self) -> None:
        self.second.setFocus()


def test_a_refused_form_goes_to_its_first_fault_however_it_scrolled(qtbot: QtBot, panel: QWidget) -> None:
    form = Form()
    plain, lines, beginning = TextField(), Lines(), BeginningLines()
    form.add("plain", "Plain", plain)
    form.add("lines", "Lines", lines)
    rest = {key: form.add(key, key, TextField()) for key in "abcdefghijklmno"}
    form.add("beginning", "Beginning", beginning)
    area = YieldingArea(form)
    put(panel, area)
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 200)

    def in_sight(field: QWidget) -> bool:
        box = QRect(field.mapTo(area.viewport(), QPoint(0, 0)), field.size())
        return area.viewport().rect().contains(box)

    for faults, expected in (
        (("o", "plain"), plain),
        (("o", "lines"), lines.first),
        (("beginning",), beginning.second),
        (("h", "beginning"), rest["h"]),
    ):
        rest["o" if "beginning" not in faults else "a"].setFocus()
        bar.setValue(bar.maximum() if "beginning" not in faults else 0)
        form.set_errors(dict.fromkeys(faults, "Something is missing here."))
        qtbot.waitUntil(lambda field=expected: field.hasFocus() and in_sight(field))
        qtbot.waitUntil(lambda key=faults[-1]: form.error(key) != "")
    form.field("plain").hide()
    form.set_errors({"plain": "Wrong.", "a": "Wrong."})
    qtbot.waitUntil(rest["a"].hasFocus)
    form.clear_errors()
    assert rest["a"].hasFocus(), "what is taken back moves nobody"
    with pytest.raises(KeyError):
        form.set_errors({"nowhere": "Wrong."})


def test_letters_act_outside_text_only(qtbot: QtBot, panel: QWidget) -> None:
    table = QWidget()
    table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field = TextField("words")
    put(panel, field)
    put(panel, table)
    acted: list[str] = []
    keys = KeyMap(panel)
    keys.bind("D", lambda: acted.append("dispatch"), "Dispatch")
    keys.bind("Ctrl+K", lambda: acted.append("palette"), "Palette")
    assert [(b.key, b.text) for b in keys.bindings()] == [("D", "Dispatch"), ("Ctrl+K", "Palette")]
    QTest.keyClick(table, Qt.Key.Key_D)
    assert acted == ["dispatch"]
    field.setFocus()
    assert is_typing()
    QTest.keyClick(field, Qt.Key.Key_D)
    compose(field, "d")
    QTest.keyClick(field, Qt.Key.Key_D)
    assert acted == ["dispatch"]
    commit(field, "的")
    QTest.keyClick(field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert acted == ["dispatch", "palette"]
    keys.unbind("D")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_D)
    assert acted == ["dispatch", "palette"]


def test_of_panels_within_each_other_the_innermost_acts(qtbot: QtBot, panel: QWidget) -> None:
    """Whichever bound its key first, and at every press."""
    inner = QWidget()
    put(panel, inner)
    field = TextField("words")
    QVBoxLayout(inner).addWidget(field)
    beside = QWidget()
    beside.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    put(panel, beside)
    acted: list[str] = []
    KeyMap(panel).bind("Escape", lambda: acted.append("outer"))
    KeyMap(inner).bind("Escape", lambda: acted.append("inner"))
    field.setFocus()
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert acted == ["inner"] * 3
    beside.setFocus()
    QTest.keyClick(beside, Qt.Key.Key_Escape)
    assert acted == ["inner"] * 3 + ["outer"]


def test_a_command_is_submitted_recalled_and_cancelled(qtbot: QtBot, panel: QWidget) -> None:
    command = CommandLine("Type a command")
    put(panel, command)
    with qtbot.waitSignal(command.edited):
        QTest.keyClicks(command.line, "pd wh 431")
    command.set_preview("Dispatch 431 to Wanghu")
    assert command.line.accessibleDescription() == "Dispatch 431 to Wanghu"
    with qtbot.waitSignal(command.submitted) as submitted:
        QTest.keyClick(command.line, Qt.Key.Key_Return)
    assert submitted.args == ["pd wh 431"]
    command.clear()
    QTest.keyClick(command.line, Qt.Key.Key_Up)
    assert command.text() == "pd wh 431"
    QTest.keyClick(command.line, Qt.Key.Key_Down)
    assert command.text() == ""
    QTest.keyClicks(command.line, "x")
    with qtbot.waitSignal(command.cancelled):
        QTest.keyClick(command.line, Qt.Key.Key_Escape)
    assert (command.text(), command.preview()) == ("", "")
    with qtbot.assertNotEmitted(command.submitted):
        QTest.keyClick(command.line, Qt.Key.Key_Return)


def test_a_command_under_composition_is_nobodys_yet(qtbot: QtBot, panel: QWidget) -> None:
    command = CommandLine()
    put(panel, command)
    QTest.keyClicks(command.line, "pd ")
    with qtbot.assertNotEmitted(command.submitted), qtbot.assertNotEmitted(command.cancelled):
        compose(command.line, "shi wan")
        QTest.keyClick(command.line, Qt.Key.Key_Return)
        QTest.keyClick(command.line, Qt.Key.Key_Escape)
        QTest.keyClick(command.line, Qt.Key.Key_Up)
        commit(command.line, "石湾")
        QTest.keyClick(command.line, Qt.Key.Key_Return)
    assert command.text() == "pd 石湾"
    next_turn()
    with qtbot.waitSignal(command.submitted):
        QTest.keyClick(command.line, Qt.Key.Key_Return)


def test_the_palette_finds_goes_and_gives_the_focus_back(qtbot: QtBot, panel: QWidget) -> None:
    field = TextField("before")
    put(panel, field)
    palette = Palette(panel, lambda query: [m.candidate for m in match(query, UNITS)])
    palette.begin()
    assert palette.isVisible()
    assert len(palette.matches()) == len(UNITS)
    line = QApplication.focusWidget()
    assert line is not None
    QTest.keyClicks(line, "wh")
    QTest.keyClick(line, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.chosen) as chosen:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert chosen.args == [1]
    assert not palette.isVisible()
    qtbot.waitUntil(field.hasFocus)
    palette.begin("xx")
    assert palette.matches() == []
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    palette.begin()
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    assert not palette.isVisible()
