"""What is remembered of layouts: what stands, what the person saved as their own, what can be undone."""

from __future__ import annotations

from msgspec.structs import replace

from console.settings import Arrangement, Settings
from views.workspaces.monitors import monitors

UNDO_MOST = 20


class Memory:
    """One role's. Own and standing layouts are kept by the number of monitors, in the settings; what can be
    undone lives as long as the seat's window."""

    def __init__(self, settings: Settings, role: str) -> None:
        self._kept = settings.kept
        self._role = role
        self._undo: list[tuple[Arrangement, Arrangement | None]] = []
        self.stood: Arrangement | None = None

    def _slot(self) -> str:
        return f"{self._role}/{len(monitors())}"

    def own(self) -> Arrangement | None:
        """What the person saved for the monitors there are."""
        return self._kept.workspaces.get(self._slot())

    def set_own(self, arrangement: Arrangement | None) -> None:
        """Saves what is theirs; None gives it up."""
        if arrangement is None:
            self._kept.workspaces.pop(self._slot(), None)
        else:
            self._kept.workspaces[self._slot()] = arrangement

    def standing(self) -> Arrangement | None:
        """What stood last with the monitors there are."""
        return self._kept.standing.get(self._slot())

    def stands(self, arrangement: Arrangement) -> None:
        """What stands now; panels are kept by their screens."""
        self._kept.standing[self._slot()] = replace(arrangement, docks={})
        self.stood = arrangement

    def remember(self, before: Arrangement) -> None:
        """What stood before a change that is about to be made."""
        entry = (before, self.own())
        if not self._undo or self._undo[-1] != entry:
            self._undo.append(entry)
            del self._undo[:-UNDO_MOST]

    def can_undo(self) -> bool:
        """Whether something can be undone."""
        return bool(self._undo)

    def take_back(self) -> Arrangement | None:
        """What stood before the last change, which is forgotten; None for none."""
        if not self._undo:
            return None
        before, own = self._undo.pop()
        self.set_own(own)
        return before
