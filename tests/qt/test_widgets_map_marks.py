"""Marks on the map: clusters that stay, what is pointed at, and the way from mark to mark by keys."""

import gc
import sys
from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.qt.gallery import blocks
from widgets import theme
from widgets.map import MapCanvas, Marks
from widgets.map.clusters import APART_MOST, cells_of, clustered, level_of
from widgets.map.crowd import CrowdLayer
from widgets.map.projection import Window, point_to_metres, to_degrees, to_metres

HEFEI = (117.31, 31.79)
SOUTH_AND_WEST = st.tuples(st.floats(-3e6, 3e6), st.floats(-3e6, 3e6))


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


def about(canvas: MapCanvas, *places: tuple[int, int]) -> Marks:
    """Marks with keys from 1 on, at those px of the window."""
    at = [to_degrees(*canvas._view.window.to_map(x, y)) for x, y in places]
    lon, lat = np.array(at).T
    return Marks.of(np.arange(1, len(at) + 1), lon, lat, np.arange(len(at)) % 4)


# -- columns -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Marks.of([1, 1], [0, 0], [0, 0]),
        lambda: Marks.of([1, 2], [0], [0, 0]),
        lambda: Marks.of([1], [0], [0], light=[4]),
        lambda: Marks.of([1], [0], [0], kind=[-1]),
        lambda: Marks.of([1], [float("nan")], [0]),
    ],
)
def test_marks_that_make_no_sense_are_refused(wrong: Callable[[], Marks]) -> None:
    with pytest.raises(ValueError, match="mark"):
        wrong()


@given(
    st.dictionaries(st.integers(0, 30), st.tuples(st.floats(-90, 90), st.integers(0, 3)), max_size=20),
    st.dictionaries(st.integers(0, 30), st.tuples(st.floats(-90, 90), st.integers(0, 3)), max_size=8),
    st.sets(st.integers(0, 30), max_size=5),
)
def test_changes_are_what_a_dictionary_makes_of_them(
    before: dict[int, tuple[float, int]], changed: dict[int, tuple[float, int]], gone: set[int]
) -> None:
    def columns(of: dict[int, tuple[float, int]]) -> Marks:
        return Marks.of(list(of), [v[0] for v in of.values()], [0.0] * len(of), [v[1] for v in of.values()])

    layer = CrowdLayer()
    layer.set(columns(before))
    layer.change(columns(changed), gone)
    wanted = {k: v for k, v in before.items() if k not in gone} | changed
    marks = layer.marks
    found = {k: (x, n) for k, x, n in zip(marks.key, marks.lon, marks.light, strict=True)}
    assert found == wanted
    assert np.all(np.diff(marks.light) >= 0)
    for key, (lon, _) in wanted.items():
        (place,) = layer.places_of([key])
        assert layer.x[place] == pytest.approx(point_to_metres(lon, 0.0)[0])


# -- clusters ----------------------------------------------------------------------------------------------
@given(st.lists(SOUTH_AND_WEST, min_size=1, max_size=40), st.integers(6, 22))
def test_a_cluster_stands_near_the_middle_of_its_own_cell(
    places: list[tuple[float, float]], level: int
) -> None:
    x, y = np.array(places).T
    found = clustered(x, y, np.zeros(len(x), np.int8), level)
    width = 2.0**level
    assert found.count.sum() == len(x)
    assert np.array_equal(cells_of(found.x, found.y, level), found.cell)
    assert np.all(np.abs(found.x / width % 1 - 0.5) <= APART_MOST + 1e-6)
    assert np.all(np.abs(found.y / width % 1 - 0.5) <= APART_MOST + 1e-6)


@given(
    st.lists(SOUTH_AND_WEST, min_size=1, max_size=40),
    st.lists(SOUTH_AND_WEST, max_size=10),
    st.integers(14, 22),
    st.randoms(),
)
def test_a_cluster_stays_where_it_is_whatever_comes_and_goes(
    places: list[tuple[float, float]], coming: list[tuple[float, float]], level: int, random: Random
) -> None:
    x, y = np.array(places).T
    before = clustered(x, y, np.zeros(len(x), np.int8), level)
    left = [p for p in places if random.random() < 0.6] + coming
    if not left:
        return
    x, y = np.array(left).T
    after = clustered(x, y, np.ones(len(x), np.int8), level, before)
    stood = {cell: (a, b) for cell, a, b in zip(before.cell, before.x, before.y, strict=True)}
    for cell, a, b in zip(after.cell, after.x, after.y, strict=True):
        assert stood.get(cell, (a, b)) == (a, b)


