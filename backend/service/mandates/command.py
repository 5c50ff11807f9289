"""``grid-backend mandates``: import, export, diff, versions, find.

For people on standard error, JSON on standard output. Exit status of ``import``: 0 every row is in (or would
be), 1 some rows were refused and the rest is in (``--accept-partial``), 3 nothing was written.
"""

from __future__ import annotations

import argparse
import hashlib
import uuid
from pathlib import Path
from typing import Any

import msgspec

from backend.service.catalogue.telling import of_difference, of_proposal
from backend.service.importing.faults import ImportRefused
from backend.service.importing.telling import write_faults
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.register_commands import (
    add_mapped_file,
    beneath,
    content_of,
    perform,
    refused,
    say,
    status_of,
    tell,
)
from backend.services import Services
from contract.machine import Names
from contract.mandate import LISTS, MOST_FOUND, MandateProposal, ProposeMandates

from . import mapping
from .keeping import read_put, read_rows
from .planning import between, entries_of, plan, said_from, versions
from .putting import PutMandates
from .rows import rows_of
from .sheets import title_of, written

_STANDING = {
    "past": Names("已过", "past"),
    "current": Names("现行", "current"),
    "coming": Names("待生效", "coming"),
}


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The commands beneath it."""
    below = beneath(command, "mandates")

    def add(name: str, words: str, *, listed: bool = True) -> argparse.ArgumentParser:
        leaf = below(name, words)
        if listed:
            leaf.add_argument("list", choices=tuple(LISTS), help="which of the two lists")
        return leaf

    c = add("import", "put a .csv or .xlsx file in force as a new version of a list from a date on")
    add_mapped_file(c)
    c.add_argument("--version", required=True, help="name of the new version, e.g. 2027.1")
    c.add_argument(
        "--effective-from", required=True, metavar="DATE", help="YYYY-MM-DD, today at the earliest"
    )
    c.add_argument(
        "--keep-rest",
        action="store_true",
        help="a supplement: entries that the file leaves out stay in force",
    )
    c = add("export", "write a version's entries to a .csv or .xlsx file")
    c.add_argument("--out", type=Path, required=True)
    c.add_argument("--version", help="default: the one in force")
    c = add("diff", "what one version of a list changes against another")
    c.add_argument("before")
    c.add_argument("after")
    add("versions", "the versions that there are", listed=False)
    c = add("find", "entries by code, words or pinyin initials", listed=False)
    c.add_argument("words")
    c.add_argument("--list", choices=tuple(LISTS), default="")
    c.add_argument("--item", default="", help="only those that ground an item of the catalogue, by its code")
    c.add_argument("--unit", default="", help="only those of a unit, by its code")
    c.add_argument("--most", type=int, default=20)


async def run(services: Services, district: str, options: argparse.Namespace) -> int:
    """Run one of them; gives the exit status."""
    match options.mandates:
        case "import":
            return await _import(services, district, options)
        case "export":
            return await _export(services, district, options)
        case "diff":
            return await _diff(services, district, options)
        case "find":
            return await _find(services, district, options)
        case _:
            return await _versions(services, district, options)


async def _import(services: Services, district: str, options: argparse.Namespace) -> int:
    reference = services.references.get(district).reference
    try:
        toml = content_of(mapping.mapping_file(options.mapping))
        content = content_of(options.file)
        given = rows_of(content, toml, "", options.list, reference)
        command = _command(options, content, toml)
        now = services.clock.now()
        async with services.store.read() as connection:
            rows = await read_rows(connection, district, options.list)
            put = await read_put(connection, district, options.list)
        told = plan(command, given.readings, rows, put, reference, now).proposal
        if told.accepted and not options.dry_run:
            body = await perform(services, district, PutMandates(command, given.readings, given.source))
            told = msgspec.json.decode(body, type=MandateProposal).proposal
    except (ImportRefused, ServiceRefused) as why:
        return refused(options, why)
    if options.report is not None:
        write_faults(options.report, told.faults)
    say(MandateProposal(list=options.list, proposal=told))
    tell(of_proposal(told, reference, options.lang, dry_run=options.dry_run))
    return status_of(accepted=told.accepted, refused=told.refused)


def _command(options: argparse.Namespace, content: bytes, toml: bytes) -> ProposeMandates:
    said: dict[str, Any] = {
        "action_id": str(uuid.uuid4()),
        "list": options.list,
        "version": options.version,
        "effective_from": options.effective_from,
        "rest": "keep" if options.keep_rest else "withdraw",
        "partial": options.accept_partial,
        "file": {"sha256": hashlib.sha256(content).hexdigest(), "mapping_toml": toml.decode()},
    }
    try:
        return msgspec.convert(said, ProposeMandates)
    except msgspec.ValidationError as error:
        raise wrong_input("version", "format", "", f"参数有误：{error}", f"{error}") from None


async def _export(services: Services, district: str, options: argparse.Namespace) -> int:
    reference = services.references.get(district).reference
    async with services.store.read() as connection:
        rows = await read_rows(connection, district, options.list)
        put = await read_put(connection, district, options.list)
    now = services.clock.now()
    begun = [p.version for p in put if p.effective_from <= now]
    version = options.version or (begun[-1] if begun else "")
    entries = _known(version, lambda: entries_of(rows, put, options.list, version))
    form = options.out.suffix.lower().lstrip(".")
    options.out.write_bytes(written(entries, reference, form, title_of(reference, options.list, version)))
    say({"out": str(options.out), "list": options.list, "version": version, "entries": len(entries)})
    return 0


async def _diff(services: Services, district: str, options: argparse.Namespace) -> int:
    reference = services.references.get(district).reference
    async with services.store.read() as connection:
        rows = await read_rows(connection, district, options.list)
        put = await read_put(connection, district, options.list)
    names = f"{options.before}, {options.after}"
    found = _known(names, lambda: between(rows, put, options.list, options.before, options.after, reference))
    say(found)
    tell(of_difference(found, options.lang))
    return 0


async def _versions(services: Services, district: str, options: argparse.Namespace) -> int:
    reference = services.references.get(district).reference
    async with services.store.read() as connection:
        found = versions(
            await read_rows(connection, district), await read_put(connection, district), services.clock.now()
        )
    say(found)
    for version in found:
        said = Names(
            f"{version.entries} 条，本版写入 {version.rows} 条，其中停用 {version.withdrawn} 条",
            f"{version.entries} entries, {version.rows} of them written by it, {version.withdrawn} withdrawn",
        )
        line = (
            LISTS[version.list].of(options.lang),
            version.version,
            said_from(reference, version.effective_from),
            _STANDING[version.standing].of(options.lang),
            said.of(options.lang),
            version.by,
        )
        tell("  ".join(line).rstrip())
    return 0


async def _find(services: Services, district: str, options: argparse.Namespace) -> int:
    unit = services.references.get(district).reference.unit(options.unit)
    if options.unit and unit is None:
        raise wrong_input("unit", "known", options.unit, "没有这个单位", "there is no such unit")
    held = await services.lists.now(district)
    most = min(max(options.most, 1), MOST_FOUND)
    found = held.search(options.words, list_=options.list, unit=unit, item=options.item, most=most)
    say(found)
    for entry in found:
        line = (LISTS[entry.list].of(options.lang), entry.code, entry.names.of(options.lang), entry.unit)
        tell("  ".join(line))
    return 0 if found else 1


def _known(names: str, look: Any) -> Any:
    """What is looked up by a version's name, or a refusal that names it."""
    try:
        return look()
    except ServiceRefused as refused:
        if refused.kind != missing().kind:
            raise
        raise wrong_input(
            "version", "known", names, f"没有这个版本：{names}", f"there is no such version: {names}"
        ) from None
