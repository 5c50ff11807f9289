"""The small replica in ``resources/selftest``: a few tickets of every state of a demo district.

For the self-test, and for measurements that need many rows that look like real ones.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Self

import msgspec

from contract.account import Actor, Role, in_path
from contract.guards import in_scope
from contract.joint.joint import Joint, in_joint_scope
from contract.reference import Reference
from contract.ticket import Ticket

from .clock import Kept
from .line import KEPT
from .replica import joint_rows, lean
from .replica.database import Database, set_meta
from .replica.rows import CURSOR, HEARD, LAYOUT, Rows
from .seat import scope_of
from .settings import Settings

FILE = Path(__file__).resolve().parent.parent / "resources" / "selftest" / "replica.json"
NOWHERE = "http://127.0.0.1:9"
"""The discard port: nobody answers there, and no packet leaves the machine."""
DISTRICT_WIDE: tuple[Role, ...] = ("seat", "duty", "leader")


class SmallReplica(msgspec.Struct, frozen=True, dict=True):
    """The file (``resources/selftest/make.py`` makes it). `at` is the instant it was taken."""

    at: int
    reference: msgspec.Raw
    tables: msgspec.Raw
    outlines: dict[str, msgspec.Raw]
    tickets: tuple[Ticket, ...]
    joints: tuple[Joint, ...] = ()

    @classmethod
    def read(cls) -> Self:
        """What comes with the program."""
        return msgspec.json.decode(FILE.read_bytes(), type=cls)

    @cached_property
    def known(self) -> Reference:
        """The reference, decoded."""
        return msgspec.json.decode(self.reference, type=Reference)

    def people(self) -> Iterator[Actor]:
        """One person of each role, each where there is work."""
        district, top = self.known.district.code, self.known.areas[0].code
        for role in DISTRICT_WIDE:
            yield Actor(
                id=f"self-{role}",
                name=role,
                role=role,
                district=district,
                seat="01",
                area=top,
                area_path=top,
            )
        units = {t.unit: t.unit_path for t in self.tickets if t.unit}
        unit = max(units, key=lambda code: sum(t.unit == code for t in self.tickets))
        yield Actor(
            id="self-handler",
            name="handler",
            role="handler",
            district=district,
            unit=unit,
            unit_path=units[unit],
        )
        areas = {t.area: t.area_path for t in self.tickets if t.area}
        grid = max(areas, key=lambda code: sum(in_path(t.area_path, areas[code]) for t in self.tickets))
        yield Actor(
            id="self-grid", name="grid", role="grid", district=district, area=grid, area_path=areas[grid]
        )

    def write(self, settings: Settings, actor: Actor, tickets: Iterable[Ticket] | None = None) -> None:
        """The replica that this person's seat would have in its profile; `tickets` instead of the file's."""
        database = Database(settings.profile / "seat.sqlite")
        rows = Rows(database)
        server, district = settings.kept.server, self.known.district.code
        held = [t for t in (self.tickets if tickets is None else tickets) if in_scope(t, actor)]
        # Who brings tickets of their own measures those.
        seen = [j for j in self.joints if in_joint_scope(j, actor)] if tickets is None else []
        cached = {"reference": self.reference, "tables": self.tables}
        cached |= {f"geometry {level}": outline for level, outline in self.outlines.items()}

        def put(db: sqlite3.Connection) -> None:
            rows.clear(db, scope_of(server, actor))
            rows.upsert(db, held)
            joint_rows.upsert(db, seen)
            set_meta(db, LAYOUT, lean.LAYOUT)
            set_meta(db, CURSOR, max((ticket.seq for ticket in held), default=0))
            set_meta(db, HEARD, self.at)
            set_meta(db, KEPT, Kept(self.at, time.time_ns() // 1_000_000))
            for what, body in cached.items():
                db.execute(
                    "INSERT OR REPLACE INTO cache VALUES (?, '', ?)",
                    (f"{server} {district} {what}", bytes(body)),
                )

        database.write_now(put)
        database.close()
