"""What a district's profile says of basemaps (`[[basemap]]`): tile servers that its seats may show."""

from __future__ import annotations

from typing import Any

import msgspec

from contract.basemap import Basemap, fault_of


def basemaps(table: dict[str, Any]) -> tuple[Basemap, ...]:
    """The sources of a profile in their order, the lowest first; raises ValueError that names source and
    field."""
    found = tuple(_basemap(number, stated) for number, stated in enumerate(table.get("basemap", []), 1))
    keys = [basemap.key for basemap in found]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise ValueError(f"basemap: two are called {min(twice)}")
    return found


def _basemap(number: int, stated: dict[str, Any]) -> Basemap:
    said = dict(stated)
    said["names"] = {"zh": said.pop("zh", None), "en": said.pop("en", None)}
    if unknown := said.keys() - set(Basemap.__struct_fields__):
        raise ValueError(f"basemap {number}: nothing is called {min(unknown)}")
    try:
        basemap = msgspec.convert(said, Basemap)
    except msgspec.ValidationError as error:
        raise ValueError(f"basemap {number}: {error}") from error
    if not basemap.key or ":" in basemap.key:
        raise ValueError(f"basemap {number}: key is a word without a colon")
    if fault := fault_of(basemap):
        raise ValueError(f"basemap {basemap.key}: {fault}")
    return basemap
