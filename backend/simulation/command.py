"""`grid-backend simulate`: its options, and the run behind it."""

from __future__ import annotations

import argparse
from pathlib import Path

import structlog

from backend.simulation import scene as scenes
from backend.simulation.furniture import Furniture
from backend.simulation.joints.live import JointPlay
from backend.simulation.joints.telling import Starts, grounds
from backend.simulation.line import Line
from backend.simulation.player import WATCHER, Player
from backend.simulation.writing import SEED
from contract.clock import MINUTE
from contract.reference import Reference

DISTRICTS = Path(__file__).parents[2] / "resources" / "districts"
PLAYED_FROM = 3
"""The first two seats are left to people."""

log = structlog.get_logger("simulation")


class SimulationError(Exception):
    """The environment: the backend or its district is not one that can be played on."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the subcommand."""
    parser.add_argument("--server", default="http://127.0.0.1:8040", help="the backend to play on")
    parser.add_argument("--rate", type=float, default=1.0, help="multiplies the district's own volume")
    parser.add_argument(
        "--speed", type=float, help="how fast the backend's clock is to run; without it, as it runs"
    )
    parser.add_argument("--seed", type=int, default=SEED, help="the same seed plays the same day")
    parser.add_argument("--seats", type=int, default=0, help="how many seats are played, too")
    parser.add_argument("--repeats", type=float, help="the share of reports that come again")
    parser.add_argument("--minutes", type=float, help="end after so many minutes of the backend's time")
    parser.add_argument("--district", default="baohe", help="folder of the district's profile, or its name")
    parser.add_argument("--password", help="of the demo accounts; without it, the one they are made with")


def folder_of(district: str) -> Path:
    """A district's folder by its name or its path; raises SimulationError."""
    for folder in (Path(district), DISTRICTS / district):
        if (folder / "profile.toml").is_file():
            return folder
    raise SimulationError(f"no district profile in {district}")


def _logins(reference: Reference) -> frozenset[str]:
    """The accounts of a demo district's units and of its streets' sub-centres."""
    units = {f"u-{unit.code}" for unit in reference.units}
    return frozenset(units | {f"s-{u.code}" for u in reference.units if u.type == "sub_centre" and u.area})


async def play(options: argparse.Namespace) -> int:
    """Play until cancelled, or for `--minutes`; gives how much the backend has taken."""
    folder = folder_of(options.district)
    line = Line(options.server, options.password or f"{folder.resolve().name}-demo-2026")
    try:
        told = await line.time()
        if options.speed is not None and options.speed != told.speed:
            await line.set_speed(options.speed)
            told = await line.time()
        reference = await line.reference(WATCHER)
        scene = scenes.read(folder, told.now, reference.calendar.utc_offset)
        if scene.code != reference.district.code:
            raise SimulationError(f"the backend serves {reference.district.code}, not {scene.code}")
        scene = scene.within({item.code for item in reference.items_at(told.now)})
        scene = scene.heard_by({rule.key for rule in reference.district.alarms})
        scene = scene.among(Furniture(await line.components(WATCHER)))
        seats = tuple(f"seat{n:02d}" for n in range(PLAYED_FROM, PLAYED_FROM + options.seats))
        entries = grounds(folder, scene.local(told.now).date().isoformat())
        starts = Starts(scene, reference, options.seed, entries, _logins(reference))
        player = Player(
            line,
            scene,
            reference,
            seed=options.seed,
            rate=options.rate,
            seats=seats,
            repeat_rate=options.repeats,
            api_key=f"{scene.key}-demo-",
            joints=JointPlay(line, starts, seats, options.rate),
        )
        until = told.now + round(options.minutes * MINUTE) if options.minutes else None
        await player.run(until)
        return player.done
    finally:
        await line.close()


async def run(options: argparse.Namespace) -> int:
    """The subcommand; gives its exit status. Raises SimulationError, LineError."""
    done = await play(options)
    log.info("played", done=done)
    return 0
