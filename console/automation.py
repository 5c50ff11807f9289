"""Answers about a running console, as JSON lines on a Unix socket: for tours and self-made checks.

It only answers; keys and clicks come through the display, as a person's do. One request a line, one answer a
line; a request names what it wants:

    {"find": NAME, …}    a control by object name, else by accessible name: `x y width height` (px on the
                         display), `text name visible enabled focus checked class`, and `rows` for tables.
                         Other keys are conditions on the answer: {"find": "dispatch.table", "rows": 1}; where
                         they do not hold, or nothing is found, the answer is {"visible": false}.
    {"wait": S, "find": NAME, …}   the same, as soon as it is to be seen and holds; at most S seconds
    {"tree": NAME | true}          what is on the screen below a control, or all of it
    {"shot": PATH}                 a picture of the display (PNG): {"width", "height"}
    {"state": true}                session, login, language, theme, connection, outbox, counts
    {"ticket": ID | NUMBER}        {"ticket": row | null, "pending": …, "offers": [[action, outcome] …]}
    {"joint": ID | NUMBER}         {"joint": row | null, "pending": …, "offers": [[action, outcome] …]}
    {"idle": true}                 once everything that was pending on the loop has been done

An answer {"error": …} says what is wrong with the request.
"""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from typing import Any, Protocol

import msgspec

from .desk import Desk
from .tasks import Tasks

log = logging.getLogger(__name__)

LOOK_S = 0.03
Facts = dict[str, Any]


class Screen(Protocol):
    """What is asked of the windows (`console.screen`)."""

    def find(self, name: str) -> Facts | None:
        """A control's facts; the one that is to be seen where several have the name."""

    def tree(self, name: str | None) -> list[Facts]:
        """What is to be seen, nested under `children`."""

    def shot(self, path: Path) -> Facts:
        """Writes a picture; raises OSError."""


class Automation:
    """The server. `start` and `close` inside the running loop."""

    def __init__(self, path: Path, desk: Desk, screen: Screen) -> None:
        self._path = path
        self._desk = desk
        self._screen = screen
        self._server: asyncio.Server | None = None
        self._tasks = Tasks()
        self._writers: set[asyncio.StreamWriter] = set()

    async def start(self) -> None:
        """Begins to listen; a socket left by a console that was killed is taken over."""
        self._path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._take, self._path)
        self._path.chmod(0o600)

    async def close(self) -> None:
        """Stops listening and removes the socket."""
        if self._server is not None:
            self._server.close()
        for writer in self._writers:
            writer.close()
        await self._tasks.close()
        self._path.unlink(missing_ok=True)

    def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        self._tasks.start("automation", self._serve(reader, writer))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                try:
                    answer = await self._answer(json.loads(line))
                except (ValueError, KeyError, TypeError, OSError) as error:
                    answer = {"error": f"{type(error).__name__}: {error}"}
                writer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
                await writer.drain()
        except ConnectionError:
            log.info("who asked has gone")
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _answer(self, asked: Facts) -> Facts:
        if "find" in asked:
            return await self._find(dict(asked))
        if "tree" in asked:
            name = asked["tree"]
            return {"tree": self._screen.tree(name if isinstance(name, str) else None)}
        if "shot" in asked:
            return self._screen.shot(Path(asked["shot"]))
        if "state" in asked:
            return self._state()
        if "ticket" in asked:
            return self._ticket(str(asked["ticket"]))
        if "joint" in asked:
            return self._joint(str(asked["joint"]))
        if "idle" in asked:
            await asyncio.sleep(0)
            return {"idle": True}
        raise ValueError(f"what is wanted with {sorted(asked)}?")

    async def _find(self, asked: Facts) -> Facts:
        name = str(asked.pop("find"))
        patience = float(asked.pop("wait", 0))
        loop = asyncio.get_running_loop()
        until = loop.time() + patience
        while True:
            found = self._screen.find(name)
            holds = found is not None and all(found.get(key) == value for key, value in asked.items())
            if found is not None and holds and (found["visible"] or not patience):
                return found
            if loop.time() >= until:
                return {"visible": False}
            await asyncio.sleep(LOOK_S)

    def _state(self) -> Facts:
        desk = self._desk
        actor, connection = desk.actor, desk.connection
        return {
            "session": desk.session,
            "login": desk.settings.kept.login,
            "actor": None if actor is None else msgspec.to_builtins(actor),
            "language": desk.language,
            "theme": desk.settings.kept.theme,
            "connection": msgspec.to_builtins(connection),
            "now": desk.clock.now(),
            "tickets": desk.store.count(),
            "pending": int(desk.store.pending.sum()),
            "reference": desk.reference is not None,
            "outbox": [
                {
                    "action_id": r.action_id,
                    "ticket": r.ticket_id,
                    "joint": r.joint_id,
                    "action": r.action,
                    "state": r.state,
                }
                for r in desk.outbox
            ],
        }

    def _ticket(self, key: str) -> Facts:
        store = self._desk.store
        if store.slot(key) < 0:
            key = next((found for found in store.find_number(key, 1)), key)
        ticket = store.get(key)
        if ticket is None:
            return {"ticket": None, "pending": False, "offers": []}
        return {
            "ticket": msgspec.to_builtins(ticket),
            "pending": bool(store.pending[store.slot(key)]),
            "offers": [[offer.action, offer.outcome] for offer in self._desk.offers(key)],
        }

    def _joint(self, key: str) -> Facts:
        joints = self._desk.joints
        found = next((row for row in joints.rows() if key in (row.id, row.number)), None)
        if found is None:
            return {"joint": None, "pending": False, "offers": []}
        return {
            "joint": msgspec.to_builtins(found),
            "pending": joints.pending(found.id),
            "offers": [[offer.action, offer.outcome] for offer in joints.offers(found.id)],
        }
