"""A second start of a console that runs already brings its window to the front instead.

The two meet at a local socket (a pipe on Windows) named after the profile. It is the profile's lock that says
whether a console runs; a socket that nobody answers only means that its window cannot be asked for.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

ANSWER_MS = 2_000
_SHOW = b"show\n"
_SHOWN = b"shown\n"


def _name(profile: Path) -> str:
    """Short enough for a socket's path, and one for each profile however it is spelt."""
    return "grid-console-" + hashlib.sha256(str(profile.resolve()).encode()).hexdigest()[:16]


def show_running(profile: Path) -> bool:
    """Asks the console that has this profile to show itself; whether it does."""
    socket = QLocalSocket()
    socket.connectToServer(_name(profile))
    if not socket.waitForConnected(ANSWER_MS):
        return False
    socket.write(_SHOW)
    while socket.waitForReadyRead(ANSWER_MS):
        if socket.canReadLine():
            return bytes(socket.readLine().data()) == _SHOWN
    return False


class SecondStarts(QObject):
    """Hears second starts; `show` brings the window to the front. Only this user's programs may ask."""

    def __init__(self, profile: Path, show: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_asked)
        # The profile's lock is ours: whatever has the name was left by a console that was killed.
        QLocalServer.removeServer(_name(profile))
        if not self._server.listen(_name(profile)):
            log.warning("a second start cannot show this window: %s", self._server.errorString())

    def close(self) -> None:
        """Hears no more."""
        self._server.close()

    def _on_asked(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._on_words(socket))
            self._on_words(socket)

    def _on_words(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        if bytes(socket.readLine().data()) == _SHOW:
            self._show()
            socket.write(_SHOWN)
            socket.flush()
        socket.disconnectFromServer()
