"""Check-ins of a grid worker on patrol: kept until the centre has taken them, and sent from here, whatever
screen is looked at.

They are no rows of the outbox, which holds steps of tickets: a check-in has no version and lies over nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from contract.account import Actor
from contract.duty import CheckIn, SetCheckIn

from .connection import Connection
from .errors import ConsoleError, EnvironmentFault, LoginRequired
from .net.client import Client
from .replica.database import Database

AGAIN_MS = 30_000
"""After a try that came to nothing though the line stands."""

Sent = tuple[list[CheckIn], list[ConsoleError]]


class At(Protocol):
    """Who sits where, and how it is sent from there (`Desk`)."""

    @property
    def actor(self) -> Actor | None:
        """Who sits here."""

    @property
    def session(self) -> str:
        """How their session stands."""

    @property
    def connection(self) -> Connection:
        """How the line stands."""

    def run(
        self,
        name: str,
        work: Coroutine[Any, Any, Sent],
        done: Callable[[Sent], None],
        failed: Callable[[ConsoleError], None],
        owner: QObject,
    ) -> None:
        """Runs a coroutine."""


class CheckIns(QObject):
    """Of whoever sits here, oldest first: durable when `add` returns, sent in order under their keys as soon
    as the line stands, gone once the backend has them or has refused them.

    `changed()`: others wait. `settled(taken, refused)`: lists of `CheckIn`, and of why others were not taken.
    """

    changed = Signal()
    settled = Signal(object, object)

    def __init__(self, database: Database, client: Client, at: At, parent: QObject) -> None:
        super().__init__(parent)
        self._database = database
        self._client = client
        self._at = at
        self._sending = False
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.send_soon)

    def waiting(self) -> tuple[SetCheckIn, ...]:
        """What waits of whoever sits here."""
        row = self._database.reader.execute("SELECT body FROM cache WHERE key = ?", (self._key(),)).fetchone()
        return () if row is None else msgspec.json.decode(row[0], type=tuple[SetCheckIn, ...])

    def _key(self) -> str:
        actor = self._at.actor
        return f"check-ins {actor.district}/{actor.id}" if actor is not None else ""

    def add(self, command: SetCheckIn) -> None:
        """Keeps one until it is taken, and sends it. Raises StorageFault."""
        self._keep(self._key(), (*self.waiting(), command))
        self.changed.emit()
        self.send_soon()

    def _keep(self, key: str, commands: tuple[SetCheckIn, ...]) -> None:
        body = msgspec.json.encode(commands)

        def write(db: sqlite3.Connection) -> None:
            db.execute("INSERT OR REPLACE INTO cache VALUES (?, '', ?)", (key, body))

        self._database.write_now(write)

    # --- sending -----------------------------------------------------------------------------------------
    def send_soon(self) -> None:
        """Sends what waits, where somebody is logged in and the line stands; heard at every change of
        either."""
        at = self._at
        if self._sending or at.session != "in" or at.connection.link != "live" or not self.waiting():
            return
        self._sending = True
        self._again.stop()
        at.run("check-ins", self._send(), self._done, self._failed, self)

    def _done(self, sent: Sent) -> None:
        self._sending = False
        taken, refused = sent
        self.settled.emit(taken, refused)
        self.changed.emit()
        self.send_soon()

    def _failed(self, _error: ConsoleError) -> None:
        self._sending = False
        self._again.start()

    async def _send(self) -> Sent:
        """Those that were taken, and why others were refused. Raises EnvironmentFault and LoginRequired: the
        rest waits on."""
        taken: list[CheckIn] = []
        refused: list[ConsoleError] = []
        key = self._key()
        while (waiting := self.waiting()) and key == self._key():
            command = waiting[0]
            try:
                answer = await self._client.command("POST", "/api/duty/check-ins", command.action_id, command)
                taken.append(self._client.decoded(answer, CheckIn))
            except (EnvironmentFault, LoginRequired):
                if taken or refused:
                    break
                raise
            except ConsoleError as error:
                refused.append(error)
            if key == self._key():
                rest = tuple(one for one in self.waiting() if one.action_id != command.action_id)
                self._keep(key, rest)
        return taken, refused
