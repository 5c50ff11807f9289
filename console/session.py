"""Who sits here: log-in, expiry, log-out, and unlocking the desk while the backend is away.

The token is in memory only. To unlock off line the profile keeps, of the last account that logged in, a
scrypt verifier of its password: it opens the replica and the outbox of that account to that person, and lets
nothing reach the backend, where the password is checked again when the line is back.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

import msgspec

from contract.account import Actor, LogIn, Session
from contract.machine import Names

from .errors import EnvironmentFault, LoginRequired, Unreachable
from .net.client import Client
from .replica.database import Database, set_meta

SessionState = Literal["out", "in", "offline", "expired"]
"""`out`: nobody; `in`: on line with a session; `offline`: unlocked without the backend; `expired`: the
session ended, rows are held and what is shown stays, until the same person logs in again."""

KEPT = "account"
_COST = {"n": 1 << 15, "r": 8, "p": 1, "maxmem": 64 << 20, "dklen": 32}


class _Kept(msgspec.Struct, frozen=True):
    server: str
    login: str
    actor: Actor
    salt: bytes
    verifier: bytes


def _derived(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, **_COST)


class Sessions:
    """`changed` is called when the session expires; log-in and log-out are their callers' to tell."""

    def __init__(self, database: Database, client: Client, changed: Callable[[], None]) -> None:
        self._database = database
        self._client = client
        self._changed = changed
        self.state: SessionState = "out"
        self.actor: Actor | None = None
        self.expires_at: int | None = None
        self._waiting: LogIn | None = None
        self._turn = 0

    def last(self) -> tuple[str, Actor] | None:
        """Login and account that logged in last at this backend in this profile."""
        kept = self._database.meta(KEPT, _Kept)
        if kept is None or kept.server != self._client.server:
            return None
        return kept.login, kept.actor

    async def log_in(self, login: str, password: str) -> Actor:
        """Opens a session, or unlocks off line; raises LoginRequired, Busy, Unreachable.

        Whoever logs in or out while the answer is under way is the later one: this log-in then comes to
        nothing, and its session ends at once.
        """
        self._turn += 1
        return await self._log_in(login, password, self._turn)

    async def _log_in(self, login: str, password: str, turn: int) -> Actor:
        try:
            session = await self._client.post("/api/session", LogIn(login, password), Session)
        except Unreachable:
            actor = await self._unlocked(login, password)
            if actor is None:
                raise
            self._still(turn)
            self._waiting = LogIn(login, password)
            self._become("offline", actor)
            return actor
        if turn == self._turn:
            await self._remember(login, password, session.actor)
        if turn != self._turn:
            await self._end(session.token)
            self._still(turn)
        self._client.token = session.token
        self.expires_at = session.expires_at
        self._waiting = None
        self._become("in", session.actor)
        return session.actor

    def _still(self, turn: int) -> None:
        if turn != self._turn:
            raise LoginRequired(
                Names("登录已被另一次登录或退出取代", "another log-in or a log-out came after it")
            )

    async def _end(self, token: str) -> None:
        # Where that does not get through it ends by itself at its expiry.
        with suppress(EnvironmentFault, LoginRequired):
            await self._client.send("DELETE", "/api/session", headers={"Authorization": f"Bearer {token}"})

    def unlock(self, actor: Actor) -> None:
        """Opens the desk off line to an account; no session can come of it."""
        self._turn += 1
        self._become("offline", actor)

    async def renew(self) -> Actor | None:
        """The line is back and the desk was unlocked off line: opens the session that was meant. None where
        there is nothing to renew, or the password is no longer right: then the session counts as expired."""
        waiting = self._waiting
        if waiting is None or self.state != "offline":
            return None
        self._waiting = None  # one attempt at a time
        turn = self._turn
        try:
            return await self._log_in(waiting.login, waiting.password, turn)
        except LoginRequired:
            if turn == self._turn:
                self.expired()
            return None
        except EnvironmentFault:
            if turn == self._turn:
                self._waiting = waiting
            raise

    async def _unlocked(self, login: str, password: str) -> Actor | None:
        kept = self._database.meta(KEPT, _Kept)
        if kept is None or kept.server != self._client.server or kept.login != login:
            return None
        given = await self._database.worker.do(_derived, password, kept.salt)
        if not hmac.compare_digest(given, kept.verifier):
            raise LoginRequired(Names("用户名或密码不正确", "login or password is wrong"))
        return kept.actor

    async def _remember(self, login: str, password: str, actor: Actor) -> None:
        salt = secrets.token_bytes(16)
        verifier = await self._database.worker.do(_derived, password, salt)
        kept = _Kept(self._client.server, login, actor, salt, verifier)

        def keep(db: sqlite3.Connection) -> None:
            set_meta(db, KEPT, kept)

        await self._database.write(keep)

    def expired(self) -> None:
        """The backend no longer knows the session."""
        if self.state in ("in", "offline"):
            self._client.token = ""
            self._become("expired", self.actor)
            self._changed()

    async def log_out(self) -> None:
        """Ends the session here, and at the backend where it answers."""
        token, was, self._waiting = self._client.token, self.state, None
        self._turn += 1
        self._client.token = ""
        self._become("out", None)
        if token and was == "in":
            await self._end(token)

    def _become(self, state: SessionState, actor: Actor | None) -> None:
        self.state, self.actor = state, actor
