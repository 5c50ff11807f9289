"""An act on a joint action turned back into its form, to be corrected and sent again: found by the act's name
and outcome, filled by the fields that the form of that step asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication

from console.outbox import OutboxRow
from contract.joint import action as a
from contract.joint.joint import Joint
from contract.joint.mediation import yuan
from contract.problem import FieldFault
from contract.reference import Reference
from views import words
from views.context import Context
from views.joint import naming
from views.joint.approval_fields import MEASURES
from views.joint.forms_acts import AGAIN, ASKS, step_of, target_kind
from views.joint.mediation_forms import NEW

translate = QCoreApplication.translate

_MOMENTS = ("meet_at", "until", "at")
_CALLED = {"every": "minutes", "sat": "minutes", "present": "attended"}
"""Fields whose act calls them otherwise."""
_MINTED = ("task", "problem", "evidence", "side", "session", "settlement", "approval")


@dataclass(frozen=True, slots=True)
class Again:
    """A form that is opened again: its step, what it is on, and its fields as a draft keeps them."""

    step: str
    target: str
    values: dict[str, Any]


def form_of(act: a.JointAct, reference: Reference) -> Again | None:
    """The form from which an act came; None for one that has none, or is done at once. A proposal's step is
    ``propose``."""
    step = step_of(a.name_of(act), a.outcome_of(act))
    if isinstance(act, a.Propose):
        return Again("propose", "", _proposal(act))
    if step not in ASKS:
        return None
    kind = target_kind(step)
    target = str(getattr(act, kind, "")) if kind else ""
    if step == "session/held" and act.place:  # type: ignore[union-attr]
        target = NEW
    asks = AGAIN.get(step, ASKS[step])
    values = {ask.rstrip("!"): _value(ask.rstrip("!"), act, reference) for ask in asks}
    return Again(step, target, {key: value for key, value in values.items() if value})


def same_id(act: a.JointAct, was: a.JointAct) -> a.JointAct:
    """The corrected act under the id that the former one gave what it made: later acts name it."""
    step = step_of(a.name_of(act), a.outcome_of(act))
    if type(act) is not type(was) or target_kind(step):
        return act
    ids = {name: getattr(was, name) for name in _MINTED if getattr(was, name, "") and getattr(act, name, "")}
    return msgspec.structs.replace(act, **ids) if ids else act


def fault_fields(faults: Iterable[FieldFault]) -> dict[str, str]:
    """What is wrong by the fields of an act, in the interface's language; a list's entry names its list."""
    found: dict[str, str] = {}
    for fault in faults:
        name = fault.field.removeprefix("act.").partition(".")[0].partition("[")[0]
        found[name] = fault.zh if words.language().startswith("zh") else fault.en
    return found


def refused_fields(row: OutboxRow) -> dict[str, str]:
    """What the centre said against an act, by its fields."""
    return fault_fields(row.problem.errors) if row.problem is not None else {}


def who_was_first(action_id: str, joint: Joint, context: Context) -> str:
    """Of an act in conflict that is corrected: who was first, with what, when, and how it stands now; "" for
    any other."""
    row = next((one for one in context.desk.outbox if one.action_id == action_id), None)
    first = row.problem.first if row is not None and row.problem is not None else None
    if row is None or row.state != "conflict" or first is None:
        return ""
    said = translate("JointForms", "{who} was first: {what}, {when}").format(
        who=first.by,
        what=context.desk.action_name(first.action),
        when=naming.moment(first.at, context.now(), context.reference),
    )
    now = translate("JointForms", "now: {state}").format(state=naming.phase(joint.state, context.reference))
    return words.dotted((said, now))


def _proposal(act: a.Propose) -> dict[str, Any]:
    found = {
        "way": act.outcome,
        "kind": act.kind,
        "title": act.title,
        "reason": act.reason,
        "area": [act.area, act.lon, act.lat],
        "place": act.place,
        "urgency": act.urgency,
        "wanted": {"units": list(act.wanted), "typed": ""} if act.wanted else {},
        "tickets": {"tickets": list(act.tickets)} if act.tickets else {},
        "files": _files(act),
        "ring": [list(corner) for corner in act.ring],
    }
    return {key: value for key, value in found.items() if value}


def _value(key: str, act: a.JointAct, reference: Reference) -> Any:
    """What a field held, as its draft keeps it."""
    match key:
        case "parties":
            return {"lines": [_party(one) for one in getattr(act, "parties", ())]}
        case "party":
            return {"lines": [_party(act.party)]} if isinstance(act, a.JoinIn) else {}
        case "approvals":
            return {"lines": [_ask(one) for one in getattr(act, "approvals", ())]}
        case "attended":
            return {"lines": [_attends(one) for one in getattr(act, "attended", ())]}
        case "tasks":
            return {"lines": [_task(one, reference) for one in getattr(act, "tasks", ())]}
        case "limit":
            number, measure = getattr(act, "value", 0), getattr(act, "measure", "")
            known = measure in MEASURES
            return {"number": f"{number:g}", "measure": MEASURES.index(measure)} if number and known else {}
        case "scores":
            stars, said = getattr(act, "value", 0), getattr(act, "words", "")
            return {"lines": {getattr(act, "unit", ""): [str(stars), said]}}
        case "sum":
            fen = getattr(act, "fen", 0)
            return yuan(fen).replace(",", "") if fen else ""
        case "point" | "area":
            lon, lat = getattr(act, "lon", None), getattr(act, "lat", None)
            return ["", lon, lat] if lon is not None and lat is not None else []
        case "files":
            return _files(act)
        case "present" | "mediators":
            return {"chosen": ",".join(getattr(act, _CALLED.get(key, key), ()))}
        case _ if key in _MOMENTS:
            return moment(getattr(act, key, None), reference)
        case _:
            return _plain(getattr(act, _CALLED.get(key, key), ""))


def _plain(value: Any) -> Any:
    """A line of text as it was typed."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if value else ""


def moment(at: int | None, reference: Reference) -> str:
    """An instant as it can be typed."""
    return "" if at is None else f"{words.local(at, reference):%Y-%m-%d %H:%M}"


def _party(one: a.Named) -> dict[str, Any]:
    return {
        "unit": one.unit,
        "unit?": "",
        "lead": one.lead,
        "entry": one.entry,
        "entry?": "",
        "sign_in": str(one.sign_in or ""),
        "arrive": str(one.arrive or ""),
        "reason": "",
    }


def _ask(one: a.Ask) -> dict[str, Any]:
    measure = MEASURES.index(one.measure) if one.measure in MEASURES else 0
    limit = {"limit": f"{one.value:g}", "measure": measure}
    named = {"id": one.id, "unit": one.unit, "unit?": ""}
    return {**named, "matter": one.matter, **limit, "entry": one.entry, "entry?": ""}


def _attends(one: a.Attends) -> dict[str, Any]:
    return {"unit": one.unit, "name": one.name, "people": str(one.people)}


def _task(one: a.Given, reference: Reference) -> dict[str, Any]:
    named = {"id": one.id, "unit": one.unit, "unit?": ""}
    return {**named, "text": one.text, "until": moment(one.until, reference)}


def _files(act: a.JointAct) -> list[dict[str, Any]]:
    kind = getattr(act, "kind", "") if isinstance(act, a.EvidenceStep) else ""
    refs = [msgspec.to_builtins(file) for file in getattr(act, "files", ())]
    return [{**ref, "kind": kind or ref.get("kind", "")} for ref in refs]
