"""The seat's SQLite file: schema, upgrades, and the two connections that use it.

One worker thread writes, each change one transaction; the GUI thread reads single rows through a connection
of its own, which WAL never makes wait. `synchronous=FULL`: what was committed survives a power cut.

The driver is used as it is (docs/decisions/0007-seat-file-without-sqlalchemy.md): a queue of 100,000 has to
stand within a second of the process's start.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from console.errors import StorageFault
from console.tasks import Worker
from contract.machine import Names

T = TypeVar("T")

SCHEMA = (
    # 1: the first
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE tickets (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, row BLOB NOT NULL);
    CREATE TABLE lean (
        id TEXT PRIMARY KEY, number TEXT NOT NULL, title TEXT NOT NULL, place TEXT NOT NULL,
        fixed BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE words (col TEXT NOT NULL, code INTEGER NOT NULL, word TEXT NOT NULL, PRIMARY KEY (col, code))
        WITHOUT ROWID;
    CREATE TABLE outbox (
        n INTEGER PRIMARY KEY AUTOINCREMENT, action_id TEXT NOT NULL UNIQUE, account TEXT NOT NULL,
        ticket_id TEXT NOT NULL, base_version INTEGER NOT NULL, follows TEXT NOT NULL, act BLOB NOT NULL,
        done_at INTEGER NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL, problem BLOB);
    CREATE TABLE drafts (
        account TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL, changed_at INTEGER NOT NULL,
        PRIMARY KEY (account, key)) WITHOUT ROWID;
    CREATE TABLE cache (key TEXT PRIMARY KEY, etag TEXT NOT NULL, body BLOB NOT NULL);
    """,
    # 2: the ticket as the person saw it when it was acted on
    """
    ALTER TABLE outbox ADD COLUMN seen BLOB;
    """,
    # 3: alarms as they stand, what happened to them, what their operator has in hand, which urges were heard
    """
    CREATE TABLE alarm (
        account TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (account, key)) WITHOUT ROWID;
    CREATE TABLE alarm_log (
        n INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, at INTEGER NOT NULL, key TEXT NOT NULL,
        what TEXT NOT NULL, kind TEXT NOT NULL, priority TEXT NOT NULL, ticket_id TEXT NOT NULL,
        number TEXT NOT NULL, unit_path TEXT NOT NULL, unit_name TEXT NOT NULL, area_path TEXT NOT NULL,
        area_name TEXT NOT NULL, channel TEXT NOT NULL, reason TEXT NOT NULL);
    CREATE INDEX alarm_log_at ON alarm_log (account, at);
    CREATE TABLE alarm_hand (
        account TEXT NOT NULL, ticket_id TEXT NOT NULL, in_hand INTEGER NOT NULL, urges INTEGER NOT NULL,
        PRIMARY KEY (account, ticket_id)) WITHOUT ROWID;
    """,
    # 4: the duty list and the powers list
    """
    CREATE TABLE mandate (
        scope TEXT NOT NULL, n INTEGER NOT NULL, list TEXT NOT NULL, code TEXT NOT NULL, title TEXT NOT NULL,
        initials TEXT NOT NULL, words TEXT NOT NULL, begins INTEGER NOT NULL, ends INTEGER NOT NULL,
        body BLOB NOT NULL, PRIMARY KEY (scope, n));
    CREATE INDEX mandate_code ON mandate (scope, list, code);
    CREATE TABLE mandate_item (
        scope TEXT NOT NULL, item TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (scope, item, n))
        WITHOUT ROWID;
    """,
    # 5: joint actions. An outbox row's ticket_id is from here on the id of either.
    """
    CREATE TABLE joints (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, row BLOB NOT NULL);
    """,
)
"""What brings the file from one version to the next. A released step is never edited; a new one is added."""

VERSION = len(SCHEMA)


def _fault(error: sqlite3.Error) -> StorageFault:
    return StorageFault(
        Names(f"本机数据库无法使用：{error}", f"the seat's own database cannot be used: {error}")
    )


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, timeout=20)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    return db


def upgrade(db: sqlite3.Connection) -> None:
    """Brings a file of any older version to this one, all or nothing; raises StorageFault for a newer one."""
    (held,) = db.execute("PRAGMA user_version").fetchone()
    if held > VERSION:
        raise StorageFault(
            Names(
                "本机数据由更新版本的程序写成，请先升级本程序",
                "this profile was written by a newer console: upgrade this one first",
            )
        )
    for number in range(held, VERSION):
        db.executescript(f"BEGIN IMMEDIATE; {SCHEMA[number]} PRAGMA user_version={number + 1}; COMMIT;")


class Database:
    """The file and its worker. Raises StorageFault when it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.worker = Worker("disk")
        self.rolled_back: list[Callable[[], None]] = []
        """Called on the worker thread after a transaction came to nothing."""
        try:
            self.reader = _connect(path)
            try:
                upgrade(self.reader)
                self.reader.execute("PRAGMA query_only=ON")
            except BaseException:
                self.reader.close()
                raise
            self._writer = self.worker.give(self._open).result()
        except sqlite3.Error as error:
            self.worker.close()
            raise _fault(error) from error
        except StorageFault:
            self.worker.close()
            raise

    def _open(self) -> sqlite3.Connection:
        return _connect(self.path)

    def _transaction(self, work: Callable[[sqlite3.Connection], T]) -> T:
        db = self._writer
        try:
            db.execute("BEGIN IMMEDIATE")
            try:
                answer = work(db)
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                for forget in self.rolled_back:
                    forget()
                raise
        except sqlite3.Error as error:
            raise _fault(error) from error
        return answer

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Does `work` on the worker thread in one transaction; it must touch nothing of the GUI thread's."""
        return await self.worker.do(self._transaction, work)

    def write_now(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The same, waited for: for what must be durable before the caller goes on."""
        return self.worker.give(self._transaction, work).result()

    def write_later(
        self,
        work: Callable[[sqlite3.Connection], T],
        failed: Callable[[], None],
        done: Callable[[], None] | None = None,
    ) -> None:
        """The same without waiting; on the worker thread `done` is called after it, or `failed` when it could
        not be done."""

        def attempt() -> None:
            try:
                self._transaction(work)
            except StorageFault:
                failed()
            else:
                if done is not None:
                    done()

        self.worker.start(attempt)

    def meta(self, key: str, kind: type[T]) -> T | None:
        """A value kept under a key, None where there is none or it has another shape."""
        found = self.reader.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
        if found is None:
            return None
        try:
            return msgspec.msgpack.decode(found[0], type=kind)
        except msgspec.DecodeError:
            return None

    def close(self) -> None:
        """Waits for what is being written and closes both connections."""
        self.worker.give(self._writer.close).result()
        self.worker.close()
        self.reader.close()


def set_meta(db: sqlite3.Connection, key: str, value: object) -> None:
    """Keeps a value under a key; inside a transaction of the worker."""
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, msgspec.msgpack.encode(value)))
