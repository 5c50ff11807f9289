"""What a command means here: which tickets, which unit, which screen; or what is missing for that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from views.command.grammar import All, Number, Places, Reading, Target, Trouble, parse
from views.command.vocabulary import Vocabulary
from widgets.matching import Candidate

_TEXTS = ("reason", "result", "note")


class Situation(Protocol):
    """What stands in front of the person. Ids are ticket ids, in the order of the list."""

    def chosen(self) -> Sequence[str]:
        """The selection, else the ticket under the cursor."""

    def shown(self, n: int) -> Sequence[str]:
        """The first `n` of the list in front."""

    def count(self) -> int:
        """Tickets in the list in front."""

    def numbered(self, tail: str) -> Sequence[str]:
        """Tickets whose number ends so."""

    def takes(self, step: str, ids: Sequence[str]) -> int:
        """How many of these tickets take a step now."""

    def likely(self, field: str, ids: Sequence[str]) -> Sequence[object]:
        """What these tickets are likely to be given, as candidates' data, likeliest first."""


@dataclass(frozen=True, slots=True)
class Do:
    """A step on tickets. `left_out` of those meant are more than one command takes."""

    step: str
    ids: tuple[str, ...]
    values: dict[str, Any] = field(default_factory=dict)
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Go:
    """A screen."""

    screen: str


@dataclass(frozen=True, slots=True)
class Find:
    """Words to search the list for; "" takes the search away."""

    words: str


@dataclass(frozen=True, slots=True)
class Look:
    """At tickets: `how` is show (the cursor there), open (a page of its own), select, or why (it is due)."""

    how: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Say:
    """Something without tickets named: next, undo, help; whistle takes those that are selected."""

    what: str


@dataclass(frozen=True, slots=True)
class FindAction:
    """Words to look for among joint actions; "" shows all of them."""

    words: str


Meaning = Do | Go | Find | Look | Say | FindAction


def understand(text: str, vocabulary: Vocabulary, here: Situation, most: int) -> Meaning | Trouble:
    """What a text means in a situation; at most `most` tickets are taken. Never raises."""
    found = parse(text, vocabulary)
    if isinstance(found, Trouble):
        return found
    return meant(found, vocabulary, here, most)


def meant(
    readings: Sequence[Reading], vocabulary: Vocabulary, here: Situation, most: int
) -> Meaning | Trouble:
    """The reading that holds here: where a verb may be several, the one that the tickets take."""
    if len(readings) > 1:
        readings = _possible(readings, here, most)
    if len(readings) > 1:
        return Trouble("which verb", "", tuple(r.verb.shown for r in readings))
    return _one(readings[0], vocabulary, here, most)


def _possible(readings: Sequence[Reading], here: Situation, most: int) -> Sequence[Reading]:
    fitting = []
    for reading in readings:
        ids = tickets(reading.targets, here, most)
        if not isinstance(ids, Trouble) and here.takes(reading.verb.id, ids[0]):
            fitting.append(reading)
    return fitting or readings


def tickets(targets: Sequence[Target], here: Situation, most: int) -> tuple[tuple[str, ...], int] | Trouble:
    """The tickets meant, each once, in the order named, and how many were left out."""
    if not targets:
        chosen = tuple(here.chosen())
        return chosen[:most], max(0, len(chosen) - most)
    found: dict[str, None] = {}
    left_out = 0
    count = here.count()
    for place, target in enumerate(targets):
        if len(found) >= most:
            # Each of a long list of numbers would be looked for, to be left out.
            left_out += len(targets) - place
            break
        match target:
            case All():
                if not count:
                    return Trouble("empty list")
                found |= dict.fromkeys(here.shown(most))
                left_out += max(0, count - most)
            case Places(spans):
                furthest = max(high for _, high in spans)
                if min(low for low, _ in spans) < 1 or furthest > count:
                    return Trouble("no place", str(furthest), (), count)
                shown = here.shown(furthest)
                for low, high in spans:
                    found |= dict.fromkeys(shown[low - 1 : high])
            case Number(tail):
                named = list(here.numbered(tail))
                if not named:
                    return Trouble("no number", tail)
                if len(named) > 1:
                    return Trouble("which number", tail, (), len(named))
                found[named[0]] = None
    ids = tuple(found)
    return ids[:most], left_out + max(0, len(ids) - most)


def _one(reading: Reading, vocabulary: Vocabulary, here: Situation, most: int) -> Meaning | Trouble:
    verb = reading.verb.id
    match verb:
        case "go":
            return _screen(" ".join(reading.words), vocabulary)
        case "find":
            return Find(" ".join(reading.words))
        case "joint":
            return FindAction(" ".join(reading.words))
        case "next" | "undo" | "help" | "whistle":
            return Say(verb)
    found = tickets(reading.targets, here, most)
    if isinstance(found, Trouble):
        return found
    ids, left_out = found
    if not ids:
        return Trouble("no tickets")
    if verb in ("show", "open", "why", "select"):
        if verb in ("open", "why") and len(ids) > 1:
            return Trouble("one only", reading.verb.shown, (), len(ids))
        return Look(verb, ids)
    values: dict[str, Any] = {}
    for key, candidates in reading.values.items():
        chosen = _chosen(key, candidates, ids, here)
        if isinstance(chosen, Trouble):
            return chosen
        values[key] = chosen.data
    if reading.into is not None:
        into = tickets((reading.into,), here, most)
        if isinstance(into, Trouble):
            return into
        if len(into[0]) != 1:
            return Trouble("one only", reading.verb.shown, (), len(into[0]))
        values["into"] = into[0][0]
    if reading.note:
        asks = [ask.rstrip("!") for ask in vocabulary.asks(verb)]
        values[next(key for key in asks if key in _TEXTS)] = reading.note
    return Do(verb, ids, values, left_out)


def _chosen(
    key: str, candidates: Sequence[Candidate], ids: Sequence[str], here: Situation
) -> Candidate | Trouble:
    """The one candidate meant: of several the one that these tickets are likely to be given."""
    if len(candidates) == 1:
        return candidates[0]
    likely = here.likely(key, ids)
    fitting = [c for c in candidates if c.data in likely]
    if len(fitting) == 1:
        return fitting[0]
    return Trouble(f"which {key}", "", tuple(c.text for c in candidates[:5]), len(candidates))


def _screen(word: str, vocabulary: Vocabulary) -> Go | Trouble:
    if not word.strip():
        return Trouble("no screen", "", tuple(c.text for c in vocabulary.screens))
    fitting = [m.candidate for m in vocabulary.screens.values(word)]
    if len(fitting) == 1:
        return Go(str(fitting[0].data))
    if fitting:
        return Trouble("which screen", word, tuple(c.text for c in fitting))
    return Trouble("no screen", word, tuple(c.text for c in vocabulary.screens))
