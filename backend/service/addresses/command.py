"""``grid-backend addresses``: import, find, standing.

For people on standard error, one JSON object on standard output. Exit status of ``import``: 0 every row is in
(or would be), 1 some rows were refused and the rest is in (``--accept-partial``), 3 nothing was written.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
from pathlib import Path

import msgspec

from backend.service.coordinates import System
from backend.service.importing.faults import ImportRefused
from backend.service.refusal import ServiceRefused
from backend.service.register_commands import (
    actor_of,
    add_file,
    beneath,
    content_of,
    refused,
    say,
    tell_of,
)
from backend.service.steps import Done
from backend.services import Services
from contract.account import Actor
from contract.address import KINDS, AddressImport
from contract.machine import Names

from .keeping import pieces, standing, worked_out
from .reading import Reading, entries_of


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The commands beneath it."""
    add = beneath(command, "addresses")
    c = add("import", "take a .csv or .geojson file into the register: new entries, and changes")
    add_file(c)
    c.add_argument(
        "--system",
        choices=("wgs84", "gcj02", "bd09"),
        default="wgs84",
        help="what the file's coordinates are",
    )
    c.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    c = add("find", "find a place by its words, as the console does")
    c.add_argument("words")
    add("standing", "the register's version and how many entries it has")


async def run(services: Services, district: str, options: argparse.Namespace) -> int:
    """Run one of them; gives the exit status."""
    match options.addresses:
        case "import":
            return await _import(services, district, options)
        case "find":
            say(await services.addresses.find(district, options.words))
            return 0
    async with services.store.read() as connection:
        say(await standing(connection, district))
    return 0


async def take_in(
    services: Services,
    district: str,
    content: bytes,
    name: str,
    system: System,
    *,
    partial: bool = False,
    dry_run: bool = False,
) -> AddressImport:
    """Take a file in as the command line; raises ImportRefused, ServiceRefused."""
    index = await services.addresses.index(district)
    above = services.addresses.above(district)
    rows = await asyncio.to_thread(entries_of, content, name, system, above, index.roads)
    source = f"{name} {hashlib.sha256(content).hexdigest()[:12]}"
    return await written(
        services, district, actor_of(district), rows, source, partial=partial, dry_run=dry_run
    )


async def written(
    services: Services,
    district: str,
    actor: Actor,
    rows: list[Reading],
    source: str,
    *,
    partial: bool = False,
    dry_run: bool = False,
    schematic: bool = False,
    at: int | None = None,
) -> AddressImport:
    """Write rows that were read, or say what they would come to; raises ServiceRefused."""
    worked = await worked_out(
        services.store, district, rows, services.locator.code_at, partial=partial, schematic=schematic
    )
    if dry_run or not worked.told.accepted:
        return worked.told
    for piece in pieces(worked, source, actor, services.clock.now() if at is None else at):
        (outcome,) = await services.performer.perform(district, [piece])
        if not isinstance(outcome, Done):
            raise outcome
    await services.addresses.renew(district)
    return msgspec.structs.replace(worked.told, written=True)


async def _import(services: Services, district: str, options: argparse.Namespace) -> int:
    file: Path = options.file
    try:
        told = await take_in(
            services,
            district,
            content_of(file),
            file.name,
            options.system,
            partial=options.accept_partial,
            dry_run=options.dry_run,
        )
    except (ImportRefused, ServiceRefused) as why:
        return refused(options, why)
    counted = Names(
        f"{told.rows} 行：新增 {told.added}，变更 {told.changed}，不变 {told.unchanged}，"
        f"重复 {told.repeated}，被拒 {told.refused}",
        f"{told.rows} rows: {told.added} new, {told.changed} changed, {told.unchanged} as they were, "
        f"{told.repeated} repeated, {told.refused} refused",
    )
    more = []
    if told.kinds:
        kinds = [(KINDS[kind], count) for kind, count in sorted(told.kinds.items())]
        more.append(
            Names(*("  " + ", ".join(f"{k.of(lang)} {n}" for k, n in kinds) for lang in ("zh", "en")))
        )
    if told.schematic and not options.dry_run and told.accepted:
        away = f"{told.schematic} schematic entries were taken away"
        more.append(Names(f"示意地址 {told.schematic} 条已撤下", away))
    return tell_of(options, told, counted, *more)
