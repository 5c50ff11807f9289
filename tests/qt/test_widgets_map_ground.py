"""The map's ground: only what comes in is painted, nothing is bare, names neither overlap nor flicker."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.qt.gallery import blocks
from widgets import theme
from widgets.map import Depth, MapCanvas, Name
from widgets.map.furniture import measure_rows
from widgets.map.names import Blocked, NameLayer
from widgets.map.pieces import SIDE, Pieces
from widgets.map.projection import Window

HEFEI = (117.31, 31.79)


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    theme.current().apply(QApplication.instance())  # type: ignore[arg-type]
    made = MapCanvas()
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.set_areas("grid", blocks())
    with qtbot.waitExposed(made):
        made.show()
    made.centre_on(*HEFEI, 4_000)
    return made


def striped(painter: QPainter, window: Window) -> None:
    """Stripes of 100 Mercator metres: what is at a place tells where it is."""
    west, _, east, _ = window.bounds()
    for stripe in range(int(west // 100), int(east // 100) + 1):
        left, _ = window.to_screen(stripe * 100, 0)
        right, _ = window.to_screen(stripe * 100 + 100, 0)
        ink = QColor(stripe % 256, stripe // 256 % 256, 7)
        painter.fillRect(round(left), 0, round(right) - round(left), window.height, ink)


def shown(pieces: Pieces, window: Window, ratio: float) -> QPixmap:
    picture = QPixmap(round(window.width * ratio), round(window.height * ratio))
    picture.fill(QColor("white"))
    with QPainter(picture) as painter:
        pieces.show(painter, window)
    return picture


@given(
    st.lists(st.tuples(st.integers(-300, 300), st.integers(-200, 200)), min_size=1, max_size=6),
    st.sampled_from([1.0, 1.25, 2.0]),
)
def test_a_moved_picture_shows_what_is_there(
    qapp: QApplication, moves: list[tuple[int, int]], ratio: float
) -> None:
    pieces = Pieces(striped)
    window = Window(3_000.0, -2_000.0, 0.5, 400, 200)
    for dx, dy in moves:
        window = window.moved(dx, dy)
        assert pieces.prepare(window, ratio, zooming=False, seconds=60)
        assert pieces.covers(window)
    image = shown(pieces, window, ratio).toImage()
    for x in range(5, image.width(), 37):
        metres, _ = window.to_map(x / ratio, 0)
        # Beside a stripe's edge a px may be either's.
        if 2 < metres % 100 / 100 * 50 < 48:
            stripe = int(metres // 100)
            assert image.pixelColor(x, 50) == QColor(stripe % 256, stripe // 256 % 256, 7)


def test_only_what_comes_in_is_painted(qapp: QApplication) -> None:
    pieces = Pieces(striped)
    window = Window(0.0, 0.0, 1.0, 4 * SIDE, 3 * SIDE)
    pieces.prepare(window, 1.0, zooming=False, seconds=60)
    first = pieces.painted
    for _ in range(SIDE // 8):
        window = window.moved(-8, 0)
        pieces.prepare(window, 1.0, zooming=False, seconds=60)
    # One more column of three or four.
    assert pieces.painted - first in (3, 4)
    back = window.moved(SIDE, 0)
    pieces.prepare(back, 1.0, zooming=False, seconds=60)
    assert pieces.painted - first in (3, 4)


def test_zoomed_out_what_was_is_stretched_and_what_comes_in_is_painted_first(qapp: QApplication) -> None:
    pieces = Pieces(striped)
    window = Window(0.0, 0.0, 1.0, 4 * SIDE, 3 * SIDE)
    pieces.prepare(window, 1.0, zooming=False, seconds=60)
    for _ in range(40):
        window = window.zoomed(1 / 1.04, 300, 200)
        while not pieces.prepare(window, 1.0, zooming=True, seconds=0.0):
            pass
        assert pieces.bare(window) == 0.0
        image = shown(pieces, window, 1.0).toImage()
        corners = [image.pixelColor(x, y) for x in (1, image.width() - 2) for y in (1, image.height() - 2)]
        assert QColor("white") not in corners
    while not pieces.prepare(window, 1.0, zooming=False, seconds=0.0):
        assert pieces.bare(window) == 0.0
    assert pieces.covers(window)


def test_what_has_changed_is_painted_anew_there_alone_and_what_was_is_shown_until_then(
    qapp: QApplication,
) -> None:
    pieces = Pieces(striped)
    window = Window(0.0, 0.0, 1.0, 4 * SIDE, 4 * SIDE)
    pieces.prepare(window, 1.0, zooming=False, seconds=60)
    before = pieces.painted
    pieces.renew((10.0, 10.0, 20.0, 20.0))
    assert not pieces.covers(window)
    assert pieces.bare(window) == 0.0
    assert pieces.prepare(window, 1.0, zooming=False, seconds=60)
    assert pieces.painted - before == 1


def test_what_lies_beside_is_made_ready_while_nothing_moves(qtbot: QtBot, canvas: MapCanvas) -> None:
    ground = canvas._scene.ground
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    beside = canvas._view.window.moved(-150, 0)
    qtbot.waitUntil(lambda: ground.covers(beside))
    painted = ground.painted
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    canvas.grab()
    assert ground.painted == painted


def test_a_map_nobody_looks_at_keeps_no_ground(canvas: MapCanvas) -> None:
    canvas.grab()
    assert canvas.unpainted() == 0.0
    canvas.hide()
    assert canvas.unpainted() == 1.0


def test_what_is_kept_stays_within_bounds(qapp: QApplication) -> None:
    pieces = Pieces(striped)
    window = Window(0.0, 0.0, 1.0, 9 * SIDE, 2 * SIDE)
    for _ in range(60):
        window = window.moved(-SIDE / 2, SIDE / 3)
        pieces.prepare(window, 1.0, zooming=False, seconds=60)
        assert pieces._sheet is not None
        assert len(pieces._sheet.pieces) <= 1.5 * 12 * 5 + 1
        assert pieces.covers(window)


# -- names -------------------------------------------------------------------------------------------------
def boxes(layer: NameLayer, window: Window) -> list[tuple[float, float, float, float]]:
    return [(b.x(), b.y(), b.width(), b.height()) for b in layer._boxes(layer.shown, window)]


@given(
    st.lists(st.tuples(st.floats(-600, 600), st.floats(-400, 400), st.integers(0, 45)), max_size=40),
    st.floats(0.4, 2.5),
)
def test_names_never_overlap_at_any_scale(
    qapp: QApplication, places: list[tuple[float, float, int]], scale: float
) -> None:
    layer = NameLayer()
    names = [Name(f"name {n}", x, y, rank) for n, (x, y, rank) in enumerate(places)]
    window = Window(0.0, 0.0, 1.0, 800, 500)
    layer.fits(window, 1.0, zooming=False)
    layer.lay_out(NameLayer.region(window), names, [])
    zoomed = Window(0.0, 0.0, scale, 800, 500)
    assert layer.fits(zoomed, 1.0, zooming=True)
    for view in (window, zoomed)[scale >= 1 :]:
        found = boxes(layer, view)
        for n, (ax, ay, aw, ah) in enumerate(found):
            for bx, by, bw, bh in found[n + 1 :]:
                inside = abs(ax) < 390 and abs(bx) < 390
                assert ax + aw <= bx or bx + bw <= ax or ay + ah <= by or by + bh <= ay or not inside


def test_a_name_that_stands_stays_while_the_map_moves_and_marks_come(qapp: QApplication) -> None:
    layer = NameLayer()
    names = [
        Name(f"name {n}", x, y, 40)
        for n, (x, y) in enumerate(np.random.default_rng(4).uniform(-900, 900, (300, 2)))
    ]
    window = Window(0.0, 0.0, 1.0, 800, 500)
    layer.fits(window, 1.0, zooming=False)
    layer.lay_out(NameLayer.region(window), names, [])
    for step in range(12):
        stood = {n.text for n in layer.shown if abs(n.x - window.x) < 300 and abs(n.y - window.y) < 200}
        window = window.moved(-25, 10)
        if not layer.fits(window, 1.0, zooming=False):
            marks = np.random.default_rng(step).uniform(-900, 900, (400, 2))
            layer.lay_out(NameLayer.region(window), names, [Blocked(marks[:, 0], marks[:, 1], 6)])
        assert stood <= {n.text for n in layer.shown}


def test_names_of_areas_come_as_far_as_there_is_room(canvas: MapCanvas) -> None:
    canvas.grab()
    near = {name.text for name in canvas._scene.names.shown}
    canvas.fit_areas("grid", [blocks()[20].key])
    canvas.grab()
    assert blocks()[20].label in {name.text for name in canvas._scene.names.shown}
    canvas.centre_on(*HEFEI, 400_000)
    canvas.grab()
    assert near
    assert not canvas._scene.names.shown
    canvas.highlight("grid", blocks()[20].key)
    canvas.grab()
    # The one spoken of is named whatever its size.
    assert [name.text for name in canvas._scene.names.shown] == [blocks()[20].label]


# -- measures and layers -----------------------------------------------------------------------------------
def test_a_measure_fills_the_areas_and_its_legend_says_what_with(canvas: MapCanvas) -> None:
    area = blocks()[20]
    lon, lat = area.rings[0].mean(axis=0).tolist()
    canvas.centre_on(lon, lat, 3_000)
    values = {block.key: float(n) for n, block in enumerate(blocks())} | {
        area.key: 25.0,
        blocks()[0].key: None,
    }
    canvas.set_measure("grid", values, [10, 20, 40], lambda v: f"{v:g}", title="open")

    def ink() -> QColor:
        return canvas.grab().toImage().pixelColor(390, 270)

    measure = canvas._scene.areas.levels["grid"].measure
    assert measure is not None
    assert ink() == measure.fill(area.key) == measure.fill_of(2)
    assert [row.text for row in measure_rows(measure)] == ["≥ 40", "20 – 40", "10 – 20", "< 10", "not known"]
    assert len({row.fill.name() for row in measure_rows(measure)}) == 5
    assert canvas._scene.furniture.legend_title == "open"
    canvas.set_areas("grid", blocks())
    assert ink() == measure.fill(area.key)
    canvas.set_measure("grid", None)
    assert ink() == theme.color("map_area")
    assert not canvas._scene.furniture.legend
    canvas.set_level_shown("grid", False)
    assert ink() == theme.color("map_ground")


def test_a_layer_of_others_lies_where_it_was_put_and_is_asked_again_where_it_changed(
    canvas: MapCanvas,
) -> None:
    class Colour:
        ink = QColor("#204060")
        asked = 0

        def paint(self, painter: QPainter, window: Window) -> None:
            self.asked += 1
            painter.fillRect(0, 0, window.width, window.height, self.ink)

    area = blocks()[20]
    lon, lat = area.rings[0].mean(axis=0).tolist()
    canvas.centre_on(lon, lat, 3_000)
    layer = Colour()
    canvas.put_layer(Depth.BASE, layer)
    assert canvas.grab().toImage().pixelColor(390, 270) == layer.ink
    asked = layer.asked
    canvas.grab()
    assert layer.asked == asked
    layer.ink = QColor("#406020")
    x, y = canvas._view.window.to_map(390, 270)
    canvas.renew_ground((x, y, x + 1, y + 1))
    assert canvas.grab().toImage().pixelColor(390, 270) == layer.ink
    assert layer.asked == asked + 1
    canvas.put_layer(Depth.BASE, None)
    assert canvas.grab().toImage().pixelColor(390, 270) == theme.color("map_area")


def test_coordinates_under_the_pointer_are_said(canvas: MapCanvas) -> None:
    QTest.mouseMove(canvas, QPoint(300, 250))
    QTest.mouseMove(canvas, QPoint(400, 250))
    pointer = canvas._scene.furniture.pointer
    assert pointer == pytest.approx(canvas._view.window.to_map(400, 250))
