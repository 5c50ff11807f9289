"""The situation map as a browser shows it with the network off: its counts, layers, cards, and that nobody's
words become anything but words."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from console.desk import Desk
from console.situation.gathering import LIGHTS, Moment, situation_of
from console.situation.page import page_of
from console.situation.part import write_whole
from console.small_replica import SmallReplica
from contract.machine import Names
from contract.reference import Area, Level, Reference
from tests.chromium import Page
from tests.console_matter import REFERENCE, T0
from tests.situation.conftest import Sitting

HOSTILE = (
    "</script><script>window.hit = 1</script>",
    "<img src=x onerror='window.hit=1'>",
    "<!-- <script> ]]> & &lt;b&gt;",
    "'\";alert(1);//\u2028\u2029{{ 7*7 }}{% raw %}{# n",
    "`${window.hit=1}`",
)

LEGEND = (
    "Object.fromEntries([...document.querySelectorAll('.legend b.count')]"
    ".map((b) => [b.dataset.count, b.textContent]))"
)
SHOWN = "document.querySelectorAll('.group').length"


def quiet(page: Page, file: Path) -> None:
    """Nothing was asked of anybody, and the console is empty."""
    assert page.requests == [file.as_uri()]
    assert page.faults == []


async def exported(desk: Desk, file: Path, slots: np.ndarray | None = None) -> dict[str, int]:
    """Writes the map of some slots (all that live); the counts it must show."""
    chosen = np.flatnonzero(desk.store.alive) if slots is None else slots
    lights = desk.store.lights(desk.clock.now(), chosen)
    counts = {name: int((lights == code).sum()) for code, name in enumerate(LIGHTS)}
    written = await desk.export_situation(chosen, ("all",), file, apart=False)
    assert written.counts == tuple(counts.values())
    return counts


def pick(page: Page, place: str, n: int) -> None:
    """Chooses an entry of the layer switch."""
    page.ask(f"document.querySelectorAll('.leaflet-control-layers-{place} input')[{n}].click()")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_it_opens_alone_and_counts_as_the_seat_does(
    language: str, sitting: Sitting, page: Page, tmp_path: Path
) -> None:
    desk = await sitting(language)
    file = tmp_path / "map.html"
    counts = await exported(desk, file)
    page.open(file)
    assert page.ask(LEGEND) == {name: str(n) for name, n in counts.items()}
    chinese = language == "zh_CN"
    assert page.ask("document.documentElement.lang") == ("zh-CN" if chinese else "en")
    head = page.ask("document.querySelector('header').innerText")
    assert ("包河区" if chinese else "Baohe District") in head
    assert ("离线导出" if chinese else "Exported off line") in head
    assert f"{sum(counts.values())}" in page.ask("document.getElementById('count').textContent")
    texts = page.ask("document.body.innerText")
    assert any("\u4e00" <= letter <= "\u9fff" for letter in texts) or not chinese
    if not chinese:
        # The district's own data stays Chinese; what the page says does not.
        said = page.ask(
            "[...document.querySelectorAll('header, .legend, .leaflet-control-layers')]"
            ".map((e) => e.innerText).join(' ')"
        )
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in said)
    quiet(page, file)


async def test_layers_are_switched_and_one_fill_is_shown(
    sitting: Sitting, page: Page, tmp_path: Path
) -> None:
    desk = await sitting("en")
    file = tmp_path / "map.html"
    await exported(desk, file)
    page.open(file)
    assert page.ask(SHOWN) == 0, "few tickets stand one by one"
    pick(page, "base", 0)
    page.until(f"{SHOWN} > 0")
    total = "[...document.querySelectorAll('.group .all')].reduce((sum, s) => sum + Number(s.textContent), 0)"
    assert 0 < page.ask(total) <= int(np.isfinite(desk.store.lon).sum())
    pick(page, "base", 2)
    page.until(f"{SHOWN} === 0")
    before = page.ask("document.querySelector('.steps').innerText")
    assert before.startswith("Tickets · grid")
    pick(page, "overlays", 0)
    page.until("document.querySelector('.steps').innerText === ''")
    pick(page, "overlays", 0)
    page.until("document.querySelector('.steps').innerText !== ''")
    assert page.ask("document.querySelector('.steps').innerText") == before
    quiet(page, file)


async def test_a_click_tells_what_a_ticket_is_and_a_light_can_be_put_out(
    sitting: Sitting, page: Page, tmp_path: Path
) -> None:
    desk = await sitting("zh_CN")
    file = tmp_path / "map.html"
    store = desk.store
    placed = np.flatnonzero(np.isfinite(store.lon))
    slot = int(next(s for s in placed if store.unit_name.at(int(s))))
    ticket = store.ticket(slot)
    assert ticket is not None
    await exported(desk, file, np.array([slot]))
    page.open(file)
    at = page.ask(
        f"(() => {{ const p = gridSituation.opened().latLngToContainerPoint([{ticket.lat}, {ticket.lon}]);"
        " const box = document.querySelector('.folium-map').getBoundingClientRect();"
        " return [p.x + box.left, p.y + box.top]; })()"
    )
    page.click(*at)
    page.until("document.querySelector('.card') !== null")
    card = page.ask("document.querySelector('.card').innerText")
    for text in (ticket.number, ticket.item_name, desk.state_name(ticket.state), ticket.unit_name):
        assert text in card
    assert ticket.title in card
    content = file.read_text(encoding="utf-8")
    for private in (ticket.reporter, ticket.reporter_phone, ticket.text):
        assert not private or private not in content, "a reporter is nobody's on a map"
    light = LIGHTS[int(store.lights(desk.clock.now(), np.array([slot]))[0])]
    page.ask(f"document.querySelector('input[data-light={light}]').click()")
    page.until("document.querySelector('.card') === null")
    page.click(*at)
    page.until("document.querySelector('.leaflet-popup .place') !== null")
    quiet(page, file)


async def test_words_stay_words(sitting: Sitting, page: Page, tmp_path: Path) -> None:
    held = SmallReplica.read().tickets[: len(HOSTILE)]
    tickets = [
        replace(t, title=w, number=w, item_name=w, unit_name=w, area_name=w, lon=117.31, lat=31.70)
        for t, w in zip(held, HOSTILE, strict=True)
    ]
    desk = await sitting("en", tickets)
    file = tmp_path / "map.html"
    await desk.export_situation(np.flatnonzero(desk.store.alive), HOSTILE, file, apart=False)
    page.open(file)
    at = page.ask(
        "(() => { const p = gridSituation.opened().latLngToContainerPoint([31.70, 117.31]);"
        " const box = document.querySelector('.folium-map').getBoundingClientRect();"
        " return [p.x + box.left, p.y + box.top]; })()"
    )
    page.click(*at)
    page.until(f"document.querySelectorAll('.card').length === {len(HOSTILE)}")
    cards = page.ask("[...document.querySelectorAll('.card .number')].map((e) => e.textContent)")
    assert sorted(cards) == sorted(HOSTILE)
    assert page.ask("document.getElementById('filter').textContent") == "Filter: " + " · ".join(HOSTILE)
    assert page.ask("window.hit === undefined && document.images.length === 0")
    quiet(page, file)


def grids(side: int, name: str = "第{n}网格") -> tuple[tuple[Area, ...], bytes]:
    """A square of side times side grids of twelve points each, as areas and as GeoJSON."""
    areas = [REFERENCE.areas[0]]
    features = []
    step = 0.3 / side
    for n in range(side * side):
        code, names = f"g{n:05d}", Names(name.replace("{n}", str(n)), f"Grid {n}")
        areas.append(Area(code=code, parent="d", path=f"d/{code}", level="grid", kind="grid", names=names))
        west, south = 117.1 + n % side * step, 31.6 + n // side * step
        edge = [(i / 3, 0.0) for i in range(3)] + [(1.0, i / 3) for i in range(3)]
        edge += [(1 - i / 3, 1.0) for i in range(3)] + [(0.0, 1 - i / 3) for i in range(4)]
        ring = [[west + x * step, south + y * step] for x, y in edge]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"code": code}, "geometry": geometry})
    geojson = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return tuple(areas), geojson


def moment(reference: Reference, count: int) -> Moment:
    """So many tickets all over the grids."""
    random = np.random.default_rng(5)
    areas = reference.areas
    ids = [f"t{n:05d}" for n in range(count)]
    codes = random.integers(1, len(areas), count).astype(np.int32)
    one = np.zeros(count, np.int32)
    return Moment(
        language="zh_CN",
        reference=reference,
        made_at=T0,
        as_of=T0,
        age=None,
        seq=7,
        filter_words=(),
        ids=ids,
        numbers=[f"BH20261120-{n:05d}" for n in range(count)],
        lights=random.integers(0, 4, count).astype(np.int8),
        lon=117.1 + random.random(count) * 0.3,
        lat=31.6 + random.random(count) * 0.3,
        due=T0 + random.random(count) * 9e8,
        coded={
            "item_name": (random.integers(0, 120, count).astype(np.int32), [f"事项{n}" for n in range(120)]),
            "state": (one, ["handling"]),
            "unit_name": (one, ["区城管局"]),
            "area_path": (codes, [area.path for area in areas]),
            "area_name": (codes, [area.names.zh for area in areas]),
        },
        state_names=["处置中"],
        titles={one: f"路面破损，行人绊倒，请尽快修复 {one}" for one in ids},
    )


@pytest.fixture
def replica(tmp_path: Path) -> Path:
    """A seat's file without a row."""
    file = tmp_path / "seat.sqlite"
    db = sqlite3.connect(file)
    db.execute("CREATE TABLE lean (id TEXT PRIMARY KEY, title TEXT)")
    db.close()
    return file


