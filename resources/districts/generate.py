"""Writes the districts' files but profile.toml: ``python resources/districts/generate.py [key …]``.

A development tool (shapely, numpy, pypinyin); what it writes is committed. Seeded: the same source gives
the same files. In the folder ``source``, ``<key>.toml`` says how a district is laid out, ``divisions.csv``
holds codes and names of streets and communities, ``outlines.geojson`` the outlines of districts that have
a real one; ``items.psv`` and ``catalogue.toml`` make the catalogues, ``organisations.toml`` the units,
``phrases.toml`` the words of the simulated day.
"""

from __future__ import annotations

import csv
import json
import sys
import tomllib
from pathlib import Path

import compose
import furniture
import mandates
import shapely
import shapely.geometry
import streets
import wording
from layout import Layout
from places import Area
from topology import coordinates, label, union

HERE = Path(__file__).parent
KEYS = ("baohe", "laoshan", "yicheng", "tongnan", "chancheng")
COLUMNS = [
    *("code", "parent", "level", "kind", "short", "name_zh", "name_en", "official_zh"),
    *("lon", "lat", "schematic", "setting", "weight", "workers", "households", "note"),
]


def cut(key: str) -> Area:
    """The finished tree of a district."""
    plan = tomllib.loads((HERE / "source" / f"{key}.toml").read_text("utf-8"))
    with (HERE / "source" / "divisions.csv").open(encoding="utf-8", newline="") as lines:
        divisions = [row for row in csv.DictReader(lines) if row["code"].startswith(plan["code"])]
    outlines = json.loads((HERE / "source" / "outlines.geojson").read_text("utf-8"))["features"]
    found = [
        shapely.geometry.shape(f["geometry"]) for f in outlines if f["properties"]["code"] == plan["code"]
    ]
    return Layout(plan, divisions, found[0] if found else None).build()


def _labelled(area: Area) -> list[Area]:
    """The leaves among which a name is set: dry ones, unless there are none."""
    leaves = [leaf for leaf in area.walk() if not leaf.children]
    return [leaf for leaf in leaves if leaf.setting != "water"] or leaves


def write(root: Area, folder: Path) -> None:
    """Writes areas.csv and areas.geojson of one district."""
    areas = list(root.walk())
    with (folder / "areas.csv").open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(COLUMNS)
        for area in areas:
            lon, lat = label(union([leaf.mainland for leaf in _labelled(area)]))
            row = {name: getattr(area, name, "") for name in COLUMNS}
            row |= {"lon": f"{lon:.6f}", "lat": f"{lat:.6f}", "weight": f"{area.weight:.7f}"}
            table.writerow([row[name] for name in COLUMNS])
    features = []
    for area in areas:
        kind, text = coordinates(area.shape)
        features.append(
            f'{{"type":"Feature","properties":{{"code":"{area.code}"}},'
            f'"geometry":{{"type":"{kind}","coordinates":{text}}}}}'
        )
    body = ",\n".join(features)
    (folder / "areas.geojson").write_text(
        f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n', "utf-8"
    )


def compose_texts(key: str, root: Area, folder: Path) -> None:
    """Writes what is not land: catalogue, organisations, mandates, phrases, components, streets."""
    compose.write(compose.catalogue(key), folder / "catalogue.csv")
    compose.write(compose.organisations(key, root.walk()), folder / "organisations.csv")
    compose.write(mandates.rows(key), folder / "mandates.csv")
    wording.write(key, folder)
    compose.write(list(furniture.rows(folder)), folder / "components.csv")
    streets.write(folder)


def main(keys: list[str]) -> None:
    for key in keys or KEYS:
        folder = HERE / key
        folder.mkdir(exist_ok=True)
        root = cut(key)
        write(root, folder)
        compose_texts(key, root, folder)


if __name__ == "__main__":
    main(sys.argv[1:])
