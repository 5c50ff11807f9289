"""What happens to a ticket beside its plain way: what was asked for and signed, suspended, supervised, held
to account. Most tickets have none of it, so a row carries it in one field (`Ticket.beside`).
"""

from __future__ import annotations

import msgspec

from .account import in_path
from .clock import Clock
from .visit import Visit

MOST_EXTENSIONS = 2
"""How often the limit of a round may be extended."""
ARBITRATED_AFTER = 2
"""After so many returns no seat dispatches again by itself: the centre arbitrates."""
FAILURES_TO_ACCOUNT = 2
"""Verifications that fail in a row before somebody is held to account."""

GROUNDS = ("duty_list", "powers_list", "first_taker", "fallback", "agreed")
"""What an arbitration rests on: an entry of the duty or the powers list, who took it first, the unit that
takes what is nobody's, what the units agreed on."""
CAUSES = ("planned", "outside")
"""Why a clock may stand: work that is planned for later, or a condition that is not the unit's to fulfil."""
SUPERVISIONS = ("time_out", "leader", "important")
"""What makes a supervision: a limit that has passed, a leader's instruction, the matter's weight."""
ERRAND = ("collect", "hand_in", "bring_back")
"""The stages of an errand (代办) that is done for somebody who cannot come."""
STAGED = {"safe": "make_safe", "repair": "repair", "restore": "restore", **{name: name for name in ERRAND}}
"""The stages of a responsibility that an item may set limits for, in their order: the field of `Beside` that
has the clock, the name of clock and limit."""

PARTIES = (
    *("reporter", "neighbour", "property_company", "owners_committee", "shop", "builder", "employer"),
    *("community", "unit", "lawyer"),
)
"""Who takes part in a mediation, as roles: nobody is registered by name."""


