"""From what the table offers on a ticket to what the bar shows: order, words, keys, and what a step asks.

Which steps there are is decided by the contract alone (`Desk.offers`); here they only get a place, a key
and a form. Two offers share an action where one of them needs no form: dispatch to the suggested unit (D)
and dispatch to another (A); filing straight from reported (F) is accept and file, one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from contract import action as act
from contract.account import Actor
from contract.feed import Suggestion
from contract.machine import SAME, Transition
from contract.ticket import Claim, Ticket
from views import acting_beside as beside
from views import words
from views.claims import holder

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Step:
    """One button of the bar. `asks` are the fields of its form, required ones marked ``!``; without any it
    acts at once. `unit` is set where the step goes to a suggested unit.
    """

    id: str
    text: str
    key: str
    asks: tuple[str, ...] = ()
    danger: bool = False
    unit: str = ""
    verb: str = ""

    @property
    def at_once(self) -> bool:
        """Whether it acts without asking anything."""
        return not self.asks


_KEYS = {
    "accept": "A",
    "take_in": "F",
    "refuse": "X",
    "merge": "M",
    "file": "F",
    "dispatch": "D",
    "redispatch": "D",
    "assign": "A",
    "sign_in": "S",
    "arrive": "G",
    "handle/started": "B",
    "handle/done": "E",
    "return": "R",
    "verify/passed": "P",
    "verify/failed": "X",
    "close": "C",
    "evaluate": "V",
    "reopen": "O",
    "urge": "U",
    "recall": "Z",
    **beside.KEYS,
    "claim": "L",
    "release": "L",
    "take_over": "L",
    "note": "I",
    "attach": "J",
}
"""The key of each step. A letter serves twice only where no state offers both."""

_ASKS: dict[str, tuple[str, ...]] = {
    "refuse": ("reason!",),
    "merge": ("into!", "note"),
    "file": ("item!", "area!", "place", "component"),
    "take_in": ("item!", "area!", "place", "component"),
    "handle/done": ("result!", "files"),
    "return": ("reason!", "entry", "files"),
    "verify/passed": ("note", "files"),
    "verify/failed": ("reason!", "files"),
    "evaluate": ("satisfaction!", "note"),
    "reopen": ("reason!",),
    "urge": ("note",),
    **beside.ASKS,
    "take_over": ("note!",),
    "note": ("note!",),
    "attach": ("files!", "note"),
}

_LIKELY: dict[str, tuple[str, ...]] = {
    "reported": ("take_in", "accept", "refuse", "merge"),
    "accepted": ("file", "refuse", "merge"),
    "filed": ("dispatch", "assign", "merge"),
    "returned": ("redispatch", "arbitrate", "assign", "merge"),
    "escalated": ("arbitrate", "redispatch", "assign", "merge"),
    "suspended": ("resume", "urge"),
    "merged": ("unmerge", "evaluate"),
    "reopened": ("redispatch", "assign"),
    "dispatched": ("sign_in", "part/taken", *beside.STAGES, "return", "urge", "assign"),
    "signed_in": ("arrive", "handle/started", *beside.STAGES, "handle/done", "return", "urge", "assign"),
    "on_site": ("handle/started", *beside.STAGES, "handle/done", "return", "urge"),
    "handling": (*beside.STAGES, "handle/done", "return", "urge"),
    "rework": ("handle/started", "handle/done", "arrive", "return", "urge", "assign"),
    "handled": ("verify/passed", "verify/failed", "close", "urge"),
    "verifying": ("close", "verify/failed", "urge"),
    "closed": ("evaluate", "reopen"),
}
"""For each state the steps in the order in which a person is likely to want them; others come after."""

_TO_DISPATCH = ("filed", "returned", "escalated", "reopened")
"""States in which a ticket waits to be sent to a unit."""
_LAST = ("urge", "recall")
_AT_WORK = ("seat", "duty", "handler", "grid")
_NOTING = (*_AT_WORK, "leader")
"""Whose commands the backend takes: those who work on a ticket, and a leader's note."""
ONLINE = ("claim", "release", "take_over", "note", "attach")
"""Commands that are no steps of the table: they go straight to the backend and need it there."""
_DANGER = ("refuse", "verify/failed", "return", *beside.DANGER)


