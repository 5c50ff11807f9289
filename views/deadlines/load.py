"""The load ahead: how many fall due in each slice of time, of all lanes and of each."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.deadlines import Placement
from console.deadlines_slices import Slice, fall_due, slices
from console.replica.columns import Slots
from views.context import Context
from views.deadlines.lanes import STANDING
from views.deadlines.phrases import moment
from widgets.lanes import Load

translate = QCoreApplication.translate

SLICES = 60
"""So many slices are counted: a working week."""
SOON = 4
"""So many of them a lane's head looks into for what falls due next."""
LISTED = 10
"""So many slices in which any fall due are told of a lane."""


class LoadAhead:
    """Of one board, as it was last counted."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._slices: list[Slice] = []
        self._edges: list[str] = []
        """The instants between them in words."""
        self._said: dict[int, str] = {}
        self._today = 0
        self._due = np.zeros((0, 0), np.int64)

    def count(self, placement: Placement, slots: Slots) -> Load:
        """Counts those slots by lane and slice from now on; gives the load of all lanes."""
        now, calendar = self._context.now(), self._context.reference.calendar
        cut = self._slices = slices(now, calendar, SLICES)
        if calendar.day(now) != self._today:
            self._today = calendar.day(now)
            self._said.clear()
        self._edges = [self._instant(at) for at in (cut[0].end, *(s.end for s in cut))]
        self._edges[0] = moment(cut[0].begin, self._context)
        due, lanes = placement.due[slots], placement.lane[slots]
        self._due = fall_due(due, lanes, len(placement.counts), cut)
        return Load.of([s.begin for s in cut], [s.end for s in cut], self._due.sum(axis=0))

    def _instant(self, instant: int) -> str:
        """In words, which are the same all day."""
        if instant not in self._said:
            self._said[instant] = moment(instant, self._context)
        return self._said[instant]

    def is_over(self, now: int) -> bool:
        """Whether the first of the slices has passed."""
        return bool(self._slices) and now >= self._slices[0].end

    def detail(self, lane: int, number: int) -> str:
        """What a lane's head says under its name: how many are open (`number`), and how many of them fall due
        in the first slice in which any does."""
        if lane == STANDING:
            return translate("Deadlines", "{n} open").format(n=number)
        ahead = self._due[lane][:SOON] if lane < len(self._due) else np.zeros(0, np.int64)
        soon = np.flatnonzero(ahead)
        if not len(soon):
            return translate("Deadlines", "{n} open").format(n=number)
        first = int(soon[0])
        by = self._edges[first + 1]
        said = translate("Deadlines", "{n} · {due} by {time}")
        return said.format(n=number, due=int(ahead[first]), time=by)

    def said(self, lane: int) -> str:
        """The slices ahead in which any of a lane fall due, a line each, as many as `LISTED`."""
        if lane == STANDING or lane >= len(self._due):
            return ""
        form = translate("Deadlines", "{begin} to {end}: {n} due")
        lines = []
        for place in np.flatnonzero(self._due[lane])[:LISTED].tolist():
            begin, end = self._edges[place : place + 2]
            lines.append(form.format(begin=begin, end=end, n=int(self._due[lane][place])))
        return "\n".join(lines)
