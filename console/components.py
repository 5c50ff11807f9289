"""The register of components: searched and changed on line only; nothing of it lies here."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import quote

import msgspec

from contract.component import (
    ChangeComponent,
    Component,
    ComponentDetail,
    ComponentImport,
    ComponentMapping,
    ComponentPage,
    ImportComponents,
    RegisterComponent,
    RemoveComponent,
)
from contract.machine import Names

from .errors import StorageFault
from .files import TRANSFER_S, Files
from .net.client import Client

FORMS = ("xlsx", "csv")
"""As what the register can be written out."""
_AT = "/api/components"
_FILES = "/api/component-files"


class Sought(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a search asks for; empty fields ask for nothing. `kind` and `state` may be several with commas;
    around `lon`, `lat` (both or neither) the nearest come first, within so many metres."""

    code: str = ""
    text: str = ""
    kind: str = ""
    area: str = ""
    state: str = ""
    ownerless: bool = False
    lon: float | None = None
    lat: float | None = None
    within: float = 0.0
    limit: int = 100
    cursor: str = ""


class Components:
    """All raise ConsoleError: what is refused, and that the backend is away."""

    def __init__(self, client: Client, files: Files) -> None:
        self._client = client
        self._files = files

    async def search(self, sought: Sought) -> ComponentPage:
        """A page of components, by code or by distance."""
        asked: dict[str, str | int | float | bool] = msgspec.to_builtins(sought)
        said = {
            name: str(value).lower() if isinstance(value, bool) else value for name, value in asked.items()
        }
        return await self._client.get(_AT, ComponentPage, said)

    async def detail(self, code: str) -> ComponentDetail:
        """One with its history and its tickets."""
        return await self._client.get(_of(code), ComponentDetail)

    async def register(self, command: RegisterComponent) -> Component:
        """Enters one."""
        return await self._command(_AT, command.action_id, command)

    async def change(self, code: str, command: ChangeComponent) -> Component:
        """Changes one; raises Conflict where somebody was first."""
        return await self._command(f"{_of(code)}/change", command.action_id, command)

    async def remove(self, code: str, command: RemoveComponent) -> Component:
        """Says that one stands there no more; raises Conflict where somebody was first."""
        return await self._command(f"{_of(code)}/removal", command.action_id, command)

    async def _command(self, path: str, key: str, command: object) -> Component:
        return self._client.decoded(await self._client.command("POST", path, key, command), Component)

    async def mappings(self) -> tuple[ComponentMapping, ...]:
        """The mappings that come along."""
        return await self._client.get(f"{_FILES}/mappings", tuple[ComponentMapping, ...])

    async def check(self, command: ImportComponents) -> ComponentImport:
        """What a file would change and what is wrong with it; nothing is written."""
        await self._files.upload_known(command.file.sha256)
        return await self._client.post(f"{_FILES}/check", command, ComponentImport)

    async def take_in(self, command: ImportComponents) -> ComponentImport:
        """Takes a file in."""
        await self._files.upload_known(command.file.sha256)
        answer = await self._client.command("POST", f"{_FILES}/imports", command.action_id, command)
        return self._client.decoded(answer, ComponentImport)

    async def write_out(self, form: str, place: Path) -> int:
        """Writes the register into a file (`FORMS`) that must not be half there afterwards; its length in
        bytes. Raises StorageFault where the place can't be written."""
        answer = await self._client.send("GET", f"{_FILES}/table/{form}", answer_s=TRANSFER_S)
        content = answer.content

        def write() -> None:
            fresh = place.with_name(f".{place.name}.new")
            fresh.write_bytes(content)
            fresh.replace(place)

        try:
            await asyncio.to_thread(write)
        except OSError as error:
            reason = error.strerror or str(error)
            raise StorageFault(
                Names(f"文件无法写入：{reason}", f"the file cannot be written: {reason}")
            ) from error
        return len(content)


def _of(code: str) -> str:
    return f"{_AT}/{quote(code, safe='')}"
