"""The line above the lanes: how many are in each light, what turns red before close of work, the axis."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from widgets import theme
from widgets.chips import Chip, ChipBar
from widgets.light import Light, draw_light

_SHOWN = ("red", "amber", "green")
_FOLD = "fold"
_TURNING = "turning"


class BoardBar(QWidget):
    """`light_toggled(light, on)`, `turning_toggled()` and `fold_toggled()` come from a person."""

    light_toggled = Signal(str, bool)
    turning_toggled = Signal()
    fold_toggled = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._made = False
        super().__init__(parent)
        theme.set_property(self, "edge", "bottom")
        self._chips = ChipBar(self, name=self.tr("Lights"))
        self._chips.setObjectName(f"{name}.bar")
        self._on: set[str] = {_FOLD}
        self._counts: dict[str, int | None] = dict.fromkeys(_SHOWN, 0)
        self._turning = self.tr("Red by close of work")
        self._lay()
        self._made = True
        self._chips.toggled.connect(self._on_toggled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.addWidget(self._chips, 1, Qt.AlignmentFlag.AlignVCenter)

    def _lay(self) -> None:
        words = {"red": self.tr("past"), "amber": self.tr("near"), "green": self.tr("in time")}
        chips = words | {_TURNING: self._turning, _FOLD: self.tr("Working time only")}
        self._chips.set_chips(
            [Chip(key, text, self._counts.get(key), key in self._on) for key, text in chips.items()]
        )
        self._light_up()

    def _light_up(self) -> None:
        """The shape and colour of each light, before its name."""
        size = theme.current().px(12)
        ratio = self.devicePixelRatioF()
        for light in _SHOWN:
            picture = QPixmap(QSize(size, size) * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            with QPainter(picture) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                draw_light(painter, QPointF(size / 2, size / 2), size - 2, Light(light))
            button = self.findChild(QPushButton, f"{self._chips.objectName()}.{light}")
            assert button is not None
            button.setIconSize(QSize(size, size))
            button.setIcon(QIcon(picture))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._made:
            self._light_up()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """How many are in each light."""
        for light in _SHOWN:
            self._count(light, counts[light])

    def set_turning(self, text: str, count: int) -> None:
        """What turns red, in words with the instant, and how many."""
        if text != self._turning:
            self._turning = text
            self._lay()
        self._count(_TURNING, count)

    def show_on(self, lights: Collection[str], turning: bool, folded: bool) -> None:
        """What the list is narrowed to, and whether nights and holidays are folded."""
        self._on = {*lights, *((_TURNING,) if turning else ()), *((_FOLD,) if folded else ())}
        for key in self._chips.chips():
            self._chips.set_on(key, key in self._on)

    def _count(self, key: str, count: int) -> None:
        self._counts[key] = count
        self._chips.set_count(key, count)

    def _on_toggled(self, key: str, on: bool) -> None:
        if key == _TURNING:
            self.turning_toggled.emit()
        elif key == _FOLD:
            self.fold_toggled.emit()
        else:
            self.light_toggled.emit(key, on)
