"""``grid-backend``: serve, load-district, user, import, superior, export, check, calendar, catalogue,
mandates, components, addresses, roster, due, simulate.

Exit status: 0 done, 1 something was found wrong or refused, 2 wrong usage (`import` has a 3 of its own).
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from backend import logs
from backend.service import due, duty_command, platforms
from backend.service.accounts import Account
from backend.service.addresses import command as addresses_of
from backend.service.catalogue import command as catalogues
from backend.service.clock import SystemClock
from backend.service.components import command as components_of
from backend.service.counting import command as counting
from backend.service.division import command as divisions
from backend.service.importing import command as importing
from backend.service.mandates import command as mandate_lists
from backend.service.profile import ProfileError
from backend.service.refusal import ServiceRefused
from backend.services import Services
from backend.settings import Settings
from backend.simulation import command as simulation
from backend.simulation.line import LineError
from backend.store.engine import StoreError
from contract.account import ROLES

DATABASE = os.environ.get("GRID_DATABASE", "sqlite:///grid.db")

DUE = "say when a limit is used up, and why, as JSON"
SIMULATE = "play citizens, units and grid workers through the public API of a running demo"

Command = Callable[[argparse.Namespace], Awaitable[int]]


@asynccontextmanager
async def opened(options: argparse.Namespace) -> AsyncIterator[Services]:
    """The services on the command line's database, closed at the end; no background task runs."""
    settings = Settings(database=options.database, files=getattr(options, "files", None))
    services = await Services.open(settings, SystemClock())
    try:
        yield services
    finally:
        await services.store.close()


def district_of(services: Services, named: str | None) -> str:
    """The district meant: the one named, or the only one there is."""
    districts = services.references.districts
    if named is None and len(districts) == 1:
        return districts[0]
    if named is None or named not in districts:
        raise SystemExit(f"say which district with --district: {', '.join(districts) or 'none is loaded'}")
    return named


async def serve(options: argparse.Namespace) -> int:
    """Run the service until it is told to end."""
    from backend.serving import run

    settings = Settings(
        database=options.database,
        files=options.files,
        host=options.host,
        port=options.port,
        speed=options.speed,
        claim_minutes=options.claim,
        gone_seconds=options.gone,
    )
    return await run(settings, demo=options.demo, district=options.district)


async def load_district(options: argparse.Namespace) -> int:
    """Load or change a district."""
    from backend.serving import district_folder
    from backend.serving import load_district as load

    async with opened(options) as services:
        folder, days = district_folder(options.folder), options.history_days
        changes = {code: await services.calendars.last(code) for code in services.references.districts}
        profile = await load(services, folder, demo=options.demo or days > 0)
        code = profile.district.code
        changed = await services.calendars.through(code, changes.get(code, 0))
        if days > 0:
            from backend.simulation.writing import write_history

            now = services.clock.now()
            await write_history(services, profile.district.code, folder, now, days=days)
        print(
            json.dumps(
                {
                    "district": profile.district.code,
                    "areas": len(profile.areas),
                    "units": len(profile.units),
                    "items": len(profile.items),
                    "channels": len(profile.channels),
                    "tickets": changed,
                }
            )
        )
    return 0


async def user(options: argparse.Namespace) -> int:
    """Make, change, close or open an account, or end its sessions."""
    async with opened(options) as services:
        district = district_of(services, options.district)
        if options.close or options.reopen:
            await services.accounts.set_active(district, options.login, active=options.reopen)
        elif options.revoke:
            actor = await services.accounts.find(district, options.login)
            print(json.dumps({"sessions": await services.accounts.revoke(district, actor.id)}))
        else:
            password = ""
            if options.role != "channel":
                given = sys.stdin.readline().rstrip("\n") if not sys.stdin.isatty() else getpass.getpass()
                if len(given) < 10:
                    raise SystemExit("the password must have at least 10 characters")
                password = given
            account = Account(
                login=options.login,
                name=options.name or options.login,
                role=options.role,
                password=password,
                api_key=sys.stdin.readline().rstrip("\n") if options.role == "channel" else "",
                seat=options.seat,
                unit=options.unit,
                area=options.area,
                channel=options.channel,
                webhook=options.webhook,
                webhook_secret=os.environ.get("GRID_WEBHOOK_SECRET", ""),
            )
            made = await services.accounts.save(district, [account])
            print(json.dumps({"made": made, "changed": 1 - made}))
    return 0


