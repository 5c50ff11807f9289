"""The window's last line: connection, age of the data, what waits to be sent, and the alarm gauge."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from widgets import theme
from widgets.light import Light, draw_light, light_name

HEIGHT = 28
"""Px at 100 %."""


class StatusItem(QAbstractButton):
    """A light and a few words, with a gauge between caption and text when it has a share."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._light = Light.NONE
        self._caption = ""
        self._share: float | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_item(
        self, text: str, light: Light, hint: str, caption: str = "", share: float | None = None
    ) -> None:
        shown = (text, light, hint, caption, share)
        if shown == self.shown():
            return
        self.setText(text)
        self._light, self._caption, self._share = light, caption, share
        self.setToolTip(hint)
        said = [part for part in (caption, text) if part]
        if light is not Light.NONE:
            said.append(light_name(light))
        self.setAccessibleName(", ".join(said))
        self.updateGeometry()
        self.update()

    def shown(self) -> tuple[str, Light, str, str, float | None]:
        """What `show_item` was given last."""
        return self.text(), self._light, self.toolTip(), self._caption, self._share

    def sizeHint(self) -> QSize:
        px = theme.current().px
        metrics = QFontMetricsF(theme.font("small", tabular=True))
        width = metrics.horizontalAdvance(self.text())
        if self._light is not Light.NONE and self._share is None:
            width += px(15)
        if self._caption:
            width += metrics.horizontalAdvance(self._caption) + px(6)
        if self._share is not None:
            width += px(86)
        return QSize(round(width + 1), px(HEIGHT) - 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A painter that an error in here leaves alive brings the process down at the next paint.
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = theme.current().px
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        box = QRectF(self.rect())
        painter.setFont(theme.font("small", tabular=True))
        metrics = painter.fontMetrics()
        quiet = theme.color("text" if self.underMouse() or self.hasFocus() else "dim")
        ink = quiet
        if self._caption:
            painter.setPen(quiet)
            painter.drawText(box, middle, self._caption)
            box.setLeft(box.left() + metrics.horizontalAdvance(self._caption) + px(6))
        if self._share is not None:
            bar = QRectF(box.left(), box.center().y() - px(3), px(80), px(6))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("line"))
            painter.drawRoundedRect(bar, px(2), px(2))
            bar.setWidth(bar.width() * min(max(self._share, 0.0), 1.0))
            painter.setBrush(theme.color("green" if self._light is Light.NONE else self._light.value))
            painter.drawRoundedRect(bar, px(2), px(2))
            box.setLeft(box.left() + px(86))
        elif self._light is not Light.NONE:
            draw_light(painter, QPointF(box.left() + px(5), box.center().y() + 0.5), px(9), self._light)
            box.setLeft(box.left() + px(15))
            ink = theme.color(self._light.value)
        painter.setPen(ink)
        painter.drawText(box, middle, self.text())


@runtime_checkable
class HasTwin(Protocol):
    """A widget that can be made once more, in another window's bar."""

    def twin(self, parent: QWidget) -> QWidget:
        """One that says the same as this one, from now on."""


class StatusBar(QWidget):
    """Items by key, in the order they first came; those at the right keep to the right."""

    item_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_surface(self, "panel")
        self.setProperty("edge", "top")
        self.setAccessibleName(self.tr("Status"))
        self._items: dict[str, StatusItem] = {}
        self._echoes: list[StatusBar] = []
        self._left = QHBoxLayout()
        self._right = QHBoxLayout()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        for part in (self._left, self._right):
            part.setSpacing(20)
        layout.addLayout(self._left)
        layout.addStretch(1)
        layout.addLayout(self._right)
        theme.current().changed.connect(self._theme_changed)
        self._theme_changed()

    def set_item(
        self, key: str, text: str, light: Light | None = None, hint: str = "", *, right: bool = False
    ) -> None:
        """Shows an item, or changes it."""
        self._show(key, right, text, light or Light.NONE, hint, "", None)

    def set_gauge(
        self, key: str, caption: str, share: float, text: str, light: Light = Light.GREEN, hint: str = ""
    ) -> None:
        """Shows a gauge: caption, a bar filled by `share` (0 … 1) in the light's colour, text."""
        self._show(key, False, text, light, hint, caption, share)

    def _show(
        self, key: str, right: bool, text: str, light: Light, hint: str, caption: str, share: float | None
    ) -> None:
        self._item(key, right).show_item(text, light, hint, caption, share)
        for echo in self._echoes:
            echo._show(key, right, text, light, hint, caption, share)

    def echo_in(self, other: StatusBar) -> None:
        """Another window's bar says the same from now on, for as long as it lives; a click there counts as a
        click here."""
        for key, item in self._items.items():
            right = self._right.indexOf(item) >= 0
            other._show(key, right, *item.shown())
        for place in range(self._left.count()):
            held = self._left.itemAt(place).widget()
            if isinstance(held, HasTwin):
                other.add_widget(held.twin(other))
        self._echoes.append(other)
        other.item_clicked.connect(self.item_clicked)
        other.destroyed.connect(lambda: self._echoes.remove(other))

    def add_widget(self, widget: QWidget) -> None:
        """Puts a widget of one's own behind the items at the left that are there."""
        self._left.addWidget(widget)
        if isinstance(widget, HasTwin):
            for echo in self._echoes:
                echo.add_widget(widget.twin(echo))

    def remove_item(self, key: str) -> None:
        """One that is not shown is no error."""
        for echo in self._echoes:
            echo.remove_item(key)
        item = self._items.pop(key, None)
        if item is not None:
            item.hide()
            item.deleteLater()

    def _item(self, key: str, right: bool) -> StatusItem:
        item = self._items.get(key)
        if item is None:
            item = self._items[key] = StatusItem(self)
            item.setObjectName(f"status.{key}")
            item.clicked.connect(lambda: self.item_clicked.emit(key))
            (self._right if right else self._left).addWidget(item)
        return item

    def _theme_changed(self) -> None:
        self.setFixedHeight(theme.current().px(HEIGHT))
        for item in self._items.values():
            item.updateGeometry()