@given(st.floats(1e-4, 0.79))
def test_cells_are_wide_enough_to_tell_clusters_apart(scale: float) -> None:
    level = level_of(scale)
    assert 72 - 1e-6 <= 2.0**level * scale <= 144 + 1e-6


def test_those_of_one_place_are_counted_however_near_one_looks(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_clustered(True)
    canvas.set_marks(Marks.of([1, 2, 3], [HEFEI[0]] * 2 + [HEFEI[0] + 0.0004], [HEFEI[1]] * 3))
    canvas.centre_on(*HEFEI, 200)
    assert {s.keys for s in canvas._scene.crowd.standing(canvas._view.window)} == {(2, 1), (3,)}
    with qtbot.waitSignal(canvas.cluster_clicked) as clicked:
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 250))
    assert clicked.args == [[2, 1]]
    assert canvas.metres_across() == pytest.approx(200)


def test_clusters_keep_their_place_through_updates_and_zooming_there_and_back(canvas: MapCanvas) -> None:
    random = np.random.default_rng(3)
    places = np.array(HEFEI) + random.normal(0, 0.01, (500, 2))
    canvas.set_clustered(True)
    canvas.set_marks(Marks.of(np.arange(500), *places.T))
    crowd, scale = canvas._scene.crowd, canvas._view.window.scale

    def stands() -> dict[int, tuple[float, float]]:
        found = crowd.clusters(scale)
        assert found is not None
        return {c: (x, y) for c, x, y in zip(found.cell, found.x, found.y, strict=True)}

    before = stands()
    canvas.change_marks(Marks.of([3, 900], [HEFEI[0], HEFEI[0]], [HEFEI[1], HEFEI[1]], [3, 3]), gone=[5])
    crowd.clusters(scale * 4)
    canvas.change_marks(Marks.of([901], [HEFEI[0]], [HEFEI[1]]))
    after = stands()
    assert all(after[cell] == place for cell, place in before.items() if cell in after)
    assert len(set(before) - set(after)) <= 2


def test_a_cluster_says_how_many_and_the_most_urgent_and_is_opened_by_a_click(
    qtbot: QtBot, canvas: MapCanvas
) -> None:
    canvas.set_clustered(True)
    marks = about(canvas, (400, 250), (404, 252), (396, 248), (100, 100))
    canvas.set_marks(marks)
    (cluster,) = [s for s in canvas._scene.crowd.standing(canvas._view.window) if s.clustered]
    x, y = canvas._view.window.to_screen(cluster.x, cluster.y)
    picture = canvas.grab().toImage()
    # The third mark is amber, and no red one among the three.
    inks = {
        picture.pixelColor(round(x) + dx, round(y) + dy).name()
        for dx in range(-20, 20)
        for dy in range(-9, 9)
    }
    assert theme.color("amber").name() in inks
    assert theme.color("red").name() not in inks
    across = canvas.metres_across()
    with qtbot.waitSignal(canvas.cluster_clicked) as clicked, qtbot.assertNotEmitted(canvas.mark_clicked):
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x) + 12, round(y)))
    assert sorted(clicked.args[0]) == [1, 2, 3]
    assert canvas.metres_across() < across
    assert not any(s.clustered for s in canvas._scene.crowd.standing(canvas._view.window))


# -- pointing ----------------------------------------------------------------------------------------------
def test_a_mark_is_clicked_opened_and_asked_for_its_menu(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_marks(about(canvas, (200, 200), (600, 300)))
    with qtbot.waitSignal(canvas.mark_clicked) as clicked:
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(203, 199))
    with qtbot.waitSignal(canvas.mark_activated) as opened:
        QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(598, 302))
    assert (clicked.args, opened.args) == ([1], [2])


