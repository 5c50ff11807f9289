"""What a measurement says: one value in the unit of its goal, and a peer's value from the same run."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

import msgspec


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One line of `make bench`.

    `ratio` says how many times better than the peer (above 1 is better), None without a peer; `n` is the
    number of runs, `value` and `peer_value` their medians.
    """

    name: str
    value: float
    unit: str
    peer: str | None = None
    peer_value: float | None = None
    ratio: float | None = None
    n: int


def figure(
    name: str,
    unit: str,
    values: Iterable[float],
    *,
    peer: str | None = None,
    peer_values: Iterable[float] = (),
    more_is_better: bool = False,
) -> Figure:
    """The medians of a measurement and of its peer, taken in the same run.

    Raises ValueError where nothing was measured.
    """
    ours, theirs = list(values), list(peer_values)
    if not ours:
        raise ValueError(f"{name}: nothing was measured")
    value = median(ours)
    peer_value = median(theirs) if theirs else None
    ratio = None
    if peer_value is not None and value > 0 and peer_value > 0:
        ratio = value / peer_value if more_is_better else peer_value / value
    return Figure(
        name=name,
        value=round(value, 4),
        unit=unit,
        peer=peer if theirs else None,
        peer_value=None if peer_value is None else round(peer_value, 4),
        ratio=None if ratio is None else round(ratio, 3),
        n=len(ours),
    )
