"""Half-typed forms: kept per account, written a moment after the last key, back after crash or log-out."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from typing import Any

import msgspec

from .replica.database import Database

log = logging.getLogger(__name__)

PAUSE_S = 0.3


class Drafts:
    """`key` names a form and what it is about, such as ``intake`` or ``return:<ticket id>``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._account = ""
        self._held: dict[str, dict[str, Any]] = {}
        self._unwritten: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None

    def open(self, account: str) -> None:
        """Takes up the drafts of an account ("" for none); what was typed so far is written first."""
        self.flush()
        self._account = account
        found = self._database.reader.execute(
            "SELECT key, body FROM drafts WHERE account = ? ORDER BY changed_at", (account,)
        )
        self._held = {key: msgspec.json.decode(body, type=dict[str, Any]) for key, body in found}

    def load(self, key: str) -> dict[str, Any]:
        """What was typed ({} for nothing). Values are what JSON can hold."""
        return dict(self._held.get(key, {}))

    def save(self, key: str, values: dict[str, Any]) -> None:
        """Keeps what was typed; to be called at every edit. Empty values forget the draft."""
        if not any(values.values()):
            self.forget(key)
            return
        if self._held.get(key) == values:
            return
        self._held.pop(key, None)
        self._held[key] = dict(values)
        self._unwritten.add(key)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(PAUSE_S, self.flush)

    def forget(self, key: str) -> None:
        """The form was submitted or thrown away."""
        if self._held.pop(key, None) is not None:
            self._unwritten.add(key)
            self.flush()

    def keys(self) -> list[str]:
        """Drafts of this operator, newest first."""
        return list(reversed(self._held))

    def flush(self) -> None:
        """Gives what is not yet written to the disk's worker."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._unwritten:
            return
        account, now = self._account, time.time_ns() // 1_000_000
        kept = [
            (account, key, msgspec.json.encode(self._held[key]), now)
            for key in self._unwritten & self._held.keys()
        ]
        gone = [(account, key) for key in self._unwritten - self._held.keys()]
        self._unwritten.clear()

        def write(db: sqlite3.Connection) -> None:
            db.executemany("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?)", kept)
            db.executemany("DELETE FROM drafts WHERE account = ? AND key = ?", gone)

        self._database.write_later(write, lambda: log.error("a draft could not be written"))
