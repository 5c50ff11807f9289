"""What is done to a joint action: one struct per action of its table (`contract.joint.lifecycle`).

Names of acts begin with ``joint_`` on the wire, so that none is mistaken for a ticket's. Whoever acts mints
the ids of what they make (a task, a problem, an item of evidence), so that a later act may name it off line.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from contract.action import (
    Code,
    FileRef,
    Files,
    Id,
    Instant,
    Latitude,
    Longitude,
    Note,
    Reason,
    Short,
    Words,
)

from .joint import Joint

Title = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
UnitCode = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
People = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
Stars = Annotated[int, msgspec.Meta(ge=1, le=5)]
LimitValue = Annotated[int, msgspec.Meta(ge=1, le=365)]
LimitMeasure = Literal["working_days", "natural_days", "working_hours", "hours"]
Fen = Annotated[int, msgspec.Meta(ge=0, le=100_000_000_000_000)]
Ring = Annotated[tuple[tuple[Longitude, Latitude], ...], msgspec.Meta(max_length=500)]


class _JointAct(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="action",
):
    """Common to all: fields with defaults are left out on the wire."""


class Propose(_JointAct, frozen=True, kw_only=True, tag="joint_propose"):
    """`outcome` is the way (`contract.joint.joint.WAYS`). `tickets` are ids, `wanted` units' codes.
    `campaign` is the id of the campaign (周期整治) that it belongs to, `round` which of its rounds."""

    outcome: Literal["whistle", "application", "committee", "green", "campaign"]
    kind: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    title: Title
    reason: Reason
    text: Words = ""
    urgency: Literal["normal", "urgent", "danger"] = "normal"
    place: Short = ""
    area: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    lon: Longitude | None = None
    lat: Latitude | None = None
    ring: Ring = ()
    tickets: Annotated[tuple[Id, ...], msgspec.Meta(max_length=100)] = ()
    wanted: Annotated[tuple[UnitCode, ...], msgspec.Meta(max_length=30)] = ()
    campaign: Annotated[str, msgspec.Meta(max_length=64)] = ""
    round: Annotated[int, msgspec.Meta(ge=0, le=1_000)] = 0
    files: Files = ()


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A department that is named: the entry that grounds it (`contract.mandate.Mandate.key`), and minutes to
    sign in and, from then on, to arrive (0: as its kind has them)."""

    unit: UnitCode
    lead: bool = False
    entry: Code = ""
    ground: Short = ""
    sign_in: Annotated[int, msgspec.Meta(ge=0, le=10_080)] = 0
    arrive: Annotated[int, msgspec.Meta(ge=0, le=10_080)] = 0


