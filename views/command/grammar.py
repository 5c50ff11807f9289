"""What a command says, before it is known whom it means: verbs, tickets, and what they are done with.

    command  = [":"] verb { word } [":" words as they are written]
    word     = places | number | "all" | unit | item | area | how satisfied
    places   = 3 | 1-5 | 1,4,9            of the list in front, from 1
    number   = a ticket's number, or its last figures (four or more, or behind #)

A verb is written in Chinese, in English, or by its pinyin initials, whole or begun; blanks between verb and
figures may be left out (``pd3``, ``派遣石湾 3``). The order of the words is free. `/` searches the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from views.command.text import Typed, Word, read
from views.command.vocabulary import Verb, Vocabulary
from widgets.matching import Candidate

_PLACES = re.compile(r"^\d{1,6}(?:-\d{1,6})?(?:,\d{1,6}(?:-\d{1,6})?)*,?$")
_NUMBER = re.compile(r"^(?:#[0-9a-z-]{1,32}|[a-z]{0,8}-?\d{4,32}(?:-\d{1,16})?)$")
_ALL = frozenset(("all", "*", "全部", "所有"))
_INTO = frozenset(("into", ">", "->", "并入", "合并到"))
_TEXTS = ("reason", "result", "note")
PLACE_DIGITS = 3
"""A figure of more digits, or with a nought before it, is the end of a number and no place in the list."""


@dataclass(frozen=True, slots=True)
class All:
    """Every ticket of the list as it is filtered."""


@dataclass(frozen=True, slots=True)
class Places:
    """Places in the list, from 1; both ends belong to it."""

    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A ticket by its number or the end of it."""

    tail: str


Target = All | Places | Number


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a text is no command. `kind` says what is wrong, `word` with which word, `offers` what would do."""

    kind: str
    word: str = ""
    offers: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a command. `values` are candidates by field, more than one where a word may mean
    several; no targets: those selected."""

    verb: Verb
    targets: tuple[Target, ...] = ()
    values: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    note: str = ""
    into: Target | None = None
    words: tuple[str, ...] = ()
    """What a built-in verb is given, as it was written."""


SHOW = Verb("show", "", frozenset())
"""The verb of a command that is only tickets."""
FIND = Verb("find", "", frozenset())


def parse(text: str, vocabulary: Vocabulary) -> list[Reading] | Trouble:
    """Every way to read a text, the likeliest verb's first; never raises."""
    typed = read(text)
    if not typed.words:
        return Trouble("empty")
    first = typed.words[0]
    if first.text.startswith("/"):
        return [Reading(FIND, words=(text[first.start + 1 :].strip(),))]
    if first.text in ("?", "h"):
        return [Reading(Verb("help", "", frozenset()))]
    verbs, rest = _verbs(first, typed, vocabulary)
    if not verbs:
        if target_of(first.text) is not None and all(target_of(w.text) for w in typed.words):
            found = tuple(t for w in typed.words if (t := target_of(w.text)) is not None)
            return [Reading(SHOW, found)]
        return Trouble("verb", first.text, tuple(v.shown for v in vocabulary.verbs[:6]))
    readings: list[Reading] = []
    trouble: Trouble | None = None
    for verb in verbs:
        found_or_not = _read(verb, rest, typed, vocabulary)
        if isinstance(found_or_not, Trouble):
            trouble = trouble or found_or_not
        else:
            readings.append(found_or_not)
    if readings:
        return readings
    assert trouble is not None
    return trouble


def _verbs(first: Word, typed: Typed, vocabulary: Vocabulary) -> tuple[list[Verb], list[Word]]:
    """The verbs that the first word may be, and the words left; where no verb is so long, its beginning."""
    rest = list(typed.words[1:])
    if target_of(first.text) is not None:
        return [], rest
    found = vocabulary.exact(first.text)
    if found:
        return found, rest
    # Blanks, hyphens and underlines may stand between the letters of a verb; what is pasted may be long.
    for length in range(min(len(first.text) - 1, 2 * vocabulary.longest), 0, -1):
        head, tail = first.text[:length], first.text[length:]
        if _parts(head[-1], tail[0]):
            found = vocabulary.exact(head)
            if found:
                return found, [Word(tail, first.start + length, first.end), *rest]
    return vocabulary.verbs_of(first.text), rest


