"""``grid-backend catalogue``: import, export, diff, versions, call-off.

For people on standard error, one JSON object on standard output. Exit status of ``import``: 0 every row is in
(or would be), 1 some rows were refused and the rest is in (``--accept-partial``), 3 nothing was written.
"""

from __future__ import annotations

import argparse
import hashlib
import uuid
from pathlib import Path
from typing import Any

import msgspec

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
from contract.catalogue import CallOff, Proposal, ProposeVersion

from . import mapping, proposing, telling
from .calling_off import CallingOff
from .keeping import PutInForce
from .sheets import written
from .versions import between, current, ground_of, items_of, put_of, versions


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The commands beneath it."""
    add = beneath(command, "catalogue")
    c = add("import", "put a .csv or .xlsx file in force as a new version from a date on")
    add_mapped_file(c)
    c.add_argument("--version", required=True, help="name of the new version, e.g. 2027.1")
    c.add_argument(
        "--effective-from", required=True, metavar="DATE", help="YYYY-MM-DD, today at the earliest"
    )
    c.add_argument(
        "--keep-rest", action="store_true", help="a supplement: items that the file leaves out stay in force"
    )
    c.add_argument(
        "--without-admissions", action="store_true", help="leave approved applications to a later version"
    )
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
        toml = content_of(mapping.mapping_file(options.mapping))
        content = content_of(options.file)
        given = proposing.rows_of(content, toml, "", held.reference)
        command = _command(options, content, toml)
        now = services.clock.now()
        ground = await ground_of(services.store, district)
        told = proposing.checked(command, given, held.reference, ground, now)
        if told.accepted and not options.dry_run:
            work = PutInForce(command, given.readings, given.source)
            told = msgspec.json.decode(await perform(services, district, work), type=Proposal)
    except (ImportRefused, ServiceRefused) as why:
        return refused(options, why)
    if options.report is not None:
        write_faults(options.report, told.faults)
    say(told)
    tell(telling.of_proposal(told, held.reference, options.lang, dry_run=options.dry_run))
    return status_of(accepted=told.accepted, refused=told.refused)


async def _call_off(services: Services, district: str, options: argparse.Namespace) -> int:
    command = CallOff(action_id=str(uuid.uuid4()), reason=options.reason)
    try:
        body = await perform(services, district, CallingOff(options.version, command))
    except ServiceRefused as why:
        raise _unknown(options.version) if why.kind == missing().kind else why from None
    say(msgspec.Raw(body))
    return 0


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


async def _export(services: Services, district: str, options: argparse.Namespace) -> int:
    reference = services.references.get(district).reference
    put = await put_of(services.store, district)
    version = options.version or current(reference, put, services.clock.now())
    found = _known(items_of, reference, put, version)
    form = options.out.suffix.lower().lstrip(".")
    title = f"{reference.district.names.zh}事项清单 {version}"
    options.out.write_bytes(written(found.items, reference, form, title))
    say({"out": str(options.out), "version": version, "items": len(found.items)})
    return 0


async def _diff(services: Services, district: str, options: argparse.Namespace) -> int:
    reference = services.references.get(district).reference
    put = await put_of(services.store, district)
    found = _known(between, reference, put, options.before, options.after)
    say(found)
    tell(telling.of_difference(found, options.lang))
    return 0


async def _versions(services: Services, district: str, options: argparse.Namespace) -> int:
    reference = services.references.get(district).reference
    found = versions(reference, await put_of(services.store, district), services.clock.now())
    say(found)
    tell(telling.of_versions(found, reference, options.lang))
    return 0


def _known(look: Any, *given: Any) -> Any:
    """What is looked up by a version's name, or a refusal that names it."""
    try:
        return look(*given)
    except ServiceRefused as why:
        if why.kind != missing().kind:
            raise
        raise _unknown(", ".join(str(each) for each in given[2:])) from None


def _unknown(names: str) -> ServiceRefused:
    return wrong_input(
        "version", "known", names, f"没有这个版本：{names}", f"there is no such version: {names}"
    )
