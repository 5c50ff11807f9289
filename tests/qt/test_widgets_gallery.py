"""All widgets together: themes, sizes and densities without a warning, names for all, and no reference
lost.
"""

import gc
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.qt.gallery import NOW, make_frame, make_map, make_parts, settle
from tests.qt.gallery_board import make_board, make_matrix
from tests.qt.gallery_lanes import make_lanes
from tests.qt.gallery_map import make_live_map
from tests.qt.looks import faults
from widgets import theme
from widgets.countdown import Ticker
from widgets.light import Light
from widgets.map import MapCanvas, MapMarker
from widgets.status_bar import StatusItem
from widgets.table import ColumnTableModel, TableView
from widgets.theme import Density


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Iterator[theme.Theme]:
    current = theme.current()
    current.apply(qapp)
    yield current
    current.set_mode("dark")
    current.set_density(Density.NORMAL)
    current.set_text_scale(1.0)


@pytest.fixture
def ticker(qapp: QApplication) -> Iterator[Ticker]:
    made = Ticker(NOW.timestamp)
    yield made
    made.stop()


@pytest.mark.parametrize(
    ("mode", "density", "scale", "size"),
    [
        ("dark", Density.COMPACT, 0.9, (1366, 768)),
        ("light", Density.NORMAL, 1.0, (1920, 1080)),
        ("dark", Density.ROOMY, 1.5, (1920, 1080)),
        ("light", Density.COMPACT, 2.0, (1366, 768)),
    ],
)
def test_every_look_is_painted(
    qtbot: QtBot,
    qapp: QApplication,
    look: theme.Theme,
    ticker: Ticker,
    mode: str,
    density: Density,
    scale: float,
    size: tuple[int, int],
) -> None:
    look.set_mode(mode)
    look.set_density(density)
    look.set_text_scale(scale)
    for widget in (make_frame(ticker), make_parts(), make_lanes(), make_live_map()):
        qtbot.addWidget(widget)
        widget.resize(*size)
        with qtbot.waitExposed(widget):
            widget.show()
        settle(qapp)
        image = widget.grab().toImage()
        colours = {
            image.pixelColor(x, y).name() for x in range(5, size[0], 97) for y in range(5, size[1], 53)
        }
        assert {look.color("panel").name(), look.color("map_ground").name()} & colours
        assert widget.width() == size[0], "the content is wider than the screen"
        assert faults(widget) == []
    for token, colour in look.tokens.colours[mode].items():
        assert look.color(token) == QColor(colour), f"{token} is everybody's: whoever paints takes a copy"


def test_a_change_of_look_reaches_what_is_open(
    qtbot: QtBot, qapp: QApplication, look: theme.Theme, ticker: Ticker
) -> None:
    frame = make_frame(ticker)
    qtbot.addWidget(frame)
    frame.resize(1600, 900)
    with qtbot.waitExposed(frame):
        frame.show()
    table = frame.findChild(TableView)
    assert table is not None
    assert table.row_height() == 32
    look.set_density(Density.ROOMY)
    assert table.row_height() == 40
    look.set_text_scale(1.5)
    assert table.row_height() == 60
    look.set_mode("light")
    settle(qapp)
    image = frame.grab().toImage()
    assert image.pixelColor(600, image.height() - 6).name() == look.color("panel").name()


@pytest.mark.parametrize("wrong", ["sepia", ""])
def test_a_look_there_is_not_is_refused(look: theme.Theme, wrong: str) -> None:
    with pytest.raises(ValueError, match="no such mode"):
        look.set_mode(wrong)
    with pytest.raises(ValueError, match="outside"):
        look.set_text_scale(3)


def test_all_that_takes_the_keyboard_has_a_name(qtbot: QtBot, ticker: Ticker) -> None:
    nameless = []
    widgets = make_frame(ticker), make_parts(), make_lanes(), make_board(ticker), make_matrix(ticker)
    for widget in widgets:
        qtbot.addWidget(widget)
        for child in widget.findChildren(QWidget):
            reachable = child.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(child, QScrollBar)
            inside = isinstance(child.parentWidget(), QAbstractScrollArea) or child.objectName().startswith(
                "qt_"
            )
            text = child.text() if isinstance(child, QAbstractButton) else ""
            foreign = type(child).__module__.startswith("PySide6") and not isinstance(child, QLineEdit)
            if reachable and not inside and not foreign and not (child.accessibleName() or text):
                nameless.append(repr(child))
    assert nameless == []


def test_no_reference_is_lost_by_widgets(qtbot: QtBot, qapp: QApplication, ticker: Ticker) -> None:
    frame = make_frame(ticker, 300)
    qtbot.addWidget(frame)
    frame.resize(1600, 900)
    with qtbot.waitExposed(frame):
        frame.show()
    settle(qapp)
    table = frame.findChild(TableView)
    canvas = frame.findChild(MapCanvas)
    assert table is not None
    assert canvas is not None
    model: ColumnTableModel = table.rows

    def act(turn: int) -> None:
        # The same few texts again and again: what is laid out is kept, and holds references of its own.
        model.source.left[turn % 10] = 700 + turn % 20  # type: ignore[attr-defined]
        model.changed([turn % 10])
        model.sort_by([("due", bool(turn % 2))])
        table.select_row(turn % 10)
        table.selectionModel().clear() if turn % 5 == 0 else None
        model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
        ticker.tick.emit(NOW.timestamp())
        canvas.set_markers([MapMarker("a", 117.3, 31.8, Light.RED, label=str(turn))])
        frame.status.set_item("age", f"{turn} s")
        table.viewport().repaint()
        canvas.repaint()

    for turn in range(60):
        act(turn)
    gc.collect()
    before = {value: sys.getrefcount(value) for value in (None, True, False)}
    turns = 300
    for turn in range(turns):
        act(turn)
    gc.collect()
    for value, count in before.items():
        # A reference lost or gained a call would show hundreds of times over; caches may hold a few.
        assert abs(sys.getrefcount(value) - count) < turns // 3, value


def test_the_map_alone_is_a_widget_too(qtbot: QtBot) -> None:
    canvas = make_map()
    qtbot.addWidget(canvas)
    canvas.resize(640, 360)
    with qtbot.waitExposed(canvas):
        canvas.show()
    assert canvas.accessibleName() == "Map"
    assert canvas.metres_across() == pytest.approx(2600)


def test_the_program_that_looks_sees_faults(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 200)
    narrow, under, over, button = (
        QLabel("a long text in a narrow place", window),
        QLabel("under", window),
        QLabel("over", window),
        QPushButton("Dispatch to Wanghu", window),
    )
    narrow.setGeometry(0, 0, 40, 20)
    under.setGeometry(0, 40, 100, 20)
    over.setGeometry(20, 45, 100, 20)
    button.setGeometry(0, 100, 50, 30)
    outside = QLabel("outside", window)
    outside.setGeometry(380, 150, 100, 20)
    found = faults(window)
    assert [line.split(":")[0] for line in found] == ["cut off", "cut off", "outside the window", "overlap"]
    assert "a long text" in found[0]
    assert "over" in found[3]


def test_the_program_that_looks_sees_text_past_its_edge(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 200)
    whole, narrow = StatusItem(window), StatusItem(window)
    for y, item in enumerate((whole, narrow)):
        item.show_item(f"Off line since 14:0{y}", Light.RED, "")
        item.setGeometry(0, 60 * y, item.sizeHint().width(), item.sizeHint().height())
    narrow.resize(narrow.width() - 12, narrow.height())
    found = faults(window)
    assert [fault.partition(" at ")[0] for fault in found] == ["past its edge: “Off line since 14:01”"]
