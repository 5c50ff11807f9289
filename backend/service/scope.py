"""Scope in SQL: `contract.advance.in_scope`, as conditions on columns.

The one other place where scope is decided; a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ARRAY, ColumnElement, Text, and_, any_, bindparam, func, literal, or_, select, true
from sqlalchemy.sql import column as sql_column

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


def among(dialect: str, column: ColumnElement[str], values: Sequence[str]) -> ColumnElement[bool]:
    """Whether a column is one of many values, as one parameter, so that the statement is prepared once."""
    if dialect == "postgresql":
        return column == any_(bindparam(None, list(values), type_=ARRAY(Text)))
    listed = func.json_each(msgspec.json.encode(list(values)).decode()).table_valued(
        sql_column("value", Text)
    )
    return column.in_(select(listed.c.value))
