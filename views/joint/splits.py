"""How the joint board and the page of an action share their room: as the person left it."""

from __future__ import annotations

import base64

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QSplitter

from console.desk import Desk
from widgets import theme

_KEY = "joint/splits"


class Splits:
    """The splitter between board and page, and the one inside the page."""

    def __init__(self, desk: Desk, whole: QSplitter, page: QSplitter) -> None:
        self._desk, self._whole, self._page = desk, whole, page
        self._stand()

    def reset(self) -> None:
        """As they are at first."""
        self._desk.settings.kept.layouts.pop(_KEY, None)
        self._stand()

    def _stand(self) -> None:
        px = theme.current().px
        self._whole.setSizes([px(330), px(520)])
        self._page.setSizes([px(980), px(380)])

    def remember(self) -> None:
        """Keeps them for the next time."""
        states = (bytes(one.saveState().data()) for one in (self._whole, self._page))
        self._desk.settings.kept.layouts[_KEY] = "|".join(base64.b64encode(one).decode() for one in states)

    def recall(self) -> None:
        """As they were kept."""
        kept = self._desk.settings.kept.layouts.get(_KEY, "")
        for state, split in zip(kept.split("|"), (self._whole, self._page), strict=False):
            if state:
                split.restoreState(QByteArray(base64.b64decode(state)))
