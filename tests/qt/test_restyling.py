"""Another look reaches everything that is open, what is in sight first, and nothing is looked at twice."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPlainTextEdit,
    QScrollBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from widgets import theme
from widgets.command_line import CommandLine
from widgets.restyling import AT_ONCE

PAGES = 3
LABELS = AT_ONCE


@pytest.fixture
def look(qapp: QApplication) -> Iterator[theme.Theme]:
    """The theme, given back as it was."""
    current = theme.current()
    current.apply(qapp)
    current.set_mode("dark")
    yield current
    current.set_mode("dark")
    current.set_text_scale(1.0)


class Pages(QStackedWidget):
    """A window of pages full of labels, each page shown once."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_surface(self, "panel")
        for _ in range(PAGES):
            page = QWidget()
            layout = QVBoxLayout(page)
            for n in range(LABELS):
                label = QLabel(f"label {n}", page)
                theme.set_role(label, "title")
                layout.addWidget(label)
            self.addWidget(page)

    def labels(self, page: int) -> list[QLabel]:
        return self.widget(page).findChildren(QLabel)


@pytest.fixture
def pages(qtbot: QtBot, look: theme.Theme) -> Pages:
    """All pages have been seen, the first is in front."""
    del look
    window = Pages()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    for page in (1, 2, 0):
        window.setCurrentIndex(page)
        qtbot.waitUntil(window.labels(page)[0].isVisible)
    return window


class Looks(QObject):
    """How often each widget was told of another style."""

    def __init__(self, widgets: list[QWidget]) -> None:
        super().__init__()
        self.count: Counter[int] = Counter()
        self.labels = widgets
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StyleChange:
            self.count[id(watched)] += 1
        return False


def inks(labels: list[QLabel]) -> set[str]:
    return {label.palette().color(QPalette.ColorRole.WindowText).name() for label in labels}


class Painted(QObject):
    """What a window has shown, each time that it was painted: the inks of its labels in sight."""

    def __init__(self, window: QWidget, labels: list[QLabel]) -> None:
        super().__init__()
        self.inks: list[set[str]] = []
        self._labels = labels
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.inks.append(inks(self._labels))
        return False


def test_a_window_is_never_half_one_look_and_half_another(
    qtbot: QtBot, look: theme.Theme, pages: Pages
) -> None:
    painted = Painted(pages, pages.labels(0))
    seen = Looks([*pages.labels(0), *pages.labels(2)])
    look.set_mode("light")
    light = look.color("text").name()
    assert light not in inks(pages.labels(0)), "looked at in the event in which the sheet was set"
    QApplication.processEvents()
    assert len(inks(pages.labels(0))) == 2, "all of the window was looked at in one event"
    pages.update()
    qtbot.waitUntil(lambda: not look.restyling())
    qtbot.waitUntil(lambda: bool(painted.inks))
    # In Python's dictionaries what was counted first stands first.
    first = set(list(seen.count)[: len(pages.labels(0))])
    assert first == {id(label) for label in seen.labels[: len(first)]}, "not in sight first"
    assert [shown for shown in painted.inks if shown != {light}] == []
    assert [inks(pages.labels(page)) for page in range(PAGES)] == [{light}] * PAGES
    assert pages.grab().toImage().pixelColor(2, 2).name() == look.color("panel").name()


def test_nothing_is_looked_at_twice(qtbot: QtBot, look: theme.Theme, pages: Pages) -> None:
    qtbot.waitUntil(lambda: not look.restyling())
    labels = [label for page in range(PAGES) for label in pages.labels(page)]
    seen = Looks([*labels])
    look.set_mode("light")
    qtbot.waitUntil(lambda: not look.restyling())
    assert {seen.count[id(label)] for label in labels} == {1}


def test_the_size_of_the_text_reaches_all(qtbot: QtBot, look: theme.Theme, pages: Pages) -> None:
    heights = {label.fontInfo().pixelSize() for label in pages.labels(2)}
    look.set_text_scale(2.0)
    qtbot.waitUntil(lambda: not look.restyling())
    assert heights == {18}
    for page in range(PAGES):
        assert {label.fontInfo().pixelSize() for label in pages.labels(page)} == {36}


def test_what_is_made_and_what_goes_meanwhile(qtbot: QtBot, look: theme.Theme, pages: Pages) -> None:
    look.set_mode("light")
    assert look.restyling()
    pages.labels(1)[-1].deleteLater()
    last = pages.widget(2)
    made = QLabel("new", last)
    theme.set_role(made, "title")
    layout = last.layout()
    assert layout is not None
    layout.addWidget(made)
    # Another change, before the first has come to an end.
    look.set_mode("dark")
    qtbot.waitUntil(lambda: not look.restyling())
    pages.setCurrentIndex(2)
    qtbot.waitUntil(made.isVisible)
    dark = look.color("text").name()
    assert [inks(pages.labels(page)) for page in range(PAGES)] == [{dark}] * PAGES


def test_a_font_of_its_own_follows_in_a_window_that_is_not_worked_in(qtbot: QtBot, look: theme.Theme) -> None:
    behind, front = CommandLine("command"), QWidget()
    for window in (behind, front):
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
    look.set_text_scale(2.0)
    qtbot.waitUntil(lambda: not look.restyling())
    assert behind.line.font().pixelSize() == look.mono_font("body").pixelSize() == 28


def test_nothing_of_qts_own_widgets_is_kept(qtbot: QtBot, look: theme.Theme, pages: Pages) -> None:
    def kept() -> int:
        gc.collect()
        return sum(type(thing) in (QScrollBar, QWidget) for thing in gc.get_objects())

    before = kept()
    for mode in ("light", "dark") * 3:
        field = QPlainTextEdit(pages.widget(0))
        field.show()
        look.set_mode(mode)
        qtbot.waitUntil(lambda: not look.restyling())
        with qtbot.waitSignal(field.destroyed):
            field.deleteLater()
        del field
    assert kept() <= before
