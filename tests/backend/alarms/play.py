"""What the tests of sensors' alarms play with: the tiny district with a ladder, a platform, and people."""

from __future__ import annotations

import asyncio
import csv
import shutil
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select

from backend.service.alarms import Alarmed
from backend.service.alarms_taken import Told
from backend.service.clock import SimulatedClock
from backend.service.counting.recount import differences
from backend.services import Services
from backend.serving import load_district
from backend.settings import Settings
from backend.simulation.writing import actors
from backend.store import tables as t
from contract.clock import MINUTE
from contract.feed import Entry
from contract.ticket import Ticket
from contract.visit import Visit
from tests.backend.falling_play import WAIT_S, Play
from tests.backend.running import DISTRICT, GRID, ORIGIN, TINY

WORKER = f"g-{GRID}"
STATION, CENTRE_1, CENTRE = "T-S1-C1", "T-S1", "T-C"
POINT = (117.21, 31.72)
"""In the first grid."""
KIND = "no_electricity"
SIGN_IN, CONFIRM = 10 * MINUTE, 30 * MINUTE
ITEM = "10-1-09"

PHRASES = Path(__file__).parents[3] / "resources" / "districts" / "baohe" / "phrases.toml"

LADDER = f"""
[alarms.{KIND}]
zh = "独居老人用电异常"
en = "Lone elder: no electricity used"
item = "{ITEM}"
measure = {{ zh = "未用电", en = "nothing used for" }}
unit = {{ zh = "小时", en = "h" }}
""" + "".join(
    f"""
[[alarms.{KIND}.steps]]
level = "{level}"
role = "{role}"
sign_in = "{sign_in} minutes"
confirm = "{confirm} minutes"
"""
    for level, role, sign_in, confirm in (
        ("grid", "community_station", 10, 30),
        ("community", "community_station", 5, 20),
        ("street", "sub_centre", 5, 20),
        ("district", "centre", 5, 20),
    )
)

CHANNEL = """
[[channels]]
key = "sensor"
zh = "物联感知告警"
en = "Sensor alarm"
type = "sensor"
accept_limit = "5 minutes"
dispatch_limit = "5 minutes"
share = 0.05
evidence = 0.0
"""


def district(folder: Path, *, ladder: str = LADDER, alarms_per_day: int = 0) -> Path:
    """The tiny district with a sensor platform, a station for each community, an item, and the ladder."""
    made = folder / "district"
    shutil.copytree(TINY, made)
    shutil.copy(PHRASES, made)
    profile = made / "profile.toml"
    text = profile.read_text("utf-8")
    text = text.replace("[simulation]", f"[simulation]\nalarms_per_day = {alarms_per_day}")
    profile.write_text(text.replace("[steps]", f"{CHANNEL}\n[steps]") + ladder, "utf-8")
    with (made / "organisations.csv").open("a", encoding="utf-8") as file:
        for street in (1, 2):
            for n in (1, 2):
                area = f"99000100{street}00{n}"
                file.write(f"T-S{street}-C{n},T-S{street},station,community_station,社区{street}{n}服务站,")
                file.write(f"Station {street}{n},社区{street}{n},{area},,\n")
        file.write("T-S2-JY,T-S2,team,rescue,西河街道救援队,Xihe rescue team,西河救援队,990001002,,\n")
    with (made / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    new = rows[0] | {
        "code": ITEM,
        "name_zh": "独居老人用电异常",
        "name_en": "Lone elder: unusual electricity",
        "handler": "community_station",
        "sign_in_limit": "1 hours",
        "arrive_limit": "2 hours",
        "handle_limit": "2 urgent_hours",
        "evidence_required": "result_note",
    }
    with (made / "catalogue.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(new))
        writer.writeheader()
        writer.writerows([*rows, new])
    return made


class Alarming(Play):
    """Replicas that take alarms in."""

    async def alarm(self, device: str = "M-0001", **more: Any) -> Told:
        """One message of a device, in the first grid."""
        fields: dict[str, Any] = {
            "id": str(uuid.uuid4()),
            "device": device,
            "kind": KIND,
            "at": self.moment(),
            "measure": 26.0,
            "lon": POINT[0],
            "lat": POINT[1],
            **more,
        }
        told, _ = await self.one.alarms.take(
            self.accounts["c-sensor"], msgspec.convert(fields, Alarmed, str_keys=True)
        )
        return told

    def moment(self, ago: int = 0) -> str:
        """An instant in the platform's words."""
        return msgspec.json.decode(msgspec.json.encode(_moment(self.clock.now() - ago)), type=str)

    async def of(self, told: Told) -> Ticket:
        """The ticket of an alarm as it stands."""
        k = t.ticket.c
        query = select(k.row).where(k.district == DISTRICT, k.number == told.ticket)
        async with self.one.store.read() as connection:
            return msgspec.msgpack.decode((await connection.execute(query)).scalar_one(), type=Ticket)

    async def sound(self) -> None:
        """As `Play.sound`, and the figures counted twice are the same."""
        await super().sound()
        reference = self.one.references.get(DISTRICT).reference
        async with self.one.store.read() as connection:
            assert await differences(connection, reference) == []

    async def until_raised(self, ids: list[str], level: str) -> None:
        """Wait until tickets were passed up to a level."""
        async with asyncio.timeout(WAIT_S):
            while True:
                rows = [await self.row(id_) for id_ in ids]
                if all(row.beside.level == level for row in rows):
                    return
                await asyncio.sleep(0.05)

    async def lines(self, ticket: str) -> list[Entry]:
        """A ticket's timeline."""
        e = t.entry.c
        query = select(e.body).where(e.district == DISTRICT, e.ticket == ticket).order_by(e.n)
        async with self.one.store.read() as connection:
            return [msgspec.msgpack.decode(b, type=Entry) for b in await connection.scalars(query)]


def visit_of(ticket: Ticket) -> Visit:
    """The visit behind a ticket."""
    assert ticket.beside.visit is not None
    return ticket.beside.visit


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)


@asynccontextmanager
async def opened(
    url: str,
    folder: Path,
    *,
    replicas: int = 1,
    start: bool = False,
    origin: int = ORIGIN,
    ladder: str = LADDER,
    alarms_per_day: int = 0,
) -> AsyncIterator[Alarming]:
    """Replicas on a database with that district; their rooms run where they are started."""
    clock = SimulatedClock(origin, 0)
    settings = Settings(database=url, files=folder, port=0, pool=2)
    made = [await Services.open(settings, clock)]
    if not made[0].references.districts:
        await load_district(
            made[0], district(folder, ladder=ladder, alarms_per_day=alarms_per_day), demo=True
        )
    made += [await Services.open(settings, clock) for _ in range(replicas - 1)]
    play = Alarming(url, folder, clock, made)
    play.accounts = await actors(made[0].store, made[0].references.get(DISTRICT))
    try:
        for services in made if start else ():
            await services.start()
        yield play
    finally:
        for services in made:
            await services.close()
