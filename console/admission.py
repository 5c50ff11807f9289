"""Applications to the item catalogue: read and made on line only."""

from __future__ import annotations

from urllib.parse import quote

from contract.admission import Admission, Apply, Decide, TakeBack

from .net.client import Client

_AT = "/api/catalogue/admissions"


class Admissions:
    """All raise ConsoleError: what is refused, and that the backend is away."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def all(self) -> tuple[Admission, ...]:
        """Those that whoever sits here may see, oldest first."""
        return await self._client.get(_AT, tuple[Admission, ...])

    async def apply(self, command: Apply) -> Admission:
        """Applies for whoever's unit sits here."""
        return await self._command(_AT, command.action_id, command)

    async def decide(self, admission_id: str, command: Decide) -> Admission:
        """Approves or refuses one."""
        return await self._command(f"{_of(admission_id)}/decision", command.action_id, command)

    async def take_back(self, admission_id: str, command: TakeBack) -> Admission:
        """Takes one back that is not decided."""
        return await self._command(f"{_of(admission_id)}/taking-back", command.action_id, command)

    async def _command(self, path: str, key: str, command: object) -> Admission:
        return self._client.decoded(await self._client.command("POST", path, key, command), Admission)


def _of(admission_id: str) -> str:
    return f"{_AT}/{quote(admission_id, safe='')}"