def test_the_card_comes_after_a_moment_and_never_under_the_pointer(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_card(lambda key: f"Ticket {key}\nsecond line")
    canvas.set_marks(about(canvas, (790, 490), (400, 250), (400, 250)))
    with qtbot.waitSignal(canvas.marks_hovered) as hovered:
        QTest.mouseMove(canvas, QPoint(790, 490))
    assert hovered.args == [[1]]
    assert not canvas._card.shown
    qtbot.waitUntil(lambda: canvas._card.shown)
    assert canvas._card.text() == "Ticket 1\nsecond line"
    picture = canvas.grab().toImage()
    raised = theme.color("raised")
    # At the lower right corner it stands to the upper left, away from the mark.
    assert picture.pixelColor(700, 445) == raised or picture.pixelColor(740, 440) == raised
    assert picture.pixelColor(790, 478) != raised
    with qtbot.waitSignal(canvas.marks_hovered) as both:
        QTest.mouseMove(canvas, QPoint(400, 250))
    # The uppermost is said first.
    assert both.args == [[3, 2]]
    qtbot.waitUntil(lambda: canvas._card.shown)
    assert canvas._card.text().splitlines() == ["2 here", "Ticket 3", "Ticket 2"]
    with qtbot.waitSignal(canvas.marks_hovered) as none:
        QTest.mouseMove(canvas, QPoint(300, 100))
    assert none.args == [[]]
    assert not canvas._card.shown


def test_those_within_a_ring_are_found(canvas: MapCanvas) -> None:
    canvas.set_marks(about(canvas, (130, 96), (200, 200), (270, 96), (205, 130)))
    corners = [to_degrees(*canvas._view.window.to_map(*p)) for p in [(90, 90), (310, 90), (200, 150)]]
    assert sorted(canvas.keys_within(np.array(corners)).tolist()) == [1, 3, 4]
    assert canvas.keys_within(np.empty((0, 2))).tolist() == []


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=3, max_size=9), st.data())
def test_inside_is_what_the_painter_would_fill(
    corners: list[tuple[float, float]], data: st.DataObject
) -> None:
    from PySide6.QtGui import QPolygonF

    points = data.draw(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=1, max_size=20))
    layer = CrowdLayer()
    degrees = np.array([to_degrees(x, y) for x, y in points])
    layer.set(Marks.of(np.arange(len(points)), *degrees.T))
    polygon = QPolygonF([QPointF(x, y) for x, y in corners])
    found = set(layer.within(np.array(corners)).tolist())
    metres = to_metres(degrees)
    for key, (x, y) in enumerate(metres.tolist()):
        near_edge = any(
            abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) <= 1e-3 * (1 + abs(bx - ax) + abs(by - ay))
            for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True)
        )
        if not near_edge:
            assert (key in found) == polygon.containsPoint(QPointF(x, y), Qt.FillRule.OddEvenFill)


