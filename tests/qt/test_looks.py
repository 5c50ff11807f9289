"""Every screen of every role, in combinations that cover each pair of theme, language, size, density, scale
and role: no text cut off, overlapping, clipped or too faint.

The district's small replica, off line: what a seat shows before any backend has answered.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from allpairspy import AllPairs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from console.desk import Desk
from console.selftest import _turns
from console.settings import Settings
from console.small_replica import NOWHERE, SmallReplica
from tests.console_matter import until
from tests.qt.looks import faults
from views.alarms.panel import AlarmPanel
from views.desks.queue_screen import QueueScreen
from views.looks import dress
from views.queue.filter_panel import FilterPanel
from views.screen import Screen
from views.window import Window
from widgets import theme
from widgets.command_line import CommandLine
from widgets.palette import Palette
from widgets.table.chooser import ColumnChooser

SIZES = ((1366, 768), (1920, 1080), (3840, 2160))
FACTORS: dict[str, list[Any]] = {
    "role": ["seat", "duty", "handler", "grid", "leader"],
    "scale": [0.9, 1.0, 1.3, 2.0],
    "size": list(SIZES),
    "density": ["compact", "normal", "roomy"],
    "mode": ["dark", "light"],
    "lang": ["zh_CN", "en"],
}
ROWS = [dict(zip(FACTORS, row, strict=True)) for row in AllPairs(list(FACTORS.values()))]


def _name(row: dict[str, Any]) -> str:
    return "-".join(f"{v[0]}x{v[1]}" if isinstance(v, tuple) else str(v) for v in row.values())


@asynccontextmanager
async def _window(folder: Path, row: dict[str, Any]) -> AsyncIterator[Window]:
    small = SmallReplica.read()
    actor = next(a for a in small.people() if a.role == row["role"])
    settings = Settings(folder)
    kept = settings.kept
    kept.server, kept.language, kept.theme = NOWHERE, row["lang"], row["mode"]
    kept.density, kept.text_scale = row["density"], row["scale"]
    small.write(settings, actor)
    desk = Desk(settings, row["lang"])
    desk.load()
    dress(desk)
    window = Window(desk)
    # Not on the test's own screen, which may be smaller than the one that is tried.
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(*row["size"])
    window.show()
    try:
        await desk.sit(actor)
        await _turns()
        # A layout keeps to the monitors there are; the size that is tried may be larger.
        window.resize(*row["size"])
        await _turns()
        assert window.size().toTuple() == row["size"]
        yield window
    finally:
        window.close()
        window.deleteLater()
        await _turns(8)
        await desk.close()


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


@pytest.fixture
def plain_theme(qapp: QApplication) -> Iterator[None]:
    """The theme as it was, for the tests that follow."""
    qapp.setQuitOnLastWindowClosed(False)
    look = theme.current()
    before = look.mode, look.density, look.text_scale
    look.apply(qapp)
    yield
    look.set_mode(before[0])
    look.set_density(before[1])
    look.set_text_scale(before[2])


@pytest.mark.parametrize("row", ROWS, ids=[_name(row) for row in ROWS])
@pytest.mark.usefixtures("plain_theme")
async def test_every_screen_reads_well(tmp_path: Path, row: dict[str, Any]) -> None:
    pictures = os.environ.get("GRID_PICTURES", "")
    wrong: list[str] = []
    async with _window(tmp_path, row) as window:
        seat = window.seat
        assert seat is not None

        async def look(what: str, within: QWidget | None = None) -> None:
            await _turns(12)
            if pictures:
                window.grab().save(f"{pictures}/{_name(row)}-{what.replace('/', '-').replace(' ', '-')}.png")
            wrong.extend(f"{what}: {fault}" for fault in faults(window, within))

        for key in seat.screens():
            seat.go(key)
            await _turns(12)
            screen = seat.current()
            for table in screen.findChildren(QAbstractItemView):
                model = table.model()
                if table.isVisible() and model.rowCount():
                    table.setCurrentIndex(model.index(0, 0))
            if isinstance(screen, QueueScreen) and screen.queue.model.count():
                await until(partial(_shows_one, screen))
            await look(key)
            for sheet in _sheets(screen, window):
                await look(
                    f"{key}, {sheet}", window.findChild(QWidget, "keys.sheet") if sheet == "keys" else None
                )
        for drawer in _drawers(window):
            await look(drawer)
    assert not wrong, "\n".join(wrong)
