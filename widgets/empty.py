"""What stands where nothing stands: empty, loading, off line, error; and the hairline that says old content
is renewed.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from widgets import theme


class PanelState(StrEnum):
    """Why a panel shows no content."""

    EMPTY = "empty"
    LOADING = "loading"
    ERROR = "error"
    OFFLINE = "offline"


class StatePanel(QWidget):
    """A title that says what is so, a text that says what to do, and perhaps a button that does it."""

    acted = Signal()

    def __init__(
        self,
        state: PanelState = PanelState.EMPTY,
        title: str = "",
        text: str = "",
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        self._text = QLabel(self)
        self._button = QPushButton(self)
        self._button.clicked.connect(self.acted)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        theme.set_role(self._title, "strong")
        theme.set_role(self._text, "dim")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addSpacing(8)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.set_state(state, title, text, action)

    def set_state(self, state: PanelState, title: str, text: str = "", action: str = "") -> None:
        """Changes what is said; "" as action hides the button."""
        self._title.setText(title)
        theme.set_role(self._title, "alarm" if state is PanelState.ERROR else "strong")
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(f"{title}. {text}" if text else title)


def paint_words(painter: QPainter, room: QRect, title: str, text: str) -> None:
    """The same title and text painted into a list or table that has no rows."""
    box = QRectF(room).adjusted(24, 0, -24, 0)
    middle = box.height() * 0.4
    painter.setPen(theme.color("dim"))
    painter.setFont(theme.font("body", semibold=True))
    centred = int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)
    painter.drawText(box.adjusted(0, middle, 0, 0), centred, title)
    painter.setPen(theme.color("faint"))
    painter.setFont(theme.font("body"))
    painter.drawText(box.adjusted(0, middle + theme.current().px(28), 0, 0), centred, text)


class BusyLine(QWidget):
    """Two px high; a short accent stroke goes along it while busy for more than a moment, nothing shows
    otherwise.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Loading"))
        self._place = -1.0
        self._timer = QTimer(self)
        self._timer.setInterval(40)
        self._timer.timeout.connect(self._move)

    def set_busy(self, busy: bool) -> None:
        if busy and not self._timer.isActive():
            # Most loads are over before they need to be spoken of: the stroke starts 0.3 s outside the line.
            self._place = -0.3
            self._timer.start()
        elif not busy:
            self._timer.stop()
            self._place = -1.0
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._place >= 0:
            stroke = self.width() // 5
            left = int(self._place * self.width()) - stroke
            with QPainter(self) as painter:
                painter.fillRect(left, 0, stroke, 2, theme.color("accent"))

    def _move(self) -> None:
        self._place = self._place + 0.04 if self._place < 1.2 else 0.0
        self.update()
