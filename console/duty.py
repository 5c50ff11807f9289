"""Duty: who is on, rosters and shifts, on line only; and check-ins, which wait here until they are taken."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from urllib.parse import quote

import msgspec

from contract.account import Actor
from contract.action import FileRef
from contract.duty import (
    Board,
    Called,
    ChangeDay,
    CheckIn,
    EndHolder,
    EndShift,
    Holder,
    MyDuty,
    OnDuty,
    PlaceDuty,
    PutRoster,
    RosterTaken,
    SetCheckIn,
    SetHolder,
    SetShift,
)
from contract.rota import Shift

from .errors import ConsoleError, EnvironmentFault, LoginRequired
from .files import Files
from .ids import uuid7
from .net.client import Client
from .replica.database import Database

_AT = "/api/duty"


class Duty:
    """All raise ConsoleError: what is refused, and that the backend is away."""

    def __init__(self, client: Client, files: Files) -> None:
        self._client = client
        self._files = files

    async def now(self, place: str, point: tuple[float, float] | None = None) -> tuple[OnDuty, ...]:
        """Who is on duty now in an area (up its parents, nearest first) or for a unit; `point`: lon, lat."""
        params = {} if point is None else {"lon": point[0], "lat": point[1]}
        return await self._client.get(f"{_AT}/now/{_quoted(place)}", tuple[OnDuty, ...], params)

    async def board(self) -> Board:
        """All grids and units of whoever sits here."""
        return await self._client.get(f"{_AT}/board", Board)

    async def place(self, place: str) -> PlaceDuty:
        """One place whole."""
        return await self._client.get(f"{_AT}/places/{_quoted(place)}", PlaceDuty)

    async def mine(self) -> MyDuty:
        """One's own turns and last check-in."""
        return await self._client.get(f"{_AT}/mine", MyDuty)

    async def phone(self, holder_id: str) -> Called:
        """A phone in full. The showing goes into the audit log; the answer must not be kept."""
        return await self._client.post(f"{_AT}/holders/{_quoted(holder_id)}/phone", {}, Called)

    async def set_holder(self, holder_id: str, command: SetHolder) -> Holder:
        """Puts somebody on a roster, or changes who stands there."""
        path = f"{_AT}/holders/{_quoted(holder_id)}"
        answer = await self._client.command("PUT", path, command.action_id, command)
        return self._client.decoded(answer, Holder)

    async def end_holder(self, holder_id: str, command: EndHolder) -> Holder:
        """Takes somebody off a roster."""
        path = f"{_AT}/holders/{_quoted(holder_id)}/ending"
        answer = await self._client.command("POST", path, command.action_id, command)
        return self._client.decoded(answer, Holder)

    async def set_shift(self, shift_id: str, command: SetShift) -> Shift:
        """Makes a shift, or changes it from now on."""
        path = f"{_AT}/shifts/{_quoted(shift_id)}"
        return self._client.decoded(
            await self._client.command("PUT", path, command.action_id, command), Shift
        )

    async def end_shift(self, shift_id: str, command: EndShift) -> Shift:
        """Ends a shift now."""
        path = f"{_AT}/shifts/{_quoted(shift_id)}/ending"
        return self._client.decoded(
            await self._client.command("POST", path, command.action_id, command), Shift
        )

    async def change_day(self, shift_id: str, command: ChangeDay) -> Shift:
        """Says something of one day of a shift."""
        path = f"{_AT}/shifts/{_quoted(shift_id)}/days"
        return self._client.decoded(
            await self._client.command("POST", path, command.action_id, command), Shift
        )

    async def put_roster(self, file: FileRef, *, partial: bool) -> RosterTaken:
        """Takes a table in: the file first, by its hash."""
        await self._files.upload_known(file.sha256)
        command = PutRoster(action_id=uuid7(), file=file, partial=partial)
        answer = await self._client.command("POST", f"{_AT}/roster", command.action_id, command)
        return self._client.decoded(answer, RosterTaken)


class CheckIns:
    """Check-ins of whoever sits here that wait to be taken, oldest first: durable when `add` returns, sent in
    order under their keys, gone once the backend has them or has refused them."""

    def __init__(self, database: Database, client: Client, actor: Callable[[], Actor | None]) -> None:
        self._database = database
        self._client = client
        self._actor = actor
        self._turn = asyncio.Lock()

    def waiting(self) -> tuple[SetCheckIn, ...]:
        """What waits of whoever sits here."""
        row = self._database.reader.execute("SELECT body FROM cache WHERE key = ?", (self._key(),)).fetchone()
        return () if row is None else msgspec.json.decode(row[0], type=tuple[SetCheckIn, ...])

    def _key(self) -> str:
        actor = self._actor()
        return f"check-ins {actor.district}/{actor.id}" if actor is not None else ""

    def add(self, command: SetCheckIn) -> None:
        """Keeps one until it is taken. Raises StorageFault."""
        self._keep(self._key(), (*self.waiting(), command))

    def _keep(self, key: str, commands: tuple[SetCheckIn, ...]) -> None:
        body = msgspec.json.encode(commands)

        def write(db: sqlite3.Connection) -> None:
            db.execute("INSERT OR REPLACE INTO cache VALUES (?, '', ?)", (key, body))

        self._database.write_now(write)

    async def send(self) -> tuple[list[CheckIn], list[ConsoleError]]:
        """Sends what waits: those that were taken, and why others were refused (they wait no longer). Raises
        EnvironmentFault and LoginRequired: the rest waits on."""
        taken: list[CheckIn] = []
        refused: list[ConsoleError] = []
        async with self._turn:
            key = self._key()
            while (waiting := self.waiting()) and key == self._key():
                command = waiting[0]
                try:
                    answer = await self._client.command(
                        "POST", f"{_AT}/check-ins", command.action_id, command
                    )
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


def _quoted(part: str) -> str:
    return quote(part, safe="")
