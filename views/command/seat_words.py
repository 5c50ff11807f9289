"""The vocabulary of one seat: the steps by this district's names, its units, items, areas, screens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from console.desk import Desk
from contract.joint.guards import proposals
from contract.lifecycle import SATISFACTION, TABLE
from contract.machine import Names
from contract.reference import Reference
from views import choices, words
from views.acting import asks_of, step_names
from views.command.vocabulary import BUILT_IN, Lexicon, Verb, Vocabulary, verb
from widgets.matching import Candidate

_BESIDE = {
    "take_in": Names("受理并立案", "Accept and file"),
    "claim": Names("占用", "Take it"),
    "release": Names("退出占用", "Leave it"),
    "take_over": Names("接管", "Take it over"),
    "note": Names("备注", "Note"),
    "attach": Names("添加附件", "Add files"),
}
"""Steps that are not one row of the table."""
_OTHERS = {
    "take_in": ("slla", "sllabl"),
    "dispatch": ("send", "派单", "pd"),
    "handle/done": ("done", "cz", "处置"),
    "handle/started": ("begin", "start"),
    "verify/passed": ("passed", "verify"),
    "verify/failed": ("failed",),
    "claim": ("claim", "take", "认领", "rl"),
    "release": ("release", "leave"),
    "recall": ("recall",),
}
"""Other ways to say a step."""


def vocabulary_of(desk: Desk, screens: Iterable[tuple[str, str]]) -> Vocabulary:
    """What may be said at this desk now. `screens` are (key, title)."""
    reference = desk.reference
    fields: dict[str, Lexicon] = {}
    if reference is not None:
        now = desk.clock.now()
        units = choices.unit_candidates(reference)
        items = choices.item_candidates(reference, now)
        fields = {
            "unit": Lexicon(units + _other(units, {u.code: u.names for u in reference.units})),
            "item": Lexicon(items + _other(items, {i.code: i.names for i in reference.items_at(now)})),
            "area": Lexicon(_areas(reference)),
            "satisfaction": Lexicon(
                Candidate(words.satisfaction(key), key, desk.initials(words.satisfaction(key)), "", key)
                for key in SATISFACTION
            ),
        }
    named = Lexicon(Candidate(title, key, desk.initials(title), "", key) for key, title in screens)
    away = _without(desk, {key for key, _ in screens})
    verbs = tuple(one for one in _verbs(desk, reference) if one.id not in away)
    return Vocabulary(verbs, named, fields, asks_of)


def _without(desk: Desk, screens: set[str]) -> set[str]:
    """What is not said here: of joint actions, for whom there are none, or who can't start one."""
    actor, reference = desk.actor, desk.reference
    away = set() if "joint" in screens else {"joint"}
    if actor is None or reference is None or not proposals(actor, reference):
        away.add("whistle")
    return away


def _verbs(desk: Desk, reference: Reference | None) -> list[Verb]:
    renames = reference.district.renames if reference is not None else {}
    found = []
    for step in step_names():
        if step == "assign":
            continue  # said as a dispatch with its unit
        if step in _BESIDE:
            names = [_BESIDE[step]]
        else:
            action, _, outcome = step.partition("/")
            own = renames.get(f"{action} {outcome}".rstrip()) or (None if outcome else renames.get(action))
            known = desk.machine.names_of(action, outcome) or TABLE.names_of(action, outcome)
            names = [name for name in (own, known) if name is not None]
        if names:
            found.append(verb(step, names, words.language(), desk.initials, _OTHERS.get(step, ())))
    for key, said, others in BUILT_IN:
        found.append(verb(key, [said], words.language(), desk.initials, others))
    return found


def _other(candidates: Iterable[Candidate], names: dict[str, Names]) -> list[Candidate]:
    """The same things under their names in the other language: people type what they know."""
    other = "en" if words.language().startswith("zh") else "zh_CN"
    return [
        replace(one, text=names[one.code].of(other))
        for one in candidates
        if one.code in names and names[one.code].of(other) != one.text
    ]


def _areas(reference: Reference) -> list[Candidate]:
    """Areas by their short names; the step takes code and point."""
    found = []
    for area in sorted(reference.areas, key=lambda a: -a.path.count("/")):
        if not area.parent:
            continue
        name = words.pick(area.names)
        text = area.short or name
        found.append(
            Candidate(text, area.code, area.initials, name if name != text else "", (area.code, None, None))
        )
    return found
