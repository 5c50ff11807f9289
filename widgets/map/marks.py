"""What stands on a map in great numbers, as columns: each mark a place, a light, a kind and a priority."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from widgets.keyed import KeyedColumns
from widgets.light import Light

LIGHTS = (Light.NONE, Light.GREEN, Light.AMBER, Light.RED)
"""What the codes 0 … 3 stand for, the most urgent last."""
KINDS = 4
"""A mark's kinds, by code, each its own addition to the light's shape: 0 the light alone, 1 with a ring,
2 in a square frame, 3 hollow."""
PRIORITIES = 4
"""A mark's priorities, by code: 0 the smallest mark, 3 the largest."""


@dataclass(frozen=True, slots=True, eq=False)
class Marks(KeyedColumns):
    """Columns of one length.

    `key` is unique and stays with what it stands for; `lon` and `lat` are degrees of WGS-84; `light` is
    0 none, 1 green, 2 amber, 3 red; `kind` 0 … 3 gives the shape; `priority` 0 … 3 the size. Raises
    ValueError where lengths differ, a key comes twice, a code is none of those, or a place is no number.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    light: NDArray[np.int8]
    kind: NDArray[np.int8]
    priority: NDArray[np.int8]

    def __post_init__(self) -> None:
        KeyedColumns.__post_init__(self)
        for name, column, codes in (
            ("light", self.light, len(LIGHTS)),
            ("kind", self.kind, KINDS),
            ("priority", self.priority, PRIORITIES),
        ):
            if len(self) and not (column.min() >= 0 and column.max() < codes):
                raise ValueError(f"a mark's {name} is 0 … {codes - 1}")
        if not (np.isfinite(self.lon).all() and np.isfinite(self.lat).all()):
            raise ValueError("a mark stands at a place")

    @staticmethod
    def of(
        key: ArrayLike,
        lon: ArrayLike,
        lat: ArrayLike,
        light: ArrayLike | None = None,
        kind: ArrayLike | None = None,
        priority: ArrayLike | None = None,
    ) -> Marks:
        """Of any sequences; what is left out is 0 for all."""
        keys = np.asarray(key, np.int64)

        def codes(given: ArrayLike | None) -> NDArray[np.int8]:
            return np.zeros(len(keys), np.int8) if given is None else np.asarray(given, np.int8)

        return Marks(
            keys,
            np.asarray(lon, np.float64),
            np.asarray(lat, np.float64),
            codes(light),
            codes(kind),
            codes(priority),
        )

    @staticmethod
    def none() -> Marks:
        """No mark."""
        return Marks.of((), (), ())
