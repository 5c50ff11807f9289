"""A line of a comparison: one field before, as the act makes it, as it is now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

Facts = Mapping[str, str]
"""What a row is, by its fields; "" for nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field. `changed`: somebody else made it another since; `wanted`: the act would."""

    field: str
    before: str
    yours: str
    now: str
    changed: bool
    wanted: bool


def lines_between(
    captions: Mapping[str, str],
    before: Facts | None,
    yours: Facts | None,
    now: Facts | None,
    *,
    always: str,
    computed: Collection[str],
) -> list[Line]:
    """The fields in which the three are not all alike, and the field `always`. Those that are `computed` are
    the centre's: what the act would make of them is not known."""
    found = []
    for key, caption in captions.items():
        was, wanted, is_now = ((facts or {}).get(key, "") for facts in (before, yours, now))
        if yours is None or key in computed:
            wanted = "" if key in computed else was
        changed = before is not None and now is not None and is_now != was
        wants = bool(wanted) and wanted != was
        if key == always or changed or wants:
            found.append(Line(caption, was or "—", wanted or "—", is_now or "—", changed, wants))
    return found
