"""The register that comes with a district's profile: taken in once, while the district has none."""

from __future__ import annotations

from pathlib import Path

import msgspec
from sqlalchemy import select

from backend.service.importing.faults import ImportRefused
from backend.service.profile import ProfileError
from backend.service.refusal import ServiceRefused
from backend.service.steps import Done, Pending, system
from backend.services import Services
from backend.store import tables as t

from . import mapping
from .command import import_of
from .importing import Importing
from .reading import rows_of

FILE = "components.csv"


async def put_with_profile(services: Services, district: str, folder: Path, at: int) -> int:
    """Take a profile's components in, as of an instant; gives how many. What is registered already is the
    district's own and stays. Raises ProfileError."""
    path, c = folder / FILE, t.component.c
    if not path.exists():
        return 0
    async with services.store.read() as connection:
        if await connection.scalar(select(c.code).where(c.district == district).limit(1)) is not None:
            return 0
    content, toml = path.read_bytes(), mapping.shipped("own")
    try:
        given = rows_of(content, toml, "", services.references.get(district).reference)
    except ImportRefused as refused:
        raise ProfileError(f"{FILE}: {refused}") from refused
    command = import_of(content, toml, "随区情档案建立", partial=False)
    work = Importing(command, given.rows, given.source, services.locator.code_at)
    (outcome,) = await services.performer.perform(district, [Pending(system(district), at, work)])
    if isinstance(outcome, ServiceRefused):
        raise ProfileError(f"{FILE}: {outcome}")
    assert isinstance(outcome, Done)
    added: int = msgspec.json.decode(outcome.body)["added"]
    return added
