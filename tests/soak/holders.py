"""Who holds None, True and False: counted through the objects the collector knows, and what they hold.

A binding that loses or keeps a reference at each call shows as a count that no object accounts for. What
rows, columns and widgets hold of the three rises and falls with them; the rest must stand still.
"""

from __future__ import annotations

import gc
import sys
from collections import Counter
from typing import Any

_THREE: tuple[Any, ...] = (None, True, False)
_ATOMS = (str, int, float, complex, bytes, type(None), type, range, slice)


def held() -> tuple[dict[str, int], Counter[str], Counter[str]]:
    """The references of each of the three that no object accounts for; how many of the three each kind of
    object holds; how many objects there are of each kind.

    What the collector does not track (tuples, dicts and rows of plain values) is found through its holders,
    once each.
    """
    known: Counter[int] = Counter()
    by_kind: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    ours = {id(value) for value in _THREE}
    seen: set[int] = set()
    every = gc.get_objects()
    waiting: list[Any] = []
    for thing in every:
        waiting.append(thing)
        while waiting:
            one = waiting.pop()
            kind = type(one).__name__
            kinds[kind] += 1
            for inner in gc.get_referents(one):
                if id(inner) in ours:
                    known[id(inner)] += 1
                    by_kind[kind] += 1
                elif not isinstance(inner, _ATOMS) and not gc.is_tracked(inner) and id(inner) not in seen:
                    seen.add(id(inner))
                    waiting.append(inner)
    rest = {str(value): sys.getrefcount(value) - known[id(value)] for value in _THREE}
    return rest, by_kind, kinds
