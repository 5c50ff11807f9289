"""What this seat is doing, and for who watches over them, what all seats are doing: as the backend says."""

from __future__ import annotations

from collections.abc import Callable

from contract.account import Actor
from contract.seat import ABSENT, ROLES, SeatNow, SeatState, SetSeat

from .ids import uuid7
from .net.client import Client

WATCHING = ("duty", "leader", "admin")
"""Roles that see all seats of their scope."""


class SeatStates:
    """`own_changed` and `all_changed` are called on the GUI thread when what stands here is another."""

    def __init__(
        self, client: Client, own_changed: Callable[[], None], all_changed: Callable[[], None]
    ) -> None:
        self._client = client
        self._own_changed = own_changed
        self._all_changed = all_changed
        self._actor: Actor | None = None
        self.own: SeatNow | None = None
        self.all: tuple[SeatNow, ...] = ()

    def open(self, actor: Actor | None) -> None:
        """Somebody sits down (None: nobody sits here any more)."""
        same = actor is not None and self._actor is not None and actor.id == self._actor.id
        self._actor = actor
        if not same:
            self._take(None)
            self._show(())

    @property
    def state(self) -> str:
        """This seat's state as last heard; "" for roles whose seat has none."""
        if self._actor is None or self._actor.role not in ROLES:
            return ""
        return self.own.state if self.own is not None else ABSENT

    @property
    def watches(self) -> bool:
        """Whether whoever sits here sees all seats."""
        return self._actor is not None and self._actor.role in WATCHING

    def concerned(self, account: str) -> bool:
        """Whether a change of an account's seat is this one's."""
        return self._actor is not None and self._actor.role in ROLES and account in ("", self._actor.id)

    def _take(self, own: SeatNow | None) -> None:
        if own != self.own:
            self.own = own
            self._own_changed()

    def _show(self, seats: tuple[SeatNow, ...]) -> None:
        if seats != self.all:
            self.all = seats
            self._all_changed()

    async def refresh_own(self) -> None:
        """Asks the backend for this seat. Raises ConsoleError."""
        actor = self._actor
        own = await self._client.get("/api/seat", SeatNow)
        if actor is self._actor:
            self._take(own)

    async def refresh_all(self) -> None:
        """Asks the backend for all seats. Raises ConsoleError."""
        actor = self._actor
        seats = await self._client.get("/api/seats", tuple[SeatNow, ...])
        if actor is self._actor:
            self._show(seats)

    async def enter(self, state: SeatState) -> SeatNow:
        """Enters a state. Raises ConsoleError: what is refused, and that the backend is away."""
        actor = self._actor
        command = SetSeat(action_id=uuid7(), state=state)
        answer = await self._client.command("PUT", "/api/seat", command.action_id, command)
        own = self._client.decoded(answer, SeatNow)
        if actor is self._actor:
            self._take(own)
        return own
