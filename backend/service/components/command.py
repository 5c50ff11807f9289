"""``grid-backend components``: import, export.

For people on standard error, one JSON object on standard output. Exit status of ``import``: 0 every row is in
(or would be), 1 some rows were refused and the rest is in (``--accept-partial``), 3 nothing was written.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import uuid
from pathlib import Path

import msgspec

from backend.service.importing.faults import ImportRefused
from backend.service.importing.telling import SHOWN, write_faults
from backend.service.refusal import ServiceRefused, wrong_input
from backend.service.steps import Done, Pending
from backend.services import Services
from contract.account import Actor
from contract.component import ComponentFile, ComponentImport, ImportComponents

from . import mapping
from .importing import Importing, checked
from .reading import rows_of
from .searching import whole
from .sheets import written


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The commands beneath it."""
    below = command.add_subparsers(dest="components", required=True)

    def add(name: str, words: str) -> argparse.ArgumentParser:
        leaf = below.add_parser(name, help=words, description=words)
        # Also here, where a person writes it; the command's own default stands where it is not given.
        leaf.add_argument("--database", default=argparse.SUPPRESS, help="sqlite:///FILE or postgresql://…")
        leaf.add_argument("--district")
        leaf.add_argument("--lang", choices=("zh", "en"), default=_language(), help="language of the summary")
        return leaf

    c = add("import", "take a .csv or .xlsx file into the register: new ones, and changes of those there are")
    c.add_argument("file", type=Path)
    c.add_argument(
        "--mapping", default="own", help="a mapping file, or the name of one that comes along (default: own)"
    )
    c.add_argument("--reason", default="", help="why, for the history (default: the file's name)")
    c.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    c.add_argument(
        "--accept-partial", action="store_true", help="let the good rows in where others are refused"
    )
    c.add_argument("--report", type=Path, metavar="OUT.csv", help="write the refused rows to a file")
    c = add("export", "write the register to a .csv or .xlsx file")
    c.add_argument("--out", type=Path, required=True)


def actor_of(district: str) -> Actor:
    """The command line as somebody who acts."""
    return Actor(id="", name="grid-backend", role="admin", district=district, area_path=district)


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
    content = _content(path)
    reference = services.references.get(district).reference
    given = rows_of(content, toml, "", reference)
    command = import_of(content, toml, reason, partial=partial)
    actor, now, area_at = actor_of(district), services.clock.now(), services.locator.code_at
    told = await checked(services.store, command, given, reference, area_at, actor, now)
    if dry_run or not told.accepted:
        return told
    piece = Pending(actor, now, Importing(command, given.rows, given.source, area_at))
    (outcome,) = await services.performer.perform(district, [piece])
    if not isinstance(outcome, Done):
        raise outcome
    return msgspec.json.decode(outcome.body, type=ComponentImport)


async def _import(services: Services, district: str, options: argparse.Namespace) -> int:
    file: Path = options.file
    try:
        told = await take_in(
            services,
            district,
            file,
            _content(mapping.mapping_file(options.mapping)),
            options.reason.strip() or file.name,
            partial=options.accept_partial,
            dry_run=options.dry_run,
        )
    except ImportRefused as refused:
        return _refused(options, refused.rule, refused.says.zh, refused.says.en)
    except ServiceRefused as refused:
        rule = refused.faults[0].rule if refused.faults else refused.kind
        return _refused(options, rule, refused.says.zh, refused.says.en)
    if options.report is not None:
        write_faults(options.report, told.faults)
    _say(told)
    sys.stderr.write(_for_people(told, options.lang, dry_run=options.dry_run) + "\n")
    if not told.accepted:
        return 3
    return 1 if told.refused else 0


def _for_people(told: ComponentImport, lang: str, *, dry_run: bool) -> str:
    zh = lang == "zh"
    lines = []
    if dry_run:
        lines.append("试运行，未写入任何内容" if zh else "dry run, nothing was written")
    elif not told.accepted:
        lines.append("未写入任何内容" if zh else "nothing was written")
    lines.append(
        f"{told.rows} 行：新增 {told.added}，变更 {told.changed}，不变 {told.unchanged}，"
        f"无主 {told.ownerless}，被拒 {told.refused}"
        if zh
        else f"{told.rows} rows: {told.added} new, {told.changed} changed, {told.unchanged} as they were, "
        f"{told.ownerless} ownerless, {told.refused} refused"
    )
    for fault in told.faults[:SHOWN]:
        where = f" [{fault.column}]" if fault.column else ""
        lines.append(
            f"    第 {fault.line} 行{where}：{fault.zh}"
            if zh
            else f"    line {fault.line}{where}: {fault.en}"
        )
    more = len(told.faults) - SHOWN
    if more > 0:
        lines.append(f"    另有 {more} 条" if zh else f"    {more} more")
    return "\n".join(lines)


async def _export(services: Services, district: str, options: argparse.Namespace) -> int:
    reference = services.references.get(district).reference
    found = await whole(services.store, actor_of(district))
    form = options.out.suffix.lower().lstrip(".")
    title = f"{reference.district.names.zh}部件登记"
    options.out.write_bytes(written(found, form, title))
    _say({"out": str(options.out), "components": len(found)})
    return 0


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise wrong_input(
            "file", "unreadable", path.name, f"读不到文件：{path.name}", f"{path.name}: {error.strerror}"
        ) from None


def _refused(options: argparse.Namespace, rule: str, zh: str, en: str) -> int:
    _say({"file": options.file.name, "refused": rule, "zh": zh, "en": en})
    nothing = "未写入任何内容：" if options.lang == "zh" else "nothing was written: "
    sys.stderr.write(nothing + (zh if options.lang == "zh" else en) + "\n")
    return 3


def _say(said: object) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(said) + b"\n")
    sys.stdout.flush()


def _language() -> str:
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if named.startswith("zh") else "en"
