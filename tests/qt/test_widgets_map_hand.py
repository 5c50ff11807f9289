"""The hand on the map: flung, zoomed, drawn on; what is measured is what lies on the ground."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.qt.gallery import blocks
from widgets import theme
from widgets.map import MapCanvas, MapPost, MapZone, PostKind, Tone, Tool
from widgets.map.ground_measure import MEAN_RADIUS, area_m2, length_m, say_area, say_length
from widgets.map.markers import paleness, said
from widgets.map.projection import to_degrees, to_metres

HEFEI = (117.31, 31.79)
LEFT = Qt.MouseButton.LeftButton


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
    made.setFocus()
    return made


def place(canvas: MapCanvas, x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude at those px."""
    return to_degrees(*canvas._view.window.to_map(x, y))


# -- moving ------------------------------------------------------------------------------------------------
def test_a_map_let_go_in_motion_goes_on_and_comes_to_rest(qtbot: QtBot, canvas: MapCanvas) -> None:
    QTest.mousePress(canvas, LEFT, pos=QPoint(700, 250))
    for x in range(700, 300, -40):
        QTest.mouseMove(canvas, QPoint(x, 250), delay=8)
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(340, 250))
    let_go = canvas.centre()[0]
    assert canvas._view.flying()
    qtbot.waitUntil(lambda: not canvas._view.flying())
    assert canvas.centre()[0] > let_go
    assert canvas.centre()[1] == pytest.approx(HEFEI[1])


def test_a_hand_laid_on_a_flung_map_holds_it_and_one_that_rests_first_flings_nothing(
    qtbot: QtBot, canvas: MapCanvas
) -> None:
    view = canvas._view
    for _ in range(4):
        view.stroke(-40, 0)
    qtbot.wait(20)
    view.let_go()
    assert view.flying()
    QTest.mousePress(canvas, LEFT, pos=QPoint(300, 250))
    assert not view.flying()
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(300, 250))
    for _ in range(4):
        view.stroke(-40, 0)
    qtbot.wait(200)
    view.let_go()
    assert not view.flying()


def test_looking_elsewhere_is_told_once_when_it_is_still(qtbot: QtBot, canvas: MapCanvas) -> None:
    with qtbot.waitSignal(canvas.looked):
        pass
    told: list[tuple[float, float, float, float]] = []
    canvas.looked.connect(lambda: told.append(canvas.bounds()))
    for _ in range(5):
        QTest.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [canvas.bounds()]
    west, south, east, north = canvas.bounds()
    assert west < canvas.centre()[0] < east
    assert south < canvas.centre()[1] < north


