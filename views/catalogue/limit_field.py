"""A limit as it is typed: a number, and its unit chosen."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from contract.catalogue import UNITS
from contract.clock import Limit
from views.catalogue.item_words import unit_name
from widgets.text import TextField

translate = QCoreApplication.translate

MOST = 100_000


class LimitField(QWidget):
    """`text` and `unit` are what stands there; the limit exists where that is a number above 0."""

    edited = Signal()
    submitted = Signal()

    def __init__(self, name: str, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.line = TextField("", self, name=caption)
        self.line.setObjectName(f"{name}.value")
        self._units = QComboBox(self)
        self._units.setObjectName(f"{name}.unit")
        self._units.setAccessibleName(translate("LimitField", "{what}: unit").format(what=caption))
        for unit in UNITS:
            self._units.addItem(unit_name(unit), unit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.line, 2)
        row.addWidget(self._units, 3)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self.edited)
        self.line.submitted.connect(self.submitted)
        self._units.currentIndexChanged.connect(self.edited)

    def typed(self) -> list[str]:
        """Text and unit, as a draft keeps them; [] for an empty field."""
        text = self.line.text().strip()
        return [text, str(self._units.currentData())] if text else []

    def take(self, typed: list[str]) -> None:
        """Puts that in."""
        self.line.setText(typed[0] if typed else "")
        if len(typed) > 1:
            self._units.setCurrentIndex(max(0, self._units.findData(typed[1])))

    def limit(self) -> Limit | None:
        """The limit, None where nothing or no number is typed."""
        try:
            value = float(self.line.text().strip().replace("，", ".").replace("。", "."))
        except ValueError:
            return None
        if not math.isfinite(value) or not 0 < value <= MOST:
            return None
        return Limit(value, str(self._units.currentData()))

    def fault(self) -> str:
        """What is wrong with it, "" for nothing."""
        if not self.line.text().strip() or self.limit() is not None:
            return ""
        return translate("LimitField", "A number above 0, and {most} at most").format(most=MOST)
