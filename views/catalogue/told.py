"""What the centre told of the catalogue's versions; what of it is known off line, too."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from console.catalogue import versions_here
from console.errors import ConsoleError
from contract.catalogue import CatalogueVersion, Difference
from views.context import Context
from views.on_line import why_not


class Told(QObject):
    """`changed` when the versions are others, `differs` when a difference that was asked for is known."""

    changed = Signal()
    differs = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._asking = False
        self._again = False
        self._fresh: tuple[CatalogueVersion, ...] | None = None
        self._differences: dict[tuple[str, str], Difference | None] = {}

    def versions(self) -> tuple[CatalogueVersion, ...]:
        """All of them, oldest first: as the centre told them, else as the reference has them."""
        now = self._context.now()
        if self._fresh is None:
            return versions_here(self._context.reference, now)
        # What was told stands, with what time has made of it since.
        begun = [one.version for one in self._fresh if one.effective_from <= now]
        return tuple(
            replace(
                one,
                standing="coming"
                if one.effective_from > now
                else "current"
                if one.version == begun[-1]
                else "past",
            )
            for one in self._fresh
        )

    def forget(self) -> None:
        """The catalogue is another: what was told of it may no longer hold."""
        self._differences.clear()

    def ask(self) -> None:
        """The versions with who decided them, where the centre answers."""
        desk = self._context.desk
        if why_not(desk):
            return
        if self._asking:
            self._again = True
            return
        self._asking = True

        def done(found: tuple[CatalogueVersion, ...]) -> None:
            self._asking = False
            if found != self._fresh:
                self._fresh = found
                self._differences.clear()
                self.changed.emit()
            if self._again:
                self._again = False
                self.ask()

        def failed(_error: ConsoleError) -> None:
            # What the reference says stands; the status bar says that the line is down.
            self._asking = self._again = False

        desk.run("versions of the catalogue", desk.catalogue.versions(), done, failed, self)

    def difference(self, before: str, after: str) -> Difference | None:
        """What one version changes against another; None while it is not known, and then it is asked for."""
        desk, asked = self._context.desk, (before, after)
        if asked in self._differences or why_not(desk):
            return self._differences.get(asked)
        self._differences[asked] = None

        def done(found: Difference) -> None:
            self._differences[asked] = found
            self.differs.emit()

        def failed(_error: ConsoleError) -> None:
            self._differences.pop(asked, None)

        desk.run("difference", desk.catalogue.difference(before, after), done, failed, self)
        return None
