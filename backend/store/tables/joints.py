"""The tables of joint actions."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, Table, UniqueConstraint, text

from backend.store.columns import count, instant, key, maybe, metadata, packed, words

joint = Table(
    "joint",
    metadata,
    key("district"),
    key("id"),
    words("number"),
    Column("version", Integer, nullable=False),
    instant("seq"),
    words("state"),
    words("kind"),
    words("lead"),  # the unit that leads, "" while none is named
    words("area_path"),
    words("unit_path"),  # of who started it
    words("shared_paths"),  # of units that have a part in it: ";path;path;"
    words("campaign"),  # the id of the campaign that it belongs to
    instant("proposed_at"),
    maybe("ended_at"),
    Column("aged", Boolean, nullable=False, server_default="0"),  # no longer on consoles
    Column("entries", Integer, nullable=False),
    maybe("next_at"),  # when a clock of it falls due next that is not told
    Column("told", LargeBinary, nullable=False),  # msgpack of what was told (service.joint.clocks)
    words("words"),  # what a search looks through, lower case
    packed("row"),  # msgpack contract.joint.joint.Joint
    UniqueConstraint("district", "number"),
    Index(None, "district", "aged"),
    Index(None, "district", "proposed_at"),
    Index(None, "district", "ended_at"),
    Index(None, "district", "campaign"),
    Index(
        "ix_joint_next_at",
        "district",
        "next_at",
        sqlite_where=text("next_at IS NOT NULL"),
        postgresql_where=text("next_at IS NOT NULL"),
    ),
)

joint_entry = Table(
    "joint_entry",
    metadata,
    key("district"),
    key("joint"),
    Column("n", Integer, primary_key=True, autoincrement=False),
    instant("seq"),
    words("action"),
    words("outcome"),
    words("unit"),  # whose event it is
    words("account"),
    instant("at"),
    packed("body"),  # msgpack contract.joint.log.JointEntry
    Index(None, "district", "unit", "at"),
)
"""Their logs."""

joint_file = Table(
    "joint_file",
    metadata,
    key("district"),
    key("sha256"),
    key("joint"),
    Column("n", Integer, nullable=False),  # the entry of the log that brought it
    Index(None, "district", "joint"),
)
"""Files that they use: evidence, and what else was brought."""

joint_count = Table(
    "joint_count",
    metadata,
    key("district"),
    Column("year", Integer, primary_key=True, autoincrement=False),
    count("count"),
)
"""How many were numbered in each year, by the district's calendar."""
