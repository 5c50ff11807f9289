"""A stretch of the past as the queue and the map showed it then: tickets by their tracks, posts by check-ins.

What somebody may play is what they may see: tickets of today's scope, each only while it lay in that scope.
A ticket stood as it was known then: a step that came in late shows from its receipt on, as it did.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import numpy as np
from sqlalchemy import Select, select

from backend.service.playback_track import Moment, Spot, unpack
from backend.service.refusal import wrong_input
from backend.service.scope import holds, in_scope
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import Actor, in_path
from contract.clock import MINUTE
from contract.lifecycle import is_open
from contract.playback import LONGEST, NEVER, Part, Playback

AT_ONCE = 4_000
"""Tickets of one part."""

_NAN = float("nan")
_pack = msgspec.msgpack.Encoder().encode


def checked(since: int, until: int, now: int) -> tuple[int, int]:
    """A stretch of time that can be played, not beyond now; raises ServiceRefused (validation)."""
    if since > now + MINUTE:
        raise wrong_input("from", "past", since, "只能回放过去的时间", "only the past can be played")
    # A console's clock may be a little ahead.
    since, until = min(since, now), min(until, now)
    if until < since:
        raise wrong_input("to", "after", until, "结束须晚于开始", "it must come after its beginning")
    if until - since > LONGEST:
        raise wrong_input("to", "longest", until, "一次最多回放31天", "at most 31 days at once")
    return since, until


async def played(store: Store, actor: Actor, since: int, until: int, now: int) -> bytes:
    """msgpack `Playback` of [`since`, `until`]; raises ServiceRefused (validation)."""
    since, until = checked(since, until, now)
    teller = _Teller(actor, since, until)
    parts: list[Part] = []
    async with store.read() as connection:
        for query in _candidates(actor, since, until):
            stream = await connection.stream(query.execution_options(yield_per=AT_ONCE))
            async for rows in stream.partitions():
                # Thousands of tickets: the loop that serves everybody does not wait for them.
                part = await asyncio.to_thread(teller.part, rows)
                if part.ids:
                    parts.append(part)
    return _pack(Playback(since, until, now, tuple(parts)))


def _candidates(actor: Actor, since: int, until: int) -> Iterator[Select[Any]]:
    """Tickets that may have been there: those that are open, and those that ended and changed since."""
    c = t.ticket.c
    # A channel may state a minute that is still to come.
    of = select(c.id, c.number, c.item, c.track).where(
        in_scope(t.ticket, actor), c.reported_at <= until + MINUTE
    )
    yield of.where(c.ended_at.is_(None))
    yield of.where(c.ended_at.is_not(None), c.traced_at >= since)


class _Index(dict[str, int]):
    """Numbers for words, in the order in which they come."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class _Teller:
    """Turns tracks into columns."""

    def __init__(self, actor: Actor, since: int, until: int) -> None:
        self._actor, self._since, self._until = actor, since, until
        self._all = actor.role != "handler" and actor.area_path == actor.district

    def part(self, rows: Sequence[Any]) -> Part:
        """The tickets among rows of (id, number, item, track) that were there."""
        ids, numbers, items = [], [], []
        first: list[int] = [0]
        states, kinds, areas = _Index({"": 0}), _Index(), _Index()
        columns: tuple[list[Any], ...] = tuple([] for _ in range(8))
        for id_, number, item, stored in rows:
            held = list(self._moments(stored))
            if not held:
                continue
            ids.append(id_)
            numbers.append(number)
            items.append(item)
            for moment, spot in held:
                area = spot.area_path.rpartition("/")[2]
                lon, lat = (_NAN, _NAN) if spot.lon is None or spot.lat is None else (spot.lon, spot.lat)
                seen = self._sees(spot)
                row = (
                    moment.at,
                    states[moment.state] if seen else 0,
                    kinds[spot.kind],
                    areas[area if seen else ""],
                    NEVER if moment.amber is None or not seen else moment.amber,
                    NEVER if moment.due is None or not seen else moment.due,
                    lon if seen else _NAN,
                    lat if seen else _NAN,
                )
                for column, value in zip(columns, row, strict=True):
                    column.append(value)
            first.append(len(columns[0]))
        kinds_of = ("<i8", "u1", "u1", "<u4", "<i8", "<i8", "<f8", "<f8")
        at, state, kind, area_, amber, due, lons, lats = (
            np.asarray(column, of).tobytes() for column, of in zip(columns, kinds_of, strict=True)
        )
        return Part(
            ids=tuple(ids),
            numbers=tuple(numbers),
            items=tuple(items),
            states=tuple(states),
            kinds=tuple(kinds),
            areas=tuple(areas),
            first=np.asarray(first, "<i4").tobytes(),
            at=at,
            state=state,
            kind=kind,
            area=area_,
            amber=amber,
            due=due,
            lon=lons,
            lat=lats,
        )

    def _moments(self, stored: bytes | None) -> Iterable[tuple[Moment, Spot]]:
        """What of a track belongs to the stretch: how it stood at the beginning, and what came in it."""
        track = unpack(stored)
        found: list[tuple[Moment, Spot]] = []
        spots, here = track.spots, 0
        for n, moment in enumerate(track.moments):
            if moment.at > self._until:
                break
            while here + 1 < len(spots) and spots[here + 1].first <= n:
                here += 1
            if moment.at <= self._since:
                found.clear()
            found.append((moment, spots[here]))
        if len(found) == 1 and found[0][0].at <= self._since and not is_open(found[0][0].state):
            return ()
        return found if any(self._sees(spot) for _, spot in found) else ()

    def _sees(self, spot: Spot) -> bool:
        """Whether it lay in the reader's scope then (`contract.guards.in_scope`)."""
        if self._all:
            return True
        actor = self._actor
        if actor.role == "handler":
            return in_path(spot.unit_path, actor.unit_path) or holds(spot.shared_paths, actor.unit_path)
        return in_path(spot.area_path, actor.area_path)
