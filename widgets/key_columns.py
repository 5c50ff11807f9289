"""Keys and what they do, in columns under their headings: one widget that paints them all.

A label for each of a screen's 120 keys and words took 100 ms to make and to style; now it is 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from widgets import theme
from widgets.keys import Binding

BETWEEN = 3
"""Px between rows."""
GAP = 12
"""Px between a key and its words."""
SLACK = 4
"""Px that a text has more than it needs: none is cut by a rounding."""

Column = Sequence[str | Binding]


def shown(key: str) -> str:
    """A key as a keyboard has it."""
    return key.replace("Escape", "Esc")


@dataclass(frozen=True, slots=True)
class _Text:
    """One text in its place."""

    text: str
    place: QRect
    font: QFont
    ink: str
    align: Qt.AlignmentFlag

    def fitting(self) -> str:
        """The text, its end left out where it does not fit."""
        mode = Qt.TextElideMode.ElideRight
        return QFontMetrics(self.font).elidedText(self.text, mode, self.place.width())


class Lettering:
    """The fonts of a sheet, and what they measure (px). `size`: "body" or "small"."""

    def __init__(self, size: str) -> None:
        self.keys = theme.current().mono_font(size)
        self.words = theme.font(size)
        self.heading = theme.font("small")
        self._of_keys, self._of_words = QFontMetrics(self.keys), QFontMetrics(self.words)
        fonts = (self.keys, self.words, self.heading)
        self.row = max(QFontMetrics(font).height() for font in fonts) + BETWEEN
        """From one row to the next."""

    def key_width(self, column: Column) -> int:
        """The widest key."""
        keys = (self._of_keys.horizontalAdvance(shown(one.key)) for one in column if isinstance(one, Binding))
        return max(keys, default=0) + SLACK

    def words_width(self, column: Column) -> int:
        """The longest words."""
        words = (self._of_words.horizontalAdvance(one.text) for one in column if isinstance(one, Binding))
        return max(words, default=0) + SLACK

    def wanted(self, column: Column) -> int:
        """What a column takes where nothing of it is cut."""
        return self.key_width(column) + GAP + self.words_width(column)


class KeyColumns(QWidget):
    """Columns side by side, `apart` px between them, the words of none wider than `most` px. What is cut off
    is said by the tool tip."""

    def __init__(
        self, columns: Sequence[Column], letters: Lettering, apart: int, most: int | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("keys.sheet.columns")
        self._texts: list[_Text] = []
        left = 0
        for column in columns:
            left = self._lay(column, left, letters, most) + apart
        rows = max((len(column) for column in columns), default=0)
        self._size = QSize(max(left - apart, 0), rows * letters.row)
        self.setAccessibleName("\n".join(self._lines(columns)))

    def texts(self) -> list[str]:
        """Headings, keys and words, as they are meant."""
        return [one.text for one in self._texts]

    def sizeHint(self) -> QSize:
        return self._size

    def minimumSizeHint(self) -> QSize:
        return self._size

    def _lay(self, column: Column, left: int, letters: Lettering, most: int | None) -> int:
        """Puts a column's texts in their places; its right edge."""
        keys = letters.key_width(column)
        words = letters.words_width(column)
        words = words if most is None else min(words, max(most - keys - GAP, 80))
        top, high = 0, letters.row - BETWEEN
        for one in column:
            if isinstance(one, Binding):
                key, text = QRect(left, top, keys, high), QRect(left + keys + GAP, top, words, high)
                right = Qt.AlignmentFlag.AlignRight
                self._texts.append(_Text(shown(one.key), key, letters.keys, "text", right))
                self._texts.append(_Text(one.text, text, letters.words, "dim", Qt.AlignmentFlag.AlignLeft))
            else:
                place = QRect(left, top, keys + GAP + words, high)
                self._texts.append(_Text(one, place, letters.heading, "faint", Qt.AlignmentFlag.AlignLeft))
            top += letters.row
        return left + keys + GAP + words

    @staticmethod
    def _lines(columns: Sequence[Column]) -> list[str]:
        """What a reader of the screen says."""
        return [
            f"{shown(one.key)} {one.text}" if isinstance(one, Binding) else one
            for column in columns
            for one in column
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            for one in self._texts:
                if one.place.intersects(event.rect()):
                    painter.setFont(one.font)
                    painter.setPen(theme.color(one.ink))
                    flags = one.align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
                    painter.drawText(one.place, int(flags), one.fitting())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            under = next((one for one in self._texts if one.place.contains(event.pos())), None)
            cut = under is not None and under.fitting() != under.text
            QToolTip.showText(event.globalPos(), under.text if cut and under is not None else "", self)
            return True
        return super().event(event)
