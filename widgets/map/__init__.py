"""A native map: areas and markers over Web Mercator, drawn from kept pictures."""

from widgets.map.canvas import MapCanvas
from widgets.map.shapes import MapArea, MapMarker, MarkerKind, Shape, shape_of

__all__ = ["MapArea", "MapCanvas", "MapMarker", "MarkerKind", "Shape", "shape_of"]
