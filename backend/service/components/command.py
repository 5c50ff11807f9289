"""``grid-backend components``: import, export.

For people on standard error, one JSON object on standard output. Exit status of ``import``: 0 every row is in
(or would be), 1 some rows were refused and the rest is in (``--accept-partial``), 3 nothing was written.
"""

from __future__ import annotations

import argparse
import hashlib
import uuid
from pathlib import Path

import msgspec

from backend.service.importing.faults import ImportRefused
from backend.service.refusal import ServiceRefused
from backend.service.register_commands import (
    actor_of,
    add_mapped_file,
    beneath,
    content_of,
    perform,
    refused,
    say,
    tell_of,
)
from backend.services import Services
from contract.component import ComponentFile, ComponentImport, ImportComponents
from contract.machine import Names

from . import mapping
from .importing import Importing, checked
from .reading import rows_of
from .searching import whole
from .sheets import written


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The commands beneath it."""
    add = beneath(command, "components")
    c = add("import", "take a .csv or .xlsx file into the register: new ones, and changes of those there are")
    add_mapped_file(c)
    c.add_argument("--reason", default="", help="why, for the history (default: the file's name)")
    c = add("export", "write the register to a .csv or .xlsx file")
    c.add_argument("--out", type=Path, required=True)


def import_of(content: bytes, toml: bytes, reason: str, *, partial: bool) -> ImportComponents:
    """The command that takes a file in which is at hand."""
    file = ComponentFile(sha256=hashlib.sha256(content).hexdigest(), mapping_toml=toml.decode())
    return ImportComponents(action_id=str(uuid.uuid4()), reason=reason, file=file, partial=partial)


async def run(services: Services, district: str, options: argparse.Namespace) -> int:
    """Run one of them; gives the exit status."""
    if options.components == "import":
        return await _import(services, district, options)
    return await _export(services, district, options)


async def take_in(
    services: Services, district: str, path: Path, toml: bytes, reason: str, *, partial: bool, dry_run: bool
) -> ComponentImport:
    """Take a file in; raises ImportRefused, ServiceRefused."""
    content = content_of(path)
    reference = services.references.get(district).reference
    given = rows_of(content, toml, "", reference)
    command = import_of(content, toml, reason, partial=partial)
    actor, now, area_at = actor_of(district), services.clock.now(), services.locator.code_at
    told = await checked(services.store, command, given, reference, area_at, actor, now)
    if dry_run or not told.accepted:
        return told
    body = await perform(services, district, Importing(command, given.rows, given.source, area_at))
    return msgspec.json.decode(body, type=ComponentImport)


async def _import(services: Services, district: str, options: argparse.Namespace) -> int:
    file: Path = options.file
    try:
        told = await take_in(
            services,
            district,
            file,
            content_of(mapping.mapping_file(options.mapping)),
            options.reason.strip() or file.name,
            partial=options.accept_partial,
            dry_run=options.dry_run,
        )
    except (ImportRefused, ServiceRefused) as why:
        return refused(options, why)
    counted = Names(
        f"{told.rows} 行：新增 {told.added}，变更 {told.changed}，不变 {told.unchanged}，"
        f"无主 {told.ownerless}，被拒 {told.refused}",
        f"{told.rows} rows: {told.added} new, {told.changed} changed, {told.unchanged} as they were, "
        f"{told.ownerless} ownerless, {told.refused} refused",
    )
    return tell_of(options, told, counted)


async def _export(services: Services, district: str, options: argparse.Namespace) -> int:
    reference = services.references.get(district).reference
    found = await whole(services.store, actor_of(district))
    form = options.out.suffix.lower().lstrip(".")
    title = f"{reference.district.names.zh}部件登记"
    options.out.write_bytes(written(found, form, title))
    say({"out": str(options.out), "components": len(found)})
    return 0
