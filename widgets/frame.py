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
        self.command_slot = Slot(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.top)
        self._layout.addStretch(0)
        self._layout.addWidget(self.command_slot)
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
        before = self.command_slot.held()
        if before is not None:
            self.command_slot.let_go()
            before.hide()
        self.command_slot.hold(widget)


class Slot(QWidget):
    """A line's place in a window. The line stands in one window at a time and goes along with the person; the
    place it left keeps its height, so that nothing there moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_surface(self, "raised")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._held: QWidget | None = None
        self.hide()

    def hold(self, widget: QWidget) -> None:
        """Takes a widget in, out of the slot that holds it now."""
        before = widget.parentWidget()
        if before is self:
            return
        if isinstance(before, Slot):
            before.let_go()
        self._held = widget
        self.setMinimumHeight(0)
        self._layout.addWidget(widget)
        widget.show()
        self.show()

    def let_go(self) -> None:
        """What is held goes elsewhere."""
        if self._held is not None:
            self.setMinimumHeight(self._held.height())
            self._layout.removeWidget(self._held)
            self._held = None

    def held(self) -> QWidget | None:
        """What stands here now."""
        return self._held

    def reserve(self, height: int) -> None:
        """Keeps room for what will stand here."""
        self.setMinimumHeight(height)
        self.show()


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
