"""Two characters searched for in the texts of 100,000 tickets, in ms a query: Chinese ones and pinyin
initials, those that few and those that nearly all hold. The 99th percentile goes to stderr.

The peer is what SQLite has for it: the same texts in an FTS5 index of trigrams, which has no two-character
terms and so looks at every row; it knows no initials and is asked for Chinese alone.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from statistics import quantiles

from benchmarks.figure import Figure, figure
from benchmarks.seat import TICKETS, many
from console.replica import search
from console.replica.columns import Columns
from console.small_replica import SmallReplica
from contract.ticket import Ticket

CHINESE = ("停车", "公示", "垃圾", "路口", "居委", "施工", "不亮", "井盖", "方兴", "没有")
INITIALS = ("tc", "gs", "lj", "lk", "jw", "sg", "bl", "jg", "fx", "zz")
ROUNDS = 20
PEER_ROUNDS = 3


def filled(tickets: list[Ticket]) -> Columns:
    """Columns of tickets, as a replica without its file."""
    columns = Columns(lambda _: None)
    for ticket in tickets:
        columns.put(ticket)
    columns.matches("准备")
    return columns


def run(count: int = TICKETS, rounds: int = ROUNDS) -> Figure:
    """The median over words and rounds."""
    search.prepare()
    tickets = list(many(SmallReplica.read().tickets, count))
    columns = filled(tickets)
    ours = []
    for _ in range(rounds):
        for word in CHINESE + INITIALS:
            began = time.perf_counter()
            columns.matches(word)
            ours.append((time.perf_counter() - began) * 1000)
    theirs = _fts5(tickets, min(rounds, PEER_ROUNDS))
    sys.stderr.write(f"search: p99 {quantiles(ours, n=100)[98]:.1f} ms of {len(ours)} queries\n")
    return figure("search", "ms", ours, peer="SQLite FTS5 trigram", peer_values=theirs)


def _fts5(tickets: list[Ticket], rounds: int) -> list[float]:
    db = sqlite3.connect(":memory:")
    names = ("number", "title", "place", "item", "area", "unit")
    db.execute(f"CREATE VIRTUAL TABLE texts USING fts5({', '.join(names)}, tokenize='trigram')")
    texts = [(t.number, t.title, t.place, t.item_name, t.area_name, t.unit_name) for t in tickets]
    db.executemany("INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?)", texts)
    query = "SELECT rowid FROM texts WHERE " + " OR ".join(f"{name} LIKE ?" for name in names)
    taken = []
    for _ in range(rounds):
        for word in CHINESE:
            began = time.perf_counter()
            db.execute(query, [f"%{word}%"] * len(names)).fetchall()
            taken.append((time.perf_counter() - began) * 1000)
    db.close()
    return taken
