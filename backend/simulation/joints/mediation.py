"""Mediation tables of the simulated days: what they are about, who sits there, how they end and are paid.

Read off the row as the other steps are (`backend.simulation.joints.lives`), drawn from streams of its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Literal, Protocol

from backend.simulation.draws import mint
from contract.action import FileRef
from contract.clock import MINUTE
from contract.joint import action as j
from contract.joint.joint import Joint
from contract.joint.lifecycle import FIELD
from contract.joint.mediation import Session, Settlement
from contract.joint.rules import JointRules
from contract.reference import Reference

MATTERS = ("纠纷", "欠薪", "拖欠工资", "劳动争议", "访调")
"""What items of the catalogue are called that are settled at a table."""
OFTENER = 3.0
"""How much oftener several sit down over one of these than its tickets say."""
REASONS = ("涉及人数多，各方各执一词", "多次上访，需几家一起调解", "诉求交织，单靠一家调不下来")
AGAIN = "回访有一方反映签署情况不清，须重新核实"
"""Why an acceptance fails."""
SETTLED, DEFAULTS, CONFIRMED, PARTS = 0.86, 0.05, 0.35, 0.45
"""Shares of the tables that come to terms, and of those: what is not paid, a court confirms, is paid in two
parts."""
SOONER = 0.3
"""Departments sit down sooner than they must: so much of the time that they have."""
_THIRD = 0.15
"""The share with a third side."""
_AFTER = (*FIELD, "complete", "handed_over", "verified", "evaluated")
_HOUR = 60
_WAGES = (("工人代表", "applicant", 4, 40), ("用工单位", "respondent", 1, 3), ("总包单位", "other", 1, 2))
_HOMES = (("甲户", "applicant", 1, 4), ("乙户", "respondent", 1, 4), ("物业服务企业", "other", 1, 2))
_Role = Literal["applicant", "respondent", "other"]


class Lives(Protocol):
    """What draws: how long somebody takes (working minutes), what they choose."""

    def draw(self, joint: Joint, *key: object) -> random.Random:
        """A stream of its own."""

    def after(self, at: int, joint: Joint, key: object, least: float, most: float) -> int:
        """So many working minutes after an instant."""


Picture = Callable[[str, str, int, int], tuple[FileRef, bytes]]
Told = tuple[int, j.JointAct, bytes]
"""When, what, and the file that must be stored before."""


def is_matter(name: str, rules: JointRules) -> bool:
    """Whether an item is settled at a table in this district."""
    kind = rules.kind("mediation")
    return kind is not None and kind.form == "mediation" and any(one in name for one in MATTERS)


def is_over(joint: Joint) -> bool:
    """Whether the table has an outcome, and no session is open: the work can be complete."""
    return joint.mediated and all(one.state != "set" for one in joint.sessions)


def outcome(joint: Joint) -> str:
    """What the lead says came of it."""
    if joint.unsettled is not None:
        return f"调解未成，已引导当事方通过{joint.unsettled.referred}解决"
    return "经调解达成协议，各方均已签署"


def steps(joint: Joint, lives: Lives, ref: Reference, picture: Picture) -> Iterator[Told]:
    """What who leads does next at the table."""
    lead = joint.lead
    if lead is None or lead.signed_in_at is None:
        return
    since = lead.signed_in_at
    wanted = _sides(joint, lives)
    if joint.state in ("called", *FIELD) and not joint.mediated and len(joint.sides) < len(wanted):
        yield _enters(joint, wanted, lives, since)
    elif joint.state in FIELD and joint.mustered_at is not None and not joint.mediated:
        yield from _sits(joint, lives, ref, picture)
    held = joint.settlement
    if joint.state in _AFTER and held is not None and held.signed_at is not None:
        yield from _performs(joint, held, held.signed_at, lives)


def _sides(joint: Joint, lives: Lives) -> tuple[tuple[str, str, int, int], ...]:
    """Who is at odds, by what it is about."""
    who = _WAGES if any(one in joint.title for one in ("薪", "工资", "劳动")) else _HOMES
    return who if lives.draw(joint, "third side").random() < _THIRD else who[:2]


def _enters(joint: Joint, wanted: tuple[tuple[str, str, int, int], ...], lives: Lives, since: int) -> Told:
    n = len(joint.sides)
    name, role, least, most = wanted[n]
    part: _Role = "applicant" if role == "applicant" else "respondent" if role == "respondent" else "other"
    at = lives.after(since, joint, f"side {n}", 3 + 4 * n, 6 + 4 * n)
    chance = lives.draw(joint, "side", n)
    people = chance.randint(least, most)
    act = j.SideStep(outcome="joined", side=mint(at, chance), name=name, role=part, people=people)
    return at, act, b""


# ---- sitting together ----
def _sits(joint: Joint, lives: Lives, ref: Reference, picture: Picture) -> Iterator[Told]:
    """Sessions until there is an outcome, then what comes of them. After an acceptance that failed, what was
    signed is signed anew."""
    set_ = next((one for one in joint.sessions if one.state == "set"), None)
    held = [one for one in joint.sessions if one.state == "held"]
    want = lives.draw(joint, "sessions").choice((1, 1, 2, 2, 2, 3))
    last = held[-1].held_at if held else None
    if set_ is not None:
        yield _held(joint, set_, lives)
    elif last is None or len(held) < want:
        yield _sets(joint, lives, ref, last or joint.mustered_at or joint.moved_at)
    elif lives.draw(joint, "settles").random() >= SETTLED:
        since = max([last, *(one.at for one in joint.failed)])
        act = j.SettlementStep(
            outcome="broken", reason="各方对责任和金额分歧较大，未能达成一致", referred=_referred(joint)
        )
        yield lives.after(since, joint, "broken", 10, 40), act, b""
    elif joint.settlement is None:
        yield _drawn(joint, lives, ref, last)
    else:
        yield _signed(joint, joint.settlement, lives, picture)


def _sets(joint: Joint, lives: Lives, ref: Reference, since: int) -> Told:
    n = len(joint.sessions)
    chance = lives.draw(joint, "session", n)
    at = max(lives.after(since, joint, f"set {n}", 5, 20), joint.changed_at)
    when = ref.calendar.add(at, round(chance.uniform(1, 3) * _HOUR) * MINUTE)
    place = f"{joint.area_name}调解室" if n % 2 == 0 else joint.place
    return at, j.SessionStep(outcome="set", session=mint(at, chance), at=when, place=place), b""


def _held(joint: Joint, session: Session, lives: Lives) -> Told:
    chance = lives.draw(joint, "sat", session.n)
    minutes = chance.randrange(40, 130, 5)
    at = session.at + (minutes + chance.randint(2, 9)) * MINUTE
    came = tuple(party.unit for party in joint.active if party.arrival is not None)
    words = chance.choice(
        (
            "各方陈述诉求并出示凭证，核对了金额和起止时间。",
            "逐项核对争议事项，双方各让一步，差距缩小。",
            "法律顾问释明相关规定，各方同意继续协商。",
        )
    )
    act = j.SessionStep(
        outcome="held",
        session=session.id,
        attended=tuple(side.id for side in joint.at_table),
        mediators=came,
        minutes=minutes,
        words=words,
    )
    return at, act, b""


def _drawn(joint: Joint, lives: Lives, ref: Reference, since: int) -> Told:
    chance = lives.draw(joint, "sum")
    at = max(lives.after(since, joint, "draw", 15, 60), joint.changed_at)
    wages = any(one in joint.title for one in ("薪", "工资", "劳动"))
    fen = chance.randrange(30_000, 600_000, 500) * 100 if wages else chance.randrange(0, 30_000, 500) * 100
    until = ref.calendar.add(at, chance.choice((2, 3, 5)) * 8 * _HOUR * MINUTE)
    text = "被申请方在期限内付清约定款项，各方不再就本次纠纷提出其他请求。"
    if not fen:
        text = "各方互相谅解，约定今后相处的办法，不再就本次纠纷提出其他请求。"
    act = j.SettlementStep(
        outcome="drawn",
        settlement=mint(at, chance),
        text=text,
        fen=fen,
        until=until if fen else None,
    )
    return at, act, b""


def _signed(joint: Joint, held: Settlement, lives: Lives, picture: Picture) -> Told:
    n = len(held.signatures)
    signed = {one.side for one in held.signatures}
    side = next(one for one in joint.at_table if one.id not in signed)
    since = max([held.drawn_at, *(one.at for one in held.signatures), *(one.at for one in joint.failed)])
    at = max(lives.after(since, joint, f"sign {n}", 4, 15), joint.changed_at)
    file, content = picture(joint.id, "agreement", 10 * len(joint.failed) + n, at - MINUTE)
    act = j.SettlementStep(outcome="signed", settlement=held.id, side=side.id, files=(file,))
    return at, act, content


def _referred(joint: Joint) -> str:
    return "劳动仲裁" if any(one in joint.title for one in ("薪", "工资", "劳动")) else "人民法院诉讼"


# ---- what was agreed on ----
def _performs(joint: Joint, held: Settlement, signed_at: int, lives: Lives) -> Iterator[Told]:
    """What is paid of it, in one part or two; a court confirms some; some is never paid."""
    chance = lives.draw(joint, "confirms")
    if held.confirmed_at is None and not joint.failed and chance.random() < CONFIRMED:
        act = j.SettlementStep(outcome="confirmed", document=f"民调确{chance.randrange(1, 900)}号")
        yield lives.after(signed_at, joint, "confirm", 90, 400), act, b""
    if not held.awaited:
        return
    if lives.draw(joint, "defaults").random() < DEFAULTS and held.until is not None:
        late = j.SettlementStep(outcome="defaulted", reason="期满未付清，已告知可申请强制执行")
        yield lives.after(held.until, joint, "default", 10, 90), late, b""
        return
    left = held.fen - held.paid
    if held.performed:
        last = held.performed[-1].at
        yield lives.after(last, joint, "second part", 240, 700), _paid(left, "第二笔"), b""
    elif lives.draw(joint, "parts").random() < PARTS:
        half = held.fen // 200 * 100
        yield lives.after(signed_at, joint, "first part", 10, 60), _paid(half or left, "首笔"), b""
    else:
        yield lives.after(signed_at, joint, "all of it", 10, 240), _paid(left, "一次付清"), b""


def _paid(fen: int, note: str) -> j.SettlementStep:
    return j.SettlementStep(outcome="performed", fen=fen, note=note)
