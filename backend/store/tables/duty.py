"""The tables of who is on duty and on patrol, and who is there."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, text

from backend.store.columns import instant, key, maybe, metadata, packed, words

duty_holder = Table(
    "duty_holder",
    metadata,
    key("district"),
    key("id"),
    words("place"),  # the code of an area or a unit
    words("account"),
    maybe("ended_at"),
    packed("body"),  # msgpack contract.duty.Holder, the phone in full
    Index(None, "district", "place"),
    Index(None, "district", "account"),
)
"""Rosters: who holds which post of a grid or unit."""

duty_shift = Table(
    "duty_shift",
    metadata,
    key("district"),
    key("id"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    words("place"),
    words("holder"),
    words("stand_ins"),  # holders who stand in on some day: ";id;id;"
    maybe("ended_at"),
    packed("body"),  # msgpack contract.rota.Shift
    Index(None, "district", "place"),
    Index(None, "district", "holder"),
    Index(
        "ix_duty_shift_stood_in",
        "district",
        sqlite_where=text("stand_ins <> ''"),
        postgresql_where=text("stand_ins <> ''"),
    ),
)
"""Shifts, every version: who was on duty under an earlier one stays known."""

check_in = Table(
    "check_in",
    metadata,
    key("district"),
    key("id"),
    words("account"),
    words("area"),
    words("area_path"),
    instant("done_at"),
    Column("coarse", Boolean, nullable=False, server_default="0"),  # its coordinates were given up
    packed("body"),  # msgpack contract.duty.CheckIn
    Index(None, "district", "account", "done_at"),
    Index(None, "district", "area", "done_at"),
    Index(None, "district", "done_at"),
    Index(
        "ix_check_in_exact",
        "district",
        "done_at",
        sqlite_where=text("NOT coarse"),
        postgresql_where=text("NOT coarse"),
    ),
)
"""Check-ins on patrol."""

presence = Table(
    "presence",
    metadata,
    key("district"),
    key("account"),
    instant("seen_at"),
)
"""When something was last heard of an account, written by every replica for those that it hears, together."""

seat_interval = Table(
    "seat_interval",
    metadata,
    key("district"),
    key("account"),
    Column("from_at", BigInteger, primary_key=True, autoincrement=False),
    words("state"),
    maybe("to_at"),
    Column("lost", Boolean, nullable=False, server_default="0"),  # it ended because nothing more was heard
    Index(None, "district", "to_at"),
)
"""What seats were doing, from when to when; between two intervals nobody was there."""
