"""A stretch of the past, in columns: how every ticket and every post stood at any instant of it.

Asked of the backend once; from then on any instant is a pass over the columns, a millisecond for a day of
tens of thousands of tickets.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from contract.lifecycle import is_open
from contract.playback import NEVER, Part, Passing, Playback, PostsThen

from .net.client import Client
from .replica.columns import AMBER, GREEN, NONE, RED

ANSWER_S = 60.0
"""A month of a large district takes its time."""

Instants = NDArray[np.int64]
_Kind = TypeVar("_Kind", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Open tickets at an instant, in columns of one length. `ticket` is the row in the reel's `ids`; `light`
    is 0 none, 1 green, 2 amber, 3 red; `state` and `kind` index the reel's `states` and `kinds`; `lon` and
    `lat` are NaN where no place is known."""

    at: int
    ticket: NDArray[np.int64]
    moment: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    light: NDArray[np.int8]
    state: NDArray[np.int64]
    kind: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ticket)

    def count(self, light: int) -> int:
        """How many show a light."""
        return int((self.light == light).sum())


class Reel:
    """What was played. `events` are the instants at which something changed, in order: a ticket came, took a
    step, moved or ended, a light turned."""

    def __init__(self, played: Playback, posts: Sequence[Passing] = ()) -> None:
        self.since, self.until, self.told_at = played.since, played.until, played.at
        self.posts = tuple(posts)
        parts = played.parts
        self.ids = [id_ for part in parts for id_ in part.ids]
        self.numbers = [number for part in parts for number in part.numbers]
        self.items = [item for part in parts for item in part.items]
        self.states, state = _joined(parts, lambda part: (part.states, part.state, "u1"))
        self.kinds, self._kind = _joined(parts, lambda part: (part.kinds, part.kind, "u1"))
        self.areas, self._area = _joined(parts, lambda part: (part.areas, part.area, "<u4"))
        self._state = state
        counts = [np.diff(np.frombuffer(part.first, "<i4")) for part in parts]
        self._ticket = np.repeat(np.arange(len(self.ids)), _chained(counts, np.int64))
        self._at = _chained((np.frombuffer(part.at, "<i8") for part in parts), np.int64)
        self._amber = _chained((np.frombuffer(part.amber, "<i8") for part in parts), np.int64)
        self._due = _chained((np.frombuffer(part.due, "<i8") for part in parts), np.int64)
        self._lon = _chained((np.frombuffer(part.lon, "<f8") for part in parts), np.float64)
        self._lat = _chained((np.frombuffer(part.lat, "<f8") for part in parts), np.float64)
        last = np.ones(len(self._at), np.bool_)
        last[:-1] = self._ticket[1:] != self._ticket[:-1]
        self._until = np.where(last, NEVER, np.roll(self._at, -1))
        opened = np.array([bool(name) and is_open(name) for name in self.states], np.bool_)
        self._open = opened[state] if len(state) else np.zeros(0, np.bool_)
        self.events = self._events()

    def _events(self) -> Instants:
        turned = [
            instants[(instants > self._at) & (instants <= self._until) & self._open]
            for instants in (self._amber, self._due + 1)
        ]
        found = np.concatenate([self._at, *turned])
        return np.unique(found[(found > self.since) & (found <= self.until)])

    def frame(self, instant: int) -> Frame:
        """How it stood at an instant."""
        on = np.flatnonzero((self._at <= instant) & (instant < self._until) & self._open)
        light = np.full(len(on), GREEN, np.int8)
        due, amber = self._due[on], self._amber[on]
        light[instant >= amber] = AMBER
        light[instant > due] = RED
        light[due == NEVER] = NONE
        return Frame(
            instant,
            self._ticket[on],
            on,
            self._lon[on],
            self._lat[on],
            light,
            self._state[on],
            self._kind[on],
        )

    def told(self, instant: int, ticket: int) -> tuple[str, str, int] | None:
        """State, area's code and when that state of a ticket began, at an instant; None where it was not
        there."""
        first, end = np.searchsorted(self._ticket, [ticket, ticket + 1])
        row = first + int(np.searchsorted(self._at[first:end], instant, "right")) - 1
        if row < first or not self.states[self._state[row]]:
            return None
        begun = row
        while begun > first and self._state[begun - 1] == self._state[row]:
            begun -= 1
        return self.states[self._state[row]], self.areas[self._area[row]], int(self._at[begun])

    def posts_at(self, instant: int) -> list[Passing]:
        """Who had checked in where, and was on duty still."""
        return [one for one in self.posts if one.at <= instant < one.until]


def _chained(columns: Iterable[NDArray[np.generic]], kind: type[_Kind]) -> NDArray[_Kind]:
    """Columns one after the other."""
    held = [column.astype(kind, copy=False) for column in columns]
    return np.concatenate(held) if held else np.zeros(0, kind)


def _joined(
    parts: Sequence[Part], of: Callable[[Part], tuple[Sequence[str], bytes, str]]
) -> tuple[list[str], NDArray[np.int64]]:
    """Words of all parts, and a column of indices into them."""
    known: dict[str, int] = {}
    columns = []
    for part in parts:
        words, column, kind = of(part)
        codes = np.array([known.setdefault(word, len(known)) for word in words], np.int64)
        columns.append(codes[np.frombuffer(column, kind)])
    return list(known), np.concatenate(columns) if columns else np.zeros(0, np.int64)


class Playbacks:
    """All raise ConsoleError: what is refused, and that the backend is away."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def posts(self, since: int, until: int) -> tuple[Passing, ...]:
        """Where those on duty were in [`since`, `until`] (at most 2 days), by their check-ins."""
        params = {"from": since, "to": until}
        return (await self._client.get("/api/playback/posts", PostsThen, params)).posts

    async def reel(self, since: int, until: int, *, posts: bool) -> Reel:
        """[`since`, `until`] (ms, at most 31 days; with `posts` 2) as it was."""
        params = {"from": since, "to": until}
        answer = await self._client.send("GET", "/api/playback", params=params, answer_s=ANSWER_S)
        passing: tuple[Passing, ...] = ()
        if posts:
            passing = await self.posts(since, until)
        # Tens of thousands of tickets are taken in beside the screen, which goes on.
        return await asyncio.to_thread(lambda: Reel(self._client.decoded(answer, Playback), passing))
