"""The axis of the board: working spans as far as anything on it reaches, and the gap that now lies in; or all
of the time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from contract.calendar import Calendar
from contract.clock import DAY
from views.context import Context
from widgets.lanes import LaneBoard

_BACK, _ON = 14 * DAY, 45 * DAY
"""So far the axis is folded before the first and after the last that stands on the board, at least."""
_FARTHEST = 800 * DAY
"""Beyond it time runs on unfolded."""


def spans_shown(
    calendar: Calendar, first: int, last: int, now: int
) -> tuple[list[tuple[int, int]], tuple[int, int]]:
    """What is not folded between two instants: the working spans, and the gap that now lies in, for who
    watches at night stands in it, and urgent limits run out there. With it, the span or gap that holds
    now."""
    spans: list[tuple[int, int]] = []
    holds = now, now + DAY
    for begin, end in calendar.spans_from(first):
        if begin > last:
            break
        if spans and spans[-1][1] <= now < begin:
            holds = spans[-1][1], begin
            spans[-1] = spans[-1][0], end
            continue
        if begin <= now < end:
            holds = begin, end
        spans.append((begin, end))
    return spans, holds


class Axis:
    """Of one board."""

    def __init__(self, context: Context, board: LaneBoard) -> None:
        self._context = context
        self._board = board
        self.folded = True
        self._first = self._last = 0
        self._holds = (0, 0)
        """The span, or the gap between two, that now lies in."""
        self.renew()

    def fold(self, folded: bool) -> None:
        """Folds nights, weekends and holidays, or nothing."""
        if folded != self.folded:
            self.folded = folded
            self._set()

    def renew(self) -> None:
        """Another calendar."""
        now = self._context.now()
        self._first = min(self._first or now, now - _BACK)
        self._last = max(self._last, now + _ON)
        self._set()

    def reach(self, instants: NDArray[np.int64]) -> None:
        """Something stands at these instants."""
        if not len(instants):
            return
        now = self._context.now()
        first = max(float(instants.min()), now - _FARTHEST)
        last = min(float(instants.max()), now + _FARTHEST)
        if first < self._first or last > self._last:
            self._first = min(self._first, round(first) - _BACK)
            self._last = max(self._last, round(last) + _ON)
            self._set()

    def set_now(self, now: int) -> None:
        """Now is there. Where another span or gap holds it, the gap that was open folds, the next opens."""
        begin, end = self._holds
        if self.folded and not begin <= now < end:
            self._set()
        self._board.set_now(now)

    def _set(self) -> None:
        if not self.folded:
            self._board.set_axis(None)
            return
        now = self._context.now()
        self._last = max(self._last, now + DAY)
        spans, self._holds = spans_shown(self._context.reference.calendar, self._first, self._last, now)
        self._board.set_axis(np.array(spans, np.int64))

    def unsure(self) -> str:
        """That a year in sight has no days announced yet, "" where all have."""
        begin, end = self._board.between()
        calendar = self._context.reference.calendar
        first, last = (calendar.date_of(calendar.day(instant)).year for instant in (begin, end))
        years = range(first, last + 1)
        unknown = [str(year) for year in years if year not in calendar.known]
        if not unknown:
            return ""
        text = QCoreApplication.translate("Deadlines", "{years}: holidays not announced, provisional")
        return text.format(years=", ".join(unknown))
