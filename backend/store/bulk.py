"""Reading by many keys at once, and writing what a transaction has gathered.

On SQLite, one prepared statement a table. On PostgreSQL everything goes in one statement and one round
trip: a chain of data-modifying WITH parts over arrays (`unnest`), whose text depends on the tables alone,
so that it is planned once. Rows are dicts with the same keys throughout a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnElement,
    Float,
    Integer,
    LargeBinary,
    Select,
    Table,
    Text,
    any_,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    true,
    update,
)
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import column as sql_column

Row = dict[str, Any]

_TYPES = (
    (BigInteger, "bigint"),
    (Integer, "integer"),
    (Boolean, "boolean"),
    (Float, "double precision"),
    (LargeBinary, "bytea"),
    (Text, "text"),
)


async def by_key(
    connection: AsyncConnection, table: Table, key: str, district: str, values: Sequence[str], *columns: str
) -> Sequence[Any]:
    """Rows of a district whose `key` is one of many values; the statement is the same for any number.

    On PostgreSQL each value is looked up by the whole index key. `key = ANY(…)` would let a planner without
    statistics, which takes a district for selective, read all of the district's rows and filter them.
    """
    if not values:
        return ()
    if connection.dialect.name == "postgresql":
        asked = {"of": district, "keys": list(values)}
        result = await connection.execute(_lookup(table, key, columns), asked)
    else:
        query = select(*(table.c[name] for name in columns)).where(
            table.c.district == district, among("sqlite", table.c[key], values)
        )
        result = await connection.execute(query)
    rows: Sequence[Any] = result.all()
    return rows


@cache
def _lookup(table: Table, key: str, columns: tuple[str, ...]) -> Select[Any]:
    keys = func.unnest(bindparam("keys", type_=ARRAY(Text)))
    wanted = keys.table_valued(sql_column("value", Text)).render_derived(name="wanted")
    found = (
        select(*(table.c[name] for name in columns))
        .where(table.c.district == bindparam("of"), table.c[key] == wanted.c.value)
        .offset(literal_column("0"))  # keeps the planner from making a join of it, which reads the district
        .lateral("found")
    )
    return select(*found.c).select_from(wanted).join(found, true())


def among(dialect: str, column: ColumnElement[str], values: Sequence[str]) -> ColumnElement[bool]:
    """Whether a column is one of many values, as one parameter, so that the statement is prepared once."""
    if dialect == "postgresql":
        return column == any_(bindparam(None, list(values), type_=ARRAY(Text)))
    listed = func.json_each(msgspec.json.encode(list(values)).decode()).table_valued(
        sql_column("value", Text)
    )
    return column.in_(select(listed.c.value))


class Gathered(msgspec.Struct, kw_only=True):
    """Rows to insert, rows to insert where they are not there yet, rows to write whole whether they are there
    or not, rows to change by their primary key."""

    inserts: list[tuple[Table, list[Row]]]
    absent: list[tuple[Table, list[Row]]]
    whole: list[tuple[Table, list[Row]]] = []
    changes: list[tuple[Table, tuple[str, ...], list[Row]]]


def _type(table: Table, column: str) -> str:
    kind = table.c[column].type
    return next(name for known, name in _TYPES if isinstance(kind, known))


@cache
def _change(table: Table, columns: tuple[str, ...]) -> Any:
    keys = [column.name for column in table.primary_key]
    statement = update(table).values({name: bindparam(name) for name in columns})
    return statement.where(*(table.c[key] == bindparam(f"at_{key}") for key in keys))


async def write(connection: AsyncConnection, dialect: str, gathered: Gathered) -> None:
    """Write it all in the connection's transaction."""
    if dialect == "postgresql":
        await _write_at_once(connection, gathered)
        return
    for table, rows in gathered.inserts:
        if rows:
            await connection.execute(insert(table), rows)
    for table, rows in gathered.absent:
        if rows:
            await connection.execute(sqlite_insert(table).on_conflict_do_nothing(), rows)
    for table, rows in gathered.whole:
        if rows:
            await connection.execute(_replace(table), rows)
    for table, columns, rows in gathered.changes:
        if rows:
            keys = [column.name for column in table.primary_key]
            values = [{**{f"at_{key}": row[key] for key in keys}, **_only(row, columns)} for row in rows]
            await connection.execute(_change(table, columns), values)


@cache
def _replace(table: Table) -> Any:
    statement = sqlite_insert(table)
    keys = [column.name for column in table.primary_key]
    given = {column.name: column for column in statement.excluded if column.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=given)


def _only(row: Row, columns: Sequence[str]) -> Row:
    return {name: row[name] for name in columns}


# ---- PostgreSQL ----
Plan = tuple[tuple[str, Table, tuple[str, ...]], ...]


@cache
def _text(plan: Plan) -> str:
    parts: list[str] = []
    taken = 0
    for n, (kind, table, columns) in enumerate(plan):
        arrays = ", ".join(f"${taken + i}::{_type(table, c)}[]" for i, c in enumerate(columns, 1))
        taken += len(columns)
        names = ", ".join(f'"{c}"' for c in columns)
        if kind == "change":
            keys = [column.name for column in table.primary_key]
            sets = ", ".join(f'"{c}" = u."{c}"' for c in columns if c not in keys)
            same = " AND ".join(f'"{table.name}"."{key}" = u."{key}"' for key in keys)
            parts.append(
                f'w{n} AS (UPDATE "{table.name}" SET {sets} FROM unnest({arrays}) u({names}) WHERE {same})'  # noqa: S608 - names of our own tables
            )
        else:
            end = " ON CONFLICT DO NOTHING" if kind == "absent" else ""
            if kind == "whole":
                keys = [column.name for column in table.primary_key]
                sets = ", ".join(f'"{c}" = EXCLUDED."{c}"' for c in columns if c not in keys)
                end = f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sets}"
            parts.append(
                f'w{n} AS (INSERT INTO "{table.name}" ({names}) SELECT * FROM unnest({arrays}){end})'  # noqa: S608
            )
    return f"WITH {', '.join(parts)} SELECT"


async def _write_at_once(connection: AsyncConnection, gathered: Gathered) -> None:
    plan: list[tuple[str, Table, tuple[str, ...]]] = []
    arrays: list[list[Any]] = []

    def add(kind: str, table: Table, columns: tuple[str, ...], rows: list[Row]) -> None:
        if rows:
            plan.append((kind, table, columns))
            arrays.extend([row.get(name) for row in rows] for name in columns)

    for table, rows in gathered.inserts:
        add("insert", table, tuple(rows[0]) if rows else (), rows)
    for table, rows in gathered.absent:
        add("absent", table, tuple(rows[0]) if rows else (), rows)
    for table, rows in gathered.whole:
        add("whole", table, tuple(rows[0]) if rows else (), rows)
    for table, columns, rows in gathered.changes:
        keys = tuple(column.name for column in table.primary_key)
        add("change", table, (*keys, *columns), rows)
    if not plan:
        return
    raw = await connection.get_raw_connection()
    driver = raw.driver_connection
    assert driver is not None
    await driver.execute(_text(tuple(plan)), *arrays)
