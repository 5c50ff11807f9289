"""Half-typed forms: kept per account, written a moment after the key, back after crash or log-out."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from .replica.database import Database

log = logging.getLogger(__name__)

PAUSE_S = 0.3
"""From the first key that is not yet on disk to the writing: so much may be lost to a crash."""
AGAIN_S = 5.0
"""A full disk is tried again so often."""


class Draft(NamedTuple):
    """A form that was begun: its key, what it holds, when it last changed (the backend's time, ms)."""

    key: str
    values: dict[str, Any]
    changed_at: int


class Drafts:
    """`key` names a form and what it is about, such as ``call`` or ``return:<ticket id>``; keys that begin
    with a point are fields that are no forms (a filter, the command line). `now` is the backend's time;
    `changed` is called when a draft came, changed or went; `again_s` lies between a writing that failed and
    the next attempt."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], int],
        changed: Callable[[], None] = lambda: None,
        *,
        again_s: float = AGAIN_S,
    ) -> None:
        self._database = database
        self._now = now
        self._changed = changed
        self._again_s = again_s
        self._account = ""
        self._held: dict[str, Draft] = {}
        self._discarded: dict[str, Draft] = {}
        self._unwritten: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self, account: str) -> None:
        """Takes up the drafts of an account ("" for nobody's); what was typed so far is written first."""
        self.flush()
        self._database.worker.wait()
        if account != self._account:
            self._discarded.clear()
        self._account = account
        found = self._database.reader.execute(
            "SELECT key, body, changed_at FROM drafts WHERE account = ? ORDER BY changed_at", (account,)
        )
        self._held = {
            key: Draft(key, msgspec.json.decode(body, type=dict[str, Any]), at) for key, body, at in found
        }
        self._changed()

    def load(self, key: str) -> dict[str, Any]:
        """What was typed ({} for nothing). Values are what JSON can hold."""
        held = self._held.get(key)
        return {} if held is None else dict(held.values)

    def save(self, key: str, values: dict[str, Any]) -> None:
        """Keeps what was typed; to be called at every edit. Empty values forget the draft."""
        if not any(values.values()):
            self.forget(key)
            return
        held = self._held.get(key)
        if held is not None and held.values == values:
            return
        self._held.pop(key, None)
        self._held[key] = Draft(key, dict(values), self._now())
        self._write_soon(key, PAUSE_S)
        self._changed()

    def forget(self, key: str) -> None:
        """The form was submitted or thrown away."""
        if self._held.pop(key, None) is not None:
            self._unwritten.add(key)
            self.flush()
            self._changed()

    def discard(self, key: str) -> None:
        """Throws a form away; `restore` brings it back for as long as this operator sits here."""
        held = self._held.get(key)
        if held is not None:
            self._discarded[key] = held
            self.forget(key)

    def restore(self, key: str) -> bool:
        """Brings back a discarded form; False where another was begun in its place meanwhile."""
        if key not in self._discarded or key in self._held:
            return False
        self.save(key, self._discarded.pop(key).values)
        return True

    @property
    def discarded(self) -> tuple[Draft, ...]:
        """Forms thrown away since this operator sat down."""
        return tuple(self._discarded.values())

    def keys(self) -> list[str]:
        """Drafts of this operator, newest first."""
        return list(reversed(self._held))

    def forms(self) -> list[Draft]:
        """Forms that this operator began and did not send, oldest first."""
        return [draft for key, draft in self._held.items() if not key.startswith(".")]

    def _write_soon(self, key: str, seconds: float) -> None:
        self._unwritten.add(key)
        if self._timer is None:
            self._loop = asyncio.get_running_loop()
            self._timer = self._loop.call_later(seconds, self.flush)

    def flush(self) -> None:
        """Gives what is not yet written to the disk's worker."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._unwritten:
            return
        account, keys = self._account, frozenset(self._unwritten)
        kept = [
            (account, key, msgspec.json.encode(self._held[key].values), self._held[key].changed_at)
            for key in keys & self._held.keys()
        ]
        gone = [(account, key) for key in keys - self._held.keys()]
        self._unwritten.clear()

        def write(db: sqlite3.Connection) -> None:
            db.executemany("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?)", kept)
            db.executemany("DELETE FROM drafts WHERE account = ? AND key = ?", gone)

        loop = self._loop

        def failed() -> None:
            log.error("a draft could not be written")
            if loop is not None and loop.is_running():
                loop.call_soon_threadsafe(self._not_written, account, keys)

        self._database.write_later(write, failed)

    def _not_written(self, account: str, keys: frozenset[str]) -> None:
        """The disk did not take them: they stay here and are tried again."""
        if account == self._account:
            for key in keys:
                self._write_soon(key, self._again_s)