async def check(options: argparse.Namespace) -> int:
    """Verify audit chains, feeds, rows, timelines, that the figures are what timelines and logs tell, and
    that campaigns have the joint actions of their rounds."""
    from backend.service.audit import faults
    from backend.service.campaign.check import campaign_differences
    from backend.service.counting.recount import differences
    from backend.service.joint_figures.check import joint_differences

    wrong = 0
    async with opened(options) as services:
        for district in services.references.districts:
            reference = services.references.get(district).reference
            async with services.store.read() as connection:
                found = await faults(connection, district)
                found += await differences(connection, reference)
                found += await joint_differences(connection, reference, services.clock.now())
                found += await campaign_differences(connection, district)
            wrong += len(found)
            print(json.dumps({"district": district, "ok": not found, "faults": found}, ensure_ascii=False))
    return 1 if wrong else 0


async def export(options: argparse.Namespace) -> int:
    """Write tickets to a CSV or XLSX file."""
    from backend.service.exporting import export_tickets

    async with opened(options) as services:
        district = district_of(services, options.district)
        held = services.references.get(district)
        count = await export_tickets(services.store, held, options.out, language=options.lang)
    print(json.dumps({"out": str(options.out), "tickets": count}))
    return 0


async def import_file(options: argparse.Namespace) -> int:
    """Take the rows of a file in as reports."""
    from backend.service.importing.command import run

    async with opened(options) as services:
        return await run(services, district_of(services, options.district), options)


async def superior(options: argparse.Namespace) -> int:
    """Connect a superior platform."""
    from backend.service.platforms import run

    async with opened(options) as services:
        return await run(services, district_of(services, options.district), options)


async def catalogue(options: argparse.Namespace) -> int:
    """New versions of the item catalogue, and what there is."""
    from backend.service.catalogue.command import run

    async with opened(options) as services:
        return await run(services, district_of(services, options.district), options)


async def division(options: argparse.Namespace) -> int:
    """The division into grids: changed from a date on."""
    from backend.service.division.command import run

    async with opened(options) as services:
        return await run(services, district_of(services, options.district), options)


async def components(options: argparse.Namespace) -> int:
    """The register of components: files in and out."""
    from backend.service.components.command import run

    async with opened(options) as services:
        return await run(services, district_of(services, options.district), options)


async def addresses(options: argparse.Namespace) -> int:
    """The address register: files in, places by their words."""
    from backend.service.addresses.command import run

    async with opened(options) as services:
        return await run(services, district_of(services, options.district), options)


async def roster(options: argparse.Namespace) -> int:
    """Rosters of grids and units."""
    from backend.service.duty_command import run

    async with opened(options) as services:
        return await run(services, district_of(services, options.district), options)


async def mandates(options: argparse.Namespace) -> int:
    """New versions of the duty and powers lists, and what there is."""
    from backend.service.mandates.command import run

    async with opened(options) as services:
        return await run(services, district_of(services, options.district), options)


async def figures(options: argparse.Namespace) -> int:
    """The figures of a period."""
    from backend.service.counting.command import run

    async with opened(options) as services:
        return await run(services, district_of(services, options.district), options)