class Ask(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An approval that is asked of a department: of what (`matter`), within how much time, on what entry of
    its powers list."""

    id: Id
    unit: UnitCode
    matter: Reason
    value: LimitValue
    measure: LimitMeasure = "working_days"
    entry: Code = ""
    ground: Short = ""


class Approve(_JointAct, frozen=True, kw_only=True, tag="joint_approve"):
    """Names the lead and the co-handlers; `kind` changes what was proposed where it is given. `approvals` run
    beside each other from the call on, where the kind has them."""

    parties: Annotated[tuple[Named, ...], msgspec.Meta(min_length=1, max_length=30)]
    approvals: Annotated[tuple[Ask, ...], msgspec.Meta(max_length=60)] = ()
    kind: Code = ""
    note: Note = ""


class RefuseJoint(_JointAct, frozen=True, kw_only=True, tag="joint_refuse"):
    reason: Reason


class Withdraw(_JointAct, frozen=True, kw_only=True, tag="joint_withdraw"):
    """Who proposed takes it back before it is decided."""

    reason: Reason


class Call(_JointAct, frozen=True, kw_only=True, tag="joint_call"):
    """The departments are called; `meet_at` is when they are to meet."""

    meet_at: Instant | None = None
    note: Note = ""


class JoinIn(_JointAct, frozen=True, kw_only=True, tag="joint_join"):
    """One more department is called."""

    party: Named
    reason: Reason


class JointSignIn(_JointAct, frozen=True, kw_only=True, tag="joint_sign_in"):
    """`unit` says which of the actor's own, where several are in it."""

    unit: Code = ""
    note: Note = ""


class JointArrive(_JointAct, frozen=True, kw_only=True, tag="joint_arrive"):
    people: Annotated[int, msgspec.Meta(ge=1, le=10_000)]
    unit: Code = ""
    lon: Longitude | None = None
    lat: Latitude | None = None
    note: Note = ""
    files: Files = ()


class Object(_JointAct, frozen=True, kw_only=True, tag="joint_object"):
    """Not this department's: `entry` cites whose."""

    reason: Reason
    unit: Code = ""
    entry: Code = ""


class DecideObjection(_JointAct, frozen=True, kw_only=True, tag="joint_decide"):
    """`outcome` kept: it takes part; released: it need not, and `instead` is called in its place."""

    outcome: Literal["kept", "released"]
    unit: UnitCode
    reason: Reason
    instead: Code = ""
    entry: Code = ""
    ground: Short = ""


class Remind(_JointAct, frozen=True, kw_only=True, tag="joint_remind"):
    unit: UnitCode
    note: Note = ""


class MarkAbsent(_JointAct, frozen=True, kw_only=True, tag="joint_absent"):
    unit: UnitCode
    note: Note = ""


class Substitute(_JointAct, frozen=True, kw_only=True, tag="joint_substitute"):
    """`instead` is called in a department's place."""

    unit: UnitCode
    instead: UnitCode
    reason: Reason
    entry: Code = ""
    ground: Short = ""


class Muster(_JointAct, frozen=True, kw_only=True, tag="joint_muster"):
    """Those who came begin on the spot."""

    note: Note = ""


class Attends(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Who was at the meeting: a party's unit, or a body outside by its name."""

    people: People
    unit: Code = ""
    name: Short = ""


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A task: what a department is to do by when."""

    id: Id
    unit: UnitCode
    text: Reason
    until: Instant


class Plan(_JointAct, frozen=True, kw_only=True, tag="joint_plan"):
    minutes: Annotated[str, msgspec.Meta(min_length=1, max_length=20_000)]
    attended: Annotated[tuple[Attends, ...], msgspec.Meta(max_length=60)] = ()
    tasks: Annotated[tuple[Given, ...], msgspec.Meta(max_length=100)] = ()
    files: Files = ()


class Begin(_JointAct, frozen=True, kw_only=True, tag="joint_begin"):
    note: Note = ""


class TaskStep(_JointAct, frozen=True, kw_only=True, tag="joint_task"):
    """`outcome` given carries `unit`, `text`, `until`; done `result`; withdrawn `reason`."""

    outcome: Literal["given", "taken", "done", "withdrawn"]
    task: Id
    unit: Code = ""
    text: Note = ""
    until: Instant | None = None
    result: Note = ""
    reason: Note = ""
    files: Files = ()


class ProblemStep(_JointAct, frozen=True, kw_only=True, tag="joint_problem"):
    """`outcome` found carries `text` and where; handled `result`; handed_on `unit` and `reason`; ticketed the
    id of the `ticket` that was made of it."""

    outcome: Literal["found", "handled", "handed_on", "ticketed"]
    problem: Id
    text: Note = ""
    place: Short = ""
    lon: Longitude | None = None
    lat: Latitude | None = None
    unit: Code = ""
    result: Note = ""
    reason: Note = ""
    ticket: Annotated[str, msgspec.Meta(max_length=64)] = ""
    files: Files = ()


class EvidenceStep(_JointAct, frozen=True, kw_only=True, tag="joint_evidence"):
    """`outcome` brought carries one file and its `kind`; struck says why it counts for nothing."""

    outcome: Literal["brought", "struck"]
    evidence: Id
    kind: Literal["", "before", "after", "document", "result", "agreement", "other"] = ""
    document: Short = ""
    words: Note = ""
    lon: Longitude | None = None
    lat: Latitude | None = None
    reason: Note = ""
    files: Annotated[tuple[FileRef, ...], msgspec.Meta(max_length=1)] = ()


class Agree(_JointAct, frozen=True, kw_only=True, tag="joint_agree"):
    """`outcome` drawn says what goes to whom (`unit`, or `body` outside the system); signed is the actor's
    own signature, of the `text` that they read where they say it, or, for a body outside, the file that it
    signed."""

    outcome: Literal["drawn", "signed", "signed_outside"]
    text: Words = ""
    unit: Code = ""
    body: Short = ""
    files: Annotated[tuple[FileRef, ...], msgspec.Meta(max_length=1)] = ()


class ApprovalStep(_JointAct, frozen=True, kw_only=True, tag="joint_approval"):
    """`outcome` asked carries `unit`, `matter`, `value` in `measure`; taken may name papers that are to
    follow (`owed`, `until`); lacking and denied a `reason`; supplied a note or files; granted the permit's
    number (`document`)."""

    outcome: Literal["asked", "taken", "lacking", "supplied", "granted", "denied", "withdrawn"]
    approval: Id
    unit: Code = ""
    matter: Note = ""
    value: Annotated[int, msgspec.Meta(ge=0, le=365)] = 0
    measure: LimitMeasure = "working_days"
    entry: Code = ""
    ground: Short = ""
    owed: Note = ""
    until: Instant | None = None
    document: Short = ""
    result: Note = ""
    reason: Note = ""
    note: Note = ""
    files: Files = ()


class SideStep(_JointAct, frozen=True, kw_only=True, tag="joint_side"):
    """`outcome` joined carries what the side is called, its role and people; left a `reason`."""

    outcome: Literal["joined", "left"]
    side: Id
    name: Short = ""
    role: Literal["", "applicant", "respondent", "other"] = ""
    people: People = 0
    reason: Note = ""


class SessionStep(_JointAct, frozen=True, kw_only=True, tag="joint_session"):
    """`outcome` set says when and where; held who came (sides' ids, departments' codes), when it began (`at`;
    without it as it was set, or so that it has just ended), how many minutes it sat and what came of it (one
    that was not set before may be entered as held, with `place`); cancelled why."""

    outcome: Literal["set", "held", "cancelled"]
    session: Id
    at: Instant | None = None
    place: Short = ""
    attended: Annotated[tuple[Id, ...], msgspec.Meta(max_length=60)] = ()
    mediators: Annotated[tuple[UnitCode, ...], msgspec.Meta(max_length=60)] = ()
    minutes: Annotated[int, msgspec.Meta(ge=0, le=10_080)] = 0
    words: Words = ""
    reason: Note = ""
    files: Files = ()


class SettlementStep(_JointAct, frozen=True, kw_only=True, tag="joint_settlement"):
    """`outcome` drawn carries the terms, what is to be paid in all and by when; signed a side and the paper
    that it signed; confirmed the court's document; performed how much; defaulted a reason; broken (no
    settlement) a reason and where the sides were sent. `settlement` is the id of what is drawn up, or was
    signed."""

    outcome: Literal["drawn", "signed", "confirmed", "performed", "defaulted", "broken"]
    settlement: Annotated[str, msgspec.Meta(max_length=64)] = ""
    text: Words = ""
    fen: Fen = 0
    until: Instant | None = None
    side: Annotated[str, msgspec.Meta(max_length=64)] = ""
    document: Short = ""
    referred: Short = ""
    note: Note = ""
    reason: Note = ""
    files: Files = ()


class Safety(_JointAct, frozen=True, kw_only=True, tag="joint_safety"):
    """`outcome` started says how many people are to be heard of every so many minutes; heard: they are well;
    ended: they are off the spot."""

    outcome: Literal["started", "heard", "ended"]
    unit: Code = ""
    minutes: Annotated[int, msgspec.Meta(ge=0, le=480)] = 0
    people: People = 0
    note: Note = ""


class Stop(_JointAct, frozen=True, kw_only=True, tag="joint_stop"):
    reason: Reason


class Continue(_JointAct, frozen=True, kw_only=True, tag="joint_resume"):
    note: Note = ""


class Complete(_JointAct, frozen=True, kw_only=True, tag="joint_complete"):
    """The evidence is whole, tasks and problems have ended."""

    result: Reason


class HandOver(_JointAct, frozen=True, kw_only=True, tag="joint_hand_over"):
    note: Note = ""


class VerifyJoint(_JointAct, frozen=True, kw_only=True, tag="joint_verify"):
    outcome: Literal["passed", "failed"] = "passed"
    reason: Note = ""
    note: Note = ""
    files: Files = ()


class Rate(_JointAct, frozen=True, kw_only=True, tag="joint_score"):
    """`outcome` department: who whistled scores `unit`; whistle: the actor's own department (`unit` where
    several) scores the whistle."""

    outcome: Literal["department", "whistle"]
    value: Stars
    unit: Code = ""
    words: Note = ""


class Evaluated(_JointAct, frozen=True, kw_only=True, tag="joint_evaluate"):
    note: Note = ""


class CloseJoint(_JointAct, frozen=True, kw_only=True, tag="joint_close"):
    note: Note = ""


class CallOff(_JointAct, frozen=True, kw_only=True, tag="joint_call_off"):
    reason: Reason


class SettleJoint(_JointAct, frozen=True, kw_only=True, tag="joint_settle"):
    """What came of holding the lead to account."""

    result: Reason


class TieTicket(_JointAct, frozen=True, kw_only=True, tag="joint_ticket"):
    outcome: Literal["tied", "untied"]
    ticket: Id
    reason: Note = ""


class Say(_JointAct, frozen=True, kw_only=True, tag="joint_note"):
    note: Reason
    files: Files = ()


JointAct = (
    Propose
    | Approve
    | RefuseJoint
    | Withdraw
    | Call
    | JoinIn
    | JointSignIn
    | JointArrive
    | Object
    | DecideObjection
    | Remind
    | MarkAbsent
    | Substitute
    | Muster
    | Plan
    | Begin
    | TaskStep
    | ProblemStep
    | EvidenceStep
    | Agree
    | ApprovalStep
    | SideStep
    | SessionStep
    | SettlementStep
    | Safety
    | Stop
    | Continue
    | Complete
    | HandOver
    | VerifyJoint
    | Rate
    | Evaluated
    | CloseJoint
    | CallOff
    | SettleJoint
    | TieTicket
    | Say
)


class JointAction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One act on one joint action. The sender mints `action_id` and, for a proposal, `joint_id` (UUIDv7).

    `base_version` is the version that the person saw; only moves of the phase are held to it, so that
    departments that act at once never conflict with each other. `done_at` as in `contract.action.Action`.
    """

    action_id: Id
    joint_id: Id
    base_version: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    act: JointAct
    done_at: Instant | None = None


class JointAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a success says, now and at every replay."""

    action_id: str
    joint: Joint
    seq: int
    at: int


def name_of(act: JointAct) -> str:
    """The action's name in the table."""
    return str(act.__struct_config__.tag)


def outcome_of(act: JointAct) -> str:
    """The outcome that tells rows of one action apart ("" for most)."""
    return str(getattr(act, "outcome", ""))
