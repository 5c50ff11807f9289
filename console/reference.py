"""Reference data and tables of the backend, kept in the seat's file under their ETag, so that they are there
off line. The decoded reference is one object until the backend has another."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import TypeVar

import msgspec

from contract.lifecycle import TABLE
from contract.machine import Machine
from contract.reference import Reference

from .errors import ConsoleError
from .net.client import Client
from .replica.database import Database

T = TypeVar("T")


_STREETS = "streets"


class _Tables(msgspec.Struct, frozen=True):
    ticket: Machine
    digest: str
    joint: Machine = Machine("joint", (), ())
    """Of a backend that knows no joint actions: nothing is to be done to one."""


class ReferenceData:
    """What the backend serves to look things up in. `district` tells the caches of several apart."""

    def __init__(self, database: Database, client: Client) -> None:
        self._database = database
        self._client = client
        self._district = ""
        self._asked: dict[str, str] = {}
        self.reference: Reference | None = None
        self.tables: Machine = TABLE
        """The backend's lifecycle table; this console's own until the backend was heard."""
        self.joints: Machine | None = None
        """The backend's table of joint actions, None until the backend was heard."""

    def open(self, district: str) -> None:
        """Takes up what is kept of a district."""
        if district != self._district:
            self._district = district
            self._asked.clear()
            self.reference = None
            self.tables, self.joints = TABLE, None
        if not district:
            return
        if self.reference is None:
            self.reference = self._kept("reference", Reference)
        tables = self._kept("tables", _Tables)
        if tables is not None:
            self.tables, self.joints = tables.ticket, tables.joint

    def _key(self, what: str) -> str:
        return f"{self._client.server} {self._district} {what}"

    def _row(self, what: str) -> tuple[str, bytes] | None:
        found: tuple[str, bytes] | None = self._database.reader.execute(
            "SELECT etag, body FROM cache WHERE key = ?", (self._key(what),)
        ).fetchone()
        return found

    def _kept(self, what: str, kind: type[T]) -> T | None:
        row = self._row(what)
        if row is None:
            return None
        try:
            return msgspec.json.decode(row[1], type=kind)
        except msgspec.DecodeError:
            return None  # written by another version of the contract: it is fetched anew

    async def _fetch(self, what: str, path: str, params: dict[str, str] | None = None) -> bytes | None:
        """The body where it is another than the one kept, which it then replaces; None where it is not."""
        row = self._row(what)
        headers = {"If-None-Match": row[0]} if row is not None and row[0] else {}
        response = await self._client.send("GET", path, params=params, headers=headers)
        if response.status_code == 304:
            return None
        key, etag, body = self._key(what), response.headers.get("etag", ""), response.content
        if row is not None and row[1] == body:
            return None

        def keep(db: sqlite3.Connection) -> None:
            db.execute("INSERT OR REPLACE INTO cache VALUES (?, ?, ?)", (key, etag, body))

        await self._database.write(keep)
        return body

    async def refresh(self) -> bool:
        """Asks the backend; True when reference or tables are others than before."""
        changed = await self._fetch("reference", "/api/reference") is not None
        if changed or self.reference is None:
            self.reference = self._kept("reference", Reference)
            changed = True
        if await self._fetch("tables", "/api/tables") is not None:
            tables = self._kept("tables", _Tables)
            self.tables, self.joints = (TABLE, None) if tables is None else (tables.ticket, tables.joint)
            changed = True
        return changed

    def kept_geometry(self, level: str) -> bytes | None:
        """The outlines of a level as last heard."""
        row = self._row(f"geometry {level}")
        return None if row is None else row[1]

    def kept_streets(self) -> bytes | None:
        """The streets as last heard."""
        row = self._row(_STREETS)
        return None if row is None else row[1]

    def streets_are_old(self) -> bool:
        """Whether the streets have not been asked for since the reference last changed."""
        return self.geometry_is_old(_STREETS)

    async def streets(self) -> bytes:
        """The streets, asked for anew."""
        self._asked[_STREETS] = self.reference.digest if self.reference is not None else ""
        try:
            body = await self._fetch(_STREETS, "/api/streets")
        except ConsoleError:
            self._asked.pop(_STREETS, None)
            raise
        return body if body is not None else self.kept_streets() or b""

    def geometry_is_old(self, level: str) -> bool:
        """Whether the outlines of a level have not been asked for since the reference last changed."""
        return self._asked.get(level) != (self.reference.digest if self.reference is not None else "")

    def of_other_areas(self, level: str) -> bool:
        """Whether the outlines kept of a level are those of other areas than the reference has: the district
        was divided anew."""
        row = self._row(f"areas of geometry {level}")
        if row is None:
            # Kept by an edition that did not write it down: they may be, once there was a division.
            return self.reference is not None and bool(self.reference.divisions)
        return row[0] != self._areas_of(level)

    def _areas_of(self, level: str) -> str:
        """What tells the areas of a level from those of another division: a label lies in its outline."""
        areas = self.reference.areas if self.reference is not None else ()
        said = ";".join(f"{a.code} {a.lon} {a.lat}" for a in areas if a.level == level)
        return hashlib.sha256(said.encode()).hexdigest()

    async def geometry(self, level: str) -> bytes:
        """The outlines of a level, asked for anew."""
        self._asked[level] = self.reference.digest if self.reference is not None else ""
        areas = self._areas_of(level)
        try:
            body = await self._fetch(f"geometry {level}", "/api/areas/geometry", {"level": level})
        except ConsoleError:
            self._asked.pop(level, None)
            raise
        key = self._key(f"areas of geometry {level}")

        def keep(db: sqlite3.Connection) -> None:
            db.execute("INSERT OR REPLACE INTO cache VALUES (?, ?, ?)", (key, areas, b""))

        await self._database.write(keep)
        return body if body is not None else self.kept_geometry(level) or b""
