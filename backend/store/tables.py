"""The tables. Every key begins with the district, so that a cluster can be cut by it.

Instants are ms since 1970 (BigInteger). `body`, `row` and `image` columns hold msgspec encodings of the
contract's structs; what is searched or joined by stands beside them in columns of its own.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _instant(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _maybe(name: str) -> Column[int]:
    return Column(name, BigInteger)


def _count(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default="0")


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


district = Table(
    "district",
    metadata,
    Column("district", Text, primary_key=True, comment="adcode"),
    _bytes("body"),  # msgpack contract.reference.District
    Column("utc_offset", Integer, nullable=False),  # minutes east
    _text("spans"),  # working spans, minutes of the local day: "480-720;840-1080"
    _text("digest"),  # of the reference; a process that holds another one loads anew
    _count("seq"),  # the last number of the feed
    _count("feed_floor"),  # events up to this number are pruned
    _count("audit_n"),
    _text("audit_head"),
    _count("answer_floor"),  # keys of audit entries up to this number have their answers no more
    _count("number_day"),
    _count("number_count"),
    _maybe("armed_at"),  # since when what falls due is told; NULL until the tickets before then are armed
)
"""One row per district, locked first and written last by every writing transaction."""

area = Table(
    "area",
    metadata,
    _key("district"),
    _key("code"),
    _count("place"),  # its place in the order of the profile
    _text("path"),
    _text("level"),
    _bytes("body"),  # msgpack contract.reference.Area
)

area_geometry = Table(
    "area_geometry",
    metadata,
    _key("district"),
    _key("code"),
    _text("level"),
    _bytes("wkb"),  # WGS-84
)

division = Table(
    "division",
    metadata,
    _key("district"),
    _key("id"),
    _instant("effective_from"),
    _instant("at"),
    _text("account"),
    _text("name"),  # of who adopted it
    _text("title"),
    Column("told", Boolean, nullable=False, server_default="0"),  # every console heard that it has begun
    _bytes("body"),  # msgpack contract.division.DivisionDetail, without outlines
)
"""Re-divisions that were adopted: from their instant on what they say of grids holds over `area`."""

division_area = Table(
    "division_area",
    metadata,
    _key("district"),
    _key("division"),
    _key("code"),
    _count("place"),
    Column("body", LargeBinary),  # msgpack contract.reference.Area; NULL: withdrawn
    Column("wkb", LargeBinary),  # WGS-84; NULL: as it was
    Column("into", LargeBinary),  # msgpack tuple[contract.reference.Share, ...] of one that is withdrawn
)
"""What a division makes of single grids."""

unit = Table(
    "unit",
    metadata,
    _key("district"),
    _key("code"),
    _count("place"),
    _text("path"),
    _text("duty"),  # entries of the duty list, separated by ";"
    _bytes("body"),  # msgpack contract.reference.Unit
)

item = Table(
    "item",
    metadata,
    _key("district"),
    _key("version"),
    _key("code"),
    _count("place"),
    _instant("effective_from"),
    _bytes("body"),  # msgpack contract.reference.Item
)

catalogue_version = Table(
    "catalogue_version",
    metadata,
    _key("district"),
    _key("version"),
    _instant("effective_from"),
    _instant("at"),
    _text("account"),
    _text("name"),  # of who put it in force
    _text("source"),  # the mapping that its file was read by, "" where it came as items
    Column("supplement", Boolean, nullable=False, server_default="0"),  # what it does not name stays
)
"""Versions of the catalogue that were put in force while the service ran; their rows are in `item`."""

mandate = Table(
    "mandate",
    metadata,
    _key("district"),
    _key("list"),  # duty or powers
    _key("code"),
    _key("version"),
    _count("place"),  # its place in the list
    _instant("effective_from"),
    _bytes("body"),  # msgpack contract.mandate.Mandate
)
"""Entries of the duty list and the powers list; a version's rows are those in which it differs."""

mandate_version = Table(
    "mandate_version",
    metadata,
    _key("district"),
    _key("list"),
    _key("version"),
    _instant("effective_from"),
    _instant("at"),
    _text("account"),
    _text("name"),  # of who put it in force, "" where it came with the profile
    _text("source"),  # the mapping that its file was read by
)
"""Versions of the two lists."""

admission = Table(
    "admission",
    metadata,
    _key("district"),
    _key("id"),
    _text("state"),
    _instant("at"),
    _bytes("body"),  # msgpack contract.admission.Admission
    Index(None, "district", "state", "at"),
)
"""Applications to have an item of the catalogue admitted, changed or vetoed."""

channel = Table(
    "channel",
    metadata,
    _key("district"),
    _key("key"),
    _count("place"),
    _bytes("body"),  # msgpack contract.reference.Channel
)

calendar_day = Table(
    "calendar_day",
    metadata,
    _key("district"),
    _key("day"),  # ISO date
    Column("working", Boolean, nullable=False),
)
"""Days that an administrator imported for years that the built-in calendar does not know."""

