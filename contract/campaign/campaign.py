"""A standing campaign 周期整治: a series of joint actions with goals and areas.

The row; its table is `contract.campaign.lifecycle`, what is done to it `contract.campaign.action`, what a
step makes of it `contract.campaign.advance`, how far it is `contract.campaign.progress`. Instants are ms UTC.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from contract.account import Actor, in_path
from contract.joint.joint import CampaignTie
from contract.machine import Names

Rhythm = Literal["days", "weeks", "months"]
RHYTHMS: dict[str, Names] = {
    "days": Names("天", "days"),
    "weeks": Names("周", "weeks"),
    "months": Names("月", "months"),
}
"""In what its rounds follow each other."""
MEASURES: dict[str, Names] = {
    "actions": Names("结案行动", "actions closed"),
    "areas": Names("覆盖区域", "areas covered"),
    "people": Names("出动人次", "people sent"),
    "problems": Names("发现问题", "problems found"),
    "ended_problems": Names("办结问题", "problems dealt with"),
}
"""What a goal counts, over the campaign's joint actions: those closed; areas with at least one closed; people
sent; problems found; of those, handled, handed on or made tickets."""
MOST_ROUNDS = 120
MOST_AREAS = 60
MOST_GOALS = 5


class CampaignArea(msgspec.Struct, frozen=True):
    """An area in which each round has one joint action."""

    code: str
    path: str
    name: str


class Goal(msgspec.Struct, frozen=True):
    """How much of a measure (`MEASURES`) is to be reached."""

    measure: str
    target: int


class Round(msgspec.Struct, frozen=True, omit_defaults=True):
    """One round: when its joint actions are to begin; `opened_at` when they were proposed, by whom."""

    n: int
    at: int
    opened_at: int | None = None
    opened_by: str = ""


class Campaign(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A campaign from its plan to its end.

    `kind` is the kind of its joint actions, `lead` the unit that is to lead them, `wanted` those to be called
    with it. Rounds follow each other every `every` `rhythm` from `from_at` on, at `minute` of the day, none
    after `to_at`; where `workdays`, one that falls on a day off is held on the next working day. `version`
    counts changes, `entries` its log's length.
    """

    id: str
    district: str
    number: str
    version: int
    state: str
    kind: str
    title: str
    planned_at: int
    planned_by: str
    planned_name: str
    changed_at: int
    from_at: int
    to_at: int
    every: int
    rhythm: Rhythm
    minute: int
    lead: str
    lead_path: str
    lead_name: str
    entries: int = 0
    text: str = ""
    planned_unit: str = ""
    planned_unit_path: str = ""
    workdays: bool = True
    wanted: tuple[str, ...] = ()
    wanted_paths: tuple[str, ...] = ()
    areas: tuple[CampaignArea, ...] = ()
    goals: tuple[Goal, ...] = ()
    rounds: tuple[Round, ...] = ()
    started_at: int | None = None
    started_by: str = ""
    running_since: int | None = None
    """Since when it runs by its plan, None while it does not: rounds from then on open by themselves."""
    ended_at: int | None = None
    reason: str = ""
    """Why it stands or was called off."""
    result: str = ""
    """What came of it, as who ended it said."""

    @property
    def next_round(self) -> Round | None:
        """The first round that is not opened."""
        return next((one for one in self.rounds if one.opened_at is None), None)

    def tie(self, n: int) -> CampaignTie:
        """What a joint action of a round keeps of it."""
        return CampaignTie(self.id, self.number, self.title, n)


class CampaignEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of its log. `round` where it is about one, `opened` how many joint actions that proposed."""

    n: int
    action: str
    source: str = ""
    target: str = ""
    by: str
    name: str
    role: str
    at: int
    words: str = ""
    round: int = 0
    opened: int = 0


class GoalReached(msgspec.Struct, frozen=True):
    """A goal and how much of it is reached."""

    measure: str
    target: int
    reached: int


class Cell(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A round in an area: the joint action of it, where it stands, and what it came to (`joint` "" where none
    was proposed)."""

    round: int
    area: str
    joint: str = ""
    number: str = ""
    state: str = ""
    people: int = 0
    problems: int = 0
    ended_problems: int = 0


class CampaignLine(msgspec.Struct, frozen=True):
    """A campaign in the list: its row and how far its goals are."""

    campaign: Campaign
    goals: tuple[GoalReached, ...]


class CampaignList(msgspec.Struct, frozen=True):
    """The campaigns in scope: running first, then planned, then paused, then ended (last planned first)."""

    at: int
    campaigns: tuple[CampaignLine, ...]


class CampaignDetail(msgspec.Struct, frozen=True, kw_only=True):
    """Its own page: the row, its goals, rounds by areas, the log (oldest first)."""

    at: int
    campaign: Campaign
    goals: tuple[GoalReached, ...]
    cells: tuple[Cell, ...]
    log: tuple[CampaignEntry, ...]


def in_campaign_scope(campaign: Campaign, actor: Actor) -> bool:
    """Whether it is the actor's to see: the centre's all, a street's where one of its areas is, a
    department's where it is to lead or to be called or planned it."""
    if campaign.district != actor.district:
        return False
    match actor.role:
        case "handler":
            paths = (campaign.planned_unit_path, campaign.lead_path, *campaign.wanted_paths)
            return any(in_path(path, actor.unit_path) for path in paths)
        case "channel" | "reporter" | "grid":
            return False
        case _:
            if actor.area_path == campaign.district:
                return True
            return any(in_path(area.path, actor.area_path) for area in campaign.areas)
