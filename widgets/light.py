"""The light: always a shape and a colour, ● green, ◆ amber, ▲ red, so that it reads without colour too."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QPointF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets import theme
from widgets.hearing import hear


class Light(StrEnum):
    """Where a limit stands. The value is the colour token; `NONE` draws nothing."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NONE = "none"


_SYMBOLS = {Light.GREEN: "●", Light.AMBER: "◆", Light.RED: "▲", Light.NONE: ""}


def symbol(light: Light) -> str:
    """The light as a character, for plain text such as a menu or a copied row."""
    return _SYMBOLS[light]


def light_name(light: Light) -> str:
    """What a screen reader says."""
    names = {
        Light.GREEN: QCoreApplication.translate("Light", "in time"),
        Light.AMBER: QCoreApplication.translate("Light", "near its limit"),
        Light.RED: QCoreApplication.translate("Light", "past its limit"),
        Light.NONE: QCoreApplication.translate("Light", "no limit running"),
    }
    return names[light]


def draw_light(
    painter: QPainter, centre: QPointF, size: float, light: Light, colour: QColor | None = None
) -> None:
    """Draws the shape of `size` px about `centre`; `colour` replaces the light's own. The painter's pen and
    brush change.
    """
    if light is Light.NONE:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour or theme.color(light.value))
    x, y, r = centre.x(), centre.y(), size / 2
    if light is Light.GREEN:
        painter.drawEllipse(centre, r, r)
    elif light is Light.AMBER:
        # A square on its corner has half the disc's area at the same width; widened so that both weigh the
        # same.
        d = r * 1.15
        painter.drawPolygon(
            QPolygonF([QPointF(x, y - d), QPointF(x + d, y), QPointF(x, y + d), QPointF(x - d, y)])
        )
    else:
        w = r * 1.15
        painter.drawPolygon(
            QPolygonF([QPointF(x, y - r), QPointF(x + w, y + r * 0.9), QPointF(x - w, y + r * 0.9)])
        )


class LightDot(QWidget):
    """A light by itself, beside a label. `beside` is the size of that label's text (a name of the theme): as
    high as a line of it, so that it stands at the middle of the first one.
    """

    def __init__(self, light: Light = Light.NONE, parent: QWidget | None = None, *, beside: str = "") -> None:
        super().__init__(parent)
        self._light = light
        self._beside = beside
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(light_name(light))
        hear(theme.current(), "changed()", self, "_theme_changed()")

    @property
    def light(self) -> Light:
        return self._light

    def set_light(self, light: Light) -> None:
        if light is not self._light:
            self._light = light
            self.setAccessibleName(light_name(light))
            self.update()

    def sizeHint(self) -> QSize:
        side = theme.current().px(14)
        line = QFontMetrics(theme.font(self._beside)).height() if self._beside else side
        return QSize(side, line)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A painter that an error in here leaves alive brings the process down at the next paint.
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_light(
            painter, QPointF(self.rect().center()) + QPointF(0.5, 0.5), theme.current().px(10), self._light
        )

    @Slot()
    def _theme_changed(self) -> None:
        self.updateGeometry()
        self.update()
