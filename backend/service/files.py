"""Stored files: content-addressed, checked as they come in, durable before they are answered for."""

from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import filetype
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.joint.reading import joints_in_scope
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.scope import in_scope
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import Actor
from contract.machine import Names

_HEAD = 8_192
"""So many first bytes say what a file is."""
_UNKNOWN = "application/octet-stream"


class Files:
    """A folder of files named by their SHA-256, and who may read which."""

    def __init__(self, store: Store, folder: Path, limit: int) -> None:
        self._store = store
        self._folder = folder
        self._limit = limit

    def path(self, district: str, sha256: str) -> Path:
        """Where a file lies."""
        return self._folder / district / sha256[:2] / sha256

    async def put(self, actor: Actor, sha256: str, mime: str, at: int, chunks: AsyncIterator[bytes]) -> bool:
        """Store a file; True where it is new. Raises ServiceRefused (validation, too_large).

        A file that is there already is not read again. Its type is what its first bytes say (`type_of`).
        """
        if await self._known(actor.district, sha256):
            async for _ in chunks:
                pass
            return False
        target = self.path(actor.district, sha256)
        temporary = target.with_name(f".{secrets.token_hex(8)}")
        await asyncio.to_thread(target.parent.mkdir, parents=True, exist_ok=True)
        digest, size, head = hashlib.sha256(), 0, b""
        file = await asyncio.to_thread(temporary.open, "wb")
        try:
            async for chunk in chunks:
                size += len(chunk)
                if size > self._limit:
                    limit = self._limit // 1_000_000
                    raise ServiceRefused(
                        "too_large", Names(f"文件超过{limit} MB", f"the file is larger than {limit} MB")
                    )
                digest.update(chunk)
                head += chunk[: max(0, _HEAD - len(head))]
                await asyncio.to_thread(file.write, chunk)
            if digest.hexdigest() != sha256:
                raise wrong_input(
                    "sha256",
                    "content",
                    sha256,
                    "内容与校验值不符",
                    f"the content's hash is {digest.hexdigest()}",
                )
            await asyncio.to_thread(_settle, file.fileno(), temporary, target)
        finally:
            file.close()
            temporary.unlink(missing_ok=True)
        row = {
            "district": actor.district,
            "sha256": sha256,
            "size": size,
            "mime": type_of(head, mime)[:200],
            "account": actor.id,
            "at": at,
        }
        try:
            async with self._store.write() as connection:
                await connection.execute(insert(t.file).values(**row))
        except IntegrityError:
            return False  # somebody put the same file at the same time
        return True

    async def _known(self, district: str, sha256: str) -> bool:
        async with self._store.read() as connection:
            found = await connection.scalar(
                select(t.file.c.size).where(t.file.c.district == district, t.file.c.sha256 == sha256)
            )
        return found is not None

    async def get(self, actor: Actor, sha256: str) -> tuple[bytes, str]:
        """A file's content and type, for who put it or sees a ticket or a joint action that it belongs to;
        else missing."""
        async with self._store.read() as connection:
            file = (
                await connection.execute(
                    select(t.file).where(t.file.c.district == actor.district, t.file.c.sha256 == sha256)
                )
            ).first()
            if file is None:
                raise missing()
            if file.account != actor.id:
                used = await connection.scalar(
                    select(t.ticket.c.id)
                    .join(
                        t.file_use,
                        (t.file_use.c.district == t.ticket.c.district)
                        & (t.file_use.c.ticket == t.ticket.c.id),
                    )
                    .where(t.file_use.c.sha256 == sha256, in_scope(t.ticket, actor))
                    .limit(1)
                )
                if used is None and not await self._of_joint(connection, actor, sha256):
                    raise missing()
        return await asyncio.to_thread(self.path(actor.district, sha256).read_bytes), file.mime

    @staticmethod
    async def _of_joint(connection: AsyncConnection, actor: Actor, sha256: str) -> bool:
        """Whether a file belongs to a joint action that somebody sees."""
        j, f = t.joint.c, t.joint_file.c
        used = select(j.id).join(t.joint_file, (f.district == j.district) & (f.joint == j.id))
        query = used.where(f.sha256 == sha256, joints_in_scope(actor)).limit(1)
        return await connection.scalar(query) is not None


def type_of(head: bytes, said: str) -> str:
    """A file's type by its first bytes, where they are those of a picture, a film or a PDF; what is `said` to
    be one and is none has no type that is known. Else what is said."""
    found = filetype.guess_mime(head) or ""
    if _shows(found):
        return found
    return _UNKNOWN if _shows(said) else said


def _shows(mime: str) -> bool:
    return mime.startswith(("image/", "video/")) or mime == "application/pdf"


def _settle(descriptor: int, temporary: Path, target: Path) -> None:
    """Make content and name survive a power cut."""
    os.fsync(descriptor)
    temporary.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
