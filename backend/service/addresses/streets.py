"""Streets as they lie in the database, and as GeoJSON; those of a profile's folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
from sqlalchemy import delete, insert, select

from backend.service.profile import ProfileError
from backend.store import tables as t
from backend.store.engine import Store
from contract.address import Street
from contract.machine import Names

FILE = "streets.geojson"
RANKS = (1, 2, 3)

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Street).decode


class _Properties(msgspec.Struct):
    code: str
    name: str
    name_en: str
    rank: int
    schematic: bool = False


class _Geometry(msgspec.Struct):
    type: str
    coordinates: list[list[tuple[float, float]]]


class _Feature(msgspec.Struct):
    properties: _Properties
    geometry: _Geometry


class _Collection(msgspec.Struct):
    features: list[_Feature]


def of_folder(folder: Path) -> tuple[Street, ...]:
    """The streets of a profile's folder, none where it has no file of them; raises ProfileError."""
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        features = msgspec.json.decode(path.read_bytes(), type=_Collection).features
    except (OSError, msgspec.DecodeError) as error:
        raise ProfileError(f"{FILE}: {error}") from error
    streets, codes = [], set()
    for one in features:
        said = one.properties
        if one.geometry.type != "MultiLineString" or not all(
            len(line) > 1 for line in one.geometry.coordinates
        ):
            raise ProfileError(f"{FILE}: {said.code}: its geometry is no MultiLineString")
        if said.code in codes or said.rank not in RANKS or not said.name:
            raise ProfileError(f"{FILE}: {said.code}: its code is there already, or name or rank are wrong")
        codes.add(said.code)
        lines = tuple(tuple(c for point in line for c in point) for line in one.geometry.coordinates)
        names = Names(said.name, said.name_en)
        streets.append(
            Street(code=said.code, names=names, rank=said.rank, lines=lines, schematic=said.schematic)
        )
    return tuple(streets)


async def put(store: Store, district: str, streets: Iterable[Street]) -> None:
    """Write a district's streets in place of those there are."""
    rows = [
        {"district": district, "code": one.code, "place": n, "rank": one.rank, "body": _pack(one)}
        for n, one in enumerate(streets)
    ]
    async with store.write() as connection:
        await connection.execute(delete(t.street).where(t.street.c.district == district))
        if rows:
            await connection.execute(insert(t.street), rows)


async def read(store: Store, district: str) -> tuple[Street, ...]:
    """A district's streets."""
    s = t.street.c
    async with store.read() as connection:
        bodies = await connection.scalars(select(s.body).where(s.district == district).order_by(s.place))
        return tuple(_unpack(body) for body in bodies)


async def collection(store: Store, district: str) -> bytes:
    """A district's streets as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "properties": {
                "code": one.code,
                "name": one.names.zh,
                "name_en": one.names.en,
                "rank": one.rank,
                "schematic": one.schematic,
            },
            "geometry": {
                "type": "MultiLineString",
                "coordinates": [list(zip(line[::2], line[1::2], strict=True)) for line in one.lines],
            },
        }
        for one in await read(store, district)
    ]
    return msgspec.json.encode({"type": "FeatureCollection", "features": features})
