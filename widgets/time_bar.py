"""A stretch of time that is drawn along, stepped through event by event, and played at a speed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.flow import FlowLayout
from widgets.hearing import hear

SPEEDS = (1, 10, 60, 300, 600)
"""How many times faster than it was."""
FRAME_MS = 40
"""While it plays or is drawn along, another instant is told so often."""

_TRACK = 48
_BARS, _LINE = 22, 24
_INSET = 10
"""Px at 100 %."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the bar and what is written there."""

    at: int
    label: str


class _Track(QWidget):
    """The stretch itself: how much happened when, the ticks, and where one stands."""

    sought = Signal(float)
    """A hand is at that share of the stretch."""

    def __init__(self, bar: TimeBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self._counts: NDArray[np.int64] = np.zeros(0, np.int64)
        self._held = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        hear(theme.current(), "changed()", self, "restyle()")

    @Slot()
    def restyle(self) -> None:
        """Another theme or size of text."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(480), theme.current().px(_TRACK))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(160), theme.current().px(_TRACK))

    def forget(self) -> None:
        """Other events."""
        self._counts = np.zeros(0, np.int64)
        self.update()

    def _ends(self) -> tuple[float, float]:
        inset = theme.current().px(_INSET)
        return float(inset), float(max(self.width() - inset, inset + 1))

    def _x(self, share: float) -> float:
        left, right = self._ends()
        return left + (right - left) * min(max(share, 0.0), 1.0)

    def resizeEvent(self, _event: object) -> None:
        self._counts = np.zeros(0, np.int64)

    # --- the hand ----------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = True
            self._seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._seek(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._held:
            self._held = False
            self._seek(event.position().x())

    def _seek(self, x: float) -> None:
        left, right = self._ends()
        self.sought.emit(min(max((x - left) / (right - left), 0.0), 1.0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._bar.take_key(Qt.Key(event.key()), event.modifiers()):
            super().keyPressEvent(event)

    # --- painting ----------------------------------------------------------------------------------------
    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_events(painter)
            self._paint_line(painter)
            self._paint_ticks(painter)
            self._paint_stand(painter)

    def _paint_events(self, painter: QPainter) -> None:
        """Columns three px wide, the highest as high as there is room; what has passed is stronger."""
        px = theme.current().px
        left, right = self._ends()
        columns = max(int((right - left) // 3), 1)
        if len(self._counts) != columns:
            self._counts = self._bar.counted(columns)
        most = int(self._counts.max(initial=0))
        if not most:
            return
        here = self._x(self._bar.share())
        painter.setPen(Qt.PenStyle.NoPen)
        base, high = px(_LINE), px(_BARS) - px(4)
        passed, coming = theme.color("accent"), QColor(theme.color("faint"))
        coming.setAlpha(120)
        for n in np.flatnonzero(self._counts):
            x = left + (right - left) * n / columns
            height = max(2.0, high * (self._counts[n] / most) ** 0.5)
            painter.setBrush(passed if x <= here else coming)
            painter.drawRect(QRectF(x, base - height, 2.0, height))

    def _paint_line(self, painter: QPainter) -> None:
        y = theme.current().px(_LINE)
        left, right = self._ends()
        here = self._x(self._bar.share())
        painter.setPen(QPen(theme.color("line"), 2))
        painter.drawLine(QPointF(here, y), QPointF(right, y))
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.drawLine(QPointF(left, y), QPointF(here, y))

    def _paint_ticks(self, painter: QPainter) -> None:
        """Labels that have room; each keeps clear of the one before."""
        px = theme.current().px
        painter.setFont(theme.font("small", tabular=True))
        metrics = QFontMetricsF(painter.font())
        y, free = px(_LINE), -1e9
        for tick in self._bar.ticks():
            x = self._x(self._bar.share_of(tick.at))
            painter.setPen(QPen(theme.color("faint"), 1))
            painter.drawLine(QPointF(x, y + 2), QPointF(x, y + px(5)))
            wide = metrics.horizontalAdvance(tick.label)
            at = min(max(x - wide / 2, 0.0), self.width() - wide)
            if at >= free:
                painter.setPen(theme.color("dim"))
                painter.drawText(QPointF(at, y + px(7) + metrics.ascent()), tick.label)
                free = at + wide + px(10)

    def _paint_stand(self, painter: QPainter) -> None:
        px = theme.current().px
        x, y = self._x(self._bar.share()), px(_LINE)
        painter.setPen(QPen(theme.color("accent"), 1.5))
        painter.drawLine(QPointF(x, px(1)), QPointF(x, y))
        painter.setPen(QPen(theme.color("panel"), 2))
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(QPointF(x, y), px(7), px(7))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 1.5))
            painter.drawEllipse(QPointF(x, y), px(9), px(9))


class TimeBar(QWidget):
    """Instants are ms. `say` puts one into words. `moved(int)` tells the instant one stands at, by hand, by
    key or while it plays, every `FRAME_MS` at most and at last where it came to; `played(bool)`.

    Keys, where the bar has the focus: Left and Right an event back and on, Page Up and Page Down an hour,
    Home and End, Space plays or stops, plus and minus another speed.
    """

    moved = Signal(object)
    played = Signal(bool)

    def __init__(self, say: Callable[[int], str], parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._say = say
        self._name = name or self.tr("Time")
        self._begin, self._end, self._at = 0, 1, 0
        self._ticks: tuple[Tick, ...] = ()
        self._events: NDArray[np.int64] = np.zeros(0, np.int64)
        self._speed = 60
        self._told: int | None = None
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._on_frame)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(FRAME_MS)
        self._soon.timeout.connect(self._tell)
        self._words = QLabel(self)
        self._words.setObjectName("time.words")
        self._play = self._button("play", self.tr("Play"), "Space", self.toggle)
        self._back = self._button("back", self.tr("Event before"), "←", lambda: self.step(-1))
        self._on = self._button("on", self.tr("Next event"), "→", lambda: self.step(1))
        self._fast = self._button("speed", "", "+ −", lambda: self._turn_speed(1, round_=True))
        self._track = _Track(self)
        self._track.setObjectName("time.track")
        self._track.sought.connect(self._on_sought)
        head = QWidget(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        head.setSizePolicy(policy)
        row = FlowLayout(head, spacing=12)
        for part in (self._words, self._play, self._back, self._on, self._fast):
            row.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(head)
        layout.addWidget(self._track)
        self.setFocusProxy(self._track)
        hear(theme.current(), "changed()", self, "restyle()")
        self._refresh()

    def _button(self, name: str, text: str, key: str, act: Callable[[], object]) -> KeyedButton:
        button = KeyedButton(text, key, self)
        button.setObjectName(f"time.{name}")
        theme.set_property(button, "flat", True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _on=False: act())
        return button

    @Slot()
    def restyle(self) -> None:
        """The instant keeps its width while it runs."""
        self._words.setFont(theme.font("body", semibold=True, tabular=True))
        metrics = QFontMetricsF(self._words.font())
        ends = (self._begin, self._end, (self._begin + self._end) // 2)
        self._words.setMinimumHeight(self._play.sizeHint().height())
        self._words.setMinimumWidth(round(max(metrics.horizontalAdvance(self._say(at)) for at in ends)) + 2)

    # --- what it shows -----------------------------------------------------------------------------------
    def set_range(self, begin: int, end: int, ticks: Sequence[Tick] = ()) -> None:
        """Another stretch; raises ValueError where it is none. One stands at its begin."""
        if end <= begin:
            raise ValueError("a stretch of time has an end after its begin")
        self.stop()
        self._begin, self._end, self._ticks = begin, end, tuple(ticks)
        self._events = np.zeros(0, np.int64)
        self._track.forget()
        self._stand(begin)
        self.restyle()

    def set_events(self, instants: NDArray[np.int64]) -> None:
        """When something happened, in order."""
        self._events = instants
        self._track.forget()
        self._refresh()

    def set_value(self, at: int) -> None:
        """Stands at an instant, within the stretch; tells nobody."""
        self._stand(at)
        self._told = self._at

    def value(self) -> int:
        """Where one stands."""
        return self._at

    def speed(self) -> int:
        """How many times faster it plays."""
        return self._speed

    def is_playing(self) -> bool:
        """Whether it plays."""
        return self._timer.isActive()

    def ticks(self) -> tuple[Tick, ...]:
        """What is written along it."""
        return self._ticks

    def share(self) -> float:
        """Where one stands as a share of the stretch."""
        return self.share_of(self._at)

    def share_of(self, at: int) -> float:
        """Where an instant lies as a share of the stretch."""
        return (at - self._begin) / (self._end - self._begin)

    def counted(self, columns: int) -> NDArray[np.int64]:
        """Events by equal parts of the stretch."""
        shares = (self._events - self._begin) / (self._end - self._begin)
        parts = np.clip((shares * columns).astype(np.int64), 0, columns - 1)
        return np.bincount(parts, minlength=columns).astype(np.int64)

    # --- what a person does ------------------------------------------------------------------------------
    def toggle(self) -> None:
        """Plays, or stops."""
        if self.is_playing():
            self.stop()
        else:
            self.play()

    def play(self) -> None:
        """Plays on; from the begin where the end is reached."""
        if self._at >= self._end:
            self._stand(self._begin)
        self._clock.start()
        self._timer.start()
        self._refresh()
        self.played.emit(True)

    def stop(self) -> None:
        """Stands still."""
        if self._timer.isActive():
            self._timer.stop()
            self._refresh()
            self.played.emit(False)

    def step(self, by: int) -> None:
        """To the next event (by 1) or the one before (by -1); to the stretch's end where there is none."""
        self.stop()
        if by > 0:
            n = int(np.searchsorted(self._events, self._at, "right"))
            self._go(int(self._events[n]) if n < len(self._events) else self._end)
        else:
            n = int(np.searchsorted(self._events, self._at, "left")) - 1
            self._go(int(self._events[n]) if n >= 0 else self._begin)

    def set_speed(self, speed: int) -> None:
        """Plays so many times faster than it was."""
        self._speed = speed
        self._refresh()

    def _turn_speed(self, by: int, *, round_: bool = False) -> None:
        at = SPEEDS.index(self._speed) if self._speed in SPEEDS else 0
        at = (at + by) % len(SPEEDS) if round_ else min(max(at + by, 0), len(SPEEDS) - 1)
        self.set_speed(SPEEDS[at])

    def take_key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """What a key does on the bar; False for one that is not its."""
        if modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        match key:
            case Qt.Key.Key_Space:
                self.toggle()
            case Qt.Key.Key_Left:
                self.step(-1)
            case Qt.Key.Key_Right:
                self.step(1)
            case Qt.Key.Key_PageUp:
                self._go(self._at - 3_600_000)
            case Qt.Key.Key_PageDown:
                self._go(self._at + 3_600_000)
            case Qt.Key.Key_Home:
                self._go(self._begin)
            case Qt.Key.Key_End:
                self._go(self._end)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._turn_speed(1)
            case Qt.Key.Key_Minus:
                self._turn_speed(-1)
            case _:
                return False
        return True

    def _on_sought(self, share: float) -> None:
        self.stop()
        self._go(self._begin + round(share * (self._end - self._begin)))

    def _on_frame(self) -> None:
        self._stand(self._at + self._clock.restart() * self._speed)
        self._tell()
        if self._at >= self._end:
            self.stop()

    def _go(self, at: int) -> None:
        """By a hand or a key: shown at once, told once a frame."""
        if self.is_playing():
            self._clock.restart()
        self._stand(at)
        if not self._soon.isActive():
            self._tell()
            self._soon.start()

    def _stand(self, at: int) -> None:
        self._at = min(max(at, self._begin), self._end)
        self._refresh()

    def _tell(self) -> None:
        if self._told != self._at:
            self._told = self._at
            self.moved.emit(self._at)

    def _refresh(self) -> None:
        playing = self.is_playing()
        said = self._say(self._at)
        self._words.setText(said)
        text = self.tr("Stop") if playing else self.tr("Play")
        self._play.set_content(text, "Space")
        self._fast.set_content(self.tr("{n}× speed").format(n=self._speed), "+ −")
        self._track.setAccessibleName(f"{self._name}: {said}")
        self._track.update()
