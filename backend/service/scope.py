"""Scope in SQL: `contract.guards.in_scope`, as conditions on columns.

The one other place where scope is decided; a property test holds the two together.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, true

from contract.account import Actor


def under(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    """Whether a path lies at or below a prefix ("" holds nothing)."""
    if not prefix:
        return literal(False)
    return or_(column == prefix, column.startswith(prefix + "/", autoescape=True))


def in_scope(table: Any, actor: Actor) -> ColumnElement[bool]:
    """The actor's rows of a table that has `district`, `area_path`, `unit_path` and `channel`."""
    columns = table.c
    own: ColumnElement[bool]
    match actor.role:
        case "handler":
            own = under(columns.unit_path, actor.unit_path)
        case "grid":
            own = under(columns.area_path, actor.area_path)
        case "channel" | "reporter":
            own = columns.channel == actor.channel if actor.channel else literal(False)
        case _:
            own = true() if actor.area_path == actor.district else under(columns.area_path, actor.area_path)
    return and_(columns.district == actor.district, own)
