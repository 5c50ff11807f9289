"""What a person or a system does to a ticket: one struct per action of the lifecycle table.

An `Action` is posted with ``Idempotency-Key: action_id``. Posting it again, however often, gives the
stored `Answer`; only success is stored.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from .ticket import Ticket
from .visit import Sensed

Short = Annotated[str, msgspec.Meta(max_length=200)]
Words = Annotated[str, msgspec.Meta(max_length=20_000)]
Note = Annotated[str, msgspec.Meta(max_length=4_000)]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=4_000)]
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_.:-]+$")]
Code = Annotated[str, msgspec.Meta(max_length=64)]
Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Instant = Annotated[int, msgspec.Meta(ge=0, le=4_102_444_800_000)]


class FileRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file already stored by its hash. `kind`: near, far, before, after, document, result, other.

    It goes both ways, so a reader passes by what it does not know of it.
    """

    sha256: Hash
    name: Short = ""
    kind: Code = "other"
    mime: Code = "application/octet-stream"
    size: Annotated[int, msgspec.Meta(ge=0, le=50_000_000)] = 0
    taken_at: Instant | None = None


Files = Annotated[tuple[FileRef, ...], msgspec.Meta(max_length=20)]


class Reporter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is needed to answer who reported. Kept unmasked only in the backend."""

    name: Annotated[str, msgspec.Meta(max_length=80)] = ""
    phone: Annotated[str, msgspec.Meta(max_length=40)] = ""
    contact: Annotated[str, msgspec.Meta(max_length=200)] = ""


class _Act(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="action",
):
    """Common to all: fields with defaults are left out on the wire."""


class Report(_Act, frozen=True, kw_only=True, tag="report"):
    """`reported_at` is when the citizen spoke; only channels may set it. `item` is the reporter's guess.
    `alarm` is what a device said, where a sensor platform reports."""

    channel: Code
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    text: Words = ""
    place: Short = ""
    area: Code = ""
    lon: Longitude | None = None
    lat: Latitude | None = None
    reporter: Reporter | None = None
    kind: Code = ""
    item: Code = ""
    reported_at: Instant | None = None
    superior_number: Code = ""
    superior_due_at: Instant | None = None
    alarm: Sensed | None = None
    files: Files = ()


class Accept(_Act, frozen=True, kw_only=True, tag="accept"):
    title: Short = ""
    place: Short = ""
    area: Code = ""
    lon: Longitude | None = None
    lat: Latitude | None = None
    kind: Code = ""
    note: Note = ""


class Refuse(_Act, frozen=True, kw_only=True, tag="refuse"):
    reason: Reason


class Merge(_Act, frozen=True, kw_only=True, tag="merge"):
    into: Id
    note: Note = ""


class File(_Act, frozen=True, kw_only=True, tag="file"):
    """`component` is the code of the thing in the street that it is about; "" unties one, None leaves it."""

    item: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    area: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    place: Short = ""
    lon: Longitude | None = None
    lat: Latitude | None = None
    title: Short = ""
    component: Code | None = None
    note: Note = ""


class Dispatch(_Act, frozen=True, kw_only=True, tag="dispatch"):
    """`entry` cites what makes it the unit's (`contract.mandate.Mandate.key`). `who` names those of the unit
    who are asked to go, where a sensor's alarm sends it by rule."""

    unit: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    entry: Code = ""
    who: Short = ""
    note: Note = ""


class Redispatch(_Act, frozen=True, kw_only=True, tag="redispatch"):
    unit: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    entry: Code = ""
    who: Short = ""
    note: Note = ""


class SignIn(_Act, frozen=True, kw_only=True, tag="sign_in"):
    note: Note = ""


class Arrive(_Act, frozen=True, kw_only=True, tag="arrive"):
    note: Note = ""
    lon: Longitude | None = None
    lat: Latitude | None = None
    files: Files = ()


