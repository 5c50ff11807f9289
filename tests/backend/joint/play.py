"""The parts of a joint action in the tiny district, each a client of its own."""

from __future__ import annotations

import hashlib
from typing import Any

import httpx
import msgspec

from backend.service.audit import faults
from contract.action import FileRef
from contract.joint import action as j
from contract.joint.joint import Joint, JointDetail
from contract.joint.log import JointEntry
from contract.problem import Problem
from tests.backend.running import DISTRICT, GRID, RunningBackend, Seat, new_id

LEAD = "T-D-CG"
UNITS = (LEAD, "T-D-ZJ", "T-S1-ZF", "T-S2-ZF")
"""Four departments, the one that leads first."""
STREET = "s-T-S1"
"""The seat of the first street, who whistles."""
PLACE = (117.21, 31.72)
JPEG = b"\xff\xd8\xff\xe0"
"""How a JPEG begins."""


def whistle(**more: Any) -> j.Propose:
    """A street whistles."""
    fields: dict[str, Any] = {
        "outcome": "whistle",
        "kind": "enforcement",
        "title": "占道经营反复",
        "reason": "街道力量不足，需多部门联合处置",
        "area": GRID,
        "lon": PLACE[0],
        "lat": PLACE[1],
        "wanted": UNITS,
    }
    return j.Propose(**{**fields, **more})


def approve(*units: str, **more: Any) -> j.Approve:
    """Names departments, the first of them in the lead."""
    return j.Approve(
        parties=tuple(j.Named(unit=unit, lead=n == 0) for n, unit in enumerate(units or UNITS)), **more
    )


class Caller:
    """Who acts on joint actions: a logged-in client. `base` is the version that they saw, by default the one
    that the last answer to anybody of this play had."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat

    def post(self, action: j.JointAction) -> httpx.Response:
        """Post an action under its key."""
        return self.seat.post(
            "/api/joint-actions",
            content=msgspec.json.encode(action),
            headers={"content-type": "application/json", "idempotency-key": action.action_id},
        )

    def act(
        self, joint: str, act: j.JointAct, version: int = 0, *, key: str = "", done_at: int | None = None
    ) -> httpx.Response:
        """Post an act."""
        return self.post(
            j.JointAction(
                action_id=key or new_id(), joint_id=joint, base_version=version, act=act, done_at=done_at
            )
        )

    def done(self, joint: Joint, act: j.JointAct, **more: Any) -> Joint:
        """An act on a row as it was seen, which must succeed; gives the row after it."""
        response = self.act(joint.id, act, joint.version, **more)
        assert response.status_code == 200, response.text
        return msgspec.json.decode(response.content, type=j.JointAnswer).joint

    def proposed(self, act: j.Propose | None = None) -> Joint:
        """A proposal that must succeed."""
        response = self.act(new_id(), act or whistle())
        assert response.status_code == 201, response.text
        return msgspec.json.decode(response.content, type=j.JointAnswer).joint

    def refused(self, joint: Joint, act: j.JointAct, **more: Any) -> Problem:
        """An act that must be refused."""
        response = self.act(joint.id, act, joint.version, **more)
        assert response.headers["content-type"] == "application/problem+json", response.text
        return msgspec.json.decode(response.content, type=Problem)

    def detail(self, joint: str) -> JointDetail:
        """Its own page."""
        response = self.seat.get(f"/api/joints/{joint}")
        assert response.status_code == 200, response.text
        return msgspec.json.decode(response.content, type=JointDetail)

    def file(self, content: bytes, *, taken_at: int | None = None, name: str = "a.jpg") -> FileRef:
        """A stored file; one whose name says so is a JPEG by its first bytes, unless it is empty."""
        if content and name.endswith(".jpg"):
            content = JPEG + content
        sha256 = hashlib.sha256(content).hexdigest()
        stored = self.seat.put(
            f"/api/files/{sha256}", content=content, headers={"content-type": "image/jpeg"}
        )
        assert stored.status_code in (200, 201), stored.text
        return FileRef(sha256=sha256, name=name, mime="image/jpeg", size=len(content), taken_at=taken_at)


class Cast:
    """Everybody who plays a part."""

    def __init__(self, backend: RunningBackend) -> None:
        self.backend = backend
        self.street = Caller(backend.seat(STREET))
        self.duty = Caller(backend.seat("duty01"))
        self.units = {unit: Caller(backend.seat(f"u-{unit}")) for unit in UNITS}
        self.lead = self.units[LEAD]

    def approved(self, act: j.Propose | None = None) -> Joint:
        """One that the duty officer has approved with the four departments."""
        return self.duty.done(self.street.proposed(act), approve())

    def called(self, act: j.Propose | None = None) -> Joint:
        """One to which the four departments are called."""
        return self.duty.done(self.approved(act), j.Call())

    def on_site(self, act: j.Propose | None = None) -> Joint:
        """One where all have come, three people each, and the lead has begun."""
        joint = self.called(act)
        for caller in self.units.values():
            joint = caller.done(joint, j.JointSignIn())
        for caller in self.units.values():
            joint = caller.done(joint, j.JointArrive(people=3, lon=PLACE[0], lat=PLACE[1]))
        return self.lead.done(joint, j.Muster())

    def acting(self, act: j.Propose | None = None) -> Joint:
        """One whose plan is agreed and begun."""
        joint = self.lead.done(self.on_site(act), j.Plan(minutes="一、分工；二、时限"))
        return self.lead.done(joint, j.Begin())

    def brought(self, joint: Joint, kind: str, content: bytes, **more: Any) -> Joint:
        """The lead brings an item of evidence."""
        now = self.backend.clock.now()
        document = "执字〔2026〕12号" if kind == "document" else ""
        file = self.lead.file(content, taken_at=more.pop("taken_at", now))
        step = {"outcome": "brought", "evidence": new_id(), "kind": kind, "document": document}
        return self.lead.done(joint, j.EvidenceStep(**{**step, "files": (file,), **more}))

    def sound(self) -> None:
        """Audit chain, feed, rows and logs are whole."""

        async def look() -> list[str]:
            async with self.backend.services.store.read() as connection:
                return await faults(connection, DISTRICT)

        assert self.backend.run(look()) == []


def steps(log: tuple[JointEntry, ...]) -> list[str]:
    """What a log says was done, in order."""
    return [entry.action.removeprefix("joint_") for entry in log]