# -- keys --------------------------------------------------------------------------------------------------
def test_tab_goes_by_nearness_arrows_by_direction_enter_opens_and_space_previews(
    qtbot: QtBot, canvas: MapCanvas
) -> None:
    canvas.set_card(lambda key: f"Ticket {key}")
    canvas.set_marks(about(canvas, (410, 250), (500, 255), (500, 400), (100, 240)))

    def here() -> int | None:
        current = canvas._hand.steps.current
        return None if current is None else current.keys[0]

    seen = []
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_Tab)
        seen.append(here())
    assert seen == [1, 2, 3]
    QTest.keyClick(canvas, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert here() == 2
    centre = canvas.centre()
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert here() == 1
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert here() == 4
    assert canvas.centre() == centre
    # Nothing lies further left: the map moves.
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.centre()[0] < centre[0]
    with qtbot.waitSignal(canvas.mark_previewed) as previewed:
        QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert canvas._card.text() == "Ticket 4"
    with qtbot.waitSignal(canvas.mark_activated) as opened:
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert (previewed.args, opened.args) == ([4], [4])
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert here() is None
    assert not canvas._card.shown


def test_where_the_keyboard_stands_moves_with_its_mark_and_goes_with_it(canvas: MapCanvas) -> None:
    canvas.set_marks(about(canvas, (410, 250), (600, 400)))
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    canvas.change_marks(Marks.of([1], [HEFEI[0] + 0.002], [HEFEI[1]]))
    here = canvas._scene.current
    assert here is not None
    assert (here.x, here.y) == pytest.approx(point_to_metres(HEFEI[0] + 0.002, HEFEI[1]))
    canvas.change_marks(Marks.none(), gone=[1])
    assert canvas._hand.steps.current is None


def test_tab_leaves_a_map_without_marks_and_one_gone_through(qtbot: QtBot, canvas: MapCanvas) -> None:
    assert not canvas._hand.tab(forward=True)
    canvas.set_marks(about(canvas, (410, 250)))
    assert canvas._hand.tab(forward=True)
    assert not canvas._hand.tab(forward=True)
    assert not canvas._hand.tab(forward=False)


# -- painting ----------------------------------------------------------------------------------------------
def test_a_changed_mark_is_seen_at_once_where_it_is_now(canvas: MapCanvas) -> None:
    def ink(x: int, y: int) -> QColor:
        return canvas.grab().toImage().pixelColor(x, y)

    lon, lat = to_degrees(*canvas._view.window.to_map(300, 200))
    canvas.set_marks(Marks.of([7], [lon], [lat], [1]))
    assert ink(300, 200) == theme.color("green")
    lon, lat = to_degrees(*canvas._view.window.to_map(350, 200))
    canvas.change_marks(Marks.of([7], [lon], [lat], [3]))
    assert ink(350, 201) == theme.color("red")
    assert ink(300, 200) != theme.color("green")
    canvas.set_heat(True)
    assert ink(350, 201) != theme.color("red")
    canvas.set_heat(False)
    canvas.change_marks(Marks.none(), gone=[7])
    assert ink(350, 201) != theme.color("red")


def test_a_chosen_mark_has_a_ring_and_its_cluster_has_it_when_it_is_counted(canvas: MapCanvas) -> None:
    canvas.set_marks(about(canvas, (400, 250), (402, 251)))
    canvas.select_marks([2, 99])
    crowd, scale = canvas._scene.crowd, canvas._view.window.scale
    ((_, _, counted),) = crowd.stands_at([2, 99], scale)
    assert not counted
    canvas.set_clustered(True)
    ((_, _, counted),) = crowd.stands_at([1, 2], scale)
    assert counted


def test_heat_counts_what_there_is_to_a_square_kilometre() -> None:
    from widgets.map.heat import density, fullest

    x, y = point_to_metres(*HEFEI)
    window = Window(x, y, 0.05, 800, 800)
    found = density(np.full(40, x), np.full(40, y), window)
    side_km = 8 / 0.05 * 0.849920 / 1000
    assert float(found.sum()) * side_km**2 == pytest.approx(40, rel=2e-3)
    row, column = divmod(int(found.argmax()), found.shape[1])
    assert {row, column} <= {49, 50}
    most = fullest(np.full(40, x), np.full(40, y), 0.05)
    assert most >= found.max()


def test_heat_follows_the_marks_slowly_and_its_legend_says_the_figures(
    qtbot: QtBot, canvas: MapCanvas
) -> None:
    canvas.set_heat(True)
    canvas.set_marks(about(canvas, *[(400 + n % 5, 250 + n // 5) for n in range(25)]))

    def fullest() -> float:
        canvas.grab()
        return canvas._scene._most[1]

    qtbot.waitUntil(lambda: fullest() > 1)
    title, rows = canvas._scene.furniture.legend_title, canvas._scene.furniture.legend
    most = canvas._scene._most[1]
    assert (title, [row.text for row in rows]) == ("per km²", [f"≥ {most:g}", f"{most / 4:g}", "0"])
    assert canvas._hand._at(QPointF(402, 252)) is None


def test_no_reference_is_lost_by_a_map_in_motion(qapp: QApplication, canvas: MapCanvas) -> None:
    """The binding of this version may lose one at a call: hundreds of frames would show it."""
    random = np.random.default_rng(1)
    canvas.set_clustered(True)
    canvas.set_marks(
        Marks.of(
            np.arange(300), HEFEI[0] + random.normal(0, 0.01, 300), HEFEI[1] + random.normal(0, 0.01, 300)
        )
    )

    def act(turn: int) -> None:
        canvas.change_marks(Marks.of([turn % 300], [HEFEI[0]], [HEFEI[1]], [turn % 4]))
        canvas.set_clustered(turn % 2 == 0)
        canvas._view.stroke(7 if turn % 20 < 10 else -7, 3 if turn % 20 < 10 else -3)
        canvas.select_marks([turn % 300])
        canvas.repaint()

    for turn in range(80):
        act(turn)
    gc.collect()
    before = {value: sys.getrefcount(value) for value in (None, True, False)}
    for turn in range(300):
        act(turn)
    gc.collect()
    for value, count in before.items():
        assert abs(sys.getrefcount(value) - count) < 100, value