class Handle(_Act, frozen=True, kw_only=True, tag="handle"):
    """`outcome` started begins the work; done hands it back with its result and the evidence asked for, and
    with what a welfare visit found (`visit`)."""

    outcome: Literal["started", "done"] = "done"
    result: Note = ""
    visit: Literal["", "well", "helped", "absent", "false_alarm"] = ""
    note: Note = ""
    files: Files = ()


class Return(_Act, frozen=True, kw_only=True, tag="return"):
    """`entry` cites what makes it another unit's."""

    reason: Reason
    entry: Code = ""
    files: Files = ()


class Verify(_Act, frozen=True, kw_only=True, tag="verify"):
    outcome: Literal["passed", "failed"] = "passed"
    reason: Note = ""
    note: Note = ""
    files: Files = ()


class Close(_Act, frozen=True, kw_only=True, tag="close"):
    note: Note = ""


class Evaluate(_Act, frozen=True, kw_only=True, tag="evaluate"):
    satisfaction: Literal["satisfied", "basically", "not_satisfied"]
    note: Note = ""


class Reopen(_Act, frozen=True, kw_only=True, tag="reopen"):
    reason: Reason


class Unmerge(_Act, frozen=True, kw_only=True, tag="unmerge"):
    reason: Reason


class Link(_Act, frozen=True, kw_only=True, tag="link"):
    """`outcome` made: the matter of one that is closed (`into`) was reported again; undone: it was not."""

    outcome: Literal["made", "undone"] = "made"
    into: Annotated[str, msgspec.Meta(max_length=64)] = ""
    reason: Note = ""
    note: Note = ""


class Escalate(_Act, frozen=True, kw_only=True, tag="escalate"):
    """Up one level of the district, with the reason."""

    reason: Reason
    files: Files = ()


class Arbitrate(_Act, frozen=True, kw_only=True, tag="arbitrate"):
    """Whose it is, and on what ground: `entry` is the entry of the duty or powers list that it rests on
    (`contract.mandate.Mandate.key`), `cite` names one in words where there is none."""

    unit: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    ground: Literal["duty_list", "powers_list", "first_taker", "fallback", "agreed"]
    cite: Short = ""
    entry: Code = ""
    reason: Reason


class MakeSafe(_Act, frozen=True, kw_only=True, tag="make_safe"):
    """`outcome` ordered sends the unit that makes safe first (none where a unit has the ticket); done says
    what was done."""

    outcome: Literal["ordered", "done"] = "done"
    unit: Code = ""
    result: Note = ""
    note: Note = ""
    files: Files = ()


class Repair(_Act, frozen=True, kw_only=True, tag="repair"):
    """What is broken works again; `result` says what was done."""

    outcome: Literal["done"] = "done"
    result: Note
    files: Files = ()


class Restore(_Act, frozen=True, kw_only=True, tag="restore"):
    """The place is again as it was; `result` says what was done."""

    outcome: Literal["done"] = "done"
    result: Note
    files: Files = ()


class Errand(_Act, frozen=True, kw_only=True, tag="errand"):
    """How far an errand (代办) is: papers are collected, handed to the office, what came of it is brought
    back; `result` says which, where, what."""

    outcome: Literal["collected", "handed_in", "brought_back"]
    result: Note
    files: Files = ()


class Extend(_Act, frozen=True, kw_only=True, tag="extend"):
    """`outcome` asked wants `value` more of the responsibility clock's own `unit` of time."""

    outcome: Literal["asked", "endorsed", "approved", "refused"]
    value: Annotated[float, msgspec.Meta(ge=0, le=100_000)] = 0.0
    unit: Code = ""
    reason: Note = ""
    note: Note = ""
    files: Files = ()


class Suspend(_Act, frozen=True, kw_only=True, tag="suspend"):
    """`outcome` asked wants the clocks to stand to `until`, when the ticket goes on by itself."""

    outcome: Literal["asked", "approved", "refused"]
    cause: Literal["", "planned", "outside"] = ""
    until: Instant | None = None
    reason: Note = ""
    note: Note = ""
    files: Files = ()


