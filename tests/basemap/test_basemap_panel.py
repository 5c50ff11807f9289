"""The panel of basemaps: shown, ordered, strengthened, added and taken away; what is wrong is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QPushButton

from contract.basemap import Basemap
from contract.machine import Names
from tests.basemap.conftest import MapSeat, ending
from tests.basemap.tile_serving import Reply, TileServing
from tests.basemap.tiles_made import write_mbtiles
from tests.console_matter import until
from tests.qt.looks import at_rest
from views import language
from views.map.basemap_panel import BasemapPanel
from widgets import theme
from widgets.elided import ElidedLabel


async def _panel(seat: MapSeat) -> BasemapPanel:
    seat.canvas.activateWindow()
    await until(seat.canvas.isActiveWindow)
    panel = BasemapPanel(seat.context, seat.canvas)
    panel.open()
    return panel


def _box(panel: BasemapPanel, key: str) -> QCheckBox:
    found = panel.findChild(QCheckBox, f"basemap.{key}.shown")
    assert found is not None
    return found


def _says(panel: BasemapPanel, key: str) -> str:
    found = panel.findChild(ElidedLabel, f"basemap.{key}.says")
    assert found is not None
    return found.text()


@ending
async def test_a_stack_is_worked_by_keys(seat: MapSeat, tiles: TileServing, tmp_path: Path) -> None:
    over = write_mbtiles(tmp_path / "over.mbtiles", [(14, 13530, 6664)], metadata={"name": "Aerial view"})
    seat.begin(Basemap(key="a", names=Names("甲", "Town plan"), url=tiles.url))
    panel = await _panel(seat)
    assert QApplication.focusWidget() is _box(panel, "a")
    panel.take(over)
    key = f"file:{over}"
    await until(lambda: panel.findChild(QCheckBox, f"basemap.{key}.shown") is not None)
    await until(lambda: _box(panel, key).text() == "Aerial view")
    assert _says(panel, "a") == "From the district's profile"
    assert _says(panel, key) == over.name
    # What was in focus is still.
    assert QApplication.focusWidget() is _box(panel, "a")
    QTest.keyClick(_box(panel, "a"), Qt.Key.Key_Space)
    assert [c.shown for c in seat.desk.settings.kept.basemaps] == [False, True]
    down = panel.findChild(QPushButton, f"basemap.{key}.down")
    assert down is not None
    down.setFocus()
    QTest.keyClick(down, Qt.Key.Key_Space)
    assert [c.key for c in seat.desk.settings.kept.basemaps] == [key, "a"]
    # The lowest goes no lower: the keys are somewhere all the same.
    assert panel.isAncestorOf(QApplication.focusWidget())
    strength = panel.findChild(QComboBox, f"basemap.{key}.strength")
    assert strength is not None
    strength.setFocus()
    QTest.keyClick(strength, Qt.Key.Key_Down)
    await until(lambda: seat.desk.settings.kept.basemaps[0].opacity == 0.8)
    away = panel.findChild(QPushButton, f"basemap.{key}.away")
    assert away is not None
    QTest.mouseClick(away, Qt.MouseButton.LeftButton)
    await until(lambda: [entry.key for entry in seat.desk.basemaps.stack] == ["a"])
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


@ending
async def test_a_file_that_cannot_be_shown_is_refused_where_it_was_chosen(
    seat: MapSeat, tmp_path: Path
) -> None:
    seat.begin()
    panel = await _panel(seat)
    wrong = tmp_path / "letter.mbtiles"
    wrong.write_text("Dear Sir", "utf-8")
    panel.take(wrong)
    says = panel.findChild(QLabel, "basemap.wrong")
    assert says is not None
    await until(says.isVisible)
    assert "letter.mbtiles" in says.text()
    assert seat.desk.basemaps.stack == []


@ending
async def test_a_server_that_fails_is_said_beside_its_name(seat: MapSeat, tiles: TileServing) -> None:
    tiles.answer = lambda _place: Reply(403)
    seat.begin(Basemap(key="a", names=Names("甲", "Town plan"), url=tiles.url))
    panel = await _panel(seat)
    await until(lambda: "does not take the key" in _says(panel, "a"))
    assert "what was fetched before is shown" in _says(panel, "a")


@pytest.mark.parametrize("tongue", ["en", "zh_CN"])
@pytest.mark.parametrize("mode", ["light", "dark"])
@ending
async def test_nothing_in_the_panel_is_cut_off(
    seat: MapSeat, tiles: TileServing, tmp_path: Path, tongue: str, mode: str
) -> None:
    language.install(tongue)
    theme.current().set_mode(mode)
    try:
        over = write_mbtiles(tmp_path / "over.mbtiles", [(14, 13530, 6664)])
        seat.begin(Basemap(key="a", names=Names("天地图矢量", "Tianditu vector map"), url=tiles.url))
        panel = await _panel(seat)
        panel.take(over)
        await until(lambda: len(seat.desk.basemaps.stack) == 2)
        panel.take(tmp_path / "none.mbtiles")
        says = panel.findChild(QLabel, "basemap.wrong")
        assert says is not None
        await until(says.isVisible)
        assert await at_rest(seat.canvas, panel) == []
    finally:
        language.install("en")
