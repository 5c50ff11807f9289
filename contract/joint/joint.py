"""A joint action 联合行动: departments called together to one place, one leads, each has clocks of its own.

The row is what every console in scope holds: its departments are `contract.joint.party`, what comes of it on
the spot `contract.joint.spot`, its log `contract.joint.log`. Its states and steps are
`contract.joint.lifecycle`, what is done to it `contract.joint.action`, what a step makes of it
`contract.joint.advance`. Instants are ms UTC.
"""

from __future__ import annotations

import msgspec

from contract.account import Actor, in_path
from contract.clock import Clock, Pause

from .approval import Approval
from .log import JointEntry
from .mediation import Session, Settlement, Side, Unsettled
from .party import Party
from .spot import Agreement, Evidence, JointProblem, Minutes, SafetyWatch, Task

WAYS = ("whistle", "application", "committee", "green", "campaign")
"""How one starts: a street whistles, a department applies for lead and co-handlers, a committee takes it
on, the centre opens the green channel (绿色通道) for an enterprise's appeal, a round of a campaign comes."""
URGENCIES = ("normal", "urgent", "danger")


class Origin(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who started it, in what way and why. `unit` is theirs ("" where they have none)."""

    way: str
    by: str
    name: str
    role: str
    at: int
    reason: str
    unit: str = ""
    unit_path: str = ""
    unit_name: str = ""


class JointTicket(msgspec.Struct, frozen=True):
    """A ticket that it deals with, as it was called when it was tied."""

    id: str
    number: str
    title: str


class CampaignTie(msgspec.Struct, frozen=True):
    """The campaign (周期整治) that it belongs to, as it was called then, and which of its rounds."""

    id: str
    number: str
    title: str
    round: int


class Held(msgspec.Struct, frozen=True):
    """It was stopped: from which state, when, why."""

    state: str
    at: int
    by: str
    reason: str


class Failure(msgspec.Struct, frozen=True):
    """An acceptance that failed."""

    at: int
    by: str
    reason: str


class Account(msgspec.Struct, frozen=True, omit_defaults=True):
    """The lead is held to account after the second failure in a row, and what came of it."""

    at: int
    unit: str
    unit_name: str
    reason: str
    measure: str = ""
    settled_at: int | None = None


class Joint(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One joint action from proposal to closing.

    `version` counts moves of its phase, `seq` is the feed's number that last touched it, `entries` its log's
    length. `stage` is the clock of its phase, `handle` the one from the call to the complete evidence. `ring`
    is an outline on the map, (lon, lat) pairs. `wanted` are units that the whistle asks for.
    """

    id: str
    district: str
    number: str
    version: int
    seq: int
    state: str
    kind: str
    title: str
    origin: Origin
    changed_at: int
    entries: int = 0
    text: str = ""
    urgency: str = "normal"
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    area: str = ""
    area_path: str = ""
    area_name: str = ""
    ring: tuple[tuple[float, float], ...] = ()
    tickets: tuple[JointTicket, ...] = ()
    wanted: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    stage: Clock | None = None
    handle: Clock | None = None
    meet_at: int | None = None
    minutes: Minutes | None = None
    tasks: tuple[Task, ...] = ()
    problems: tuple[JointProblem, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    agreement: Agreement | None = None
    approvals: tuple[Approval, ...] = ()
    sides: tuple[Side, ...] = ()
    sessions: tuple[Session, ...] = ()
    settlement: Settlement | None = None
    unsettled: Unsettled | None = None
    campaign: CampaignTie | None = None
    safety: tuple[SafetyWatch, ...] = ()
    held: Held | None = None
    stops: tuple[Pause, ...] = ()
    """When it stood, and until when: departments' clocks stood with it."""
    failures: int = 0
    failed: tuple[Failure, ...] = ()
    accounts: tuple[Account, ...] = ()
    reason: str = ""
    """Why it was refused, withdrawn or called off."""
    result: str = ""
    """What came of it, as the lead or the centre said when the evidence was whole."""
    moved_at: int = 0
    """Its last move of the phase."""
    approved_at: int | None = None
    approved_by: str = ""
    called_at: int | None = None
    mustered_at: int | None = None
    planned_at: int | None = None
    begun_at: int | None = None
    completed_at: int | None = None
    handed_over_at: int | None = None
    verified_at: int | None = None
    evaluated_at: int | None = None
    closed_at: int | None = None

    @property
    def active(self) -> tuple[Party, ...]:
        """The parties that are still in it."""
        return tuple(p for p in self.parties if p.takes_part)

    @property
    def lead(self) -> Party | None:
        """The department that leads."""
        return next((p for p in self.parties if p.lead and p.takes_part), None)

    def party(self, unit: str) -> Party | None:
        """A unit's line, the one still in it first."""
        found = [p for p in self.parties if p.unit == unit]
        return next((p for p in found if p.takes_part), found[-1] if found else None)

    def own(self, actor: Actor) -> Party | None:
        """The actor's department in it, the lead first where several are theirs."""
        if actor.role != "handler":
            return None
        mine = [p for p in self.active if in_path(p.unit_path, actor.unit_path)]
        return next((p for p in mine if p.lead), mine[0] if mine else None)

    @property
    def at_table(self) -> tuple[Side, ...]:
        """The sides that have not left."""
        return tuple(side for side in self.sides if side.left_at is None)

    @property
    def mediated(self) -> bool:
        """Whether the sides came to terms and all signed, or it is said that they did not."""
        settled = self.settlement is not None and self.settlement.signed_at is not None
        return settled or self.unsettled is not None

    @property
    def people(self) -> int:
        """People sent by all of them."""
        return sum(p.people for p in self.parties)

    def shared_with(self) -> tuple[str, ...]:
        """The paths of units whose it is to see."""
        paths = [p.unit_path for p in self.parties]
        if self.agreement is not None and self.agreement.to_path:
            paths.append(self.agreement.to_path)
        return tuple(dict.fromkeys(path for path in paths if path))


class JointPage(msgspec.Struct, frozen=True):
    """Joint actions of a search, last proposed first; `cursor` asks for the next page ("" at the end)."""

    joints: tuple[Joint, ...]
    cursor: str = ""


class JointDetail(msgspec.Struct, frozen=True, kw_only=True):
    """Its own page: the row and the newest lines of its log, or those before one, oldest first. `before` asks
    for the page before these (0: they begin with the first)."""

    joint: Joint
    log: tuple[JointEntry, ...]
    before: int = 0


def in_joint_scope(joint: Joint, actor: Actor) -> bool:
    """Whether it is the actor's to see: the centre's all, a street's in its area, a department's where it
    takes part or started it, a grid worker's in the grid."""
    if joint.district != actor.district:
        return False
    match actor.role:
        case "handler":
            paths = (joint.origin.unit_path, *joint.shared_with())
            return any(in_path(path, actor.unit_path) for path in paths)
        case "grid":
            return in_path(joint.area_path, actor.area_path)
        case "channel" | "reporter":
            return False
        case _:
            return actor.area_path == joint.district or in_path(joint.area_path, actor.area_path)
