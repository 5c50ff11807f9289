"""A line that is no form but is work all the same: what is half typed in it is kept like a draft."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from console.drafts import Drafts


class KeptText(QObject):
    """Puts what was kept into a line, and keeps what stands in it from then on. `key` begins with a point."""

    def __init__(self, line: QLineEdit, drafts: Drafts, key: str) -> None:
        super().__init__(line)
        self._drafts = drafts
        self._key = key
        kept = str(drafts.load(key).get("text", ""))
        if kept and kept != line.text():
            line.setText(kept)
        line.textChanged.connect(self._keep)

    def _keep(self, text: str) -> None:
        self._drafts.save(self._key, {"text": text})
