"""Accounts and sessions.

A token is ``<district>.<256 random bits>``; only its SHA-256 is stored. A session is held in memory for
`TRUST_MS` after it was read, so that a revocation on another replica takes effect within that time; on
this one at once.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
import uuid
from typing import Any

import msgspec
from sqlalchemy import delete, insert, select, update

from backend.service.clock import Clock
from backend.service.passwords import (
    FREE_FAILURES,
    FREE_FROM_ONE_ADDRESS,
    Passwords,
    Throttle,
    hash_password,
)
from backend.service.reference import Held, References
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import ROLES, Actor, Role, Session
from contract.clock import HOUR
from contract.machine import Names

TRUST_MS = 3_000
_Held = tuple[Actor, int, float]
"""Whose a session is, when it ends, when it was read (on the machine's monotonic clock, s)."""
CACHE = 20_000


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An account to be made. `unit`, `area` and `channel` are codes; a channel account has an `api_key`."""

    login: str
    name: str
    role: str
    password: str = ""
    password_hash: str = ""
    api_key: str = ""
    seat: str = ""
    unit: str = ""
    area: str = ""
    channel: str = ""
    webhook: str = ""
    webhook_secret: str = ""


def token_hash(token: str) -> str:
    """What is stored of a token or an api key."""
    return hashlib.sha256(token.encode()).hexdigest()


def logged_out() -> ServiceRefused:
    """No session, or one that ended."""
    return ServiceRefused("login", Names("登录已失效，请重新登录", "the session has ended: log in again"))


def actor_of(row: Any, held: Held) -> Actor:
    """An account's row as an actor: its codes become paths of the reference as it is now."""
    reference = held.reference
    area = reference.area(row.area) if row.area else None
    unit = reference.unit(row.unit) if row.unit else None
    return Actor(
        id=row.id,
        name=row.name,
        role=row.role,
        district=row.district,
        seat=row.seat,
        unit=row.unit,
        unit_path=unit.path if unit else "",
        area=row.area,
        area_path=area.path if area else "",
        channel=row.channel,
    )


class Accounts:
    """Log-in, sessions, api keys, and the making of accounts."""

    def __init__(self, store: Store, references: References, clock: Clock, session_hours: float) -> None:
        self._store = store
        self._references = references
        self._clock = clock
        self._lifetime = round(session_hours * HOUR)
        self._passwords = Passwords()
        self._throttle = Throttle()
        self._sessions: dict[str, _Held] = {}
        self._reading: dict[str, asyncio.Lock] = {}
        self._ended = 0
        self._keys: dict[str, tuple[Actor, float]] = {}

    async def log_in(self, login: str, password: str, address: str) -> Session:
        """Open a session; raises ServiceRefused (login, too_many, validation)."""
        name, _, district = login.partition("@")
        if not district:
            districts = self._references.districts
            if len(districts) != 1:
                raise wrong_input(
                    "login", "district", "", "请写明区：用户名@区划代码", "say which district: name@district"
                )
            district = districts[0]
        real_now = round(time.monotonic() * 1000)
        mine = f"login {district}/{name}"
        keys = {mine: FREE_FAILURES, f"address {address}": FREE_FROM_ONE_ADDRESS}
        self._throttle.check(keys, real_now)
        async with self._store.read() as connection:
            row = (
                await connection.execute(
                    select(t.account).where(
                        t.account.c.district == district,
                        t.account.c.login == name,
                        t.account.c.active.is_(True),
                    )
                )
            ).first()
        right = await self._passwords.verify(row.password if row is not None else "", password)
        if row is None or not right or district not in self._references.districts:
            self._throttle.failed(keys, real_now)
            raise ServiceRefused("login", Names("用户名或密码不正确", "login or password is wrong"))
        self._throttle.succeeded(mine)
        return await self.open_session(actor_of(row, self._references.get(district)))

    async def open_session(self, actor: Actor) -> Session:
        """A new session of an actor who has been recognised."""
        token = f"{actor.district}.{secrets.token_urlsafe(32)}"
        now = self._clock.now()
        # At another speed a session still lasts the hours that a person sits there.
        expires = now + round(self._lifetime * max(self._clock.speed, 1.0))
        async with self._store.write() as connection:
            await connection.execute(
                delete(t.session).where(
                    t.session.c.district == actor.district,
                    t.session.c.account == actor.id,
                    t.session.c.expires_at < now,
                )
            )
            await connection.execute(
                insert(t.session).values(
                    district=actor.district,
                    token_hash=token_hash(token),
                    account=actor.id,
                    created_at=now,
                    expires_at=expires,
                )
            )
        return Session(token, expires, actor)

    async def actor(self, token: str) -> Actor:
        """Who a token belongs to; raises ServiceRefused (login)."""
        hashed = token_hash(token)
        held = self._sessions.get(hashed)
        real_now = time.monotonic()
        if held is None or real_now - held[2] > TRUST_MS / 1000:
            held = await self._reread(token.partition(".")[0], hashed)
        if held is None or held[1] <= self._clock.now():
            self._sessions.pop(hashed, None)
            raise logged_out()
        return held[0]

    async def _reread(self, district: str, hashed: str) -> _Held | None:
        """Read a session from the database: once for all requests that want it at the same time."""
        async with self._reading.setdefault(hashed, asyncio.Lock()):
            held = self._sessions.get(hashed)
            if held is not None and time.monotonic() - held[2] <= TRUST_MS / 1000:
                return held
            try:
                return await self._read_session(district, hashed)
            finally:
                self._reading.pop(hashed, None)

    async def _read_session(self, district: str, hashed: str) -> _Held | None:
        self._sessions.pop(hashed, None)
        real_now, ended = time.monotonic(), self._ended
        if district not in self._references.districts:
            return None
        s, c = t.session.c, t.account.c
        async with self._store.read() as connection:
            session = (
                await connection.execute(
                    select(s.account, s.expires_at).where(s.district == district, s.token_hash == hashed)
                )
            ).first()
            if session is None:
                return None
            row = (
                await connection.execute(
                    select(t.account).where(
                        c.district == district, c.id == session.account, c.active.is_(True)
                    )
                )
            ).first()
        if row is None:
            return None
        if len(self._sessions) > CACHE:
            self._sessions.clear()
        held = (actor_of(row, self._references.get(district)), int(session.expires_at), real_now)
        if ended == self._ended:  # else a session was ended meanwhile, and it may be this one
            self._sessions[hashed] = held
        return held

    async def log_out(self, token: str) -> None:
        """End a session; ending it twice is the same."""
        hashed = token_hash(token)
        async with self._store.write() as connection:
            await connection.execute(
                delete(t.session).where(
                    t.session.c.district == token.partition(".")[0], t.session.c.token_hash == hashed
                )
            )
        self._ended += 1
        self._sessions.pop(hashed, None)

    async def revoke(self, district: str, account: str) -> int:
        """End every session of an account; gives how many there were."""
        async with self._store.write() as connection:
            gone = await connection.execute(
                delete(t.session).where(t.session.c.district == district, t.session.c.account == account)
            )
        self._ended += 1
        self._sessions = {k: v for k, v in self._sessions.items() if v[0].id != account}
        return gone.rowcount

    async def by_api_key(self, key: str) -> Actor | None:
        """The channel account that a key belongs to."""
        hashed = token_hash(key)
        held = self._keys.get(hashed)
        real_now = time.monotonic()
        if held is not None and real_now - held[1] <= TRUST_MS / 1000:
            return held[0]
        async with self._store.read() as connection:
            row = (
                await connection.execute(
                    select(t.account).where(
                        t.account.c.secret_hash == hashed,
                        t.account.c.role == "channel",
                        t.account.c.active.is_(True),
                    )
                )
            ).first()
        self._keys.pop(hashed, None)
        if row is None or row.district not in self._references.districts:
            return None
        if len(self._keys) > CACHE:
            self._keys.clear()
        actor = actor_of(row, self._references.get(row.district))
        self._keys[hashed] = (actor, real_now)
        return actor

    async def find(self, district: str, login: str) -> Actor:
        """An account by its login, without a session; raises ServiceRefused (missing)."""
        async with self._store.read() as connection:
            row = (
                await connection.execute(
                    select(t.account).where(t.account.c.district == district, t.account.c.login == login)
                )
            ).first()
        if row is None:
            raise missing()
        return actor_of(row, self._references.get(district))

    async def save(self, district: str, accounts: list[Account]) -> int:
        """Make accounts or, where the login is there, change them; gives how many were new."""
        held = self._references.get(district)
        now = self._clock.now()
        async with self._store.write() as connection:
            logins = select(t.account.c.login, t.account.c.id).where(t.account.c.district == district)
            known = {row.login: row.id for row in await connection.execute(logins)}
            fresh: list[dict[str, Any]] = []
            for account in accounts:
                values = _values(account, held)
                if account.login in known:
                    await connection.execute(
                        update(t.account)
                        .where(t.account.c.district == district, t.account.c.id == known[account.login])
                        .values(**{k: v for k, v in values.items() if v != "" or k not in _SECRETS})
                    )
                else:
                    fresh.append({"district": district, "id": str(uuid.uuid4()), "created_at": now, **values})
            if fresh:
                await connection.execute(insert(t.account), fresh)
        return len(fresh)

    async def set_active(self, district: str, login: str, *, active: bool) -> None:
        """Open or close an account; closing ends its sessions."""
        actor = await self.find(district, login)
        async with self._store.write() as connection:
            await connection.execute(
                update(t.account)
                .where(t.account.c.district == district, t.account.c.login == login)
                .values(active=active)
            )
        if not active:
            await self.revoke(district, actor.id)


_SECRETS = ("password", "secret_hash", "webhook_secret")


def _values(account: Account, held: Held) -> dict[str, Any]:
    role: Role | None = next((r for r in ROLES if r == account.role), None)  # type: ignore[misc]
    reference = held.reference
    if role is None or role == "reporter":
        raise wrong_input("role", "known", account.role, "没有这个角色", "no such role")
    if account.area and reference.area(account.area) is None:
        raise wrong_input("area", "known", account.area, "没有这个区域", "no such area")
    if account.area and reference.withdrawn(account.area) is not None:
        raise wrong_input("area", "standing", account.area, "该网格已撤销", "that grid is no more")
    if account.unit and reference.unit(account.unit) is None:
        raise wrong_input("unit", "known", account.unit, "没有这个单位", "no such unit")
    if role == "channel" and reference.channel(account.channel) is None:
        raise wrong_input("channel", "known", account.channel, "没有这个渠道", "no such channel")
    if role == "handler" and not account.unit:
        raise wrong_input("unit", "required", "", "承办单位账号须有单位", "a handler belongs to a unit")
    if role == "grid" and not account.area:
        raise wrong_input("area", "required", "", "网格员账号须有网格", "a grid worker belongs to a grid")
    hashed = account.password_hash or (hash_password(account.password) if account.password else "")
    central = role in ("seat", "duty", "leader", "admin") and not account.area
    return {
        "login": account.login,
        "name": account.name,
        "role": account.role,
        "password": hashed,
        "secret_hash": token_hash(account.api_key) if account.api_key else "",
        "webhook": account.webhook,
        "webhook_secret": account.webhook_secret,
        "seat": account.seat,
        "unit": account.unit,
        "area": reference.district.code if central else account.area,
        "channel": account.channel,
    }