WHISTLE = "whistle"
"""The way from a ticket to a joint action: no step of its own."""
CITED = "entry"
"""The field of an entry of the duty or powers list."""


def is_likely(step: Step, state: str) -> bool:
    """Whether a step is the one a person most likely wants in a state: recalling or leaving never is."""
    return step.id in _LIKELY.get(state, ()) and step.id not in _LAST and not step.danger


def step_id(row: Transition) -> str:
    """A row's name among the steps: its action, with its outcome where it has one."""
    return f"{row.action}/{row.outcome}" if row.outcome else row.action


def step_name(step: str, named: Callable[[str, str], str]) -> str:
    """A step's name; `named` gives an action's and outcome's name in this district."""
    if step in ONLINE:
        return _online_name(step)
    if step == "take_in":
        return translate("Acting", "Accept and file")
    action, _, outcome = ("dispatch" if step == "assign" else step).partition("/")
    return words.begun(named(action, outcome))


def _online_name(step: str) -> str:
    return {
        "claim": translate("Acting", "Take it"),
        "release": translate("Acting", "Leave it"),
        "take_over": translate("Acting", "Take it over"),
        "note": translate("Acting", "Note"),
        "attach": translate("Acting", "Add files"),
    }[step]


def steps_for(
    ticket: Ticket,
    offers: Iterable[Transition],
    named: Callable[[str, str], str],
    suggested: Suggestion | None = None,
) -> list[Step]:
    """The bar of a ticket, likely first. `named` gives an action's and outcome's name in this district;
    `suggested` is the unit that advice names.
    """
    found: dict[str, Step] = {}
    for row in offers:
        name = step_id(row)
        text = words.begun(named(row.action, row.outcome))
        if row.action in ("dispatch", "redispatch"):
            if suggested is not None and ticket.state in _TO_DISPATCH:
                to = translate("Acting", "Dispatch to {unit}").format(unit=words.pick(suggested.names))
                found[name] = Step(name, to, _KEYS[name], unit=suggested.code, verb=to)
            found["assign"] = _assign(row, text, suggested)
            continue
        if name == "accept":
            both = step_name("take_in", named)
            found["take_in"] = Step("take_in", both, _KEYS["take_in"], _ASKS["take_in"], verb=both)
        asks = ("note",) if name == "make_safe/ordered" and row.target == SAME else _ASKS.get(name, ())
        if name == "handle/done" and ticket.beside.visit is not None:
            asks = ("visit!", *asks)
        found[name] = Step(name, text, _KEYS.get(name, ""), asks, name in _DANGER, verb=text)
    order = {name: n for n, name in enumerate(_LIKELY.get(ticket.state, ()))}

    def place(name: str) -> int:
        if name in order:
            return order[name]
        return 50 + _LAST.index(name) if name in _LAST else 40

    return [found[name] for name in sorted(found, key=place)]


def online_steps(claim: Claim | None, actor: Actor | None, now: int) -> list[Step]:
    """The commands beside the table, by who is in the ticket and who looks at it."""
    if actor is None or actor.role not in _NOTING:
        return []
    steps = []
    held_by = holder(claim, actor, now)
    if actor.role in _AT_WORK:
        if held_by == "me":
            steps.append(_online("release"))
        elif held_by == "silent":
            steps.append(_online("take_over"))
        elif not held_by:
            steps.append(_online("claim"))
    steps.append(_online("note"))
    if actor.role in _AT_WORK:
        steps.append(_online("attach"))
    return steps


def whistling() -> Step:
    """The button that begins a joint action with a ticket."""
    text = translate("Acting", "Propose a joint action")
    return Step(WHISTLE, text, "W", verb=text)