def _parts(before: str, after: str) -> bool:
    """Whether a verb may end between two letters: not inside a Latin word."""
    return not (before.isascii() and before.isalpha() and after.isascii() and after.isalpha())


def target_of(word: str) -> Target | None:
    """The tickets that a word names, None where it names none. Places from 1 up to three digits."""
    if word in _ALL:
        return All()
    if _PLACES.match(word):
        spans: list[tuple[int, int]] = []
        for part in word.strip(",").split(","):
            ends = part.split("-")
            if any(len(end) > PLACE_DIGITS or (end[0] == "0" and len(end) > 1) for end in ends):
                return Number(word.lstrip("#")) if _NUMBER.match(word) else None
            low, high = sorted((int(ends[0]), int(ends[-1])))
            spans.append((low, high))
        return Places(tuple(spans))
    return Number(word.lstrip("#")) if _NUMBER.match(word) and any(c.isdigit() for c in word) else None


def _read(verb: Verb, words: Sequence[Word], typed: Typed, vocabulary: Vocabulary) -> Reading | Trouble:
    if verb.id in ("go", "find", "help", "next", "undo", "joint", "whistle"):
        return Reading(verb, words=tuple(typed.text[w.start : w.end] for w in words))
    asks = tuple(ask.rstrip("!") for ask in vocabulary.asks(verb.id))
    open_fields = [key for key in asks if vocabulary.fields.get(key)]
    text_field = next((key for key in asks if key in _TEXTS), "")
    may_be_note = typed.note is None and f"{text_field}!" in vocabulary.asks(verb.id)
    given: dict[str, tuple[Candidate, ...]] = {}
    targets: list[Target] = []
    left: list[Word] = []
    into_next = False
    into: Target | None = None
    for word in words:
        if word.text in _INTO and "into" in asks:
            into_next = True
            continue
        free = [key for key in open_fields if key not in given]
        coded = next((key for key in free if vocabulary.fields[key].exact(word.text)), "")
        target = target_of(word.text)
        if into_next and target is not None:
            into, into_next = target, False
        elif coded and (target is None or not isinstance(target, Places)):
            given[coded] = tuple(vocabulary.fields[coded].exact(word.text))
        elif target is not None:
            targets.append(target)
        else:
            best = _best(word.text, free, vocabulary)
            if best is not None:
                given[best[0]] = best[1]
            elif not may_be_note:
                return _unknown(word.text, open_fields, given, vocabulary)
            else:
                left.append(word)
    if "into" in asks and into is None and targets:
        into = targets.pop()
    note = typed.note or ""
    if left:
        note = typed.text[left[0].start : left[-1].end]
    if note and not text_field:
        return Trouble("no note", note)
    return Reading(verb, tuple(targets), given, note, into)


def _best(word: str, free: Sequence[str], vocabulary: Vocabulary) -> tuple[str, tuple[Candidate, ...]] | None:
    """The field that a word fits best, and what it may mean there."""
    found = [(key, vocabulary.fields[key].values(word)) for key in free]
    fitting = [(matches[0].score, n, key, matches) for n, (key, matches) in enumerate(found) if matches]
    if not fitting:
        return None
    _, _, key, matches = min(fitting, key=lambda fit: fit[:2])
    return key, tuple(m.candidate for m in matches)


def _unknown(
    word: str, fields: Sequence[str], given: dict[str, tuple[Candidate, ...]], vocabulary: Vocabulary
) -> Trouble:
    missing = [key for key in fields if key not in given]
    if missing:
        offers = tuple(c.text for c in vocabulary.fields[missing[0]][:3])
        return Trouble(f"no {missing[0]}", word, offers)
    return Trouble("word", word)
