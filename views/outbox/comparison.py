"""Yours and theirs side by side, a field a line; what somebody changed since is marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from views.outbox.line import Line
from widgets import theme
from widgets.light import Light, LightDot

_COLUMNS = 4


class _Row:
    """The labels of one line; they are filled anew, never made anew."""

    def __init__(self, parent: QWidget, grid: QGridLayout, place: int) -> None:
        self.mark = LightDot(Light.AMBER, parent)
        grid.addWidget(self.mark, place, 0, Qt.AlignmentFlag.AlignVCenter)
        self.labels: list[QLabel] = []
        for column in range(_COLUMNS):
            label = QLabel(parent)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            grid.addWidget(label, place, column + 1, Qt.AlignmentFlag.AlignTop)
            self.labels.append(label)

    def show(self, line: Line | None, changed: str) -> None:
        """Shows a line, or nothing."""
        for widget in (self.mark, *self.labels):
            widget.setVisible(line is not None)
        if line is None:
            return
        # Its place is kept, so that the columns stand where they stood.
        self.mark.set_light(Light.AMBER if line.changed else Light.NONE)
        self.mark.setAccessibleName(changed if line.changed else "")
        texts = (line.field, line.before, line.yours, line.now)
        strong = (False, False, line.wanted, line.changed)
        for label, text, stands_out in zip(self.labels, texts, strong, strict=True):
            if label.text() != text:
                label.setText(text)
            theme.set_role(label, "" if stands_out else "dim")
            weight = QFont.Weight.DemiBold if stands_out else QFont.Weight.Normal
            font = label.font()
            font.setWeight(weight)
            label.setFont(font)


class Comparison(QWidget):
    """The table of a conflict. `set_heads` names its columns, `set_lines` fills it; equal lines touch
    nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("outbox.comparison")
        self.setAccessibleName(self.tr("Comparison"))
        self._lines: tuple[Line, ...] = ()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        for column, share in enumerate((0, 2, 3, 3, 3)):
            self._grid.setColumnStretch(column, share)
        self._heads: list[QLabel] = []
        for column in range(_COLUMNS):
            head = QLabel(self)
            head.setWordWrap(True)
            theme.set_role(head, "caption")
            self._grid.addWidget(head, 0, column + 1, Qt.AlignmentFlag.AlignTop)
            self._heads.append(head)
        self._legend = QLabel(self.tr("◆ changed by somebody else since you acted"), self)
        theme.set_role(self._legend, "faint")
        self._rows: list[_Row] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._grid)
        layout.addWidget(self._legend)

    def set_heads(self, before: str, yours: str, now: str) -> None:
        """What the three columns are, each with who and when."""
        for head, text in zip(self._heads, ("", before, yours, now), strict=True):
            head.setText(text)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Shows these lines."""
        if tuple(lines) == self._lines:
            return
        self._lines = tuple(lines)
        while len(self._rows) < len(self._lines):
            self._rows.append(_Row(self, self._grid, len(self._rows) + 1))
        for place, row in enumerate(self._rows):
            row.show(self._lines[place] if place < len(self._lines) else None, self.tr("changed"))
        self._legend.setVisible(any(line.changed for line in self._lines))
