"""The register of components (部件): the things that stand in the street, whose they are and how they are.

A component has an owner in the district (a unit), one outside it (a name), or none: it is ownerless, made
safe first while the owner is looked for, and left to the district's fallback unit when nobody is found. What
a ticket says of its component is kept with the ticket (`contract.beside.Tied`); the register goes on.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from .account import Actor, in_path
from .action import Id, Latitude, Longitude, Reason
from .machine import Names
from .ticket import Ticket

ROWS = 20_000
"""So many rows a file may have."""
NEAR = 200.0
"""Metres around a point that are searched where nothing else is said."""
FAR = 5_000.0
"""Metres around a point that are searched at most."""

State = Literal["intact", "damaged", "missing", "in_repair", "removed"]
Standing = Literal["intact", "damaged", "missing", "in_repair"]
"""The states of one that is still there; `removed` has a command of its own."""

STATES: dict[str, Names] = {
    "intact": Names("完好", "intact"),
    "damaged": Names("破损", "damaged"),
    "missing": Names("缺失", "missing"),
    "in_repair": Names("维修中", "in repair"),
    "removed": Names("已拆除", "removed"),
}

KINDS: dict[str, Names] = {
    "cover_water": Names("上水井盖", "water manhole cover"),
    "cover_sewage": Names("污水井盖", "sewage manhole cover"),
    "cover_rain": Names("雨水井盖", "storm drain cover"),
    "grate": Names("雨水箅子", "gully grate"),
    "cover_power": Names("电力井盖", "power manhole cover"),
    "cover_telecom": Names("通信井盖", "telecom manhole cover"),
    "cover_gas": Names("燃气井盖", "gas manhole cover"),
    "cover_heat": Names("热力井盖", "heating manhole cover"),
    "hydrant": Names("消火栓", "fire hydrant"),
    "lamp": Names("路灯", "street lamp"),
    "pole": Names("立杆", "pole"),
    "cable_box": Names("通信交接箱", "telecom cabinet"),
    "power_box": Names("电力设施箱", "power cabinet"),
    "camera": Names("监控设施", "camera mast"),
    "traffic_light": Names("交通信号灯", "traffic light"),
    "traffic_sign": Names("交通标志牌", "traffic sign"),
    "guard_rail": Names("交通护栏", "guard rail"),
    "bus_stop": Names("公交站亭", "bus shelter"),
    "bollard": Names("阻车桩", "bollard"),
    "bike_stand": Names("非机动车停放设施", "bicycle stand"),
    "charger": Names("充电设施", "charging point"),
    "toilet": Names("公共厕所", "public toilet"),
    "bin": Names("果皮箱", "litter bin"),
    "billboard": Names("户外广告牌", "billboard"),
    "name_plate": Names("路名牌", "street name plate"),
    "bench": Names("座椅", "bench"),
    "fitness": Names("健身设施", "fitness equipment"),
    "tree": Names("行道树", "street tree"),
}
"""Kinds of component, by key."""

OWNERLESS = Names("无主", "ownerless")

CHANGES: dict[str, Names] = {
    "registered": Names("登记", "registered"),
    "changed": Names("变更", "changed"),
    "removed": Names("注销", "removed"),
    "imported": Names("导入", "imported"),
}
"""What was done to one, by action."""

FIELDS: dict[str, Names] = {
    "kind": Names("类别", "kind"),
    "place": Names("位置描述", "place"),
    "point": Names("坐标", "coordinates"),
    "area": Names("所在网格", "grid"),
    "owner": Names("权属单位", "owner"),
    "state": Names("状态", "state"),
}
"""What of one may change."""

Code = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_.:-]+$")]
KindKey = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Place = Annotated[str, msgspec.Meta(max_length=200)]
Version = Annotated[int, msgspec.Meta(ge=1, le=2_000_000_000)]


class Owner(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whose a component is: a unit of the district by its code (the backend gives its name), somebody outside
    it by name, or nobody. It goes both ways, so a reader passes by what it does not know of it."""

    unit: Annotated[str, msgspec.Meta(max_length=64)] = ""
    name: Annotated[str, msgspec.Meta(max_length=100)] = ""

    @property
    def nobody(self) -> bool:
        """Whether there is none."""
        return not self.unit and not self.name


NOBODY = Owner()


class Component(msgspec.Struct, frozen=True, kw_only=True):
    """A component as the register has it now. `since` is when it came into its state, `version` rises with
    every change. `area` is the smallest area that its point (WGS-84) lies in."""

    code: str
    kind: str
    kind_names: Names
    place: str
    lon: float
    lat: float
    area: str
    area_path: str
    area_name: str
    owner: Owner
    state: str
    since: int
    version: int
    changed_at: int

    @property
    def ownerless(self) -> bool:
        """Whether nobody is known to own it."""
        return self.owner.nobody


