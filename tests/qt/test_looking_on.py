"""Who looks at what stands on the screen changes nothing of how long it lives."""

from __future__ import annotations

import gc

import shiboken6
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QSpinBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.screen import Windows
from widgets.veil import Veil
from widgets.within import below, parts, seen_in, takes_tab


def area_with(inside: QWidget) -> QScrollArea:
    """An area that nobody but Qt holds on to, as a page makes it."""
    area = QScrollArea()
    area.setObjectName("area")
    area.setWidgetResizable(True)
    area.setWidget(inside)
    return area


def test_what_is_looked_at_outlives_the_look(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    inside = QLabel("here")
    inside.setObjectName("inside")
    QVBoxLayout(window).addWidget(area_with(inside))
    window.show()
    for _ in range(3):
        assert Windows().tree()
        gc.collect()
        found = Windows().find("inside")
        assert found is not None
        assert found["visible"]
        gc.collect()
        assert shiboken6.isValid(inside)
    assert below(window, QScrollArea)[0].widget() is inside


def test_tab_goes_round_a_veil_and_ends_nothing_in_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 300)
    window.show()
    veil = Veil(window, 0.5)
    inside = QWidget()
    column = QVBoxLayout(inside)
    line, number = QLineEdit(), QSpinBox()
    for field in (line, number):
        column.addWidget(field)
    QVBoxLayout(veil).addWidget(area_with(inside))
    veil.cover()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    line.setFocus()
    for turn in range(6):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        below(veil, QScrollArea)[0].viewport().update()
        gc.collect()
        assert shiboken6.isValid(line), turn
    assert not [part for part in parts(number) if takes_tab(part)]
    assert {part for part in below(veil, QWidget) if takes_tab(part)} >= {line, number}


def test_parts_come_in_the_order_in_which_they_were_made(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    made = [QLabel("1", around), QWidget(around)]
    made.append(QLabel("2", made[1]))
    made.append(QLabel("3", around))
    assert list(parts(around)) == made


def test_the_tree_is_told_as_it_is_read(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setObjectName("read")
    low, high, right = (QLabel(text, window) for text in ("low", "high", "right"))
    for label, place in ((low, (0, 60)), (high, (0, 0)), (right, (80, 0))):
        label.move(*place)
    window.show()
    (told,) = Windows().tree("read")
    assert [child["text"] for child in told["children"]] == ["high", "right", "low"]


def test_what_stands_in_a_window_of_its_own_is_below_and_no_part(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    panel = QWidget(around)
    torn_off = QWidget(panel, Qt.WindowType.Window)
    inside, outside, beside = QLabel("in", torn_off), QLabel("out", panel), QLabel("no")
    qtbot.addWidget(beside)
    assert list(parts(around)) == [panel, outside]
    assert {*below(around, QLabel)} == {inside, outside}
    assert below(around, QLineEdit) == []


def test_what_is_seen_at_a_place_is_found_with_its_own(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    around.resize(300, 300)
    panel = QWidget(around)
    panel.setGeometry(50, 100, 200, 200)
    line, far, hidden = (QLineEdit(panel) for _ in range(3))
    line.setGeometry(10, 20, 80, 24)
    far.setGeometry(10, 150, 80, 24)
    hidden.setGeometry(10, 20, 80, 24)
    hidden.hide()
    around.show()
    found = list(seen_in(around, QRect(0, 110, 300, 40), QLineEdit, QSpinBox))
    assert found == [(line, QRect(QPoint(60, 120), line.size()))]
    assert list(seen_in(around, QRect(0, 110, 300, 40), QSpinBox)) == []
