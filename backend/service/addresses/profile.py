"""What comes with a district's profile: its streets; and, for a demo, a schematic register along them."""

from __future__ import annotations

import asyncio
from pathlib import Path

from backend.service.profile import Profile
from backend.service.steps import system
from backend.services import Services

from . import schematic, streets
from .command import written
from .keeping import standing
from .reading import Drafted


async def put_with_profile(services: Services, profile: Profile, folder: Path) -> int:
    """Write the streets of a profile's folder; gives how many. Raises ProfileError."""
    lines = streets.of_folder(folder)
    await streets.put(services.store, profile.district.code, lines)
    return len(lines)


async def put_schematic(services: Services, profile: Profile, folder: Path, at: int) -> int:
    """Take a schematic register in, as of an instant, while the district has none; gives how many entries.
    Those that fall outside every grid stay out."""
    district = profile.district.code
    async with services.store.read() as connection:
        if (await standing(connection, district)).version:
            return 0
    made = await asyncio.to_thread(schematic.entries, folder)
    rows = [Drafted(n, one) for n, one in enumerate(made, start=1)]
    told = await written(
        services, district, system(district), [*rows], streets.FILE, partial=True, schematic=True, at=at
    )
    return told.added
