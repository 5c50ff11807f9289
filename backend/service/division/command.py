"""``grid-backend division``: import, check, adopt, show, call-off.

For people on standard error, one JSON object on standard output. Exit status of ``import``, ``check`` and
``adopt``: 0 it is adopted (or would be), 3 it is refused and nothing was written.
"""

from __future__ import annotations

import argparse
import hashlib
import uuid
from pathlib import Path
from typing import Any, get_args

import msgspec

from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.register_commands import beneath, content_of, perform, refused, say, status_of, tell
from backend.services import Services
from contract.division import (
    CallOffDivision,
    DivisionProposal,
    FileMapping,
    Finding,
    ProposeDivision,
    System,
)
from contract.machine import Names

from .adopting import CallingOff
from .asking import Desk

SHOWN = 20
"""Findings in the summary for people; all of them are in the JSON."""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The commands beneath it."""
    add = beneath(command, "division")
    c = add("import", "put the grids of a GeoJSON file in the place of those that stand, from a date on")
    c.add_argument("file", type=Path)
    _dated(c)
    c.add_argument("--within", default="", help="code of the area whose grids are replaced (default: all)")
    c.add_argument("--system", choices=get_args(System), default="wgs84", help="the file's coordinates")
    c.add_argument("--level", default="", help="level of the grids (default: the lowest)")
    for name in ("code", "zh", "en", "short", "parent", "households", "kind"):
        default = getattr(FileMapping(), name)
        words = f"property that holds it (default: {default})"
        c.add_argument(f"--{name}", default=default, metavar="PROPERTY", help=words)
    c.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    for name, words in (
        ("check", "what the changes of a JSON file would come to; nothing is written"),
        ("adopt", "adopt the changes of a JSON file (an array: split, merge, cede, rename, import)"),
    ):
        c = add(name, words)
        c.add_argument("file", type=Path)
        _dated(c)
    c = add("show", "the divisions that there are, or one of them with what it did")
    c.add_argument("id", nargs="?", default="")
    c = add("call-off", "call the last division off before it begins")
    c.add_argument("id")
    c.add_argument("--reason", required=True)


def _dated(c: argparse.ArgumentParser) -> None:
    c.add_argument("--id", required=True, help="name of the new division, e.g. 2027-779")
    c.add_argument(
        "--effective-from", required=True, metavar="DATE", help="YYYY-MM-DD, today at the earliest"
    )
    c.add_argument("--title", default="", help="what people call it")


async def run(services: Services, district: str, options: argparse.Namespace) -> int:
    """Run one of them; gives the exit status."""
    match options.division:
        case "show":
            return await _show(services, district, options)
        case "call-off":
            return await _call_off(services, district, options)
        case _:
            return await _propose(services, district, options)


async def _propose(services: Services, district: str, options: argparse.Namespace) -> int:
    desk = Desk(services.store)
    dry = options.division == "check" or getattr(options, "dry_run", False)
    try:
        content = content_of(options.file)
        files = {hashlib.sha256(content).hexdigest(): content}
        command = _command(options, content, files)
        now = services.clock.now()
        told = await desk.check(district, command, files.__getitem__, now)
        if told.accepted and not dry:
            work = await desk.adopting(district, command, files.__getitem__, now)
            told = msgspec.json.decode(await perform(services, district, work), type=DivisionProposal)
    except ServiceRefused as why:
        return refused(options, why)
    grids = tuple(msgspec.structs.replace(one, outline=()) for one in told.grids)
    say(msgspec.structs.replace(told, grids=grids))
    tell("\n".join(lines(told, options.lang, dry=dry)))
    return status_of(accepted=told.accepted, refused=0)


def _command(options: argparse.Namespace, content: bytes, files: dict[str, bytes]) -> ProposeDivision:
    changes: Any
    if options.division == "import":
        mapping = {name: getattr(options, name) for name in FileMapping.__struct_fields__}
        sha256 = next(iter(files))
        changes = [
            {
                "change": "import",
                "sha256": sha256,
                "name": options.file.name[:200],
                "within": options.within,
                "mapping": mapping,
            }
        ]
    else:
        try:
            changes = msgspec.json.decode(content)
        except msgspec.DecodeError as error:
            zh, en = f"不是有效的 JSON：{error}", f"is no valid JSON: {error}"
            raise wrong_input("file", "json", options.file.name, zh, en) from None
        for change in changes if isinstance(changes, list) else ():
            _beside(change, options.file, files)
    said = {
        "action_id": str(uuid.uuid4()),
        "id": options.id,
        "effective_from": options.effective_from,
        "title": options.title,
        "changes": changes,
    }
    try:
        return msgspec.convert(said, ProposeDivision)
    except msgspec.ValidationError as error:
        raise wrong_input("file", "format", "", f"参数有误：{error}", f"{error}") from None


def _beside(change: Any, file: Path, files: dict[str, bytes]) -> None:
    """A change that imports may name a file beside the list (`file`) in the place of its hash."""
    if isinstance(change, dict) and change.get("change") == "import" and "file" in change:
        content = content_of(file.parent / str(change.pop("file")))
        change["sha256"] = hashlib.sha256(content).hexdigest()
        files[change["sha256"]] = content


def lines(told: DivisionProposal, lang: str, *, dry: bool) -> list[str]:
    """A division for people: what it comes to, what was repaired, what is refused."""
    done = Names("采用", "adopted") if told.adopted else Names("可以采用", "can be adopted")
    if not told.accepted:
        done = Names("不能采用，未写入任何内容", "refused, nothing was written")
    elif dry:
        done = Names("可以采用（未写入）", "can be adopted (nothing was written)")
    fresh = sum(one.fresh for one in told.grids)
    redrawn = len(told.grids) - fresh
    head = Names(
        f"{told.id}：{told.before} → {told.after} 个网格，撤销 {len(told.gone)}，新设 {fresh}，"
        f"调整 {redrawn}。{done.zh}",
        f"{told.id}: {told.before} → {told.after} grids, {len(told.gone)} withdrawn, {fresh} new, "
        f"{redrawn} redrawn: {done.en}",
    )
    out = [head.of(lang)]
    for title, findings in (
        (Names("已修复", "repaired"), told.repairs),
        (Names("不能通过", "refused"), told.faults),
    ):
        if findings:
            out.append(f"  {title.of(lang)} {len(findings)}")
            out += [f"    {_line(one, lang)}" for one in findings[:SHOWN]]
    return out + [f"  {notice.of(lang)}" for notice in told.notices]


def _line(one: Finding, lang: str) -> str:
    where = []
    if one.feature:
        where.append(Names(f"第 {one.feature} 个要素", f"feature {one.feature}").of(lang))
    if one.code:
        where.append(one.code)
    if one.lon is not None and one.lat is not None:
        where.append(f"{one.lon:.6f}, {one.lat:.6f}")
    said = Names(one.zh, one.en).of(lang)
    return f"{' · '.join(where)}: {said}" if where else said


async def _show(services: Services, district: str, options: argparse.Namespace) -> int:
    desk = Desk(services.store)
    now = services.clock.now()
    try:
        say(await desk.one(district, options.id, now) if options.id else await desk.all(district, now))
    except ServiceRefused as why:
        raise _unknown(options.id) if why.kind == missing().kind else why from None
    return 0


async def _call_off(services: Services, district: str, options: argparse.Namespace) -> int:
    command = CallOffDivision(action_id=str(uuid.uuid4()), reason=options.reason)
    try:
        body = await perform(services, district, CallingOff(options.id, command))
    except ServiceRefused as why:
        raise _unknown(options.id) if why.kind == missing().kind else why from None
    say(msgspec.Raw(body))
    return 0


def _unknown(name: str) -> ServiceRefused:
    return wrong_input("id", "known", name, f"没有这个方案：{name}", f"there is no such division: {name}")
