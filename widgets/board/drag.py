"""A card in the hand: where it may go, and the picture of it that goes along with the pointer."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from widgets import theme

EDGE = 36
"""Px at 100 % from an edge within which a card in the hand makes the board scroll."""
STEP_MS = 16
FASTEST = 18
"""Px at 100 % a step, at the edge itself."""


@dataclass(slots=True)
class Drag:
    """The card `key` of the column `home` is in the hand at `at`, over the column `over`; it may go to
    `allowed`."""

    key: str
    home: str
    allowed: frozenset[str]
    at: QPoint
    over: str | None = None


class InHand(QWidget):
    """The picture of a card, over the board; it takes no events."""

    def __init__(self, picture: QPixmap, grip: QPoint, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = picture
        self._grip = grip
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("")
        self.setProperty("floating", True)
        self.resize(picture.deviceIndependentSize().toSize())
        self.show()

    def follow(self, at: QPoint) -> None:
        """To where the pointer is."""
        self.move(at - self._grip)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._picture)


def pull(place: int, begin: int, end: int) -> int:
    """Px to scroll in a step where the pointer is at `place` of a stretch: negative near its begin, positive
    near its end, the nearer the more; 0 between."""
    px = theme.current().px
    edge = min(px(EDGE), max(1, (end - begin) // 4))
    if place < begin + edge:
        depth = min(begin + edge - place, edge)
        return -max(1, px(FASTEST) * depth // edge)
    if place > end - edge:
        depth = min(place - end + edge, edge)
        return max(1, px(FASTEST) * depth // edge)
    return 0
