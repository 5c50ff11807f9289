"""Accounts, roles, scope, sessions."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

Role = Literal["seat", "duty", "handler", "grid", "leader", "admin", "channel", "reporter", "system"]
"""The roles of `domain.md`, and three that are not people at the console: `channel`, a system that reports
(mini-program, 12345, sensor platform), `reporter`, who answers through a channel, and `system`, the backend
itself, which no account is."""

ROLES: tuple[str, ...] = tuple(role for role in get_args(Role) if role != "system")
"""Roles that an account may have."""


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts, and how far: `area_path` and `unit_path` are prefixes of what is in scope ("" for none).

    A seat, duty officer, leader or administrator is bounded by `area_path`; a handler by `unit_path`;
    a grid worker by `area_path` (a grid); a channel by `channel`.
    """

    id: str
    name: str
    role: Role
    district: str
    seat: str = ""
    unit: str = ""
    unit_path: str = ""
    area: str = ""
    area_path: str = ""
    channel: str = ""


class LogIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`login` is ``name`` or, where several districts share a backend, ``name@district``."""

    login: str
    password: str


class Session(msgspec.Struct, frozen=True):
    """An open session. `token` goes into ``Authorization: Bearer``; it is given once and never logged."""

    token: str
    expires_at: int
    actor: Actor


class Time(msgspec.Struct, frozen=True):
    """The backend's clock: its instant, and how fast it runs (1.0 outside simulations)."""

    now: int
    speed: float = 1.0


def in_path(path: str, prefix: str) -> bool:
    """Whether a slash-joined path lies at or below a prefix ("" is below nothing, and holds nothing)."""
    return bool(prefix) and (path == prefix or path.startswith(prefix + "/"))
