"""A mediation table in a joint action (多方调解): sides at odds, sessions, a settlement that all sign.
What is done to it: `contract.joint.mediating`. Money is in fen (分), instants are ms UTC.

A side goes by what it is called at the table; no identity papers, addresses or telephone numbers are kept.
"""

from __future__ import annotations

import msgspec

from contract.action import FileRef
from contract.machine import Names

SIDE_ROLES: dict[str, Names] = {
    "applicant": Names("申请方", "applicant"),
    "respondent": Names("被申请方", "respondent"),
    "other": Names("第三方", "third party"),
}
"""In what part a side sits at the table."""
SESSION_STATES: dict[str, Names] = {
    "set": Names("已约定", "set"),
    "held": Names("已举行", "held"),
    "cancelled": Names("已取消", "cancelled"),
}


def yuan(fen: int) -> str:
    """A sum in yuan, exactly, with its thousands apart: ``1,234,567.80``."""
    return f"{fen // 100:,}.{fen % 100:02d}"


class Side(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who is at odds: `name` as it is called, how many people it is. One that left signs nothing."""

    id: str
    name: str
    role: str
    people: int
    joined_at: int
    left_at: int | None = None
    left_reason: str = ""


class Session(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sitting at the table: `at` is when it is set for, of one that was held when it began; `attended` are
    sides' ids, `mediators` departments' codes, `words` what came of it."""

    id: str
    n: int
    at: int
    place: str
    set_at: int
    set_by: str
    state: str = "set"
    held_at: int | None = None
    minutes: int = 0
    """How long it sat."""
    attended: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    words: str = ""
    ended_by: str = ""


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """A side signed the settlement on paper: the paper is `file`."""

    side: str
    at: int
    by: str
    file: FileRef


class Performed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something of the settlement was performed."""

    at: int
    by: str
    fen: int
    words: str = ""
    files: tuple[FileRef, ...] = ()


class Settlement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the sides agree on: to be paid in all, by when; who signed; whether a court confirmed it
    (司法确认, `document`); what was performed; or that it was not (`defaulted_at`). `id` tells it from one
    that was drawn up before it: a signature is of one of them."""

    id: str
    text: str
    drawn_at: int
    drawn_by: str
    fen: int = 0
    until: int | None = None
    signatures: tuple[Signature, ...] = ()
    signed_at: int | None = None
    """When the last of the sides signed."""
    confirmed_at: int | None = None
    document: str = ""
    performed: tuple[Performed, ...] = ()
    defaulted_at: int | None = None
    defaulted_reason: str = ""

    @property
    def paid(self) -> int:
        """Fen performed so far."""
        return sum(one.fen for one in self.performed)

    @property
    def awaited(self) -> bool:
        """Whether something of it is still to be performed."""
        return self.signed_at is not None and self.defaulted_at is None and self.paid < self.fen


class Unsettled(msgspec.Struct, frozen=True):
    """The sides did not come to terms: why, and where they were sent (`referred`: a court, arbitration)."""

    at: int
    by: str
    reason: str
    referred: str
