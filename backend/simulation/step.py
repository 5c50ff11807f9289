"""A step that somebody who is played is going to take."""

from __future__ import annotations

from dataclasses import dataclass

from contract import action as a
from contract.account import Role

SYSTEM = "system"
"""The login of the backend itself, which no account has: what comes by itself."""


@dataclass(frozen=True, slots=True)
class Step:
    """The next step of a ticket: when, by which account, what."""

    at: int
    role: Role
    login: str
    act: a.Act
