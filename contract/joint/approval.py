"""Approvals that run beside each other in a joint action (并联审批): each a department's own, with a limit of
its own. What is done to them: `contract.joint.approving`."""

from __future__ import annotations

import msgspec

from contract.action import FileRef
from contract.clock import Clock, Limit, Pause
from contract.machine import Names

APPROVAL_STATES: dict[str, Names] = {
    "asked": Names("待受理", "asked for"),
    "taken": Names("办理中", "in hand"),
    "lacking": Names("待补正", "papers lacking"),
    "granted": Names("已批准", "granted"),
    "denied": Names("不予批准", "denied"),
    "withdrawn": Names("已撤回", "withdrawn"),
}
"""How an approval stands."""
APPROVAL_ENDED = frozenset({"granted", "denied", "withdrawn"})


class Approval(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A matter that a department has to approve: `matter` in words, `entry` of the powers list that grounds
    it with its words as they were (`ground`).

    `clock` runs from the call (or from when it was asked for, if later) to the decision; it stands while
    papers are lacking, in the spans `stood`, and while the action stands. It may be taken in with papers to
    follow (容缺受理): `owed` says which, `owed_until` by when, `supplied_at` when they came. `document` is
    the number of the permit. `changed_at` is its own last event. One that was granted while papers were owed
    may still be withdrawn: `document` and its clock stay as they were.
    """

    id: str
    unit: str
    unit_name: str
    matter: str
    limit: Limit
    asked_at: int
    asked_by: str
    changed_at: int
    state: str = "asked"
    clock: Clock | None = None
    entry: str = ""
    ground: str = ""
    taken_at: int | None = None
    taken_by: str = ""
    lacking: str = ""
    stood: tuple[Pause, ...] = ()
    owed: str = ""
    owed_until: int | None = None
    supplied_at: int | None = None
    decided_at: int | None = None
    decided_by: str = ""
    document: str = ""
    result: str = ""
    files: tuple[FileRef, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether it is decided or withdrawn."""
        return self.state in APPROVAL_ENDED

    @property
    def owes(self) -> bool:
        """Whether papers that were to follow have not come; a matter denied or withdrawn needs none."""
        return bool(self.owed) and self.supplied_at is None and self.state not in ("denied", "withdrawn")
