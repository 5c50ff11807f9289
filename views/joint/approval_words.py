"""Approvals beside each other in words: labels of their forms, what is missing, what stands in the way."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contract.clock import light
from contract.joint.approval import APPROVAL_STATES, Approval
from contract.joint.joint import Joint
from contract.joint.log import JointEntry
from contract.reference import Reference
from views import words
from views.joint import naming
from views.joint.approval_forms import find
from widgets.light import Light

translate = QCoreApplication.translate

OVER = ("verified", "evaluated", "closed", "withdrawn", "refused")
"""Phases in which nothing of an approval is waited for any more."""


def state(key: str) -> str:
    """How an approval stands."""
    known = APPROVAL_STATES.get(key)
    return words.begun(words.pick(known)) if known is not None else key


def at_desks(joint: Joint) -> bool:
    """Whether nobody has a time by which to be on a spot: each department works at its own desk."""
    return bool(joint.active) and all(party.arrive_limit is None for party in joint.active)


def decided(joint: Joint, unit: str = "") -> tuple[int, int]:
    """How many approvals are decided and owe no papers, and how many there are; those withdrawn count for
    nothing. `unit`: of one department."""
    own = [one for one in joint.approvals if one.state != "withdrawn" and unit in ("", one.unit)]
    return sum(one.ended and not one.owes for one in own), len(own)


def measure(key: str) -> str:
    """In what a limit is counted."""
    return {
        "working_days": translate("JointApproval", "working days"),
        "natural_days": translate("JointApproval", "days"),
        "working_hours": translate("JointApproval", "working hours"),
        "hours": translate("JointApproval", "hours"),
    }.get(key, key)


def limit(one: Approval) -> str:
    """Within what time it is to be decided."""
    return f"{one.limit.value:g} {measure(one.limit.unit)}"


def caption(step: str, key: str) -> str:
    """The label over a field, "" for one that is called as in all forms."""
    if key == "approvals":
        return translate("JointApproval", "Approvals, beside each other")
    if not step.startswith("approval/"):
        return ""
    return {
        "unit": translate("JointApproval", "Which department approves"),
        "matter": translate("JointApproval", "What it is to approve"),
        "limit": translate("JointApproval", "Within what time"),
        "owed": translate("JointApproval", "Papers that may follow (optional)"),
        "until": translate("JointApproval", "They are to come by (where papers may follow)"),
        "document": translate("JointApproval", "Number of the permit"),
        "result": translate("JointApproval", "Conditions, words (optional)"),
        "files": translate("JointApproval", "Permit and papers (optional)"),
        "reason": translate("JointApproval", "What is lacking") if step == "approval/lacking" else "",
    }.get(key, "")


def target(step: str) -> str:
    """The label over the choice of what a step is done to, "" for another's."""
    return translate("JointApproval", "Which approval") if step.startswith("approval/") else ""


def placeholder(step: str, key: str) -> str:
    """What stands in an empty field of words."""
    return {
        ("approval/lacking", "reason"): translate(
            "JointApproval", "Which papers, in what form; its clock stands until they come"
        ),
        ("approval/denied", "reason"): translate("JointApproval", "Why it can't be granted, on what rule"),
        ("approval/withdrawn", "reason"): translate("JointApproval", "Why it is no longer needed"),
        ("approval/supplied", "note"): translate("JointApproval", "What came"),
        ("approval/granted", "result"): translate("JointApproval", "What is allowed, on what conditions"),
    }.get((step, key), "")


def missing(key: str) -> str:
    """What to do about a required field that is empty, "" for one of other forms."""
    return {
        "matter": translate("JointApproval", "Write what is to be approved"),
        "limit": translate("JointApproval", "Type how many, from 1 to 365"),
        "document": translate("JointApproval", "Write the permit's number"),
    }.get(key, "")


