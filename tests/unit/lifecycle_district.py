"""A district for the walks over the lifecycle's table: its limits, its units, everybody who acts in it."""

from __future__ import annotations

from contract.account import Actor, Role
from contract.clock import Calendar, Limit
from contract.machine import Names
from contract.reference import Area, Channel, District, Item, Level, Reference, SuperviseRule, Unit
from tests.unit import lifecycle_account as account

N = Names("名", "name")
T0 = account.instant(account.datetime(2026, 9, 18, 9, 0, tzinfo=account.ZONE))
UNITS = ("u1t", "u2")
SAFE = (2.0, "hours")
SUPERVISED_AFTER = (3.0, "working_hours")
LIMITS: dict[str, dict[str, tuple[float, str]]] = {
    "whole": {
        "dispatch": (15, "minutes"),
        "sign_in": (2, "working_hours"),
        "arrive": (3, "hours"),
        "handle": (2, "working_days"),
        "verify": (4, "urgent_hours"),
        "evaluate": (3, "working_days"),
    },
    "natural": {"sign_in": (30, "minutes"), "handle": (1.5, "natural_days")},
    "bare": {},
    "staged": {
        "sign_in": (30, "minutes"),
        "handle": (3, "working_days"),
        "make_safe": (90, "minutes"),
        "repair": (1, "working_days"),
        "restore": (6, "working_hours"),
    },
    "errand": {
        "handle": (5, "working_days"),
        "collect": (1, "natural_days"),
        "hand_in": (1, "working_days"),
        "bring_back": (2, "working_days"),
    },
    "mended": {"handle": (2, "natural_days"), "restore": (20, "hours")},
}


def reference(**steps: str) -> Reference:
    """A district of three levels with a fallback unit; items with every limit, with some, with none."""
    return Reference(
        digest="",
        district=District(
            code="d",
            names=N,
            centre=N,
            prefix="D",
            levels=(Level("district", N), Level("street", N), Level("grid", N)),
            steps=steps,
            verify=Limit(30, "minutes"),
            evaluate=Limit(1, "natural_days"),
            make_safe=Limit(*SAFE),
            fallback="u2",
            supervise=SuperviseRule(Limit(*SUPERVISED_AFTER), Limit(1, "working_days")),
        ),
        calendar=Calendar(
            480, ((480, 720), (840, 1080)), account.OFF, account.MADE_UP, frozenset({2026, 2027})
        ),
        areas=(
            Area(code="d", parent="", path="d", level="district", kind="district", names=N),
            Area(code="s1", parent="d", path="d/s1", level="street", kind="street", names=N),
            Area(code="g1", parent="s1", path="d/s1/g1", level="grid", kind="grid", names=N),
        ),
        units=(
            Unit(code="u1", parent="", path="u1", type="department", names=N),
            Unit(code="u1t", parent="u1", path="u1/u1t", type="team", names=N),
            Unit(code="u2", parent="", path="u2", type="department", names=N),
        ),
        items=tuple(
            Item(
                code=code,
                version="2026",
                effective_from=0,
                category="3",
                category_names=N,
                names=N,
                evidence=("after",),
                **{name: Limit(*limit) for name, limit in limits.items()},
            )
            for code, limits in LIMITS.items()
        ),
        channels=(
            Channel(
                key="app", type="app", names=N, accept=Limit(1, "working_hours"), dispatch=Limit(1, "hours")
            ),
            Channel(key="superior", type="superior", names=N),
        ),
    )


def actor(name: str, role: Role, *, unit: str = "", area: str = "d", channel: str = "") -> Actor:
    paths = {"d": "d", "g1": "d/s1/g1", "u1": "u1", "u2": "u2"}
    return Actor(
        id=name,
        name=name,
        role=role,
        district="d",
        unit=unit,
        unit_path=paths.get(unit, ""),
        area=area,
        area_path=paths[area],
        channel=channel,
    )


ACTORS = (
    actor("seat", "seat"),
    actor("duty", "duty"),
    actor("duty2", "duty"),
    actor("leader", "leader"),
    actor("handler", "handler", unit="u1"),
    actor("other", "handler", unit="u2"),
    actor("grid", "grid", area="g1"),
    actor("app", "channel", channel="app"),
    actor("superior", "channel", channel="superior"),
    actor("system", "system"),
)
BY = {who.id: who for who in ACTORS}