class Request(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was asked for and awaits signatures: `kind` is the action that it asks for (extend, suspend,
    force_close, appeal). `value` in `unit` is how much longer, `until` the instant to which a clock shall
    stand. `endorsed_*`: the first of two signatures."""

    kind: str
    by: str
    name: str
    at: int
    reason: str
    value: float = 0.0
    unit: str = ""
    until: int | None = None
    cause: str = ""
    endorsed_by: str = ""
    endorsed_name: str = ""
    endorsed_at: int | None = None


class Suspension(msgspec.Struct, frozen=True, omit_defaults=True):
    """A ticket whose clocks stand since `at`, to go on in `state` at `until` at the latest."""

    state: str
    at: int
    until: int
    reason: str
    cause: str = "planned"


class Supervision(msgspec.Struct, frozen=True, omit_defaults=True):
    """A formal follow-up: who ordered it, in what words, by when it is to be answered, what was answered."""

    kind: str
    by: str
    name: str
    at: int
    words: str
    reply_due: int
    reply: str = ""
    replied_at: int | None = None


class Accountability(msgspec.Struct, frozen=True, omit_defaults=True):
    """A unit that is held to account, and what came of it."""

    at: int
    unit: str
    unit_name: str
    reason: str
    measure: str = ""
    settled_at: int | None = None


class Stood(msgspec.Struct, frozen=True):
    """A stage clock of a unit that gave the ticket away: coming back, it goes on with what was left."""

    unit: str
    clock: Clock


class Followed(msgspec.Struct, frozen=True):
    """A leader who follows a ticket, since when."""

    by: str
    name: str
    at: int


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of a ticket that another unit does with a clock of its own, while one unit has the whole. It is
    given, taken and done, or withdrawn."""

    unit: str
    unit_path: str
    unit_name: str
    task: str
    clock: Clock
    taken_at: int | None = None
    done_at: int | None = None
    result: str = ""
    withdrawn_at: int | None = None

    @property
    def open(self) -> bool:
        return self.done_at is None and self.withdrawn_at is None


class Tied(msgspec.Struct, frozen=True, omit_defaults=True):
    """The component (部件) that a matter is about, as the register had it when the ticket was tied to it:
    whose it is stands in `owner_unit` (a unit's code) or in `owner_name` alone, for somebody outside the
    district. A row that waits in an outbox knows no more than the `code`."""

    code: str
    kind: str = ""
    kind_name: str = ""
    owner_unit: str = ""
    owner_name: str = ""

    @property
    def ownerless(self) -> bool:
        """Whether nobody was known to own it."""
        return bool(self.kind) and not self.owner_unit and not self.owner_name


class Mediation(msgspec.Struct, frozen=True, omit_defaults=True):
    """A mediation between parties at a place, set for the instant `at` by somebody, `since` when. Its
    `outcome` is "" while it is awaited, then agreed, not_agreed or put_off; `result` says how it went."""

    at: int
    since: int
    by: str
    name: str
    parties: tuple[str, ...]
    place: str
    outcome: str = ""
    result: str = ""
    held_at: int | None = None


class Linked(msgspec.Struct, frozen=True, omit_defaults=True):
    """The other ticket of a linked repeat: its id, its number ("" while nobody has looked it up), since when,
    and in which round the repeat was linked."""

    ticket: str
    number: str
    at: int
    round: int = 1


class Beside(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a ticket has beside its plain way.

    `level` is the level of the district that it was passed up to ("" while it was not). `first_unit` signed
    in first in this round; `arbitrated` is the unit that an arbitration bound. `timed_out`: it was supervised
    in this round after its responsibility clock had passed. `safe`, `repair`, `restore`, and of an
    errand `collect`, `hand_in` and `bring_back` are the clocks of the stages of its responsibility, one after
    the other. `excused_at`: an appeal against a late close was
    upheld. `answered_at`: what it was merged into was closed, and its reporter answered. `merged_from` is the
    state it was merged in, `merged_version` its version once merged, by which the row before is found again.
    `repeat_of` is a closed ticket about whose matter it was reported anew, `repeated` are such later ones.
    `component` is the thing in the street that it is about. `visit` is the alarm of a sensor behind it, and
    who has been asked to go there.
    `reason` is why it was last given back or passed up, until it is sent on.
    """

    level: str = ""
    escalations: int = 0
    requests: tuple[Request, ...] = ()
    extensions: int = 0
    suspension: Suspension | None = None
    supervision: Supervision | None = None
    supervisions: int = 0
    timed_out: bool = False
    followed: tuple[Followed, ...] = ()
    failures: int = 0
    accountability: Accountability | None = None
    first_unit: str = ""
    first_unit_name: str = ""
    arbitrated: str = ""
    reason: str = ""
    safe: Clock | None = None
    repair: Clock | None = None
    restore: Clock | None = None
    collect: Clock | None = None
    hand_in: Clock | None = None
    bring_back: Clock | None = None
    parts: tuple[Part, ...] = ()
    stood: tuple[Stood, ...] = ()
    forced: bool = False
    excused_at: int | None = None
    answered_at: int | None = None
    merged_from: str = ""
    merged_version: int = 0
    mediations: tuple[Mediation, ...] = ()
    repeat_of: Linked | None = None
    repeated: tuple[Linked, ...] = ()
    component: Tied | None = None
    visit: Visit | None = None

    @property
    def staged(self) -> tuple[Clock, ...]:
        """The clocks of its stages that have begun, in their order."""
        clocks: tuple[Clock | None, ...] = tuple(getattr(self, field) for field in STAGED)
        return tuple(clock for clock in clocks if clock is not None)

    @property
    def errand(self) -> bool:
        """Whether it is an errand for somebody: the grid's own worker may do it."""
        return (self.collect or self.hand_in or self.bring_back) is not None

    @property
    def mediation(self) -> Mediation | None:
        """The one that is awaited."""
        last = self.mediations[-1] if self.mediations else None
        return last if last is not None and not last.outcome else None

    def request(self, kind: str) -> Request | None:
        """What was asked for of a kind and not decided yet."""
        return next((r for r in self.requests if r.kind == kind), None)

    def follows(self, account: str) -> bool:
        """Whether an account follows it."""
        return any(one.by == account for one in self.followed)

    def part(self, unit_path: str) -> Part | None:
        """The open part of a unit, or of one below it."""
        return next((p for p in self.parts if p.open and in_path(p.unit_path, unit_path)), None)

    def shared_with(self) -> tuple[str, ...]:
        """The paths of the units that have a part in it, or had one, in order."""
        return tuple(sorted({p.unit_path for p in self.parts if p.withdrawn_at is None}))


PLAIN = Beside()
"""Nothing beside the plain way."""
