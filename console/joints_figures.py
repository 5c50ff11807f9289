"""The figures of joint actions: of which days, and asked of the centre, which counts them; nothing of them
lies here."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from contract.calendar import Calendar
from contract.counting import Period, days
from contract.joint.figures import JointCount
from contract.machine import Names

from .errors import StorageFault
from .files import TRANSFER_S
from .net.client import Client

FORMS = ("xlsx", "csv")
"""As what they can be written out."""
_AT = "/api/joint-figures"

Length = Literal["half", "quarter", "month", "free"]
MONTHS: dict[str, int] = {"half": 6, "quarter": 3, "month": 1}
"""How many calendar months each takes; a free span has its own days."""


class Span(msgspec.Struct, frozen=True):
    """The days from `first` to `last`, both of them within."""

    length: Length
    first: date
    last: date

    @property
    def number(self) -> int:
        """Which half-year, quarter or month of its year, from 1; 0 for a free span."""
        return (self.first.month - 1) // MONTHS[self.length] + 1 if self.length in MONTHS else 0

    def period(self, calendar: Calendar) -> Period:
        """Its instants."""
        return days(calendar, self.first, self.last)

    def moved(self, steps: int) -> Span:
        """The one so many later (earlier where negative); a free span by its own length."""
        if self.length == "free":
            by = ((self.last - self.first) + timedelta(days=1)) * steps
            return Span("free", self.first + by, self.last + by)
        count = self.first.year * 12 + self.first.month - 1 + steps * MONTHS[self.length]
        return span_of(self.length, date(count // 12, count % 12 + 1, 1))


def span_of(length: Length, day: date) -> Span:
    """The half-year, quarter or month in which a day lies; as a free span the day alone."""
    if length == "free":
        return Span("free", day, day)
    months = MONTHS[length]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    after = first.year * 12 + first.month - 1 + months
    return Span(length, first, date(after // 12, after % 12 + 1, 1) - timedelta(days=1))


class JointFiguresDesk:
    """All raise ConsoleError: what is refused, and that the backend is away."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def count(self, period: Period, *, unit: str = "", area: str = "") -> JointCount:
        """The figures of a period, of all or of one unit or area."""
        return await self._client.get(_AT, JointCount, _asked(period, unit, area))

    async def write_out(
        self, form: str, place: Path, period: Period, *, unit: str = "", area: str = ""
    ) -> int:
        """Writes them into a file (`FORMS`) that must not be half there afterwards; its length in bytes.
        Raises StorageFault where the place can't be written."""
        asked = _asked(period, unit, area)
        answer = await self._client.send("GET", f"{_AT}/table/{form}", params=asked, answer_s=TRANSFER_S)
        content = answer.content

        def write() -> None:
            fresh = place.with_name(f".{place.name}.new")
            fresh.write_bytes(content)
            fresh.replace(place)

        try:
            await asyncio.to_thread(write)
        except OSError as error:
            reason = error.strerror or str(error)
            raise StorageFault(
                Names(f"文件无法写入：{reason}", f"the file cannot be written: {reason}")
            ) from error
        return len(content)


def _asked(period: Period, unit: str, area: str) -> dict[str, str | int]:
    asked: dict[str, str | int] = {"from": period.from_at, "to": period.to_at}
    return asked | {name: code for name, code in (("unit", unit), ("area", area)) if code}
