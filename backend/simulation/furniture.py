"""What stands in the simulated street: the register as the backend has it, and what of it a matter means."""

from __future__ import annotations

import random
from collections.abc import Iterable

from backend.service.components.register import tied
from backend.service.coordinates import metres
from contract import action as a
from contract.beside import Tied
from contract.component import Component
from contract.reference import Area

COVERS = tuple(f"cover_{of}" for of in ("water", "sewage", "rain", "power", "telecom", "gas", "heat"))
KINDS_OF: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("井盖", COVERS),
    ("雨水箅子", ("grate",)),
    ("路灯不亮", ("lamp",)),
    ("路灯杆件", ("lamp", "pole")),
    ("线缆", ("pole",)),
    ("杆件", ("pole",)),
    ("交通护栏", ("guard_rail",)),
    ("城市家具", ("bench", "bin", "bollard", "bus_stop")),
    ("消火栓", ("hydrant",)),
    ("供水管道", ("cover_water",)),
    ("污水管道", ("cover_sewage",)),
    ("行道树", ("tree",)),
    ("信号灯", ("traffic_light",)),
    ("标志标牌", ("traffic_sign",)),
    ("充电设施", ("charger",)),
    ("广告牌", ("billboard",)),
    ("公厕", ("toilet",)),
    ("公园设施", ("fitness", "bench")),
)
"""Kinds of component that an item is about, by words of its name; the first that fits counts."""
OWNERLESS = "无主"
NEAR = 600.0
"""Metres within which a seat looks for the component that a report is about."""
FOUND = 0.75
"""The share of such reports whose component is found in the register."""


class Furniture:
    """The components of one district by grid."""

    def __init__(self, components: Iterable[Component] = ()) -> None:
        self._by_code: dict[str, Component] = {}
        self._by_kind: dict[str, list[Component]] = {}
        for one in components:
            if one.state != "removed":
                self._by_code[one.code] = one
                self._by_kind.setdefault(one.kind, []).append(one)

    def tied(self, act: a.Act) -> Tied | None:
        """What a ticket keeps of the component that an act names."""
        one = self._by_code.get(getattr(act, "component", None) or "")
        return None if one is None else tied(one)

    def meant(
        self, item: str, area: Area | None, lon: float | None, lat: float | None, chance: random.Random
    ) -> Component | None:
        """The component that a matter of an item's name is about: the nearest of its kinds to its point, or
        to the middle of its area; None where there is none near, or nobody finds it."""
        kinds = next((kinds for words, kinds in KINDS_OF if words in item), ())
        if not kinds or area is None or chance.random() >= FOUND:
            return None
        x, y = (area.lon, area.lat) if lon is None or lat is None else (lon, lat)
        unowned = OWNERLESS in item
        best: tuple[float, Component] | None = None
        for kind in kinds:
            for one in self._by_kind.get(kind, ()):
                if abs(one.lat - y) > NEAR / 100_000 or (unowned and not one.ownerless):
                    continue
                away = metres(x, y, one.lon, one.lat)
                if away <= NEAR and (best is None or away < best[0]):
                    best = (away, one)
        return best[1] if best is not None else None
