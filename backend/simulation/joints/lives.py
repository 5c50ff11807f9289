"""What the people of a joint action do next: read off its row, drawn from streams of its own.

The past and the live day ask the same question, so what a person does in between is gone on from.
"""

from __future__ import annotations

import hashlib
import random
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from backend.simulation.draws import mint, stream
from backend.simulation.joints import approvals as desks
from backend.simulation.joints import mediation as table
from backend.simulation.pictures import MIME, VARIANTS, drawing, scene_of
from contract.action import FileRef
from contract.clock import MINUTE, Clock
from contract.joint import action as j
from contract.joint.guards import form_of, missing
from contract.joint.joint import Joint
from contract.joint.lifecycle import CALLED
from contract.joint.party import Party
from contract.reference import Reference

DUTY, SEAT = "duty01", "seat01"
LATE, ABSENT, OBJECTS = 0.08, 0.04, 0.05
"""Shares of the co-handlers that come late, not at all, or say that it is not their matter."""
FAILS, REFUSED, WATCHED = 0.12, 0.04, 0.25
"""Shares of the actions whose first acceptance fails, that are refused, that have a timer of safety."""
BODY = "属地物业服务企业"
FOUND = ("现场物品堆放占道", "安全提示缺失", "电线私拉乱接", "排水口堵塞", "经营手续不全", "围挡破损")
NAMES = {
    "before": "处置前照片",
    "after": "处置后照片",
    "document": "法律文书",
    "result": "处置结果",
    "agreement": "移交协议",
    "other": "其他材料",
}
"""What files are called, by their kind."""
_LEAST = 1_000
_Kind = Literal["before", "after", "document", "result", "agreement", "other"]


@dataclass(frozen=True, slots=True)
class JointStep:
    """When, by which account, what; and the file that must be stored before."""

    at: int
    login: str
    act: j.JointAct
    content: bytes = b""


def pictured(joint: str, kind: str, n: int, taken_at: int) -> tuple[FileRef, bytes]:
    """The `n`th drawing of a kind, from 0 on, that is like no other file: its own name stands in it, as a
    text chunk of the PNG."""
    scene = scene_of(kind if kind in ("before", "after") else "paper")
    variant = stream(0, "joint photo", joint).randrange(VARIANTS)
    plain = drawing(scene, variant)
    text = b"tEXtTitle\x00" + f"{joint} {kind} {n}".encode("latin-1")
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    content = plain[:-12] + chunk + plain[-12:]
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"{NAMES.get(kind, NAMES['other'])}-{n + 1}.png"
    return FileRef(
        sha256=sha256, name=name, kind=kind, mime=MIME, size=len(content), taken_at=taken_at
    ), content


def _came(party: Party) -> bool:
    """Whether a department took part: it came, or signed in where there was no spot to come to."""
    return (party.signed_in_at if party.arrive_limit is None else party.arrival) is not None


