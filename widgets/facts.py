"""Facts in columns, label and value; and advice with its reasons, in one quiet block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from widgets import theme
from widgets.hearing import hear
from widgets.light import Light, LightDot

_COLUMN = 270
_LEAST = 180
"""Px at 100 %: a column for which there is less goes below the others; the least that one takes."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value; `link` is a small action beside it (显示) that `key` names; `span` columns
    wide.
    """

    label: str
    value: str
    key: str = ""
    link: str = ""
    span: int = 1
    light: Light = Light.NONE


class _Value(QWidget):
    """The value, selectable, its light before and its link right behind it."""

    link_activated = Signal(str)

    def __init__(self, fact: Fact, parent: QWidget) -> None:
        super().__init__(parent)
        self._fact = fact
        self._dot = LightDot(parent=self, beside="body")
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.linkActivated.connect(self.link_activated)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignTop)
        # Beside a longer neighbour it stands at the top of its row, in line with its label.
        layout.addWidget(self._text, 1, Qt.AlignmentFlag.AlignTop)
        self.show_fact(fact)
        hear(theme.current(), "changed()", self, "_show()")

    def show_fact(self, fact: Fact) -> None:
        if fact != self._fact or not self._text.text():
            self._fact = fact
            self._show()

    @Slot()
    def _show(self) -> None:
        fact = self._fact
        words = escape(fact.value).replace("\n", "<br>")
        flags = Qt.TextInteractionFlag.TextSelectableByMouse
        if fact.link:
            ink = theme.color("accent").name()
            style = f"color:{ink};text-decoration:none"
            words += f' <a href="{escape(fact.key)}" style="{style}">{escape(fact.link)}</a>'
            flags |= (
                Qt.TextInteractionFlag.LinksAccessibleByMouse
                | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
        self._text.setTextInteractionFlags(flags)
        self._text.setText(words)
        self._text.setAccessibleName(" ".join(p for p in (f"{fact.label}: {fact.value}", fact.link) if p))
        self._dot.set_light(fact.light)
        self._dot.setVisible(fact.light is not Light.NONE)


class FactsGrid(QWidget):
    """Facts side by side; `link_activated(key)` when the link of one is used."""

    link_activated = Signal(str)

    def __init__(self, columns: int = 2, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._most = columns
        self._columns = columns
        self._shape: list[tuple[str, str, int]] = []
        self._pairs: list[tuple[QLabel, _Value, int]] = []
        self.setAccessibleName(name or self.tr("Facts"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Shows these; where only values change, a selection inside the others stays."""
        shape = [(fact.label, fact.key, fact.span) for fact in facts]
        if shape != self._shape:
            self._rebuild(facts)
            self._shape = shape
        else:
            for (_, widget, _), fact in zip(self._pairs, facts, strict=True):
                widget.show_fact(fact)

    def _rebuild(self, facts: Sequence[Fact]) -> None:
        for label, value, _ in self._pairs:
            for gone in (label, value):
                self._grid.removeWidget(gone)
                gone.hide()
                gone.deleteLater()
        self._pairs = []
        for fact in facts:
            label = QLabel(fact.label, self)
            theme.set_role(label, "caption")
            value = _Value(fact, self)
            value.link_activated.connect(self.link_activated)
            self._pairs.append((label, value, fact.span))
        self._place()

    def _place(self) -> None:
        """Puts the pairs into the columns there are; a widget that moves is the same widget."""
        row = column = 0
        for label, value, wide in self._pairs:
            span = min(wide, self._columns)
            if column + span > self._columns:
                row, column = row + 1, 0
            self._grid.addWidget(label, row, 2 * column, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 2 * column + 1, 1, 2 * span - 1)
            column += span
            if column >= self._columns:
                row, column = row + 1, 0
        for n in range(self._most):
            self._grid.setColumnStretch(2 * n + 1, 1 if n < self._columns else 0)

    def minimumSizeHint(self) -> QSize:
        # Narrower than its columns want: it goes on in fewer.
        return QSize(theme.current().px(_LEAST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fit = min(self._most, max(1, self.width() // theme.current().px(_COLUMN)))
        if fit != self._columns:
            self._columns = fit
            self._place()


class Advice(QFrame):
    """What is advised and why: lines of head, lead (stands out) and rest, an accent edge at their left."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._name = name or self.tr("Advice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("advice", True)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.set_role(self._text, "dim")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 2, 0, 2)
        layout.addWidget(self._text)
        self._lines: tuple[tuple[str, str, str], ...] = ()
        self.hide()
        hear(theme.current(), "changed()", self, "_show()")

    def set_lines(self, lines: Sequence[tuple[str, str, str]]) -> None:
        """Shows these lines; none hides the block."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self._show()

    @Slot()
    def _show(self) -> None:
        strong = theme.color("text").name()
        rows = []
        for head, lead, rest in self._lines:
            middle = f'<span style="color:{strong};font-weight:600">{escape(lead)}</span>' if lead else ""
            rows.append(" ".join(part for part in (escape(head), middle, escape(rest)) if part))
        self._text.setText("<br>".join(rows))
        spoken = ". ".join(" ".join(part for part in line if part) for line in self._lines)
        self.setAccessibleName(f"{self._name}: {spoken}")
        self.setVisible(bool(rows))
