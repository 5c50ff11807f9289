"""The quiet notice at the bottom: what has been done, and the key that takes it back."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.within import seen_in


@dataclass(frozen=True, slots=True)
class _Notice:
    text: str
    action: str
    key: str
    token: object
    lasting: bool


@runtime_checkable
class NoticeGround(Protocol):
    """A window that says where notices cover nothing of weight."""

    def notice_ground(self) -> QWidget | None:
        """The part of it over whose foot they stand, None for the whole."""


_CLEAR = 8
"""Px at 100 % between a notice and the buttons above which it stands."""
_INSIDE = 16
"""Px between a notice and the edges of such a part."""


class ToastHost(QFrame):
    """Shows one notice at a time over the foot of a window, without taking the focus or anybody's
    clicks but its own: it stands clear of buttons and fields. What must not be missed stands until it was
    read: it comes again after whatever else is said meanwhile, and several of them one after the other.

    `acted(token)` when the button is used; the key shown is bound by the window (`act` does the same).
    """

    acted = Signal(object)

    def __init__(self, window: QWidget, *, above: int = 76, read_key: str = "") -> None:
        super().__init__(window)
        self._window = window
        self._above = above
        self._shown: _Notice | None = None
        self._unread: deque[_Notice] = deque()
        self.setProperty("floating", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._text = QLabel(self)
        self._text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._button = KeyedButton("", "", self)
        self._button.setObjectName("toast.action")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.setProperty("flat", True)
        self._button.clicked.connect(self.act)
        self._read = KeyedButton(self.tr("Got it"), read_key, self)
        self._read.setObjectName("toast.read")
        self._read.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._read.setProperty("flat", True)
        self._read.clicked.connect(self.read)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.end)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(0)
        self._settling.timeout.connect(self._replace)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 8, 6)
        layout.setSpacing(12)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        layout.addWidget(self._read)
        window.installEventFilter(self)
        self.hide()

    def notify(
        self, text: str, action: str = "", key: str = "", token: object = None, seconds: float = 8.0
    ) -> None:
        """Says what was done, for `seconds`. The newest act is the one a person means to take back: what
        stands gives way.
        """
        if self._shown is not None and self._shown.lasting:
            self._unread.appendleft(self._shown)
        self._say(_Notice(text, action, key, token, lasting=False))
        self._timer.start(round(seconds * 1000))

    def notify_lasting(self, text: str, action: str = "", key: str = "", token: object = None) -> None:
        """Says what must not be missed, until it is read or acted on; behind those not read yet."""
        notice = _Notice(text, action, key, token, lasting=True)
        if self._unread or (self._shown is not None and self._shown.lasting):
            self._unread.append(notice)
        else:
            self._say(notice)

    def _say(self, notice: _Notice) -> None:
        self._shown = notice
        self._timer.stop()
        self._text.setText(notice.text)
        self._button.set_content(notice.action, notice.key)
        self._button.setVisible(bool(notice.action))
        self._read.setVisible(notice.lasting)
        self.setAccessibleName(notice.text)
        self._place()
        self.show()
        self.raise_()
        # What was just done may bring other buttons when it is painted.
        self._settling.start()

    def withdraw(self, token: object) -> None:
        """Takes a notice away: what it says is no longer so."""
        self._unread = deque(notice for notice in self._unread if notice.token != token)
        if self._shown is not None and self._shown.token == token:
            self.end()

    def act(self) -> None:
        """Does what the button does; nothing when there is none."""
        if self._shown is not None and self._shown.action:
            token = self._shown.token
            self.end()
            self.acted.emit(token)

    def read(self) -> None:
        """What must not be missed was read; nothing where no such thing stands."""
        if self._shown is not None and self._shown.lasting:
            self.end()

    def text(self) -> str:
        """What is said now, "" when nothing is."""
        return self._shown.text if self._shown is not None else ""

    def end(self) -> None:
        """Takes away what stands; what was not read yet comes."""
        self._shown = None
        self._timer.stop()
        if self._unread:
            self._say(self._unread.popleft())
        else:
            self.hide()

    def stand_over(self, window: QWidget) -> None:
        """Another window of the same person takes it over, with what it says now."""
        self._window.removeEventFilter(self)
        self._window = window
        self.setParent(window)
        window.installEventFilter(self)
        if self._shown is not None:
            self._place()
            self.show()
            self.raise_()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self._shown is not None:
            # What it says needs another room: the text has another size.
            self._place()
        return handled

    def _replace(self) -> None:
        if self._shown is not None:
            self._place()

    def _place(self) -> None:
        window = self._window
        part = window.notice_ground() if isinstance(window, NoticeGround) else None
        if part is not None:
            ground = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
            bottom = ground.bottom() - theme.current().px(_INSIDE)
        else:
            ground = window.rect()
            bottom = ground.height() - theme.current().px(self._above)
        room = ground.width() - 2 * _INSIDE
        wraps = self._width_in_one_line() > room
        # Set only where it changes: it asks for another layout, and that for another place.
        if self._text.wordWrap() != wraps:
            self._text.setWordWrap(wraps)
        size = QSize(room, self.heightForWidth(room)) if wraps else self.sizeHint()
        self.resize(size)
        left = ground.left() + (ground.width() - size.width()) // 2
        self.move(left, self._clear_of_buttons(QRect(QPoint(left, bottom - size.height()), size), ground))

    def _clear_of_buttons(self, place: QRect, ground: QRect) -> int:
        """The top of where it covers nothing that is pressed or written in: as low as may be, and where
        there is no such place in the lower half, where it was meant to stand."""
        meant = place.top()
        may_stand = QRect(QPoint(place.left(), ground.center().y()), place.bottomRight())
        pressed = [
            at
            for widget, at in seen_in(self._window, may_stand, QAbstractButton, QLineEdit)
            if not self.isAncestorOf(widget)
        ]
        top = place.top()
        while top > ground.center().y():
            covered = [rect.top() for rect in pressed if rect.intersects(place)]
            if not covered:
                return place.top()
            top = min(covered) - theme.current().px(_CLEAR) - place.height()
            place.moveTop(top)
        return meant

    def _width_in_one_line(self) -> int:
        layout = self.layout()
        assert layout is not None
        margins, beside = layout.contentsMargins(), (self._button, self._read)
        buttons = sum(b.sizeHint().width() + layout.spacing() for b in beside if not b.isHidden())
        text = QFontMetrics(self._text.font()).horizontalAdvance(self._text.text())
        return margins.left() + text + buttons + margins.right()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and self._shown is not None:
            self._settling.start()
        return super().eventFilter(watched, event)
