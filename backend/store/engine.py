"""Engines for both databases, and the transactions that the services use.

SQLite: WAL with ``synchronous=FULL`` (in WAL mode NORMAL can lose the last commits on power loss, and what
was answered must not be lost; group commit pays for the fsync), one connection that writes and begins
IMMEDIATE, several that read and begin explicitly, so that two SELECTs see one state. PostgreSQL:
asyncpg, reads in REPEATABLE READ.
"""

from __future__ import annotations

import asyncio
import gc
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import structlog
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event, exc
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

log = structlog.get_logger("store")

BUSY_MS = 20_000
MERGE_S = 1.0
"""So long the end waits for others who read the file."""


# A plan made while a table was small reads it whole, and is kept until statistics are gathered. What a
# writer asks is always by key; what a reader asks is worth a plan of its own.
_WRITING = {"application_name": "grid-backend writer", "plan_cache_mode": "force_custom_plan", "jit": "off"}
_READING = {"application_name": "grid-backend", "plan_cache_mode": "force_custom_plan", "jit": "off"}


class StoreError(Exception):
    """The environment: a database that cannot be opened or is not one of ours."""


class StoreAway(StoreError):
    """The database does not answer now. What was under way may have been committed or not."""


_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.OperatorInterventionError,
    ConnectionError,
    FileNotFoundError,  # the socket of a server that is down
    exc.TimeoutError,
)
_SQLITE_AWAY = ("locked", "busy", "disk", "unable to open", "readonly")


@contextmanager
def away_is_told() -> Iterator[None]:
    """Turn the drivers' many ways of saying that the database is away into StoreAway."""
    try:
        yield
    except _AWAY as error:
        raise StoreAway("the database does not answer") from error
    except (exc.OperationalError, exc.InterfaceError, exc.DBAPIError) as error:
        said = str(error.orig)
        if error.connection_invalidated or isinstance(error.orig, _AWAY):
            raise StoreAway("the database does not answer") from error
        if isinstance(error.orig, sqlite3.OperationalError) and any(word in said for word in _SQLITE_AWAY):
            raise StoreAway(said) from error
        raise


def async_url(database: str) -> str:
    """The URL with its asynchronous driver; raises StoreError for other databases."""
    if database.startswith(("sqlite+aiosqlite:", "postgresql+asyncpg:")):
        return database
    if database.startswith("sqlite:"):
        return "sqlite+aiosqlite:" + database.removeprefix("sqlite:")
    for prefix in ("postgresql:", "postgres:"):
        if database.startswith(prefix):
            return "postgresql+asyncpg:" + database.removeprefix(prefix)
    raise StoreError("the database must be sqlite:///FILE or postgresql://…")


def _on_sqlite(engine: AsyncEngine, begin: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by us, below
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.execute("PRAGMA cache_size = -32000")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


class Store:
    """A database: `write()` and `read()` are transactions, `dialect` is ``sqlite`` or ``postgresql``."""

    def __init__(self, database: str, pool: int = 8) -> None:
        url = make_url(async_url(database))
        self.url = url
        self.dialect = url.get_backend_name()
        # An error's text is logged: it must not quote what people wrote (`hide_parameters`).
        if self.dialect == "sqlite":
            if not url.database or url.database == ":memory:":
                raise StoreError("the SQLite database must be a file")
            Path(url.database).absolute().parent.mkdir(parents=True, exist_ok=True)
            self._writer = create_async_engine(
                url,
                hide_parameters=True,
                poolclass=AsyncAdaptedQueuePool,
                pool_size=1,
                max_overflow=0,
                pool_timeout=60,
            )
            self._reader = create_async_engine(
                url,
                hide_parameters=True,
                poolclass=AsyncAdaptedQueuePool,
                pool_size=pool,
                max_overflow=0,  # a connection is a thread: those there are wait rather than come and go
                pool_timeout=60,
            )
            _on_sqlite(self._writer, "BEGIN IMMEDIATE")
            _on_sqlite(self._reader, "BEGIN")
        else:
            self._writer = create_async_engine(
                url,
                hide_parameters=True,
                pool_size=2,
                max_overflow=2,
                pool_timeout=60,
                pool_pre_ping=True,
                connect_args={"server_settings": _WRITING},
            )
            self._reader = create_async_engine(
                url,
                hide_parameters=True,
                pool_size=pool,
                max_overflow=pool,
                pool_timeout=60,
                pool_pre_ping=True,
                isolation_level="REPEATABLE READ",
                connect_args={"server_settings": _READING},
            )

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes; on SQLite it is alone from its first moment."""
        with away_is_told():
            async with self._writer.begin() as connection:
                yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction whose statements all see one state."""
        with away_is_told():
            async with self._reader.connect() as connection, connection.begin():
                yield connection

    @asynccontextmanager
    async def listening(self, name: str, heard: Callable[..., None]) -> AsyncIterator[None]:
        """LISTEN on a PostgreSQL channel over a connection of its own for the length of a block.

        Raises StoreAway out of the block's next await where that connection is lost.
        """
        with away_is_told():
            async with self._writer.connect() as connection, self._heard(connection, name, heard):
                yield

    @asynccontextmanager
    async def _heard(
        self, connection: AsyncConnection, name: str, heard: Callable[..., None]
    ) -> AsyncIterator[None]:
        raw = await connection.get_raw_connection()
        driver = raw.driver_connection
        assert driver is not None
        task = asyncio.current_task()
        assert task is not None
        lost = False

        def ended(_connection: Any) -> None:
            nonlocal lost
            lost = True
            task.cancel()

        await driver.add_listener(name, heard)
        driver.add_termination_listener(ended)
        try:
            yield
        except asyncio.CancelledError:
            if lost:
                raise StoreAway("the connection that listens was lost") from None
            raise
        finally:
            if not lost:
                driver.remove_termination_listener(ended)
                await driver.remove_listener(name, heard)

    async def ping(self) -> None:
        """Raise where the database does not answer."""
        async with self.read() as connection:
            await connection.exec_driver_sql("SELECT 1")

    async def migrate(self) -> None:
        """Bring the schema to the newest step (`store/migrations`)."""
        async with self._writer.begin() as connection:
            if self.dialect == "postgresql":
                # Replicas that start together migrate one after the other.
                await connection.exec_driver_sql("SELECT pg_advisory_xact_lock(4741)")
            await connection.run_sync(upgrade)

    async def close(self) -> None:
        """Give every connection back."""
        await self._reader.dispose()
        await self._writer.dispose()
        if self.dialect == "sqlite":
            await asyncio.to_thread(self._merge)

    def _merge(self) -> None:
        file = Path(str(self.url.database))
        if file.exists() and not merged(file):
            # The cursor of a query that was given up may lie in a cycle with the reason.
            gc.collect()
            if not merged(file):
                log.warning("write_ahead_log_left", file=file.name)


def merged(file: Path) -> bool:
    """Put all that was committed into an SQLite file itself, so that who copies or renames it has it whole;
    False where its write-ahead log stays part of it.

    SQLite does so when the last connection closes. A connection closed with a query under way stays open
    until that is forgotten, and so does one of another process.
    """
    try:
        with closing(sqlite3.connect(file, timeout=MERGE_S, isolation_level=None)) as connection:
            ((busy, frames, done),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.Error as error:
        log.warning("write_ahead_log_not_merged", error=str(error))
        return False
    # One that only reads what is merged keeps the log from being emptied, and that is no harm. Nothing is
    # counted where there is no log, and where another merges at this moment.
    return bool(frames == done and (frames >= 0 or not busy))


def configuration() -> Config:
    """Alembic's configuration, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the migrations on an open connection."""
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
