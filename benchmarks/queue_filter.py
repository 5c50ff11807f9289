"""One more character typed into the search of a queue of 100,000 tickets, to the rows painted anew, in ms:
Chinese words, pinyin initials, a number and a place, character by character, and back to nothing.
"""

from __future__ import annotations

from functools import partial

from benchmarks.figure import Figure, figure
from benchmarks.seat import TICKETS, Room, Runs, in_a_seat

WORDS = ("停车场收费", "路灯", "shgy", "居委会东侧", "bh202611", "垃圾 ljc", "57号")
PEER_WORDS = ("停车场", "bh20")
ROUNDS = 3


def run(count: int = TICKETS, rounds: int = ROUNDS, words: int = len(WORDS)) -> Figure:
    """The median over all characters of the first `words` and over the rounds."""
    runs = in_a_seat("queue_filter", count, {"rounds": rounds, "words": words})
    return figure(
        "queue_filter", "ms", runs["ours"], peer="QSortFilterProxyModel", peer_values=runs["theirs"]
    )


def measure(room: Room) -> Runs:
    """In the seat's process."""
    from benchmarks.queue_peer import beside
    from widgets.text import SearchField

    field = room.panel.findChildren(SearchField)[0]
    ours = []
    for n in range(room.wishes["rounds"] + 1):
        for word in WORDS[: room.wishes["words"]]:
            for character in word:
                taken = room.repainted(partial(field.insert, character))
                ours += [taken] if n else []
            room.repainted(field.clear)
    peer = beside(room)
    narrow = peer.proxy.setFilterFixedString
    theirs: list[float] = []
    for word in PEER_WORDS:
        typed = [word[:end] for end in range(1, len(word) + 1)]
        theirs += [room.repainted(partial(narrow, text), peer.view.viewport()) for text in typed]
        room.repainted(partial(narrow, ""), peer.view.viewport())
    return {"ours": ours, "theirs": theirs}
