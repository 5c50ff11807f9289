"""What a board of lanes holds, which stretch of it is in sight, and what a change costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QEvent, QRect
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import QWidget

from widgets import theme
from widgets.lanes import heading
from widgets.lanes.axis import HOUR, Axis
from widgets.lanes.body import Body
from widgets.lanes.ground import HOUR_WIDE, Ground
from widgets.lanes.hours import Hours
from widgets.lanes.layout import labelled
from widgets.lanes.marks import Lane, Load, Marks
from widgets.lanes.pills import pills, tallies
from widgets.lanes.shown import Measures, Shown, differences, shown, turned
from widgets.lanes.sprites import APART, Sprites
from widgets.lanes.stretch import Stretch, showing
from widgets.lanes.words import Words

NOW_AT = 0.22
"""Where the present moment stands at first, as a share of the width."""
NOW_STRAYS = 0.5
"""So far it may wander before a board that nobody has moved goes after it."""

_NO_KEYS: NDArray[np.int64] = np.empty(0, np.int64)


class Holding(Ground):
    """The board without its painting and its hands."""

    def __init__(self, zone: tzinfo, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(zone, parent, name=name)
        self._marks = Marks.none()
        self._empty = ("", "")
        self._turn: int | None = None
        self._current: int | None = None
        self._column = 0.0
        """Where the mark worked on stands, or stood before it went or others were walked through up and
        down."""
        self._lane = -1
        """The code of its lane."""
        self._ringed = _NO_KEYS
        self._words = Words()
        self._body = Body(self._words)
        self._sprites: Sprites | None = None
        self._states: dict[int, Shown] = {}
        self._hours: Hours | None = None
        self._bars: tuple[int, heading.Bars] | None = None
        theme.current().changed.connect(self._theme_changed)

    # --- what is shown ------------------------------------------------------------------------------------
    def set_axis(self, spans: ArrayLike | None) -> None:
        """Working spans (n, 2), [begin, end); what lies between them is folded. None folds nothing. What
        stood at the present moment's place, or in the middle, stays there."""
        axis = Axis(spans)
        if np.array_equal(axis.spans, self._axis.spans):
            return
        x = self._now_x()
        held = self._now if self._now is not None and x is not None and 0 <= x < self._stretch.width else None
        if held is None or x is None:
            x = self._stretch.width / 2
            held = self._axis.instant_of(self._stretch.place(x))
        self._axis = axis
        self._stretch = self._stretch.standing(axis.place_of(held), x)
        self._renew()
        self._tell()

    def set_lanes(self, lanes: Sequence[Lane]) -> None:
        """The rows, from above. The same again changes nothing."""
        if list(lanes) != self._lanes:
            same = [lane.code for lane in lanes] == [lane.code for lane in self._lanes]
            held = self._held_lane()
            self._lanes = list(lanes)
            self._place = None
            self._hold_lane(held)
            if same:
                # Other words only: the marks stand as they stood.
                self.update()
                return
            level = self._stretch.level
            before = self._states.get(level)
            self._renew()
            if before is not None:
                # Lanes that come and go move the others, and no mark inside them.
                self._states[level] = self._made(level, before)

    def set_marks(self, marks: Marks) -> None:
        """All of them, in place of those there were; only what differs is painted."""
        # Where texts stand beside them, each may be another.
        self._put(marks, marks.key)

    def change(self, marks: Marks, gone: Iterable[int] = ()) -> None:
        """Those changed or new, and the keys of those that went; the others stay."""
        self._put(self._marks.changed(marks, gone), marks.key)

    def set_load(self, load: Load | None) -> None:
        """What falls due ahead; None shows none."""
        if (load is None) != (self._load is None):
            self._place = None
        self._load, self._bars = load, None
        self.update()

    def set_load_caption(self, text: str) -> None:
        """What stands beside the load, such as `Due each hour`. Where there is no room for what was given,
        and bars are sums of it, the board says of which slices; without a text it always does."""
        self._caption = text
        self.update()

    def set_words(self, label: Callable[[int], str], said: Callable[[int], str]) -> None:
        """What a mark says, by its key: a few characters beside it, and the lines of its tip."""
        self._words.label, self._words.said = label, said
        self._look_anew()

    def set_empty(self, title: str, text: str) -> None:
        """What is said where there is no lane."""
        if (title, text) != self._empty:
            self._empty = (title, text)
            self.update()

    def ring(self, keys: Iterable[int]) -> None:
        """Puts a ring about the marks spoken of."""
        self._ringed = np.fromiter(keys, np.int64)
        self.update()

    def set_now(self, instant: int) -> None:
        """The present moment: call it once a second. Paints the line where it moved, and lights that
        turned."""
        first, before = self._now is None, self._now_look()
        self._now = instant
        if self._turn is not None and instant >= self._turn:
            self._lights_turn()
        if first:
            self._turn = self._marks.next_turn(instant)
            self._states.clear()
            self.update()
            self.go_home()
        elif not self._gone_after():
            after = self._now_look()
            if before != after:
                for look in filter(None, (before, after)):
                    for place in look[0]:
                        self.update(place.adjusted(-2, -1, 2, 1))

    # --- what there is ------------------------------------------------------------------------------------
    def totals(self) -> dict[int, tuple[int, int, int, int]]:
        """By code of lane, how many marks have no light, a green, an amber and a red one."""
        found = tallies(self._state().lane, self._state().light, len(self._lanes)).tolist()
        return {lane.code: tuple(row) for lane, row in zip(self._lanes, found, strict=True)}

    def current(self) -> int | None:
        """The mark worked on."""
        return self._current

    def select(self, key: int | None, *, show: bool = True) -> None:
        """Works on that mark; with `show` it is brought into sight where it is not. One that is not there
        yet is marked when it comes."""
        index = None if key is None else self._state().index(key)
        if index is not None:
            self._column = float(self._state().place[index])
            self._lane = int(self._state().marks.lane[index])
            if show:
                self._show_index(index)
        if key != self._current:
            self._current = key
            self._say()
            self.update()
            self.current_changed.emit(key)

    # --- the stretch in sight -----------------------------------------------------------------------------
    def show_between(self, begin: int, end: int) -> None:
        """Shows from one instant to the other, with a little more."""
        from_, to = self._axis.place((begin, end)).tolist()
        self._look(showing(from_, to, self._layout().plot.width()))

    def go_home(self) -> None:
        """The present moment at its place, at the zoom there is; from then on the board goes after it."""
        if self._now is not None:
            width = self._layout().plot.width()
            stretch = self._stretch.wide(width).standing(self._axis.place_of(self._now), width * NOW_AT)
            self._look(stretch)
            self._at_home = True

    def zoom(self, factor: float, x: float | None = None) -> None:
        """So many times as large about x px of the lanes; about the mark worked on, where it is in sight,
        else about the middle."""
        if x is None:
            held = self._index()
            x = (
                self._stretch.width / 2
                if held is None
                else self._stretch.x_of(float(self._state().place[held]))
            )
            if not 0 <= x < self._stretch.width:
                x = self._stretch.width / 2
        self._look(self._stretch.zoomed(factor, x))

    def _gone_after(self) -> bool:
        """Whether the board went after the present moment: one that nobody has moved, and nobody is at."""
        x = self._now_x()
        if x is None or not self._at_home or self.underMouse() or x <= self._stretch.width * NOW_STRAYS:
            return False
        self.go_home()
        return True

    def _show_index(self, index: int) -> None:
        """Moves the stretch, and the lanes, no more than it takes to have that mark in sight."""
        state = self._state()
        if state.lane[index] < 0:
            return
        x, margin = self._stretch.x_of(float(state.place[index])), theme.current().px(48)
        counted = int(state.counts.of[index])
        if counted >= 0 and not pills(state, self._stretch, self._stamps().pill[0]).shown[counted]:
            # What it is counted in has to be in sight, too.
            margin = 2 * theme.current().px(96)
        if not margin <= x <= self._stretch.width - margin:
            at = margin * 2 if x < margin else self._stretch.width - margin * 2
            self._look(self._stretch.standing(float(state.place[index]), at))
        self._show_row(int(state.lane[index]))

    def show_lane(self, code: int | None) -> None:
        """Moves the lanes no more than it takes to have that one in sight; None: from the first on."""
        rows = [row for row, lane in enumerate(self._lanes) if lane.code == code]
        if code is None:
            self._bar.setValue(0)
        elif rows:
            self._show_row(rows[0])

    def _show_row(self, row: int) -> None:
        place = self._layout()
        top = row * place.lane
        if top < self._scrolled:
            self._bar.setValue(top)
        elif top + place.lane > self._scrolled + place.plot.height():
            self._bar.setValue(top + place.lane - place.plot.height())

    def _say(self) -> None:
        """Says the mark worked on."""

    def _held_lane(self) -> tuple[int, int] | None:
        """The lane under the pointer, else the uppermost in sight: its code, and where its upper edge is."""
        place = self._layout()
        at = self.mapFromGlobal(QCursor.pos())
        y = (
            at.y()
            if place.plot.adjusted(-self.width(), 0, self.width(), 0).contains(at)
            else place.plot.top()
        )
        number = place.at(y, self._scrolled)
        if not 0 <= number < len(self._lanes):
            return None
        return self._lanes[number].code, place.top(number, self._scrolled)

    def _hold_lane(self, held: tuple[int, int] | None) -> None:
        """Scrolls so that it is where it was, as far as there is room."""
        codes = [lane.code for lane in self._lanes]
        if held is not None and held[0] in codes:
            place = self._layout()
            self._bar.setValue(place.plot.top() + codes.index(held[0]) * place.lane - held[1])

    # --- states -------------------------------------------------------------------------------------------
    def _put(self, marks: Marks, renamed: NDArray[np.int64]) -> None:
        level = self._stretch.level
        before = self._states.get(level)
        self._marks = marks.ordered()
        self._states.clear()
        if self._now is not None:
            self._turn = marks.next_turn(self._now)
        if self._sprites is not None:
            self._sprites.forget(renamed.tolist())
        if before is None:
            self.update()
            return
        state = self._states[level] = self._made(level, before)
        # Other words are seen only where texts stand beside the marks.
        unlike = differences(before, state, renamed if labelled(level) else _NO_KEYS)
        places = self._body.changed(before, state, unlike)
        if len(unlike.lane):
            self._repaint(places)
        if self._current is not None and self._current in renamed:
            self._say()

    def _lights_turn(self) -> None:
        assert self._now is not None
        self._turn = self._marks.next_turn(self._now)
        level = self._stretch.level
        before = self._states.get(level)
        self._states.clear()
        if before is not None:
            state = self._states[level] = turned(before, self._now)
            unlike = differences(before, state, _NO_KEYS)
            self._repaint(self._body.changed(before, state, unlike))
        else:
            self.update()
        self.lights_turned.emit()

    def _repaint(self, places: list[QRect]) -> None:
        """What was painted anew in the picture, and the counts beside the lanes."""
        layout_, wide = self._layout(), self._stamps().pill[0]
        for place in places:
            # A count may be wider than its slice.
            self.update(place.translated(layout_.plot.topLeft()).adjusted(-wide, 0, wide, 0))
        if not places:
            self.update(layout_.plot)
        for side in (layout_.heads, layout_.before, layout_.behind):
            self.update(side)

    def _made(self, level: int, before: Shown | None = None) -> Shown:
        now = self._now if self._now is not None else 0
        return shown(self._marks, self._lanes, self._axis, self._days, now, level, self._measures(), before)

    def _state(self) -> Shown:
        level = self._stretch.level
        found = self._states.get(level)
        if found is None or found.measures != self._measures():
            found = self._states[level] = self._made(level)
        return found

    def _index(self) -> int | None:
        """Where the mark worked on is among those shown."""
        return None if self._current is None else self._state().index(self._current)

    def _measures(self) -> Measures:
        px = theme.current().px
        return Measures(px(APART), self._layout().rows, self._stamps().pill[0])

    def _stamps(self) -> Sprites:
        ratio = self.devicePixelRatioF()
        if self._sprites is None or self._sprites.ratio != ratio:
            self._sprites = Sprites(ratio)
            self._body.drop()
        return self._sprites

    def _renew(self) -> None:
        self._states.clear()
        self._hours = self._bars = self._place = None
        self._body.drop()
        self.update()

    def _look_anew(self) -> None:
        self._sprites = None
        self._renew()

    def _theme_changed(self) -> None:
        scale = theme.current().px(HOUR_WIDE) / HOUR
        if self._at_home and self._now is None:
            self._stretch = Stretch(0, scale, self._stretch.width)
        self._look_anew()
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._look_anew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place = None
        home = self._at_home
        self._stretch = self._stretch.wide(self._layout().plot.width())
        self._body.drop()
        if home:
            self.go_home()
        self._tell()
