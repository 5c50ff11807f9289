"""The third scenario: a ticket found, drawn about and filtered on the map, a place gone to by name, and the
day played over again."""

from collections.abc import Sequence
from pathlib import Path

from tests.tour.matter import Matter
from tests.tour.play import Play
from tests.tour.station import Station, TourError, until
from tests.tour.witness import Witness


class OnMap(Play):
    """Two tickets, one filed by coordinates, one from a place of the map. The cast: a seat, a duty
    officer."""

    steps = ("map_select", "map_locate", "map_playback")

    def __init__(
        self, cast: Sequence[Station], witness: Witness, matter: Matter, out: Path, number: int = 1
    ) -> None:
        super().__init__(cast, witness, matter, out, number)
        self.seat, self.duty = cast

    def _to_map(self, seat: Station) -> None:
        """The map comes to the front, with its areas."""
        seat.key("ctrl+m")
        seat.see("map.canvas")
        until(f"{seat.name} to follow the backend", seat.settled)

    def _map_select(self) -> str:
        grid, duty = self._matter.grid, self.duty
        self._take_call(self.seat, f"{grid.lon:.6f}, {grid.lat:.6f}")
        self._shows(duty, state="filed", area=grid.code)
        self._to_map(duty)
        self._shots("all", duty)
        # Found in the list, and the map goes there.
        duty.fill("map.search", self._number)
        until(f"{duty.name}: one row beside the map", lambda: duty.find("map.table", rows=1))
        duty.key("Down")
        self._open(duty)
        duty.key("ctrl+o")
        self._shots("chosen", duty)
        duty.click("map.search")
        duty.key("Escape", "Escape", "F4")
        # A box about it, drawn by keys: the cross in the middle sets its corners.
        duty.key("ctrl+b", "Left", "Left", "Up", "Up", "space")
        duty.key("Right", "Right", "Right", "Right", "Down", "Down", "Down", "Down", "space")
        duty.see("map.drawn.said")
        self._shots("drawn", duty)
        duty.click("map.drawn.filter")
        duty.see("map.said.0")
        self._shots("filtered", duty)
        return "filed"

    def _map_locate(self) -> str:
        seat, grid = self.seat, self._matter.grid
        self._to_map(seat)
        seat.fill("map.locate.line", grid.short)
        seat.see("map.locate.list")
        self._shots("candidates", seat)
        seat.key("Return")
        seat.see("map.place")
        until(
            f"{seat.name}: who is on duty there to be known",
            lambda: grid.short in str((seat.find("map.place.title") or {}).get("text", "")) or None,
        )
        self._shots("place", seat)
        seat.click("map.place.report")
        seat.see("call.form")
        until(
            f"{seat.name}: the grid to stand in the form",
            lambda: grid.short in str((seat.find("call.area.line") or {}).get("text", "")) or None,
        )
        self._fill_call(seat, "")
        self._shows(seat, state="filed", area=grid.code)
        self._to_map(seat)
        self._shots("filed", seat)
        return "filed"

    def _map_playback(self) -> str:
        """From the seat's desk: who is near what was filed last, and the day up to now."""
        seat = self.seat
        seat.fill("map.search", self._number)
        until(f"{seat.name}: one row beside the map", lambda: seat.find("map.table", rows=1))
        seat.key("Down")
        self._open(seat)
        seat.key("F3")
        seat.see("near.list")
        until(
            f"{seat.name}: who is near to be known",
            lambda: (seat.find("near.under") or {}).get("text") or None,
        )
        self._shots("near", seat)
        seat.key("F2")
        seat.see("playback.frame")
        now = self._stands(seat)
        self._shots("now", seat)
        # Some events back, whatever the hour is, and then to where the day begins.
        seat.key("Left", "Left", "Left")
        until(f"{seat.name}: another instant", lambda: self._past(seat, now))
        self._shots("then", seat)
        seat.key("Home")
        morning = until(f"{seat.name}: the morning", lambda: self._past(seat, now, "00:00:00"))
        if morning[1] == now[1]:
            raise TourError(f"nothing of {now[1]} was different in the morning")
        seat.key("End")
        until(f"{seat.name}: now again", lambda: self._stands(seat) == now or None)
        seat.key("Escape")
        seat.see("map.foot")
        if seat.find("playback.frame"):
            raise TourError("the frame of the past stands about what is live")
        self._shots("live", seat)
        return "filed"

    @staticmethod
    def _stands(seat: Station) -> tuple[str, str]:
        """The instant that is shown and how many are open."""
        found = (seat.find(name) or {} for name in ("time.words", "playback.count"))
        instant, count = (str(one.get("text", "")) for one in found)
        return instant, count

    def _past(self, seat: Station, now: tuple[str, str], at: str = "") -> tuple[str, str] | None:
        """What is shown, once it is of that instant (of any before now without one)."""
        stands = self._stands(seat)
        there = stands[0] == at if at else stands[0] != now[0]
        return stands if there and stands[1] else None
