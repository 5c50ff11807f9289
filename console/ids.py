"""Identifiers that the seat mints: UUIDv7 (RFC 9562), so that they sort by the time they were made."""

from __future__ import annotations

import secrets
import time
import uuid

_last = 0


def uuid7() -> str:
    """A new identifier, greater than every one this process made before."""
    global _last
    # 48 bits of milliseconds and 12 of the fraction: rfc9562, 6.2, method 3.
    stamp = max((time.time_ns() << 12) // 1_000_000, _last + 1)
    _last = stamp
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))
