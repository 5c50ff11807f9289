"""The figures of joint actions as they are asked for over the API: scope, what is refused, the table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec

from contract.joint import action as a
from contract.joint.figures import JointCount
from tests.backend.running import GRID, ORIGIN, RunningBackend, Seat, new_id

DAY = {"from": ORIGIN - 3_600_000, "to": ORIGIN + 12 * 3_600_000}
LEAD, OTHER = "T-D-CG", "T-S1-ZF"


def acted(seat: Seat, joint: str, version: int, act: a.JointAct) -> int:
    """Takes a step; gives the version after it."""
    action = a.JointAction(action_id=new_id(), joint_id=joint, base_version=version, act=act)
    answer = seat.post(
        "/api/joint-actions",
        content=msgspec.json.encode(action),
        headers={"Idempotency-Key": action.action_id},
    )
    assert answer.status_code in (200, 201), answer.text
    return msgspec.json.decode(answer.content, type=a.JointAnswer).joint.version


def test_who_is_told_what(tmp_path: Path) -> None:
    with RunningBackend(f"sqlite:///{tmp_path / 'grid.db'}", tmp_path / "files") as backend:
        street, duty = backend.seat("s-T-S1"), backend.seat("duty01")
        joint = new_id()
        whistle = a.Propose(outcome="whistle", kind="inspection", title="=占道", reason="多部门", area=GRID)
        version = acted(street, joint, 0, whistle)
        named = (a.Named(unit=LEAD, lead=True), a.Named(unit=OTHER))
        version = acted(duty, joint, version, a.Approve(parties=named))
        version = acted(duty, joint, version, a.Call())
        for unit, people in ((LEAD, 4), (OTHER, 3)):
            handler = backend.seat(f"u-{unit}")
            acted(handler, joint, version, a.JointSignIn())
            acted(handler, joint, version, a.JointArrive(people=people))

        def told(login: str, **more: str) -> JointCount:
            answer = backend.seat(login).get("/api/joint-figures", params={**DAY, **more})
            assert answer.status_code == 200, answer.text
            assert answer.headers["cache-control"] == "no-store"
            return msgspec.json.decode(answer.content, type=JointCount)

        whole = told("leader01")
        assert (whole.total.proposed, whole.total.actions, whole.total.people) == (1, 1, 7)
        assert whole.rates.parties.arrival == 1.0
        assert whole.rates.complete_hours is None
        assert [line.code for line in whole.leads] == [LEAD]
        assert [line.names.zh for line in whole.ways] == ["街镇吹哨"]
        assert [(line.code, line.figures.people, line.led) for line in whole.departments] == [
            (LEAD, 4, 1),
            (OTHER, 3, 0),
        ]
        # A department is told its own line, and the actions that it leads.
        own = told(f"u-{OTHER}")
        assert (own.unit, own.total.actions) == (OTHER, 0)
        assert [line.code for line in own.departments] == [OTHER]
        assert told(f"u-{LEAD}").total.people == 7
        # A street is told its own area.
        assert told("s-T-S2").total.proposed == 0
        assert told("s-T-S1").total == whole.total
        assert told("leader01", area="990001002").total.actions == 0
        for login, field, asked in (
            ("leader01", "to", {"to": DAY["from"]}),
            ("leader01", "unit", {"unit": "nobody"}),
            (f"u-{OTHER}", "unit", {"unit": LEAD}),
            ("leader01", "area", {"area": "nowhere"}),
            ("s-T-S2", "area", {"area": "990001001"}),
        ):
            wrong = backend.seat(login).get("/api/joint-figures", params={**DAY, **asked})
            assert wrong.status_code == 400, wrong.text
            assert wrong.json()["errors"][0]["field"] == field
        table = backend.seat("leader01").get("/api/joint-figures/table/csv", params=DAY)
        rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
        assert rows[0][0] == "主办单位"
        assert rows[-1][0] == "合计"
        people = rows[0].index("派出人次")
        assert [row[people] for row in rows[1:]] == ["7", "7"]
