"""Finding an area in the reference data at hand, for when the backend does not answer."""

from __future__ import annotations

from contract.feed import Located
from contract.machine import Names
from contract.reference import Area, Reference

_REASON = Names("离线查找：名称、编码或首字母", "found off line: name, code or initials")


def _rank(area: Area, words: str) -> int | None:
    """0 is best, None is no hit."""
    if words == area.code or words in (area.names.zh, area.short):
        return 0
    if area.initials.startswith(words) or area.code.startswith(words):
        return 1
    if words in area.names.zh or words in area.short or words in area.names.en.lower():
        return 2
    return None


def located_here(reference: Reference, words: str, limit: int = 20) -> list[Located]:
    """Areas by name, code or initials; best first, then smaller areas first."""
    wanted = words.strip().lower()
    if not wanted:
        return []
    hits = [(rank, area) for area in reference.areas if (rank := _rank(area, wanted)) is not None]
    hits.sort(key=lambda hit: (hit[0], -hit[1].path.count("/"), hit[1].code))
    return [
        Located(
            code=a.code,
            path=a.path,
            names=a.names,
            lon=a.lon,
            lat=a.lat,
            reason=_REASON,
            kind="area",
            exact="area",
        )
        for _, a in hits[:limit]
    ]
