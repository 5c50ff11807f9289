"""Likeness of short Chinese texts: BM25 over character bigrams, and what filed tickets taught.

Chinese has no spaces to segment by and most of its words have two characters, so bigrams are the terms;
runs of letters and digits are terms as they stand.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable

_K1 = 1.4
_B = 0.5
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
_POLITE = "我们您好你好谢谢请问希望有关关部部门尽快处理解决问题反映居民市民麻烦安排一下这个现在已经"
_STOP = frozenset(_POLITE[n : n + 2] for n in range(0, len(_POLITE), 2))
"""Bigrams that every message has."""


def terms(text: str) -> list[str]:
    """Bigrams of Chinese runs, and other runs whole."""
    found: list[str] = []
    for run in _RUN.findall(text.lower()):
        if run[0].isascii():
            if len(run) > 1:
                found.append(run)
        elif len(run) == 1:
            found.append(run)
        else:
            found += [pair for n in range(len(run) - 1) if (pair := run[n : n + 2]) not in _STOP]
    return found


class Index:
    """Documents by key, ranked against a text."""

    def __init__(self, documents: Iterable[tuple[str, str]]) -> None:
        self._postings: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._lengths: dict[str, int] = {}
        for key, text in documents:
            counted = Counter(terms(text))
            self._lengths[key] = sum(counted.values())
            for term, count in counted.items():
                self._postings[term].append((key, count))
        self._mean = sum(self._lengths.values()) / len(self._lengths) if self._lengths else 1.0

    def rarity(self, term: str) -> float:
        """How much a term tells documents apart."""
        holding = len(self._postings.get(term, ()))
        return math.log(1 + (len(self._lengths) - holding + 0.5) / (holding + 0.5))

    def scores(self, text: str) -> dict[str, float]:
        """BM25 by key, for keys that share a term with the text."""
        found: dict[str, float] = defaultdict(float)
        for term in set(terms(text)):
            rarity = self.rarity(term)
            for key, count in self._postings.get(term, ()):
                weight = _K1 * (1 - _B + _B * self._lengths[key] / self._mean)
                found[key] += rarity * count * (_K1 + 1) / (count + weight)
        return found


class Lessons:
    """Which terms came with which key in what people decided: a naive Bayes that adds to BM25."""

    def __init__(self) -> None:
        self._by_term: dict[str, Counter[str]] = defaultdict(Counter)
        self._terms: Counter[str] = Counter()
        self.taught: Counter[str] = Counter()

    def learn(self, key: str, text: str) -> None:
        """One decision."""
        self.taught[key] += 1
        for term in set(terms(text)):
            self._by_term[term][key] += 1
            self._terms[key] += 1

    def scores(self, text: str) -> dict[str, float]:
        """Mean evidence per key in 0…1: which share of a term's decisions went to it, rare terms more."""
        total = sum(self.taught.values())
        if total < 20:
            return {}
        found: dict[str, float] = defaultdict(float)
        weight_sum = 0.0
        for term in set(terms(text)):
            counted = self._by_term.get(term)
            if counted is None:
                continue
            seen = sum(counted.values())
            weight = math.log(1 + total / seen)
            weight_sum += weight
            for key, count in counted.items():
                found[key] += weight * count / (seen + 1.0)
        return {key: score / weight_sum for key, score in found.items()} if weight_sum else {}


def alike(one: str, other: str) -> float:
    """Likeness of two texts in 0…1: shared terms over the terms of the shorter."""
    a, b = set(terms(one)), set(terms(other))
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
