"""What of the replica a queue shows: one filter of states, person, area, unit, channel, light and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from console.replica.columns import AMBER, GREEN, NONE, RED, Columns
from contract.account import in_path
from widgets.light import Light

Slots = NDArray[np.int64]
Mask = NDArray[np.bool_]

LIGHTS = {Light.NONE: NONE, Light.GREEN: GREEN, Light.AMBER: AMBER, Light.RED: RED}


@dataclass(frozen=True, slots=True)
class Filter:
    """A conjunction. `states` empty means any; `mine` keeps what the account `me` is in; `area` and `unit`
    are path prefixes; `light` "" for any.
    """

    states: frozenset[str] = frozenset()
    mine: bool = False
    area: str = ""
    unit: str = ""
    channel: str = ""
    light: str = ""
    words: str = ""

    def with_states(self, states: frozenset[str], mine: bool) -> Filter:
        """The same filter on another page of the queue."""
        return replace(self, states=states, mine=mine)

    def with_choice(self, key: str, value: str) -> Filter:
        """The same filter with another area, unit, channel or light ("" for any); raises KeyError."""
        match key:
            case "area":
                return replace(self, area=value)
            case "unit":
                return replace(self, unit=value)
            case "channel":
                return replace(self, channel=value)
            case "light":
                return replace(self, light=value)
            case _:
                raise KeyError(key)


def mask_of(
    wanted: Filter,
    store: Columns,
    me: str,
    now: Callable[[], int],
    unit_path: Callable[[int], str],
) -> Callable[[Slots], Mask]:
    """The filter as a function of slots. `unit_path(slot)` gives the unit that a row is filtered by: the one
    that has it, or the one it would go to.
    """

    def _waiting(slots: Slots) -> Mask:
        """Rows that an act of this seat moves out of the page, while the backend has not confirmed it."""
        stay = np.zeros(len(slots), np.bool_)
        for place in np.flatnonzero(store.pending[slots]):
            row = store.server_row(store.ids[slots[place]])
            stay[place] = row is not None and row.state in wanted.states
        return stay

    def mask(slots: Slots) -> Mask:
        keep = np.ones(len(slots), np.bool_)
        if wanted.states:
            keep &= store.state.where(lambda s: s in wanted.states)[slots] | _waiting(slots)
        if wanted.mine:
            keep &= store.claim_by.where(lambda by: by == me)[slots] & (store.claim_until[slots] > now())
        if wanted.area:
            keep &= store.area_path.where(lambda p: in_path(p, wanted.area))[slots]
        if wanted.channel:
            keep &= store.channel.where(lambda c: c == wanted.channel)[slots]
        if wanted.light:
            keep &= store.lights(now(), slots) == LIGHTS[Light(wanted.light)]
        if wanted.words:
            keep &= store.matches(wanted.words, slots)
        if wanted.unit:
            for place in np.flatnonzero(keep):
                keep[place] = in_path(unit_path(int(slots[place])), wanted.unit)
        return keep

    return mask
