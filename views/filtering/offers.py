"""What a filter may be set to, in one list: a person types what they mean, not first of which kind it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from console.desk import Desk
from contract.reference import Reference
from contract.saved_filter import SavedFilter
from views import words
from views.choices import area_candidate, item_candidate, unit_candidate
from views.filtering.due import Due, moment_of
from views.filtering.query import LIGHTS, Filter
from views.filtering.saying import light_words
from widgets.choice import Candidate, match

translate = QCoreApplication.translate

DUE_KINDS = ("hour", "shift", "today", "tomorrow")


class Offers:
    """The candidates of one desk; `data` is what `Filter.adding` takes, or a `SavedFilter`.

    Areas, units and items are put together once per reference: they are thousands.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: tuple[tuple[str, int], list[Candidate]] = (("", 0), [])

    def ranked(self, query: str, wanted: Filter, kept: Sequence[SavedFilter]) -> list[Candidate]:
        """What fits what was typed, best first; what is set already is left out. Words as they stand come
        last, whatever they are."""
        reference = self._desk.reference
        if reference is None:
            return []
        quick = [*self._kept(kept), *self._quick(reference)]
        if not query.strip():
            return [c for c in quick if not _is_set(c, wanted)]
        found = [m.candidate for m in match(query, [*quick, *self._all(reference)])]
        now = self._desk.clock.now()
        moment = moment_of(query, now, reference)
        if moment is not None:
            reason = translate("Filter", "time")
            found.insert(0, Candidate(moment.text(now, reference), reason=reason, data=("due", moment)))
        text = translate("Filter", "Text: {words}").format(words=query.strip())
        reason = translate("Filter", "number, words or initials")
        found.append(Candidate(text, reason=reason, data=("words", query.strip())))
        return [c for c in found if not _is_set(c, wanted)]

    def _quick(self, reference: Reference) -> list[Candidate]:
        now, letters = self._desk.clock.now(), self._desk.initials
        light, time = translate("Filter", "light"), translate("Filter", "time")
        found = [
            Candidate(light_words(v), initials=letters(light_words(v)), reason=light, data=("lights", v))
            for v in LIGHTS
        ]
        for kind in DUE_KINDS:
            due = Due(kind)
            text = due.text(now, reference)
            found.append(Candidate(text, initials=letters(text), reason=time, data=("due", due)))
        mine = translate("Filter", "I am in it")
        found.append(Candidate(mine, initials=letters(mine), reason=self._person(), data=("mine", True)))
        for channel in reference.channels:
            name = words.pick(channel.names)
            reason = translate("Filter", "channel")
            found.append(Candidate(name, "", letters(name), reason, ("channels", channel.key)))
        return found

    def _person(self) -> str:
        actor = self._desk.actor
        return actor.name if actor is not None else ""

    def _kept(self, kept: Sequence[SavedFilter]) -> list[Candidate]:
        return [
            Candidate(f.name, "", self._desk.initials(f.name), whose(f, self._desk), ("kept", f))
            for f in kept
        ]

    def _all(self, reference: Reference) -> list[Candidate]:
        key = (reference.digest, reference.in_force_since(self._desk.clock.now()))
        if self._known[0] != key:
            self._known = (key, self._made(reference))
        return self._known[1]

    def _made(self, reference: Reference) -> list[Candidate]:
        found: list[Candidate] = []
        for area in sorted(reference.areas, key=lambda a: a.path.count("/")):
            shown = area_candidate(area, reference)
            found.append(_with(shown, ("areas", area.path)))
        for unit in reference.units:
            shown = unit_candidate(unit, reference)
            reason = words.dotted((translate("Filter", "unit"), shown.reason))
            found.append(_with(shown, ("units", unit.path), reason))
        categories: dict[str, str] = {}
        # Tickets filed by an item that was withdrawn since are still in the queue.
        for item in reference.items_known(self._desk.clock.now()):
            categories.setdefault(item.category, words.pick(item.category_names))
            found.append(_with(item_candidate(item), ("items", item.code)))
        for key, name in categories.items():
            reason = translate("Filter", "category of items")
            found.append(Candidate(name, key, self._desk.initials(name), reason, ("categories", key)))
        return found


def _with(shown: Candidate, data: tuple[str, str], reason: str = "") -> Candidate:
    return Candidate(shown.text, shown.code, shown.initials, reason or shown.reason, data)


def _is_set(candidate: Candidate, wanted: Filter) -> bool:
    assert isinstance(candidate.data, tuple)
    kind, value = candidate.data
    return kind != "kept" and wanted.has(kind, None if kind == "mine" else value)


def whose(kept: SavedFilter, desk: Desk) -> str:
    """Whose a saved filter is: yours, yours and shared, or who shared it."""
    if desk.actor is None or kept.owner != desk.actor.id:
        return translate("Filter", "shared by {name}").format(name=kept.owner_name)
    return translate("Filter", "yours, shared") if kept.shared else translate("Filter", "yours")
