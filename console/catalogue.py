"""The item catalogue's versions and what is done to them: commands and questions, on line only.

What versions there are is known off line, too: the reference holds the rows of all of them.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import quote

from contract.catalogue import (
    CallOff,
    CatalogueMapping,
    CatalogueVersion,
    Difference,
    Proposal,
    ProposeVersion,
)
from contract.machine import Names
from contract.reference import Reference

from .errors import StorageFault
from .files import TRANSFER_S, Files
from .net.client import Client

FORMS = ("xlsx", "csv")
"""As what a version can be written out."""
_AT = "/api/catalogue"


class Catalogue:
    """All raise ConsoleError: what is refused, and that the backend is away."""

    def __init__(self, client: Client, files: Files) -> None:
        self._client = client
        self._files = files

    async def versions(self) -> tuple[CatalogueVersion, ...]:
        """Every version, oldest first."""
        return await self._client.get(f"{_AT}/versions", tuple[CatalogueVersion, ...])

    async def difference(self, before: str, after: str) -> Difference:
        """What one version changes against another."""
        return await self._client.get(f"{_AT}/difference", Difference, {"before": before, "after": after})

    async def mappings(self) -> tuple[CatalogueMapping, ...]:
        """The mappings that come along."""
        return await self._client.get(f"{_AT}/mappings", tuple[CatalogueMapping, ...])

    async def write_out(self, version: str, form: str, place: Path) -> int:
        """Writes a version into a file (`FORMS`) that must not be half there afterwards; its length in bytes.
        Raises StorageFault where the place can't be written."""
        path = f"{_AT}/versions/{quote(version, safe='')}/{form}"
        answer = await self._client.send("GET", path, answer_s=TRANSFER_S)
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

    async def check(self, command: ProposeVersion) -> Proposal:
        """What a version would change and what is wrong with it; nothing is written."""
        await self._send_file(command)
        return await self._client.post(f"{_AT}/check", command, Proposal)

    async def put(self, command: ProposeVersion) -> Proposal:
        """Puts a version in force from its date on."""
        await self._send_file(command)
        answer = await self._client.command("POST", f"{_AT}/versions", command.action_id, command)
        return self._client.decoded(answer, Proposal)

    async def call_off(self, version: str, command: CallOff) -> CatalogueVersion:
        """Calls a version off that has not begun."""
        path = f"{_AT}/versions/{quote(version, safe='')}/calling-off"
        answer = await self._client.command("POST", path, command.action_id, command)
        return self._client.decoded(answer, CatalogueVersion)

    async def _send_file(self, command: ProposeVersion) -> None:
        """The file first, by its hash."""
        if command.file is not None:
            await self._files.upload_known(command.file.sha256)


def versions_here(reference: Reference, now: int) -> tuple[CatalogueVersion, ...]:
    """The versions that the reference has rows of, oldest first; by whom they were put is not known here, and
    one that changed nothing is not among them."""
    starts: dict[str, int] = {}
    rows: dict[str, int] = {}
    withdrawn: dict[str, int] = {}
    for item in reference.items:
        starts[item.version] = max(item.effective_from, starts.get(item.version, 0))
        rows[item.version] = rows.get(item.version, 0) + 1
        withdrawn[item.version] = withdrawn.get(item.version, 0) + item.withdrawn
    ordered = sorted(starts.items(), key=lambda pair: (pair[1], pair[0]))
    begun = [version for version, start in ordered if start <= now]
    return tuple(
        CatalogueVersion(
            version=version,
            effective_from=start,
            standing="coming" if start > now else "current" if version == begun[-1] else "past",
            items=len(reference.items_at(start)),
            rows=rows[version],
            withdrawn=withdrawn[version],
        )
        for version, start in ordered
    )
