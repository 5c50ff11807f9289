"""Every screen of every role, in combinations that cover each pair of theme, language, size, density, scale
and role: no text cut off, overlapping, clipped or too faint.

The district's small replica, off line: what a seat shows before any backend has answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QAbstractItemView, QWidget

from console.selftest import turns
from tests.console_matter import until
from tests.qt.eye import Eye, Look, names, pairs, seated
from views.alarms.panel import AlarmPanel
from views.desks.queue_screen import QueueScreen
from views.map import plugs
from views.map.near import NearPanel
from views.map.screen import MapScreen
from views.queue.filter_panel import FilterPanel
from views.screen import Screen
from views.window import Window
from widgets.command_line import CommandLine
from widgets.palette import Palette
from widgets.table.chooser import ColumnChooser

ALL = pairs(role=["seat", "duty", "handler", "grid", "leader"])


def _shows_one(screen: QueueScreen) -> bool:
    return screen.ticket.ticket is not None


def _sheets(screen: Screen, window: Window) -> Iterator[str]:
    """What lies over a screen, one after the other: opens it, and closes it when asked for the next."""
    assert window.seat is not None
    window.seat.show_keys()
    yield "keys"
    window.seat.dismiss_keys()
    if isinstance(screen, QueueScreen):
        for step in screen.ticket.steps():
            if not step.at_once:
                screen.ticket.take(step.id)
                yield f"form of {step.id}"
                screen.escape()
    if isinstance(screen, MapScreen):
        panel = screen.panel
        panel.open_layers()
        yield "layers"
        panel.over.layers.close_panel()
        grid = next(area for area in panel.house.context.reference.areas if area.kind == "grid")
        panel.placing.go_to(grid.code, None, None, grid.short)
        yield "place"
        panel.over.place.close_card()
        panel.over.drawn.show_drawn(((117.3, 31.8), (117.32, 31.8), (117.32, 31.82)), 12)
        yield "drawn"
        panel.over.drawn.close_card()
        panel.measure_by("open", "street")
        yield "measure"
        near = window.findChild(NearPanel)
        if near is not None:
            screen.workspace.raise_panel("near")
            yield "who is near"
        screen.toggle_foot(plugs.FOOT_TOOLS[0])
        yield "playback"
        screen.toggle_foot(plugs.FOOT_TOOLS[0])


W = TypeVar("W", bound=QWidget)


def _in(owner: QWidget, kind: type[W]) -> W:
    found = owner.findChild(kind)
    assert isinstance(found, kind)
    return found


def _drawers(window: Window) -> Iterator[str]:
    """What opens over any screen of a seat's window, one after the other."""
    seat = window.seat
    assert seat is not None
    seat.go("tickets")
    deeds = {deed.name: deed for deed in seat.everywhere.deeds()}
    deeds["palette"].act()
    yield "palette"
    _in(window, Palette).end()
    line = _in(window, CommandLine)
    line.line.setFocus()
    line.line.setText("cb 1-5")
    yield "command line"
    line.clear()
    for name in ("alarms", "alarms.report"):
        deeds[name].act()
        yield name
        _in(window, AlarmPanel).dismiss()
    screen = seat.current()
    assert isinstance(screen, QueueScreen)
    screen.queue.open_filter()
    yield "filter"
    _in(screen.queue, FilterPanel).close_panel()
    screen.queue.open_columns()
    yield "columns"
    _in(screen.queue, ColumnChooser).close_list()


@pytest.mark.parametrize("look", ALL, ids=names(ALL))
@pytest.mark.usefixtures("plain_theme")
async def test_every_screen_reads_well(tmp_path: Path, look: Look) -> None:
    eye = Eye(look)
    async with seated(tmp_path, look, look["role"]) as window:
        seat = window.seat
        assert seat is not None
        for key in seat.screens():
            seat.go(key)
            await turns(12)
            screen = seat.current()
            for table in screen.findChildren(QAbstractItemView):
                model = table.model()
                if table.isVisible() and model.rowCount():
                    table.setCurrentIndex(model.index(0, 0))
            if isinstance(screen, QueueScreen) and screen.queue.model.count():
                await until(partial(_shows_one, screen))
            await eye.at(key, window)
            for sheet in _sheets(screen, window):
                part = window.findChild(QWidget, "keys.sheet") if sheet == "keys" else None
                await eye.at(f"{key}, {sheet}", window, part)
        for drawer in _drawers(window):
            await eye.at(drawer, window)
    assert not eye.wrong, eye.report()
