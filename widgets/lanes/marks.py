"""What stands in lanes: the lanes, marks as columns, and the load ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from widgets.keyed import KeyedColumns
from widgets.light import Light

BY_TIME = -1
"""A mark's light that time turns: green, amber from its `amber_at` on, red past its `at`."""
LIGHTS = (Light.NONE, Light.GREEN, Light.AMBER, Light.RED)
"""What the codes 0 … 3 stand for, the most urgent last."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the board. `code`, 0 or more, is what marks name it by; `detail` stands faint under the name,
    in place of the count in words; `said` are further lines of what the pointer is told there.
    """

    code: int
    name: str
    detail: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Marks(KeyedColumns):
    """Columns of one length. Instants are int ms UTC.

    `key` is unique and stays with what it stands for; `lane` is a `Lane.code`; `at` is when it falls due;
    `light` is 0 none, 1 green, 2 amber, 3 red or `BY_TIME`; `standing` clocks are drawn hollow.
    Raises ValueError where lengths differ or a key comes twice.
    """

    lane: NDArray[np.int64]
    at: NDArray[np.int64]
    amber_at: NDArray[np.int64]
    light: NDArray[np.int8]
    standing: NDArray[np.bool_]

    @staticmethod
    def of(
        key: ArrayLike,
        lane: ArrayLike,
        at: ArrayLike,
        amber_at: ArrayLike | None = None,
        light: ArrayLike | None = None,
        standing: ArrayLike | None = None,
    ) -> Marks:
        """Of any sequences; without `amber_at` no mark is amber by time, without `light` time turns them."""
        keys, due = np.asarray(key, np.int64), np.asarray(at, np.int64)
        return Marks(
            keys,
            np.asarray(lane, np.int64),
            due,
            due if amber_at is None else np.asarray(amber_at, np.int64),
            np.full(len(keys), BY_TIME, np.int8) if light is None else np.asarray(light, np.int8),
            np.zeros(len(keys), np.bool_) if standing is None else np.asarray(standing, np.bool_),
        )

    @staticmethod
    def none() -> Marks:
        """No mark."""
        return Marks.of((), (), ())

    def ordered(self) -> Marks:
        """In the order of their instants, then of their keys."""
        return self.taken(np.lexsort((self.key, self.at)))

    def lights_at(self, now: int) -> NDArray[np.int8]:
        """The codes 0 … 3 at that instant. At `at` itself the limit is used up, not passed."""
        by_time = np.where(now > self.at, 3, np.where(now >= self.amber_at, 2, 1)).astype(np.int8)
        return np.where(self.light == BY_TIME, by_time, self.light).astype(np.int8)

    def next_turn(self, now: int) -> int | None:
        """The instant at which the next light turns; None when none will."""
        turning = self.light == BY_TIME
        ahead = np.concatenate((self.amber_at[turning], self.at[turning] + 1))
        ahead = ahead[ahead > now]
        return int(ahead.min()) if len(ahead) else None


@dataclass(frozen=True, slots=True, eq=False)
class Load:
    """What falls due in each stretch [begin, end) ahead; `late` of them are expected to turn red."""

    begin: NDArray[np.int64]
    end: NDArray[np.int64]
    count: NDArray[np.int64]
    late: NDArray[np.int64]

    @staticmethod
    def of(begin: ArrayLike, end: ArrayLike, count: ArrayLike, late: ArrayLike | None = None) -> Load:
        """Of any sequences of one length, in order."""
        counts = np.asarray(count, np.int64)
        return Load(
            np.asarray(begin, np.int64),
            np.asarray(end, np.int64),
            counts,
            np.zeros_like(counts) if late is None else np.asarray(late, np.int64),
        )


def indices(lanes: Sequence[Lane], codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The row of each code among the lanes, -1 for those that have none."""
    held = np.array([lane.code for lane in lanes], np.int64)
    if not len(held):
        return np.full(len(codes), -1, np.int64)
    order = np.argsort(held, kind="stable")
    at = np.minimum(np.searchsorted(held[order], codes), len(held) - 1)
    found = order[at]
    return np.where(held[found] == codes, found, -1)
