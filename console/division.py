"""The division into grids and what is done to it: commands and questions, on line only; and the draft of one,
which is kept here."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from contract.division import (
    CallOffDivision,
    Change,
    Division,
    DivisionDetail,
    DivisionProposal,
    ProposeDivision,
    Replace,
)

from .files import Files
from .net.client import Client

_AT = "/api/divisions"


class Divisions:
    """All raise ConsoleError: what is refused, and that the backend is away."""

    def __init__(self, client: Client, files: Files) -> None:
        self._client = client
        self._files = files

    async def all(self) -> tuple[Division, ...]:
        """Every division that was adopted, oldest first."""
        return await self._client.get(_AT, tuple[Division, ...])

    async def one(self, id_: str) -> DivisionDetail:
        """A division with what it did."""
        return await self._client.get(f"{_AT}/{quote(id_, safe='')}", DivisionDetail)

    async def check(self, command: ProposeDivision) -> DivisionProposal:
        """What a division would come to; nothing is written."""
        await self._send_files(command)
        return await self._client.post(f"{_AT}/check", command, DivisionProposal)

    async def adopt(self, command: ProposeDivision) -> DivisionProposal:
        """Adopts a division from its date on."""
        await self._send_files(command)
        answer = await self._client.command("POST", _AT, command.action_id, command)
        return self._client.decoded(answer, DivisionProposal)

    async def call_off(self, id_: str, command: CallOffDivision) -> Division:
        """Calls a division off that has not begun."""
        path = f"{_AT}/{quote(id_, safe='')}/calling-off"
        answer = await self._client.command("POST", path, command.action_id, command)
        return self._client.decoded(answer, Division)

    async def _send_files(self, command: ProposeDivision) -> None:
        """The files first, by their hashes."""
        for sha256 in dict.fromkeys(one.sha256 for one in command.changes if isinstance(one, Replace)):
            await self._files.upload_known(sha256)


class DivisionDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A division that is being drawn: its name and day as typed, its changes in their order, and the last
    division that was known when it was begun ("" for none)."""

    id: str = ""
    day: str = ""
    title: str = ""
    base: str = ""
    changes: tuple[Change, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As drafts are kept."""
        kept: dict[str, Any] = msgspec.to_builtins(self)
        return kept

    def with_change(self, change: Change) -> DivisionDraft:
        """One more at the end."""
        return replace(self, changes=(*self.changes, change))

    def without_last(self) -> DivisionDraft:
        """Without the last one."""
        return replace(self, changes=self.changes[:-1])

    def command(self, action_id: str, day: date) -> ProposeDivision:
        """As the centre takes it."""
        return ProposeDivision(
            action_id=action_id,
            id=self.id.strip(),
            effective_from=day.isoformat(),
            title=self.title.strip(),
            base=self.base,
            changes=self.changes,
        )


def draft_of(kept: dict[str, Any]) -> DivisionDraft | None:
    """A draft as it was kept; None where there is none, or an edition wrote it that knew other changes."""
    if not kept:
        return None
    try:
        return msgspec.convert(kept, DivisionDraft)
    except msgspec.ValidationError:
        return None
