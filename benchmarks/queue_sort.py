"""A queue of 100,000 tickets sorted by another column: the click on its title to the rows painted anew, in
ms. The median is over all columns, up and down; the peer sorts by the due instant.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from benchmarks.figure import Figure, figure
from benchmarks.seat import TICKETS, Room, Runs, in_a_seat

ROUNDS = 3


def run(count: int = TICKETS, rounds: int = ROUNDS) -> Figure:
    """The median over all columns and rounds."""
    runs = in_a_seat("queue_sort", count, {"rounds": rounds})
    return figure("queue_sort", "ms", runs["ours"], peer="QSortFilterProxyModel", peer_values=runs["theirs"])


def measure(room: Room) -> Runs:
    """In the seat's process."""
    from benchmarks.queue_peer import beside

    header = room.table.header
    shown = [n for n in range(len(room.panel.model.columns)) if not header.isSectionHidden(n)]

    def click(section: int) -> None:
        middle = header.sectionViewportPosition(section) + header.sectionSize(section) // 2
        at = QPoint(middle, header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

    ours = []
    for n in range(room.wishes["rounds"] + 1):
        for section in shown:
            # The second click on a title turns the order round.
            taken = [room.repainted(partial(click, section)) for _ in range(2)]
            if [key for key, _ in room.panel.model.sort_order()] != [room.panel.model.columns[section].key]:
                raise RuntimeError("the click did not sort")
            ours += taken if n else []
    peer = beside(room)
    theirs = [room.repainted(lambda: peer.proxy.sort(0), peer.view.viewport())]
    return {"ours": ours, "theirs": theirs}
