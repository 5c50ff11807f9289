"""Where those who patrol were in a stretch of the past: by their check-ins, each while its turn lasted."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import select

from backend.service.duty import may_see, read_holders, read_shifts
from backend.service.playback import checked
from backend.service.refusal import wrong_input
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import Actor
from contract.clock import DAY
from contract.duty import CheckIn, Holder
from contract.playback import POSTS_LONGEST, Passing, PostsThen
from contract.reference import Reference
from contract.rota import Shift, Turn, turns

_check_in = msgspec.msgpack.Decoder(CheckIn).decode


async def posts(
    store: Store, reference: Reference, actor: Actor, since: int, until: int, now: int
) -> PostsThen:
    """Posts of somebody's scope in [`since`, `until`]; raises ServiceRefused (validation)."""
    since, until = checked(since, until, now)
    if until - since > POSTS_LONGEST:
        raise wrong_input("to", "longest", until, "岗位一次最多回放2天", "posts: at most 2 days at once")
    district, c = reference.district.code, t.check_in.c
    query = (
        select(c.body)
        .where(c.district == district, c.done_at > since - DAY, c.done_at <= until)
        .order_by(c.done_at, c.id)
    )
    async with store.read() as connection:
        found = [_check_in(body) for (body,) in await connection.execute(query)]
        holders = await read_holders(connection, district, ended=True)
        shifts = await read_shifts(connection, district, since - DAY)
    # Hundreds of people: the loop that serves everybody does not wait for them.
    passing = await asyncio.to_thread(_passing, reference, actor, found, holders, shifts)
    return PostsThen(since, until, tuple(one for one in passing if one.until > since))


def _passing(
    reference: Reference,
    actor: Actor,
    found: Sequence[CheckIn],
    holders: Iterable[Holder],
    shifts: Iterable[Shift],
) -> list[Passing]:
    rota = _Rota(reference, holders, shifts)
    seen: dict[str, bool] = {}
    shown: list[tuple[CheckIn, Turn, Holder]] = []
    for one in found:
        if one.coarse:
            continue  # where it was is no longer known
        if one.area not in seen:
            known = reference.area(one.area) is not None
            seen[one.area] = known and may_see(actor, reference, one.area)
        turn = rota.turn_of(one.account, one.done_at) if seen[one.area] else None
        if turn is not None:
            shown.append((one, turn, rota.people[turn.holder]))
    told: list[Passing] = []
    following: dict[str, int] = {}
    for one, turn, holder in reversed(shown):
        until = min(turn.until, following.get(one.account, turn.until))
        following[one.account] = one.done_at
        if one.done_at < until:
            told.append(
                Passing(one.account, holder.name, holder.post, one.area, one.done_at, until, one.lon, one.lat)
            )
    return told[::-1]


class _Rota:
    """Whose turn ran at an instant, by account."""

    def __init__(self, reference: Reference, holders: Iterable[Holder], shifts: Iterable[Shift]) -> None:
        self._calendar = reference.calendar
        self.people = {holder.id: holder for holder in holders}
        self._of_account: defaultdict[str, list[str]] = defaultdict(list)
        for holder in self.people.values():
            if holder.account:
                self._of_account[holder.account].append(holder.id)
        self._shifts: defaultdict[str, list[Shift]] = defaultdict(list)
        for shift in shifts:
            for id_ in {shift.holder, *(change.holder for change in shift.changes)} - {""}:
                self._shifts[id_].append(shift)
        self._held: dict[str, Turn] = {}

    def turn_of(self, account: str, at: int) -> Turn | None:
        """The turn that an account was on, None while it was off duty."""
        held = self._held.get(account)
        if held is not None and held.since <= at < held.until:
            return held
        for id_ in self._of_account.get(account, ()):
            for shift in self._shifts.get(id_, ()):
                for turn in turns(shift, self._calendar, at, at + 1):
                    if turn.holder == id_:
                        self._held[account] = turn
                        return turn
        return None