def _online(name: str) -> Step:
    text = _online_name(name)
    return Step(name, text, _KEYS[name], _ASKS.get(name, ()), verb=text)


def _assign(row: Transition, text: str, suggested: Suggestion | None) -> Step:
    """Dispatch to a unit that the person chooses."""
    other = translate("Acting", "Another unit") if suggested is not None else text
    if row.action == "redispatch" and suggested is None:
        other = text
    why = any(field.name == "note" and field.required for field in row.carries)
    return Step("assign", other, _KEYS["assign"], ("unit!", CITED, "note!" if why else "note"), verb=text)


def asks_of(name: str) -> tuple[str, ...]:
    """What a step on several tickets asks for; a dispatch may name one unit for all. An entry that is cited
    is one ticket's ground."""
    if name in ("dispatch", "redispatch"):
        return ("unit", "note")
    return tuple(ask for ask in _ASKS.get(name, ()) if ask != CITED)


def steps_of_key(key: str) -> list[str]:
    """The steps that a key stands for; which of them, the ticket's state decides."""
    return [name for name, letter in _KEYS.items() if letter == key]


def step_keys() -> tuple[str, ...]:
    """Every key that stands for a step."""
    return tuple(dict.fromkeys(sorted(_KEYS.values())))


def step_names() -> list[str]:
    """Every step there is, in the order of a ticket's way."""
    return list(_KEYS)


def shortest_key(name: str) -> str:
    """The key of a step ("" where it has none)."""
    return _KEYS.get(name, "")


def acts_of(step: Step, ticket: Ticket, given: Mapping[str, Any]) -> list[act.Act]:
    """What a step submits: one act, or accept and file. `given` holds the form's values by field.

    `given["area"]` is a `Located`-like triple (code, lon, lat) where the form asks for a place.
    """
    note, entry = str(given.get("note", "")), str(given.get(CITED) or "")
    files: tuple[act.FileRef, ...] = tuple(given.get("files", ()))
    match step.id:
        case "accept":
            return [act.Accept()]
        case "take_in":
            return [act.Accept(), _file(given)]
        case "file":
            return [_file(given)]
        case "refuse":
            return [act.Refuse(reason=given["reason"])]
        case "merge":
            return [act.Merge(into=given["into"], note=note)]
        case "dispatch":
            return [act.Dispatch(unit=step.unit)]
        case "redispatch":
            return [act.Redispatch(unit=step.unit)]
        case "assign" if ticket.state == "filed":
            return [act.Dispatch(unit=given["unit"], entry=entry, note=note)]
        case "assign":
            return [act.Redispatch(unit=given["unit"], entry=entry, note=note)]
        case "sign_in":
            return [act.SignIn(note=note)]
        case "arrive":
            return [act.Arrive(note=note, files=files)]
        case "handle/started":
            return [act.Handle(outcome="started")]
        case "handle/done":
            found: Any = given.get("visit") or ""
            return [act.Handle(outcome="done", result=given["result"], visit=found, files=files)]
        case "return":
            return [act.Return(reason=given["reason"], entry=entry, files=files)]
        case "verify/passed":
            return [act.Verify(outcome="passed", note=note, files=files)]
        case "verify/failed":
            return [act.Verify(outcome="failed", reason=given["reason"], files=files)]
        case "close":
            return [act.Close(note=note)]
        case "evaluate":
            return [act.Evaluate(satisfaction=given["satisfaction"], note=note)]
        case "reopen":
            return [act.Reopen(reason=given["reason"])]
        case "urge":
            return [act.Urge(note=note)]
        case "recall":
            return [act.Recall(note=note)]
        case _:
            return [beside.act_of(step.id, given)]


def _file(given: Mapping[str, Any]) -> act.File:
    code, lon, lat = given["area"]
    return act.File(
        item=given["item"],
        area=code,
        lon=lon,
        lat=lat,
        place=str(given.get("place", "")),
        component=given.get("component") or None,
    )
