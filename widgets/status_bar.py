"""The window's last line: connection, age of the data, what waits to be sent, and controls of others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QWidget

from widgets import theme
from widgets.light import Light, draw_light
from widgets.overflow import OverflowRow

HEIGHT = 28
"""Px at 100 %."""

SPACING = 20
"""Px at 100 %."""


class StatusItem(QAbstractButton):
    """A light and a few words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._light = Light.NONE
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_item(self, text: str, light: Light, hint: str) -> None:
        if (text, light, hint) == self.shown():
            return
        self.setText(text)
        self._light = light
        self.setToolTip(hint)
        # What a light means is in the words; the names of lights speak of limits, and nothing here has one.
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def shown(self) -> tuple[str, Light, str]:
        """What `show_item` was given last."""
        return self.text(), self._light, self.toolTip()

    def sizeHint(self) -> QSize:
        px = theme.current().px
        width = QFontMetricsF(theme.font("small", tabular=True)).horizontalAdvance(self.text())
        if self._light is not Light.NONE:
            width += px(15)
        return QSize(round(width + 1), px(HEIGHT) - 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A painter that an error in here leaves alive brings the process down at the next paint.
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = theme.current().px
        box = QRectF(self.rect())
        ink = theme.color("text" if self.underMouse() or self.hasFocus() else "dim")
        if self._light is not Light.NONE:
            draw_light(painter, QPointF(box.left() + px(5), box.center().y() + 0.5), px(9), self._light)
            box.setLeft(box.left() + px(15))
            ink = theme.color(self._light.value)
        painter.setFont(theme.font("small", tabular=True))
        painter.setPen(ink)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), self.text())


@runtime_checkable
class HasTwin(Protocol):
    """A control that can be made once more, in another window's bar."""

    def twin(self, parent: QWidget) -> QAbstractButton:
        """One that says the same as this one, from now on."""


class StatusBar(QWidget):
    """Items by key, in the order they first came; those at the right keep to the right.

    Where there is no room for all, those that matter least stand in a menu: first what has no
    amber or red light, and of these the last by `set_importance`.
    """

    item_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_surface(self, "panel")
        self.setProperty("edge", "top")
        self.setAccessibleName(self.tr("Status"))
        self._items: dict[str, StatusItem] = {}
        self._order: list[QAbstractButton] = []
        self._right: set[QAbstractButton] = set()
        self._importance: tuple[str, ...] = ()
        self._echoes: list[StatusBar] = []
        self._more = StatusItem()
        self._more.setObjectName("status.more")
        self._more.clicked.connect(self.open_more)
        self._row = OverflowRow(self._more, self, spacing=SPACING)
        self._row.rank_by(self._rank)
        self._row.overflow_changed.connect(self._tell_folded)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.addWidget(self._row)
        theme.current().changed.connect(self._theme_changed)
        self._more.show_item(self.tr("More") + " ▴", Light.NONE, "")
        self._theme_changed()

    def set_importance(self, keys: Sequence[str]) -> None:
        """Which stay where there is no room for all: the first of these always does, the others in this
        order, then what is not named. A control of one's own (`add_widget`) goes by its object's name,
        which begins with "status."."""
        self._importance = tuple(keys)
        for echo in self._echoes:
            echo.set_importance(keys)
        self._row.arrange()

    def _rank(self, control: QAbstractButton) -> tuple[bool, bool, int]:
        key = control.objectName().removeprefix("status.")
        keys = self._importance
        place = keys.index(key) if key in keys else len(keys) + self._order.index(control)
        lit = isinstance(control, StatusItem) and control.shown()[1] in (Light.AMBER, Light.RED)
        return place > 0, not lit, place

    def set_item(
        self, key: str, text: str, light: Light | None = None, hint: str = "", *, right: bool = False
    ) -> None:
        """Shows an item, or changes it."""
        item = self._item(key, right)
        before = item.shown()
        item.show_item(text, light or Light.NONE, hint)
        if item.shown() != before:
            self._row.arrange()
            self._tell_folded()
        for echo in self._echoes:
            echo.set_item(key, text, light, hint, right=right)

    def echo_in(self, other: StatusBar) -> None:
        """Another window's bar says the same from now on, for as long as it lives; a click there counts as a
        click here."""
        other.set_importance(self._importance)
        for key, item in self._items.items():
            other.set_item(key, *item.shown(), right=item in self._right)
        for control in self._order:
            if isinstance(control, HasTwin):
                other.add_widget(control.twin(other))
        self._echoes.append(other)
        other.item_clicked.connect(self.item_clicked)
        other.destroyed.connect(lambda: self._echoes.remove(other))

    def add_widget(self, control: QAbstractButton) -> None:
        """Puts a control of one's own behind the items at the left that are there."""
        self._order.append(control)
        self._row.set_buttons(self._order, self._right)
        if isinstance(control, HasTwin):
            for echo in self._echoes:
                echo.add_widget(control.twin(echo))

    def remove_item(self, key: str) -> None:
        """One that is not shown is no error."""
        for echo in self._echoes:
            echo.remove_item(key)
        item = self._items.pop(key, None)
        if item is not None:
            self._order.remove(item)
            self._right.discard(item)
            self._row.set_buttons(self._order, self._right)
            item.hide()
            item.deleteLater()

    def _item(self, key: str, right: bool) -> StatusItem:
        item = self._items.get(key)
        if item is None:
            item = self._items[key] = StatusItem(self._row)
            item.setObjectName(f"status.{key}")
            item.clicked.connect(lambda: self.item_clicked.emit(key))
            self._order.append(item)
            if right:
                self._right.add(item)
            self._row.set_buttons(self._order, self._right)
        return item

    # --- what has no room --------------------------------------------------------------------------------
    def folded(self) -> list[str]:
        """The words of what stands in the menu for want of room."""
        return [control.accessibleName() for control in self._row.overflowing()]

    def open_more(self) -> None:
        """Opens the menu of what has no room; does nothing when all has."""
        if not self._row.overflowing():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._row.fill_menu(menu)
        corner = self._more.mapToGlobal(QPoint(self._more.width(), 0))
        size = menu.sizeHint()
        menu.popup(corner - QPoint(size.width(), size.height() + 4))

    def _tell_folded(self) -> None:
        self._more.setToolTip("\n".join(self.folded()))
        self._more.setAccessibleName(self.tr("More: {items}").format(items=", ".join(self.folded())))

    def _theme_changed(self) -> None:
        self.setFixedHeight(theme.current().px(HEIGHT))
        self._row.arrange()
