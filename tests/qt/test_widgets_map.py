"""The map: places stand where they are, clicks mean what they meet, and only a hand or a word moves it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.qt.gallery import blocks
from tests.work import calls
from widgets import theme
from widgets.light import Light
from widgets.map import MapArea, MapCanvas, MapMarker, MarkerKind, Marks
from widgets.map.names import LabelRoom
from widgets.map.projection import Window, fitting, ground_scale, point_to_metres, to_degrees
from widgets.map.shapes import shape_of
from widgets.map.stamps import Stamps

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
    return made


@given(st.floats(-180, 180), st.floats(-84, 84))
def test_degrees_come_back_from_metres(lon: float, lat: float) -> None:
    assert to_degrees(*point_to_metres(lon, lat)) == pytest.approx((lon, lat), abs=1e-9)


def test_metres_on_the_ground_are_those_of_the_latitude() -> None:
    x, y = point_to_metres(*HEFEI)
    east, _ = point_to_metres(HEFEI[0] + 0.01, HEFEI[1])
    # 0.01° of longitude at 31.79° N on a sphere of 6,378,137 m.
    assert (east - x) * ground_scale(y) == pytest.approx(946.2, abs=0.5)


@given(st.floats(-500, 500), st.floats(-500, 500), st.floats(0.2, 5))
def test_zooming_keeps_the_point_under_the_hand(px: float, py: float, factor: float) -> None:
    window = Window(13_000_000.0, 3_700_000.0, 0.1, 800, 500)
    before = window.to_map(px, py)
    assert window.zoomed(factor, px, py).to_map(px, py) == pytest.approx(before)


def test_fitting_shows_all_of_it() -> None:
    window = fitting((0, 0, 1000, 100), 800, 500)
    west, south, east, north = window.bounds()
    assert west < 0
    assert south < 0
    assert east > 1000
    assert north > 100


@given(st.integers(0, 2**32 - 1))
def test_a_name_stands_inside_its_area(seed: int) -> None:
    random = np.random.default_rng(seed)
    angles = np.sort(random.uniform(0, 2 * np.pi, 12))
    reach = random.uniform(0.001, 0.01, 12)
    ring = np.array(HEFEI) + np.column_stack((np.cos(angles) * reach, np.sin(angles) * reach))
    shape = shape_of(MapArea("a", "A", [ring]))
    assert shape is not None
    x, y = shape.label_at
    assert shape.path.contains(QPointF(x, -y))


def test_an_area_without_a_ring_is_left_out(canvas: MapCanvas) -> None:
    canvas.set_areas("grid", [MapArea("x", "X", [np.array([HEFEI, HEFEI])])])
    assert not canvas.fit_areas("grid")
    assert not canvas.fit_areas("nowhere")


def test_centre_and_width_are_those_asked_for(canvas: MapCanvas) -> None:
    canvas.centre_on(*HEFEI, 2000)
    assert canvas.centre() == pytest.approx(HEFEI)
    assert canvas.metres_across() == pytest.approx(2000)
    canvas.resize(600, 500)
    assert canvas.centre() == pytest.approx(HEFEI)
    assert canvas.metres_across() == pytest.approx(2000)


def test_a_click_is_a_place_and_an_area(canvas: MapCanvas) -> None:
    area = blocks()[20]
    middle = area.rings[0].mean(axis=0)
    canvas.centre_on(middle[0], middle[1], 3000)
    places: list[tuple[float, float]] = []
    areas: list[tuple[str, str]] = []
    canvas.clicked.connect(lambda lon, lat: places.append((lon, lat)))
    canvas.area_clicked.connect(lambda level, key: areas.append((level, key)))
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 250))
    assert areas == [("grid", area.key)]
    assert places == [pytest.approx(tuple(middle), abs=1e-5)]


def test_a_click_on_a_marker_is_the_marker(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.centre_on(*HEFEI, 2000)
    canvas.set_markers(
        [
            MapMarker("431", *HEFEI, Light.AMBER),
            MapMarker("team", HEFEI[0] + 0.005, HEFEI[1], kind=MarkerKind.UNIT),
        ]
    )
    with qtbot.waitSignal(canvas.marker_clicked) as clicked, qtbot.assertNotEmitted(canvas.area_clicked):
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(404, 252))
    assert clicked.args == ["431"]


def test_drawing_the_map_along_is_no_click(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.centre_on(*HEFEI, 2000)
    with qtbot.assertNotEmitted(canvas.clicked):
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 250))
        for x in range(400, 300, -10):
            QTest.mouseMove(canvas, QPoint(x, 250))
            QApplication.processEvents()
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 250))
    assert canvas.centre()[0] > HEFEI[0]
    assert canvas.centre()[1] == pytest.approx(HEFEI[1])


def test_keys_and_wheel_move_and_zoom(canvas: MapCanvas) -> None:
    canvas.centre_on(*HEFEI, 2000)
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.metres_across() < 2000
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.centre()[1] > HEFEI[1]
    wheel = QWheelEvent(
        QPointF(100, 100), QPointF(canvas.mapToGlobal(QPoint(100, 100))), QPoint(), QPoint(0, -240),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    across = canvas.metres_across()
    QApplication.sendEvent(canvas, wheel)
    assert canvas.metres_across() > across


def test_the_chosen_area_and_the_markers_are_seen(canvas: MapCanvas) -> None:
    area = blocks()[20]
    middle = area.rings[0].mean(axis=0)
    canvas.centre_on(middle[0], middle[1], 3000)

    def colour(x: int, y: int) -> QColor:
        return canvas.grab().toImage().pixelColor(x, y)

    assert colour(390, 262) == theme.color("map_area")
    canvas.highlight("grid", area.key)
    assert colour(390, 270) == theme.color("map_area_chosen")
    canvas.set_markers([MapMarker("a", middle[0], middle[1], Light.RED)])
    assert colour(400, 251) == theme.color("red")
    canvas.highlight("grid", None)
    canvas.set_markers([])
    assert colour(400, 270) == theme.color("map_area")


def test_markers_that_change_do_not_move_the_map(canvas: MapCanvas) -> None:
    canvas.centre_on(*HEFEI, 2000)
    canvas.set_markers([MapMarker("far", 120.0, 30.0, Light.RED)])
    canvas.select_marker("far")
    canvas.grab()
    assert canvas.centre() == pytest.approx(HEFEI)
    canvas.fit_points([HEFEI, (117.4, 31.9)])
    assert canvas.metres_across() > 9000


@given(
    st.lists(st.tuples(st.floats(-60, 260), st.floats(-60, 160)), min_size=1, max_size=20),
    st.floats(1, 30),
)
def test_names_keep_off_all_within_reach(points: list[tuple[float, float]], reach: float) -> None:
    x, y = np.array(points).T
    for at_x, at_y in points:
        for box in (
            QRectF(at_x, at_y, 1, 1),
            QRectF(at_x - reach + 1, at_y, 1, 1),
            QRectF(at_x, at_y + reach - 2, 1, 1),
        ):
            room = LabelRoom(Window(0, 0, 1.0, 200, 100))
            room.occupy(x, y, reach)
            inside = QRectF(0, 0, 200, 100).contains(box)
            assert not inside or not room.take(box)
    far = LabelRoom(Window(0, 0, 1.0, 200, 100))
    far.occupy(np.array([20.0]), np.array([50.0]), reach)
    assert far.take(QRectF(20 + reach + 3 * LabelRoom.SQUARE, 40, 20, 20))


def test_a_crowd_shows_the_most_urgent_of_each_place(canvas: MapCanvas) -> None:
    """Ten thousand at one place and a red one among them: its light is what stands there."""
    places = np.tile(np.array(HEFEI), (10_000, 1))
    lights = np.ones(len(places), np.int8)
    lights[4_321] = 3
    canvas.centre_on(*HEFEI, 5_000)
    canvas.set_marks(Marks.of(np.arange(len(places)), places[:, 0], places[:, 1], lights))
    picture = canvas.grab().toImage()
    middle = picture.pixelColor(canvas.width() // 2, canvas.height() // 2)
    assert middle == theme.color("red")


@dataclass
class Drawn:
    """What was drawn while somebody listened: marks stamped, and names measured."""

    stamped: int = 0
    measured: int = 0


@contextmanager
def drawing() -> Iterator[Drawn]:
    found = Drawn()
    stamp, advance = Stamps.stamp, QFontMetricsF.horizontalAdvance

    def stamped(stamps: Stamps, painter: QPainter, fragments: Any) -> None:
        found.stamped += len(fragments)
        stamp(stamps, painter, fragments)

    def measured(metrics: QFontMetricsF, *given: Any) -> Any:
        found.measured += 1
        return advance(metrics, *given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stamps, "stamp", stamped)
        patch.setattr(QFontMetricsF, "horizontalAdvance", measured)
        yield found


def test_a_hundred_thousand_on_a_wall_of_4k_hold_nothing_up(qtbot: QtBot, qapp: QApplication) -> None:
    """Each second brings all of them anew. What is painted then is as much as the wall is large, however many
    they are: a light a place, and the ground once."""
    theme.current().apply(qapp)
    wall = MapCanvas()
    qtbot.addWidget(wall)
    wall.resize(2280, 2016)
    wall.set_areas("grid", blocks())
    wall.set_scale(2.5)
    rng = np.random.default_rng(7)
    seen, ground = [], wall._scene.ground
    wall.fit_areas("grid")
    wall.grab()
    painted = ground.painted
    for many in (100_000, 100_000, 200_000):
        places = np.column_stack((117.285 + rng.random(many) * 0.06, 31.77 + rng.random(many) * 0.05))
        with drawing() as drawn:
            lights = rng.integers(0, 4, many, np.int8)
            wall.set_marks(Marks.of(np.arange(many), places[:, 0], places[:, 1], lights))
            wall.grab()
        seen.append(drawn)
    # The places of a wall full of them would be one light beside the other.
    square = wall._scene.crowd.size(many)
    places_there_are = (wall.width() / square + 40) * (wall.height() / square + 40)
    first, again, twice = (drawn.stamped for drawn in seen)
    assert first == pytest.approx(again, rel=0.02)
    assert max(first, again, twice) <= places_there_are
    assert ground.painted == painted
    # Of the words only those of the measure in the corner are measured again.
    assert max(drawn.measured for drawn in seen) <= 2


def test_room_for_lights_is_taken_by_as_many_calls_however_large_they_are() -> None:
    room = LabelRoom(Window(0, 0, 1.0, 2280, 2016))
    x, y = np.random.default_rng(7).uniform(0, 2_000, (2, 10_000))
    assert calls(partial(room.occupy, x, y, 80.0)) == calls(partial(room.occupy, x, y, 4.0))
