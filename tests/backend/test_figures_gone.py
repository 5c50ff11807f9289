"""Who belongs to a unit or an area that is no more is told no figures, as they see nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from backend.store import tables as t
from tests.backend.running import DISTRICT, RunningBackend


@pytest.mark.parametrize(
    ("path", "login", "column"),
    [
        ("/api/joint-figures", "u-T-D-CG", "unit"),
        ("/api/joint-figures", "s-T-S1", "area"),
        ("/api/figures", "duty01", "area"),
        ("/api/figures/areas", "leader01", "area"),
    ],
)
def test_what_is_no_more_bounds_nothing(backend: RunningBackend, path: str, login: str, column: str) -> None:
    asked: dict[str, int | str] = {"from": 0, "to": backend.clock.now()}
    if path.endswith("areas"):
        asked["level"] = "street"
    assert backend.seat(login).get(path, params=asked).status_code == 200

    async def taken_away() -> None:
        c = t.account.c
        query = update(t.account).where(c.district == DISTRICT, c.login == login)
        async with backend.services.store.write() as connection:
            await connection.execute(query.values({column: "T-GONE"}))

    backend.run(taken_away())
    backend.forget_sessions()
    assert backend.seat(login).get(path, params=asked).status_code == 403
