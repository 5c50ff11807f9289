"""What the tables are made of: their metadata, and the kinds of columns that all of them have."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key(name: str) -> Column[str]:
    """A part of the primary key."""
    return Column(name, Text, primary_key=True)


def words(name: str) -> Column[str]:
    """Text, "" where there is none."""
    return Column(name, Text, nullable=False, server_default="")


def instant(name: str) -> Column[int]:
    """An instant, ms since 1970."""
    return Column(name, BigInteger, nullable=False)


def maybe(name: str) -> Column[int]:
    """An instant that may not have come."""
    return Column(name, BigInteger)


def count(name: str) -> Column[int]:
    """A number that begins at nought."""
    return Column(name, BigInteger, nullable=False, server_default="0")


def packed(name: str) -> Column[bytes]:
    """An encoding of a struct, or a hash."""
    return Column(name, LargeBinary, nullable=False)
