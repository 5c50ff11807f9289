"""Joint actions of the simulated days: what they are about, who starts them, and their past.

What they are about are items of the district's own catalogue that several of its units deal with; whoever is
named is named on the entry of the duty list that says so.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush, merge
from itertools import count
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from backend.simulation.campaigns import CampaignMove, CampaignTelling
from backend.simulation.draws import Weighted, mint, stream
from backend.simulation.joints import approvals as desks
from backend.simulation.joints import mediation as table
from backend.simulation.joints.lives import SEAT, JointLives, JointStep
from backend.simulation.scene import Scene, Spot, Thing
from backend.simulation.step import SYSTEM
from contract.account import Actor, in_path
from contract.clock import MINUTE
from contract.joint import action as j
from contract.joint.advance import advance, propose
from contract.joint.joint import Joint, JointTicket
from contract.reference import Area, Reference
from contract.ticket import Ticket

FINISHED, IN_PROGRESS = 25, 20
"""How many of the past's are over by its end, and how many are at some phase."""
FEW = 0.4
"""The share of them in a district with few tickets."""
FEW_TICKETS = 5_000
LONGEST = 3 * 480
"""Working minutes that one may be in progress at the end of the past."""
SETTLED = 5 * 480
"""Working minutes after which one is over, as good as surely."""
OVER = 9 * 480 - SETTLED
"""Working minutes of a whole past in which those begin that are over at its end."""
TRIES = 40
_BEGUN, _ROUND = -2, -1
"""In the order of the past, beside proposals by their number: the campaign is planned or started, a round of
it opens."""
REASONS = (
    "多次整治后反复，需几家同时到场",
    "权责交叉，单靠一家办不下来",
    "群众反映集中，需现场商定办法",
    "存在安全隐患，需一并处置",
)


@dataclass(frozen=True, slots=True)
class Started:
    """A proposal: when, by which account, with which id, and whom the duty officer will name."""

    at: int
    login: str
    joint_id: str
    act: j.Propose
    named: tuple[j.Named, ...]


@dataclass(frozen=True, slots=True)
class JointMove:
    """One act of the past: when, by which account, as it was posted; with the file that goes before it."""

    at: int
    login: str
    action: j.JointAction
    content: bytes = b""


Way = Literal["whistle", "application", "committee", "green"]
Grounds = Mapping[tuple[str, str], str]
"""The entry of the duty list by item and role of the unit."""


