"""Lanes of the deadline board by whose turn it is: the unit that has a ticket, or the centre."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from console.replica.columns import Columns, Slots
from contract.lifecycle import TABLE
from contract.machine import Machine

CENTRE = 0
"""The code of the centre's own: what is to be taken in, dispatched, verified or closed."""
_OURS = ("accept", "dispatch", "verify")


def unit_codes(store: Columns, machine: Machine, slots: Slots) -> NDArray[np.int32]:
    """For each of the slots an index into ``store.unit_path.values``, `CENTRE` where the next step is the
    centre's. A ticket whose clocks stand stays its unit's."""
    ours = np.fromiter((_is_ours(name, machine) for name in store.state.values), np.bool_)
    out: NDArray[np.int32] = store.unit_path.codes[slots].copy()
    out[ours[store.state.codes[slots]]] = CENTRE
    return out


def _is_ours(name: str, machine: Machine) -> bool:
    state = TABLE.state(name) or machine.state(name)
    return state is not None and state.stage in _OURS
