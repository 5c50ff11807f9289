"""What lies over a whole window while something in it is looked at: dims it, and keeps to its size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from widgets import theme
from widgets.within import parts, takes_tab


class Veil(QWidget):
    """Stands over its parent; `density` 0 … 1 is how much of the theme's ground it lays over it."""

    def __init__(self, window: QWidget, density: float) -> None:
        super().__init__(window)
        self._density = density
        self._covered: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def cover(self) -> None:
        """Shows itself over the parent as it is now, and follows its size while it is shown."""
        window = self.parentWidget()
        assert window is not None
        self._let_go()
        self._covered = window
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def _let_go(self) -> None:
        if self._covered is not None:
            self._covered.removeEventFilter(self)
            self._covered = None

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round among what stands here, as it is read: what is covered is not to be reached."""
        if not self.isVisible():
            # It goes, and Qt asks where the focus is to be now.
            return super().focusNextPrevChild(forward)
        stops = sorted(filter(takes_tab, parts(self)), key=self._place_of)
        here = QApplication.focusWidget()
        if stops and here is not None:
            place = stops.index(here) if here in stops else -1 if forward else 0
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            stops[(place + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def _place_of(self, widget: QWidget) -> tuple[int, int]:
        at = widget.mapTo(self, QPoint(0, 0))
        return at.y(), at.x()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._covered is not None:
            self.setGeometry(self._covered.rect())
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._let_go()

    def paintEvent(self, _event: QPaintEvent) -> None:
        veil = QColor(theme.color("base"))
        veil.setAlphaF(self._density)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), veil)
