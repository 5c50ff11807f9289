"""The words a command may be made of: verbs by name and initials, and what they are done with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import overload

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

    def candidate(self) -> Candidate:
        """As a list shows it; the data is its id."""
        return Candidate(self.shown, "", self.initials, "", self.id)


class Lexicon(Sequence[Candidate]):
    """Candidates that words are looked up among: at every key, and they are thousands. Those that a word is
    the whole of (code, name or initials) are found without reading the others."""

    def __init__(self, candidates: Iterable[Candidate] = ()) -> None:
        self._all = tuple(candidates)
        self.values = lru_cache(maxsize=256)(self._values)

    @overload
    def __getitem__(self, place: int) -> Candidate: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Candidate, ...]: ...
    def __getitem__(self, place: int | slice) -> Candidate | tuple[Candidate, ...]:
        return self._all[place]

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def _whole(self) -> tuple[dict[str, list[Candidate]], dict[str, list[Candidate]]]:
        """Candidates by their codes, and by their names and initials."""
        coded: dict[str, list[Candidate]] = {}
        named: dict[str, list[Candidate]] = {}
        for candidate in self._all:
            coded.setdefault(squeezed(candidate.code), []).append(candidate)
            for name in {squeezed(candidate.text), candidate.initials.lower()}:
                named.setdefault(name, []).append(candidate)
        return coded, named

    def exact(self, word: str) -> list[Candidate]:
        """Those whose name, code or initials a word is the whole of, each thing once; a code before a
        name."""
        wanted = squeezed(word)
        if not wanted:
            return []
        coded, named = self._whole
        once: dict[object, Candidate] = {}
        for candidate in coded.get(wanted) or named.get(wanted, []):
            once.setdefault(candidate.data, candidate)
        return list(once.values())

    def _values(self, word: str) -> tuple[Match, ...]:
        """Those that a word stands for: written whole (name, code or initials), else those that it is a clear
        part of, best first."""
        whole = self.exact(word)
        if whole:
            return tuple(Match(candidate, 0) for candidate in whole)
        return tuple(each_once(found for found in match(word, self._all, 24) if found.score < SCATTERED))


@dataclass(frozen=True)
class Vocabulary:
    """Everything that a word may mean. `fields` are the candidates of each field that a step may ask for (a
    thing under the name used here, and after all of those under that of the other language), `asks` the
    fields of each step, required ones marked ``!``."""

    verbs: tuple[Verb, ...]
    screens: Lexicon = field(default_factory=Lexicon)
    fields: Mapping[str, Lexicon] = field(default_factory=dict)
    asks: Callable[[str], tuple[str, ...]] = lambda _step: ()

    @cached_property
    def longest(self) -> int:
        """Letters of the longest way to say a verb."""
        return max((len(name) for verb in self.verbs for name in verb.spoken), default=0)

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


def each_once(found: Iterable[Match]) -> list[Match]:
    """One thing may stand among the candidates under its names in both languages: the best match of each."""
    once: dict[object, Match] = {}
    for one in found:
        once.setdefault(one.candidate.data, one)
    return list(once.values())


def written(candidate: Candidate, among: Lexicon) -> str:
    """How a candidate is written so that it alone is meant: its name without blanks, else its code."""
    name = "".join(candidate.text.split())
    if name and not any(mark in name for mark in ":;：；"):
        meant = among.exact(name)
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
    ("joint", Names("联动", "joint"), ("action",)),
    ("whistle", Names("吹哨", "whistle"), ()),
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
