"""What things of a joint action are called: departments, ways, urgencies, evidence, phases."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contract.joint.joint import Joint
from contract.joint.lifecycle import PARTY_STATES, TABLE
from contract.joint.party import Party
from contract.machine import Names
from contract.reference import Reference
from views import words
from widgets.moments import clock_time, month_day, short_time

translate = QCoreApplication.translate


def phase(state: str, reference: Reference | None = None) -> str:
    """What a district calls a phase; the backend's word where this console does not know it."""
    known = TABLE.state(state)
    renamed = _renamed(f"joint {state}", reference)
    names = renamed or (known.names if known is not None else None)
    return words.begun(words.pick(names)) if names is not None else state


def act(action: str, outcome: str = "", reference: Reference | None = None) -> str:
    """What a district calls a step."""
    renamed = _renamed(f"{action} {outcome}".rstrip(), reference)
    if renamed is None and not outcome:
        renamed = _renamed(action, reference)
    names = renamed or TABLE.names_of(action, outcome)
    return words.begun(words.pick(names)) if names is not None else action


def _renamed(key: str, reference: Reference | None) -> Names | None:
    return reference.district.renames.get(key) if reference is not None else None


def party_state(state: str) -> str:
    """How a department stands."""
    known = PARTY_STATES.get(state)
    return words.pick(known) if known is not None else state


def unit(code: str, name: str, reference: Reference | None) -> str:
    """A department in full, in the language in use; `name` is what it was called then."""
    known = reference.unit(code) if reference is not None and code else None
    return words.pick(known.names) if known is not None else name or code


def short_unit(code: str, name: str, reference: Reference | None) -> str:
    """The same without the district's own name before it, where something is left."""
    full = unit(code, name, reference)
    if reference is None:
        return full
    before = words.pick(reference.district.names)
    return full.removeprefix(before).strip() or full


def party(one: Party, reference: Reference | None) -> str:
    """A department that takes part, short."""
    return short_unit(one.unit, one.unit_name, reference)


def area(joint: Joint, reference: Reference | None) -> str:
    """The short name of the area in which it is."""
    known = reference.area(joint.area) if reference is not None and joint.area else None
    if known is None:
        return joint.area_name or joint.area
    return known.short or words.pick(known.names)


def street(joint: Joint, reference: Reference | None) -> str:
    """The short name of the street in which it is: as much as a card has room for."""
    codes = joint.area_path.split("/")
    known = reference.area(codes[min(1, len(codes) - 1)]) if reference is not None else None
    return (known.short or words.pick(known.names)) if known is not None else area(joint, reference)


def where(joint: Joint, reference: Reference | None) -> str:
    """Its place as it was written, else its area."""
    return joint.place or area(joint, reference)


def kind(key: str, reference: Reference | None) -> str:
    """What a kind of joint action is called in this district."""
    known = reference.district.joint.kind(key) if reference is not None else None
    return words.begun(words.pick(known.names)) if known is not None else key


def way(key: str) -> str:
    """How it was started, as a deed."""
    return {
        "whistle": translate("Joint", "Whistle"),
        "application": translate("Joint", "Application for lead"),
        "committee": translate("Joint", "Taken on by the committee"),
        "green": translate("Joint", "Green channel"),
        "campaign": translate("Joint", "Round of a campaign"),
    }.get(key, key)


def urgency(key: str) -> str:
    """How pressing it is."""
    return {
        "normal": translate("Joint", "Normal"),
        "urgent": translate("Joint", "Urgent"),
        "danger": translate("Joint", "Danger"),
    }.get(key, key)


def evidence(key: str) -> str:
    """A kind of evidence."""
    return {
        "before": translate("Joint", "Photo before"),
        "after": translate("Joint", "Photo after"),
        "document": translate("Joint", "Legal document"),
        "result": translate("Joint", "Result"),
        "agreement": translate("Joint", "Hand-over agreement"),
        "other": translate("Joint", "Other evidence"),
    }.get(key, key)


def mark(key: str) -> str:
    """What speaks against an item of evidence."""
    return {
        "used_before": translate("Joint", "used before"),
        "other_type": translate("Joint", "not what it says it is"),
        "out_of_time": translate("Joint", "taken at another time"),
        "out_of_place": translate("Joint", "taken elsewhere"),
        "no_time": translate("Joint", "says no time"),
    }.get(key, key)


def clock(name: str) -> str:
    """What a clock counts down to, in a word or two."""
    return {
        "approve": translate("Joint", "Approve"),
        "call": translate("Joint", "Call"),
        "muster": translate("Joint", "Muster"),
        "plan": translate("Joint", "Plan"),
        "begin": translate("Joint", "Begin"),
        "hand_over": translate("Joint", "Hand over"),
        "verify": translate("Joint", "Accept"),
        "evaluate": translate("Joint", "Evaluate"),
        "close": translate("Joint", "Close"),
        "handle": translate("Joint", "Handle"),
        "sign_in": translate("Joint", "Sign in"),
        "arrive": translate("Joint", "Arrive"),
        "task": translate("Joint", "Task"),
        "approval": translate("Joint", "Approval"),
        "owed": translate("Joint", "Papers to follow"),
        "session": translate("Joint", "Mediation session"),
        "settlement": translate("Joint", "Performance of the settlement"),
        "safety": translate("Joint", "Well?"),
    }.get(name.partition(":")[0].removeprefix("joint_"), name)


def moment(at: int, now: int, reference: Reference | None) -> str:
    """An instant as short as today allows; the day of the week is said by what names it in full."""
    then, today = words.local(at, reference), words.local(now, reference)
    if then.year != today.year or then.date() == today.date():
        return short_time(then, today)
    return f"{month_day(then)} {clock_time(then)}"
