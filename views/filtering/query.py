"""A filter as a person sets it, and as the query it is kept and shared as."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from views.filtering.due import KINDS, Due

LISTS = ("areas", "units", "channels", "items", "categories", "lights")
"""What several may be chosen of: any of them fits."""
LIGHTS = ("red", "amber", "green")
Ring = tuple[tuple[float, float], ...]
"""Corners (longitude, latitude) of a drawn area, three and more, the last not the first again."""


@dataclass(frozen=True, slots=True)
class Filter:
    """All of it must fit; of several of a kind any one. `areas` and `units` are paths, what lies below them
    fits, too; `mine`: this seat is in it; `within`: it lies in an area drawn on the map. `picked` are the
    tickets that a hand has picked there: no query has them, what is kept and shared is without.

    `unknown` is a JSON object: conditions of a query that this console does not know (a newer one saved
    them). They are not applied, and so it is said that they are there, and they go along when it is saved.
    """

    areas: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    lights: tuple[str, ...] = ()
    due: Due | None = None
    mine: bool = False
    words: str = ""
    within: Ring = ()
    picked: tuple[str, ...] = ()
    unknown: str = ""

    def adding(self, kind: str, value: object = True) -> Filter:
        """The filter with one condition more: a value of one of `LISTS`, a `Due` for ``due``, text for
        ``words``, ``mine``. A value that is there already changes nothing. Raises KeyError.
        """
        if kind in LISTS:
            held: tuple[str, ...] = getattr(self, kind)
            more: dict[str, Any] = {kind: (*held, str(value))}
            return self if value in held else replace(self, **more)
        match kind:
            case "due":
                assert isinstance(value, Due)
                return replace(self, due=value)
            case "mine":
                return replace(self, mine=True)
            case "words":
                return replace(self, words=str(value).strip())
            case "within":
                assert isinstance(value, tuple)
                return replace(self, within=value)
            case _:
                raise KeyError(kind)

    def picking(self, ids: Sequence[str]) -> Filter:
        """The filter for these tickets alone."""
        return replace(self, picked=tuple(ids))

    def without(self, kind: str, value: object = None) -> Filter:
        """The filter with one condition less. Raises KeyError."""
        if kind in LISTS:
            less: dict[str, Any] = {kind: tuple(v for v in getattr(self, kind) if v != value)}
            return replace(self, **less)
        empty: dict[str, Any] = {"due": None, "mine": False, "words": "", "unknown": ""}
        empty |= {"within": (), "picked": ()}
        return replace(self, **{kind: empty[kind]})

    def only(self, kind: str, value: str) -> Filter:
        """The filter with one value of one of `LISTS` in place of all of its kind; "" for none of them.
        Raises KeyError."""
        if kind not in LISTS:
            raise KeyError(kind)
        less: dict[str, Any] = {kind: (value,) if value else ()}
        return replace(self, **less)

    def has(self, kind: str, value: object = None) -> bool:
        """Whether a condition is set. Raises KeyError."""
        if kind in LISTS:
            return value in getattr(self, kind)
        if kind not in ("due", "mine", "words", "within", "picked", "unknown"):
            raise KeyError(kind)
        held = getattr(self, kind)
        return bool(held) if value is None else held == value

    # --- as a query --------------------------------------------------------------------------------------
    def query(self) -> dict[str, Any]:
        """Plain JSON values, with what is unknown in it as it came."""
        found: dict[str, Any] = json.loads(self.unknown) if self.unknown else {}
        for kind in LISTS:
            held = list(getattr(self, kind))
            if held:
                rest = found.get(kind, [])
                found[kind] = [*held, *(rest if isinstance(rest, list) else [rest])]
        if self.due is not None:
            found["due"] = {"kind": self.due.kind} | ({"at": self.due.at} if self.due.kind == "at" else {})
        if self.mine:
            found["mine"] = True
        if self.words:
            found["words"] = self.words
        if self.within:
            found["within"] = [list(corner) for corner in self.within]
        return found

    @classmethod
    def of(cls, query: dict[str, Any]) -> Filter:
        """A query read back; what is not known, or otherwise, goes to `unknown`: nothing is lost."""
        known: dict[str, Any] = {}
        unknown: dict[str, Any] = {}
        for key, value in query.items():
            if key in LISTS:
                fits, rest = _parted(key, value)
                known[key] = fits
                if rest != []:
                    unknown[key] = rest
            elif key == "due" and (due := _due(value)) is not None:
                known["due"] = due
            elif key == "mine" and isinstance(value, bool):
                known["mine"] = value
            elif key == "words" and isinstance(value, str) and value == value.strip():
                known["words"] = value
            elif key == "within" and (ring := _ring(value)):
                known["within"] = ring
            else:
                unknown[key] = value
        return cls(**known, unknown=_packed(unknown) if unknown else "")

    def unknown_keys(self) -> list[str]:
        """The names of the conditions that are not applied."""
        return sorted(json.loads(self.unknown)) if self.unknown else []


def _packed(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _parted(key: str, value: object) -> tuple[tuple[str, ...], object]:
    """The values of a list that are known, each once, and those that are not; what is no list is none."""
    if not isinstance(value, list):
        return (), value
    fits = [v for v in value if isinstance(v, str) and v and (key != "lights" or v in LIGHTS)]
    return tuple(dict.fromkeys(fits)), [v for v in value if v not in fits or not isinstance(v, str)]


def _due(value: object) -> Due | None:
    if not isinstance(value, dict) or value.get("kind") not in KINDS:
        return None
    if value["kind"] != "at":
        return Due(value["kind"]) if set(value) == {"kind"} else None
    at = value.get("at")
    whole = isinstance(at, int) and not isinstance(at, bool) and set(value) == {"kind", "at"}
    return Due("at", at) if whole and isinstance(at, int) else None


def _ring(value: object) -> Ring:
    """A drawn area as a query has it; () for what is none."""
    if not isinstance(value, list) or len(value) < 3:
        return ()
    corners = []
    for corner in value:
        if not (isinstance(corner, list) and len(corner) == 2):
            return ()
        if any(isinstance(one, bool) or not isinstance(one, int | float) for one in corner):
            return ()
        lon, lat = map(float, corner)
        if not (abs(lon) <= 180 and abs(lat) <= 90):
            return ()
        corners.append((lon, lat))
    return tuple(corners)
