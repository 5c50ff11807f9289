"""Filters kept under a name: the backend's list, in the seat's file so that it is there off line."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import msgspec

from contract.account import Actor
from contract.saved_filter import SavedFilter, SaveFilter

from .ids import uuid7
from .net.client import Client
from .replica.database import Database

_decoder = msgspec.json.Decoder(tuple[SavedFilter, ...])


class SavedFilters:
    """The list of whoever sits here, by name; `changed` is called on the GUI thread when it is another."""

    def __init__(self, database: Database, client: Client, changed: Callable[[], None]) -> None:
        self._database = database
        self._client = client
        self._changed = changed
        self._account = ""
        self._key = ""
        self._turn = asyncio.Lock()
        self.kept: tuple[SavedFilter, ...] = ()

    def open(self, actor: Actor | None) -> None:
        """Takes up what is kept of an account's list (None: nobody's)."""
        self._account = "" if actor is None else actor.id
        key = "" if actor is None else f"{self._client.server} {actor.district} filters {actor.id}"
        if key == self._key:
            return
        self._key = key
        self._show(self._held() if key else ())

    def _held(self) -> tuple[SavedFilter, ...]:
        reader = self._database.reader
        found = reader.execute("SELECT body FROM cache WHERE key = ?", (self._key,)).fetchone()
        if found is None:
            return ()
        try:
            return _decoder.decode(found[0])
        except msgspec.DecodeError:
            return ()  # written by another version of the contract: the list is fetched anew

    def _show(self, filters: tuple[SavedFilter, ...]) -> None:
        if filters != self.kept:
            self.kept = filters
            self._changed()

    def concerned(self, account: str) -> bool:
        """Whether a change of an account's own filter ("": a shared one) changes this list."""
        return account in ("", self._account)

    async def refresh(self) -> None:
        """Asks the backend. Raises ConsoleError."""
        # One after the other: the answer to the last question is the one that stays.
        async with self._turn:
            await self._refresh()

    async def _refresh(self) -> None:
        key = self._key
        if not key:
            return
        response = await self._client.send("GET", "/api/filters")
        body = response.content
        filters = self._client.decoded(response, tuple[SavedFilter, ...])

        def keep(db: sqlite3.Connection) -> None:
            db.execute("INSERT OR REPLACE INTO cache VALUES (?, '', ?)", (key, body))

        await self._database.write(keep)
        if key == self._key:
            self._show(filters)

    async def save(
        self, filter_id: str, name: str, screen: str, query: dict[str, Any], *, shared: bool
    ) -> SavedFilter:
        """Makes or changes one. Raises ConsoleError: what is refused, and that the backend is away."""
        command = SaveFilter(action_id=uuid7(), name=name, screen=screen, query=query, shared=shared)
        answer = await self._client.command("PUT", _path(filter_id), command.action_id, command)
        saved = self._client.decoded(answer, SavedFilter)
        await self.refresh()
        return saved

    async def drop(self, filter_id: str) -> None:
        """Takes one away. Raises ConsoleError."""
        await self._client.command("DELETE", _path(filter_id), uuid7(), None)
        await self.refresh()


def _path(filter_id: str) -> str:
    return f"/api/filters/{quote(filter_id, safe='')}"