def test_names_of_a_profile_stay_names(page: Page, tmp_path: Path, replica: Path) -> None:
    hostile = "{{ 7*7 }}</script><img src=x onerror='window.hit=1'>{% raw %}{#"
    areas, geojson = grids(3, hostile + "{n}")
    names = Names(hostile, hostile)
    profile = replace(
        REFERENCE.district, names=names, levels=(Level("district", names), Level("grid", names))
    )
    reference = replace(REFERENCE, areas=areas, district=profile)
    file = tmp_path / "map.html"
    write_whole(file, page_of(situation_of(moment(reference, 9), {"grid": geojson}, replica)))
    page.open(file)
    assert page.ask("document.title") == f"{hostile} · 态势图"
    layers = page.ask(
        "[...document.querySelectorAll('.leaflet-control-layers label')].map((e) => e.innerText)"
    )
    assert any("{{ 7*7 }}" in text for text in layers)
    assert page.ask("window.hit === undefined")
    quiet(page, file)


def test_a_whole_district_opens_in_seconds(page: Page, tmp_path: Path, replica: Path) -> None:
    count = 20_000
    areas, geojson = grids(48)
    found = situation_of(moment(replace(REFERENCE, areas=areas), count), {"grid": geojson}, replica)
    assert sum(sum(place.counts) for place in found.grounds[0].places) == count
    file = tmp_path / "map.html"
    assert write_whole(file, page_of(found)) < 6_000_000
    assert page.open(file) < 8.0
    drawn = page.ask("[...document.querySelectorAll('.group .all')].map((e) => e.textContent)")
    alone = page.ask(
        "(() => { let n = 0; gridSituation.opened().eachLayer((l) => { n += l instanceof L.CircleMarker; });"
        " return n; })()"
    )
    assert sum(int(text.replace(",", "")) for text in drawn) + alone == count
    pick(page, "base", 1)
    page.until(f"{SHOWN} === 0")
    quiet(page, file)
