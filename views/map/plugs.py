"""Where others plug in beside the map. A line in one of the four lists is all it takes:

`SIDE_TOOLS`: a panel docked beside the ticket (who is near). `FOOT_TOOLS`: a bar under the map that comes and
goes by its key (playback). `ENTRIES`: something in the map's menu 更多 (export, sources of the basemap).
`GROUNDS`: what puts layers of its own on the canvas (basemap, streets).

Each names a module and what to call in it with the `MapHouse` of the screen: the module is read in when the
map is first looked at, a foot tool when it is first opened, an entry when it is taken. What is called gives a
QWidget (a side or a foot tool; it may have `keep()`), a QObject with the house as its parent (a ground: it
follows `house.shown.layers` by `house.layers_changed`), or does what it does (an entry). `house` has the
context, the canvas, the queue, the place pinned and the ticket spoken of, with signals for both; a tool that
shows another time takes the live marks away with `house.hold(then)` and gives them back with `None`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from views.map.house import MapHouse

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Plug:
    """`text` gives its title in the language installed; `module` and `name` what is called with the house;
    `shortcut` is its key, "" for none; `roles` who has it, empty for everybody that has the map."""

    key: str
    text: Callable[[], str]
    module: str
    name: str
    shortcut: str = ""
    roles: tuple[str, ...] = ()

    def made(self, house: MapHouse) -> Any:
        """What it gives for a house."""
        return getattr(import_module(self.module), self.name)(house)

    def offered(self, role: str) -> bool:
        """Whether a role has it."""
        return not self.roles or role in self.roles


SIDE_TOOLS: tuple[Plug, ...] = (
    Plug(
        "near",
        lambda: translate("Map", "Who is near"),
        "views.map.near",
        "near_panel",
        "F3",
        ("seat", "duty", "handler", "leader", "admin"),
    ),
)
FOOT_TOOLS: tuple[Plug, ...] = (
    Plug("playback", lambda: translate("Map", "Playback"), "views.map.playback", "playback_bar", "F2"),
)
ENTRIES: tuple[Plug, ...] = (
    Plug(
        "export",
        lambda: translate("ExportMap", "Export the situation map"),
        "views.map.export",
        "from_map",
    ),
    Plug("basemaps", lambda: translate("Basemap", "Basemaps"), "views.map.basemap_panel", "from_map"),
)
GROUNDS: tuple[Plug, ...] = (
    Plug("under", lambda: translate("Map", "Basemap"), "views.map.basemaps", "under_map"),
    Plug("posts", lambda: translate("Map", "Who is on duty, last check-in"), "views.map.posts", "live_posts"),
)