def together(step: str, owed: object, until: object) -> dict[str, str]:
    """What fields of a form say together."""
    if step != "approval/taken":
        return {}
    if owed and not until:
        return {"until": translate("JointApproval", "Say by when the papers are to come")}
    if until and not owed:
        return {"owed": translate("JointApproval", "Say which papers may follow, or empty the time")}
    return {}


def target_text(joint: Joint, approval: str, reference: Reference) -> str:
    """What a step is done to."""
    one = find(joint, approval)
    if one is None:
        return ""
    return words.dotted((naming.short_unit(one.unit, one.unit_name, reference), one.matter))


def told(step: str, joint: Joint, approval: str, now: int, reference: Reference) -> list[str]:
    """What is to be known before a step is taken."""
    one = find(joint, approval) if step.startswith("approval/") else None
    if one is None:
        return []
    found = [words.dotted((state(one.state), limit(one), one.ground))]
    if one.state == "lacking":
        found.append(translate("JointApproval", "Lacking: {what}").format(what=one.lacking))
    if one.owes:
        found.append(owed(one, now, reference))
    return found


def owed(one: Approval, now: int, reference: Reference) -> str:
    """The papers that are to follow, and by when."""
    if one.owed_until is None:
        return one.owed
    when = naming.moment(one.owed_until, now, reference)
    return translate("JointApproval", "{papers} by {when}").format(papers=one.owed, when=when)


def is_overdue(one: Approval, now: int) -> bool:
    """Whether papers that were to follow should have come."""
    return one.owes and one.owed_until is not None and one.owed_until < now


def lacking(joint: Joint, now: int) -> list[tuple[Light, str]]:
    """What is missing of approvals, with how bad it is."""
    if joint.called_at is None or joint.state in OVER:
        return []
    found: list[tuple[Light, str]] = []
    undecided = [one for one in joint.approvals if not one.ended]
    if undecided:
        late = any(light(one.clock, now) == "red" for one in undecided)
        text = translate("JointApproval", "approvals open: {n}").format(n=len(undecided))
        found.append((Light.RED if late else Light.AMBER, text))
    owing = [one for one in joint.approvals if one.owes]
    if owing:
        late = any(is_overdue(one, now) for one in owing)
        text = translate("JointApproval", "papers owed: {n}").format(n=len(owing))
        found.append((Light.RED if late else Light.AMBER, text))
    return found


def in_the_way(joint: Joint, reference: Reference) -> list[str]:
    """What of approvals stands between an action and its completion."""
    found = []
    open_ = [target_text(joint, one.id, reference) for one in joint.approvals if not one.ended]
    if open_:
        found.append(translate("JointApproval", "Not decided: {what}").format(what=words.listed(open_)))
    owing = [target_text(joint, one.id, reference) for one in joint.approvals if one.ended and one.owes]
    if owing:
        found.append(translate("JointApproval", "Papers to come: {what}").format(what=words.listed(owing)))
    return found


def card(joint: Joint) -> str:
    """How far a card says that the departments are, "" where they do not work at desks."""
    if not at_desks(joint):
        return ""
    done, every = decided(joint)
    return translate("JointApproval", "{n}/{all} approved").format(n=done, all=every)


def roll_call(joint: Joint) -> str:
    """How many departments have signed in, and how many approvals are decided."""
    done, every = decided(joint)
    signed = sum(party.signed_in_at is not None for party in joint.active)
    return words.dotted(
        (
            translate("JointApproval", "{n} of {all} departments signed in").format(
                n=signed, all=len(joint.active)
            ),
            translate("JointApproval", "{n} of {all} approvals decided").format(n=done, all=every),
        )
    )


def detail(entry: JointEntry, now: int, reference: Reference | None) -> str:
    """What a line of the log says of an approval beside its words: by when papers are to come."""
    if entry.action != "joint_approval" or entry.outcome != "taken" or entry.due_at is None:
        return ""
    when = naming.moment(entry.due_at, now, reference)
    return translate("JointApproval", "to come by {when}").format(when=when)
