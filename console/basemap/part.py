"""What the desk has of basemaps: made when a map is first looked at, ended with the desk."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

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
