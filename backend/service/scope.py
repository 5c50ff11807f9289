"""Scope in SQL: `contract.guards.in_scope`, as conditions on columns.

The one other place where scope is decided; a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, true

from contract.account import Actor, in_path

BETWEEN = ";"
"""What stands between paths in one column, and at both ends."""


def under(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    """Whether a path lies at or below a prefix ("" holds nothing)."""
    if not prefix:
        return literal(False)
    return or_(column == prefix, column.startswith(prefix + "/", autoescape=True))


def shared(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    """Whether one of the paths of `joined` lies at or below a prefix ("" holds nothing)."""
    if not prefix:
        return literal(False)
    return and_(
        column != "",
        or_(
            column.contains(f"{BETWEEN}{prefix}{BETWEEN}", autoescape=True),
            column.contains(f"{BETWEEN}{prefix}/", autoescape=True),
        ),
    )


def joined(paths: Sequence[str]) -> str:
    """Paths as one column has them, "" for none."""
    return BETWEEN + BETWEEN.join(paths) + BETWEEN if paths else ""


def holds(column: str, prefix: str) -> bool:
    """`shared` of a column's value."""
    return bool(column) and any(in_path(path, prefix) for path in column.split(BETWEEN))


def in_scope(table: Any, actor: Actor) -> ColumnElement[bool]:
    """The actor's rows of a table that has `district`, `area_path`, `unit_path`, `shared_paths`, `channel`
    as tickets have them."""
    columns = table.c
    own: ColumnElement[bool]
    match actor.role:
        case "handler":
            own = or_(
                under(columns.unit_path, actor.unit_path), shared(columns.shared_paths, actor.unit_path)
            )
        case "grid":
            own = under(columns.area_path, actor.area_path)
        case "channel" | "reporter":
            own = columns.channel == actor.channel if actor.channel else literal(False)
        case _:
            own = true() if actor.area_path == actor.district else under(columns.area_path, actor.area_path)
    return and_(columns.district == actor.district, own)
