"""Outlines of areas as the backend serves them (GeoJSON), read a feature at a time."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

Ring = list[tuple[float, float]]
"""Degrees of longitude and latitude, closed."""


class _Polygon(msgspec.Struct, frozen=True, tag="Polygon", tag_field="type"):
    coordinates: list[Ring]


class _Several(msgspec.Struct, frozen=True, tag="MultiPolygon", tag_field="type"):
    coordinates: list[list[Ring]]


class _Named(msgspec.Struct, frozen=True):
    code: str


class _Feature(msgspec.Struct, frozen=True):
    properties: _Named
    geometry: _Polygon | _Several


class _Collection(msgspec.Struct, frozen=True):
    features: list[msgspec.Raw]


_collection = msgspec.json.Decoder(_Collection)
_feature = msgspec.json.Decoder(_Feature)


def rings_of(geojson: bytes) -> Iterator[tuple[str, list[Ring]]]:
    """(code, rings) of each feature of a FeatureCollection, read when it is asked for; of each polygon the
    outer ring first. What lies in an even number of rings is outside. Raises msgspec.DecodeError."""
    for raw in _collection.decode(geojson).features:
        feature = _feature.decode(raw)
        geometry = feature.geometry
        polygons = [geometry.coordinates] if isinstance(geometry, _Polygon) else geometry.coordinates
        yield feature.properties.code, [ring for polygon in polygons for ring in polygon]
