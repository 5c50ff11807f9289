"""A district for joint actions: five departments, two streets, a committee, everybody who acts in it."""

from __future__ import annotations

from contract.account import Actor, Role
from contract.clock import Calendar, Limit
from contract.joint.rules import JointKind, JointRules
from contract.machine import Names
from contract.reference import Area, District, Level, Reference, Unit
from tests.unit import lifecycle_account as account

N = Names("名", "name")
T0 = account.instant(account.datetime(2026, 9, 18, 9, 0, tzinfo=account.ZONE))
DEPARTMENTS = ("d1", "d2", "d3", "d4", "d5")
RULES = JointRules(
    kinds=(
        JointKind(
            key="enforcement",
            names=N,
            evidence={"before": 1, "after": 1, "document": 1, "result": 1},
        ),
        JointKind(
            key="repair",
            names=N,
            evidence={"before": 2, "result": 1, "agreement": 1},
            sign_in=Limit(2, "working_hours"),
            arrive=Limit(3, "working_hours"),
        ),
        JointKind(key="inspection", names=N, evidence={"before": 1}, handle=Limit(6, "hours")),
        JointKind(
            key="dispute",
            names=N,
            form="mediation",
            evidence={"agreement": 1, "result": 1},
            sign_in=Limit(4, "working_hours"),
            arrive=Limit(3, "working_days"),
            handle=Limit(30, "natural_days"),
        ),
        JointKind(
            key="appeal",
            names=N,
            form="approval",
            evidence={"result": 1},
            sign_in=Limit(4, "working_hours"),
            handle=Limit(20, "working_days"),
        ),
    ),
    radius=300,
)
PLACE = (117.30, 31.80)
"""Where they meet."""
NEAR = (117.3010, 31.8005)
FAR = (117.32, 31.82)


def reference(rules: JointRules = RULES) -> Reference:
    """The district."""
    units = [Unit(code="c", parent="", path="c", type="centre", names=N, area="d")]
    units += [
        Unit(code=code, parent="c", path=f"c/{code}", type="department", names=Names(code, code), area="d")
        for code in DEPARTMENTS
    ]
    units += [
        Unit(code="k1", parent="c", path="c/k1", type="committee", names=N, area="s1"),
        Unit(code="s1c", parent="c", path="c/s1c", type="sub_centre", names=N, area="s1"),
        Unit(code="s1t", parent="s1c", path="c/s1c/s1t", type="team", names=N, area="s1"),
    ]
    return Reference(
        digest="",
        district=District(
            code="d",
            names=N,
            centre=N,
            prefix="D",
            levels=(Level("district", N), Level("street", N), Level("grid", N)),
            joint=rules,
        ),
        calendar=Calendar(
            480, ((480, 720), (840, 1080)), account.OFF, account.MADE_UP, frozenset({2026, 2027})
        ),
        areas=(
            Area(code="d", parent="", path="d", level="district", kind="district", names=N),
            Area(code="s1", parent="d", path="d/s1", level="street", kind="street", names=N),
            Area(code="s2", parent="d", path="d/s2", level="street", kind="street", names=N),
            Area(code="g1", parent="s1", path="d/s1/g1", level="grid", kind="grid", names=N),
        ),
        units=tuple(units),
        items=(),
        channels=(),
    )


REF = reference()


def actor(name: str, role: Role, *, unit: str = "", area: str = "d", channel: str = "") -> Actor:
    """Somebody of the district."""
    where, whose = REF.area(area), REF.unit(unit)
    return Actor(
        id=name,
        name=name,
        role=role,
        district="d",
        unit=unit,
        unit_path=whose.path if whose is not None else "",
        area=area,
        area_path=where.path if where is not None else "",
        channel=channel,
    )


SEAT = actor("seat", "seat")
DUTY = actor("duty", "duty")
LEADER = actor("leader", "leader")
ADMIN = actor("admin", "admin")
STREET = actor("street", "seat", unit="s1c", area="s1")
STREET_LEADER = actor("street-leader", "leader", area="s1")
OTHER_STREET = actor("other-street", "seat", area="s2")
HANDLERS = {code: actor(f"u-{code}", "handler", unit=code) for code in DEPARTMENTS}
COMMITTEE = actor("u-k1", "handler", unit="k1", area="s1")
TEAM = actor("u-s1t", "handler", unit="s1t", area="s1")
GRID = actor("g1", "grid", area="g1")
CHANNEL = actor("app", "channel", channel="app")
ACTORS = (
    SEAT,
    DUTY,
    LEADER,
    ADMIN,
    STREET,
    STREET_LEADER,
    OTHER_STREET,
    *HANDLERS.values(),
    COMMITTEE,
    TEAM,
    GRID,
    CHANNEL,
)
