"""What the desk has of the ground under a map: streets, and basemaps, made when a map is first looked at and
ended with the desk."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, Any

from console.reference import ReferenceData
from console.settings import Settings
from contract.reference import District

if TYPE_CHECKING:
    from .basemaps import Basemaps


class WithBasemaps:
    """The part of the desk that has the basemaps."""

    settings: Settings
    _reference: ReferenceData

    @cached_property
    def basemaps(self) -> Basemaps:
        """The maps of others under the district's own."""
        from .basemaps import Basemaps

        return Basemaps(self.settings, self._district)

    def has_basemaps(self) -> bool:
        """Whether there is any: most seats show the district's own streets alone and need nothing of this."""
        district = self._district()
        profile = district.basemaps if district is not None else ()
        return bool(profile or self.settings.kept.basemaps) or "basemaps" in self.__dict__

    async def streets(self) -> bytes:
        """GeoJSON of the streets: as kept, and asked for anew once a run and reference for the next
        time. Raises ConsoleError where there is nothing kept and the backend does not answer."""
        kept = self._reference.kept_streets()
        if kept is None:
            return await self._reference.streets()
        if self._reference.streets_are_old():
            self._later("streets", self._streets_anew())
        return kept

    async def _streets_anew(self) -> None:
        await self._ready()
        await self._reference.streets()

    async def _ready(self) -> None:
        """The network can be used."""
        raise NotImplementedError

    def _later(self, name: str, work: Coroutine[Any, Any, object]) -> None:
        """Starts work that nobody waits for."""
        raise NotImplementedError

    def _district(self) -> District | None:
        reference = self._reference.reference
        return None if reference is None else reference.district

    def _basemaps_reached(self) -> None:
        """The backend answers again, and so may map servers."""
        if "basemaps" in self.__dict__:
            self.basemaps.reached()

    async def _close_basemaps(self) -> None:
        if "basemaps" in self.__dict__:
            await self.basemaps.close()
