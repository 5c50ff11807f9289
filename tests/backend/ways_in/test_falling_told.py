"""A superior platform that asked for it hears that its ticket is near its limit, and past it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.service.steps import Pending
from backend.simulation.writing import actors
from contract.action import Action, Report
from contract.clock import MINUTE

from .conftest import CODE, Backend, Loop, listening, running
from .handing import quick, tell_of, until
from .stand_in import Platform


@pytest.fixture
def backend(either_database: str, tmp_path: Path) -> Iterator[Backend]:
    with running(either_database, tmp_path / "files", quick) as made:
        yield made


async def handed_down_a_while_ago(backend: Backend) -> None:
    """A ticket of the platform that nobody took in for sixteen minutes, and the scheduler's look at it."""
    services = backend.services
    known = await actors(services.store, services.references.get(CODE))
    city = next(actor for actor in known.values() if actor.channel == "city")
    act = Report(channel="city", title="路面塌陷", superior_number="N1")
    action = Action(action_id=str(uuid.uuid4()), ticket_id=str(uuid.uuid4()), act=act)
    await services.writer.submit(Pending(city, services.clock.now() - 16 * MINUTE, action))
    await services.scheduler.look(CODE)


@pytest.mark.parametrize("asked", [True, False])
def test_who_asked_for_it_hears_what_falls_due(backend: Backend, asked: bool) -> None:
    platform, loop = Platform(), Loop()
    try:
        with listening(loop, platform) as url:
            tell_of(backend, url, "accept", *(["due"] if asked else []))
            backend.run(handed_down_a_while_ago(backend))
            until(lambda: len(platform.told("N1")) == (2 if asked else 0))
            if not asked:
                return
            near, past = platform.told("N1")
            said = ("kind", "step", "outcome", "clock", "state")
            assert [near[key] for key in said] == ["step", "due", "near", "accept", "reported"]
            assert (past["outcome"], past["at"]) == ("past", past["due"])
            assert near["due"] == past["due"] > near["at"]
    finally:
        loop.close()
