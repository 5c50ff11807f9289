"""What painters write: every text that a widget draws by its own hand, where, in which ink, and whether its
end is missing.

`texts(window)` paints the window once into a picture and listens to the painters meanwhile; what Qt's own
styles write (labels, buttons) does not pass here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QStaticText
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Painted:
    """One text as it was drawn, at `place` in the window's px."""

    text: str
    place: QRectF
    ink: QColor
    size: int
    widget: QWidget

    @property
    def elided(self) -> bool:
        """Whether it ends in the mark of what is missing."""
        return self.text.endswith("…")


def _flag(value: Qt.AlignmentFlag | int) -> int:
    return int(value.value) if isinstance(value, Qt.AlignmentFlag) else value


def _aligned(box: QRectF, flags: int, width: float, height: float) -> QRectF:
    x, y = box.left(), box.top()
    if flags & int(Qt.AlignmentFlag.AlignRight.value):
        x = box.right() - width
    elif flags & int(Qt.AlignmentFlag.AlignHCenter.value):
        x = box.center().x() - width / 2
    if flags & int(Qt.AlignmentFlag.AlignBottom.value):
        y = box.bottom() - height
    elif flags & int(Qt.AlignmentFlag.AlignVCenter.value):
        y = box.center().y() - height / 2
    return QRectF(x, y, width, height)


def _drawn(painter: QPainter, given: tuple[Any, ...]) -> tuple[str, QRectF]:
    """The text and its place in the painter's coordinates, for the forms of drawText that there are."""
    metrics = QFontMetricsF(painter.font())
    first = given[0]
    if isinstance(first, QRectF | QRect):
        box = QRectF(first)
        rest = given[1:]
        if len(rest) >= 2 and not isinstance(rest[0], str):
            flags, text = _flag(rest[0]), str(rest[1])
        else:
            text = str(rest[0])
            flags = int(rest[1].alignment().value) if len(rest) > 1 else 0
        wraps = bool(flags & int(Qt.TextFlag.TextWordWrap.value))
        needed = metrics.boundingRect(box, flags, text) if wraps else QRectF()
        if wraps:
            return text, needed
        return text, _aligned(box, flags, metrics.horizontalAdvance(text), metrics.height())
    if len(given) == 3:
        x, y, text = float(given[0]), float(given[1]), str(given[2])
    else:
        x, y, text = float(first.x()), float(first.y()), str(given[1])
    return text, QRectF(x, y - metrics.ascent(), metrics.horizontalAdvance(text), metrics.height())


@contextmanager
def _listening(found: list[Painted]) -> Iterator[None]:
    draw_text, draw_static = QPainter.drawText, QPainter.drawStaticText

    def note(painter: QPainter, text: str, place: QRectF) -> None:
        device = painter.device()
        if isinstance(device, QWidget) and text.strip():
            shown = painter.deviceTransform().mapRect(place)
            found.append(
                Painted(text, shown, QColor(painter.pen().color()), painter.font().pixelSize(), device)
            )

    def text_heard(painter: QPainter, *given: Any) -> Any:
        text, place = _drawn(painter, given)
        note(painter, text, place)
        return draw_text(painter, *given)

    def static_heard(painter: QPainter, *given: Any) -> Any:
        static: QStaticText = given[-1]
        at = QPointF(*given[:2]) if len(given) == 3 else QPointF(given[0])
        # Its own size is rounded up to what its layout may take.
        width = QFontMetricsF(painter.font()).horizontalAdvance(static.text())
        note(painter, static.text(), QRectF(at.x(), at.y(), width, static.size().height()))
        return draw_static(painter, *given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QPainter, "drawText", text_heard)
        patch.setattr(QPainter, "drawStaticText", static_heard)
        yield


def texts(window: QWidget) -> tuple[list[Painted], QImage]:
    """All texts that widgets of the window draw themselves, and the picture of it."""
    found: list[Painted] = []
    with _listening(found):
        picture = window.grab().toImage()
    return found, picture
