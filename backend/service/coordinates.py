"""Coordinates of Chinese map services, as `contract.coordinates` has them for both sides."""

from contract.coordinates import (
    METRES_PER_DEGREE,
    System,
    bd09_to_gcj02,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    metres,
    offset_applies,
    to_wgs84,
    wgs84_to_gcj02,
)

__all__ = [
    "METRES_PER_DEGREE",
    "System",
    "bd09_to_gcj02",
    "gcj02_to_bd09",
    "gcj02_to_wgs84",
    "metres",
    "offset_applies",
    "to_wgs84",
    "wgs84_to_gcj02",
]
