"""The tables. Every key begins with the district, so that a cluster can be cut by it.

Instants are ms since 1970 (BigInteger). `body`, `row` and `image` columns hold msgspec encodings of the
contract's structs; what is searched or joined by stands beside them in columns of its own.
"""

from __future__ import annotations

from backend.store.columns import metadata
from backend.store.tables.campaigns import campaign, campaign_count, campaign_entry
from backend.store.tables.districts import (
    account,
    admission,
    area,
    area_geometry,
    calendar_change,
    calendar_day,
    calendar_year,
    catalogue_version,
    channel,
    district,
    division,
    division_area,
    item,
    mandate,
    mandate_version,
    session,
    unit,
)
from backend.store.tables.duty import check_in, duty_holder, duty_shift, presence, seat_interval
from backend.store.tables.joints import joint, joint_count, joint_entry, joint_file
from backend.store.tables.places import address, component, component_change, device, street
from backend.store.tables.tickets import (
    PAST,
    answer,
    audit,
    delivery,
    entry,
    feed,
    file,
    file_use,
    imported,
    reporter,
    saved_filter,
    ticket,
)

__all__ = [
    "PAST",
    "account",
    "address",
    "admission",
    "answer",
    "area",
    "area_geometry",
    "audit",
    "calendar_change",
    "calendar_day",
    "calendar_year",
    "campaign",
    "campaign_count",
    "campaign_entry",
    "catalogue_version",
    "channel",
    "check_in",
    "component",
    "component_change",
    "delivery",
    "device",
    "district",
    "division",
    "division_area",
    "duty_holder",
    "duty_shift",
    "entry",
    "feed",
    "file",
    "file_use",
    "imported",
    "item",
    "joint",
    "joint_count",
    "joint_entry",
    "joint_file",
    "mandate",
    "mandate_version",
    "metadata",
    "presence",
    "reporter",
    "saved_filter",
    "seat_interval",
    "session",
    "street",
    "ticket",
    "unit",
]
