"""What stands on a map in great numbers, as columns: each mark a place, a light, a kind and a priority."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from widgets.light import Light

LIGHTS = (Light.NONE, Light.GREEN, Light.AMBER, Light.RED)
"""What the codes 0 … 3 stand for, the most urgent last."""
KINDS = 4
"""A mark's kinds, by code, each its own addition to the light's shape: 0 the light alone, 1 with a ring,
2 in a square frame, 3 hollow."""
PRIORITIES = 4
"""A mark's priorities, by code: 0 the smallest mark, 3 the largest."""


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Columns of one length.

    `key` is unique and stays with what it stands for; `lon` and `lat` are degrees of WGS-84; `light` is
    0 none, 1 green, 2 amber, 3 red; `kind` 0 … 3 gives the shape; `priority` 0 … 3 the size. Raises
    ValueError where lengths differ, a key comes twice, a code is none of those, or a place is no number.
    """

    key: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    light: NDArray[np.int8]
    kind: NDArray[np.int8]
    priority: NDArray[np.int8]

    def __post_init__(self) -> None:
        count = len(self.key)
        if any(len(column) != count for column in self.columns()):
            raise ValueError("columns of marks differ in length")
        if not np.all(np.diff(np.sort(self.key))):
            raise ValueError("a key stands for one mark")
        for name, column, codes in (
            ("light", self.light, len(LIGHTS)),
            ("kind", self.kind, KINDS),
            ("priority", self.priority, PRIORITIES),
        ):
            if count and not (column.min() >= 0 and column.max() < codes):
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

    def __len__(self) -> int:
        return len(self.key)

    def columns(self) -> tuple[NDArray[np.generic], ...]:
        """All of them, the key first."""
        return (self.key, self.lon, self.lat, self.light, self.kind, self.priority)

    def taken(self, which: NDArray[np.generic]) -> Marks:
        """Those of a mask or of indices."""
        return Marks(
            self.key[which],
            self.lon[which],
            self.lat[which],
            self.light[which],
            self.kind[which],
            self.priority[which],
        )

    def same(self, other: Marks) -> bool:
        """Whether all of it is equal, order and all."""
        return all(np.array_equal(a, b) for a, b in zip(self.columns(), other.columns(), strict=True))

    def changed(self, marks: Marks, gone: Iterable[int] = ()) -> Marks:
        """With those in place of the ones of the same keys or beside them, and without the gone."""
        left = np.concatenate((marks.key, np.fromiter(gone, np.int64)))
        rest = self.taken(~np.isin(self.key, left))
        return Marks(
            np.concatenate((rest.key, marks.key)),
            np.concatenate((rest.lon, marks.lon)),
            np.concatenate((rest.lat, marks.lat)),
            np.concatenate((rest.light, marks.light)),
            np.concatenate((rest.kind, marks.kind)),
            np.concatenate((rest.priority, marks.priority)),
        )
