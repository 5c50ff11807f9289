"""Codes and names for new grids that were given none, in the manner of those beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from backend.service.profile import initials
from contract.division import GridName
from contract.machine import Names
from contract.reference import Area

_LAST = re.compile(r"\d+(?=\D*$)")
_NUMBER = re.compile(r"\d+$")


def free_code(parent: str, known: Iterable[str]) -> str:
    """The next code below a parent that was never given: its own with the next number of two digits."""
    taken = [int(code[len(parent) + 1 :]) for code in known if _of(parent, code)]
    return f"{parent}-{max(taken, default=0) + 1:02d}"


def _of(parent: str, code: str) -> bool:
    return code.startswith(f"{parent}-") and code[len(parent) + 1 :].isdecimal()


def named(like: Area, code: str, name: GridName, n: int = 0) -> tuple[Names, str, str]:
    """Names, short name and initials of a grid: as given, else after one like it with the number of its own
    code in the place of the other's (or with `n` behind, where the other's name has no number)."""
    found, theirs = _NUMBER.search(code), _NUMBER.search(like.code)
    number = int(found[0]) if found else n
    old = int(theirs[0]) if theirs else -1
    zh = name.zh or _renumbered(like.names.zh, old, number)
    en = name.en or name.zh or _renumbered(like.names.en, old, number)
    short = name.short or name.zh or _renumbered(like.short or like.names.zh, old, number)
    return Names(zh, en), short, initials(short)


def _renumbered(text: str, old: int, number: int) -> str:
    """A name with another number: 常青 02-07 with 9 is 常青 02-09."""

    def put(match: re.Match[str]) -> str:
        return f"{number:0{len(match[0])}d}"

    out = re.sub(rf"(?<=-)0*{old}(?!\d)", put, text)
    last = _LAST.search(out)
    if last is not None and int(last[0]) == old:
        out = f"{out[: last.start()]}{put(last)}{out[last.end() :]}"
    return out if out != text else f"{text} {number}".strip()
