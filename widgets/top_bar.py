"""The top of the window: the centre's name, its screens with a live count each, seat and state, the
backend's time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from widgets import theme
from widgets.elided import ElidedLabel
from widgets.light import Light, draw_light, light_name
from widgets.overflow import OverflowRow

HEIGHT = 40
"""Px at 100 %."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen to go to; `hint` is its tool tip, the key among it, `sign` the letter or digit that goes there
    from the list of all."""

    key: str
    title: str
    hint: str = ""
    sign: str = ""


class ScreenTab(QAbstractButton):
    """A screen's title, its count, and an accent rule below while it is the one shown."""

    def __init__(self, screen: Screen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.screen_key = screen.key
        self._count: int | None = None
        self._elsewhere = False
        self.show_screen(screen)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_count(None)

    def show_screen(self, screen: Screen) -> None:
        """The same screen in other words."""
        self.sign = screen.sign
        self.setText(screen.title)
        self.setToolTip(screen.hint)

    def listed(self) -> str:
        """As it stands in the list of all: its sign, its title, its count at the right."""
        title = self.text().replace("&", "&&") + (" ↗" if self._elsewhere else "")
        before = f"&{self.sign}  " if self.sign else ""
        return before + title + ("" if self._count is None else f"\t{self._count}")

    def set_count(self, count: int | None) -> None:
        if count != self._count or not self.accessibleName():
            self._count = count
            self.setAccessibleName(self.text() if count is None else f"{self.text()} {count}")
            self.updateGeometry()
            self.update()

    def set_elsewhere(self, elsewhere: bool) -> None:
        """Whether the screen stands in a window of its own: its title carries an arrow out of the frame."""
        if elsewhere != self._elsewhere:
            self._elsewhere = elsewhere
            self.setAccessibleDescription(self.tr("in a window of its own") if elsewhere else "")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        px = theme.current().px
        width = QFontMetricsF(theme.font()).horizontalAdvance(self.text()) + px(24)
        if self._elsewhere:
            width += px(14)
        if self._count is not None:
            small = QFontMetricsF(theme.font("small", tabular=True))
            width += px(6) + small.horizontalAdvance(str(self._count))
        return QSize(round(width), px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A painter that an error in here leaves alive brings the process down at the next paint.
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        px = theme.current().px
        lively = self.isChecked() or self.underMouse()
        box = QRectF(self.rect()).adjusted(px(12), 0, 0, 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font())
        painter.setPen(theme.color("text" if lively else "dim"))
        painter.drawText(box, middle, self.text())
        if self._count is not None:
            box.setLeft(box.left() + painter.fontMetrics().horizontalAdvance(self.text()) + px(6))
            painter.setFont(theme.font("small", tabular=True))
            painter.setPen(theme.color("dim" if self.isChecked() else "faint"))
            painter.drawText(box, middle, str(self._count))
            box.setLeft(box.left() + painter.fontMetrics().horizontalAdvance(str(self._count)))
        else:
            box.setLeft(box.left() + painter.fontMetrics().horizontalAdvance(self.text()))
        if self._elsewhere:
            self._paint_arrow(painter, QPointF(box.left() + px(6), box.center().y()), px(7))
        if self.isChecked():
            painter.fillRect(0, self.height() - 2, self.width(), 2, theme.color("accent"))
        if self.hasFocus():
            painter.setPen(theme.color("accent"))
            painter.drawRect(QRectF(self.rect()).adjusted(2.5, 5.5, -2.5, -5.5))

    def _paint_arrow(self, painter: QPainter, left: QPointF, size: float) -> None:
        painter.setPen(QPen(theme.color("faint"), max(1.2, size / 6)))
        foot, tip = left + QPointF(0, size / 2), left + QPointF(size, -size / 2)
        painter.drawLine(foot, tip)
        painter.drawLine(tip, tip - QPointF(size * 0.65, 0))
        painter.drawLine(tip, tip + QPointF(0, size * 0.65))


class SeatButton(QAbstractButton):
    """Who sits here and their state, the state with its light."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = ""
        self._state = ""
        self._lasted = ""
        self._light = Light.NONE
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_seat(self, seat: str, state: str, light: Light, lasted: str) -> None:
        """Without how long it has lasted it is read out: a name that changed every second would never end."""
        if (seat, state, light, lasted) == (self._seat, self._state, self._light, self._lasted):
            return
        before = self.sizeHint()
        self._seat, self._state, self._light, self._lasted = seat, state, light, lasted
        self.setAccessibleName(f"{seat} {state}".strip() or light_name(light))
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    def _parts(self) -> tuple[str, str]:
        seat = f"{self._seat} · " if self._seat and self._state else self._seat
        return seat, f"{self._state} {self._lasted}".rstrip()

    def sizeHint(self) -> QSize:
        px = theme.current().px
        metrics = QFontMetricsF(theme.font(tabular=True))
        seat, state = self._parts()
        light = px(18) if self._light is not Light.NONE else 0
        width = metrics.horizontalAdvance(seat) + light + metrics.horizontalAdvance(state)
        return QSize(round(width) + px(12), px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A painter that an error in here leaves alive brings the process down at the next paint.
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = theme.current().px
        seat, state = self._parts()
        box = QRectF(self.rect()).adjusted(px(6), 0, 0, 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font(tabular=True))
        painter.setPen(theme.color("text" if self.underMouse() or self.hasFocus() else "dim"))
        painter.drawText(box, middle, seat)
        x = box.left() + painter.fontMetrics().horizontalAdvance(seat)
        ink = theme.color("dim")
        if self._light is not Light.NONE:
            draw_light(painter, QPointF(x + px(6), box.center().y() + 0.5), px(10), self._light)
            x += px(18)
            ink = theme.color(self._light.value)
        painter.setPen(ink)
        painter.drawText(QRectF(x, 0, self.width() - x, self.height()), middle, state)


class ScreenList(QMenu):
    """All screens, each a sign away. A key pressed here is meant for it: the letters of the panel with the
    focus are shortcuts, which would be asked first."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)


class TopBar(QWidget):
    """The window's first line. `screen_chosen(key)` and `seat_clicked` come from a person only."""

    screen_chosen = Signal(str)
    seat_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_surface(self, "panel")
        self.setProperty("edge", "bottom")
        self.setAccessibleName(self.tr("Screens and seat"))
        self._tabs: dict[str, ScreenTab] = {}
        self._centre = ElidedLabel(parent=self)
        self._centre.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        theme.set_role(self._centre, "strong")
        self._more = QPushButton(self.tr("More") + " ▾")
        self._more.setProperty("flat", True)
        self._more.clicked.connect(lambda: self.open_list(self.window()))
        self._row = OverflowRow(self._more, spacing=4, stretch_more=False)
        self._seat = SeatButton(self)
        self._seat.setObjectName("seat")
        self._seat.clicked.connect(self.seat_clicked)
        self._time = QLabel(self)
        theme.set_role(self._time, "dim")
        self._time.setAccessibleName(self.tr("Time of the centre"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(0)
        layout.addWidget(self._centre)
        layout.addSpacing(16)
        layout.addWidget(self._row, 1)
        layout.addSpacing(16)
        layout.addWidget(self._seat)
        layout.addSpacing(16)
        layout.addWidget(self._time)
        theme.current().changed.connect(self._theme_changed)
        self._theme_changed()

    def set_centre(self, name: str) -> None:
        self._centre.setText(name)

    def set_screens(self, screens: Sequence[Screen], list_hint: str = "") -> None:
        """The screens, in the order of their keys; those that stay keep their count. `list_hint` is the tool
        tip of what opens the list of all."""
        self._more.setToolTip(list_hint)
        held = self._tabs
        self._tabs = {}
        for screen in screens:
            tab = held.pop(screen.key, None)
            if tab is None:
                tab = ScreenTab(screen, self._row)
                tab.setObjectName(f"screen.{screen.key}.tab")
                tab.clicked.connect(lambda _=False, key=screen.key: self.screen_chosen.emit(key))
            else:
                tab.show_screen(screen)
            self._tabs[screen.key] = tab
        for gone in held.values():
            gone.hide()
            gone.deleteLater()
        self._row.set_buttons(list(self._tabs.values()))

    def set_count(self, key: str, count: int | None) -> None:
        """A screen's live count, None for none; a screen not offered is no error."""
        tab = self._tabs.get(key)
        if tab is not None:
            before = tab.sizeHint()
            tab.set_count(count)
            if tab.sizeHint() != before:
                self._row.arrange()

    def set_elsewhere(self, key: str, elsewhere: bool) -> None:
        """Marks a screen as standing in a window of its own; one not offered is no error."""
        tab = self._tabs.get(key)
        if tab is not None:
            tab.set_elsewhere(elsewhere)
            self._row.arrange()

    def set_current(self, key: str) -> None:
        """Marks the screen shown; raises `KeyError` for one not offered."""
        self._tabs[key].setChecked(True)
        self._row.arrange()

    def set_seat(self, seat: str, state: str = "", light: Light = Light.NONE, lasted: str = "") -> None:
        """Who sits here, in what state, and for how long by now."""
        self._seat.show_seat(seat, state, light, lasted)

    def set_time(self, text: str) -> None:
        """The backend's time as text; its width is kept from jumping by figures of one width."""
        self._time.setText(text)

    def seat_anchor(self) -> QPoint:
        """Global point under the seat, for the menu a view opens there."""
        return self._seat.mapToGlobal(QPoint(0, self._seat.height()))

    def open_list(self, over: QWidget) -> None:
        """Lists all screens in the window worked in, each with its sign: a key press away, wherever it stands
        and whether or not the bar has room for it."""
        menu = ScreenList(over)
        menu.setObjectName("screens.list")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for tab in self._tabs.values():
            entry = menu.addAction(tab.listed())
            entry.setObjectName(f"screens.list.{tab.screen_key}")
            entry.setCheckable(True)
            entry.setChecked(tab.isChecked())
            entry.triggered.connect(lambda _=False, key=tab.screen_key: self.screen_chosen.emit(key))
            if tab.isChecked():
                menu.setActiveAction(entry)
        menu.popup(self._below(over))

    def _below(self, over: QWidget) -> QPoint:
        """Where the list hangs, global: from the button that stands for it, else from the first screen, or
        in a window without either from where they would be."""
        if over.window() is not self.window():
            return over.mapToGlobal(QPoint(theme.current().px(12), theme.current().px(HEIGHT)))
        anchor = self._more if self._more.isVisible() else self._row
        return anchor.mapToGlobal(QPoint(0, anchor.height()))

    def _theme_changed(self) -> None:
        self.setFixedHeight(theme.current().px(HEIGHT))
        self._time.setFont(theme.font(tabular=True))
        self._row.arrange()
        self._seat.updateGeometry()
