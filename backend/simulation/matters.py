"""What happens: reports drawn from a district's volume, its shape of year, week and day, and its places.

`matters` is pure. A matter depends on the seed, the hour and its place in that hour alone, so any window of
time gives the same matters as a longer one that holds it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from backend.simulation import people
from backend.simulation.draws import mint, poisson, stream
from backend.simulation.scene import ON_THE_SPOT, Scene, Spot, Thing, Way, inside
from backend.simulation.visits import sensed
from contract.action import Reporter
from contract.visit import Sensed

HOUR = 3_600_000
REPEAT_AFTER = (2 * HOUR, 60 * HOUR)
"""A second report of the same matter comes this much later."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One report, and the truth behind it: the item it is, the grid it lies in, whose report it repeats.

    `lon`, `lat` are WGS-84 degrees inside the polygon of `spot`; None where the words name no place.
    `urges_after` are the waits (ms) after which its reporter asks again while it is open. `alarm` is what a
    device said.
    """

    id: str
    at: int
    channel: str
    channel_type: str
    item: str
    category: str
    spot: str
    lon: float | None
    lat: float | None
    place: str
    title: str
    text: str
    reporter: Reporter | None
    photographed: bool
    repeats: str = ""
    urges_after: tuple[int, ...] = ()
    alarm: Sensed | None = None


def point_in(scene: Scene, spot: Spot, chance: random.Random) -> tuple[float, float]:
    """A point inside a leaf area's polygon."""
    shape = scene.shapes[spot.code]
    west, south, east, north = shape.bounds
    for _ in range(200):
        x, y = round(chance.uniform(west, east), 6), round(chance.uniform(south, north), 6)
        if inside(shape, x, y):
            return x, y
    point = shape.representative_point()
    return round(point.x, 6), round(point.y, 6)


ASIDE = {
    "door": ("", "", "门前", "门口", "对面"),
    "crossing": ("", "", "东侧", "北侧50米", "附近"),
    "building": ("", "", "楼下", "旁"),
    "place": ("", "门口", "门口", "附近", "旁边"),
    "community": ("附近", "门口"),
}
"""What people say behind an address, by its kind."""
BY_ADDRESS = 0.8
"""The share of reports that name a place as the register has it, the others as people call it."""
WEIGHTS = {"door": 1.0, "crossing": 3.0, "building": 2.0, "place": 3.0, "community": 0.5}


def place_said(scene: Scene, spot: Spot, chance: random.Random) -> tuple[str, tuple[float, float] | None]:
    """Where it is, as people say it, and the point that the register has of it (None: no address)."""
    spoken = scene.addresses.get(spot.code)
    if not spoken or chance.random() >= BY_ADDRESS:
        return place_words(scene, spot, chance), None
    one = chance.choices(spoken, [WEIGHTS[each.kind] for each in spoken])[0]
    return one.name + chance.choice(ASIDE[one.kind]), (one.lon, one.lat)


def place_words(scene: Scene, spot: Spot, chance: random.Random) -> str:
    """Where it is, as people call it who do not know the address."""
    roads = scene.word("places", "roads")
    first, second = chance.sample(roads, 2)
    spoken = chance.choice(scene.word("places", "spots"))
    buildings = scene.word("places", "buildings") or [""]
    return fill(
        spoken,
        {"road": first, "road2": second, "community": spot.community, "building": chance.choice(buildings)},
    )


def fill(template: str, slots: dict[str, str]) -> str:
    """A template with its slots filled; a slot that is not given vanishes."""
    out = template
    for name, value in slots.items():
        out = out.replace("{" + name + "}", value)
    while "{" in out and "}" in out[out.index("{") :]:
        begin = out.index("{")
        out = out[:begin] + out[out.index("}", begin) + 1 :]
    return out


def _slots(scene: Scene, thing: Thing, place: str, detail: str, chance: random.Random) -> dict[str, str]:
    return {
        "place": place,
        "time": chance.choice(scene.word("time") or [""]),
        "detail": detail,
        "asks": chance.choice(scene.word("asks") or [""]),
        "item": thing.name,
    }


def _templates(scene: Scene, way: Way, thing: Thing) -> list[str]:
    general = {"grid_worker": "grid_report", "video": "video", "sensor": "sensor", "superior": "superior"}
    words = scene.word("general", general[way.type]) if way.type in general else []
    return words or scene.word("category", thing.category, "report")


def compose(scene: Scene, way: Way, thing: Thing, place: str, chance: random.Random) -> tuple[str, str]:
    """Title (at most 60 characters) and text of a report."""
    detail = chance.choice(scene.word("item", thing.code, "detail") or [thing.name])
    text = fill(chance.choice(_templates(scene, way, thing)), _slots(scene, thing, place, detail, chance))
    title = f"{place}，{detail}" if way.type in ON_THE_SPOT else detail
    return title[:60], text


