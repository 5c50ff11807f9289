"""A line of a joint action's log, and what of it counts.

The figures follow from these lines alone (`contract.joint.figures`). Instants are ms UTC.
"""

from __future__ import annotations

import msgspec

from contract.action import FileRef


class LineCalled(msgspec.Struct, frozen=True):
    """A department that a step called: its line's place among the parties."""

    n: int
    unit: str
    unit_path: str
    lead: bool = False


class LineDue(msgspec.Struct, frozen=True):
    """When a department's clock (``sign_in``, ``arrive``) falls due as a step leaves it; None: it stands."""

    n: int
    clock: str
    due_at: int | None


class LineScored(msgspec.Struct, frozen=True):
    """Stars that a step gave: to the department of a line, or by it to the whistle."""

    n: int
    whistle: bool
    value: int


class ApprovalDue(msgspec.Struct, frozen=True):
    """When the clock of an approval that was asked of a unit falls due as a step leaves it; None: it
    stands."""

    id: str
    unit: str
    due_at: int | None


class TableSettled(msgspec.Struct, frozen=True):
    """How a step leaves the settlement: whether all sides have signed it, what is to be paid by it and what
    was performed so far, in fen."""

    signed: bool
    fen: int
    paid: int


class JointStated(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a step states that counts, in codes: with it the figures follow from the log alone
    (`contract.joint.figures`). `kind` and `area_path` where it set them."""

    kind: str = ""
    area_path: str = ""
    called: tuple[LineCalled, ...] = ()
    dues: tuple[LineDue, ...] = ()
    scores: tuple[LineScored, ...] = ()
    approvals: tuple[ApprovalDue, ...] = ()
    settled: TableSettled | None = None


class JointEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of its log. `unit` is whose event it is; `on` names what it was done to (a unit's code, the
    id of a task, problem or item of evidence); `subject` are its words as they were then. `clock`, `due_at`
    and `nth` belong to what the system says of a clock that fell due (outcome ``near``, ``past``, or
    ``reminder``, counted from 1). `stated` is what of it counts."""

    n: int
    action: str
    outcome: str = ""
    source: str = ""
    target: str = ""
    by: str
    name: str
    role: str
    at: int
    received_at: int
    late: bool = False
    unit: str = ""
    unit_name: str = ""
    on: str = ""
    subject: str = ""
    words: str = ""
    people: int | None = None
    files: tuple[FileRef, ...] = ()
    clock: str = ""
    due_at: int | None = None
    nth: int = 0
    stated: JointStated | None = None
