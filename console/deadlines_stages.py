"""In which stage each ticket is, told from its state and its item without reading whole rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from console.replica.columns import Columns, Slots
from contract.lifecycle import STAGES, TABLE
from contract.machine import Machine
from contract.reference import Reference

NO_STAGE = len(STAGES)
"""The code of what has no stage clock (it is suspended, or in a state that is not known here)."""
_ARRIVE, _HANDLE = STAGES.index("arrive"), STAGES.index("handle")


class Stages:
    """What one reference and one lifecycle table say of stages: those that `contract.ticket_clocks` gives."""

    def __init__(self, machine: Machine, reference: Reference) -> None:
        self._machine = machine
        self._skipped = reference.district.steps.get("arrive") == "skipped"
        self._reference = reference
        self._arrives: dict[str, bool | None] = {}
        """By item code whether it wants the unit on the spot; None where its versions differ."""
        for item in reference.items:
            wants = item.arrive is not None
            held = self._arrives.setdefault(item.code, wants)
            self._arrives[item.code] = held if held == wants else None

    def codes(self, store: Columns, slots: Slots) -> NDArray[np.int32]:
        """For each of the slots an index into `contract.ticket.STAGES`, or `NO_STAGE`."""
        by_state = np.fromiter((self._of_state(s) for s in store.state.values), np.int32)
        out = by_state[store.state.codes[slots]]
        waiting = np.flatnonzero(out == _ARRIVE)
        if self._skipped:
            out[waiting] = _HANDLE
        elif len(waiting):
            items = store.item.codes[slots[waiting]]
            for code in np.unique(items).tolist():
                there = waiting[items == code]
                wants = self._arrives.get(store.item.values[code], False)
                if wants is None:
                    out[there] = [self._of_row(store, int(slot)) for slot in slots[there]]
                elif not wants:
                    out[there] = _HANDLE
        return out

    def _of_state(self, name: str) -> int:
        state = TABLE.state(name) or self._machine.state(name)
        return STAGES.index(state.stage) if state is not None and state.stage in STAGES else NO_STAGE

    def _of_row(self, store: Columns, slot: int) -> int:
        """From the whole row, where the item's version decides."""
        ticket = store.ticket(slot)
        item = self._reference.item(ticket.item, ticket.item_version) if ticket is not None else None
        return _ARRIVE if item is not None and item.arrive is not None else _HANDLE
