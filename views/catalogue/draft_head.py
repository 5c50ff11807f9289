"""What a version that is being written is called, from which day it is in force, and what the check said."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from widgets import theme
from widgets.text import TextField

translate = QCoreApplication.translate


class DraftHead(QWidget):
    """`edited` with every key; `says` stands under the fields, or `wrong` in red."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_surface(self, "raised")
        self.version = TextField("", self, name=translate("DraftHead", "Name of the version"))
        self.version.setObjectName("catalogue.draft.version")
        self.day = TextField("2026-12-01", self, name=translate("DraftHead", "In force from (day)"))
        self.day.setObjectName("catalogue.draft.day")
        self._says = QLabel(self)
        self._says.setObjectName("catalogue.draft.says")
        self._says.setWordWrap(True)
        fields = QHBoxLayout()
        fields.setSpacing(12)
        for field, width in ((self.version, 150), (self.day, 130)):
            caption = QLabel(field.accessibleName(), self)
            theme.set_role(caption, "caption")
            caption.setBuddy(field)
            field.setFixedWidth(theme.current().px(width))
            fields.addWidget(caption)
            fields.addWidget(field)
            field.textChanged.connect(self.edited)
        fields.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(6)
        column.addLayout(fields)
        column.addWidget(self._says)

    def show_draft(self, version: str, day: str) -> None:
        """Puts in what was typed."""
        for field, text in ((self.version, version), (self.day, day)):
            if field.text() != text:
                field.setText(text)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """What the check said."""
        self._says.setText(text)
        theme.set_role(self._says, "error" if wrong else "dim")
        self._says.setVisible(bool(text))

    def said(self) -> str:
        """What stands there."""
        return self._says.text()
