"""The lines of alarms as rows of a table; a line keeps its slot while it is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from console.alarms.lines import Line
from views.alarms import alarm_words
from views.context import Context


class LineRows:
    """A `RowSource`; `show` says which slots came, changed or went."""

    def __init__(self, context: Context, role: str) -> None:
        self._context = context
        self._role = role
        self._slots: dict[str, int] = {}
        self._lines: list[Line | None] = []
        self._rank: list[int] = []
        self._free: list[int] = []

    def show(self, lines: Sequence[Line]) -> list[int]:
        """Takes other lines; gives the slots to announce."""
        told: list[int] = []
        wanted = {line.key for line in lines}
        free = [(key, slot) for key, slot in self._slots.items() if key not in wanted]
        for key, slot in free:
            del self._slots[key]
            self._lines[slot] = None
            told.append(slot)
        for rank, line in enumerate(lines):
            slot = self._slots.get(line.key, -1)
            if slot < 0:
                slot = self._slots[line.key] = self._free.pop() if self._free else len(self._lines)
                if slot == len(self._lines):
                    self._lines.append(None)
                    self._rank.append(0)
            if self._lines[slot] != line or self._rank[slot] != rank:
                self._lines[slot], self._rank[slot] = line, rank
                told.append(slot)
        # What died is given to others only after its death has been told.
        self._free += [slot for _, slot in free]
        return told

    def line(self, slot: int) -> Line | None:
        """The line in a slot."""
        return self._lines[slot] if 0 <= slot < len(self._lines) else None

    def slot(self, key: str) -> int:
        """Where a line is, -1 for nowhere."""
        return self._slots.get(key, -1)

    # --- RowSource ---------------------------------------------------------------------------------------
    def size(self) -> int:
        return len(self._lines)

    def alive(self) -> NDArray[np.bool_]:
        return np.fromiter((line is not None for line in self._lines), np.bool_, len(self._lines))

    def sort_key(self, column: str) -> NDArray[Any]:
        del column
        return np.asarray(self._rank, np.int64)

    def pending(self, row: int) -> bool:
        line = self._lines[row]
        return line is not None and line.first.state in ("shelved", "out", "suppressed")

    def cell(self, row: int, column: str) -> object:
        line = self._lines[row]
        if line is None:
            return ("", "") if column == "what" else ""
        context, alarm = self._context, line.first
        desk = context.desk
        now = desk.clock.now()
        match column:
            case "priority":
                return alarm_words.LIGHTS[alarm.priority], alarm_words.priority(alarm.priority)
            case "age":
                return alarm_words.waited(alarm, now)
            case "what":
                return alarm_words.line_text(line, self._role)
            case "number":
                return "" if line.group else alarm.about.number
            case "where":
                if line.group:
                    return alarm_words.group_place(line, desk.reference)
                return alarm_words.place(alarm, desk.reference)
            case _:
                return alarm_words.line_state(line, now, desk.reference)
