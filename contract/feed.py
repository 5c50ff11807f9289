"""The feed, the snapshot, and what a ticket's own page shows."""

from __future__ import annotations

import msgspec

from .action import FileRef
from .clock import Clock, Limit
from .counting import Stated
from .joint.joint import Joint
from .machine import Names
from .mandate import Cited
from .recalendar import Moved
from .reckoning import Passed, Stood
from .ticket import Ticket


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """One change, by its `kind`. A reader takes no notice of kinds that it does not know.

    ticket     `ticket` is the whole row after it
    gone       `id` is a ticket that left the reader's scope
    joint      `joint` is the whole row of a joint action after it
    joint_gone `id` is a joint action that left the reader's scope
    reference  catalogue, areas or units changed and must be fetched anew
    filter     `id` is a saved filter that changed or went; `account` whose it is alone ("": shared)
    seat       `account` is whose seat entered another state
    admission  `id` is an application to the catalogue that was made, decided or taken back
    addresses  the address register took a file in
    component  `id` is the code of a component that was entered or changed ("": many, by a file)
    duty       roster, shifts or check-ins of a place (`id`: an area or a unit) are others
    campaign   `id` is a campaign that was planned or changed, or of which a joint action moved
    mandates   a new version of the duty or powers list was put in force; `id` is which list
    """

    seq: int
    kind: str
    at: int
    id: str = ""
    ticket: Ticket | None = None
    account: str = ""
    joint: Joint | None = None


class Batch(msgspec.Struct, frozen=True):
    """Events with `prev` < seq ≤ `seq`, as far as the reader may see them.

    A reader whose cursor is not `prev` has a gap and takes a snapshot. A batch without events is a
    heartbeat; it advances the cursor.
    """

    prev: int
    seq: int
    at: int
    events: tuple[Event, ...] = ()


class Snapshot(msgspec.Struct, frozen=True):
    """Every ticket and joint action in scope that is open, or ended recently, as of `seq` (msgpack on the
    wire)."""

    district: str
    seq: int
    at: int
    tickets: tuple[Ticket, ...]
    joints: tuple[Joint, ...] = ()


class Page(msgspec.Struct, frozen=True):
    """Tickets of a search, newest report first; `cursor` asks for the next page ("" at the end)."""

    tickets: tuple[Ticket, ...]
    cursor: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a ticket's timeline. `at` is the effective instant, `received_at` when it came;
    `late` marks the gap between them.

    `words` are the reason, result or note that it carried; `unit`, `item`, `area` the names of what it set.
    `limit` is how much longer was asked for or granted, `until` the end of a suspension or of a reply's time,
    `ground` and `cite` what an arbitration rests on, `mandate` the entry of the duty or powers list that a
    step cited, as it was then; `kind` the kind of suspension or supervision, `level`
    what it was passed up to, `parties` and `place` those of a mediation, whose time is `until`.
    An entry `due` is the system's: `clock` fell due (outcome near, past or reminder, the `nth`) against its
    instant `due_at`. `stated` is what counts of it. An entry `calendar` is the system's, too: what the
    district counts by changed (`calendar`: the years, ``hours`` or ``days``, with commas), and `moved` are
    the clocks that are due at another instant by it.
    """

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
    words: str = ""
    unit: str = ""
    item: str = ""
    area: str = ""
    into: str = ""
    satisfaction: str = ""
    files: tuple[FileRef, ...] = ()
    stated: Stated | None = None
    clock: str = ""
    due_at: int | None = None
    nth: int = 0
    limit: Limit | None = None
    until: int | None = None
    ground: str = ""
    cite: str = ""
    mandate: Cited | None = None
    kind: str = ""
    parties: tuple[str, ...] = ()
    place: str = ""
    level: str = ""
    calendar: str = ""
    moved: tuple[Moved, ...] = ()


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """How a clock came to be due when it is: the rule, the calendar's days, what stood, what is left.

    `spans` are the working spans [begin, end) counted up to the due instant (empty where it always runs; at
    most 60), `days` the working days they lie on, `passed` the days that are not as the week has them,
    `stood` the pauses up to then; extensions are the clock's `extended`. `left` is in ms of the limit's own
    kind.
    """

    clock: Clock
    rule: Names
    spans: tuple[tuple[int, int], ...] = ()
    left: int = 0
    days: int = 0
    passed: tuple[Passed, ...] = ()
    stood: tuple[Stood, ...] = ()


class OfComponent(msgspec.Struct, frozen=True):
    """Another ticket that is tied to the same component."""

    id: str
    number: str
    state: str


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket's own page: the row, its timeline (oldest first), its files, its clocks explained, the ids of
    tickets merged into it, and the last others of its component that the reader may see."""

    ticket: Ticket
    timeline: tuple[Entry, ...]
    files: tuple[FileRef, ...] = ()
    why: tuple[Why, ...] = ()
    merged: tuple[str, ...] = ()
    of_component: tuple[OfComponent, ...] = ()


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal with its reasons, best first. `code` is an item's or a unit's; `score` lies in 0…1."""

    code: str
    names: Names
    score: float
    reasons: tuple[Names, ...] = ()


class Suggestions(msgspec.Struct, frozen=True):
    """What the backend would propose for a matter: items by likeness of text, units by item and area, open
    tickets nearby that may be the same matter, `likeness` of the words of each in 0…1; `notices` are what is
    to be known before one is chosen, such as that nobody owns the component it is about. `closed` are tickets
    nearby that were closed lately and may have been about it."""

    items: tuple[Suggestion, ...] = ()
    units: tuple[Suggestion, ...] = ()
    nearby: tuple[Ticket, ...] = ()
    likeness: tuple[float, ...] = ()
    notices: tuple[Names, ...] = ()
    closed: tuple[Ticket, ...] = ()
    closed_likeness: tuple[float, ...] = ()


class Located(msgspec.Struct, frozen=True, kw_only=True):
    """A place found: the smallest area that holds it and why. `code` is empty outside every grid.

    Of an entry of the address register `kind` says what it is (`contract.address.KINDS`), `address` how it is
    written, `schematic` that it is drawn, not surveyed; `exact` is how exact the place is
    (`contract.address.EXACT`), "unknown" where nothing is known: such a one has neither a code nor a point.
    """

    code: str
    path: str = ""
    names: Names = Names("", "")
    lon: float | None = None
    lat: float | None = None
    reason: Names = Names("", "")
    kind: str = ""
    exact: str = ""
    address: str = ""
    schematic: bool = False


class Shown(msgspec.Struct, frozen=True):
    """A reporter in full, as shown on demand (the showing is in the audit log)."""

    name: str
    phone: str
    contact: str
