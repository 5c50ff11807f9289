"""Rows that came in lately: the mark in their margin that fades, and those nobody has had in sight yet."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from widgets import theme
from widgets.table.order import Rows

MARK_SECONDS = 8.0
"""How long a row that came in keeps its mark."""

MARKED_AT_ONCE = 30
"""More rows than this in one batch are a list being filled, not news."""

MARGIN = 3
"""Width of the mark in px at 100 %."""


class Arrivals(QObject):
    """Row ids by when they came in; `faded` asks for the margin to be painted anew, four times a second
    while any is marked.
    """

    faded = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._marks: dict[int, float] = {}
        self.unseen: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(250)
        self._timer.timeout.connect(self._fade)

    def add(self, ids: Rows) -> None:
        """Marks rows as just come in."""
        now = time.monotonic()
        self._marks.update(dict.fromkeys(ids.tolist(), now))
        self.unseen.update(ids.tolist())
        self._timer.start()

    def forget(self) -> None:
        """The ids name other rows now."""
        self._marks.clear()
        self.unseen.clear()
        self._timer.stop()

    def strength(self, row_id: int) -> float:
        """How strong the row's mark still is, 1 … 0."""
        arrived = self._marks.get(row_id)
        return 0.0 if arrived is None else max(0.0, 1 - (time.monotonic() - arrived) / MARK_SECONDS)

    def keep_unseen(self, above: Rows) -> int:
        """Forgets all that are not among the rows above what is in sight; answers how many are."""
        self.unseen &= set(above.tolist())
        return len(self.unseen)

    def _fade(self) -> None:
        oldest = time.monotonic() - MARK_SECONDS
        self._marks = {row_id: at for row_id, at in self._marks.items() if at > oldest}
        if not self._marks:
            self._timer.stop()
        self.faded.emit()


class NewAbove(QPushButton):
    """At the upper edge of what is in sight: how many rows came in above it. Takes no caret."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def tell(self, count: int) -> None:
        """Says how many, and hides where there are none."""
        self.setVisible(count > 0)
        if count:
            self.setText(self.tr("▲ {n} new above").format(n=count))
            self.adjustSize()
            self.move((self._viewport.width() - self.width()) // 2, theme.current().px(4))
