"""A screen in a window of its own, on another monitor: it works there as it does at home."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from views import words
from views.screen import Screen
from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.empty import PanelState, StatePanel
from widgets.frame import Slot
from widgets.status_bar import StatusBar


class SecondWindow(QWidget):
    """The window of one screen. `left` when its person closed it or sent the screen home, `came_to_front`
    when it became the active window, `moved` when it stands elsewhere or in another size.

    A `bare` one has the screen alone, over the whole monitor, without the desktop's frame.
    """

    left = Signal(str)
    came_to_front = Signal(str)
    moved = Signal()

    def __init__(self, screen: Screen, home_key: str, *, bare: bool = False) -> None:
        flags = Qt.WindowType.Window
        if bare:
            flags |= Qt.WindowType.FramelessWindowHint
        super().__init__(None, flags)
        # Several are opened at once: the one to work in is said, not the last that the desktop mapped.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setObjectName(f"window.{screen.key}")
        theme.set_surface(self, "base")
        self.screen_key = screen.key
        self.shown_screen = screen
        self.bare = bare
        self.command_slot = Slot(self)
        self.status = StatusBar(self)
        self._veil: StatePanel | None = None
        self._count = QLabel(self)
        self._count.setFont(theme.font("small", tabular=True))
        theme.set_role(self._count, "dim")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        if not bare:
            self.setMinimumSize(640, 420)
            self._layout.addWidget(self._head(screen, home_key))
        self._layout.addWidget(screen, 1)
        self._layout.addWidget(self.command_slot)
        self._layout.addWidget(self.status)
        self.status.setVisible(not bare)
        screen.show()
        screen.count_changed.connect(self._show_count)
        self._show_count()

    def _head(self, screen: Screen, home_key: str) -> QWidget:
        head = QWidget(self)
        theme.set_surface(head, "panel")
        head.setProperty("edge", "bottom")
        title = QLabel(screen.title, head)
        theme.set_role(title, "strong")
        home = KeyedButton(self.tr("Back to the main window"), home_key, head)
        home.setObjectName(f"window.{screen.key}.home")
        home.setProperty("flat", True)
        home.clicked.connect(self.close)
        layout = QHBoxLayout(head)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(self._count)
        layout.addStretch(1)
        layout.addWidget(home)
        return head

    def _show_count(self) -> None:
        number = self.shown_screen.count()
        self._count.setText("" if number is None else str(number))

    def notice_ground(self) -> QWidget | None:
        """Where notices stand is said by the screen."""
        return self.shown_screen.notice_ground()

    def set_title(self, seat: str) -> None:
        """Names the window in the desktop's list: the screen, then who sits here."""
        title = words.dotted((self.shown_screen.title, seat))
        self.setWindowTitle(title)
        self.setAccessibleName(title)

    def give_back(self) -> Screen:
        """Lets the screen go home."""
        self.shown_screen.count_changed.disconnect(self._show_count)
        self._layout.removeWidget(self.shown_screen)
        return self.shown_screen

    def cover(self, covered: bool) -> None:
        """While nobody is known to sit here, nothing of the screen is seen or reached."""
        if covered and self._veil is None:
            self._veil = StatePanel(
                PanelState.EMPTY,
                self.tr("Session ended"),
                self.tr("Log in again in the main window; what stands here is kept."),
                parent=self,
            )
            self._veil.setObjectName(f"window.{self.screen_key}.veil")
            self._veil.setProperty("floating", True)
            theme.set_surface(self._veil, "base")
            self._veil.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._veil.setGeometry(self.rect())
            self._veil.show()
            self._veil.raise_()
            self._veil.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not covered and self._veil is not None:
            self._veil.hide()
            self._veil.deleteLater()
            self._veil = None
        self.shown_screen.setEnabled(not covered)

    def is_covered(self) -> bool:
        """Whether the veil stands."""
        return self._veil is not None

    # --- what the desktop says ---------------------------------------------------------------------------
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.came_to_front.emit(self.screen_key)
        elif event.type() == QEvent.Type.WindowStateChange:
            self.moved.emit()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._veil is not None:
            self._veil.setGeometry(self.rect())
        self.moved.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.left.emit(self.screen_key)
