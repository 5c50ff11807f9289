"""A native map over Web Mercator: the ground from kept pieces, what moves over it stamped afresh."""

from widgets.map.canvas import MapCanvas
from widgets.map.layer import Depth, GroundLayer, Name, Naming
from widgets.map.marks import Marks
from widgets.map.shapes import MapArea, MapMarker, MarkerKind, Shape, shape_of
from widgets.map.streets import Road, Street, StreetLayer, road_of
from widgets.map.things import MapPath, MapPost, MapZone, PostKind, Tone, Tool

__all__ = [
    "Depth",
    "GroundLayer",
    "MapArea",
    "MapCanvas",
    "MapMarker",
    "MapPath",
    "MapPost",
    "MapZone",
    "MarkerKind",
    "Marks",
    "Name",
    "Naming",
    "PostKind",
    "Road",
    "Shape",
    "Street",
    "StreetLayer",
    "Tone",
    "Tool",
    "road_of",
    "shape_of",
]
