"""An eye that looks at windows in one look after the other, and the looks that cover each pair of choices."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allpairspy import AllPairs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from console.desk import Desk
from console.selftest import turns
from console.settings import Settings
from console.small_replica import NOWHERE, SmallReplica
from tests.console_matter import until
from tests.qt.looks import faults
from tests.qt.seat_room import Room
from views.looks import dress
from views.window import Window
from widgets import theme
from widgets.theme import Density

Look = dict[str, Any]
"""A choice for each factor."""

LOOKS: dict[str, list[Any]] = {
    "scale": [0.9, 1.0, 1.3, 2.0],
    "size": [(1366, 768), (1920, 1080), (3840, 2160)],
    "density": ["compact", "normal", "roomy"],
    "mode": ["dark", "light"],
    "lang": ["zh_CN", "en"],
}


def pairs(**others: list[Any]) -> list[Look]:
    """Looks in which each choice of one factor meets each of every other; `others` are more factors, or other
    choices for one of them."""
    factors = {**{key: others[key] for key in others if key not in LOOKS}, **LOOKS}
    factors |= others
    return [dict(zip(factors, row, strict=True)) for row in AllPairs(list(factors.values()))]


def name_of(look: Look) -> str:
    """What a look is called, in tests and pictures."""
    return "-".join(f"{v[0]}x{v[1]}" if isinstance(v, tuple) else str(v) for v in look.values())


@dataclass
class Eye:
    """Collects what is wrong; saves a picture of each window looked at where GRID_PICTURES names a folder."""

    look: Look
    wrong: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    async def at(self, what: str, window: QWidget, within: QWidget | None = None) -> None:
        """Looks at a window, or at a part of it that lies over the rest."""
        await turns(12)
        folder = os.environ.get("GRID_PICTURES", "")
        if folder:
            name = re.sub(r"\W+", "-", f"{name_of(self.look)}-{what}")
            window.grab().save(f"{folder}/{name}.png")
        self.seen.append(what)
        self.wrong += [f"{what}: {fault}" for fault in faults(window, within)]

    def report(self) -> str:
        """What is wrong, a line each."""
        return "\n".join(self.wrong)


def names(looks: Sequence[Look]) -> list[str]:
    """The names of looks, for a test's ids."""
    return [name_of(look) for look in looks]


async def sized(window: QWidget, look: Look) -> None:
    """A window in the size that is tried, which may be larger than the monitor it would fill."""
    window.showNormal()
    window.resize(*look["size"])
    await until(lambda: window.size().toTuple() == look["size"])


async def dressed(room: Room, look: Look) -> None:
    """Another look in place."""
    now = theme.current()
    now.set_mode(look["mode"])
    now.set_density(Density(look["density"]))
    now.set_text_scale(look["scale"])
    if room.desk.settings.kept.language != look["lang"]:
        room.window.set_language(look["lang"])
    await sized(room.window, look)
    await until(lambda: not now.restyling())


@asynccontextmanager
async def seated(folder: Path, look: Look, role: str) -> AsyncIterator[Window]:
    """The window of a role's seat on the district's small replica, off line, in a look."""
    small = SmallReplica.read()
    actor = next(a for a in small.people() if a.role == role)
    settings = Settings(folder)
    kept = settings.kept
    kept.server, kept.language, kept.theme = NOWHERE, look["lang"], look["mode"]
    kept.density, kept.text_scale = look["density"], look["scale"]
    small.write(settings, actor)
    desk = Desk(settings, look["lang"])
    desk.load()
    dress(desk)
    window = Window(desk)
    # Not on the test's own screen, which may be smaller than the one that is tried.
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(*look["size"])
    window.show()
    try:
        await desk.sit(actor)
        await turns()
        # A layout keeps to the monitors there are; the size that is tried may be larger.
        window.resize(*look["size"])
        await turns()
        assert window.size().toTuple() == look["size"]
        yield window
    finally:
        window.close()
        window.deleteLater()
        await turns(8)
        await desk.close()
