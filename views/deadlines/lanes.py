"""The lanes of the board: whose turn it is, in which stage, in which street; and those whose clock stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from console.deadlines_lanes import CENTRE, unit_codes
from console.deadlines_stages import NO_STAGE, Stages
from console.replica.columns import Slots
from contract.lifecycle import STAGES
from contract.machine import Machine
from contract.reference import Reference
from views import words
from views.context import Context
from views.filtering.saying import unit_words
from views.rows import TicketRows

translate = QCoreApplication.translate

KINDS = ("unit", "stage", "street")
STANDING = 0
"""The code of the lane of those whose clock stands, or that nothing limits."""
_LAST = 1 << 30


class BoardLanes:
    """Codes, names and order of the lanes of one kind; `kind` is one of `KINDS`."""

    def __init__(self, context: Context, rows: TicketRows) -> None:
        self._context = context
        self._rows = rows
        self.kind = KINDS[0]
        self._named: tuple[str, Reference | None, dict[int, str]] = ("", None, {})
        self._stages: tuple[Machine, Reference, Stages] | None = None

    def codes(self, slots: Slots) -> NDArray[np.int32]:
        """The lane of each of the slots."""
        store, machine = self._context.desk.store, self._context.desk.machine
        match self.kind:
            case "unit":
                codes = unit_codes(store, machine, slots)
            case "stage":
                codes = self._known_stages().codes(store, slots)
            case _:
                codes = self._rows.group_codes("street")[slots]
        standing = np.isnan(store.due[slots]) | (store.stands_until[slots] > 0)
        return np.where(standing, STANDING, codes + 1).astype(np.int32)

    def _known_stages(self) -> Stages:
        machine, reference = self._context.desk.machine, self._context.reference
        held = self._stages
        if held is None or held[0] is not machine or held[1] is not reference:
            held = self._stages = (machine, reference, Stages(machine, reference))
        return held[2]

    def name(self, code: int) -> str:
        """What a lane is called."""
        reference = self._context.reference
        if self._named[0] != self.kind or self._named[1] is not reference:
            self._named = (self.kind, reference, {})
        names = self._named[2]
        if code not in names:
            names[code] = self._name(code)
        return names[code]

    def forget(self) -> None:
        """Codes stand for others: the store was filled anew."""
        self._named = ("", None, {})

    def _name(self, code: int) -> str:
        if code == STANDING:
            return translate("Deadlines", "Clock stands")
        match self.kind:
            case "unit" if code - 1 == CENTRE:
                return translate("Deadlines", "At the centre")
            case "unit":
                return unit_words(self.unit_path(code), self._context.reference)
            case "stage":
                place = code - 1
                return words.stage(STAGES[place]) if place != NO_STAGE else translate("Deadlines", "No stage")
            case _:
                return self._rows.group_name("street", code - 1)

    def unit_path(self, code: int) -> str:
        """The unit of a lane by unit."""
        return self._context.desk.store.unit_path.values[code - 1]

    def in_order(self, codes: Iterable[int]) -> list[int]:
        """The lanes from top to bottom: the centre first, units as the district lists them, stages as they
        follow each other, streets by their pinyin; those that stand last."""
        ranks = self._ranks()
        return sorted(codes, key=lambda code: (_LAST, 0) if code == STANDING else (ranks(code), code))

    def _ranks(self) -> Callable[[int], int]:
        match self.kind:
            case "unit":
                places = {unit.path: n for n, unit in enumerate(self._context.reference.units)}
                return lambda code: -1 if code - 1 == CENTRE else places.get(self.unit_path(code), _LAST - 1)
            case "stage":
                return lambda code: code
            case _:
                ranks = self._rows.group_ranks("street")
                return lambda code: int(ranks[code - 1])
