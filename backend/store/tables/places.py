"""The tables of what stands in the street and what places are called."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, Table

from backend.store.columns import count, instant, key, metadata, packed, words

component = Table(
    "component",
    metadata,
    key("district"),
    key("code"),
    words("kind"),
    words("state"),
    words("owner_unit"),
    Column("ownerless", Boolean, nullable=False, server_default="0"),
    words("area_path"),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    words("words"),  # what a search looks through, lower case
    Column("version", Integer, nullable=False),
    packed("body"),  # msgpack contract.component.Component
    Index(None, "district", "area_path"),
    Index(None, "district", "lat", "lon"),
)
"""The register of what stands in the street."""

address = Table(
    "address",
    metadata,
    key("district"),
    key("code"),
    words("kind"),
    Column("schematic", Boolean, nullable=False, server_default="0"),  # drawn for a demo, not surveyed
    Column("version", Integer, nullable=False),  # the import that wrote it
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    packed("body"),  # msgpack contract.address.Address
    Index(None, "district", "version"),
    Index("ix_address_schematic", "district", "schematic"),
)
"""The register of what places are called; searched in memory (service.addresses)."""

street = Table(
    "street",
    metadata,
    key("district"),
    key("code"),
    count("place"),
    Column("rank", Integer, nullable=False),  # 1 a main road, 2 a road, 3 a lane
    packed("body"),  # msgpack contract.address.Street
)
"""Lines of streets, drawn under areas and tickets."""

device = Table(
    "device",
    metadata,
    key("district"),
    key("channel"),
    key("device"),  # its code, as its platform has it
    key("kind"),  # of alarm
    words("ticket"),  # that its last alarm opened
    instant("at"),
)
"""Which ticket a device's alarms belong to."""

component_change = Table(
    "component_change",
    metadata,
    key("district"),
    key("code"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    instant("at"),
    packed("body"),  # msgpack contract.component.ComponentChange
)
"""What was done to each component, by whom, why, and what became other by it."""
