"""The scenario of the administrator: a grid is split on the map from today on; what was filed keeps its
grid."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from contract.reference import Area
from tests.tour.matter import Matter, read_reference
from tests.tour.play import Play
from tests.tour.station import Station, TourError, until
from tests.tour.witness import Witness


class Redivide(Play):
    """One ticket, filed before the division, and one after it at the same place. The cast: the
    administrator."""

    steps = ("map_redivide",)

    def __init__(
        self, cast: Sequence[Station], witness: Witness, matter: Matter, out: Path, number: int = 1
    ) -> None:
        super().__init__(cast, witness, matter, out, number)
        (self.admin,) = cast
        self._more = ""
        """How many grids there are when one of them is two."""

    def _grid(self) -> Area:
        """A grid beside the matter's own, whose people go on working in it."""
        areas = read_reference(self._witness.reference()).areas
        own = self._matter.grid
        parents = {area.parent for area in areas}
        self._more = str(sum(area.code not in parents for area in areas) + 1)
        near = [a for a in areas if a.kind == "grid" and a.parent == own.parent and a.code != own.code]
        return near[0]

    def _reported(self, grid: Area) -> str:
        """A report from the label point of a grid, by coordinates alone; its id."""
        act = {
            "action": "report",
            "channel": "hotline",
            "title": self._matter.place,
            "lon": grid.lon,
            "lat": grid.lat,
        }
        return self._witness.report(act)

    def _map_redivide(self) -> str:
        admin, grid = self.admin, self._grid()
        self._id = self._reported(grid)
        self._number = str(self._row()["number"])
        if self._row()["area"] != grid.code:
            raise TourError(f"a report from {grid.short} lies in {self._row()['area']}")
        until(f"{admin.name} to follow the backend", admin.settled)
        admin.click("screen.division.tab")
        admin.see("division.canvas")
        admin.see("division.actions.new")
        admin.key("n")
        local = datetime.fromtimestamp(self._witness.now() / 1000, UTC) + timedelta(hours=8)
        admin.fill("division.draft.day", local.date().isoformat())
        admin.click("division.actions.find")
        admin.fill("division.form.words", grid.code)
        admin.key("Return")
        admin.see("division.hint")
        self._shots("picked", admin)
        # A line drawn by keys, the cross in the middle sets its ends: from beyond one border to beyond the
        # other.
        admin.click("division.actions.split")
        admin.key(*["Left"] * 6, "space", *["Right"] * 12, "space", "Return")
        until(
            f"{admin.name}: the division to be worked out",
            lambda: self._more in str((admin.find("division.draft.says") or {}).get("text", "")) or None,
        )
        self._shots("drawn", admin)
        admin.key("p")
        admin.see("division.form.title")
        self._shots("asked", admin)
        admin.fill("division.form.title", "2026年第一次重划")
        admin.key("Return")
        fresh = until("the division to be in force", lambda: self._in_force(grid))
        until(
            f"{admin.name} to have {self._more} grids",
            lambda: self._more in str(admin.find("screen.division.tab") or "") or None,
        )
        self._shots("adopted", admin)
        if self._row()["area"] != grid.code:
            raise TourError(f"{self._number} does not keep its grid")
        later = self._witness.ticket(self._reported(grid))["area"]
        if later not in fresh:
            raise TourError(f"a new report from there lies in {later}, not in one of {sorted(fresh)}")
        return "reported"

    def _in_force(self, grid: Area) -> set[str] | None:
        """The grids into which one went, once it is no more."""
        reference = read_reference(self._witness.reference())
        former = reference.withdrawn(grid.code)
        return {one.code for one in former.into} if former is not None else None
