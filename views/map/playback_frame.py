"""What says that the map shows the past: a frame about it and words at its head, over all of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from widgets import theme
from widgets.hearing import hear

_WIDE = 3
"""Px at 100 %."""


class PastFrame(QWidget):
    """Lies over a canvas and lets every click through."""

    def __init__(self, around: QWidget) -> None:
        super().__init__(around)
        self.setObjectName("playback.frame")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._text = ""
        self._around = around
        around.installEventFilter(self)
        hear(theme.current(), "changed()", self, "restyle()")
        self.hide()

    @Slot()
    def restyle(self) -> None:
        """Another theme or size of text."""
        self.update()

    def say(self, text: str) -> None:
        """The words at the head."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def cover(self) -> None:
        """Comes up, over all that stands there."""
        self.setGeometry(self._around.rect())
        self.show()
        self.raise_()

    def eventFilter(self, around: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._around.rect())
        return super().eventFilter(around, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            px = theme.current().px
            wide = px(_WIDE)
            colour = theme.color("amber")
            painter.setPen(QPen(colour, wide))
            half = wide / 2
            painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
            painter.setFont(theme.font("body", semibold=True, tabular=True))
            metrics = QFontMetricsF(painter.font())
            width = metrics.horizontalAdvance(self._text) + px(24)
            box = QRectF((self.width() - width) / 2, 0, width, metrics.height() + px(10))
            painter.setPen(QPen(colour, 1))
            painter.setBrush(theme.color("raised"))
            painter.drawRoundedRect(box.adjusted(0.5, -6, -0.5, -0.5), 6, 6)
            painter.setPen(theme.color("text"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._text)
            # The same line of colour under the words as about the map: they belong together.
            painter.setPen(QPen(colour, 2))
            painter.drawLine(
                QPointF(box.left() + 6, box.bottom() - 1), QPointF(box.right() - 6, box.bottom() - 1)
            )
