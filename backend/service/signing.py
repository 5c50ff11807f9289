"""The signature on what a superior platform and this backend send each other.

``X-Grid-Timestamp`` is the sender's time in whole seconds since 1970, ``X-Grid-Signature`` is ``v1=`` and the
hexadecimal HMAC-SHA256, under the secret of the channel, of timestamp, full stop and body as sent. A receiver
compares in constant time and takes nothing whose timestamp lies more than five minutes from its own clock.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Literal

TIMESTAMP = "x-grid-timestamp"
SIGNATURE = "x-grid-signature"
EVENT = "x-grid-event"
WINDOW_MS = 300_000
SIGNED = ("superior", "sensor")
"""Types of channels whose platforms sign what they send."""

Verdict = Literal["valid", "unsigned", "stale", "forged"]


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """The signature of a body sent at `timestamp` (s)."""
    message = str(timestamp).encode() + b"." + body
    return "v1=" + hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def headers(secret: str, now: int, body: bytes) -> dict[str, str]:
    """The two headers of a body sent at `now` (ms)."""
    return {TIMESTAMP: str(now // 1000), SIGNATURE: sign(secret, now // 1000, body)}


def judge(secret: str, timestamp: str | None, signature: str | None, body: bytes, now: int) -> Verdict:
    """Whether a body is who it says it is from; `now` in ms."""
    if not timestamp or not signature:
        return "unsigned"
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        return "forged"
    genuine = hmac.compare_digest(sign(secret, int(timestamp), body).encode(), signature.encode())
    if not secret or not genuine:
        return "forged"
    return "valid" if abs(now - int(timestamp) * 1000) <= WINDOW_MS else "stale"
