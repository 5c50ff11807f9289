"""What may be done on an action now, what somebody is likely to do first: words, keys, and for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from contract.account import Actor, in_path
from contract.clock import light
from contract.joint.guards import form_of, guard
from contract.joint.joint import Joint
from contract.joint.lifecycle import COLUMNS, TABLE
from contract.joint.party import Party
from contract.machine import HELD, Transition
from contract.reference import Reference
from views import words
from views.joint import approval_forms, naming
from views.joint.cards import absentees, column_of, is_awaited
from views.joint.running import unheard

translate = QCoreApplication.translate

NOTE = "joint_note"
_FORWARD = (
    "joint_approve",
    "joint_call",
    "joint_muster",
    "joint_plan",
    "joint_begin",
    "joint_complete",
    "joint_hand_over",
    "joint_verify/passed",
    "joint_evaluate",
    "joint_close",
)
"""The step that leads to the next phase; it has one key in all of them."""
KEYS = {
    **dict.fromkeys(_FORWARD, "G"),
    "joint_sign_in": "S",
    "joint_arrive": "B",
    "joint_remind": "U",
    "joint_substitute": "A",
    "joint_problem/found": "P",
    "joint_evidence/brought": "E",
    "joint_task/given": "T",
    "joint_stop": "H",
    "joint_resume": "H",
    "joint_safety/heard": "V",
    "joint_agree/drawn": "R",
    "joint_agree/signed": "I",
    "joint_score/department": "C",
    "joint_score/whistle": "O",
    "joint_decide/kept": "K",
    "joint_decide/released": "L",
    "joint_join": "J",
    "joint_verify/failed": "F",
    "joint_refuse": "X",
    "joint_withdraw": "X",
    "joint_call_off": "X",
    "joint_object": "D",
    "joint_settle": "Z",
    "joint_side/joined": "Q",
    "joint_session/set": "O",
    "joint_session/held": "C",
    "joint_settlement/drawn": "F",
    "joint_settlement/signed": "6",
    "joint_settlement/performed": "7",
    "joint_approval/asked": "Q",
    "joint_approval/taken": "C",
    "joint_approval/lacking": "B",
    "joint_approval/supplied": "O",
    "joint_approval/granted": "6",
    "joint_approval/denied": "7",
}
"""Letters of the steps; two that share one are never offered together."""
_DANGER = frozenset({"joint_refuse", "joint_withdraw", "joint_call_off", "joint_verify/failed"})
_LISTED = ("task", "problem", "evidence/struck", "side/left", "session/cancelled", "approval/withdrawn")
"""Steps on one task, problem or item: they stand in that row's menu."""
_TAKEN_BACK = ("withdrawn", "struck", "left", "cancelled")
_AT_DESKS = frozenset({"joint_approval/taken", "joint_approval/supplied", "joint_approval/granted"})
"""Steps of approvals that somebody waits for."""
_URGENT = 2
"""Up to this place on the bar a step is one that somebody or the action waits for."""
_PARTY = frozenset(
    {
        "joint_remind",
        "joint_absent",
        "joint_substitute",
        "joint_decide/kept",
        "joint_decide/released",
    }
)
"""Steps on one department."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step: `id` is ``action/outcome``, `unit` the department that it is about, "" for none. `why` says
    why it can't be taken now."""

    id: str
    text: str
    key: str = ""
    unit: str = ""
    danger: bool = False
    why: str = ""

    @property
    def action(self) -> str:
        return self.id.partition("/")[0]

    @property
    def outcome(self) -> str:
        return self.id.partition("/")[2]


def id_of(row: Transition) -> str:
    """What a step is called here."""
    return f"{row.action}/{row.outcome}" if row.outcome else row.action


def moves(joint: Joint, offered: Iterable[Transition]) -> dict[str, Transition]:
    """To which columns it may be moved, and the step that does it."""
    here = column_of(joint)
    found: dict[str, Transition] = {}
    for row in offered:
        if row.versioned and row.target in COLUMNS and row.target != here:
            found.setdefault(row.target, row)
    return found


def name_of(row: Transition, reference: Reference, unit: str = "") -> str:
    """A step as it stands on a button, with the department that it is about."""
    text = naming.act(row.action, row.outcome, reference)
    return f"{text} {naming.short_unit(unit, '', reference)}" if unit else text


