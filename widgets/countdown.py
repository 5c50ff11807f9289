"""Remaining time: how it is written, the one tick all of it shares, and a large label that shows it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets import theme
from widgets.hearing import hear
from widgets.light import Light, draw_light, light_name

MINUS = "\u2212"
"""As wide as a figure, unlike the hyphen."""

_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of a limit at the moment asked.

    `seconds` are working seconds when `working`, natural ones otherwise; negative when past. `running` is
    false while the count stands still: outside the working spans, or paused. `day_seconds` is the length of
    a day in the same seconds.
    """

    seconds: int
    light: Light = Light.NONE
    working: bool = False
    running: bool = True
    day_seconds: int = 86400


def format_remaining(remaining: Remaining, *, long: bool = False) -> str:
    """`03:48`, `3h05`, `2 wd 3h` with a minus when past, in the language installed; `long` spells days
    out.
    """
    seconds = abs(remaining.seconds)
    sign = MINUS if remaining.seconds < 0 else ""
    if seconds < _HOUR:
        return f"{sign}{seconds // 60:02d}:{seconds % 60:02d}"
    hours, minutes = seconds // _HOUR, seconds % _HOUR // 60
    if seconds < remaining.day_seconds:
        pattern = QCoreApplication.translate("Countdown", "{hours}h{minutes:02d}")
        return sign + pattern.format(hours=hours, minutes=minutes)
    days, hours = seconds // remaining.day_seconds, seconds % remaining.day_seconds // _HOUR
    pattern = _days_pattern(remaining.working, days, long)
    if hours:
        pattern += " " + QCoreApplication.translate("Countdown", "{hours}h")
    return sign + pattern.format(days=days, hours=hours)


def _days_pattern(working: bool, days: int, long: bool) -> str:
    translate = QCoreApplication.translate
    if working and long:
        return (
            translate("Countdown", "{days} working day")
            if days == 1
            else translate("Countdown", "{days} working days")
        )
    if working:
        return translate("Countdown", "{days} wd")
    if long:
        return translate("Countdown", "{days} day") if days == 1 else translate("Countdown", "{days} days")
    return translate("Countdown", "{days}d")


def spoken(remaining: Remaining) -> str:
    """What a screen reader says: the light, the time, and whether it stands still."""
    parts = [light_name(remaining.light), format_remaining(remaining, long=True)]
    if not remaining.running:
        parts.append(QCoreApplication.translate("Countdown", "standing still"))
    return ", ".join(parts)


def draw_still(painter: QPainter, centre: QPointF, height: float, colour: QColor) -> None:
    """The still-mark: two upright strokes, `height` px tall."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    width = max(1.5, height / 5)
    for offset in (-height / 4, height / 4):
        painter.drawRect(QRectF(centre.x() + offset - width / 2, centre.y() - height / 2, width, height))


class Ticker(QObject):
    """The one second hand: `tick(second)` on every whole second of the clock handed in.

    `clock` answers POSIX seconds of the time the countdowns count against (the backend's, estimated), which
    may be corrected under it; the next wait is computed anew after each tick, so a correction costs at most
    one uneven second.
    """

    tick = Signal(float)

    def __init__(self, clock: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_time)
        self._arm(clock())

    def now(self) -> float:
        """The clock's time, POSIX seconds."""
        return self._clock()

    def stop(self) -> None:
        self._timer.stop()

    def _arm(self, now: float) -> None:
        # A timer may fire a millisecond early; aiming 4 ms past the second keeps it from ticking the old
        # second twice.
        self._timer.start(max(20, round((math.floor(now) + 1 - now) * 1000) + 4))

    def _on_time(self) -> None:
        now = self._clock()
        self._arm(now)
        self.tick.emit(float(math.floor(now + 0.01)))


class CountdownLabel(QWidget):
    """A large countdown with its light; a click, Enter or Space asks why it stands where it stands."""

    why_requested = Signal()

    def __init__(
        self,
        ticker: Ticker,
        remaining: Callable[[], Remaining | None],
        parent: QWidget | None = None,
        *,
        size: str = "large",
    ) -> None:
        super().__init__(parent)
        self._ask = remaining
        self._size = size
        self._shown: Remaining | None = None
        self._wanted = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        hear(ticker, "tick(double)", self, "_on_tick(double)")
        hear(theme.current(), "changed()", self, "_theme_changed()")
        self.refresh()

    def refresh(self) -> None:
        """Asks for the remaining time now and shows it."""
        remaining = self._ask()
        if remaining != self._shown:
            self._shown = remaining
            self.setAccessibleName(spoken(remaining) if remaining else "—")
            width = self.sizeHint().width()
            if width != self._wanted:
                # Another clock, or hours where days were left: what stands beside it makes room.
                self._wanted = width
                self.updateGeometry()
            self.update()

    def text(self) -> str:
        """What is shown, without its light."""
        return format_remaining(self._shown, long=True) if self._shown else "—"

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(theme.font(self._size, semibold=True, tabular=True))
        return QSize(
            math.ceil(metrics.horizontalAdvance(self.text())) + theme.current().px(40),
            max(theme.current().px(26), math.ceil(metrics.height())),
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A painter that an error in here leaves alive brings the process down at the next paint.
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = theme.current().px
        middle = self.height() / 2
        left = 0.0
        shown = self._shown
        colour = theme.color("text")
        if shown is not None and shown.light is not Light.NONE:
            if shown.light is not Light.GREEN:
                colour = theme.color(shown.light.value)
            draw_light(painter, QPointF(px(7), middle), px(13), shown.light)
            left = px(22)
        painter.setPen(colour)
        painter.setFont(theme.font(self._size, semibold=True, tabular=True))
        text = self.text()
        box = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
        if shown is not None and not shown.running:
            end = left + painter.fontMetrics().horizontalAdvance(text)
            draw_still(painter, QPointF(end + px(12), middle), px(10), theme.color("faint"))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.color("accent"))
            painter.drawLine(
                QPointF(left, self.height() - 1),
                QPointF(left + painter.fontMetrics().horizontalAdvance(text), self.height() - 1),
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.why_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.why_requested.emit()
        else:
            super().keyPressEvent(event)

    @Slot(float)
    def _on_tick(self, _second: float) -> None:
        if self.isVisible():
            self.refresh()

    @Slot()
    def _theme_changed(self) -> None:
        self.updateGeometry()
        self.update()
