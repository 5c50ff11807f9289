"""Forms: label over field, and under the field, at once, what is wrong with it and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from widgets import theme
from widgets.choice import ChoiceBox
from widgets.text import TextArea, TextField
from widgets.within import parts


@runtime_checkable
class Beginning(Protocol):
    """A field of several parts that knows where typing starts in it."""

    def begin(self) -> None:
        """Takes the caret there."""


@dataclass(frozen=True, slots=True)
class _Row:
    holder: QWidget
    label: QLabel
    field: QWidget
    hint: str
    note: QLabel


class Form(QWidget):
    """Fields by key. Enter in a field that has nothing else to do with it submits; nothing typed is ever
    changed here.
    """

    submitted = Signal()

    def __init__(self, columns: int = 1, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._columns = columns
        self._rows: dict[str, _Row] = {}
        self._next = (0, 0)
        self._faulty = ""
        # What is wrong takes room under its field: it is scrolled to when that has been laid out.
        self._scroll = QTimer(self)
        self._scroll.setSingleShot(True)
        self._scroll.setInterval(0)
        self._scroll.timeout.connect(self._show_faulty)
        self.setAccessibleName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    def add(self, key: str, label: str, field: QWidget, *, span: int = 1, hint: str = "") -> QWidget:
        """Puts a field under its label, `span` columns wide, into the next place; returns the field."""
        holder = QWidget(self)
        caption = QLabel(label, holder)
        theme.set_role(caption, "caption")
        caption.setBuddy(field)
        note = QLabel(hint, holder)
        note.setWordWrap(True)
        theme.set_role(note, "faint")
        note.setVisible(bool(hint))
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        inner.addWidget(caption)
        inner.addWidget(field)
        inner.addWidget(note)
        inner.addStretch(1)
        if not field.accessibleName():
            field.setAccessibleName(label)
        if isinstance(field, ChoiceBox) and not field.line.accessibleName():
            field.line.setAccessibleName(label)
        row, column = self._next
        if column + span > self._columns:
            row, column = row + 1, 0
        self._grid.addWidget(holder, row, column, 1, span)
        self._grid.setRowStretch(row, 0)
        self._grid.setRowStretch(row + 1, 1)
        self._next = (row, column + span) if column + span < self._columns else (row + 1, 0)
        self._rows[key] = _Row(holder, caption, field, hint, note)
        self._listen(key, field)
        return field

    def _listen(self, key: str, field: QWidget) -> None:
        """A field that is being put right no longer says it is wrong; its own Enter submits."""
        if isinstance(field, TextField | TextArea | ChoiceBox):
            field.submitted.connect(self.submitted)
        if isinstance(field, ChoiceBox):
            field.edited.connect(lambda: self.set_error(key, ""))
            field.chosen.connect(lambda: self.set_error(key, ""))
        elif isinstance(field, QLineEdit | QPlainTextEdit):
            field.textChanged.connect(lambda: self.set_error(key, ""))

    def field(self, key: str) -> QWidget:
        """The field; raises `KeyError`."""
        return self._rows[key].field

    def fields(self) -> dict[str, QWidget]:
        """All fields by key, in the order they were added."""
        return {key: row.field for key, row in self._rows.items()}

    def set_error(self, key: str, text: str) -> None:
        """Says under the field what is wrong and what to do; "" takes it back and shows the hint again."""
        row = self._rows[key]
        row.note.setText(text or row.hint)
        row.note.setVisible(bool(text or row.hint))
        theme.set_role(row.note, "error" if text else "faint")
        target = row.field.line if isinstance(row.field, ChoiceBox) else row.field
        theme.set_property(target, "wrong", bool(text))
        target.setAccessibleDescription(text)

    def set_hint(self, key: str, text: str) -> None:
        """Says something under the field while nothing is wrong with it."""
        row = self._rows[key]
        wrong = self.error(key)
        self._rows[key] = replace(row, hint=text)
        if not wrong:
            self.set_error(key, "")

    def error(self, key: str) -> str:
        """What the field says is wrong, "" when nothing is."""
        row = self._rows[key]
        return row.note.text() if row.note.property("role") == "error" else ""

    def set_errors(self, errors: Mapping[str, str]) -> None:
        """Says all that is wrong, by key, and takes the caret to the first of it in the form's order, which
        is scrolled into sight. Raises `KeyError` for no such field.
        """
        unknown = errors.keys() - self._rows.keys()
        if unknown:
            raise KeyError(*sorted(unknown))
        for key in self._rows:
            self.set_error(key, errors.get(key, ""))
        wrong = [key for key in self._rows if errors.get(key)]
        shown = [key for key in wrong if self._rows[key].field.isVisibleTo(self)]
        if wrong:
            self._faulty = (shown or wrong)[0]
            _enter(self._rows[self._faulty].field)
            self._scroll.start()

    def _show_faulty(self) -> None:
        """The fault and its field, in every area that scrolls around them."""
        row = self._rows[self._faulty]
        around = self.parentWidget()
        while around is not None:
            if isinstance(around, QScrollArea):
                around.ensureWidgetVisible(row.holder, 0, 8)
                focus = QApplication.focusWidget()
                if focus is not None and row.holder.isAncestorOf(focus):
                    # Of a table higher than the area, the line the caret is in.
                    around.ensureWidgetVisible(focus, 0, 8)
            around = around.parentWidget()

    def clear_errors(self) -> None:
        self.set_errors({})

    def focus_first(self) -> None:
        """Puts the caret where typing starts: into the first field shown that is empty, else into the
        first.
        """
        shown = [
            row.field for row in self._rows.values() if not row.holder.isHidden() and row.field.isEnabled()
        ]
        for field in shown:
            if not _text_of(field):
                field.setFocus()
                return
        if shown:
            shown[0].setFocus()


def _enter(field: QWidget) -> None:
    """Takes the caret into a field, be it one of several parts."""
    if isinstance(field, Beginning):
        field.begin()
    elif field.focusPolicy() != Qt.FocusPolicy.NoFocus or field.focusProxy() is not None:
        field.setFocus(Qt.FocusReason.OtherFocusReason)
    else:
        for part in parts(field):
            if part.isEnabled() and part.isVisibleTo(field) and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
                part.setFocus(Qt.FocusReason.OtherFocusReason)
                return


def _text_of(field: QWidget) -> str:
    if isinstance(field, ChoiceBox | QLineEdit):
        return field.text()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    return "?"
