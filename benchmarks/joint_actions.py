"""Joint actions of a district in every phase, made by the contract's own steps: for tests and measurements
that need many rows that look like real ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from msgspec.structs import replace

from contract.account import Actor, Role
from contract.action import FileRef
from contract.clock import HOUR, MINUTE
from contract.joint import action as a
from contract.joint.advance import Known, advance, propose
from contract.joint.joint import Joint, JointTicket
from contract.reference import Area, Reference, Unit

TITLES = (
    "占道施工整治",
    "夜市占道",
    "非法采石复核",
    "骑楼破损",
    "违建拆除",
    "油烟扰民",
    "黑车聚集",
    "无证洗车",
    "井盖权属",
    "群租房",
)
TASKS = ("占道材料清运", "临时围挡", "施工许可核查")
PHASES = 14
"""`joint_at` makes one in so many ways of standing."""


def actor(ref: Reference, role: Role, *, unit: Unit | None = None, area: Area | None = None) -> Actor:
    """Somebody of the district."""
    top = ref.areas[0]
    where = area or top
    return Actor(
        id=f"{role}-{unit.code if unit else where.code}",
        name={"duty": "值班长", "seat": "坐席", "handler": "经办人"}.get(role, role),
        role=role,
        district=ref.district.code,
        unit=unit.code if unit else "",
        unit_path=unit.path if unit else "",
        area=where.code,
        area_path=where.path,
    )


def photo(name: str, taken_at: int) -> FileRef:
    """A file of its own."""
    sha = hashlib.sha256(f"{name}{taken_at}".encode()).hexdigest()
    return FileRef(sha256=sha, name=f"{name}.jpg", kind="near", mime="image/jpeg", taken_at=taken_at)


class Play:
    """One joint action that goes on, a step at a time, `every` ms apart."""

    def __init__(self, ref: Reference, n: int, at: int, every: int, tickets: tuple[JointTicket, ...]) -> None:
        self.ref, self.at, self.every = ref, at, every
        streets = [area for area in ref.areas if area.level == "street"]
        grids = [area for area in ref.areas if area.kind == "grid"]
        street = streets[n % len(streets)]
        self.grid = next((g for g in grids[n % len(grids) :] if g.path.startswith(street.path)), street)
        departments = [unit for unit in ref.units if unit.type == "department"]
        self.units = [departments[(n * 3 + k) % len(departments)] for k in range(3 + n % 3)]
        self.duty = actor(ref, "duty")
        kinds = [kind for kind in ref.district.joint.kinds if kind.form == "spot"]
        act = a.Propose(
            outcome="whistle",
            kind=kinds[n % len(kinds)].key,
            title=TITLES[n % len(TITLES)],
            reason="群众多次反映，单个部门无法解决",
            urgency=("normal", "normal", "urgent", "normal", "danger")[n % 5],
            place=f"{self.grid.short}路口",
            area=self.grid.code,
            lon=self.grid.lon,
            lat=self.grid.lat,
            tickets=tuple(ticket.id for ticket in tickets),
            wanted=tuple(unit.code for unit in self.units[:2]),
        )
        whistler = actor(ref, "seat", area=street)
        self.joint = propose(f"joint-{n:06d}", f"LD26-{n:04d}", act, whistler, at, ref, tickets)
        self.entries = 1

    def do(self, act: a.JointAct, who: Actor | None = None) -> None:
        """The next step; by the duty officer where nobody is named."""
        self.at += self.every
        self.joint = advance(self.joint, act, who or self.duty, self.at, self.ref, known=Known())
        self.entries += 1

    def of(self, unit: Unit) -> Actor:
        """Who acts for a department."""
        return actor(self.ref, "handler", unit=unit)

    def whole(self) -> None:
        """What its kind demands is brought, but for the agreement."""
        kind = self.ref.district.joint.kind(self.joint.kind)
        for key, want in (kind.evidence if kind is not None else {}).items():
            for k in range(want if key != "agreement" else 0):
                name = f"{self.joint.id}-{key}-{k}"
                self.do(
                    a.EvidenceStep(
                        outcome="brought",
                        evidence=name,
                        kind=key,  # type: ignore[arg-type]
                        document="责改〔2026〕17号" if key == "document" else "",
                        files=(photo(name, self.at),),
                    ),
                    self.of(self.units[0]),
                )
        if kind is not None and kind.agreement:
            self.do(a.Agree(outcome="drawn", text="骑楼日常维护", unit=self.units[1].code))
            for unit in self.units[:2]:
                self.do(a.Agree(outcome="signed"), self.of(unit))

    def steps(self) -> Iterator[None]:
        """Its way to the end, a step a time."""
        do, units = self.do, self.units
        do(a.Approve(parties=tuple(a.Named(unit=u.code, lead=u is units[0]) for u in units)))
        yield
        do(a.Call())
        yield
        do(a.JointSignIn(), self.of(units[0]))
        yield
        for unit in units[1:]:
            do(a.JointSignIn(), self.of(unit))
        lon, lat = self.grid.lon, self.grid.lat
        do(a.JointArrive(people=6, lon=lon, lat=lat + 0.0005), self.of(units[0]))
        do(a.JointArrive(people=4, lon=lon + 0.01, lat=lat), self.of(units[1]))
        do(a.Muster())
        do(a.Safety(outcome="started", people=6, minutes=30), self.of(units[0]))
        yield
        for unit in units[2:]:
            do(a.JointArrive(people=2, lon=lon, lat=lat), self.of(unit))
        given = tuple(
            a.Given(id=f"{self.joint.id}-{k}", unit=u.code, text=text, until=self.at + (k + 2) * HOUR)
            for k, (u, text) in enumerate(zip(units, TASKS, strict=False))
        )
        present = tuple(a.Attends(people=2, unit=unit.code) for unit in units)
        do(a.Plan(minutes="先清运，后围挡，19:00 前恢复通行", attended=present, tasks=given))
        yield
        do(a.Begin())
        do(a.ProblemStep(outcome="found", problem=f"{self.joint.id}-p", text="路面破损"), self.of(units[1]))
        yield
        do(a.Stop(reason="暴雨，人员撤离"))
        yield
        do(a.Continue())
        for task in self.joint.tasks:
            who = self.of(next(unit for unit in units if unit.code == task.unit))
            do(a.TaskStep(outcome="done", task=task.id, result="已完成"), who)
        do(a.ProblemStep(outcome="handled", problem=self.joint.problems[0].id, result="已修补"))
        do(a.Safety(outcome="ended"), self.of(units[0]))
        self.whole()
        yield
        do(a.Complete(result="占道材料全部清运"))
        yield
        do(a.HandOver())
        yield
        do(a.VerifyJoint(outcome="passed"))
        yield
        for unit in units:
            do(a.Rate(outcome="department", unit=unit.code, value=4))
        do(a.Evaluated())
        yield
        do(a.CloseJoint())
        yield


def joint_at(ref: Reference, n: int, steps: int, now: int, tickets: tuple[JointTicket, ...] = ()) -> Joint:
    """The `n`-th of a district, so far on its way; its last step was a few minutes before `now`."""
    trial = _played(ref, n, steps, 0, tickets, 1)
    every = 2 * MINUTE
    begun = now - (trial.entries + 1 + n % 7) * every
    play = _played(ref, n, steps, begun, tickets, every)
    return replace(play.joint, seq=n + 1, entries=play.entries)


def _played(
    ref: Reference, n: int, steps: int, at: int, tickets: tuple[JointTicket, ...], every: int
) -> Play:
    play = Play(ref, n, at, every, tickets)
    for k, _ in enumerate(play.steps() if steps else ()):
        if k + 1 >= steps:
            break
    return play


def several(ref: Reference, count: int, now: int) -> list[Joint]:
    """So many, evenly over all phases."""
    return [joint_at(ref, n, n % PHASES, now) for n in range(count)]
