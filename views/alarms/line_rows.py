"""The lines of alarms as rows of a table; a line keeps its slot while it is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from console.alarms.lines import Line
from views.alarms import alarm_words
from views.context import Context
from widgets.table import Slots


class LineRows:
    """A `RowSource`; `show` says which slots came, changed or went."""

    def __init__(self, context: Context, role: str) -> None:
        self._context = context
        self._role = role
        self._slots = Slots[tuple[int, Line]]()

    def show(self, lines: Sequence[Line]) -> list[int]:
        """Takes other lines; gives the slots to announce."""
        return self._slots.put({line.key: (rank, line) for rank, line in enumerate(lines)})

    def line(self, slot: int) -> Line | None:
        """The line in a slot."""
        ranked = self._slots.row(slot)
        return ranked[1] if ranked is not None else None

    def slot(self, key: str) -> int:
        """Where a line is, -1 for nowhere."""
        return self._slots.slot(key)

    # --- RowSource ---------------------------------------------------------------------------------------
    def size(self) -> int:
        return len(self._slots.rows)

    def alive(self) -> NDArray[np.bool_]:
        return self._slots.alive()

    def sort_key(self, column: str) -> NDArray[Any]:
        del column
        return np.array([-1 if ranked is None else ranked[0] for ranked in self._slots.rows], np.int64)

    def pending(self, row: int) -> bool:
        line = self.line(row)
        return line is not None and line.first.state in ("shelved", "out", "suppressed")

    def cell(self, row: int, column: str) -> object:
        line = self.line(row)
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
