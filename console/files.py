"""Attachments by their hash: kept in the profile from the moment they are chosen, fetched once when shown. A
photo that says when it was taken keeps that."""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
from collections.abc import Callable
from pathlib import Path

from contract.action import FileRef
from contract.machine import Names
from contract.problem import FieldFault, Problem

from . import photo
from .errors import InputWrong, StorageFault
from .net.client import Client

LARGEST = 20 * 1024 * 1024
TRANSFER_S = 60.0
_PDF = b"%PDF-"


def _wrong(rule: str, value: str, zh: str, en: str) -> InputWrong:
    fault = FieldFault("files", rule, value[:80], zh, en)
    return InputWrong(Names(zh, en), Problem("urn:grid:problem:validation", en, 400, errors=(fault,)))


class Files:
    """The profile's folder of files, named by SHA-256. `utc_offset` gives how many minutes local time is
    ahead: cameras write that."""

    def __init__(self, folder: Path, client: Client, utc_offset: Callable[[], int] = lambda: 480) -> None:
        self._utc_offset = utc_offset
        self._folder = folder
        self._client = client
        self._stored: set[str] = set()
        self._fetching: dict[str, asyncio.Lock] = {}

    def _place(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def add(self, source: Path, kind: str = "other") -> FileRef:
        """Takes a file in (a copy) and gives the reference that acts carry. Raises InputWrong above 20 MB or
        for a file that cannot be read, StorageFault for a full disk."""
        try:
            if source.stat().st_size > LARGEST:
                raise _wrong("size", source.name, "文件超过 20 MB", "the file is larger than 20 MB")
            content = source.read_bytes()
        except OSError as error:
            raise _wrong(
                "readable", source.name, f"文件读不出来：{error}", f"it cannot be read: {error}"
            ) from error
        return self.add_bytes(content, source.name, kind)

    def add_bytes(self, content: bytes, name: str, kind: str = "other") -> FileRef:
        """The same for content that is no file, such as a pasted picture."""
        if len(content) > LARGEST:
            raise _wrong("size", name, "文件超过 20 MB", "the file is larger than 20 MB")
        sha256 = hashlib.sha256(content).hexdigest()
        self._keep(sha256, content)
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        taken = photo.taken_at(content, self._utc_offset())
        return FileRef(
            sha256=sha256, name=name[:200], kind=kind, mime=mime[:64], size=len(content), taken_at=taken
        )

    def _keep(self, sha256: str, content: bytes) -> None:
        place = self._place(sha256)
        if place.exists():
            return
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            fresh = place.with_suffix(".new")
            fresh.write_bytes(content)
            fresh.replace(place)
        except OSError as error:
            raise StorageFault(
                Names(f"附件无法保存：{error}", f"the attachment cannot be kept: {error}")
            ) from error

    def cached(self, sha256: str) -> bytes | None:
        """The content if it is here."""
        try:
            return self._place(sha256).read_bytes()
        except FileNotFoundError:
            return None

    async def fetch(self, sha256: str) -> bytes:
        """The content from here or from the backend; its hash is checked. Raises ConsoleError."""
        async with self._fetching.setdefault(sha256, asyncio.Lock()):
            held = self.cached(sha256)
            if held is not None:
                return held
            response = await self._client.send("GET", f"/api/files/{sha256}", answer_s=TRANSFER_S)
            if hashlib.sha256(response.content).hexdigest() != sha256:
                raise StorageFault(Names("附件内容与其指纹不符", "the file does not match its hash"))
            self._keep(sha256, response.content)
            return response.content

    async def copy_out(self, sha256: str, to: Path) -> Path:
        """Writes the content into a file of the person's own, in place of what was there; gives it back.
        Raises ConsoleError, StorageFault where it cannot be written."""
        content = await self.fetch(sha256)
        try:
            await asyncio.to_thread(to.write_bytes, content)
        except OSError as error:
            raise StorageFault(
                Names(f"文件无法写入：{error}", f"the file cannot be written: {error}")
            ) from error
        return to

    async def to_read(self, sha256: str) -> Path:
        """A copy of a PDF that the system's reader may open: its name says what it is, whatever its sender
        called it. Raises ConsoleError; InputWrong for content that is no PDF."""
        content = await self.fetch(sha256)
        if not content.startswith(_PDF):
            zh, en = "文件内容不是 PDF，请另存后查看", "it is no PDF: save it to look at it"
            raise _wrong("type", sha256[:8], zh, en)
        place = self._place(sha256)
        copy = place.with_name(f"{sha256}.pdf")
        if not copy.exists():
            await self.copy_out(sha256, copy)
        return copy

    async def upload(self, file: FileRef) -> None:
        """Puts a file to the backend unless this run has done so. Raises InputWrong when it is not here."""
        await self._upload(file.sha256, file.name, file.mime)

    async def upload_known(self, sha256: str) -> None:
        """The same for a table that is read by its hash and may lie here for days: it goes each time, since
        the backend does not keep what belongs to nothing."""
        self._stored.discard(sha256)
        await self._upload(sha256, sha256[:8], "application/octet-stream")

    async def _upload(self, sha256: str, name: str, mime: str) -> None:
        if sha256 in self._stored:
            return
        content = self.cached(sha256)
        if content is None:
            raise _wrong("present", name, "附件已不在本机", "the attachment is no longer on this machine")
        await self._client.send(
            "PUT",
            f"/api/files/{sha256}",
            content=content,
            headers={"Content-Type": mime},
            answer_s=TRANSFER_S,
        )
        self._stored.add(sha256)
