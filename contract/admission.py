"""Admission (准入): a unit applies to have an item admitted, changed or vetoed; the centre decides; the next
version of the catalogue carries what was approved.

applied ─ approved ─ carried
   ├──── refused
   └──── taken_back   by the unit that applied
"""

from __future__ import annotations

from typing import Literal

import msgspec

from .action import Id, Reason
from .catalogue import Code, ProposedItem
from .machine import Names

Wish = Literal["admit", "change", "veto"]

WISHES: dict[str, Names] = {
    "admit": Names("准入", "admit"),
    "change": Names("变更", "change"),
    "veto": Names("否决", "veto"),
}
STATES: dict[str, Names] = {
    "applied": Names("待审定", "to be decided"),
    "approved": Names("已同意，待列入", "approved, to be carried"),
    "refused": Names("未同意", "refused"),
    "carried": Names("已列入清单", "in the catalogue"),
    "taken_back": Names("已撤回", "taken back"),
}


class Admission(msgspec.Struct, frozen=True, kw_only=True):
    """An application. `item` is the code of what it is about; `proposed` the item as it shall be, in the end
    as the centre decided it (None for a veto). `version` is the one that carries it."""

    id: str
    number: str
    wish: str
    state: str
    item: str
    item_names: Names
    proposed: ProposedItem | None = None
    reason: str
    unit: str
    unit_names: Names
    unit_path: str
    by: str
    by_name: str
    at: int
    decided_by: str = ""
    decided_by_name: str = ""
    decided_at: int | None = None
    decision: str = ""
    version: str = ""


class Apply(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The command that applies; `action_id` is its key and the application's id.

    To admit or to change says the item whole (`proposed`), to veto its code (`item`).
    """

    action_id: Id
    wish: Wish
    reason: Reason
    item: Code | None = None
    proposed: ProposedItem | None = None


class Decide(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The command that decides, with a reason; `proposed` is the item as the centre will have it, where that
    is not what was applied for."""

    action_id: Id
    outcome: Literal["approved", "refused"]
    reason: Reason
    proposed: ProposedItem | None = None


class TakeBack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The command by which the unit takes its application back before it is decided."""

    action_id: Id
