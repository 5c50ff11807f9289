"""Finding the candidate a person means, by its text, its code or its pinyin initials."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to choose. `initials` are the pinyin initials of `text`, letter for character; `reason`
    says why it is offered, in few words; `data` is what the choice stands for.
    """

    text: str
    code: str = ""
    initials: str = ""
    reason: str = ""
    data: object = None


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that fits, how well (less is better), and the places of its text and code that were
    matched.
    """

    candidate: Candidate
    score: int
    text_marks: frozenset[int] = frozenset()
    code_marks: frozenset[int] = frozenset()


def match(query: str, candidates: Iterable[Candidate], limit: int = 50) -> list[Match]:
    """The candidates that fit every word of the query, best first, those alike in the order given; at most
    `limit`.
    """
    terms = query.lower().split()
    if not terms:
        return [Match(candidate, 0) for candidate, _ in zip(candidates, range(limit), strict=False)]
    found = [m for m in (_match_all(terms, candidate) for candidate in candidates) if m is not None]
    found.sort(key=lambda m: (m.score, len(m.candidate.text)))
    return found[:limit]


def _match_all(terms: Sequence[str], candidate: Candidate) -> Match | None:
    score = 0
    text_marks: set[int] = set()
    code_marks: set[int] = set()
    for term in terms:
        hit = _match_one(term, candidate)
        if hit is None:
            return None
        cost, in_text, in_code = hit
        score += cost
        text_marks.update(in_text)
        code_marks.update(in_code)
    return Match(candidate, score, frozenset(text_marks), frozenset(code_marks))


def _match_one(term: str, candidate: Candidate) -> tuple[int, Iterable[int], Iterable[int]] | None:
    """Cost and marks of one word: a code typed whole first, then beginnings, then insides, then shortened
    names, then scattered initials.
    """
    code = candidate.code.lower()
    if code == term:
        return 0, (), range(len(code))
    text = candidate.text.lower()
    initials = candidate.initials.lower()
    if text.startswith(term):
        return 10, range(len(term)), ()
    if initials.startswith(term):
        return 12, _initial_marks(candidate, range(len(term))), ()
    if code.startswith(term):
        return 14, (), range(len(term))
    place = text.find(term)
    if place >= 0:
        return 20 + min(place, 9), range(place, place + len(term)), ()
    place = initials.find(term) if len(term) > 1 else -1
    if place >= 0:
        return 30 + min(place, 9), _initial_marks(candidate, range(place, place + len(term))), ()
    place = code.find(term) if len(term) > 1 else -1
    if place >= 0:
        return 40, (), range(place, place + len(term))
    # 住建 for 住房建设局: people shorten names by leaving characters out.
    short = _subsequence(term, text) if len(term) > 1 and not term.isascii() else None
    if short is not None:
        return 42 + min(short[-1] - short[0], 7), short, ()
    scattered = _subsequence(term, initials) if len(term) > 1 else None
    if scattered is not None:
        return 50 + min(scattered[-1] - scattered[0], 40), _initial_marks(candidate, scattered), ()
    return None


def _subsequence(term: str, within: str) -> list[int] | None:
    """Places of the term's letters in their order, as early as they come; None when one is missing."""
    places = []
    start = 0
    for letter in term:
        start = within.find(letter, start) + 1
        if not start:
            return None
        places.append(start - 1)
    return places


def _initial_marks(candidate: Candidate, places: Iterable[int]) -> list[int]:
    """Places in the text whose initials stand at `places`; none where the two can't be laid side by side."""
    if len(candidate.initials) == len(candidate.text):
        return list(places)
    lettered = [i for i, letter in enumerate(candidate.text) if letter.isalnum()]
    return [lettered[i] for i in places] if len(lettered) == len(candidate.initials) else []
