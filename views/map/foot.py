"""The line under the map: the lights of what stands on it, how many have no place, and which keys act."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from views import words
from widgets import theme
from widgets.elided import ElidedLabel
from widgets.light import Light, LightDot

translate = QCoreApplication.translate

_LIGHTS = (Light.RED, Light.AMBER, Light.GREEN)


class MapFoot(QWidget):
    """Counts at the left, figures of one width; words at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("map.foot")
        self.setProperty("edge", "top")
        theme.set_surface(self, "panel")
        self._counts: dict[Light, QLabel] = {}
        self._said, self._hint = "", False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(6)
        for light in _LIGHTS:
            layout.addWidget(LightDot(light, self, beside="body"))
            number = self._counts[light] = QLabel("0", self)
            number.setObjectName(f"map.count.{light}")
            number.setFont(theme.font("body", tabular=True))
            layout.addWidget(number)
            layout.addSpacing(6)
        self._all = QLabel("", self)
        self._all.setObjectName("map.count")
        layout.addWidget(self._all)
        layout.addSpacing(12)
        self._words = ElidedLabel("", self)
        theme.set_role(self._words, "caption")
        layout.addWidget(self._words, 1)

    def show_counts(self, lights: dict[Light, int], all_: int, nowhere: int) -> None:
        """Tickets by light, all that page and filter leave, and how many of them have no place."""
        for light, label in self._counts.items():
            label.setText(str(lights.get(light, 0)))
        lacking = translate("Map", "{n} not located").format(n=nowhere) if nowhere else ""
        shown = translate("Map", "{n} tickets").format(n=all_)
        text = words.dotted((shown, lacking))
        if text != self._all.text():
            self._all.setText(text)
            layout = self.layout()
            assert layout is not None
            layout.activate()
            self._say()

    def show_words(self, text: str, *, hint: bool = False) -> None:
        """What is to be said; a mere `hint` goes where it does not fit whole."""
        self._said, self._hint = text, hint
        self._say()

    def _say(self) -> None:
        text = self._said
        room = self._words.width()
        if self._hint and self._words.fontMetrics().horizontalAdvance(text) > room:
            text = translate("Map", "? all keys")
        if self._hint and self._words.fontMetrics().horizontalAdvance(text) > room:
            text = ""
        if text != self._words.text():
            self._words.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self._say()
