"""Qt's binding keeps the reference counts of None, True and False.

PySide6 6.12 on CPython 3.11 loses one at each call and ends the process within minutes; a version is
taken only if this stands.
"""

import gc
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QTableView, QWidget
from pytestqt.qtbot import QtBot

ROUNDS = 2_000
# What the interpreter's own caches may hold more or less; a lost reference a call would be ROUNDS.
SLACK = 100


class Sender(QObject):
    said = Signal(object)
    flagged = Signal(bool)


class Model(QAbstractTableModel):
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 10

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 3

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        return None if role != Qt.ItemDataRole.DisplayRole else index.column() == 1


class Painted(QWidget):
    def paintEvent(self, event: QEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.drawText(2, 10, "x")


class Filter(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return False


def signals(qtbot: QtBot) -> Callable[[], None]:
    sender = Sender()
    sender.said.connect(lambda value: None)
    sender.flagged.connect(lambda value: None)

    def act() -> None:
        sender.said.emit(None)
        sender.said.emit(True)
        sender.flagged.emit(False)

    return act


def model_calls(qtbot: QtBot) -> Callable[[], None]:
    model = Model()
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    canvas = QImage(200, 120, QImage.Format.Format_RGB32)
    return lambda: view.render(canvas)


def paints(qtbot: QtBot) -> Callable[[], None]:
    widget = Painted()
    qtbot.addWidget(widget)
    canvas = QImage(40, 20, QImage.Format.Format_RGB32)
    return lambda: widget.render(canvas)


def properties_and_filters(qtbot: QtBot) -> Callable[[], None]:
    widget = QWidget()
    qtbot.addWidget(widget)
    watcher = Filter(widget)
    widget.installEventFilter(watcher)
    rounds = iter(range(10**9))

    def act() -> None:
        widget.setEnabled(next(rounds) % 2 == 0)
        widget.setProperty("p", None)
        widget.setProperty("p", True)
        assert widget.property("p") is True
        widget.parentWidget()

    return act


@pytest.mark.parametrize("make", [signals, model_calls, paints, properties_and_filters])
def test_counts_stay(make: Callable[[QtBot], Callable[[], None]], qtbot: QtBot) -> None:
    act = make(qtbot)
    act()
    gc.collect()
    before = [sys.getrefcount(value) for value in (None, True, False)]
    for _ in range(ROUNDS):
        act()
    gc.collect()
    after = [sys.getrefcount(value) for value in (None, True, False)]
    assert all(abs(b - a) < SLACK for a, b in zip(before, after, strict=True)), (before, after)
