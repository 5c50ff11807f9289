"""Playback: how tickets stood, and where posts were, at every instant of a stretch of time.

Columns are little-endian arrays as bytes, so that a day of tens of thousands of tickets goes at once.
"""

from __future__ import annotations

import msgspec

from .clock import DAY

LONGEST = 31 * DAY
"""The longest stretch that is played (ms)."""
POSTS_LONGEST = 2 * DAY
"""The longest of posts."""
NEVER = 2**62
"""An instant that does not come: of a light that does not turn."""


class Part(msgspec.Struct, frozen=True):
    """Some of the tickets, each with its moments in order of time.

    `ids`, `numbers` and `items` (codes, "" for none) have a row a ticket; `first` (int32, one more than there
    are tickets) says where its moments begin. The columns of moments: `at` (int64 ms) from when on it stood
    so, `state`, `kind` (uint8) and `area` (uint32) as indices into `states`, `kinds` and `areas` (codes, ""
    for none), `amber` and `due` (int64 ms): the light is none where `due` is NEVER, red after it, amber from
    `amber` on, else green. `lon` and `lat` (float64, degrees of WGS-84): NaN where it had
    no place of its own. A moment whose state is index 0 is one at which it was not there: not
    yet, or outside of what the reader may see.
    """

    ids: tuple[str, ...]
    numbers: tuple[str, ...]
    items: tuple[str, ...]
    states: tuple[str, ...]
    kinds: tuple[str, ...]
    areas: tuple[str, ...]
    first: bytes
    at: bytes
    state: bytes
    kind: bytes
    area: bytes
    amber: bytes
    due: bytes
    lon: bytes
    lat: bytes


class Playback(msgspec.Struct, frozen=True):
    """Tickets of [`since`, `until`] as they stood then, told at `at`: those there at `since` begin with how
    they stood, all others with their coming; a ticket is in one part."""

    since: int
    until: int
    at: int
    parts: tuple[Part, ...]


class Passing(msgspec.Struct, frozen=True):
    """Somebody on duty at a place from `at` to `until`: the next check-in, or the end of the turn."""

    account: str
    name: str
    post: str
    area: str
    at: int
    until: int
    lon: float
    lat: float


class PostsThen(msgspec.Struct, frozen=True):
    """Where those who patrol were in [`since`, `until`], by their check-ins, each while on duty; in order of
    time."""

    since: int
    until: int
    posts: tuple[Passing, ...]
