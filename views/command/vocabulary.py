"""The words a command may be made of: verbs by name and initials, and what they are done with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from contract.machine import Names
from views.command.text import squeezed
from widgets.matching import Candidate, Match, match

SCATTERED = 50
"""From this score on a match is of scattered letters: good enough to offer, not to act on."""


@dataclass(frozen=True, slots=True)
class Verb:
    """Something to be told to do. `id` is a step of `views.acting`, or a built-in word. `shown` is how people
    say it here, `spoken` every way to write it whole, squeezed."""

    id: str
    shown: str
    spoken: frozenset[str]
    initials: str = ""

    def candidate(self, reason: str = "") -> Candidate:
        """As a list shows it."""
        return Candidate(self.shown, "", self.initials, reason, self)


@dataclass(frozen=True)
class Vocabulary:
    """Everything that a word may mean. `fields` are the candidates of each field that a step may ask for (a
    thing under the name used here, and after all of those under that of the other language), `asks` the
    fields of each step, required ones marked ``!``."""

    verbs: tuple[Verb, ...]
    screens: tuple[Candidate, ...] = ()
    fields: Mapping[str, Sequence[Candidate]] = field(default_factory=dict)
    asks: Callable[[str], tuple[str, ...]] = lambda _step: ()

    def verbs_of(self, word: str) -> list[Verb]:
        """The verbs that a word stands for: those written whole, else those that begin with it."""
        wanted = squeezed(word)
        if not wanted:
            return []
        whole = [verb for verb in self.verbs if wanted in verb.spoken]
        if whole:
            return whole
        return [verb for verb in self.verbs if any(name.startswith(wanted) for name in verb.spoken)]

    def exact(self, word: str) -> list[Verb]:
        """The verbs that a word is the whole of."""
        wanted = squeezed(word)
        return [verb for verb in self.verbs if wanted in verb.spoken] if wanted else []


def values(word: str, candidates: Sequence[Candidate]) -> list[Match]:
    """The candidates that a word stands for: those written whole (name, code or initials), else those that it
    is a clear part of, best first."""
    whole = exact_values(word, candidates)
    if whole:
        return [Match(candidate, 0) for candidate in whole]
    return each_once([found for found in match(word, candidates, 24) if found.score < SCATTERED])


def each_once(found: Iterable[Match]) -> list[Match]:
    """One thing may stand among the candidates under its names in both languages: the best match of each."""
    once: dict[object, Match] = {}
    for one in found:
        once.setdefault(one.candidate.data, one)
    return list(once.values())


def exact_values(word: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates whose name, code or initials a word is the whole of; a code before a name."""
    wanted = squeezed(word)
    if not wanted:
        return []
    coded, named = [], []
    for candidate in candidates:
        if wanted == squeezed(candidate.code):
            coded.append(candidate)
        elif wanted in (squeezed(candidate.text), candidate.initials.lower()):
            named.append(candidate)
    return list({candidate.data: candidate for candidate in reversed(coded or named)}.values())[::-1]


def written(candidate: Candidate, among: Sequence[Candidate]) -> str:
    """How a candidate is written so that it alone is meant: its name without blanks, else its code."""
    name = "".join(candidate.text.split())
    if name and not any(mark in name for mark in ":;：；"):
        meant = exact_values(name, among)
        if len(meant) == 1 and meant[0].data == candidate.data and not name.isdigit():
            return name
    return "".join(candidate.code.split())


BUILT_IN: tuple[tuple[str, Names, tuple[str, ...]], ...] = (
    ("go", Names("转到", "go"), ("goto", "screen")),
    ("open", Names("打开", "open"), ("show",)),
    ("select", Names("选中", "select"), ()),
    ("find", Names("查找", "find"), ("search",)),
    ("why", Names("为何到期", "why"), ("why", "为什么", "wsm")),
    ("next", Names("下一件", "next"), ("xyz",)),
    ("undo", Names("撤销", "undo"), ()),
    ("help", Names("帮助", "help"), ("keys",)),
)
"""What is no step: word, names, other ways to write it."""


def verb(
    verb_id: str,
    names: Iterable[Names],
    language: str,
    initials: Callable[[str], str],
    others: Iterable[str] = (),
) -> Verb:
    """A verb by its names, the one people use here first; each counts in both languages and by initials."""
    known = list(names)
    spoken: set[str] = {squeezed(verb_id), *map(squeezed, others)}
    for name in known:
        spoken |= {squeezed(name.zh), squeezed(name.en), initials(name.zh)}
    spoken.discard("")
    return Verb(verb_id, known[0].of(language), frozenset(spoken), initials(known[0].zh))