def grounds(folder: Path, day: str) -> dict[tuple[str, str], str]:
    """On what entry of the duty list each role deals with each item, on a day."""
    path = folder / "mandates.csv"
    if not path.exists():
        return {}
    found: dict[tuple[str, str], str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["list"] == "duty" and row["effective_from"] <= day:
                for item in row["items"].split(";"):
                    found.setdefault((item, row["unit"]), f"duty:{row['code']}")
    return found


@dataclass
class Starts:
    """Who starts joint actions about what, in one district."""

    scene: Scene
    ref: Reference
    seed: int
    entries: Grounds
    logins: frozenset[str]
    """The accounts that there are."""
    _things: Weighted[Thing] = field(init=False, repr=False)
    _appeals: Weighted[Thing] | None = field(init=False, repr=False)
    """What the green channel is opened for, None where the district has none."""

    def __post_init__(self) -> None:
        several = [thing for thing in self.scene.things if thing.co_handlers]
        self._things = Weighted((thing, thing.weight * self._oftener(thing)) for thing in several)
        green = desks.kind_of(self.ref) is not None and SEAT in self.logins
        appeals = [thing for thing in several if desks.fits(thing)] if green else []
        self._appeals = Weighted((thing, thing.weight) for thing in appeals) if appeals else None

    def start(self, key: object, at: int, tickets: Mapping[str, Ticket]) -> Started | None:
        """A proposal that somebody makes at an instant; None where the district has none to make."""
        chance = stream(self.seed, "joint start", key)
        for _ in range(TRIES):
            opens = self._appeals is not None and chance.random() < desks.GREEN
            things = self._appeals if opens and self._appeals is not None else self._things
            thing, spot = things.draw(chance), self.scene.spot_draw.draw(chance)
            street = self._street(spot)
            named = self._named(thing, spot)
            if street is None or len(named) < 2:
                continue
            way, login = self._who(chance.random(), street, named[0].unit)
            if opens:
                way, login = "green", SEAT
            if login not in self.logins:
                continue
            disputed = table.is_matter(thing.name, self.ref.district.joint)
            reasons = table.REASONS if disputed else desks.REASONS if opens else REASONS
            act = self._propose(way, thing, spot, chance.choice(reasons))
            tied = self._tied(thing, street, at, tickets) if way in ("whistle", "green") else ()
            act = replace(act, wanted=tuple(one.unit for one in named), tickets=tied)
            return Started(at, login, mint(at, chance), act, named)
        return None

    def _oftener(self, thing: Thing) -> float:
        return table.OFTENER if table.is_matter(thing.name, self.ref.district.joint) else 1.0

    def _street(self, spot: Spot) -> Area | None:
        area = self.ref.area(spot.code)
        while area is not None and area.kind != "street":
            area = self.ref.area(area.parent)
        return area

    def _named(self, thing: Thing, spot: Spot) -> tuple[j.Named, ...]:
        """The departments that an item has: its handler leads, the others of its co-handlers come."""
        units: dict[str, j.Named] = {}
        for role in (thing.handler, *thing.co_handlers):
            unit = self.ref.acting(role, spot.code)
            if unit is None or f"u-{unit.code}" not in self.logins:
                continue
            entry = self.entries.get((thing.code, role), "")
            units.setdefault(unit.code, j.Named(unit=unit.code, lead=not units, entry=entry))
        return tuple(units.values())[:5]

    def _who(self, drawn: float, street: Area, lead: str) -> tuple[Way, str]:
        """The way and the account: a committee of the street where the district has them, the lead
        department's application, or the street's whistle."""
        ways = self.ref.district.joint.ways
        here = [unit for unit in self.ref.units if unit.area == street.code]
        committee = next((u for u in here if u.role == "committee_enforcement"), None)
        leading = self.ref.unit(lead)
        if committee is not None and committee.type in ways.get("committee", ()) and drawn < 0.6:
            return "committee", f"u-{committee.code}"
        if leading is not None and leading.type in ways.get("application", ()) and drawn > 0.75:
            return "application", f"u-{lead}"
        centre = next((u for u in here if u.type == "sub_centre"), None)
        return "whistle", f"s-{centre.code}" if centre is not None else ""

    def _propose(self, way: Way, thing: Thing, spot: Spot, reason: str) -> j.Propose:
        area, rules = self.ref.area(spot.code), self.ref.district.joint
        green = desks.kind_of(self.ref) if way == "green" else None
        kind = green or rules.kind(self._kind(thing)) or rules.kinds[0]
        placed = area is not None and bool(area.lon and area.lat)
        return j.Propose(
            outcome=way,
            kind=kind.key,
            title=f"{spot.community}{thing.name}{kind.names.zh}",
            reason=reason,
            place=f"{spot.community}辖区",
            area=spot.code,
            lon=area.lon if area is not None and placed else None,
            lat=area.lat if area is not None and placed else None,
            urgency="urgent" if kind.key == "ownerless" else "normal",
        )

    def _kind(self, thing: Thing) -> str:
        """What an item's evidence and name make of it."""
        if table.is_matter(thing.name, self.ref.district.joint):
            return "mediation"
        found = [item for item in self.ref.items if item.code == thing.code]
        item = found[-1] if found else None
        if thing.name.startswith("无主"):
            return "ownerless"
        if item is not None and "legal_document" in item.evidence:
            return "enforcement"
        return "repair" if item is not None and item.kind == "component" else "inspection"

    def _tied(self, thing: Thing, street: Area, at: int, tickets: Mapping[str, Ticket]) -> tuple[str, ...]:
        """Up to three tickets of the same matter in the street, the latest first."""
        same = [
            ticket
            for ticket in tickets.values()
            if ticket.item == thing.code
            and ticket.filed_at is not None
            and ticket.changed_at < at
            and ticket.state not in ("merged", "refused")
            and in_path(ticket.area_path, street.path)
        ]
        same.sort(key=lambda ticket: (-ticket.reported_at, ticket.id))
        return tuple(ticket.id for ticket in same[:3])


@dataclass
class JointTelling:
    """The past of a district's joint actions between two instants. `tickets` are those of `history.Telling`
    as of its last move."""

    starts: Starts
    start: int
    end: int
    actor: Callable[[str], Actor]
    tickets: Mapping[str, Ticket]
    rate: float = 1.0
    campaign: CampaignTelling | None = None
    joints: dict[str, Joint] = field(default_factory=dict)

    def play(self) -> Iterator[JointMove | CampaignMove]:
        """What was done, in order of time."""
        ref, seed = self.starts.ref, self.starts.seed
        lives = JointLives(ref, seed)
        order = count()
        waiting: list[tuple[int, int, str, JointStep]] = []
        named: dict[str, tuple[j.Named, ...]] = {}

        def plan(joint: Joint) -> None:
            step = lives.next(joint, named[joint.id])
            if step is not None and step.at < self.end:
                heappush(waiting, (step.at, next(order), joint.id, step))

        def due(until: int) -> Iterator[JointMove]:
            while waiting and waiting[0][0] < until:
                _, _, id_, step = heappop(waiting)
                before = self.joints[id_]
                after = advance(before, step.act, self.actor(step.login), step.at, ref)
                self.joints[id_] = after
                yield JointMove(step.at, step.login, self._action(before, step), step.content)
                plan(after)

        campaign = self.campaign
        begun = tuple(campaign.begin(self.starts.logins)) if campaign is not None else ()
        first = iter(begun)
        rounds = campaign.instants() if campaign is not None else []
        starts = ((at, n) for n, at in enumerate(self._instants()))
        for at, n in merge(((move.at, _BEGUN) for move in begun), ((at, _ROUND) for at in rounds), starts):
            yield from due(at)
            if n == _BEGUN:
                yield next(first)
                continue
            if campaign is not None and n == _ROUND:
                move, opened = campaign.open(at, self.actor(SYSTEM))
                yield move
                for one in opened:
                    self.joints[one.joint.id], named[one.joint.id] = one.joint, one.named
                    plan(one.joint)
                continue
            found = self.starts.start(n, at, self.tickets)
            if found is None:
                continue
            tied = tuple(
                JointTicket(one, self.tickets[one].number, self.tickets[one].title)
                for one in found.act.tickets
            )
            joint = propose(found.joint_id, "", found.act, self.actor(found.login), at, ref, tied)
            self.joints[joint.id], named[joint.id] = joint, found.named
            action = j.JointAction(
                action_id=mint(at, stream(seed, "joint action", joint.id)), joint_id=joint.id, act=found.act
            )
            yield JointMove(at, found.login, action)
            plan(joint)
        yield from due(self.end)

    def _action(self, before: Joint, step: JointStep) -> j.JointAction:
        name = j.name_of(step.act)
        chance = stream(self.starts.seed, "joint action", before.id, step.at, name, step.login)
        return j.JointAction(
            action_id=mint(step.at, chance),
            joint_id=before.id,
            base_version=before.version,
            act=step.act,
        )

    def _instants(self) -> list[int]:
        """When they were proposed: most long enough ago to be over, the others so that each phase has some.
        Proposals are made in office hours."""
        calendar, chance = self.starts.ref.calendar, stream(self.starts.seed, "joint instants")
        worked = calendar.between(self.start, self.end) // MINUTE
        share = min(self.rate, 1.0) * (1.0 if self.starts.scene.annual >= FEW_TICKETS else FEW)
        over = max(worked - SETTLED, 0)
        old, young = round(FINISHED * share * min(over / OVER, 1.0)), round(IN_PROGRESS * share)
        minutes = [chance.uniform(0, over) for _ in range(old)]
        minutes += [worked - LONGEST * ((n + 0.5) / young) ** 2 for n in range(young)]
        return sorted(calendar.add(self.start, round(one * MINUTE)) for one in minutes if one > 0)