class FieldWas(msgspec.Struct, frozen=True):
    """One field before and after a change: a kind's or state's key, an area's code, an owner's name ("" for
    none), "lon, lat"."""

    field: str
    before: str
    after: str


class ComponentChange(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a component's history: what was done (`CHANGES`), who, when, why, what became other."""

    version: int
    action: str
    by: str
    by_name: str
    at: int
    reason: str
    fields: tuple[FieldWas, ...] = ()


class ComponentFound(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A component in a list: how many tickets tied to it are open (of the whole district), and how far away
    it is in metres where the search was around a point."""

    component: Component
    open_tickets: int = 0
    metres: float | None = None


class ComponentPage(msgspec.Struct, frozen=True, kw_only=True):
    """Components of a search, by code or by distance; `total` is how many there are, `cursor` asks for the
    next page ("" at the end)."""

    found: tuple[ComponentFound, ...]
    total: int
    cursor: str = ""


class ComponentDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A component's own page: its history, newest first, and the tickets tied to it that the reader may see,
    newest first (at most 100). `open_tickets` counts those of the whole district."""

    component: Component
    history: tuple[ComponentChange, ...]
    tickets: tuple[Ticket, ...] = ()
    open_tickets: int = 0


class RegisterComponent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The command that enters a new one; `action_id` is its key."""

    action_id: Id
    code: Code
    kind: KindKey
    lon: Longitude
    lat: Latitude
    place: Place = ""
    owner: Owner = NOBODY
    state: Standing = "intact"
    reason: Reason


class ChangeComponent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The command that changes one, with a reason. `base_version` is the one that the person saw: where
    somebody was first, the change is refused. What is None stays as it is; an empty owner makes it
    ownerless; a state brings one back that was removed."""

    action_id: Id
    base_version: Version
    reason: Reason
    kind: KindKey | None = None
    place: Place | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    owner: Owner | None = None
    state: Standing | None = None


class RemoveComponent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The command that says that it stands there no more. It stays in the register, as removed."""

    action_id: Id
    base_version: Version
    reason: Reason


class ComponentFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stored file (CSV or XLSX) and what its columns mean: the name of a mapping that comes with the
    product, or a mapping as TOML."""

    sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
    mapping: Annotated[str, msgspec.Meta(max_length=64)] = "own"
    mapping_toml: Annotated[str, msgspec.Meta(max_length=100_000)] = ""


class ImportComponents(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The command that takes a file in, or asks what it would change; `action_id` is its key. Codes that the
    register has are changed to what the file says, others are new; what the file leaves out stays. `partial`
    lets the good rows in although others are refused."""

    action_id: Id
    reason: Reason
    file: ComponentFile
    partial: bool = False


class ComponentFault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why one row stays out: its line in the file, column, field, what stood there (cut at 80 characters),
    the rule, the reason."""

    line: int
    rule: str
    column: str = ""
    field: str = ""
    value: str = ""
    zh: str
    en: str


class ComponentImport(msgspec.Struct, frozen=True, kw_only=True):
    """What a file comes to. `rows` = `added` + `changed` + `unchanged` + `refused`; `accepted` says that it
    can go in as it was sent, `written` that it did. `ownerless` counts those of the rows taken."""

    rows: int
    added: int
    changed: int
    unchanged: int
    refused: int
    ownerless: int
    accepted: bool
    written: bool
    faults: tuple[ComponentFault, ...] = ()


class ComponentMapping(msgspec.Struct, frozen=True):
    """A mapping that comes with the product: what the columns of a file mean, as TOML."""

    name: str
    names: Names
    toml: str


def fine(degrees: float) -> float:
    """Degrees as the register keeps them, to a decimetre."""
    return round(degrees, 6)


def may_see(component: Component, actor: Actor) -> bool:
    """Whether a component is somebody's to see: a unit sees the district's, since what it handles may lie
    anywhere; all others those in their area."""
    whole = actor.role == "handler" or actor.area_path == actor.district
    return whole or in_path(component.area_path, actor.area_path)


def kind_names(key: str) -> Names:
    """What a kind is called; one that is not known here (a newer backend's) by its key."""
    return KINDS.get(key, Names(key, key))


def state_names(key: str) -> Names:
    """What a state is called; one that is not known here by its key."""
    return STATES.get(key, Names(key, key))
