"""What is asked before an alarm is put aside: for how long, and why. Opens in the panel, above its foot."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.chips import Chip, ChipBar
from widgets.text import TextField

CHOICES = (15, 30, 60, 240, 480)
"""Minutes."""


class Shelving(QWidget):
    """`decided(minutes, reason)`, minutes 0 for out of service; `left` when it was given up."""

    decided = Signal(int, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("alarms.shelving")
        theme.set_surface(self, "raised")
        self._minutes = 30
        self._out = False
        self._title = QLabel(self)
        theme.set_role(self._title, "strong")
        self._chips = ChipBar(self)
        self._chips.setObjectName("alarms.shelving.for")
        self._chips.toggled.connect(self._on_chip)
        self._reason = TextField("", self)
        self._reason.setObjectName("alarms.shelving.reason")
        self._reason.setAccessibleName(self.tr("Reason"))
        self._wrong = QLabel(self)
        theme.set_role(self._wrong, "error")
        self._wrong.hide()
        self._go = KeyedButton("", "Enter", self)
        self._go.setObjectName("alarms.shelving.go")
        self._go.setProperty("primary", True)
        self._go.clicked.connect(self._decide)
        back = KeyedButton(self.tr("Leave it"), "Esc", self)
        back.setObjectName("alarms.shelving.back")
        back.clicked.connect(self.left)
        self._reason.submitted.connect(self._decide)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._reason, 1)
        row.addWidget(self._go)
        row.addWidget(back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addWidget(self._chips)
        layout.addLayout(row)
        layout.addWidget(self._wrong)
        self.hide()

    def ask(self, title: str, *, out: bool) -> None:
        """Opens for the alarms named in the title."""
        self._out = out
        self._title.setText(title)
        self._chips.setVisible(not out)
        self._reason.setPlaceholderText(
            self.tr("Why it is out of service") if out else self.tr("Why it can wait")
        )
        self._go.set_content(self.tr("Take out of service") if out else self.tr("Shelve"), "Enter")
        self._reason.clear()
        self._wrong.hide()
        self._set_chips()
        self.show()
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_chips(self) -> None:
        self._chips.set_chips(
            [
                Chip(
                    str(minutes),
                    self.tr("{n} min").format(n=minutes)
                    if minutes < 60
                    else self.tr("{n} h").format(n=minutes // 60),
                    on=minutes == self._minutes,
                )
                for minutes in CHOICES
            ]
        )

    def _on_chip(self, key: str, _on: bool) -> None:
        self._minutes = int(key)
        for minutes in CHOICES:
            self._chips.set_on(str(minutes), minutes == self._minutes)

    def _decide(self) -> None:
        reason = self._reason.text().strip()
        if not reason:
            self._wrong.setText(self.tr("Write a few words why: they stand in the alarm log."))
            self._wrong.show()
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.decided.emit(0 if self._out else self._minutes, reason)
