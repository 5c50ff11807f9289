"""The tables of a district as it is set up: places, units, what may be asked of whom, calendars, accounts."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from backend.store.columns import count, instant, key, maybe, metadata, packed, words

district = Table(
    "district",
    metadata,
    Column("district", Text, primary_key=True, comment="adcode"),
    packed("body"),  # msgpack contract.reference.District
    Column("utc_offset", Integer, nullable=False),  # minutes east
    words("spans"),  # working spans, minutes of the local day: "480-720;840-1080"
    words("digest"),  # of the reference; a process that holds another one loads anew
    count("seq"),  # the last number of the feed
    count("feed_floor"),  # events up to this number are pruned
    count("audit_n"),
    words("audit_head"),
    count("answer_floor"),  # keys of audit entries up to this number have their answers no more
    count("number_day"),
    count("number_count"),
    maybe("armed_at"),  # since when what falls due is told; NULL until the tickets before then are armed
)
"""One row per district, locked first and written last by every writing transaction."""

area = Table(
    "area",
    metadata,
    key("district"),
    key("code"),
    count("place"),  # its place in the order of the profile
    words("path"),
    words("level"),
    packed("body"),  # msgpack contract.reference.Area
)

area_geometry = Table(
    "area_geometry",
    metadata,
    key("district"),
    key("code"),
    words("level"),
    packed("wkb"),  # WGS-84
)

division = Table(
    "division",
    metadata,
    key("district"),
    key("id"),
    instant("effective_from"),
    instant("at"),
    words("account"),
    words("name"),  # of who adopted it
    words("title"),
    Column("told", Boolean, nullable=False, server_default="0"),  # every console heard that it has begun
    packed("body"),  # msgpack contract.division.DivisionDetail, without outlines
)
"""Re-divisions that were adopted: from their instant on what they say of grids holds over `area`."""

division_area = Table(
    "division_area",
    metadata,
    key("district"),
    key("division"),
    key("code"),
    count("place"),
    Column("body", LargeBinary),  # msgpack contract.reference.Area; NULL: withdrawn
    Column("wkb", LargeBinary),  # WGS-84; NULL: as it was
    Column("into", LargeBinary),  # msgpack tuple[contract.reference.Share, ...] of one that is withdrawn
)
"""What a division makes of single grids."""

unit = Table(
    "unit",
    metadata,
    key("district"),
    key("code"),
    count("place"),
    words("path"),
    words("duty"),  # entries of the duty list, separated by ";"
    packed("body"),  # msgpack contract.reference.Unit
)

item = Table(
    "item",
    metadata,
    key("district"),
    key("version"),
    key("code"),
    count("place"),
    instant("effective_from"),
    packed("body"),  # msgpack contract.reference.Item
)

catalogue_version = Table(
    "catalogue_version",
    metadata,
    key("district"),
    key("version"),
    instant("effective_from"),
    instant("at"),
    words("account"),
    words("name"),  # of who put it in force
    words("source"),  # the mapping that its file was read by, "" where it came as items
    Column("supplement", Boolean, nullable=False, server_default="0"),  # what it does not name stays
)
"""Versions of the catalogue that were put in force while the service ran; their rows are in `item`."""

mandate = Table(
    "mandate",
    metadata,
    key("district"),
    key("list"),  # duty or powers
    key("code"),
    key("version"),
    count("place"),  # its place in the list
    instant("effective_from"),
    packed("body"),  # msgpack contract.mandate.Mandate
)
"""Entries of the duty list and the powers list; a version's rows are those in which it differs."""

mandate_version = Table(
    "mandate_version",
    metadata,
    key("district"),
    key("list"),
    key("version"),
    instant("effective_from"),
    instant("at"),
    words("account"),
    words("name"),  # of who put it in force, "" where it came with the profile
    words("source"),  # the mapping that its file was read by
)
"""Versions of the two lists."""

admission = Table(
    "admission",
    metadata,
    key("district"),
    key("id"),
    words("state"),
    instant("at"),
    packed("body"),  # msgpack contract.admission.Admission
    Index(None, "district", "state", "at"),
)
"""Applications to have an item of the catalogue admitted, changed or vetoed."""

channel = Table(
    "channel",
    metadata,
    key("district"),
    key("key"),
    count("place"),
    packed("body"),  # msgpack contract.reference.Channel
)

calendar_day = Table(
    "calendar_day",
    metadata,
    key("district"),
    key("day"),  # ISO date
    Column("working", Boolean, nullable=False),
)
"""Days that an administrator imported for years that the built-in calendar does not know."""

calendar_year = Table(
    "calendar_year",
    metadata,
    key("district"),
    Column("year", Integer, primary_key=True, autoincrement=False),
)

calendar_change = Table(
    "calendar_change",
    metadata,
    key("district"),
    Column("n", Integer, primary_key=True, autoincrement=False),
    instant("at"),
    words("name"),  # the years that were announced anew, "hours", "days": separated by commas
    words("digest"),  # of the calendar that open clocks count by from then on
    Column("body", LargeBinary),  # msgpack contract.calendar.Calendar: that calendar
    words("cursor"),  # open clocks of tickets with ids up to it are counted anew
    count("changed"),  # of how many tickets a clock was another then
    Column("done", Boolean, nullable=False, server_default="0"),
)
"""Changes of what a district counts by (`service.calendar_change`), the last one in force."""

account = Table(
    "account",
    metadata,
    key("district"),
    key("id"),
    words("login"),
    words("name"),
    words("role"),
    words("password"),  # argon2id, "" where there is none
    words("secret_hash"),  # of a channel's api key, sha256 hex
    words("webhook"),  # where a superior platform takes answers
    words("webhook_secret"),
    words("webhook_steps"),  # actions that it asked to hear of beside the answer, separated by ";"
    words("seat"),
    words("unit"),
    words("area"),
    words("channel"),
    Column("active", Boolean, nullable=False, server_default="1"),
    instant("created_at"),
    UniqueConstraint("district", "login"),
    Index(None, "secret_hash"),
)

session = Table(
    "session",
    metadata,
    key("district"),
    key("token_hash"),  # sha256 hex: the token itself is nowhere
    words("account"),
    instant("created_at"),
    instant("expires_at"),
    Index(None, "district", "account"),
)
