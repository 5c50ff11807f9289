"""Words that may be many: their first lines, and all of them when asked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class FoldedText(QWidget):
    """Plain text, selectable, of which at most `lines` lines stand until its button shows all of it.

    Another text is folded again; the same text set again stays as a person left it.
    """

    def __init__(self, name: str, more: str, less: str, parent: QWidget | None = None, *, lines: int = 4):
        super().__init__(parent)
        self._lines, self._more, self._less = lines, more, less
        self._text = ""
        self._open = False
        self._label = QLabel(self)
        self._label.setObjectName(name)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = QPushButton(more, self)
        self._button.setObjectName(f"{name}.more")
        self._button.setFlat(True)
        self._button.clicked.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._label)
        foot = QHBoxLayout()
        foot.addWidget(self._button)
        foot.addStretch(1)
        column.addLayout(foot)
        self._button.hide()

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Shows a text, folded where it is another."""
        if text != self._text:
            self._text, self._open = text, False
            self._fit()

    def folded(self) -> bool:
        """Whether some of the text does not stand there."""
        return self._label.text() != self._text

    def _turn(self) -> None:
        self._open = not self._open
        self._fit()

    def _fit(self) -> None:
        end = self._end_of_lines()
        long = end < len(self._text)
        self._label.setText(self._text if self._open or not long else self._text[:end].rstrip() + "…")
        # Read out is all of it, whatever stands there.
        self._label.setAccessibleName(self._text)
        self._button.setText(self._less if self._open else self._more)
        self._button.setVisible(long)

    def _end_of_lines(self) -> int:
        """Where the lines that stand there end: the text's length where all of it does."""
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        width, begins = max(self.width(), 1), 0
        left = self._lines
        for paragraph in self._text.split("\n"):
            layout = QTextLayout(paragraph, self._label.font())
            layout.setTextOption(option)
            layout.beginLayout()
            while True:
                line = layout.createLine()
                if not line.isValid():
                    break
                line.setLineWidth(width)
                if left == 0:
                    layout.endLayout()
                    # Room for the sign that there is more.
                    return max(begins + line.textStart() - 2, 1)
                left -= 1
            layout.endLayout()
            begins += len(paragraph) + 1
            if left == 0 and begins < len(self._text):
                return begins - 1
        return len(self._text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()
