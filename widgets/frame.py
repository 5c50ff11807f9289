"""The frame of a window: top bar, what is worked on, command line, status."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets import theme
from widgets.elided import ElidedLabel
from widgets.status_bar import StatusBar
from widgets.top_bar import TopBar


class Frame(QWidget):
    """Holds the parts in their places; the two slots take a widget each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_surface(self, "base")
        self.top = TopBar(self)
        self.status = StatusBar(self)
        self._centre: QWidget | None = None
        self._command: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.top)
        self._layout.addStretch(0)
        self._layout.addWidget(self.status)

    def set_centre_widget(self, widget: QWidget) -> None:
        """Puts what is worked on into the middle, in place of what was there (which stays its owner's)."""
        if self._centre is not None:
            self._layout.removeWidget(self._centre)
            self._centre.hide()
        self._centre = widget
        self._layout.insertWidget(1, widget, 1)
        widget.show()

    def set_command_line(self, widget: QWidget) -> None:
        """Puts the command line between the middle and the status."""
        if self._command is not None:
            self._layout.removeWidget(self._command)
            self._command.hide()
        self._command = widget
        self._layout.insertWidget(self._layout.count() - 1, widget)
        widget.show()


class HintLine(QWidget):
    """The faint line under a list: what is chosen, and which keys act on it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_surface(self, "panel")
        self.setProperty("edge", "top")
        self._label = ElidedLabel(text, self)
        theme.set_role(self._label, "caption")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self._label)

    def set_text(self, text: str) -> None:
        if text != self._label.text():
            self._label.setText(text)
