"""What comes of a joint action on the spot: minutes, tasks, problems, evidence, the agreement on a hand-over,
the timers of people's safety.

Instants are ms UTC; clocks are those of `contract.clock`.
"""

from __future__ import annotations

import msgspec

from contract.action import FileRef
from contract.clock import Clock

EVIDENCE_KINDS = ("before", "after", "document", "result", "agreement", "other")
"""What an item of evidence is: photos of the scene before and after, legal documents, the result, the signed
hand-over agreement."""
MARKS = ("used_before", "other_type", "out_of_time", "out_of_place", "no_time")
"""What speaks against an item: used elsewhere before, a file that is not what it is said to be; against a
photo, taken outside the action's time or place, no time."""
DISCOUNTED = ("used_before", "other_type", "out_of_time", "out_of_place")
"""Marks with which it does not count; one without a time does, since many cameras and chats leave none."""


class Attended(msgspec.Struct, frozen=True):
    """A party or body at the meeting on the spot: `unit` "" for one outside (a property company)."""

    unit: str
    name: str
    people: int


class Minutes(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the meeting on the spot agreed on."""

    text: str
    at: int
    by: str
    name: str
    attended: tuple[Attended, ...] = ()


class Task(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a department is to do: given, taken, done or withdrawn."""

    id: str
    unit: str
    unit_name: str
    text: str
    clock: Clock
    given_at: int
    given_by: str = ""
    state: str = "given"
    taken_at: int | None = None
    done_at: int | None = None
    done_by: str = ""
    result: str = ""
    files: tuple[FileRef, ...] = ()


class JointProblem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something wrong that was found on the spot: open, then handled there, handed on to a unit, or a ticket
    of its own."""

    id: str
    n: int
    text: str
    found_at: int
    found_by: str
    found_unit: str = ""
    state: str = "open"
    unit: str = ""
    unit_name: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    ended_at: int | None = None
    ended_by: str = ""
    result: str = ""
    ticket: str = ""
    number: str = ""
    files: tuple[FileRef, ...] = ()


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An item of the evidence pack: a file by its hash, who brought it, when, where. `marks`: `MARKS`.
    `document` is a legal document's number. Struck ones stay, and count for nothing."""

    id: str
    kind: str
    file: FileRef
    at: int
    by: str
    name: str
    unit: str = ""
    unit_name: str = ""
    lon: float | None = None
    lat: float | None = None
    metres: int | None = None
    document: str = ""
    words: str = ""
    marks: tuple[str, ...] = ()
    struck_at: int | None = None
    struck_by: str = ""
    struck_reason: str = ""

    @property
    def counts(self) -> bool:
        """Whether it stands for what its kind demands."""
        return self.struck_at is None and not any(mark in DISCOUNTED for mark in self.marks)


class Agreement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A hand-over agreement: what goes to whom. It is signed when both have. `to_unit` "" is a body outside,
    whose signature is on the file that the lead brings."""

    text: str
    to_name: str
    drawn_at: int
    drawn_by: str
    to_unit: str = ""
    to_path: str = ""
    lead_signed_at: int | None = None
    lead_signed_by: str = ""
    to_signed_at: int | None = None
    to_signed_by: str = ""
    file: FileRef | None = None

    @property
    def signed(self) -> bool:
        """Whether both have signed."""
        return self.lead_signed_at is not None and self.to_signed_at is not None


class SafetyWatch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """People of a department on dangerous ground say every so often that they are well: `clock` runs to the
    next time, and is red where they did not."""

    unit: str
    unit_name: str
    minutes: int
    people: int
    clock: Clock
    since: int
    last_at: int
    last_by: str = ""
    heard: int = 0
    ended_at: int | None = None

    def overdue(self, now: int) -> bool:
        """Whether they were to be heard of before an instant, and were not."""
        return self.ended_at is None and self.clock.due_at is not None and self.clock.due_at < now