class Resume(_Act, frozen=True, kw_only=True, tag="resume"):
    note: Note = ""


class Supervise(_Act, frozen=True, kw_only=True, tag="supervise"):
    """`outcome` ordered gives instructions to be answered by `reply_due`; replied answers; lifted ends it."""

    outcome: Literal["ordered", "replied", "lifted"]
    kind: Literal["", "time_out", "leader", "important"] = ""
    reply_due: Instant | None = None
    reason: Note = ""
    result: Note = ""
    note: Note = ""
    files: Files = ()


class Mediate(_Act, frozen=True, kw_only=True, tag="mediate"):
    """`outcome` set names the `parties` (`contract.beside.PARTIES`), the `place`, the time (`until`); agreed
    carries the agreement as a file; put_off names a new time."""

    outcome: Literal["set", "agreed", "not_agreed", "put_off"]
    parties: Annotated[tuple[Code, ...], msgspec.Meta(max_length=10)] = ()
    place: Short = ""
    until: Instant | None = None
    result: Note = ""
    reason: Note = ""
    note: Note = ""
    files: Files = ()


class Share(_Act, frozen=True, kw_only=True, tag="part"):
    """`outcome` given names the unit, what it is to do and by when; withdrawn names the unit."""

    outcome: Literal["given", "taken", "done", "withdrawn"]
    unit: Code = ""
    task: Note = ""
    until: Instant | None = None
    result: Note = ""
    reason: Note = ""
    note: Note = ""
    files: Files = ()


class Follow(_Act, frozen=True, kw_only=True, tag="follow"):
    """A leader follows a ticket, or no longer does."""

    outcome: Literal["begun", "ended"] = "begun"
    note: Note = ""


class Settle(_Act, frozen=True, kw_only=True, tag="accountability"):
    """What came of holding a unit to account."""

    outcome: Literal["settled"] = "settled"
    result: Note
    files: Files = ()


class ForceClose(_Act, frozen=True, kw_only=True, tag="force_close"):
    outcome: Literal["asked", "endorsed", "approved", "refused"]
    reason: Note = ""
    note: Note = ""
    files: Files = ()


class Appeal(_Act, frozen=True, kw_only=True, tag="appeal"):
    """Against the judgement that a handling came late."""

    outcome: Literal["asked", "approved", "refused"]
    reason: Note = ""
    files: Files = ()


class Urge(_Act, frozen=True, kw_only=True, tag="urge"):
    note: Note = ""


class Recall(_Act, frozen=True, kw_only=True, tag="recall"):
    note: Note = ""


Act = (
    Report
    | Accept
    | Refuse
    | Merge
    | File
    | Dispatch
    | Redispatch
    | SignIn
    | Arrive
    | Handle
    | Return
    | Verify
    | Close
    | Evaluate
    | Reopen
    | Unmerge
    | Link
    | Escalate
    | Arbitrate
    | MakeSafe
    | Repair
    | Restore
    | Errand
    | Extend
    | Suspend
    | Resume
    | Share
    | Mediate
    | Supervise
    | Follow
    | Settle
    | ForceClose
    | Appeal
    | Urge
    | Recall
)


def name_of(act: Act) -> str:
    """The action's name in the table."""
    return str(act.__struct_config__.tag)


def outcome_of(act: Act) -> str:
    """The outcome that tells rows of one action apart ("" for most)."""
    return str(getattr(act, "outcome", ""))


class Action(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One act on one ticket. The sender mints `action_id` and, for a report, `ticket_id` (UUIDv7).

    `base_version` is the version the person saw (0 for a report). `done_at` is when it was done, in the
    backend's time as the sender estimated it.
    """

    action_id: Id
    ticket_id: Id
    base_version: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    act: Act
    done_at: Instant | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a success says, now and at every replay: the row after it, its place in the feed, its instant."""

    action_id: str
    ticket: Ticket
    seq: int
    at: int


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A command on a ticket that is no step of the table (claim, release, note, attach), with its key."""

    action_id: Id
    note: Note = ""
    files: Files = ()
