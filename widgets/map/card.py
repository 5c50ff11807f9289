"""The card that says what is under the pointer: after a moment, beside it, never under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from widgets import theme
from widgets.light import Light, draw_light
from widgets.map.crowd import Standing
from widgets.map.marks import LIGHTS
from widgets.map.projection import Window

DELAY_MS = 350
_SEVERAL = 4
"""So many things at one place are said one by one; of more, how many there are."""
_WIDEST = 340


class HoverCard(QObject):
    """Painted by the canvas. `changed()`: it is another now."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.say: Callable[[int], str] | None = None
        self._for: Standing | None = None
        self._lines: list[str] = []
        self._lights: list[tuple[Light, int]] = []
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(DELAY_MS)
        self._delay.timeout.connect(self._come)

    @property
    def shown(self) -> bool:
        """Whether there is a card to paint."""
        return bool(self._lines)

    def text(self) -> str:
        """What it says, line by line."""
        return "\n".join(self._lines)

    def point_at(self, found: Standing | None, lights: Sequence[int], *, at_once: bool = False) -> None:
        """What is pointed at now: `lights` are the codes of its marks."""
        if found == self._for and not at_once:
            return
        self.leave()
        self._for = found
        if found is None or self.say is None:
            return
        self._lights = [
            (light, n) for code, light in reversed(list(enumerate(LIGHTS))) if (n := list(lights).count(code))
        ]
        if at_once:
            self._come()
        else:
            self._delay.start()

    def leave(self) -> None:
        """Nothing is pointed at."""
        self._delay.stop()
        self._for = None
        if self._lines:
            self._lines = []
            self.changed.emit()

    def _come(self) -> None:
        found, say = self._for, self.say
        if found is None or say is None:
            return
        if len(found.keys) == 1:
            self._lines = say(found.keys[0]).splitlines()
        else:
            head = QCoreApplication.translate("Map", "{n} here").format(n=len(found.keys))
            some = found.keys if len(found.keys) <= _SEVERAL else found.keys[: _SEVERAL - 1]
            firsts = [lines[0] for key in some if (lines := say(key).splitlines())]
            left = len(found.keys) - len(some)
            more = [QCoreApplication.translate("Map", "and {n} more").format(n=left)] if left else []
            self._lines = [head, *firsts, *more]
        if self._lines:
            self.changed.emit()

    def paint(self, painter: QPainter, window: Window) -> None:
        """Paints it beside what it speaks of, inside the window."""
        found = self._for
        if found is None or not self._lines:
            return
        px = theme.current().px
        bold, plain = theme.font("small", semibold=True), theme.font("small")
        widest = min(px(_WIDEST), window.width - px(24))
        several = len(found.keys) > 1 and self._lights
        metrics = [QFontMetricsF(bold if n == 0 else plain) for n in range(len(self._lines))]
        wide = max(m.horizontalAdvance(t) for m, t in zip(metrics, self._lines, strict=True))
        counts = sum(px(30) + metrics[0].horizontalAdvance(str(n)) for _, n in self._lights)
        wide = min(max(wide, counts if several else 0), widest)
        line = metrics[0].height() + px(3)
        high = line * (len(self._lines) + (1 if several else 0))
        x, y = window.to_screen(found.x, found.y)
        gap = px(18)
        left = x + gap
        if left + wide + px(20) > window.width:
            left = x - gap - wide - px(20)
        top = y + gap
        if top + high + px(16) > window.height:
            top = y - gap - high - px(16)
        card = QRectF(max(px(4), left), max(px(4), top), wide + px(20), high + px(14))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line")))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        at_y = card.top() + px(7)
        for number, text in enumerate(self._lines):
            painter.setFont(bold if number == 0 else plain)
            painter.setPen(theme.color("text" if number == 0 else "dim"))
            box = QRectF(card.left() + px(10), at_y, wide + 1, line)
            shown = metrics[number].elidedText(text, Qt.TextElideMode.ElideRight, wide + 1)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), shown)
            at_y += line
            if number == 0 and several:
                self._paint_lights(painter, card.left() + px(10), at_y, line)
                at_y += line

    def _paint_lights(self, painter: QPainter, left: float, top: float, line: float) -> None:
        px = theme.current().px
        metrics = QFontMetricsF(theme.font("small"))
        for light, many in self._lights:
            middle = QPointF(left + px(6), top + line / 2)
            if light is Light.NONE:
                draw_light(painter, middle, px(8), Light.GREEN, theme.color("faint"))
            else:
                draw_light(painter, middle, px(9), light)
            painter.setPen(theme.color("dim"))
            painter.setFont(theme.font("small"))
            wide = metrics.horizontalAdvance(str(many))
            painter.drawText(
                QRectF(left + px(14), top, wide + 1, line), int(Qt.AlignmentFlag.AlignVCenter), str(many)
            )
            left += px(30) + wide