# -- tools -------------------------------------------------------------------------------------------------
def test_a_box_is_drawn_from_corner_to_corner_without_moving_the_map(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_tool(Tool.BOX)
    centre = canvas.centre()
    with qtbot.waitSignals([canvas.drawn, canvas.tool_left]), qtbot.waitSignal(canvas.drawn) as drawn:
        QTest.mousePress(canvas, LEFT, pos=QPoint(500, 300))
        QTest.mouseMove(canvas, QPoint(400, 200))
        QTest.mouseMove(canvas, QPoint(300, 150))
        QTest.mouseRelease(canvas, LEFT, pos=QPoint(300, 150))
    assert canvas.centre() == centre
    assert canvas.tool is Tool.PAN
    west, north = place(canvas, 300, 150)
    east, south = place(canvas, 500, 300)
    assert drawn.args[0] == pytest.approx(
        np.array([(west, south), (east, south), (east, north), (west, north)])
    )


def test_a_ring_is_closed_on_its_first_corner_and_takes_three(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_tool(Tool.POLYGON)
    with qtbot.assertNotEmitted(canvas.drawn), qtbot.assertNotEmitted(canvas.clicked):
        for x, y in ((200, 200), (400, 200)):
            QTest.mouseClick(canvas, LEFT, pos=QPoint(x, y))
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    with qtbot.waitSignal(canvas.drawn) as drawn:
        QTest.mouseClick(canvas, LEFT, pos=QPoint(300, 400))
        QTest.mouseClick(canvas, LEFT, pos=QPoint(203, 198))
    assert drawn.args[0] == pytest.approx(
        np.array([place(canvas, *p) for p in ((200, 200), (400, 200), (300, 400))])
    )


def test_a_line_ends_with_a_double_click_and_a_place_with_one(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_tool(Tool.LINE)
    with qtbot.waitSignal(canvas.drawn) as line:
        QTest.mouseClick(canvas, LEFT, pos=QPoint(200, 200))
        QTest.mouseClick(canvas, LEFT, pos=QPoint(400, 210))
        QTest.mouseClick(canvas, LEFT, pos=QPoint(500, 300))
        QTest.mouseDClick(canvas, LEFT, pos=QPoint(500, 300))
    assert line.args[0].shape == (3, 2)
    canvas.set_tool(Tool.POINT)
    with qtbot.waitSignal(canvas.drawn) as point:
        QTest.mouseClick(canvas, LEFT, pos=QPoint(321, 123))
    assert point.args[0] == pytest.approx(np.array([place(canvas, 321, 123)]))


def test_all_of_it_goes_by_keys(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_tool(Tool.POLYGON)
    corners = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        QTest.keyClick(canvas, key)
        corners.append(canvas.centre())
        QTest.keyClick(canvas, Qt.Key.Key_Space)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    with qtbot.waitSignal(canvas.drawn) as drawn:
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert drawn.args[0] == pytest.approx(np.array(corners[:3]))
    canvas.set_tool(Tool.BOX)
    with qtbot.waitSignal(canvas.tool_left), qtbot.assertNotEmitted(canvas.drawn):
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.tool is Tool.PAN


def test_a_measure_says_length_and_area_and_stays_until_it_is_left(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_tool(Tool.MEASURE)
    furniture = canvas._scene.furniture
    with qtbot.waitSignal(canvas.drawn):
        for x, y in ((200, 200), (300, 200), (300, 300), (200, 300), (200, 200)):
            QTest.mouseClick(canvas, LEFT, pos=QPoint(x, y))
    # 100 of 800 px that are 4 km wide.
    assert furniture.words == "2.00 km  ·  0.25 km²"
    assert canvas.tool is Tool.MEASURE
    QTest.mouseClick(canvas, LEFT, pos=QPoint(600, 300))
    QTest.mouseMove(canvas, QPoint(650, 300))
    assert furniture.words == "250 m"
    with qtbot.waitSignal(canvas.tool_left):
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert furniture.words == ""


# -- measures ----------------------------------------------------------------------------------------------
@given(st.floats(-179, 179), st.floats(-80, 80), st.floats(0, 2 * math.pi), st.floats(1, 20_000))
def test_a_length_is_the_shortest_way_on_the_sphere(
    lon: float, lat: float, way: float, metres: float
) -> None:
    angle, start = metres / MEAN_RADIUS, math.radians(lat)
    there = math.asin(math.sin(start) * math.cos(angle) + math.cos(start) * math.sin(angle) * math.cos(way))
    turned = math.atan2(
        math.sin(way) * math.sin(angle) * math.cos(start),
        math.cos(angle) - math.sin(start) * math.sin(there),
    )
    line = np.array([(lon, lat), (lon + math.degrees(turned), math.degrees(there))])
    assert length_m(to_metres(line)) == pytest.approx(metres, rel=1e-5, abs=1e-3)


@given(st.floats(-170, 170), st.floats(-70, 69), st.floats(0.001, 1.0), st.floats(0.001, 1.0))
def test_the_area_between_parallels_and_meridians_is_that_of_the_zone(
    west: float, south: float, wide: float, high: float
) -> None:
    ring = [(west, south), (west + wide, south), (west + wide, south + high), (west, south + high)]
    zone = math.sin(math.radians(south + high)) - math.sin(math.radians(south))
    expected = MEAN_RADIUS**2 * math.radians(wide) * zone
    metres = to_metres(np.array(ring))
    assert area_m2(metres) == pytest.approx(expected, rel=1e-6)
    assert area_m2(metres[::-1]) == pytest.approx(expected, rel=1e-6)


def test_lengths_and_areas_are_said_in_units_one_reads() -> None:
    assert [say_length(m) for m in (12.4, 999.4, 1240, 250_000)] == ["12 m", "999 m", "1.24 km", "250 km"]
    assert [say_area(m) for m in (850.2, 1.24e6)] == ["850 m²", "1.24 km²"]


# -- posts and zones ---------------------------------------------------------------------------------------
def test_a_post_says_how_old_its_position_is_and_pales(qtbot: QtBot, canvas: MapCanvas) -> None:
    assert said(MapPost("a", *HEFEI, label="Wang", age_ms=40_000)) == "Wang · 40 s ago"
    assert said(MapPost("a", *HEFEI, label="Station")) == "Station"
    ages = [None, 0, 299_000, 1_000_000, 4_000_000, 90_000_000]
    strengths = [paleness(age) for age in ages]
    assert strengths[0] == strengths[1] == strengths[2] == 1.0
    assert strengths[2:] == sorted(set(strengths[2:]), reverse=True)
    canvas.set_posts([MapPost("p", *HEFEI, PostKind.TEAM, "Team", 1_000)])
    assert canvas.grab().toImage().pixelColor(400, 250) == theme.color("accent")
    with qtbot.waitSignal(canvas.post_clicked) as clicked, qtbot.assertNotEmitted(canvas.area_clicked):
        QTest.mouseClick(canvas, LEFT, pos=QPoint(402, 251))
    assert clicked.args == ["p"]
    assert "Team · 1.0 s ago" in {name.text for name in canvas._scene.names.shown}


def test_a_zone_lies_over_the_areas_and_goes(canvas: MapCanvas) -> None:
    ring = np.array([place(canvas, *p) for p in ((300, 150), (500, 150), (500, 350), (300, 350))])
    bare = canvas.grab().toImage().pixelColor(340, 180)
    canvas.set_zones([MapZone("z", "Zone", [ring], Tone.RED)])
    assert canvas.grab().toImage().pixelColor(340, 180) != bare
    assert "Zone" in {name.text for name in canvas._scene.names.shown}
    canvas.set_zones([])
    assert canvas.grab().toImage().pixelColor(340, 180) == bare
