"""The actions of a panel at its foot: the likely one first, each with its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QToolTip,
    QWidget,
)

from widgets import theme
from widgets.overflow import OverflowRow


@dataclass(frozen=True, slots=True)
class BarAction:
    """An action offered. `key` is shown, not bound (see `KeyMap`); `reason` says why it can't be taken when
    not enabled, `hint` what to know of it when it is.
    """

    id: str
    text: str
    key: str = ""
    primary: bool = False
    enabled: bool = True
    reason: str = ""
    danger: bool = False
    hint: str = ""

    @property
    def said(self) -> str:
        """Its tool tip."""
        return self.hint if self.enabled else self.reason


class KeyedButton(QPushButton):
    """A button that shows its key, faint and in fixed width, behind its text."""

    def __init__(self, text: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._key = key
        self.setAccessibleName(text)

    def set_content(self, text: str, key: str) -> None:
        if (text, key) != (self.text(), self._key):
            self.setText(text)
            self._key = key
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def key(self) -> str:
        return self._key

    def sizeHint(self) -> QSize:
        # The style's own hint drops the sheet's padding for an empty text, so it is added up here.
        px = theme.current().px
        width = QFontMetricsF(theme.font()).horizontalAdvance(self.text()) + px(28) + 2
        if self._key:
            width += self._key_width() + px(8)
        return QSize(round(width + 0.5), px(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _key_width(self) -> float:
        return QFontMetricsF(theme.current().mono_font()).horizontalAdvance(self._key)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ToolTip
            and not self.toolTip()
            and self.width() < self.sizeHint().width()
        ):
            # The whole of a text that has no room, while it has none.
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), self.text(), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A painter that an error in here leaves alive brings the process down at the next paint.
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""  # type: ignore[attr-defined]
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        px = theme.current().px
        primary = bool(self.property("primary")) and self.isEnabled()
        ink = "on_accent" if primary else "red" if self.property("danger") else "text"
        box = QRectF(self.rect()).adjusted(px(14), 0, -px(14), 0)
        painter.setFont(theme.font())
        painter.setPen(theme.color(ink if self.isEnabled() else "faint"))
        room = box.width() - (px(8) + self._key_width() if self._key else 0)
        text = self.text()
        if painter.fontMetrics().horizontalAdvance(text) > room + 1:
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(room))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)
        if self._key:
            painter.setFont(theme.current().mono_font())
            painter.setPen(theme.color("on_accent_dim" if primary else "faint"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self._key)


class ActionBar(QWidget):
    """A row of actions; what does not fit is offered behind 更多, by the key `.`."""

    triggered = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._actions: tuple[BarAction, ...] = ()
        self._buttons: dict[str, KeyedButton] = {}
        self.setAccessibleName(name or self.tr("Actions"))
        theme.set_surface(self, "panel")
        self._more = KeyedButton(self.tr("More"), ".")
        self._more.setObjectName("action.more")
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.clicked.connect(self.open_more)
        self._row = OverflowRow(self._more)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.addWidget(self._row)
        theme.current().changed.connect(self._row.arrange)

    def actions_shown(self) -> tuple[BarAction, ...]:
        """The actions last set."""
        return self._actions

    def set_actions(self, actions: Sequence[BarAction]) -> None:
        """Offers these, in this order. Buttons that stay keep their focus; an open menu stays as it is."""
        if tuple(actions) == self._actions:
            return
        self._actions = tuple(actions)
        for gone in self._buttons.keys() - {action.id for action in actions}:
            button = self._buttons.pop(gone)
            button.hide()
            button.deleteLater()
        for action in actions:
            held = self._buttons.get(action.id)
            if held is None:
                held = self._buttons[action.id] = KeyedButton("", "", self._row)
                held.setObjectName(f"{self.objectName() or 'action'}.{action.id}")
                held.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                held.clicked.connect(lambda _=False, id_=action.id: self.triggered.emit(id_))
            held.set_content(action.text, action.key)
            held.setEnabled(action.enabled)
            held.setToolTip(action.said)
            held.setAccessibleDescription(action.said)
            theme.set_property(held, "primary", action.primary)
            theme.set_property(held, "danger", action.danger)
        self._row.set_buttons([self._buttons[action.id] for action in actions])

    def button(self, action_id: str) -> KeyedButton:
        """The button of an action; raises `KeyError`."""
        return self._buttons[action_id]

    def open_more(self) -> None:
        """Opens the menu of what does not fit; does nothing when all fits."""
        hidden = self._row.overflowing()
        if not hidden:
            return
        offered: dict[QAbstractButton, BarAction] = {self._buttons[a.id]: a for a in self._actions}
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for button in hidden:
            action = offered[button]
            entry = menu.addAction(f"{action.text}\t{action.key}" if action.key else action.text)
            entry.setEnabled(action.enabled)
            entry.setToolTip(action.said)
            entry.triggered.connect(lambda _=False, id_=action.id: self.triggered.emit(id_))
        corner = self._more.mapToGlobal(QPoint(self._more.width(), 0))
        size = menu.sizeHint()
        menu.popup(corner - QPoint(size.width(), size.height() + 4))
