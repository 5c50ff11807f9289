"""A line of text that ends in … where it does not fit, and says the whole of it as its tool tip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """A one-line label whose text may be wider than itself; its colour and font come from the sheet as for
    any label.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def cut_off(self) -> bool:
        """Whether some of the text does not show."""
        return self._metrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def minimumSizeHint(self) -> QSize:
        return QSize(min(super().minimumSizeHint().width(), 24), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        # The label's own hint keeps a pixel of slack too little for some figures: a text that fits must
        # never be cut.
        hint = super().sizeHint()
        return QSize(max(hint.width(), self._metrics().horizontalAdvance(self.text()) + 2), hint.height())

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self.font())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            # Asked at the moment, so that the tip is there only while something is hidden.
            self.setToolTip(self.text() if self.cut_off() else "")
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.cut_off():
            super().paintEvent(event)
            return
        box = self.contentsRect()
        shown = self._metrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        with QPainter(self) as painter:
            painter.setFont(self.font())
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
