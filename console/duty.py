"""Duty: who is on, rosters and shifts; on line only (check-ins, which wait: `console.check_ins`)."""

from __future__ import annotations

from urllib.parse import quote

from contract.action import FileRef
from contract.duty import (
    Board,
    Called,
    ChangeDay,
    EndHolder,
    EndShift,
    Holder,
    MyDuty,
    OnDuty,
    PlaceDuty,
    PutRoster,
    RosterTaken,
    SetHolder,
    SetShift,
)
from contract.rota import Shift

from .files import Files
from .ids import uuid7
from .net.client import Client

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


def _quoted(part: str) -> str:
    return quote(part, safe="")
