"""Settings are written when they change, so that a crash costs no layout, theme or log-in name."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from console.errors import StorageFault
from console.settings import Settings

log = logging.getLogger(__name__)

LOOK_EVERY_MS = 1_000
"""How long a change may be unsaved; what is looked at is a few kB in memory (some 20 µs)."""


class Keeping(QObject):
    """Writes the settings within a second of any change, whoever made it. A disk that refuses is reported
    once, and tried again. `collect` puts in what is only known when asked for."""

    def __init__(self, settings: Settings, collect: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._collect = collect
        self._refused = False
        timer = QTimer(self)
        timer.setInterval(LOOK_EVERY_MS)
        timer.timeout.connect(self.save)
        timer.start()
        self._timer = timer

    def end(self) -> None:
        """Looks no longer: the window has written them and goes."""
        self._timer.stop()

    def save(self) -> None:
        """Writes them when they say something else than the file."""
        self._collect()
        try:
            self._settings.save()
            self._refused = False
        except StorageFault as fault:
            if not self._refused:
                log.exception("%s", fault.says.en)
            self._refused = True
