"""A seat's file of every released version opens with nothing lost: its outbox above all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from console.drafts import Drafts
from console.outbox import Outbox
from console.replica import rows
from console.replica.database import VERSION, Database
from console.replica.replica import Replica
from contract import action as a
from contract.joint.action import JointSignIn
from tests.console_matter import HANDLER, SEAT, T0, reported, stepped

FILES = Path(__file__).parent / "seat_files"
"""Dumps by version, written by the console of that version; `PRAGMA user_version` stands at their end."""


def test_every_version_has_its_file() -> None:
    assert sorted(int(path.stem) for path in FILES.glob("*.sql")) == list(range(1, VERSION + 1))


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_a_file_of_an_older_console_opens(tmp_path: Path, version: int) -> None:
    path = tmp_path / "seat.sqlite"
    old = sqlite3.connect(path)
    old.executescript((FILES / f"{version}.sql").read_text(encoding="utf-8"))
    old.close()
    database = Database(path)
    tickets = rows.Rows(database)
    replica = Replica(database, tickets, lambda _: None, lambda _: None, lambda: None)
    replica.load()
    # What an older console did not know is not in its rows: they stand, and are asked for anew.
    assert replica.cursor is None
    assert replica.columns.get("t-000001") == reported(1)
    assert replica.columns.get("t-000003") == stepped(reported(3), a.Accept(), seq=9)
    outbox = Outbox(database, tickets)
    outbox.open(SEAT.id)
    first, second, third = outbox.rows
    assert (first.act, first.base_version, first.done_at) == (a.Accept(note="收"), 1, T0 + 5)
    assert (second.act, second.follows) == (a.File(item="i1", area="g1"), first.action_id)
    assert (third.state, third.act) == ("conflict", a.Refuse(reason="不属本区"))
    assert third.problem is not None
    assert third.problem.first is not None
    assert third.problem.first.by == "李强"
    drafts = Drafts(database, lambda: 0)
    drafts.open(SEAT.id)
    assert drafts.load("intake") == {"title": "路灯", "lon": 117.25}
    assert outbox.add("t-000002", 1, a.Accept(), T0).n > third.n
    if version >= 5:
        assert replica.joints.rows["j-000001"].title == "夜市占道"
        outbox.open(HANDLER.id)
        (signed,) = outbox.rows
        assert (signed.joint_id, signed.ticket_id, signed.joint_act) == (
            "j-000001",
            "",
            JointSignIn(note="即到"),
        )
        assert signed.seen_joint == replica.joints.rows["j-000001"]
    database.close()
