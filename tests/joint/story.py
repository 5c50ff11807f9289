"""A joint action played end to end over HTTP, by the accounts of a real district."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from backend.service.audit import faults
from backend.serving import DISTRICTS
from contract import action as a
from contract.clock import Light, light
from contract.feed import Detail
from contract.joint import action as j
from contract.joint.figures import JointCount
from contract.joint.joint import Joint, JointDetail
from contract.problem import Problem
from contract.ticket import Ticket
from tests.backend.joint.play import Caller
from tests.backend.running import RunningBackend, new_id


class Story(RunningBackend):
    """A backend with a real district, the ticket and the joint action of one story. `by` gives who acts."""

    def __init__(self, database: str, folder: Path, district: str) -> None:
        super().__init__(database, folder, profile=DISTRICTS / district, speed=0.0)
        self.password = f"{district}-demo-2026"
        self._people: dict[str, Caller] = {}
        self.joint: Joint
        self.ticket: Ticket
        self._drawn = 0

    def by(self, login: str) -> Caller:
        """Somebody's client."""
        if login not in self._people:
            self._people[login] = Caller(self.seat(login))
        return self._people[login]

    def forget_sessions(self) -> None:
        """A day has passed: everybody logs in anew."""
        super().forget_sessions()
        self._people.clear()

    def later(self, minutes: float) -> int:
        """Time goes on; gives the instant before."""
        before = self.clock.now()
        self.clock.move(round(minutes * 60_000))
        return before

    # ---- tickets
    def report(self, login: str, **fields: Any) -> Ticket:
        """A new ticket."""
        self.ticket = self.by(login).seat.done(new_id(), 0, a.Report(**fields)).ticket
        return self.ticket

    def step(self, login: str, act: a.Act) -> Ticket:
        """The ticket's next step."""
        self.ticket = self.by(login).seat.done(self.ticket.id, self.ticket.version, act).ticket
        return self.ticket

    def read_ticket(self, login: str) -> Ticket:
        """The ticket as the backend has it."""
        response = self.by(login).seat.get(f"/api/tickets/{self.ticket.id}")
        assert response.status_code == 200, response.text
        return msgspec.json.decode(response.content, type=Detail).ticket

    # ---- the joint action
    def propose(self, login: str, act: j.Propose) -> Joint:
        """It is proposed."""
        self.joint = self.by(login).proposed(act)
        return self.joint

    def do(self, login: str, act: j.JointAct, **more: Any) -> Joint:
        """Its next step, which must succeed."""
        self.joint = self.by(login).done(self.joint, act, **more)
        return self.joint

    def refused(self, login: str, act: j.JointAct) -> Problem:
        """A step that must be refused; it changes nothing."""
        problem = self.by(login).refused(self.joint, act)
        assert self.detail().joint == self.joint
        return problem

    def detail(self, login: str = "duty01") -> JointDetail:
        """Its own page."""
        return self.by(login).detail(self.joint.id)

    def photo(self, login: str, *, taken_at: int | None = None) -> a.FileRef:
        """A photo of its own, taken now."""
        self._drawn += 1
        content = hashlib.sha256(f"{login}{self._drawn}".encode()).digest()
        at = self.clock.now() if taken_at is None else taken_at
        return self.by(login).file(content, taken_at=at, name=f"{self._drawn}.jpg")

    def bring(self, login: str, kind: str, **more: Any) -> Joint:
        """An item of evidence, brought from the spot."""
        fields: dict[str, Any] = {"outcome": "brought", "evidence": new_id(), "kind": kind}
        fields |= {"lon": self.joint.lon, "lat": self.joint.lat, "files": (self.photo(login),)}
        return self.do(login, j.EvidenceStep(**{**fields, **more}))

    def check_in(self, people: dict[str, int], minutes: float = 6) -> None:
        """Each department signs in, then comes with so many people, on its own account."""
        for unit in people:
            self.later(minutes / 2)
            self.do(f"u-{unit}", j.JointSignIn())
        for unit, count in people.items():
            self.later(minutes)
            spot = {"lon": self.joint.lon, "lat": self.joint.lat}
            self.do(f"u-{unit}", j.JointArrive(people=count, **spot))

    def score(self, login: str, stars: dict[str, int]) -> None:
        """Who proposed scores every department, and each of these the whistle."""
        for unit, value in stars.items():
            self.do(login, j.Rate(outcome="department", unit=unit, value=value))
            self.do(f"u-{unit}", j.Rate(outcome="whistle", value=5))
        self.do(login, j.Evaluated())

    def lights(self) -> dict[str, tuple[Light, Light]]:
        """How each department stands with its time: to sign in, to arrive."""
        now = self.clock.now()
        return {p.unit: (light(p.sign_in, now), light(p.arrive, now)) for p in self.joint.active}

    def steps(self, login: str = "duty01") -> list[str]:
        """Its log: whose event, what."""
        return [
            f"{entry.unit or '-'} {entry.action.removeprefix('joint_')}"
            + (f" {entry.outcome}" if entry.outcome else "")
            for entry in self.detail(login).log
        ]

    def figures(self, begun: int) -> JointCount:
        """The figures since then."""
        period = {"from": begun, "to": self.clock.now() + 1}
        response = self.by("leader01").seat.get("/api/joint-figures", params=period)
        assert response.status_code == 200, response.text
        return msgspec.json.decode(response.content, type=JointCount)

    def sound(self, units: Sequence[str]) -> None:
        """What is read back is what was answered; each check-in is that department's own; audit, feed, rows
        and log are whole."""
        found = self.detail()
        assert found.joint == self.joint
        assert [entry.n for entry in found.log] == list(range(1, len(found.log) + 1))
        for entry in found.log:
            if entry.action in ("joint_sign_in", "joint_arrive"):
                assert entry.role == "handler"
                assert entry.unit in units
        for party in found.joint.active:
            mine = [entry for entry in found.log if entry.unit == party.unit]
            assert party.signed_in_at == next(e.at for e in mine if e.action == "joint_sign_in")
            assert party.arrival is not None
            assert party.arrival.at == next(e.at for e in mine if e.action == "joint_arrive")

        async def look() -> list[str]:
            async with self.services.store.read() as connection:
                return await faults(connection, self.joint.district)

        assert self.run(look()) == []
