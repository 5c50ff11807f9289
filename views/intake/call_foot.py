"""The foot of a call's form: how far it goes, as far as what is known allows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from widgets import theme
from widgets.action_bar import KeyedButton


class CallFoot(QWidget):
    """`wanted(how far)`: ``likely``, ``dispatch`` or ``report``; `cleared()`."""

    wanted = Signal(str)
    cleared = Signal()

    def __init__(self, name: str, parent: QWidget, *, seat: bool) -> None:
        super().__init__(parent)
        self._seat = seat
        theme.set_property(self, "edge", "top")
        self._likely = KeyedButton("", "", self)
        self._likely.setObjectName(f"{name}.submit")
        self._likely.setProperty("primary", True)
        self._likely.clicked.connect(lambda: self.wanted.emit("likely"))
        self._dispatch = KeyedButton("", "", self)
        self._dispatch.setObjectName(f"{name}.submit.dispatch")
        self._dispatch.clicked.connect(lambda: self.wanted.emit("dispatch"))
        self._report = KeyedButton(self.tr("Record only"), "Ctrl+Shift+Enter", self)
        self._report.setObjectName(f"{name}.submit.report")
        self._report.clicked.connect(lambda: self.wanted.emit("report"))
        clear = QPushButton(self.tr("Clear"), self)
        clear.setObjectName(f"{name}.clear")
        clear.setProperty("flat", True)
        clear.clicked.connect(self.cleared)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        for button in (self._likely, self._dispatch, self._report):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(clear)

    def offer(self, files: bool, unit: str) -> None:
        """Offers filing where the form says enough for it, and dispatch where a unit is known."""
        record = self.tr("Record") if self._seat else self.tr("Report")
        self._likely.set_content(self.tr("Record and file") if files else record, "Ctrl+Enter")
        self._report.setVisible(files)
        self._dispatch.setVisible(bool(unit))
        if unit:
            self._dispatch.set_content(self.tr("… and dispatch to {unit}").format(unit=unit), "Ctrl+D")
