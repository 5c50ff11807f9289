"""The process that `start_warm` starts: a console up to its painted queue. It imports nothing that a console
does not, since its imports are measured."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path


def child(profile: Path) -> None:
    """The console's own start, as `console.app.run` does it, up to the painted queue."""
    from console import starting

    starting.begin()
    from console.app import Options, application, opened, settings_of

    app = application()
    desk = opened(app, settings_of(Options(), profile))
    import qasync

    loop = qasync.QEventLoop(app)
    with loop:
        loop.run_until_complete(_seated(desk))


async def _seated(desk: object) -> None:
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QAbstractItemView

    from console import starting
    from console.desk import Desk
    from contract.account import Actor
    from views.window import Window

    assert isinstance(desk, Desk)
    painted = asyncio.Event()
    # The intake's queue holds half of them.
    least = desk.store.count() // 4

    class Watch(QObject):
        """Hears the first painting of a table that has rows."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                table = watched.parent()
                if isinstance(table, QAbstractItemView) and table.model().rowCount() >= least:
                    painted.set()
            return False

    watch = Watch()
    window = Window(desk)
    window.resize(1600, 900)
    window.show()
    starting.over()
    # Whose replica this is stands in it: the district's seat.
    top = desk.kept_scope.rpartition(" ")[2]
    await desk.sit(
        Actor(id="self-seat", name="seat", role="seat", district=top, seat="01", area=top, area_path=top)
    )
    seat = window.seat
    assert seat is not None

    def look() -> None:
        for table in window.findChildren(QAbstractItemView):
            table.viewport().installEventFilter(watch)

    seat.screen_shown.connect(look)
    await painted.wait()
    await asyncio.sleep(0)
    sys.stdout.write(f"{time.monotonic_ns()}\n")
    window.close()
    await desk.close()


if __name__ == "__main__":
    child(Path(sys.argv[1]))
