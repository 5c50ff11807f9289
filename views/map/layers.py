"""Which layers of the map are shown: what a person left, and the switch to change it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from console.settings import Kept

BASEMAP, STREETS, TICKETS, CLUSTERS, HEAT, POSTS, ZONES = (
    "basemap",
    "streets",
    "tickets",
    "clusters",
    "heat",
    "posts",
    "zones",
)
LAYERS = (TICKETS, CLUSTERS, HEAT, POSTS, ZONES, STREETS, BASEMAP)
"""From what is looked at most down to the ground."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Layers and levels of areas that are on, and what the areas are filled by (`views.map.measuring`)."""

    layers: tuple[str, ...] = (TICKETS, CLUSTERS, STREETS, BASEMAP)
    levels: tuple[str, ...] = ()
    """Empty: those that stand there at first."""
    measure: str = ""
    measured: str = ""
    """The level that is measured."""

    def with_layer(self, layer: str, on: bool) -> Shown:
        """The same with one layer on or off."""
        kept = tuple(one for one in LAYERS if (on if one == layer else one in self.layers))
        return replace(self, layers=kept)

    def with_level(self, level: str, on: bool, known: Sequence[str]) -> Shown:
        """The same with one level on or off; `known` are the district's levels, in their order."""
        kept = tuple(one for one in known if (on if one == level else one in self.levels))
        return replace(self, levels=kept)


class ShownMemory:
    """The settings of one person."""

    def __init__(self, kept: Kept, account: str) -> None:
        self._kept = kept
        self._key = f"{account}/map.layers" if account else "map.layers"

    def read(self) -> Shown:
        """What the person left; what cannot be read is as at first."""
        held = self._kept.filters.get(self._key, {})
        try:
            layers, levels = json.loads(held["layers"]), json.loads(held["levels"])
        except (KeyError, ValueError):
            return Shown()
        return Shown(
            tuple(one for one in LAYERS if one in layers),
            tuple(one for one in levels if isinstance(one, str)),
            held.get("measure", ""),
            held.get("measured", ""),
        )

    def keep(self, shown: Shown) -> None:
        """To be read again at the next start."""
        self._kept.filters[self._key] = {
            "layers": json.dumps(shown.layers),
            "levels": json.dumps(shown.levels),
            "measure": shown.measure,
            "measured": shown.measured,
        }
