"""The tables of tickets and of what hangs on them: logs, files, the feed, what goes to superior platforms."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
    text,
)

from backend.store.columns import count, instant, key, maybe, metadata, packed, words

ticket = Table(
    "ticket",
    metadata,
    key("district"),
    key("id"),
    words("number"),
    Column("version", Integer, nullable=False),
    instant("seq"),
    words("state"),
    words("channel"),
    words("item"),
    words("area_path"),
    words("unit_path"),
    words("shared_paths"),  # of units that have a part in it: ";path;path;"
    words("superior_number"),
    words("merged_into"),
    words("claim_by"),  # the account that is in it
    words("component"),  # code of the component that it is tied to
    Column("lon", Float),
    Column("lat", Float),
    instant("reported_at"),
    instant("changed_at"),
    maybe("ended_at"),
    Column("aged", Boolean, nullable=False, server_default="0"),  # no longer on consoles
    Column("entries", Integer, nullable=False),
    maybe("next_at"),  # when something of it falls due next that is not told
    Column("told", LargeBinary),  # msgpack of what was told (service.scheduler_instants); NULL: not armed yet
    Column("tally", LargeBinary),  # msgpack service.counting.facts.Tally
    Column("track", LargeBinary),  # msgpack service.playback_track.Track
    maybe("traced_at"),  # when the last moment of its track came in
    words("words"),  # what a search looks through, lower case
    packed("row"),  # msgpack contract.ticket.Ticket
    UniqueConstraint("district", "number"),
    Index(None, "district", "aged", "area_path"),
    Index(None, "district", "aged", "unit_path"),
    # Without the id: a planner that has no statistics yet would look ids up in it, reading all of it.
    Index(None, "district", "reported_at"),
    Index(None, "district", "channel", "superior_number"),
    Index(None, "district", "merged_into"),
    Index(None, "district", "ended_at"),
    Index(None, "district", "traced_at"),
    Index(
        "ix_ticket_shared",
        "district",
        "aged",
        sqlite_where=text("shared_paths <> ''"),
        postgresql_where=text("shared_paths <> ''"),
    ),
    Index(
        "ix_ticket_claimed",
        "district",
        "claim_by",
        sqlite_where=text("claim_by <> ''"),
        postgresql_where=text("claim_by <> ''"),
    ),
    Index(
        "ix_ticket_component",
        "district",
        "component",
        sqlite_where=text("component <> ''"),
        postgresql_where=text("component <> ''"),
    ),
    Index(
        "ix_ticket_untallied",
        "district",
        "id",
        sqlite_where=text("tally IS NULL"),
        postgresql_where=text("tally IS NULL"),
    ),
    Index(
        "ix_ticket_untracked",
        "district",
        "id",
        sqlite_where=text("track IS NULL"),
        postgresql_where=text("track IS NULL"),
    ),
    Index(
        "ix_ticket_next_at",
        "district",
        "next_at",
        sqlite_where=text("next_at IS NOT NULL"),
        postgresql_where=text("next_at IS NOT NULL"),
    ),
)

reporter = Table(
    "reporter",
    metadata,
    key("district"),
    key("ticket"),
    words("name"),
    words("phone"),
    words("contact"),
)
"""Reporters in full: read only where they are shown on demand, and where a channel answers them."""

entry = Table(
    "entry",
    metadata,
    key("district"),
    key("ticket"),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),  # the ticket's after it
    instant("seq"),
    words("action"),
    words("account"),
    instant("at"),
    packed("body"),  # msgpack contract.feed.Entry
    Column("image", LargeBinary),  # msgpack row before, where a recall may need it
)
"""Timelines."""

audit = Table(
    "audit",
    metadata,
    key("district"),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    instant("at"),
    words("account"),
    words("action"),
    words("object"),
    packed("body"),
    words("hash"),  # sha256 hex over the hash before and the body
)

feed = Table(
    "feed",
    metadata,
    key("district"),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    instant("at"),
    words("kind"),
    words("ticket"),
    words("area_path"),
    words("unit_path"),
    words("shared_paths"),
    words("channel"),
    words("was_area_path"),
    words("was_unit_path"),
    words("was_shared_paths"),
    words("was_channel"),
    packed("body"),  # JSON contract.feed.Event
)
"""Events with the bounds of their ticket after and before, by which a reader's scope is decided."""

answer = Table(
    "answer",
    metadata,
    key("district"),
    key("action"),
    packed("content"),  # sha256 of who asked for what
    Column("status", Integer, nullable=False),
    words("ticket"),
    instant("at"),
    packed("body"),  # JSON as it was answered, b"" where it is kept no more (status PAST)
)
PAST = 410
"""The status of an answer that is kept no more: its key is known for good, and refused."""

file = Table(
    "file",
    metadata,
    key("district"),
    key("sha256"),
    count("size"),
    words("mime"),
    words("account"),
    instant("at"),
)

file_use = Table(
    "file_use",
    metadata,
    key("district"),
    key("sha256"),
    key("ticket"),
    Column("n", Integer, nullable=False),  # the timeline entry that brought it
    Index(None, "district", "ticket"),
)

delivery = Table(
    "delivery",
    metadata,
    key("district"),
    key("id"),
    words("channel"),
    words("ticket"),
    instant("seq"),
    words("kind"),
    packed("body"),
    instant("created_at"),
    instant("next_at"),
    count("tries"),
    maybe("taken_at"),
    words("error"),
    Index(None, "district", "taken_at", "next_at"),
)
"""What is to be told to superior platforms, written with the action that it tells of."""

imported = Table(
    "imported",
    metadata,
    key("district"),
    key("source"),
    key("key"),  # the row's own key, or a hash of the row
    words("ticket"),
    instant("at"),
)
"""Rows of files that went in, so that a second run adds nothing."""

saved_filter = Table(
    "saved_filter",
    metadata,
    key("district"),
    key("id"),
    words("owner"),
    words("owner_name"),
    words("name"),
    Column("shared", Boolean, nullable=False, server_default="0"),
    words("screen"),
    words("bound"),  # how far it is seen where it is shared (contract.saved_filter.bound_of)
    packed("query"),  # JSON, the console's own
    instant("changed_at"),
    Index(None, "district", "owner"),
)
"""Filters that people keep under a name."""
