"""What comes with a district's profile: its streets; and, for a demo, a schematic register along them."""

from __future__ import annotations

from pathlib import Path

from backend.service.profile import Profile
from backend.services import Services

from . import streets


async def put_with_profile(services: Services, profile: Profile, folder: Path) -> int:
    """Write the streets of a profile's folder; gives how many. Raises ProfileError."""
    lines = streets.of_folder(folder)
    await streets.put(services.store, profile.district.code, lines)
    return len(lines)
