"""Attachments by their hash: kept in the profile from the moment they are chosen, fetched once when shown."""

from __future__ import annotations

from pathlib import Path

from contract.action import FileRef

LARGEST = 20 * 1024 * 1024


class Files:
    """The profile's folder of files, named by SHA-256."""

    def add(self, source: Path, kind: str = "other") -> FileRef:
        """Takes a file in (a copy) and gives the reference that acts carry. Raises InputWrong above 20 MB or
        for a file that cannot be read, StorageFault for a full disk."""
        raise NotImplementedError

    def add_bytes(self, content: bytes, name: str, kind: str = "other") -> FileRef:
        """The same for content that is no file, such as a pasted picture."""
        raise NotImplementedError

    def cached(self, sha256: str) -> bytes | None:
        """The content if it is here."""
        raise NotImplementedError