class JointLives:
    """The lives of a district's joint actions."""

    def __init__(self, ref: Reference, seed: int) -> None:
        self._ref, self._seed = ref, seed

    def next(self, joint: Joint, named: tuple[j.Named, ...]) -> JointStep | None:
        """The next step of all that somebody means to take; None where it is at its end, or stands. `named`
        are the departments that the duty officer would name."""
        found = list(self._steps(joint, named))
        if not found:
            return None
        first = min(found, key=lambda step: step.at)
        at = max(first.at, joint.changed_at + _LEAST)
        return JointStep(at, first.login, first.act, first.content)

    # ---- draws
    def draw(self, joint: Joint, *key: object) -> random.Random:
        """A stream of its own."""
        return self._draw(joint, *key)

    def after(self, at: int, joint: Joint, key: object, least: float, most: float) -> int:
        """So many working minutes after an instant."""
        return self._after(at, joint, key, least, most)

    def _sits(self, joint: Joint) -> bool:
        """Whether it is a mediation table."""
        return form_of(joint, self._ref) == "mediation"

    def _draw(self, joint: Joint, *key: object) -> random.Random:
        return stream(self._seed, "joint", joint.id, *key)

    def _after(self, at: int, joint: Joint, key: object, least: float, most: float) -> int:
        """So many working minutes after an instant."""
        minutes = self._draw(joint, "wait", key, len(joint.failed)).uniform(least, most)
        return self._ref.calendar.add(at, round(minutes * MINUTE))

    def _character(self, joint: Joint, party: Party) -> str:
        drawn = self._draw(joint, "party", party.unit).random()
        if party.lead:
            return ""
        for name, share in (("late", LATE), ("absent", ABSENT), ("objects", OBJECTS)):
            if drawn < share:
                return name
            drawn -= share
        return ""

    def _within(self, joint: Joint, clock: Clock, party: Party) -> int:
        """When a department does what a clock of its own waits for."""
        late = self._character(joint, party) == "late"
        share = self._draw(joint, clock.name).uniform(*((1.1, 1.5) if late else (0.2, 0.85)))
        if party.signed_in_at is not None and self._sits(joint):
            share *= table.SOONER
        amount = round(clock.limit.amount * share)
        if clock.limit.working:
            return self._ref.calendar.add(clock.started_at, amount)
        return clock.started_at + amount

    # ---- what comes next
    def _steps(self, joint: Joint, named: tuple[j.Named, ...]) -> Iterator[JointStep]:
        match joint.state:
            case "proposed":
                at = self._after(joint.origin.at, joint, "approve", 4, 25)
                if self._draw(joint, "refused").random() < REFUSED:
                    yield JointStep(at, DUTY, j.RefuseJoint(reason="一家单位可以办结，按工单派遣"))
                elif named:
                    asks = desks.asks(joint, named, at, self._draw, self._ref)
                    yield JointStep(at, DUTY, j.Approve(parties=named, approvals=asks))
            case "approved":
                at = self._after(joint.moved_at, joint, "call", 2, 12)
                yield JointStep(at, DUTY, j.Call())
            case "handed_over":
                yield self._verified(joint)
            case "verified":
                yield from self._scores(joint)
            case "evaluated" if joint.settlement is None or not joint.settlement.awaited:
                yield JointStep(self._after(joint.moved_at, joint, "close", 20, 150), SEAT, j.CloseJoint())
            case "complete":
                yield self._handed_over(joint)
        if joint.state != "stopped" and joint.lead is not None and self._sits(joint):
            for at, act, content in table.steps(joint, self, self._ref, pictured):
                yield JointStep(at, f"u-{joint.lead.unit}", act, content)
        if joint.state in CALLED and joint.state != "stopped":
            at_desks = desks.at_desks(joint, self._ref)
            for party in joint.active:
                yield from self._of(joint, party)
                if at_desks:
                    for when, login, act in desks.steps_of(
                        joint, party, self._draw, self._after, self._ref, SEAT
                    ):
                        yield JointStep(when, login, act)
            yield from self._at_desks(joint) if at_desks else self._of_lead(joint)

    def _of(self, joint: Joint, party: Party) -> Iterator[JointStep]:
        """What a department does on its own line, and what is done about it."""
        login, how = f"u-{party.unit}", self._character(joint, party)
        if party.state == "objecting" and party.objection is not None:
            at = self._after(party.objection.at, joint, f"decide {party.unit}", 8, 30)
            kept = self._draw(joint, "decide", party.unit).random() < 0.7
            said = "职责清单有载，按主协办分工到场" if kept else "经核不涉及，予以免除"
            outcome: Literal["kept", "released"] = "kept" if kept else "released"
            yield JointStep(at, DUTY, j.DecideObjection(outcome=outcome, unit=party.unit, reason=said))
        elif party.signed_in_at is None and party.sign_in is not None:
            at = self._within(joint, party.sign_in, party)
            if how == "absent" and party.arrive_limit is not None:
                yield from self._absent(joint, party)
            elif how == "objects" and party.objection is None and joint.state == "called":
                yield JointStep(at, login, j.Object(reason="经核对，该事项不在本单位职责内", unit=party.unit))
            else:
                yield JointStep(at, login, j.JointSignIn(unit=party.unit))
        elif party.arrival is None and party.arrive is not None:
            near = self._draw(joint, "near", party.unit)
            lon = None if joint.lon is None else round(joint.lon + near.uniform(-0.0015, 0.0015), 6)
            lat = None if joint.lat is None else round(joint.lat + near.uniform(-0.0012, 0.0012), 6)
            act = j.JointArrive(people=near.randint(1, 6), unit=party.unit, lon=lon, lat=lat)
            yield JointStep(self._within(joint, party.arrive, party), login, act)

    def _absent(self, joint: Joint, party: Party) -> Iterator[JointStep]:
        due = party.sign_in.due_at if party.sign_in is not None else None
        if due is None or joint.state not in ("called", "on_site", "planned", "acting"):
            return
        if not party.reminders:
            yield JointStep(due + 3 * MINUTE, DUTY, j.Remind(unit=party.unit, note="请尽快签收到场"))
        elif party.state == "called":
            yield JointStep(due + 25 * MINUTE, DUTY, j.MarkAbsent(unit=party.unit))

    def _at_desks(self, joint: Joint) -> Iterator[JointStep]:
        """What the lead does where the departments approve beside each other."""
        for at, login, act in desks.lead_begins(joint, self._after):
            yield JointStep(at, login, act)
        lead = joint.lead
        if joint.state == "acting" and lead is not None and desks.is_through(joint):
            yield from self._acting(joint, f"u-{lead.unit}")

    def _of_lead(self, joint: Joint) -> Iterator[JointStep]:
        lead = joint.lead
        if lead is None or lead.arrival is None:
            return
        login = f"u-{lead.unit}"
        match joint.state:
            case "called":
                at = self._after(lead.arrival.at, joint, "muster", 8, 35)
                yield JointStep(at, login, j.Muster())
            case "on_site":
                yield from self._on_site(joint, login)
            case "planned":
                yield JointStep(self._after(joint.moved_at, joint, "begin", 3, 15), login, j.Begin())
            case "acting":
                yield from self._acting(joint, login)

    def _on_site(self, joint: Joint, login: str) -> Iterator[JointStep]:
        since = joint.moved_at
        found = 0 if self._sits(joint) else self._draw(joint, "problems").choice((0, 1, 1, 2, 2, 3, 4))
        if len(joint.problems) < found:
            n = len(joint.problems)
            party = self._draw(joint, "finds", n).choice([p for p in joint.active if p.arrival is not None])
            at = self._after(since, joint, "find", 2, 8) + n * 6 * MINUTE
            chance = self._draw(joint, "problem", n)
            act = j.ProblemStep(outcome="found", problem=mint(at, chance), text=chance.choice(FOUND))
            yield JointStep(at, f"u-{party.unit}", act)
        if "before" in {one.kind for one in missing(joint, self._ref)}:
            yield self._evidence(joint, "before", login, self._after(since, joint, "before", 3, 12))
        if not joint.safety and not self._sits(joint) and self._draw(joint, "safety").random() < WATCHED:
            people = self._draw(joint, "watched").randint(2, 5)
            act2 = j.Safety(outcome="started", people=people, unit=joint.lead.unit if joint.lead else "")
            yield JointStep(self._after(since, joint, "safety", 8, 20), login, act2)
        at = self._after(since, joint, "plan", 40, 80)
        yield JointStep(at, login, self._plan(joint, at))
        yield from self._heard(joint, login)

    def _plan(self, joint: Joint, at: int) -> j.Plan:
        here = [p for p in joint.active if p.arrival is not None]
        return j.Plan(
            minutes=f"现场会商，{len(here)} 家单位到会。由主办单位牵头，各单位按分工限时办理，办结后报验收。",
            attended=tuple(j.Attends(people=p.people, unit=p.unit) for p in here),
            tasks=tuple(
                j.Given(
                    id=mint(at, self._draw(joint, "task", p.unit)),
                    unit=p.unit,
                    text=self._task(joint, lead=p.lead),
                    until=self._ref.calendar.add(
                        at, self._draw(joint, "until", p.unit).choice((4, 8, 12)) * 60 * MINUTE
                    ),
                )
                for p in here
            ),
        )

    def _task(self, joint: Joint, *, lead: bool) -> str:
        if self._sits(joint):
            return "主持调解，核实诉求" if lead else "按职责协助核实"
        return "牵头处置并收集证据" if lead else "按职责配合处置"

    def _heard(self, joint: Joint, login: str) -> Iterator[JointStep]:
        for watch in joint.safety:
            if watch.ended_at is not None:
                continue
            over = self._after(watch.since, joint, "off the spot", 100, 200)
            heard = watch.last_at + round(watch.minutes * 0.85 * MINUTE)
            act = j.Safety(outcome="ended" if heard >= over else "heard", unit=watch.unit)
            yield JointStep(min(heard, over), login, act)

    def _acting(self, joint: Joint, login: str) -> Iterator[JointStep]:
        since, round_ = joint.moved_at, len(joint.failed)
        yield from self._heard(joint, login)
        open_tasks = [task for task in joint.tasks if task.state in ("given", "taken")]
        for task in open_tasks:
            if task.state == "given":
                at = self._after(task.given_at, joint, f"take {task.id}", 10, 60)
                yield JointStep(at, f"u-{task.unit}", j.TaskStep(outcome="taken", task=task.id))
            else:
                at = self._after(since, joint, f"do {task.id}", 70, 620)
                done = j.TaskStep(outcome="done", task=task.id, result="已按分工完成")
                yield JointStep(at, f"u-{task.unit}", done)
        for problem in joint.problems:
            if problem.state == "open":
                at = self._after(problem.found_at, joint, f"end {problem.id}", 60, 420)
                yield JointStep(at, login, self._ended(joint, problem.id))
        if open_tasks:
            return
        last = max([since, *(task.done_at for task in joint.tasks if task.done_at is not None)])
        lacking = [one.kind for one in missing(joint, self._ref) if one.kind != "agreement"]
        if lacking:
            least = 40 if round_ else 5
            at = self._after(last, joint, f"bring {lacking[0]}", least, 60)
            yield self._evidence(joint, lacking[0], login, at)
            return
        busy = any(p.state == "objecting" for p in joint.active)
        busy = busy or any(p.state == "open" for p in joint.problems)
        busy = busy or (self._sits(joint) and not table.is_over(joint))
        if not busy and all(watch.ended_at is not None for watch in joint.safety):
            brought = max([last, *(item.at for item in joint.evidence)])
            at = self._after(brought, joint, "complete", 5, 40)
            said = table.outcome(joint) if self._sits(joint) else "现场整治到位，各项任务已完成"
            said = desks.RESULT if joint.approvals else said
            yield JointStep(at, login, j.Complete(result=said))

    def _ended(self, joint: Joint, problem: str) -> j.ProblemStep:
        chance = self._draw(joint, "ends", problem)
        if chance.random() < 0.72:
            return j.ProblemStep(outcome="handled", problem=problem, result="当场整改到位")
        unit = chance.choice([p.unit for p in joint.active])
        return j.ProblemStep(outcome="handed_on", problem=problem, unit=unit, reason="需后续办理，转责任单位")

    def _evidence(self, joint: Joint, kind: str, login: str, at: int) -> JointStep:
        at, n = max(at, joint.changed_at + _LEAST), len(joint.evidence)
        alike = sum(one.kind == kind for one in joint.evidence)
        file, content = pictured(joint.id, kind, alike, at - MINUTE // 2)
        act = j.EvidenceStep(
            outcome="brought",
            evidence=mint(at, self._draw(joint, "evidence", n)),
            kind=cast("_Kind", kind),
            document=self._document(joint, at) if kind == "document" else "",
            lon=joint.lon,
            lat=joint.lat,
            files=(file,),
        )
        return JointStep(at, login, act, content)

    def _document(self, joint: Joint, at: int) -> str:
        """The number of a legal document."""
        calendar = self._ref.calendar
        year = calendar.date_of(calendar.day(at)).year
        return f"执联〔{year}〕{self._draw(joint, 'document').randrange(1, 900)}号"

    def _handed_over(self, joint: Joint) -> JointStep:
        login = f"u-{joint.lead.unit}" if joint.lead is not None else DUTY
        kind, held, since = self._ref.district.joint.kind(joint.kind), joint.agreement, joint.moved_at
        if kind is not None and kind.agreement and held is None:
            text = "整治后的日常巡查和维护由接收方负责，发现问题及时上报。"
            at = self._after(since, joint, "draw", 10, 60)
            return JointStep(at, login, j.Agree(outcome="drawn", text=text, body=BODY))
        if held is not None and held.lead_signed_at is None:
            return JointStep(self._after(since, joint, "sign", 70, 120), login, j.Agree(outcome="signed"))
        if held is not None and held.to_signed_at is None:
            at = self._after(since, joint, "outside", 130, 260)
            file, content = pictured(joint.id, "agreement", len(joint.failed), at - MINUTE)
            return JointStep(at, login, j.Agree(outcome="signed_outside", files=(file,)), content)
        return JointStep(self._after(since, joint, "hand over", 20, 90), login, j.HandOver())

    def _verified(self, joint: Joint) -> JointStep:
        at = self._after(joint.moved_at, joint, "verify", 40, 300)
        if not joint.failed and self._draw(joint, "fails").random() < FAILS:
            why = table.AGAIN if self._sits(joint) else "复看时有反弹，须再整治"
            why = desks.AGAIN if joint.approvals else why
            return JointStep(at, SEAT, j.VerifyJoint(outcome="failed", reason=why))
        return JointStep(at, SEAT, j.VerifyJoint())

    def _scores(self, joint: Joint) -> Iterator[JointStep]:
        origin = joint.origin
        login = f"{'u' if origin.role == 'handler' else 's'}-{origin.unit}"
        login = {"green": SEAT, "campaign": DUTY}.get(origin.way, login)
        at = self._after(joint.moved_at, joint, "score", 15, 120)
        for n, party in enumerate(joint.active):
            chance = self._draw(joint, "score", party.unit)
            own = at + n * 2 * MINUTE
            if party.score is None:
                late = not _came(party) or self._character(joint, party) == "late"
                value = chance.choice((2, 3, 3) if late else (4, 5, 5, 5))
                scorer = DUTY if party.unit == origin.unit else login
                yield JointStep(own, scorer, j.Rate(outcome="department", unit=party.unit, value=value))
            if party.whistle_score is None and _came(party):
                act = j.Rate(outcome="whistle", unit=party.unit, value=chance.choice((3, 4, 5, 5)))
                yield JointStep(own + MINUTE, f"u-{party.unit}", act)
        if all(party.score is not None for party in joint.active):
            over = at + (2 * len(joint.active) + 5) * MINUTE
            yield JointStep(over, login, j.Evaluated())
