"""A playback as a reader takes it in: how every ticket stood at an instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx
import msgspec
import numpy as np

from contract.clock import light
from contract.playback import NEVER, Part, Playback
from contract.ticket import Ticket, shown_clock


@dataclass(frozen=True)
class Stood:
    """A ticket at an instant: state, light, area's code."""

    state: str
    light: str
    area: str


def playback(answer: httpx.Response) -> Playback:
    """The answer of the route."""
    assert answer.status_code == 200, answer.text
    return msgspec.msgpack.decode(answer.content, type=Playback)


def columns(part: Part) -> dict[str, Any]:
    """A part's columns as arrays."""
    kinds = {"first": "<i4", "at": "<i8", "state": "u1", "kind": "u1", "area": "<u4", "amber": "<i8"}
    kinds |= {"due": "<i8", "lon": "<f8", "lat": "<f8"}
    return {name: np.frombuffer(getattr(part, name), of) for name, of in kinds.items()}


def at(played: Playback, instant: int) -> dict[str, Stood]:
    """Every ticket that was there at an instant, by its id."""
    found: dict[str, Stood] = {}
    for part in played.parts:
        c = columns(part)
        assert len(c["first"]) == len(part.ids) + 1
        for n, id_ in enumerate(part.ids):
            first, end = c["first"][n], c["first"][n + 1]
            row = first + int(np.searchsorted(c["at"][first:end], instant, "right")) - 1
            if row < first or not c["state"][row]:
                continue
            due, amber = int(c["due"][row]), int(c["amber"][row])
            shown = "none" if due == NEVER else "red" if instant > due else "amber"
            if shown == "amber" and instant < amber:
                shown = "green"
            found[id_] = Stood(part.states[c["state"][row]], shown, part.areas[c["area"][row]])
    return found


def stood(row: Ticket, instant: int) -> Stood:
    """How a queue shows a row at an instant."""
    return Stood(row.state, light(shown_clock(row), instant), row.area)