def _matter(scene: Scene, seed: int, hour: int, n: int) -> Matter:
    chance = stream(seed, "matter", hour, n)
    at = hour + chance.randrange(HOUR)
    way = scene.way_draw.draw(chance)
    thing = scene.thing_draw(way.type).draw(chance)
    return _of(scene, seed, chance, at, way, thing)


def _alarm(scene: Scene, seed: int, hour: int, n: int) -> Matter:
    """An alarm of a device, of a kind that the district makes a visit of."""
    chance = stream(seed, "an alarm", hour, n)
    at = hour + chance.randrange(HOUR)
    way = next(way for way in scene.ways if way.type == "sensor")
    thing = scene.thing_of[chance.choice(sorted(scene.alarms))]
    return _of(scene, seed, chance, at, way, thing)


def _of(scene: Scene, seed: int, chance: random.Random, at: int, way: Way, thing: Thing) -> Matter:
    """What is reported of a thing, by a way in, at an instant."""
    spot = scene.spot_draw.draw(chance)
    place, at_address = place_said(scene, spot, chance)
    title, text = compose(scene, way, thing, place, chance)
    located = chance.random() >= scene.rate("unlocated_rate") or way.type in ON_THE_SPOT
    lon, lat = at_address or point_in(scene, spot, chance)
    # A caller names a place; only what comes from a device, a map or a photograph brings coordinates.
    pinned = located and (way.type in (*ON_THE_SPOT, "app", "open311", "superior") or chance.random() < 0.3)
    urges: tuple[int, ...] = ()
    if chance.random() < 0.02:
        urges = (chance.randrange(24 * HOUR, 60 * HOUR),)
    id_ = mint(at, chance)
    alarm = None
    if way.type == "sensor" and thing.code in scene.alarms:
        alarm = sensed(seed, scene.prefix, scene.alarms[thing.code], spot.code, id_, at)
    return Matter(
        id=id_,
        at=at,
        channel=way.key,
        channel_type=way.type,
        item=thing.code,
        category=thing.category,
        spot=spot.code,
        lon=lon if pinned else None,
        lat=lat if pinned else None,
        place=place if located else "",
        title=title,
        text=text,
        reporter=None if way.type in ON_THE_SPOT else people.reporter(chance),
        photographed=chance.random() < way.evidence,
        urges_after=urges,
        alarm=alarm,
    )


def _again(scene: Scene, seed: int, first: Matter) -> Matter:
    """The same matter reported once more, by somebody else, in other words."""
    chance = stream(seed, "again", first.id)
    at = first.at + chance.randrange(*REPEAT_AFTER)
    ways = [way for way in scene.ways if way.type not in ON_THE_SPOT] or list(scene.ways)
    way = chance.choice(ways)
    title, text = compose(scene, way, scene.thing_of[first.item], first.place, chance)
    return replace(
        first,
        id=mint(at, chance),
        at=at,
        channel=way.key,
        channel_type=way.type,
        title=title,
        text=(chance.choice(scene.word("general", "repeat") or [""]) + text),
        reporter=people.reporter(chance),
        photographed=False,
        repeats=first.id,
        urges_after=(),
        alarm=None,
    )


def matters(
    scene: Scene, seed: int, start: int, end: int, rate: float = 1.0, repeat_rate: float | None = None
) -> Iterator[Matter]:
    """What is reported in [start, end), in order of time, at `rate` times the profile's volume.

    `repeat_rate` is the share of reports that come again; None for the profile's own.
    """
    share = scene.rate("repeat_rate") if repeat_rate is None else repeat_rate
    later: list[Matter] = []
    for hour in scene.hours(start - REPEAT_AFTER[1], end):
        fresh = []
        for n in range(poisson(stream(seed, "count", hour), scene.expected(hour) * rate)):
            matter = _matter(scene, seed, hour, n)
            fresh.append(matter)
            if stream(seed, "repeats", matter.id).random() < share:
                later.append(_again(scene, seed, matter))
        if scene.alarms:
            often = scene.rate("alarms_per_day") / 24 * rate
            fresh += [
                _alarm(scene, seed, hour, n) for n in range(poisson(stream(seed, "alarms", hour), often))
            ]
        due = [m for m in later if m.at < hour + HOUR]
        later = [m for m in later if m.at >= hour + HOUR]
        for matter in sorted(fresh + due, key=lambda m: (m.at, m.id)):
            if start <= matter.at < end:
                yield matter
