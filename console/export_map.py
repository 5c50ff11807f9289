"""``grid-console export-map``: the situation map of a filter as one HTML file.

On line it takes a snapshot of what the account may see. Where the centre does not answer it takes what the
profile's replica holds, unlocked by the password of who logged in last there, and the map says how old that
is. The profile is read, never written: a console may run on it meanwhile.

Exit status: 0 written, 1 not written (standard error says why), 2 wrong usage, 3 the log-in was refused.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import json
import os
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from contract.machine import Names
from views import language
from views.filtering.offers import Offers
from views.filtering.query import LIGHTS, Filter
from views.filtering.saying import said
from views.filtering.units import ShownUnits
from views.filters import Sieve
from views.paging import signer
from views.queue.kept import Arrangement
from views.queue_spec import ticket_pages

from .desk import Desk
from .errors import ConsoleError, InputWrong, LoginRequired, StorageFault, Unreachable
from .settings import Kept, Settings, default_profile
from .situation.part import Exported

FETCH_S = 120.0
"""How long the snapshot may take."""
LAID_OUT = 20_000
"""Rows made ready for a search in one go."""
PAGES = ("open", "closed", "other", "suspended", "all")
"""Those of the list of all tickets (`views.queue_spec.ticket_pages`)."""
REPLICA = "seat.sqlite"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    options = argparse.ArgumentParser(
        prog="grid-console export-map",
        description="Writes the situation map of a filter as one HTML file that opens without a network. "
        "The password comes from GRID_PASSWORD, else it is asked for, else it is the first line of the "
        "standard input.",
    )
    options.add_argument("--server", default="", metavar="URL", help="the centre's system")
    options.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="an HTML file, replaced whole"
    )
    options.add_argument(
        "--user", default=os.environ.get("GRID_LOGIN", ""), metavar="LOGIN", help="default: GRID_LOGIN"
    )
    options.add_argument(
        "--filter",
        default="",
        metavar="EXPRESSION",
        help="the queue's filter: conditions as its box takes them, separated by ';' (red, amber, green, a "
        "name, a code, pinyin initials, a time such as 2h, words), or the name of a saved filter, or such a "
        "filter as a JSON object; what it was taken as is told",
    )
    options.add_argument("--page", choices=PAGES, default="", help="of the list of tickets; default: open")
    options.add_argument("--lang", choices=("zh_CN", "en"), default="", help="default: the profile's")
    options.add_argument(
        "--profile",
        type=Path,
        metavar="DIR",
        help="the seat whose replica is taken off line, and its settings",
    )
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the map; gives the exit status."""
    given = parser().parse_args(arguments)
    app = QCoreApplication.instance() or QCoreApplication(["grid-console"])
    app.setApplicationName("grid-console")
    tag = language.system_language()
    try:
        kept = Settings(given.profile or default_profile()).kept
        tag = language.install(given.lang or kept.language)
        kept.server = (given.server or kept.server).rstrip("/")
        kept.language = "zh_CN" if tag == "zh_CN" else "en"
        login = given.user or kept.login
        if not login:
            parser().error("--user (or GRID_LOGIN) is needed: no log-in is kept in this profile")
        written = asyncio.run(_written(given, kept, login))
    except (ConsoleError, TimeoutError) as error:
        says = error.says if isinstance(error, ConsoleError) else _SLOW
        sys.stderr.write(says.of(tag) + "\n")
        return 3 if isinstance(error, LoginRequired) else 1
    sys.stdout.write(json.dumps(_told(written), ensure_ascii=False) + "\n")
    return 0


_SLOW = Names("指挥中心的数据未在时限内到达", "the centre's data did not come in time")


def _told(written: Exported) -> dict[str, object]:
    none, green, amber, red = written.counts
    return {
        "file": written.file,
        "bytes": written.size,
        "filter": list(written.filter_words),
        "tickets": written.count,
        "lights": {"red": red, "amber": amber, "green": green, "none": none},
        "with_point": written.placed,
        "sequence": written.seq,
        "as_of": written.as_of,
        "age_ms": written.age,
        "levels": list(written.levels),
    }


def _password() -> str:
    given = os.environ.get("GRID_PASSWORD")
    if given is not None:
        return given
    return getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


