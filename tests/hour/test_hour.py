"""An operator's hour: sixty tickets taken in, filed and dispatched by keys alone, while others work, too.

A real backend process, a real console on a screen of its own, keys that the X server sends, and the simulated
day with other seats at the same time. The matters are the simulation's, through its own channels; what each
truly is about is known, so that it is known, too, whether a proposal was right. The operator looks at the
proposal before taking it.

The budget, in keys beyond typed text:

=============================================  ====================================================  ====
path                                           keys                                                  most
=============================================  ====================================================  ====
queue, the proposal is right                   (Esc from the form of a call) N D                        3
queue, another item                            (Esc) N F, the item, Enter, Ctrl+D                       5
queue, another item and the place unknown      (Esc) N F, the item, Enter, Tab, the grid, Enter,        7
                                               Ctrl+D
call, the proposal is right                    (T) Tab Tab Tab Ctrl+D                                   5
call, another item                             (T) Tab Tab Tab Tab Tab, the item, Enter, Ctrl+D         8
=============================================  ====================================================  ====
"""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from backend.simulation import scene as scenes
from backend.simulation.history import reported, reporting_login
from backend.simulation.matters import Matter, matters
from contract.reference import Reference
from stage.backend import BackendProcess, program
from tests.hour.seat import Operator, Taken
from tests.pair.backend_process import backend as command
from tests.tour.matter import read_reference
from tests.tour.station import START_LIMIT_S, Station, TourError, until
from tests.tour.witness import Witness
from views.choices import named_in

ROOT = Path(__file__).parents[2]
BAOHE = ROOT / "resources" / "districts" / "baohe"
PASSWORD = "baohe-demo-2026"
TICKETS = 60
DAYS = 3
"""Out of so many: of a night alone there would be too few calls."""
CALL_EVERY = 5
ALLOWED = {
    "queue": 3,
    "queue, put right": 5,
    "queue, put right with its place": 7,
    "call": 5,
    "call, put right": 8,
}
HOUR_MS = 3_600_000


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A backend on the demo district without a past: the queue holds what is put there."""
    folder = tmp_path_factory.mktemp("hour")
    database = f"sqlite:///{folder / 'grid.sqlite'}"
    subprocess.run(
        command("load-district", str(BAOHE), "--demo", "--database", database),
        check=True,
        capture_output=True,
    )
    with BackendProcess(["--database", database], folder / "backend.log") as backend:
        yield backend.url


@contextmanager
def others_at_work(server: str, log: Path) -> Iterator[None]:
    """Citizens, units and other seats, for the length of a `with` block."""
    arguments = ["simulate", "--server", server, "--rate", "30", "--seats", "4", "--seed", "5"]
    with log.open("ab") as said:
        player = subprocess.Popen(
            [program("grid-backend"), *arguments], stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
    try:
        yield
    finally:
        player.terminate()
        player.wait(30)


@contextmanager
def pictured(seat: Station, folder: Path) -> Iterator[None]:
    """What stood on the screen when something did not come about."""
    try:
        yield
    except TourError:
        seat.shot(folder / "failed.png")
        raise


def material(reference: Reference) -> list[Matter]:
    """What has happened: matters of the simulation with titles that occur once, most of them located."""
    now = round(time.time() * 1000)
    scene = scenes.read(BAOHE, now, reference.calendar.utc_offset)
    known = {item.code for item in reference.items_at(now)}
    found: dict[str, Matter] = {}
    for matter in matters(scene, 11, now - DAYS * 24 * HOUR_MS, now, 1.0):
        if matter.item in known:
            found.setdefault(matter.title, matter)
    return list(found.values())


def post(server: str, matter: Matter, reference: Reference) -> None:
    """Through the channel's own account, as the channel posts it."""
    channel = Witness(server, reporting_login(matter, reference), PASSWORD)
    act = msgspec.to_builtins(reported(matter))
    channel.report(act | {"files": [], "action": "report"})


@pytest.mark.timeout(900)
def test_sixty_tickets_by_keys_alone(district: str, tmp_path: Path) -> None:
    witness = Witness(district, "duty01", PASSWORD)
    reference = read_reference(witness.reference())
    found = material(reference)
    # Two communities may have one name: who is told that one asks which, which is typed text more.
    told_where = [m for m in found if m.channel_type == "hotline" and named_in(m.place, reference)]
    calls = told_where[: TICKETS // CALL_EVERY]
    assert len(calls) == TICKETS // CALL_EVERY
    # More than this seat takes: others take some of them, and at night few new ones come.
    queued = [m for m in found if m not in calls][: 2 * TICKETS]
    assert len(queued) > TICKETS
    for matter in queued:
        post(district, matter, reference)
    assert len({m.channel for m in queued}) >= 5
    truth = {m.title: m for m in queued}
    names = {i.code: i.names.zh for i in reference.items_at(round(time.time() * 1000))}

    with Station("seat", "seat01", district, tmp_path) as seat:
        seat.log_in(PASSWORD)
        until("the queue", lambda: seat.settled() and seat.state()["tickets"] >= len(queued), START_LIMIT_S)
        seat.key("ctrl+1")
        seat.see("intake.table")
        operator = Operator(seat, names)
        with others_at_work(district, tmp_path / "simulation.log"), pictured(seat, tmp_path):
            for number in range(TICKETS):
                if number % CALL_EVERY == CALL_EVERY - 1:
                    call = calls[number // CALL_EVERY]
                    # Of few words it has none; what it learns meanwhile is more, never less.
                    proposed = witness.proposes_item(call.text)
                    operator.take_call(call, "王女士", f"1285551{number:04d}", proposed=proposed)
                else:
                    operator.next_ticket(truth)
        until("everything to be sent", seat.settled, START_LIMIT_S)
        actor = seat.state()["actor"]["id"]

    told(operator.taken)
    for taken in operator.taken:
        assert len(taken.keys) <= ALLOWED[taken.path], taken
        if taken.right:
            assert len(taken.keys) <= 6, taken
    assert len(operator.taken) == TICKETS
    assert sum(t.right for t in operator.taken) >= TICKETS // 3, "the proposals are worth looking at"
    # As the backend has them: filed as what they are, with a unit, by this operator.
    for taken in operator.taken:
        if taken.ticket:
            check(witness.detail(taken.ticket), actor, taken.item)
    for call in calls:
        rows = [r for r in witness.find(text=call.place) if r["text"] == call.text.strip()]
        assert len(rows) == 1, call
        check(witness.detail(rows[0]["id"]), actor, call.item)


def check(page: dict[str, Any], actor: str, item: str) -> None:
    """Taken in, filed and dispatched, once each, the last two by the operator: another seat may have accepted
    it and left it."""
    row = page["ticket"]
    entries = [e for e in page["timeline"] if e["action"] in ("accept", "file", "dispatch")]
    assert [e["action"] for e in entries] == ["accept", "file", "dispatch"], row["number"]
    assert {e["by"] for e in entries[1:]} == {actor}, row["number"]
    assert row["unit"], row["number"]
    assert not item or row["item"] == item, row["number"]


def told(taken: list[Taken]) -> None:
    """The count per path, for who reads the test's output."""
    for path in ALLOWED:
        counted = Counter(len(t.keys) for t in taken if t.path == path)
        print(f"{path}: {sum(counted.values())} tickets, keys {dict(sorted(counted.items()))}")
