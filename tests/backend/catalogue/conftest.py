"""The tiny district on a database of each test's own, with a clock that stands still."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from backend.service.catalogue import proposing
from backend.service.catalogue.keeping import PutInForce
from backend.service.catalogue.mapping import shipped
from backend.service.catalogue.versions import ground_of
from backend.service.clock import SimulatedClock
from backend.service.refusal import ServiceRefused
from backend.service.steps import Done, Pending
from backend.services import Services
from backend.serving import load_district
from backend.settings import Settings
from contract.account import Actor
from contract.catalogue import Proposal, ProposeVersion
from contract.reference import Reference
from tests.backend.running import DISTRICT, ORIGIN, TINY

ADMIN = Actor(id="a-1", name="管理员01", role="admin", district=DISTRICT)


class Room:
    """One backend without its server."""

    def __init__(self, services: Services, clock: SimulatedClock) -> None:
        self.services = services
        self.clock = clock

    @property
    def reference(self) -> Reference:
        """The district's reference as this process holds it."""
        return self.services.references.get(DISTRICT).reference

    def command(self, version: str, day: str, **more: Any) -> ProposeVersion:
        """A command, checked as the wire checks it."""
        said = {"action_id": str(uuid.uuid4()), "version": version, "effective_from": day, **more}
        return msgspec.convert(said, ProposeVersion)

    def of_file(self, version: str, day: str, toml: bytes | None = None, **more: Any) -> ProposeVersion:
        """A command for a file."""
        file = {"sha256": "0" * 64, "mapping_toml": (toml or shipped("own")).decode()}
        return self.command(version, day, file=file, **more)

    async def check(self, command: ProposeVersion, content: bytes | None = None) -> Proposal:
        """What it would come to."""
        given = proposing.read(command, content, self.reference)
        ground = await ground_of(self.services.store, DISTRICT)
        return proposing.checked(command, given, self.reference, ground, self.clock.now())

    async def put(self, command: ProposeVersion, content: bytes | None = None) -> Proposal:
        """Put it in force; raises ServiceRefused."""
        given = proposing.read(command, content, self.reference)
        piece = Pending(ADMIN, self.clock.now(), PutInForce(command, given.readings, given.source))
        (outcome,) = await self.services.performer.perform(DISTRICT, [piece])
        if isinstance(outcome, ServiceRefused):
            raise outcome
        assert isinstance(outcome, Done)
        await self.services.references.refresh(DISTRICT)
        return msgspec.json.decode(outcome.body, type=Proposal)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A district at a Wednesday, 09:00."""
    clock = SimulatedClock(ORIGIN, 0.0)
    settings = Settings(database=f"sqlite:///{tmp_path / 'grid.db'}", files=tmp_path / "files")
    services = await Services.open(settings, clock)
    try:
        await load_district(services, TINY, demo=False)
        yield Room(services, clock)
    finally:
        await services.store.close()
