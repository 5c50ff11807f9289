"""Alarms and a machine whose clock was wrong while there was no backend to ask."""

from __future__ import annotations

import time
from pathlib import Path

from pytestqt.qtbot import QtBot

from console.alarms.kinds import DAY
from console.clock import Kept, boot_ms
from console.desk import Desk
from console.line import KEPT
from console.replica.database import Database, set_meta
from console.settings import Settings
from contract import action as a
from contract.account import Time
from contract.clock import MINUTE
from tests.console_matter import SEAT, reported, stepped, until


async def test_what_a_wrong_clock_made_past_is_so_no_more_once_the_backend_is_heard(
    qtbot: QtBot, tmp_path: Path
) -> None:
    mine = stepped(reported(1), a.Accept(), seq=2)
    limit = mine.stage
    assert limit is not None
    assert limit.due_at is not None
    now = mine.changed_at + MINUTE
    settings = Settings(tmp_path / "seat")
    kept = Kept(now + 365 * DAY, time.time_ns() // 1_000_000)
    database = Database(settings.profile / "seat.sqlite")
    database.write_now(lambda db: set_meta(db, KEPT, kept))
    database.close()
    desk = Desk(settings)
    desk.load()
    alarms, key = desk.alarms, f"limit {mine.id}"
    alarms.start()
    await desk.sit(SEAT)
    await desk._replica.take_rows([mine])
    alarms.tick()
    assert alarms.board.alarms[key].kind == "past"
    alarms.acknowledge([key])
    assert alarms.shelve([key], 30, "施工中") == 1
    first = [(entry.key, entry.what) for entry in alarms._journal.since(0)]
    assert (key, "shelved") in first
    alarms.tick()
    assert now < limit.due_at
    desk.clock.heard(boot_ms(), boot_ms(), Time(now))
    alarms.tick()
    await until(lambda: not alarms._todo and not alarms._finding)
    left = alarms.board.alarms.get(key)
    # A shelf keeps what ended on it until its time has come, which is half an hour from now.
    assert left is not None
    assert not left.stands
    assert now + 29 * MINUTE < left.until <= now + 31 * MINUTE
    assert alarms.rate.now(now) <= 1
    # What was written is thrown away by the backend's time alone.
    assert set(first) <= {(entry.key, entry.what) for entry in alarms._journal.since(0)}
    await desk.close()
