"""The tables over which figures are summed (`service.counting`).

They hold what counts of rounds, of dispatches to units and of verifications, as of the last step of their
ticket. Instants are ms since 1970.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text

from backend.store import tables

metadata = tables.metadata
"""Of the whole schema."""


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _maybe(name: str) -> Column[int]:
    return Column(name, BigInteger)


rounds = Table(
    "round",
    metadata,
    _key("district"),
    _key("ticket"),
    _number("n"),
    _text("area_path"),
    _text("street"),  # code of the area just below the district
    _text("unit"),  # code of the unit that has it, or had it last
    _text("channel"),
    _text("category"),
    _maybe("reported_at"),  # this and the next two in the first round alone
    _maybe("accepted_at"),
    _maybe("filed_at"),
    _maybe("merged_at"),
    _maybe("linked_at"),  # to a closed ticket about whose matter it is
    _maybe(
        "due_at"
    ),  # by the responsibility clock; NULL without one, and while it stands with something left
    _maybe("handled_at"),  # the last handling, unless its verification failed
    _maybe("handling"),  # working ms from the first dispatch to it
    Column("late", Boolean, nullable=False, server_default="0"),  # it was, and no appeal was upheld
    _maybe("closed_at"),
    _maybe("evaluated_at"),
    _text("satisfaction"),
)

dispatches = Table(
    "dispatch",
    metadata,
    _key("district"),
    _key("ticket"),
    _number("n"),  # the timeline entry that made it
    Column("round", Integer, nullable=False),
    _text("unit"),
    Column("at", BigInteger, nullable=False),
    _maybe("returned_at"),
    _maybe("sign_in_due_at"),
    _maybe("signed_in_at"),
    _maybe("sign_in_over_at"),  # the wait ended without it
    _maybe("arrive_due_at"),
    _maybe("arrived_at"),
    _maybe("arrive_over_at"),
)

verifications = Table(
    "verification",
    metadata,
    _key("district"),
    _key("ticket"),
    _number("n"),  # its timeline entry
    Column("round", Integer, nullable=False),
    _text("unit"),  # whose work was looked at
    Column("at", BigInteger, nullable=False),
    Column("failed", Boolean, nullable=False),
)