async def calendar(options: argparse.Namespace) -> int:
    """Import the announced days of a year, and count what is open anew."""
    from backend.service.calendar_import import import_year

    async with opened(options) as services:
        district = district_of(services, options.district)
        since = await services.calendars.last(district)
        days = await import_year(services.store, district, options.year, options.file, services.clock.now())
        changed = await services.calendars.through(district, since)
    print(json.dumps({"year": options.year, "days": days, "tickets": changed}))
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="grid-backend", description="The central service of a grid command centre."
    )
    commands = top.add_subparsers(dest="command", required=True)

    def add(name: str, run: Command, words: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("--database", default=DATABASE, help="sqlite:///FILE or postgresql://…")
        command.set_defaults(run=run)
        return command

    c = add("serve", serve, "run the service")
    c.add_argument("--host", default="127.0.0.1")
    c.add_argument("--port", type=int, default=8040, help="0 takes a free one")
    c.add_argument("--files", type=Path, help="folder of stored files (default: beside the database)")
    c.add_argument("--demo", action="store_true", help="load a demo district with 14 simulated days if empty")
    c.add_argument("--district", default="baohe", help="which demo district: a name or a folder")
    c.add_argument("--speed", type=float, default=1.0, help="how fast the clock runs (1 is real time)")
    c.add_argument("--claim", type=float, default=10.0, help="minutes that a claim lasts if not renewed")
    c.add_argument(
        "--gone", type=float, default=90.0, help="seconds without a sign after which a seat counts as gone"
    )

    c = add("load-district", load_district, "load a district's profile, or a change of it")
    c.add_argument("folder", help="a folder, or the name of a district that comes with the product")
    c.add_argument("--demo", action="store_true", help="with an account for everybody, one known password")
    c.add_argument(
        "--history-days", type=int, default=0, metavar="N", help="write N simulated days; implies --demo"
    )

    c = add("user", user, "make or change an account; password or api key on standard input")
    c.add_argument("login")
    c.add_argument("--district")
    c.add_argument("--role", choices=[r for r in ROLES if r != "reporter"], default="seat")
    for name in ("name", "seat", "unit", "area", "channel", "webhook"):
        c.add_argument(f"--{name}", default="")
    group = c.add_mutually_exclusive_group()
    group.add_argument("--close", action="store_true", help="close the account and end its sessions")
    group.add_argument("--reopen", action="store_true")
    group.add_argument("--revoke", action="store_true", help="end its sessions")

    c = add("check", check, "verify audit chains, feeds, rows, timelines and figures")

    c = add("export", export, "write tickets to a .csv or .xlsx file")
    c.add_argument("out", type=Path)
    c.add_argument("--district")
    c.add_argument("--lang", choices=("zh", "en"), default="zh")

    importing.add_arguments(add("import", import_file, "take the rows of a .csv or .xlsx file in as reports"))
    platforms.add_arguments(add("superior", superior, "connect a superior platform: its address and secret"))

    divisions.add_arguments(
        add("division", division, "the division into grids from a date on: import, check, adopt, show")
    )
    catalogues.add_arguments(
        add("catalogue", catalogue, "new versions of the item catalogue: import, export, diff, versions")
    )

    components_of.add_arguments(
        add("components", components, "the register of components (manhole covers, lamps, …): import, export")
    )

    addresses_of.add_arguments(
        add("addresses", addresses, "the address register (roads, doors, estates, crossings): import, find")
    )

    duty_command.add_arguments(add("roster", roster, "who stands on which post, with which shifts: import"))

    mandate_lists.add_arguments(
        add("mandates", mandates, "the duty and powers lists: import, export, diff, versions, find")
    )

    counting.add_arguments(add("figures", figures, "count the figures of some days, in all and by groups"))

    c = add("calendar", calendar, "import a year's announced days (CSV: date, off or working)")
    c.add_argument("year", type=int)
    c.add_argument("file", type=Path)
    c.add_argument("--district")

    c = commands.add_parser("due", help=DUE, description=DUE)
    c.set_defaults(run=due.run)
    due.add_arguments(c)

    c = commands.add_parser("simulate", help=SIMULATE, description=SIMULATE)
    c.set_defaults(run=simulation.run)
    simulation.add_arguments(c)
    return top


def event_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's loop where there is one (not on Windows), else the standard one."""
    try:
        import uvloop
    except ModuleNotFoundError:
        return None
    return uvloop.new_event_loop


def main(arguments: list[str] | None = None) -> None:
    """The entry point."""
    options = parser().parse_args(arguments)
    logs.set_up()
    try:
        with asyncio.Runner(loop_factory=event_loop()) as runner:
            status = runner.run(options.run(options))
    except (ServiceRefused, ProfileError, StoreError, simulation.SimulationError, LineError) as error:
        print(f"grid-backend {options.command}: {error}", file=sys.stderr)
        status = 1
    raise SystemExit(status)


if __name__ == "__main__":
    main()
