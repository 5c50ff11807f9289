"""A district's rules for joint actions: their kinds with what each demands, limits, who may start one."""

from __future__ import annotations

import msgspec

from contract.clock import Limit
from contract.machine import Names

FORMS = ("spot", "mediation", "approval")
"""What a kind's work is like: people go to a spot; sides that are at odds sit at a table; departments approve
beside each other, each at its own desk."""


class JointKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of joint action. `evidence` says how many items of which kind it demands before it can be
    complete (`contract.joint.spot.EVIDENCE_KINDS`; an agreement is one that both have signed, at a mediation
    table the settlement that all sides have). `form` is one of `FORMS`; where departments approve at their
    desks nobody has to arrive."""

    key: str
    names: Names
    form: str = "spot"
    evidence: dict[str, int] = {}
    sign_in: Limit = Limit(30, "minutes")
    arrive: Limit = Limit(60, "minutes")
    handle: Limit = Limit(5, "working_days")

    @property
    def agreement(self) -> bool:
        """Whether a signed hand-over agreement is demanded."""
        return self.form != "mediation" and self.evidence.get("agreement", 0) > 0


KINDS = (
    JointKind(
        key="enforcement",
        names=Names("联合执法", "joint enforcement"),
        evidence={"before": 1, "after": 1, "document": 1, "result": 1},
    ),
    JointKind(
        key="repair",
        names=Names("联合处置", "joint repair"),
        evidence={"before": 1, "after": 1, "result": 1, "agreement": 1},
        handle=Limit(10, "working_days"),
    ),
    JointKind(
        key="ownerless",
        names=Names("无主处置", "ownerless: make safe and find the owner"),
        evidence={"before": 1, "after": 1, "result": 1},
        sign_in=Limit(15, "minutes"),
        arrive=Limit(30, "minutes"),
        handle=Limit(5, "working_days"),
    ),
    JointKind(
        key="inspection",
        names=Names("联合检查", "joint inspection"),
        evidence={"before": 1, "result": 1},
        handle=Limit(3, "working_days"),
    ),
    JointKind(
        key="mediation",
        names=Names("多方调解", "mediation table"),
        form="mediation",
        evidence={"agreement": 1},
        sign_in=Limit(4, "working_hours"),
        arrive=Limit(3, "working_days"),
        handle=Limit(30, "natural_days"),
    ),
    JointKind(
        key="development",
        names=Names("发展诉求", "development appeal"),
        form="approval",
        evidence={"result": 1},
        sign_in=Limit(4, "working_hours"),
        handle=Limit(20, "working_days"),
    ),
)
"""The kinds of a district whose profile names none."""


def _ways() -> dict[str, tuple[str, ...]]:
    return {
        "whistle": ("sub_centre",),
        "application": ("department", "utility"),
        "committee": ("committee",),
        "green": (),
    }


REMINDED = (
    "every",
    "handle",
    "sign_in",
    "arrive",
    "task",
    "approval",
    "owed",
    "session",
    "settlement",
    "safety",
)
"""Clocks beside those of the phases whose reminders a profile may set apart, and ``every`` for the others."""


def _reminders() -> dict[str, Limit | None]:
    """Twice a working day; a department that is awaited within the hour, every hour; people on dangerous
    ground, every five minutes; whether somebody was asked for an opinion is no matter of hours."""
    return {
        "every": Limit(4, "working_hours"),
        "sign_in": Limit(1, "hours"),
        "arrive": Limit(1, "hours"),
        "safety": Limit(5, "minutes"),
        "evaluate": None,
    }


class JointRules(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of the phases (None: none), the radius in metres within which somebody is on the spot, the
    minutes between two signs of life, how long before and after the action a photo may have been taken.
    `remind` says how long after the due instant, and again and again, a clock reminds (by its name, or
    ``every``; None for never), counted in the clock's own kind of time.
    `ways` names the types of units that may start one in each way; a street's own seats and leaders whistle
    in any district that has the whistle, the centre opens the green channel in any that has that (`green`, no
    types)."""

    prefix: str = "LD"
    kinds: tuple[JointKind, ...] = msgspec.field(default_factory=lambda: KINDS)
    ways: dict[str, tuple[str, ...]] = msgspec.field(default_factory=_ways)
    approve: Limit | None = Limit(30, "minutes")
    call: Limit | None = Limit(30, "minutes")
    muster: Limit | None = Limit(120, "minutes")
    plan: Limit | None = Limit(120, "minutes")
    begin: Limit | None = Limit(60, "minutes")
    hand_over: Limit | None = Limit(1, "working_days")
    verify: Limit | None = Limit(2, "working_days")
    evaluate: Limit | None = Limit(2, "working_days")
    close: Limit | None = Limit(1, "working_days")
    radius: int = 300
    safety_minutes: int = 30
    photo_margin: Limit = Limit(2, "hours")
    remind: dict[str, Limit | None] = msgspec.field(default_factory=_reminders)

    def kind(self, key: str) -> JointKind | None:
        """The kind of a key."""
        return next((kind for kind in self.kinds if kind.key == key), None)
