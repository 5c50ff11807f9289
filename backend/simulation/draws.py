"""Seeded chance. Every thing that happens draws from a stream of its own, named by what it is, so that a run
repeats whatever the order in which things are looked at."""

from __future__ import annotations

import hashlib
import math
import random
from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


def stream(seed: int, *name: object) -> random.Random:
    """The stream of chance for one thing; the same name gives the same numbers in every run."""
    text = "\x1f".join(str(part) for part in (seed, *name))
    return random.Random(int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()))


def fractions(seed: int, *name: object) -> tuple[float, ...]:
    """Ten numbers in [0, 1) for one thing: cheap to ask of everything, for what mostly does not happen."""
    text = "\x1f".join(str(part) for part in (seed, *name))
    drawn = hashlib.blake2b(text.encode(), digest_size=40).digest()
    return tuple(int.from_bytes(drawn[n : n + 4]) / 4_294_967_296 for n in range(0, 40, 4))


class Weighted(Generic[T]):
    """Things to draw from by weight."""

    def __init__(self, pairs: Iterable[tuple[T, float]]) -> None:
        kept = [(thing, weight) for thing, weight in pairs if weight > 0]
        if not kept:
            raise ValueError("nothing has a weight")
        self.things: Sequence[T] = [thing for thing, _ in kept]
        self._up_to = list(accumulate(weight for _, weight in kept))

    def draw(self, chance: random.Random) -> T:
        """One of them."""
        at = bisect(self._up_to, chance.random() * self._up_to[-1])
        return self.things[min(at, len(self.things) - 1)]


def poisson(chance: random.Random, mean: float) -> int:
    """How many of something happen where `mean` is expected."""
    count, passed = 0, chance.expovariate(1.0)
    while passed < mean:
        count += 1
        passed += chance.expovariate(1.0)
    return count


def share_used(chance: random.Random, median: float, late: float, tail: float = 1.0) -> float:
    """Which share of its limit a step takes: above 1 with probability `late`, then by about `tail` limits.

    In time it is log-normal about `median`, folded back below 1.
    """
    if chance.random() < late:
        return 1.02 + chance.expovariate(1.0 / tail)
    drawn = chance.lognormvariate(math.log(median), 0.7)
    return drawn if drawn < 0.96 else chance.uniform(0.3, 0.96)


def mint(at: int, chance: random.Random) -> str:
    """A UUIDv7 for an instant (ms since epoch, UTC) whose random part comes from the stream."""
    value = (at & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76 | chance.getrandbits(12) << 64
    value |= 0b10 << 62 | chance.getrandbits(62)
    text = f"{value:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
