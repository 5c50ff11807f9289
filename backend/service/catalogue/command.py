"""``grid-backend catalogue``: import, export, diff, versions, call-off.

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
from typing import Any

import msgspec

from backend.service.importing.faults import ImportRefused
from backend.service.importing.telling import write_faults
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.steps import Aside, Done, Pending
from backend.services import Services
from contract.account import Actor
from contract.catalogue import CallOff, Proposal, ProposeVersion

from . import mapping, proposing, telling
from .calling_off import CallingOff
from .keeping import PutInForce
from .sheets import written
from .versions import between, current, ground_of, items_of, put_of, versions


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The commands beneath it."""
    below = command.add_subparsers(dest="catalogue", required=True)

    def add(name: str, words: str) -> argparse.ArgumentParser:
        leaf = below.add_parser(name, help=words, description=words)
        # Also here, where a person writes it; the command's own default stands where it is not given.
        leaf.add_argument("--database", default=argparse.SUPPRESS, help="sqlite:///FILE or postgresql://…")
        leaf.add_argument("--district")
        leaf.add_argument("--lang", choices=("zh", "en"), default=_language(), help="language of the summary")
        return leaf

    c = add("import", "put a .csv or .xlsx file in force as a new version from a date on")
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
        "--keep-rest", action="store_true", help="a supplement: items that the file leaves out stay in force"
    )
    c.add_argument(
        "--without-admissions", action="store_true", help="leave approved applications to a later version"
    )
    c.add_argument("--report", type=Path, metavar="OUT.csv", help="write the refused rows to a file")
    c = add("export", "write a version's items to a .csv or .xlsx file")
    c.add_argument("--out", type=Path, required=True)
    c.add_argument("--version", help="default: the one in force")
    c = add("diff", "what one version changes against another")
    c.add_argument("before")
    c.add_argument("after")
    add("versions", "the versions that there are")
    c = add("call-off", "call the last version off before it begins")
    c.add_argument("version")
    c.add_argument("--reason", required=True)


async def run(services: Services, district: str, options: argparse.Namespace) -> int:
    """Run one of them; gives the exit status."""
    match options.catalogue:
        case "import":
            return await _import(services, district, options)
        case "export":
            return await _export(services, district, options)
        case "diff":
            return await _diff(services, district, options)
        case "call-off":
            return await _call_off(services, district, options)
        case _:
            return await _versions(services, district, options)


async def _import(services: Services, district: str, options: argparse.Namespace) -> int:
    held = services.references.get(district)
    try:
        toml = _content(mapping.mapping_file(options.mapping))
        content = _content(options.file)
        given = proposing.rows_of(content, toml, "", held.reference)
        command = _command(options, content, toml)
        now = services.clock.now()
        ground = await ground_of(services.store, district)
        told = proposing.checked(command, given, held.reference, ground, now)
        if told.accepted and not options.dry_run:
            work = PutInForce(command, given.readings, given.source)
            told = msgspec.json.decode(await _perform(services, district, work), type=Proposal)
    except ImportRefused as refused:
        return _refused(options, refused.rule, refused.says.zh, refused.says.en)
    except ServiceRefused as refused:
        rule = refused.faults[0].rule if refused.faults else refused.kind
        return _refused(options, rule, refused.says.zh, refused.says.en)
    if options.report is not None:
        write_faults(options.report, told.faults)
    _say(told)
    sys.stderr.write(telling.of_proposal(told, held.reference, options.lang, dry_run=options.dry_run) + "\n")
    if not told.accepted:
        return 3
    return 1 if told.refused else 0


async def _perform(services: Services, district: str, work: Aside) -> bytes:
    """Do it as the command line; gives the answer, or raises ServiceRefused."""
    actor = Actor(id="", name="grid-backend", role="admin", district=district)
    (outcome,) = await services.performer.perform(district, [Pending(actor, services.clock.now(), work)])
    if not isinstance(outcome, Done):
        raise outcome
    return outcome.body


async def _call_off(services: Services, district: str, options: argparse.Namespace) -> int:
    command = CallOff(action_id=str(uuid.uuid4()), reason=options.reason)
    try:
        body = await _perform(services, district, CallingOff(options.version, command))
    except ServiceRefused as refused:
        raise _unknown(options.version) if refused.kind == missing().kind else refused from None
    sys.stdout.buffer.write(body + b"\n")
    sys.stdout.flush()
    return 0


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise wrong_input(
            "file", "unreadable", path.name, f"读不到文件：{path.name}", f"{path.name}: {error.strerror}"
        ) from None


def _command(options: argparse.Namespace, content: bytes, toml: bytes) -> ProposeVersion:
    said: dict[str, Any] = {
        "action_id": str(uuid.uuid4()),
        "version": options.version,
        "effective_from": options.effective_from,
        "rest": "keep" if options.keep_rest else "withdraw",
        "partial": options.accept_partial,
        "admissions": not options.without_admissions,
        "file": {"sha256": hashlib.sha256(content).hexdigest(), "mapping_toml": toml.decode()},
    }
    try:
        return msgspec.convert(said, ProposeVersion)
    except msgspec.ValidationError as error:
        raise wrong_input("version", "format", "", f"参数有误：{error}", f"{error}") from None


def _refused(options: argparse.Namespace, rule: str, zh: str, en: str) -> int:
    _say({"file": options.file.name, "refused": rule, "zh": zh, "en": en})
    nothing = "未写入任何内容：" if options.lang == "zh" else "nothing was written: "
    sys.stderr.write(nothing + (zh if options.lang == "zh" else en) + "\n")
    return 3


async def _export(services: Services, district: str, options: argparse.Namespace) -> int:
    reference = services.references.get(district).reference
    put = await put_of(services.store, district)
    version = options.version or current(reference, put, services.clock.now())
    found = _known(items_of, reference, put, version)
    form = options.out.suffix.lower().lstrip(".")
    title = f"{reference.district.names.zh}事项清单 {version}"
    options.out.write_bytes(written(found.items, reference, form, title))
    _say({"out": str(options.out), "version": version, "items": len(found.items)})
    return 0


async def _diff(services: Services, district: str, options: argparse.Namespace) -> int:
    reference = services.references.get(district).reference
    put = await put_of(services.store, district)
    found = _known(between, reference, put, options.before, options.after)
    _say(found)
    sys.stderr.write(telling.of_difference(found, options.lang) + "\n")
    return 0


async def _versions(services: Services, district: str, options: argparse.Namespace) -> int:
    reference = services.references.get(district).reference
    found = versions(reference, await put_of(services.store, district), services.clock.now())
    _say(found)
    sys.stderr.write(telling.of_versions(found, reference, options.lang) + "\n")
    return 0


def _known(look: Any, *given: Any) -> Any:
    """What is looked up by a version's name, or a refusal that names it."""
    try:
        return look(*given)
    except ServiceRefused as refused:
        if refused.kind != missing().kind:
            raise
        raise _unknown(", ".join(str(each) for each in given[2:])) from None


def _unknown(names: str) -> ServiceRefused:
    return wrong_input(
        "version", "known", names, f"没有这个版本：{names}", f"there is no such version: {names}"
    )


def _say(said: Any) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(said) + b"\n")
    sys.stdout.flush()


def _language() -> str:
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if named.startswith("zh") else "en"