def bar(
    joint: Joint, offered: Sequence[Transition], actor: Actor, now: int, reference: Reference, unit: str = ""
) -> list[Offer]:
    """The buttons under an action, the likely one first. `unit` is the department chosen in the list."""
    found = [
        one
        for row in offered
        if row.action != NOTE and not approval_forms.is_idle(id_of(row).removeprefix("joint_"), joint, actor)
        for one in [_offer(row, joint, now, reference, unit)]
        if one is not None
    ]
    found.sort(key=lambda one: _place(one, joint, actor, now))
    awaited = _awaited(joint, offered, actor, reference)
    return [*found, awaited] if awaited is not None else found


def by_letter(offers: Iterable[Offer]) -> dict[str, Offer]:
    """Those that can be taken now by their letters, the first where two have the same."""
    found: dict[str, Offer] = {}
    for one in offers:
        if one.key and not one.why:
            found.setdefault(one.key, one)
    return found


def is_awaited_of(
    joint: Joint, offered: Sequence[Transition], actor: Actor, now: int, reference: Reference
) -> bool:
    """Whether the action waits for this person: a step that moves it on, or their department's own."""
    offers = bar(joint, offered, actor, now, reference)
    return any(not one.why and _place(one, joint, actor, now)[0] <= _URGENT for one in offers)


def about_party(
    joint: Joint, offered: Sequence[Transition], actor: Actor, unit: str, reference: Reference
) -> list[Offer]:
    """The steps on one department's line, for its menu."""
    party = next((one for one in joint.active if one.unit == unit), None)
    if party is None:
        return []
    own = actor.role == "handler" and in_path(party.unit_path, actor.unit_path)
    return [
        Offer(id_of(row), name_of(row, reference), KEYS.get(id_of(row), ""), unit, id_of(row) in _DANGER)
        for row in offered
        if (id_of(row) in _PARTY and _fits(id_of(row), party))
        or (own and {"own_party", "party_or_centre"} & set(row.guards) and not _on_item(row))
        or (row.action == "joint_safety" and actor.role != "handler" and _fits(id_of(row), party))
    ]


def about_item(
    joint: Joint, offered: Sequence[Transition], actor: Actor, row_key: str, reference: Reference
) -> list[Offer]:
    """The steps on one task, problem or item of evidence, for its menu."""
    kind, _, id_ = row_key.partition(":")
    wanted: tuple[str, ...] = ()
    match kind:
        case "task":
            task = next((one for one in joint.tasks if one.id == id_), None)
            own = task is not None and any(
                p.unit == task.unit and in_path(p.unit_path, actor.unit_path) for p in joint.active
            )
            if task is not None and task.state in ("given", "taken"):
                wanted = (
                    *(("joint_task/taken",) if own and task.state == "given" else ()),
                    *(("joint_task/done",) if own else ()),
                    "joint_task/withdrawn",
                )
        case "problem":
            problem = next((one for one in joint.problems if one.id == id_), None)
            if problem is not None and problem.state == "open":
                wanted = ("joint_problem/handled", "joint_problem/handed_on", "joint_problem/ticketed")
        case "item":
            item = next((one for one in joint.evidence if one.id == id_), None)
            if item is not None and item.struck_at is None:
                wanted = ("joint_evidence/struck",)
        case "side":
            side = next((one for one in joint.at_table if one.id == id_), None)
            signed = joint.settlement.signatures if joint.settlement is not None else ()
            if side is not None:
                signs = () if any(one.side == id_ for one in signed) else ("joint_settlement/signed",)
                wanted = (*signs, "joint_side/left")
        case "approval":
            wanted = tuple(
                f"joint_{step}"
                for step in approval_forms.TARGETS
                if id_ in approval_forms.targets(step, joint, actor)
            )
        case "session":
            if any(one.id == id_ and one.state == "set" for one in joint.sessions):
                wanted = ("joint_session/held", "joint_session/cancelled")
    return [
        Offer(id_of(row), name_of(row, reference), danger=id_of(row).endswith(_TAKEN_BACK))
        for row in offered
        if id_of(row) in wanted
    ]