async def _written(given: argparse.Namespace, kept: Kept, login: str) -> Exported:
    password = _password()
    with tempfile.TemporaryDirectory(prefix="grid-console-") as folder:
        own = Path(folder)
        try:
            return await _of_desk(given, _settings(own / "now", kept), login, password, current=True)
        except Unreachable:
            profile = given.profile or default_profile()
            if not (profile / REPLICA).is_file():
                raise
            settings = _settings(own / "kept", kept)
            _copy(profile / REPLICA, settings.profile / REPLICA)
        return await _of_desk(given, settings, login, password, current=False)


def _settings(folder: Path, kept: Kept) -> Settings:
    """A profile that ends with the command, with the address, the way there and the language of another."""
    settings = Settings(folder)
    for name in ("server", "language", "ca_file", "proxy"):
        setattr(settings.kept, name, getattr(kept, name))
    return settings


def _copy(replica: Path, to: Path) -> None:
    """The file as of its last transaction, whoever writes to it. Raises StorageFault."""
    try:
        source = sqlite3.connect(f"{replica.absolute().as_uri()}?mode=ro", uri=True, timeout=20)
        try:
            target = sqlite3.connect(to)
            try:
                source.backup(target)
            finally:
                target.close()
        finally:
            source.close()
    except sqlite3.Error as error:
        says = Names(f"本机数据库无法读取：{error}", f"the seat's own database cannot be read: {error}")
        raise StorageFault(says) from error


async def _of_desk(
    given: argparse.Namespace, settings: Settings, login: str, password: str, *, current: bool
) -> Exported:
    desk = Desk(settings, settings.kept.language)
    try:
        desk.load()
        if current:
            desk.start()
        await desk.log_in(login, password)
        if current:
            async with asyncio.timeout(FETCH_S):
                await _live(desk)
                await desk.take_all()
        slots, words = await _chosen(given, desk)
        return await desk.export_situation(slots, words, given.out.absolute(), apart=False)
    finally:
        await desk.close()


async def _live(desk: Desk) -> None:
    changed = asyncio.Event()
    desk.connection_changed.connect(changed.set)
    while desk.connection.link != "live":
        await changed.wait()
        changed.clear()


async def _chosen(given: argparse.Namespace, desk: Desk) -> tuple[NDArray[np.int64], list[str]]:
    """The slots that page and filter keep, and what chose them in words."""
    reference, actor = desk.reference, desk.actor
    if reference is None or actor is None:
        raise InputWrong(Names("本机没有本区资料", "this profile has nothing of the district"))
    wanted = _wanted(given.filter, desk)
    page = next(p for p in ticket_pages() if p.key == (given.page or wanted.page or PAGES[0]))
    while desk.store.prepare_search(LAID_OUT):
        pass
    units = ShownUnits(desk)
    sieve = Sieve(
        page,
        wanted.wanted,
        desk.store,
        units,
        actor.id,
        desk.clock.now,
        reference.calendar,
        signer(desk),
    )
    alive = np.flatnonzero(desk.store.alive)
    words = [one.text for one in said(wanted.wanted, reference, desk.clock.now())]
    return alive[sieve(alive)], [page.text, *words]


def _wanted(expression: str, desk: Desk) -> Arrangement:
    """Page and filter out of what was typed. Raises InputWrong for JSON that is no query, and for what is
    not known here: a map must not show more than it says."""
    text = expression.strip()
    if text.startswith("{"):
        try:
            query = msgspec.json.decode(text.encode(), type=dict)
        except msgspec.DecodeError as error:
            raise InputWrong(Names(f"筛选不是 JSON：{error}", f"the filter is not JSON: {error}")) from error
        return _known(query)
    offers, found = Offers(desk), Filter()
    parts = [part.strip() for part in text.replace("；", ";").split(";") if part.strip()]
    for part in parts:
        kept = next((f for f in desk.saved_filters if f.name == part), None)
        if kept is not None:
            if len(parts) > 1:
                raise InputWrong(Names("保存的筛选请单独使用", "a saved filter stands by itself"))
            return _known(kept.query)
        if part in LIGHTS:
            found = found.adding("lights", part)
        elif ranked := offers.ranked(part, found, ()):
            assert isinstance(ranked[0].data, tuple)
            found = found.adding(*ranked[0].data)
    return Arrangement(wanted=found)


def _known(query: dict[str, Any]) -> Arrangement:
    found = Arrangement.of(query)
    unknown = found.wanted.unknown_keys() + ([] if found.page in ("", *PAGES) else [f"page {found.page}"])
    if unknown:
        keys = ", ".join(unknown)
        raise InputWrong(Names(f"筛选中有不认识的条件：{keys}", f"the filter has unknown conditions: {keys}"))
    return found
