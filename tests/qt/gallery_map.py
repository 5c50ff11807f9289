"""The large map for the gallery: a measure, clusters, posts of every age, a zone, a track, a tool in hand."""

from __future__ import annotations

import numpy as np

from tests.qt.gallery import blocks
from widgets.map import MapCanvas, MapPost, MapZone, Marks, PostKind, Tone, Tool

AGES = (20_000, 600_000, 4_000_000, None, 40_000_000)


def make_live_map(*, measured: bool = True) -> MapCanvas:
    """A map as full as it is in an hour of rain; without `measured` each mark by itself."""
    canvas = MapCanvas(name="网格地图")
    areas = blocks()
    canvas.set_areas("grid", areas)
    edge = np.concatenate([area.rings[0] for area in areas])
    random = np.random.default_rng(5)
    many = 1_500
    lon, lat = random.uniform(edge.min(axis=0), edge.max(axis=0), (many, 2)).T
    canvas.set_marks(
        Marks.of(
            np.arange(many),
            lon,
            lat,
            random.choice(4, many, p=(0.05, 0.8, 0.1, 0.05)),
            random.choice(4, many, p=(0.8, 0.1, 0.05, 0.05)),
            random.choice(4, many, p=(0.7, 0.2, 0.07, 0.03)),
        )
    )
    kinds = (PostKind.PERSON, PostKind.TEAM, PostKind.VEHICLE, PostKind.STATION, PostKind.PERSON)
    canvas.set_posts(
        [
            MapPost(f"p{n}", *areas[8 + 9 * n].rings[0].mean(axis=0), kind, f"骆岗 {n + 1:02d}", age)
            for n, (kind, age) in enumerate(zip(kinds, AGES, strict=True))
        ]
    )
    zone = areas[30].rings[0] + (0.002, -0.001)
    canvas.set_zones([MapZone("z", "防汛重点", [zone], Tone.AMBER)])
    canvas.set_path(np.column_stack((lon[:12], np.sort(lat[:12]))))
    canvas.select_marks(range(4))
    canvas.set_note("内部边界为示意")
    if measured:
        values = {area.key: None if n % 11 == 0 else float(n * 7 % 23) for n, area in enumerate(areas)}
        canvas.set_measure("grid", values, (5, 10, 15, 20), lambda step: f"{step:g}", title="未办结（件）")
        canvas.set_clustered(True)
        canvas.set_tool(Tool.MEASURE)
    canvas.fit_areas("grid")
    return canvas
