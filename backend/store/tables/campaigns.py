"""The tables of standing campaigns."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint

from backend.store.columns import count, instant, key, metadata, packed, words

campaign = Table(
    "campaign",
    metadata,
    key("district"),
    key("id"),
    words("number"),
    Column("version", Integer, nullable=False),
    words("state"),
    instant("planned_at"),
    Column("entries", Integer, nullable=False),
    packed("row"),  # msgpack contract.campaign.campaign.Campaign
    UniqueConstraint("district", "number"),
    Index(None, "district", "state"),
)

campaign_entry = Table(
    "campaign_entry",
    metadata,
    key("district"),
    key("campaign"),
    Column("n", Integer, primary_key=True, autoincrement=False),
    words("action"),
    words("account"),
    instant("at"),
    packed("body"),  # msgpack contract.campaign.campaign.CampaignEntry
)
"""Their logs."""

campaign_count = Table(
    "campaign_count",
    metadata,
    key("district"),
    Column("year", Integer, primary_key=True, autoincrement=False),
    count("count"),
)
"""How many were numbered in each year, by the district's calendar."""
