"""As much of an action's log as was fetched: the newest lines, and older ones as they were asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contract.joint.log import JointEntry


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of one log without a gap among them, oldest first."""

    lines: tuple[JointEntry, ...] = ()

    @property
    def last(self) -> int:
        """The number of the newest, 0 for none."""
        return self.lines[-1].n if self.lines else 0

    @property
    def before(self) -> int:
        """What the lines before these are asked for with, 0 where these begin with the first."""
        return self.lines[0].n if self.lines and self.lines[0].n > 1 else 0

    def with_newest(self, page: Sequence[JointEntry]) -> Lines:
        """These with the newest page of the log; only that, where more has come than a page."""
        if not page or page[-1].n <= self.last:
            return self
        if page[0].n > self.last + 1:
            return Lines(tuple(page))
        return Lines((*(one for one in self.lines if one.n < page[0].n), *page))

    def with_older(self, page: Sequence[JointEntry]) -> Lines:
        """These with a page of the log before them; without it, where it is not the one before."""
        if not page or not self.lines or page[-1].n != self.lines[0].n - 1:
            return self
        return Lines((*page, *self.lines))
