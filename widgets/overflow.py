"""A row of controls that keeps what fits and offers the rest in a menu behind 更多."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from widgets import theme


class OverflowRow(QWidget):
    """Buttons side by side, in their order; `more` stands at the right while some do not fit. A checked one
    always stands in sight, and so does the one that matters most.

    `spacing` px at 100 %. `stretch_more` puts `more` at the far right, else behind the last button.
    """

    overflow_changed = Signal()

    def __init__(
        self,
        more: QAbstractButton,
        parent: QWidget | None = None,
        *,
        spacing: int = 8,
        stretch_more: bool = True,
    ) -> None:
        super().__init__(parent)
        self._buttons: list[QAbstractButton] = []
        self._trailing: Collection[QAbstractButton] = ()
        self._rank: Callable[[QAbstractButton], Any] = self._buttons.index
        self._spacing = spacing
        self._stretch_more = stretch_more
        self._more = more
        self._hidden: list[QAbstractButton] = []
        more.setParent(self)
        more.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def rank_by(self, rank: Callable[[QAbstractButton], Any]) -> None:
        """What decides which stay where there is no room for all: the least ranks do, in place of the first
        ones. Asked at each arranging."""
        self._rank = rank

    def set_buttons(
        self, buttons: Sequence[QAbstractButton], trailing: Collection[QAbstractButton] = ()
    ) -> None:
        """The buttons, in their order, `trailing` ones of them at the right; those no longer among them are
        the caller's to delete."""
        self._buttons[:] = buttons
        self._trailing = trailing
        for button in self._buttons:
            if button.parentWidget() is not self:
                button.setParent(self)
        self.arrange()

    def overflowing(self) -> list[QAbstractButton]:
        """The buttons that do not fit."""
        return list(self._hidden)

    def arrange(self) -> None:
        """Places what fits; to be called when a button's size or rank has changed, or which is checked."""
        gap = theme.current().px(self._spacing)
        widths = {button: button.sizeHint().width() for button in self._buttons}
        fits = self._fitting(widths, gap)
        hidden = [button for button in self._buttons if button not in fits]
        hint = self._more.sizeHint()
        right = self.width() - (hint.width() + gap if hidden and self._stretch_more else 0) + gap
        right -= sum(widths[button] + gap for button in fits if button in self._trailing)
        x = 0
        for button in fits:
            width, height = widths[button], button.sizeHint().height()
            at = right if button in self._trailing else x
            button.setGeometry(at, (self.height() - height) // 2, width, height)
            button.show()
            if button in self._trailing:
                right += width + gap
            else:
                x += width + gap
        for button in hidden:
            button.hide()
        left = self.width() - hint.width() if self._stretch_more else x
        self._more.setGeometry(left, (self.height() - hint.height()) // 2, hint.width(), hint.height())
        self._more.setVisible(bool(hidden))
        if hidden != self._hidden:
            self._hidden = hidden
            self.overflow_changed.emit()

    def _fitting(self, widths: dict[QAbstractButton, int], gap: int) -> list[QAbstractButton]:
        """What stands in the row, in its order: the one that is checked, and the others by their rank."""
        if sum(widths.values()) + gap * (len(widths) - 1) <= self.width():
            return list(self._buttons)
        room = self.width() - self._more.sizeHint().width() - gap
        fits: set[QAbstractButton] = set()
        for button in sorted(self._buttons, key=lambda b: (not b.isChecked(), self._rank(b))):
            if widths[button] > room:
                if not fits and room > 0:
                    # The likely one is never hidden: it takes what room there is.
                    widths[button] = room
                    fits.add(button)
                break
            fits.add(button)
            room -= widths[button] + gap
        return [button for button in self._buttons if button in fits]

    def fill_menu(self, menu: QMenu) -> None:
        """Adds an entry for every button that does not fit; each clicks its button and has its tool tip."""
        menu.setToolTipsVisible(True)
        for button in self._hidden:
            entry = menu.addAction((button.accessibleName() or button.text()).replace("&", "&&"))
            entry.setEnabled(button.isEnabled())
            entry.setToolTip(button.toolTip())
            entry.triggered.connect(button.click)

    def sizeHint(self) -> QSize:
        gap = theme.current().px(self._spacing)
        width = sum(button.sizeHint().width() + gap for button in self._buttons)
        height = max((b.sizeHint().height() for b in [*self._buttons, self._more]), default=0)
        return QSize(width, height)

    def minimumSizeHint(self) -> QSize:
        first = self._buttons[0].sizeHint().width() if self._buttons else 0
        return QSize(min(first, theme.current().px(160)), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self.arrange()
