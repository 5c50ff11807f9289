"""What is missing, in one line of words, red, amber or quiet, that a glance reads."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from views.joint.lacking import Lacks
from widgets import theme
from widgets.hearing import hear
from widgets.light import Light, symbol


class LacksLine(QLabel):
    """The line; each part has its light's colour and its sign."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[Lacks, ...] = ()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        hear(theme.current(), "changed()", self, "_show()")

    def set_parts(self, parts: Sequence[Lacks]) -> None:
        """Shows these; the same again costs nothing."""
        if tuple(parts) != self._parts:
            self._parts = tuple(parts)
            self._show()

    @Slot()
    def _show(self) -> None:
        said = []
        for light, text in self._parts:
            ink = theme.color({Light.RED: "red", Light.AMBER: "amber"}.get(light, "dim")).name()
            shown = f"{symbol(light)}\u00a0{escape(text)}" if light is not Light.NONE else escape(text)
            said.append(f'<span style="color:{ink}">{shown}</span>')
        self.setText(" · ".join(said))
        self.setAccessibleName(", ".join(text for _, text in self._parts))
        self.setVisible(bool(self._parts))
