"""``grid-backend mandates``: import, export, diff, versions, find.

For people on standard error, JSON on standard output. Exit status of ``import``: 0 every row is in (or would
be), 1 some rows were refused and the rest is in (``--accept-partial``), 3 nothing was written.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import uuid
from pathlib import Path
from typing import Any

import msgspec

from backend.service.catalogue.telling import of_difference, of_proposal
from backend.service.importing.faults import ImportRefused
from backend.service.importing.telling import write_faults
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.steps import Done, Pending
from backend.services import Services
from contract.account import Actor
from contract.machine import Names
from contract.mandate import LISTS, MOST_FOUND, MandateProposal, ProposeMandates

from . import mapping
from .keeping import read_put, read_rows
from .planning import between, entries_of, plan, said_from, versions
from .putting import PutMandates
from .rows import Read, rows_of
from .sheets import title_of, written

_STANDING = {
    "past": Names("已过", "past"),
    "current": Names("现行", "current"),
    "coming": Names("待生效", "coming"),
}


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The commands beneath it."""
    below = command.add_subparsers(dest="mandates", required=True)

    def add(name: str, words: str, *, listed: bool = True) -> argparse.ArgumentParser:
        leaf = below.add_parser(name, help=words, description=words)
        # Also here, where a person writes it; the command's own default stands where it is not given.
        leaf.add_argument("--database", default=argparse.SUPPRESS, help="sqlite:///FILE or postgresql://…")
        leaf.add_argument("--district")
        leaf.add_argument("--lang", choices=("zh", "en"), default=_language(), help="language of the summary")
        if listed:
            leaf.add_argument("list", choices=tuple(LISTS), help="which of the two lists")
        return leaf

    c = add("import", "put a .csv or .xlsx file in force as a new version of a list from a date on")
    c.add_argument("file", type=Path)
    c.add_argument(
        "--mapping", default="own", help="a mapping file, or the name of one that comes along (default: own)"
    )
    c.add_argument("--version", required=True, help="name of the new version, e.g. 2027.1")
    c.add_argument(
        "--effective-from", required=True, metavar="DATE", help="YYYY-MM-DD, today at the earliest"
    )
    c.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    c.add_argument(
        "--accept-partial", action="store_true", help="let the good rows in where others are refused"
    )
    c.add_argument(
        "--keep-rest",
        action="store_true",
        help="a supplement: entries that the file leaves out stay in force",
    )
    c.add_argument("--report", type=Path, metavar="OUT.csv", help="write the refused rows to a file")
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
        toml = _content(mapping.mapping_file(options.mapping))
        content = _content(options.file)
        given = rows_of(content, toml, "", options.list, reference)
        command = _command(options, content, toml)
        now = services.clock.now()
        async with services.store.read() as connection:
            rows = await read_rows(connection, district, options.list)
            put = await read_put(connection, district, options.list)
        told = plan(command, given.readings, rows, put, reference, now).proposal
        if told.accepted and not options.dry_run:
            told = await _perform(services, district, command, given)
    except ImportRefused as refused:
        return _refused(options, refused.rule, refused.says)
    except ServiceRefused as refused:
        rule = refused.faults[0].rule if refused.faults else refused.kind
        return _refused(options, rule, refused.says)
    if options.report is not None:
        write_faults(options.report, told.faults)
    _say(MandateProposal(list=options.list, proposal=told))
    sys.stderr.write(of_proposal(told, reference, options.lang, dry_run=options.dry_run) + "\n")
    if not told.accepted:
        return 3
    return 1 if told.refused else 0


async def _perform(services: Services, district: str, command: ProposeMandates, given: Read) -> Any:
    """Do it as the command line; gives what it came to, or raises ServiceRefused."""
    actor = Actor(id="", name="grid-backend", role="admin", district=district)
    work = PutMandates(command, given.readings, given.source)
    (outcome,) = await services.performer.perform(district, [Pending(actor, services.clock.now(), work)])
    if not isinstance(outcome, Done):
        raise outcome
    return msgspec.json.decode(outcome.body, type=MandateProposal).proposal


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise wrong_input(
            "file", "unreadable", path.name, f"读不到文件：{path.name}", f"{path.name}: {error.strerror}"
        ) from None


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


def _refused(options: argparse.Namespace, rule: str, says: Names) -> int:
    _say({"file": options.file.name, "refused": rule, "zh": says.zh, "en": says.en})
    nothing = "未写入任何内容：" if options.lang == "zh" else "nothing was written: "
    sys.stderr.write(nothing + says.of(options.lang) + "\n")
    return 3


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
    _say({"out": str(options.out), "list": options.list, "version": version, "entries": len(entries)})
    return 0


async def _diff(services: Services, district: str, options: argparse.Namespace) -> int:
    reference = services.references.get(district).reference
    async with services.store.read() as connection:
        rows = await read_rows(connection, district, options.list)
        put = await read_put(connection, district, options.list)
    names = f"{options.before}, {options.after}"
    found = _known(names, lambda: between(rows, put, options.list, options.before, options.after, reference))
    _say(found)
    sys.stderr.write(of_difference(found, options.lang) + "\n")
    return 0


async def _versions(services: Services, district: str, options: argparse.Namespace) -> int:
    reference = services.references.get(district).reference
    async with services.store.read() as connection:
        found = versions(
            await read_rows(connection, district), await read_put(connection, district), services.clock.now()
        )
    _say(found)
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
        sys.stderr.write("  ".join(line).rstrip() + "\n")
    return 0


async def _find(services: Services, district: str, options: argparse.Namespace) -> int:
    unit = services.references.get(district).reference.unit(options.unit)
    if options.unit and unit is None:
        raise wrong_input("unit", "known", options.unit, "没有这个单位", "there is no such unit")
    held = await services.lists.now(district)
    most = min(max(options.most, 1), MOST_FOUND)
    found = held.search(options.words, list_=options.list, unit=unit, item=options.item, most=most)
    _say(found)
    for entry in found:
        line = (LISTS[entry.list].of(options.lang), entry.code, entry.names.of(options.lang), entry.unit)
        sys.stderr.write("  ".join(line) + "\n")
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


def _say(said: Any) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(said) + b"\n")
    sys.stdout.flush()


def _language() -> str:
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if named.startswith("zh") else "en"