def _on_item(row: Transition) -> bool:
    name = id_of(row)
    return name.removeprefix("joint_").startswith(_LISTED) and name not in (
        "joint_task/given",
        "joint_problem/found",
    )


def _fits(name: str, party: Party) -> bool:
    """Whether a step on a department is of use for this one."""
    match name:
        case "joint_remind" | "joint_substitute":
            return party.arrival is None
        case "joint_absent":
            return is_awaited(party) and party.state != "absent"
        case "joint_decide/kept" | "joint_decide/released":
            return party.state == "objecting"
        case _:
            return True


def _offer(row: Transition, joint: Joint, now: int, reference: Reference, unit: str) -> Offer | None:
    name = id_of(row)
    if _on_item(row) or name == "joint_ticket/untied":
        return None
    about = ""
    if name == "joint_score/department" and all(party.score is not None for party in joint.active):
        return None
    if name in _PARTY:
        about = _whom(name, joint, now, unit)
        if not about:
            return None
    if row.action == "joint_safety":
        own = [watch for watch in joint.safety if watch.ended_at is None]
        if name != "joint_safety/started" and not own:
            return None
        if name != "joint_safety/started":
            late = unheard(joint, now) or own
            about = next((watch.unit for watch in own if watch.unit == unit), late[0].unit)
    text = name_of(row, reference, about)
    return Offer(name, text, KEYS.get(name, ""), about, name in _DANGER)


def _whom(name: str, joint: Joint, now: int, unit: str) -> str:
    """The department that a step is most likely about: the one chosen, else who is late."""
    fit = [party for party in joint.active if _fits(name, party)]
    if any(party.unit == unit for party in fit):
        return unit
    if name not in ("joint_remind", "joint_substitute", "joint_absent"):
        return fit[0].unit if fit else ""
    waited = [party for party in absentees(joint) if party in fit]
    late = [party for party in waited if _is_late(party, now)]
    return next((party.unit for party in [*late, *waited]), "")


def _is_late(party: Party, now: int) -> bool:
    clock = party.sign_in if party.signed_in_at is None else party.arrive
    return party.state == "absent" or light(clock, now) == "red"


def _place(one: Offer, joint: Joint, actor: Actor, now: int) -> tuple[int, int]:
    """Where it stands on the bar: what somebody waits for, what the action waits for, the rest as in the
    table."""
    order = list(KEYS)
    rank = order.index(one.id) if one.id in order else len(order)
    if one.danger:
        return 9, rank
    if one.action == "joint_safety" and one.outcome == "heard":
        return (0 if unheard(joint, now) else 3), rank
    if actor.role == "handler" and one.id in ("joint_sign_in", "joint_arrive", "joint_agree/signed"):
        return 1, rank
    late = next((p for p in joint.active if p.unit == one.unit), None)
    if one.id == "joint_remind" and late is not None and _is_late(late, now):
        return 1, rank
    if one.id.startswith("joint_decide"):
        return 1, rank
    if one.id in _FORWARD or one.id == "joint_resume":
        return 2, rank
    if one.id == "joint_score/department" or one.id in _AT_DESKS:
        return 1, rank
    if one.action in ("joint_side", "joint_session", "joint_settlement"):
        return 3, rank
    return 4, rank


def _awaited(joint: Joint, offered: Sequence[Transition], actor: Actor, reference: Reference) -> Offer | None:
    """The step to the next phase where it is this person's and something is missing for it: shown, with the
    reason."""
    for row in TABLE.rows(joint.state):
        if id_of(row) not in _FORWARD or row in offered or row.target == HELD:
            continue
        if ("on_the_spot" if form_of(joint, reference) == "approval" else "parallel") in row.guards:
            continue
        why = guard(row, joint, actor, reference)
        asked = actor.role in row.roles and why is not None
        if asked and _is_whose(row, joint, actor, reference):
            return Offer(id_of(row), name_of(row, reference), why=words.begun(words.pick(why)))
    return None


_WHOSE = frozenset({"centre", "lead_or_centre", "proposer", "proposer_or_centre"})


def _is_whose(row: Transition, joint: Joint, actor: Actor, reference: Reference) -> bool:
    """Whether nothing but how the action stands keeps this person from the step."""
    plain = replace(row, guards=tuple(name for name in row.guards if name in _WHOSE))
    return guard(plain, joint, actor, reference) is None