calendar_year = Table(
    "calendar_year",
    metadata,
    _key("district"),
    Column("year", Integer, primary_key=True, autoincrement=False),
)

calendar_change = Table(
    "calendar_change",
    metadata,
    _key("district"),
    Column("n", Integer, primary_key=True, autoincrement=False),
    _instant("at"),
    _text("name"),  # the years that were announced anew, "hours", "days": separated by commas
    _text("digest"),  # of the calendar that open clocks count by from then on
    Column("body", LargeBinary),  # msgpack contract.calendar.Calendar: that calendar
    _text("cursor"),  # open clocks of tickets with ids up to it are counted anew
    _count("changed"),  # of how many tickets a clock was another then
    Column("done", Boolean, nullable=False, server_default="0"),
)
"""Changes of what a district counts by (`service.calendar_change`), the last one in force."""

account = Table(
    "account",
    metadata,
    _key("district"),
    _key("id"),
    _text("login"),
    _text("name"),
    _text("role"),
    _text("password"),  # argon2id, "" where there is none
    _text("secret_hash"),  # of a channel's api key, sha256 hex
    _text("webhook"),  # where a superior platform takes answers
    _text("webhook_secret"),
    _text("webhook_steps"),  # actions that it asked to hear of beside the answer, separated by ";"
    _text("seat"),
    _text("unit"),
    _text("area"),
    _text("channel"),
    Column("active", Boolean, nullable=False, server_default="1"),
    _instant("created_at"),
    UniqueConstraint("district", "login"),
    Index(None, "secret_hash"),
)

session = Table(
    "session",
    metadata,
    _key("district"),
    _key("token_hash"),  # sha256 hex: the token itself is nowhere
    _text("account"),
    _instant("created_at"),
    _instant("expires_at"),
    Index(None, "district", "account"),
)

ticket = Table(
    "ticket",
    metadata,
    _key("district"),
    _key("id"),
    _text("number"),
    Column("version", Integer, nullable=False),
    _instant("seq"),
    _text("state"),
    _text("channel"),
    _text("item"),
    _text("area_path"),
    _text("unit_path"),
    _text("shared_paths"),  # of units that have a part in it: ";path;path;"
    _text("superior_number"),
    _text("merged_into"),
    _text("claim_by"),  # the account that is in it
    _text("component"),  # code of the component that it is tied to
    Column("lon", Float),
    Column("lat", Float),
    _instant("reported_at"),
    _instant("changed_at"),
    _maybe("ended_at"),
    Column("aged", Boolean, nullable=False, server_default="0"),  # no longer on consoles
    Column("entries", Integer, nullable=False),
    _maybe("next_at"),  # when something of it falls due next that is not told
    Column("told", LargeBinary),  # msgpack of what was told (service.scheduler_instants); NULL: not armed yet
    Column("tally", LargeBinary),  # msgpack service.counting.facts.Tally
    Column("track", LargeBinary),  # msgpack service.playback_track.Track
    _maybe("traced_at"),  # when the last moment of its track came in
    _text("words"),  # what a search looks through, lower case
    _bytes("row"),  # msgpack contract.ticket.Ticket
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
    _key("district"),
    _key("ticket"),
    _text("name"),
    _text("phone"),
    _text("contact"),
)
"""Reporters in full: read only where they are shown on demand, and where a channel answers them."""

entry = Table(
    "entry",
    metadata,
    _key("district"),
    _key("ticket"),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),  # the ticket's after it
    _instant("seq"),
    _text("action"),
    _text("account"),
    _instant("at"),
    _bytes("body"),  # msgpack contract.feed.Entry
    Column("image", LargeBinary),  # msgpack row before, where a recall may need it
)
"""Timelines."""

audit = Table(
    "audit",
    metadata,
    _key("district"),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    _instant("at"),
    _text("account"),
    _text("action"),
    _text("object"),
    _bytes("body"),
    _text("hash"),  # sha256 hex over the hash before and the body
)

feed = Table(
    "feed",
    metadata,
    _key("district"),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    _instant("at"),
    _text("kind"),
    _text("ticket"),
    _text("area_path"),
    _text("unit_path"),
    _text("shared_paths"),
    _text("channel"),
    _text("was_area_path"),
    _text("was_unit_path"),
    _text("was_shared_paths"),
    _text("was_channel"),
    _bytes("body"),  # JSON contract.feed.Event
)
"""Events with the bounds of their ticket after and before, by which a reader's scope is decided."""

answer = Table(
    "answer",
    metadata,
    _key("district"),
    _key("action"),
    _bytes("content"),  # sha256 of who asked for what
    Column("status", Integer, nullable=False),
    _text("ticket"),
    _instant("at"),
    _bytes("body"),  # JSON as it was answered, b"" where it is kept no more (status PAST)
)
PAST = 410
"""The status of an answer that is kept no more: its key is known for good, and refused."""

file = Table(
    "file",
    metadata,
    _key("district"),
    _key("sha256"),
    _count("size"),
    _text("mime"),
    _text("account"),
    _instant("at"),
)

