"""Passwords: argon2id, computed off the event loop, few at a time.

Failed log-ins are counted per login and per address; after five (sixty) in five minutes the next one waits.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from backend.service.refusal import ServiceRefused
from contract.machine import Names

FREE_FAILURES = 5
FREE_FROM_ONE_ADDRESS = 60
"""A whole centre may stand behind one address; whoever tries many logins from one is still slowed down."""
WINDOW_MS = 300_000
MEMORY_OF_FAILURES = 20_000

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's second recommendation for argon2id (19 MiB, two passes): some 20 ms of one core."""


def hash_password(password: str) -> str:
    """An argon2id hash with a salt of its own."""
    return _hasher.hash(password)


_ABSENT = hash_password("no account has this hash")


class Passwords:
    """Checks passwords; at most two at once, so that log-ins do not starve the desks."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(2)

    async def verify(self, stored: str, password: str) -> bool:
        """Whether a password is the one of a hash. An empty hash takes as long and is never right."""
        async with self._slots:
            return await asyncio.to_thread(_verify, stored or _ABSENT, password) and bool(stored)


def _verify(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False


class Throttle:
    """Counts failures per key (a login, an address) in a sliding window."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, list[int]] = OrderedDict()

    def check(self, keys: dict[str, int], now: int) -> None:
        """Raise ServiceRefused (too_many) where one of the keys has failed as often as it may, lately."""
        for key, most in keys.items():
            recent = [at for at in self._failures.get(key, ()) if now - at < WINDOW_MS]
            if len(recent) >= most:
                wait = (WINDOW_MS - (now - recent[-most])) // 1000 + 1
                raise ServiceRefused(
                    "too_many",
                    Names(
                        f"登录失败次数过多，请{wait}秒后再试", f"too many failed log-ins: wait {wait} seconds"
                    ),
                    retry_after=wait,
                )

    def failed(self, keys: dict[str, int], now: int) -> None:
        """Note a failure."""
        for key, most in keys.items():
            recent = [at for at in self._failures.pop(key, ()) if now - at < WINDOW_MS]
            self._failures[key] = [*recent, now][-most:]
        while len(self._failures) > MEMORY_OF_FAILURES:
            self._failures.popitem(last=False)

    def succeeded(self, key: str) -> None:
        """Forget a key's failures."""
        self._failures.pop(key, None)
