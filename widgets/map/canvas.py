"""The map widget: areas, marks, posts, zones; drawn along, flung, zoomed, pointed at, drawn on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from widgets.map.areas import STEPS, Level, Measure
from widgets.map.layer import Bounds, Depth, GroundLayer
from widgets.map.marks import Marks
from widgets.map.projection import point_to_metres, to_metres
from widgets.map.shapes import MapArea, MapMarker, Shape, shape_of
from widgets.map.streets import Road, Street, StreetLayer, road_of
from widgets.map.surface import MapSurface
from widgets.map.things import MapPath, MapPost, MapZone, Tone
from widgets.map.tiles import TileSource
from widgets.map.tiles_layer import TileLayer


class MapCanvas(MapSurface):
    """Shows what it is given; signals and tools are those of the surface."""

    # -- areas -----------------------------------------------------------------------------------------------
    def set_areas(self, level: str, areas: Sequence[MapArea], *, outline_only: bool = False) -> None:
        """The areas of a level, in place of those it had; `outline_only` levels are drawn over the others."""
        shapes = [shape for area in areas if (shape := shape_of(area)) is not None]
        self.set_shapes(level, shapes, outline_only=outline_only)

    def set_shapes(self, level: str, shapes: Sequence[Shape], *, outline_only: bool = False) -> None:
        """The same of areas made ready by `shape_of`, as many at a time as the caller has time for."""
        before = self._scene.areas.levels.get(level)
        made = Level({shape.area.key: shape for shape in shapes}, outline_only)
        if before is not None:
            made.shown, made.measure = before.shown, before.measure
        self._scene.areas.levels[level] = made
        self.renew_ground()

    def set_measure(
        self,
        level: str,
        values: Mapping[str, float | None] | None,
        steps: Sequence[float] = (),
        say: Callable[[float], str] = str,
        *,
        title: str = "",
    ) -> None:
        """Fills a level's areas by a figure of each: below the first of the rising `steps` palest, from the
        last on fullest. `say` puts a step into words for the legend, `title` stands over it; without values
        the fill is taken away. Nothing happens to a level that has no areas yet. Raises ValueError for more
        steps than leave each fill its own colour (`STEPS` less one)."""
        if len(steps) >= STEPS:
            raise ValueError(f"a measure has at most {STEPS - 1} steps")
        held = self._scene.areas.levels.get(level)
        if held is None:
            return
        held.measure = None if values is None else Measure(values, tuple(steps), say, title)
        self._scene.tell_legend()
        self.renew_ground()

    def set_level_shown(self, level: str, shown: bool) -> None:
        """Shows or hides a level's ground, outlines and names."""
        held = self._scene.areas.levels.get(level)
        if held is not None and held.shown != shown:
            held.shown = shown
            self._scene.tell_legend()
            self.renew_ground()

    def highlight(self, level: str, key: str | None) -> None:
        """Marks one area as the one spoken of; None marks none. One that is not there yet is marked when it
        comes."""
        chosen = None if key is None else (level, key)
        if chosen != self._scene.chosen_area:
            self._scene.chosen_area = chosen
            self._scene.names.drop()
            self.update()

    def area_at(self, lon: float, lat: float) -> tuple[str, str] | None:
        """Level and key of the smallest filled area that holds the place."""
        return self._scene.areas.at(lon, lat)

    # -- marks -----------------------------------------------------------------------------------------------
    @property
    def marks(self) -> Marks:
        """The marks there are, the most urgent last."""
        return self._scene.crowd.marks

    def set_marks(self, marks: Marks) -> None:
        """All marks, in place of those there were. Clusters that had a place keep it."""
        if self._scene.crowd.set(marks):
            self._marks_changed()

    def change_marks(self, marks: Marks, gone: Iterable[int] = ()) -> None:
        """Those came or changed, and those keys are gone; the others stay."""
        if self._scene.crowd.change(marks, gone):
            self._marks_changed()

    def _marks_changed(self) -> None:
        if self._scene.heat and not self._heat_due.isActive():
            self._heat_due.start()
        self._hand.steps.marks_changed()
        self.update()

    def set_clustered(self, clustered: bool) -> None:
        """Whether marks that stand close are counted together."""
        if clustered != self._scene.crowd.clustered:
            self._scene.crowd.clustered = clustered
            self._scene.crowd.forget_look()
            self._scene.names.drop()
            self.update()

    def set_heat(self, heat: bool) -> None:
        """Whether there is heat in place of the marks: how many to a square kilometre."""
        if heat != self._scene.heat:
            self._scene.heat = heat
            self._scene.warmth.drop()
            self._scene.names.drop()
            self._scene.tell_legend(self._view.window.scale)
            self.update()

    def select_marks(self, keys: Iterable[int]) -> None:
        """Puts a ring about each of them, or about the cluster it is counted in."""
        chosen = tuple(keys)
        if chosen != self._scene.chosen_marks:
            self._scene.chosen_marks = chosen
            self.update()

    def keys_within(self, ring: NDArray[np.float64]) -> NDArray[np.int64]:
        """Keys of the marks inside a ring of (n, 2) longitude and latitude."""
        return self._scene.crowd.within(to_metres(np.asarray(ring, np.float64)))

    def set_card(self, card: Callable[[int], str] | None) -> None:
        """What a hover card says of a mark, line by line, the first one strong; None: there is none."""
        self._card.say = card

    # -- single things ---------------------------------------------------------------------------------------
    def set_markers(self, markers: Sequence[MapMarker]) -> None:
        """All markers, in place of those there were."""
        if self._scene.markers.set(markers):
            self._scene.names.drop()
            self.update()

    def select_marker(self, key: str | None) -> None:
        """Puts a ring about one marker; None about none."""
        if key != self._scene.chosen_marker:
            self._scene.chosen_marker = key
            self.update()

    def set_posts(self, posts: Sequence[MapPost]) -> None:
        """All posts, in place of those there were."""
        if self._scene.posts.set(posts):
            self._scene.names.drop()
            self.update()

    def set_zones(self, zones: Sequence[MapZone]) -> None:
        """All operation zones, in place of those there were."""
        self._scene.set_zones(zones)
        self.update()

    def set_paths(self, paths: Iterable[MapPath]) -> None:
        """All tracks, in place of those there were."""
        self._scene.set_paths(paths)
        self._scene.names.drop()
        self.update()

    def set_path(self, line: NDArray[np.float64] | None, *, tone: Tone = Tone.ACCENT) -> None:
        """One track of (n, 2) longitude and latitude; None takes it away."""
        self.set_paths([] if line is None else [MapPath("", line, tone)])

    def set_note(self, text: str) -> None:
        """The faint words in the lower right corner: where the outlines come from, what is schematic."""
        self._note = text
        self._tell_note()

    # -- ground ----------------------------------------------------------------------------------------------
    def set_sources(self, sources: Sequence[TileSource]) -> None:
        """Basemaps under all else, the lowest first; none for the areas' own ground."""
        if self._tiles is None and sources:
            self._tiles = TileLayer(self)
            self._tiles.changed.connect(self._tiles_changed)
        if self._tiles is not None:
            self._tiles.set_sources(sources)
            self.put_layer(Depth.BASE, self._tiles if sources else None)

    def _tiles_changed(self, bounds: Bounds | None) -> None:
        # Names stay: they do not stand on tiles.
        self._scene.ground.renew(bounds)
        self._tell_note()

    def set_streets(self, streets: Sequence[Street]) -> None:
        """The streets over the areas' ground, in place of those there were."""
        self.set_roads([road for street in streets if (road := road_of(street)) is not None])

    def set_roads(self, roads: Sequence[Road]) -> None:
        """The same of streets made ready by `road_of`, as many at a time as the caller has time for."""
        self.put_layer(Depth.STREETS, StreetLayer(roads) if roads else None)

    def put_layer(self, depth: Depth, layer: GroundLayer | None) -> None:
        """Puts a layer into the ground at that depth, in place of the one there; None takes it away."""
        if layer is None:
            self._scene.layers.pop(depth, None)
        else:
            self._scene.layers[depth] = layer
        self._scene.areas.over_pictures = Depth.BASE in self._scene.layers
        self.renew_ground()

    def renew_ground(self, bounds: Bounds | None = None) -> None:
        """What the ground shows has changed there (Mercator metres), everywhere without bounds."""
        self._scene.ground.renew(bounds)
        self._scene.names.drop()
        self._tell_note()

    def _tell_note(self) -> None:
        said = [self._note, self._tiles.attribution() if self._tiles is not None else ""]
        self._scene.furniture.note = " · ".join(text for text in said if text)
        self.update()

    def set_scale(self, scale: float) -> None:
        """How much larger than at a desk marks, names and measure are, for those who stand far off."""
        if scale != self._scene.scale:
            self._scene.set_scale(scale)
            self.update()

    # -- what is in view -------------------------------------------------------------------------------------
    def fit_areas(self, level: str, keys: Sequence[str] | None = None) -> bool:
        """Shows those areas of the level (all without keys) whole; false when there are none."""
        held = self._scene.areas.levels.get(level)
        bounds = held.bounds(keys) if held is not None else None
        if bounds is not None:
            self._view.fit(bounds)
        return bounds is not None

    def fit_points(self, points: Sequence[tuple[float, float]]) -> None:
        """Shows those places (longitude, latitude) all at once, at least 400 m across."""
        if points:
            self._view.fit_places([point_to_metres(lon, lat) for lon, lat in points])

    def fit_marks(self) -> bool:
        """Shows all marks, at least 400 m across; false when there are none."""
        bounds = self._scene.crowd.bounds()
        if bounds is not None:
            self._view.fit_places([bounds[:2], bounds[2:]])
        return bounds is not None
