"""A day over again: how every ticket stood and every post was, at any instant of it, on the same map.

What is shown is what the centre had then. The live map is held meanwhile, and a frame about it says so; Esc
gives it back.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from console.errors import ConsoleError
from console.playback import Frame, Reel
from contract.clock import DAY, HOUR
from views import words
from views.map.house import MapHouse
from views.map.marks import COMPONENT, EVENT, OTHER, PLAIN, UNFILED
from views.map.playback_frame import PastFrame
from views.map.posts import ROLES, THEN, post_of, posts_of
from views.on_line import why_not
from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.empty import BusyLine
from widgets.flow import FlowLayout
from widgets.hearing import hear
from widgets.keys import KeyMap
from widgets.light import Light, LightDot
from widgets.map import Marks
from widgets.moments import day, full_clock, short_time
from widgets.time_bar import Tick, TimeBar

translate = QCoreApplication.translate

_LIGHTS = ((3, Light.RED), (2, Light.AMBER), (1, Light.GREEN))
_UNFILED = ("reported", "accepted")
_TICKS_H = 2
_WHOLE = 0.25
"""Where more than this share of the marks are others, all are put anew."""


def playback_bar(house: MapHouse) -> QWidget:
    """The foot tool of the map."""
    return PlaybackBar(house)


class PlaybackBar(QWidget):
    """Counts, the day, the bar of time. While it is shown the map is of the instant on it."""

    def __init__(self, house: MapHouse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("playback")
        self.setAccessibleName(self.tr("Playback"))
        theme.set_surface(self, "panel")
        theme.set_property(self, "edge", "top")
        self._house, self._context = house, house.context
        self._reel: Reel | None = None
        self._frame: Frame | None = None
        self._codes = np.zeros(0, np.int8)
        self._rows: dict[str, int] = {}
        self._calendar = self._context.reference.calendar
        self._today = self._day = self._calendar.day(self._context.now())
        self._asked = 0
        self.frame = PastFrame(house.canvas)
        self._busy = BusyLine(self)
        self._title = QLabel(self)
        self._title.setObjectName("playback.title")
        theme.set_role(self._title, "strong")
        self._title.setContentsMargins(0, 0, 10, 0)
        self._says = QLabel(self)
        self._says.setObjectName("playback.says")
        self._says.setWordWrap(True)
        theme.set_role(self._says, "dim")
        self.bar = TimeBar(self._words_of, self, name=self.tr("Playback"))
        self.bar.setObjectName("playback.bar")
        self.bar.moved.connect(lambda at: self._show(int(at)))
        self._figures = QWidget(self)
        counts = QHBoxLayout(self._figures)
        counts.setContentsMargins(0, 0, 10, 0)
        counts.setSpacing(6)
        self._counts: dict[int, QLabel] = {}
        for code, light in _LIGHTS:
            counts.addWidget(LightDot(light, self._figures, beside="body"))
            number = self._counts[code] = QLabel("", self)
            number.setObjectName(f"playback.count.{light}")
            counts.addWidget(number)
            counts.addSpacing(6)
        self._all = QLabel("", self)
        self._all.setObjectName("playback.count")
        counts.addWidget(self._all)
        self._before = self._button("before", self.tr("Day before"), "[", lambda: self.turn(-1))
        self._after = self._button("after", self.tr("Day after"), "]", lambda: self.turn(1))
        self._now = self._button("now", self.tr("Back to now"), "Esc", self.close_bar)
        head = QWidget(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        head.setSizePolicy(policy)
        row = FlowLayout(head, spacing=6)
        for part in (self._title, self._figures, self._before, self._after, self._now):
            row.addWidget(part)
        hear(theme.current(), "changed()", self, "restyle()")
        self.restyle()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 8)
        layout.setSpacing(4)
        layout.addWidget(self._busy)
        layout.addWidget(head)
        layout.addWidget(self._says)
        layout.addWidget(self.bar)
        keys = KeyMap(self)
        keys.bind("[", lambda: self.turn(-1), self.tr("Day before"))
        keys.bind("]", lambda: self.turn(1), self.tr("Day after"))
        keys.bind("Escape", self.close_bar, self.tr("Back to now"))
        # Bound here, too: the screen's own Home is another's.
        for name, key in (("Home", Qt.Key.Key_Home), ("End", Qt.Key.Key_End)):
            keys.bind(name, partial(self.bar.take_key, key, Qt.KeyboardModifier.NoModifier))
        self.setFocusProxy(self.bar)
        self._context.desk.connection_changed.connect(self._on_connection)

    @Slot()
    def restyle(self) -> None:
        """Words and figures stand in line with the buttons."""
        for part in (self._title, self._figures):
            part.setMinimumHeight(self._now.sizeHint().height())

    def _button(self, name: str, text: str, key: str, act: Any) -> QPushButton:
        button = KeyedButton(text, key, self)
        button.setObjectName(f"playback.{name}")
        theme.set_property(button, "flat", True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _on=False: act())
        return button

    # --- coming and going --------------------------------------------------------------------------------
    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if event.spontaneous():
            return  # the window came back from the task bar: the instant is where it was
        self._today = self._calendar.day(self._context.now())
        self.load(self._today)

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self.bar.stop()
        if event.spontaneous():
            return
        self._asked += 1
        self._reel = self._frame = None
        self._busy.set_busy(False)
        self.frame.hide()
        if self._house.is_held():
            posts_of(self._house).put(THEN, None)
            self._house.hold(None)

    def close_bar(self) -> None:
        """Back to now."""
        self.hide()
        self._house.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def turn(self, by: int) -> None:
        """Another day."""
        if self._day + by <= self._today:
            self.load(self._day + by)

    # --- the day -----------------------------------------------------------------------------------------
    def load(self, number: int) -> None:
        """Asks for a day (local, days since 1970), up to now where it is today."""
        desk = self._context.desk
        self.bar.stop()
        begin = self._calendar.midnight(number)
        until = min(begin + DAY - 1, self._context.now())
        if self._reel is None:
            self._day = number
        away = why_not(desk)
        if away:
            self._say(away)
            return
        self._asked += 1
        asked = self._asked
        self._busy.set_busy(True)
        self._say(self.tr("The day is fetched"))
        actor = desk.actor

        def done(reel: Reel) -> None:
            if asked == self._asked and self.isVisible():
                self._busy.set_busy(False)
                self._day = number
                self._take(reel)

        def failed(error: ConsoleError) -> None:
            if asked == self._asked:
                self._busy.set_busy(False)
                self._say(desk.say(error.says))

        posts = actor is not None and actor.role in ROLES
        work = desk.playbacks.reel(begin, max(until, begin + 1), posts=posts)
        desk.run("playback", work, done, failed, self)

    def _on_connection(self) -> None:
        if self.isVisible() and self._reel is None and not why_not(self._context.desk):
            self.load(self._day)

    def _take(self, reel: Reel) -> None:
        first = self._reel is None
        self._reel, self._frame = reel, None
        known = {"event": EVENT, "": EVENT, "component": COMPONENT}
        self._codes = np.array([known.get(kind, OTHER) for kind in reel.kinds], np.int8)
        self._rows = {id_: n for n, id_ in enumerate(reel.ids)}
        begin = self._calendar.midnight(self._day)
        end = max(reel.until, begin + 1)
        hours = range(0, 25, _TICKS_H)
        ticks = [Tick(begin + n * HOUR, f"{n:02d}:00") for n in hours if begin + n * HOUR <= end]
        self.bar.set_range(begin, end, ticks)
        self.bar.set_events(reel.events)
        # Today begins where the eye is: at now. A day that is over begins with its morning.
        at = end if self._day == self._today else begin + 8 * HOUR
        self.bar.set_value(at)
        self._house.hold(self)
        self.frame.cover()
        self._say("")
        self._show(self.bar.value())
        focus = QApplication.focusWidget()
        if first and (focus is None or not focus.isVisible() or focus is self._house.canvas):
            self.bar.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, text: str) -> None:
        self._title.setText(day(words.local(self._calendar.midnight(self._day), self._context.reference)))
        if not text and self._reel is not None and not len(self._reel.events):
            text = self.tr("Nothing happened on this day")
        self._says.setText(text)
        self._says.setVisible(bool(text))
        self._after.setEnabled(self._day < self._today)
        for part in (self.bar, self._figures):
            # Nothing is told of a day that is not there.
            part.setVisible(self._reel is not None)

    def _words_of(self, at: int) -> str:
        """The time of day: the day stands above."""
        return f"{words.local(at, self._context.reference):%H:%M:%S}"

    # --- an instant --------------------------------------------------------------------------------------
    def _show(self, at: int) -> None:
        reel = self._reel
        if reel is None:
            return
        frame, before = reel.frame(at), self._frame
        self._frame = frame
        self._put(frame, before)
        for code, label in self._counts.items():
            label.setText(str(frame.count(code)))
        nowhere = int((~(np.isfinite(frame.lon) & np.isfinite(frame.lat))).sum())
        lacking = translate("Map", "{n} not located").format(n=nowhere) if nowhere else ""
        self._all.setText(words.dotted((self.tr("{n} open").format(n=len(frame)), lacking)))
        self.frame.say(
            self.tr("The past: {when}").format(when=full_clock(words.local(at, self._context.reference)))
        )
        posts_of(self._house).put(THEN, [post_of(one, at) for one in reel.posts_at(at)])

    def _put(self, frame: Frame, before: Frame | None) -> None:
        """Only what is another since the frame before it, where that is little."""
        canvas = self._house.canvas
        placed = np.isfinite(frame.lon) & np.isfinite(frame.lat)
        if before is None:
            canvas.set_marks(self._marks(frame, placed))
            return
        size = len(self._rows)
        moment, light = np.full(size, -1, np.int64), np.full(size, -1, np.int8)
        moment[before.ticket], light[before.ticket] = before.moment, before.light
        same = (moment[frame.ticket] == frame.moment) & (light[frame.ticket] == frame.light)
        stays = np.zeros(size, np.bool_)
        stays[frame.ticket[placed]] = True
        gone = before.ticket[~stays[before.ticket]]
        changed = placed & ~same
        if int(changed.sum()) + len(gone) > _WHOLE * max(len(frame), 1):
            canvas.set_marks(self._marks(frame, placed))
        elif changed.any() or len(gone):
            canvas.change_marks(self._marks(frame, changed), gone=gone.tolist())

    def _marks(self, frame: Frame, which: np.ndarray[Any, np.dtype[np.bool_]]) -> Marks:
        reel = self._reel
        assert reel is not None
        kind = self._codes[frame.kind[which]] if len(self._codes) else np.zeros(0, np.int8)
        unfiled = np.array([state in _UNFILED for state in reel.states] or [False], np.bool_)
        kind = np.where(unfiled[frame.state[which]], np.int8(UNFILED), kind).astype(np.int8)
        return Marks(
            frame.ticket[which],
            frame.lon[which],
            frame.lat[which],
            frame.light[which],
            kind,
            np.full(len(kind), PLAIN, np.int8),
        )

    # --- what its marks are (`house.Then`) ---------------------------------------------------------------
    def id_of(self, key: int) -> str:
        """The ticket of a mark."""
        ids = self._reel.ids if self._reel is not None else []
        return ids[key] if 0 <= key < len(ids) else ""

    def key_of(self, ticket_id: str) -> int:
        """The mark of a ticket."""
        return self._rows.get(ticket_id, -1)

    def said(self, key: int) -> str:
        """Number, item, state and since when, area: as it stood then."""
        reel, frame = self._reel, self._frame
        if reel is None or frame is None or not 0 <= key < len(reel.ids):
            return ""
        told = reel.told(frame.at, key)
        if told is None:
            return reel.numbers[key]
        state, code, since = told
        reference = self._context.reference
        item, area = reference.item_at(reel.items[key], self._context.now()), reference.area(code)
        when = short_time(words.local(since, reference), words.local(frame.at, reference))
        since_text = self.tr("{state} since {when}").format(
            state=self._context.desk.state_name(state), when=when
        )
        lines = [
            words.dotted((reel.numbers[key], words.pick(item.names) if item is not None else "")),
            since_text,
            (area.short or words.pick(area.names)) if area is not None else "",
        ]
        return "\n".join(line for line in lines if line)
