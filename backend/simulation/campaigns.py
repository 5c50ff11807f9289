"""Campaigns of the simulated days: planned and started by the duty officer as the past begins, a round each
week in a few streets; what each round proposes is played as any joint action is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backend.service.campaign.opening import Opening
from backend.simulation.draws import mint, stream
from backend.simulation.joints.mediation import is_matter
from backend.simulation.scene import Scene, Thing
from backend.simulation.step import SYSTEM
from contract.account import Actor
from contract.campaign import action as a
from contract.campaign.advance import advance, plan
from contract.campaign.campaign import Campaign, Goal
from contract.clock import DAY, MINUTE
from contract.joint import action as j
from contract.joint.advance import propose
from contract.joint.joint import Joint
from contract.reference import Area, Reference

DUTY = "duty01"
STREETS = 3
WEEKS_ON = 8
"""So many weeks a campaign goes on after the past's end."""
NUMBER = "ZZ"
"""The backend numbers them; here nobody reads it."""
_KINDS = ("inspection", "enforcement")


@dataclass(frozen=True, slots=True)
class CampaignMove:
    """One act of the past on a campaign: when, by which account, as it was posted."""

    at: int
    login: str
    action: a.CampaignAction


@dataclass(frozen=True, slots=True)
class Opened:
    """A joint action that a round proposed, and whom the duty officer will name."""

    joint: Joint
    named: tuple[j.Named, ...]


class CampaignTelling:
    """The past of a district's campaign between two instants; it has none where nobody could lead one."""

    def __init__(self, scene: Scene, ref: Reference, seed: int, start: int, end: int, actor: Actor) -> None:
        """`actor` is the duty officer who plans it."""
        self._scene, self._ref, self._seed = scene, ref, seed
        self._duty, self._end = actor, end
        self._began = ref.calendar.add(start, 60 * MINUTE)
        self._id = mint(self._began, stream(seed, "campaign"))
        self._n = 0
        self.campaign: Campaign | None = None

    def begin(self, logins: frozenset[str]) -> Iterator[CampaignMove]:
        """It is planned and started."""
        act = self._planned(logins)
        if act is None or self._began >= self._end:
            return
        self.campaign = plan(self._id, NUMBER, act, self._duty, self._began, self._ref)
        yield self._move(self._began, DUTY, act, 0)
        later = self._began + 20 * MINUTE
        if later >= self._end:
            return
        begin = a.StartCampaign(note="按计划启动")
        yield self._move(later, DUTY, begin, self.campaign.version)
        self.campaign = advance(self.campaign, begin, self._duty, later, self._ref)

    def instants(self) -> list[int]:
        """When its rounds opened."""
        if self.campaign is None or self.campaign.state != "running":
            return []
        since = self.campaign.running_since or 0
        return [one.at for one in self.campaign.rounds if since <= one.at < self._end]

    def open(self, at: int, system: Actor) -> tuple[CampaignMove, tuple[Opened, ...]]:
        """The round of an instant opens, as the scheduler opens it."""
        before = self.campaign
        assert before is not None
        n = next(one.n for one in before.rounds if one.at == at)
        act = a.OpenRound(round=n)
        opened = []
        for step in Opening(before, n).proposals(self._ref, ""):
            proposal = step.action.act
            assert isinstance(proposal, j.Propose)
            joint = propose(step.action.joint_id, "", proposal, system, at, self._ref, campaign=before.tie(n))
            named = tuple(j.Named(unit=unit, lead=k == 0) for k, unit in enumerate(proposal.wanted))
            opened.append(Opened(joint, named))
        move = self._move(at, SYSTEM, act, before.version)
        self.campaign = advance(before, act, system, at, self._ref)
        return move, tuple(opened)

    def _move(self, at: int, login: str, act: a.CampaignAct, version: int) -> CampaignMove:
        self._n += 1
        key = mint(at, stream(self._seed, "campaign act", self._n))
        action = a.CampaignAction(action_id=key, campaign_id=self._id, base_version=version, act=act)
        return CampaignMove(at, login, action)

    def _planned(self, logins: frozenset[str]) -> a.PlanCampaign | None:
        """What it is about: an item that several units deal with, in the streets with the most of it."""
        rules, ref = self._ref.district.joint, self._ref
        kind = next((found for key in _KINDS if (found := rules.kind(key)) is not None), None)
        streets = [area for area in ref.areas if area.kind == "street"][:STREETS]
        if kind is None or not streets:
            return None
        things = [thing for thing in self._scene.things if thing.co_handlers]
        things = [thing for thing in things if not is_matter(thing.name, rules)]
        for thing in sorted(things, key=lambda one: (-one.weight, one.code)):
            units = self._units(thing, streets[0], logins)
            if len(units) > 1:
                return self._act(thing, kind.key, units, streets)
        return None

    def _act(self, thing: Thing, kind: str, units: tuple[str, ...], streets: list[Area]) -> a.PlanCampaign:
        weeks = max((self._end - self._began) // (7 * DAY), 1) + WEEKS_ON
        rounds = weeks * len(streets)
        return a.PlanCampaign(
            kind=kind,
            title=f"{thing.name}周期整治",
            text="每周一轮，重点路段和反复点位逐一过，发现问题当场交办",
            lead=units[0],
            wanted=units[1:],
            areas=tuple(street.code for street in streets),
            goals=(Goal("actions", rounds), Goal("areas", len(streets)), Goal("ended_problems", 2 * rounds)),
            from_at=self._began,
            to_at=self._end + WEEKS_ON * 7 * DAY,
            every=1,
            rhythm="weeks",
            minute=9 * 60 + 30,
        )

    def _units(self, thing: Thing, street: Area, logins: frozenset[str]) -> tuple[str, ...]:
        """The departments of the district that deal with it, with accounts of their own."""
        found: dict[str, None] = {}
        for role in (thing.handler, *thing.co_handlers):
            unit = self._ref.acting(role, street.code)
            if unit is not None and unit.type == "department" and f"u-{unit.code}" in logins:
                found[unit.code] = None
        return tuple(found)[:4]
