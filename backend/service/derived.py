"""Identifiers for what has a name of its own elsewhere: the same name, whenever it comes, is the same."""

from __future__ import annotations

import hashlib
import uuid


def derived_id(namespace: uuid.UUID, name: str, instant: int) -> str:
    """A UUIDv7 that is the same for the same name: its time is `instant`, the rest is hashed."""
    bits = int.from_bytes(hashlib.sha256(namespace.bytes + name.encode()).digest()[:10])
    value = (instant & (1 << 48) - 1) << 80 | bits
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))
