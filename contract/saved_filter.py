"""Filters that people keep under a name, for themselves or for those of their scope."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from .account import Actor, in_path
from .action import Id

QUERY_BYTES = 16_000
"""A filter's query may take so many bytes as JSON."""
PER_OWNER = 200
"""So many filters a person may keep."""

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Screen = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_.:-]+$")]


class SavedFilter(msgspec.Struct, frozen=True, kw_only=True):
    """A filter of one screen. `query` belongs to the console alone: the backend keeps it and hands it back.

    `owner` is an account's id. A shared one is seen by those whose scope meets its owner's, `bound`.
    """

    id: str
    name: str
    owner: str
    owner_name: str
    shared: bool
    screen: str
    query: dict[str, Any]
    changed_at: int
    bound: str = ""


class SaveFilter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The command that makes or changes one; `action_id` is its key."""

    action_id: Id
    name: Name
    screen: Screen
    query: dict[str, Any]
    shared: bool = False


def bound_of(actor: Actor) -> str:
    """How far what a person shares is seen: ``area PATH`` or ``unit PATH``, "" for nobody else."""
    if actor.role == "handler":
        return f"unit {actor.unit_path}" if actor.unit_path else ""
    return f"area {actor.area_path}" if actor.area_path else ""


def may_see(kept: SavedFilter, actor: Actor) -> bool:
    """Whether a filter stands in a person's list: their own, and what is shared where their scope lies, above
    it or below it. What is shared for the whole district stands in everybody's."""
    if kept.owner == actor.id:
        return True
    if not kept.shared:
        return False
    kind, _, path = kept.bound.partition(" ")
    own, _, reach = bound_of(actor).partition(" ")
    if kind == "area" and path == actor.district:
        return True
    if own == "area" and reach == actor.district:
        return True
    return kind == own and (in_path(path, reach) or in_path(reach, path))


def may_change(kept: SavedFilter, actor: Actor) -> bool:
    """Whether a person may change or drop one: its owner, and for a shared one the duty officer or an
    administrator whose scope holds it."""
    if kept.owner == actor.id:
        return True
    if not kept.shared or actor.role not in ("duty", "admin"):
        return False
    kind, _, path = kept.bound.partition(" ")
    return actor.area_path == actor.district or (kind == "area" and in_path(path, actor.area_path))
