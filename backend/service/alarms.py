"""A sensor platform as a way in: it posts what its devices say, signed as superior platforms sign
(`service/signing.py`), as often as it likes.

An alarm is known by the platform's id for it. The first of a device opens a ticket, which goes its way by
rule (`alarms_rule`); as long as that is open, another of the same kind is a line on it. That the cause has
ended is a line, too, and closes nothing. What becomes of a kind is the district's (`District.alarms`).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Annotated, Literal

import msgspec

from backend.service.alarms_taken import Sensing, Told
from backend.service.clock import Clock
from backend.service.coordinates import to_wgs84
from backend.service.reference import References
from backend.service.refusal import wrong_input
from backend.service.steps import Pending
from backend.service.superior import Moment, Number
from backend.service.transition import Performer
from backend.service.writer import Writer
from contract.account import Actor
from contract.action import Latitude, Longitude, Short
from contract.clock import MINUTE
from contract.visit import DeviceCode, Sensed

NAMESPACE = uuid.UUID("0d7e1c55-8a52-5b6e-9c11-6f4b7f3a2c21")
LATEST = 4_102_444_800_000


class Alarmed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a device said. `id` is the platform's own name for it; `event` begun is an alarm, ended says that
    its cause is over. Where it is: `lon` and `lat` in `coordinates`, or the code of an `area`; without
    either, where the device was when it alarmed last. `measure` is in the unit of the kind, `since` when the
    cause began (RFC 3339 with offset).
    """

    id: Number
    device: DeviceCode
    kind: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    at: Moment
    event: Literal["begun", "ended"] = "begun"
    lon: Longitude | None = None
    lat: Latitude | None = None
    coordinates: Literal["wgs84", "gcj02", "bd09"] = "wgs84"
    area: Annotated[str, msgspec.Meta(max_length=64)] = ""
    place: Short = ""
    measure: Annotated[float, msgspec.Meta(ge=-1e9, le=1e9)] | None = None
    since: Moment | None = None


class Alarms:
    """Takes in what sensor platforms send. `locate` gives the code of the smallest area at a coordinate."""

    def __init__(
        self,
        references: References,
        clock: Clock,
        writer: Writer,
        performer: Performer,
        locate: Callable[[str, float, float], str],
    ) -> None:
        self._references = references
        self._clock = clock
        self._writer = writer
        self._performer = performer
        self._locate = locate

    async def take(self, actor: Actor, alarmed: Alarmed) -> tuple[Told, bool]:
        """Take one in, once; gives what became of it and whether it is new. Raises ServiceRefused."""
        now = self._clock.now()
        reference = self._references.get(actor.district).reference
        if reference.district.alarm(alarmed.kind) is None:
            raise wrong_input(
                "kind",
                "known",
                alarmed.kind,
                "本区没有配置这种告警",
                "the district makes nothing of this kind",
            )
        at = _instant("at", alarmed.at, now)
        since = _instant("since", alarmed.since, now) if alarmed.since is not None else None
        if since is not None and since > at:
            raise wrong_input(
                "since", "order", since, "起始时间晚于告警时间", "it began after the alarm was raised"
            )
        area, lon, lat = self._place(actor.district, alarmed)
        if area and reference.area(area) is None:
            raise wrong_input("area", "known", area, "没有这个网格或区域编码", "no such area or grid code")
        name = f"{actor.district}\0{actor.channel}\0{alarmed.id}"
        sensing = Sensing(
            key=str(uuid.uuid5(NAMESPACE, f"alarm\0{name}")),
            report=str(uuid.uuid5(NAMESPACE, f"report\0{name}")),
            id=alarmed.id,
            ended=alarmed.event == "ended",
            sensed=Sensed(
                device=alarmed.device, kind=alarmed.kind, at=at, measure=alarmed.measure, since=since
            ),
            area=area,
            place=" ".join(alarmed.place.split()),
            lon=lon,
            lat=lat,
            performer=self._performer,
        )
        done = await self._writer.submit(Pending(actor, now, sensing))
        return msgspec.json.decode(done.body, type=Told), not done.replayed

    def _place(self, district: str, alarmed: Alarmed) -> tuple[str, float | None, float | None]:
        """The area's code and the coordinates (WGS-84), as far as the alarm states them."""
        if (alarmed.lon is None) != (alarmed.lat is None):
            raise wrong_input("lon", "pair", "", "经纬度须同时给出", "longitude and latitude go together")
        if alarmed.lon is None or alarmed.lat is None:
            return alarmed.area, None, None
        lon, lat = to_wgs84(alarmed.lon, alarmed.lat, alarmed.coordinates)
        area = alarmed.area or self._locate(district, lon, lat)
        if not area:
            raise wrong_input(
                "lon",
                "inside",
                f"{lon:.6f}, {lat:.6f}",
                "位置不在本区任何网格内",
                "it lies in no grid of ours",
            )
        return area, lon, lat


def _instant(field: str, moment: Moment, now: int) -> int:
    at = round(moment.timestamp() * 1000)
    if not 0 <= at <= LATEST:
        raise wrong_input(field, "range", moment.isoformat(), "超出可能的年份", "outside the years possible")
    if at > now + MINUTE:
        raise wrong_input(field, "past", moment.isoformat(), "时间在将来", "the time lies in the future")
    return at
