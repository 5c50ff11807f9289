"""A scroll area that is as high as what it holds while there is room, and scrolls when there is not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QWidget

from widgets import theme


class YieldingArea(QScrollArea):
    """Holds `content`; gives up height down to `least` px (at 100 %) when its column has too little.

    The field in focus is always brought into sight.
    """

    def __init__(self, content: QWidget, parent: QWidget | None = None, *, least: int = 120) -> None:
        super().__init__(parent)
        self._least = least
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setWidget(content)
        content.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        content = self.widget()
        # Before it is laid out its own width says nothing.
        around = self.parentWidget()
        laid = self.isVisible() or around is None
        width = max(self.viewport().width() if laid or around is None else around.width(), 1)
        height = content.heightForWidth(width) if content.hasHeightForWidth() else content.sizeHint().height()
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        least = min(theme.current().px(self._least), self.sizeHint().height())
        return QSize(super().minimumSizeHint().width(), least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()
        focus = QApplication.focusWidget()
        if focus is not None and self.widget().isAncestorOf(focus):
            self.ensureWidgetVisible(focus)
