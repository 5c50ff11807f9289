"""The tour: one ticket's whole way at four seats, then every screen, without a person.

Writes pictures and `tour.json` into a folder; exits 0 only if all of it held.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.tour import gallery  # noqa: E402
from tests.tour.beside import Beside  # noqa: E402
from tests.tour.jointly import Jointly, departments_of, street_of  # noqa: E402
from tests.tour.matter import Matter, choose, read_reference  # noqa: E402
from tests.tour.on_map import OnMap  # noqa: E402
from tests.tour.play import Record  # noqa: E402
from tests.tour.redivide import Redivide  # noqa: E402
from tests.tour.scenario import Scenario  # noqa: E402
from tests.tour.station import Station, TourError, stations  # noqa: E402
from tests.tour.witness import Witness  # noqa: E402

PASSWORD = "baohe-demo-2026"


def play(server: str, out: Path, folder: Path, password: str) -> tuple[list[Record], Witness]:
    """The scenarios, each where those before it held."""
    witness = Witness(server, "duty01", password)
    matter = choose(read_reference(witness.reference()), round(time.time() * 1000))
    first = Station("seat-a", "seat01", server, folder)
    second = Station("seat-b", "seat02", server, folder)
    handler = Station("handler", f"u-{matter.unit.code}", server, folder)
    worker = Station("grid-worker", f"g-{matter.grid.code}", server, folder)
    cast = (first, second, handler, worker)
    with stations(*cast):
        for seat in cast:
            seat.log_in(password)
        records = Scenario(*cast, witness, matter, out).play()
    if all(record.ok for record in records):
        records += _beside(server, out, folder, password, witness, matter)
    if all(record.ok for record in records):
        records += _on_map(server, out, folder, password, witness, matter)
    if all(record.ok for record in records):
        records += _redivide(server, out, folder, password, witness, matter)
    if all(record.ok for record in records):
        records += _jointly(server, out, folder, password, witness, matter)
    return records, witness


def _beside(
    server: str, out: Path, folder: Path, password: str, witness: Witness, matter: Matter
) -> list[Record]:
    """The second scenario, with those who sign."""
    logins = {
        "seat-c": "seat03",
        "handler-c": f"u-{matter.unit.code}",
        "grid-worker-c": f"g-{matter.grid.code}",
        "duty": "duty01",
        "leader": "leader01",
    }
    cast = [Station(name, login, server, folder) for name, login in logins.items()]
    with stations(*cast):
        for seat in cast:
            seat.log_in(password)
        return Beside(cast, witness, matter, out, len(Scenario.steps) + 1).play()


def _on_map(
    server: str, out: Path, folder: Path, password: str, witness: Witness, matter: Matter
) -> list[Record]:
    """The third scenario, on the map."""
    logins = {"seat-m": "seat04", "duty-m": "duty01"}
    cast = [Station(name, login, server, folder) for name, login in logins.items()]
    with stations(*cast):
        for seat in cast:
            seat.log_in(password)
        return OnMap(cast, witness, matter, out, len(Scenario.steps) + len(Beside.steps) + 1).play()


def _redivide(
    server: str, out: Path, folder: Path, password: str, witness: Witness, matter: Matter
) -> list[Record]:
    """The last scenario: the district is divided anew."""
    admin = Station("admin", "admin01", server, folder)
    number = len(Scenario.steps) + len(Beside.steps) + len(OnMap.steps) + 1
    with stations(admin):
        admin.log_in(password)
        return Redivide((admin,), witness, matter, out, number).play()


def _jointly(
    server: str, out: Path, folder: Path, password: str, witness: Witness, matter: Matter
) -> list[Record]:
    """A joint action: a street, the duty officer, four departments."""
    reference = read_reference(witness.reference())
    units = departments_of(reference, matter)
    street = Station("street", f"u-{street_of(reference, matter).code}", server, folder)
    duty = Station("duty-j", "duty01", server, folder)
    departments = [Station(f"unit-{n}", f"u-{unit.code}", server, folder) for n, unit in enumerate(units, 1)]
    number = sum(len(part.steps) for part in (Scenario, Beside, OnMap, Redivide)) + 1
    with stations(street, duty, *departments):
        for seat in (street, duty, *departments):
            seat.log_in(password)
        return Jointly(street, duty, departments, units, witness, matter, out, number).play()


def show(server: str, out: Path, folder: Path, password: str) -> tuple[list[str], str]:
    """Every screen; the pictures' names, and what went wrong ("" for nothing)."""
    matter = choose(
        read_reference(Witness(server, "duty01", password).reference()), round(time.time() * 1000)
    )
    names: list[str] = []
    handler, worker = f"u-{matter.unit.code}", f"g-{matter.grid.code}"
    try:
        names.extend(gallery.walk(server, folder, out, password, handler, worker, "leader01"))
    except TourError as error:
        return names, str(error)
    return names, ""


def main() -> int:
    """Plays it; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--password", default=PASSWORD)
    parser.add_argument("--steps-only", action="store_true", help="leave the gallery of screens out")
    options = parser.parse_args()
    out: Path = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="grid-tour-") as folder:
        try:
            records, _ = play(options.server, out, Path(folder), options.password)
            wrong = ""
        except TourError as error:
            records, wrong = [], str(error)
        screens: list[str] = []
        if not options.steps_only and records and all(record.ok for record in records):
            print("tour: every screen", flush=True)
            screens, wrong = show(options.server, out, Path(folder), options.password)
    ok = bool(records) and all(record.ok for record in records) and not wrong
    told = {"ok": ok, "steps": [record.built() for record in records], "screens": screens}
    if wrong:
        told["error"] = wrong
    told["seconds"] = round(time.monotonic() - began, 1)
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    (out / "tour.json").write_text(text, encoding="utf-8")
    print(text if not ok else f"tour: held, {len(screens)} screens, {told['seconds']} s", flush=True)
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
