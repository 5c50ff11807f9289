"""What an act must carry: words that say something, a time to come."""

from __future__ import annotations

from .clock import DAY
from .refused import wrong

FURTHEST = 366 * DAY
"""How far ahead a time to come may lie."""


def said(text: str, field: str, zh: str, en: str) -> None:
    """Raises InputRefused where nothing is said: spaces, marks of direction and signs without width say
    nothing."""
    if not any(sign.isprintable() and not sign.isspace() for sign in text):
        raise wrong(field, "", "required", zh, en)


def reason_given(text: str) -> None:
    """Raises InputRefused where no reason is given."""
    said(text, "act.reason", "请写明理由", "say why")


def position(lon: float | None, lat: float | None) -> None:
    """Raises InputRefused where half a position is given."""
    if (lon is None) != (lat is None):
        raise wrong(
            "act.lon" if lon is None else "act.lat", "", "required", "坐标不完整", "half a position is none"
        )


def to_come(instant: int | None, at: int, field: str) -> int:
    """An instant after `at`, within a year; raises InputRefused."""
    if instant is None:
        raise wrong(field, "", "required", "请选择时间", "choose the time")
    if not at < instant <= at + FURTHEST:
        raise wrong(
            field,
            instant,
            "to_come",
            "时间须在将来，且不超过一年",
            "it must lie in the future, within a year",
        )
    return instant