file_use = Table(
    "file_use",
    metadata,
    _key("district"),
    _key("sha256"),
    _key("ticket"),
    Column("n", Integer, nullable=False),  # the timeline entry that brought it
    Index(None, "district", "ticket"),
)

delivery = Table(
    "delivery",
    metadata,
    _key("district"),
    _key("id"),
    _text("channel"),
    _text("ticket"),
    _instant("seq"),
    _text("kind"),
    _bytes("body"),
    _instant("created_at"),
    _instant("next_at"),
    _count("tries"),
    _maybe("taken_at"),
    _text("error"),
    Index(None, "district", "taken_at", "next_at"),
)
"""What is to be told to superior platforms, written with the action that it tells of."""

imported = Table(
    "imported",
    metadata,
    _key("district"),
    _key("source"),
    _key("key"),  # the row's own key, or a hash of the row
    _text("ticket"),
    _instant("at"),
)
"""Rows of files that went in, so that a second run adds nothing."""

saved_filter = Table(
    "saved_filter",
    metadata,
    _key("district"),
    _key("id"),
    _text("owner"),
    _text("owner_name"),
    _text("name"),
    Column("shared", Boolean, nullable=False, server_default="0"),
    _text("screen"),
    _text("bound"),  # how far it is seen where it is shared (contract.saved_filter.bound_of)
    _bytes("query"),  # JSON, the console's own
    _instant("changed_at"),
    Index(None, "district", "owner"),
)
"""Filters that people keep under a name."""

duty_holder = Table(
    "duty_holder",
    metadata,
    _key("district"),
    _key("id"),
    _text("place"),  # the code of an area or a unit
    _text("account"),
    _maybe("ended_at"),
    _bytes("body"),  # msgpack contract.duty.Holder, the phone in full
    Index(None, "district", "place"),
    Index(None, "district", "account"),
)
"""Rosters: who holds which post of a grid or unit."""

duty_shift = Table(
    "duty_shift",
    metadata,
    _key("district"),
    _key("id"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    _text("place"),
    _text("holder"),
    _text("stand_ins"),  # holders who stand in on some day: ";id;id;"
    _maybe("ended_at"),
    _bytes("body"),  # msgpack contract.rota.Shift
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
    _key("district"),
    _key("id"),
    _text("account"),
    _text("area"),
    _text("area_path"),
    _instant("done_at"),
    Column("coarse", Boolean, nullable=False, server_default="0"),  # its coordinates were given up
    _bytes("body"),  # msgpack contract.duty.CheckIn
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
    _key("district"),
    _key("account"),
    _instant("seen_at"),
)
"""When something was last heard of an account, written by every replica for those that it hears, together."""

seat_interval = Table(
    "seat_interval",
    metadata,
    _key("district"),
    _key("account"),
    Column("from_at", BigInteger, primary_key=True, autoincrement=False),
    _text("state"),
    _maybe("to_at"),
    Column("lost", Boolean, nullable=False, server_default="0"),  # it ended because nothing more was heard
    Index(None, "district", "to_at"),
)
"""What seats were doing, from when to when; between two intervals nobody was there."""

component = Table(
    "component",
    metadata,
    _key("district"),
    _key("code"),
    _text("kind"),
    _text("state"),
    _text("owner_unit"),
    Column("ownerless", Boolean, nullable=False, server_default="0"),
    _text("area_path"),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    _text("words"),  # what a search looks through, lower case
    Column("version", Integer, nullable=False),
    _bytes("body"),  # msgpack contract.component.Component
    Index(None, "district", "area_path"),
    Index(None, "district", "lat", "lon"),
)
"""The register of what stands in the street."""

address = Table(
    "address",
    metadata,
    _key("district"),
    _key("code"),
    _text("kind"),
    Column("schematic", Boolean, nullable=False, server_default="0"),  # drawn for a demo, not surveyed
    Column("version", Integer, nullable=False),  # the import that wrote it
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    _bytes("body"),  # msgpack contract.address.Address
    Index(None, "district", "version"),
    Index("ix_address_schematic", "district", "schematic"),
)
"""The register of what places are called; searched in memory (service.addresses)."""

street = Table(
    "street",
    metadata,
    _key("district"),
    _key("code"),
    _count("place"),
    Column("rank", Integer, nullable=False),  # 1 a main road, 2 a road, 3 a lane
    _bytes("body"),  # msgpack contract.address.Street
)
"""Lines of streets, drawn under areas and tickets."""

device = Table(
    "device",
    metadata,
    _key("district"),
    _key("channel"),
    _key("device"),  # its code, as its platform has it
    _key("kind"),  # of alarm
    _text("ticket"),  # that its last alarm opened
    _instant("at"),
)
"""Which ticket a device's alarms belong to."""

component_change = Table(
    "component_change",
    metadata,
    _key("district"),
    _key("code"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    _instant("at"),
    _bytes("body"),  # msgpack contract.component.ComponentChange
)
"""What was done to each component, by whom, why, and what became other by it."""
