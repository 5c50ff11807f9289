"""A backend in a process of its own, and the wire to it, which a test may cut."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

TINY = Path(__file__).parents[1] / "backend" / "data" / "tiny"
PASSWORD = "tiny-demo-2026"
START_S = 60.0


def backend(*arguments: str, module: str = "backend.cli") -> list[str]:
    """The command line of ``grid-backend``, or of a module that stands for it."""
    return [sys.executable, "-m", module, *arguments]


def load_tiny(database: Path | str) -> None:
    """The small district with its demo accounts, into a new file or an empty database (its URL)."""
    url = database if isinstance(database, str) else f"sqlite:///{database}"
    subprocess.run(
        backend("load-district", str(TINY), "--demo", "--database", url), check=True, capture_output=True
    )


class BackendProcess:
    """One database, on which processes are started and killed: a copy of a file, or one by its URL."""

    def __init__(self, folder: Path, template: Path | None, url: str = "") -> None:
        self.folder = folder
        folder.mkdir()
        self.database = folder / "grid.sqlite"
        self.database_url = url or f"sqlite:///{self.database}"
        if template is not None:
            shutil.copy(template, self.database)
        self._process: subprocess.Popen[bytes] | None = None
        self.module = "backend.cli"
        """What is started, one version or another."""
        self.port = 0

    def start_now(self, *more: str) -> None:
        """Starts it (with more arguments) and waits until it takes requests."""
        with (self.folder / "log").open("ab") as log:
            process = self._process = subprocess.Popen(
                backend("serve", "--database", self.database_url, "--port", "0", *more, module=self.module),
                stdout=subprocess.PIPE,
                stderr=log,
            )
        assert process.stdout is not None
        line = process.stdout.readline()  # b"" when it has ended instead
        if not line:
            self.kill()
            raise RuntimeError((self.folder / "log").read_text())
        self.port = int(json.loads(line)["listening"].rpartition(":")[2])

    async def start(self, *more: str) -> None:
        """The same beside a running loop."""
        async with asyncio.timeout(START_S):
            await asyncio.to_thread(self.start_now, *more)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def signal(self, number: int) -> None:
        """Sends it a signal (SIGSTOP and SIGCONT hold it)."""
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        """Ends it as a power cut does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ends it in order."""
        self._end(signal.SIGTERM)

    def _end(self, number: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGCONT)
            process.send_signal(number)
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()

    def faults(self) -> list[str]:
        """What its log says went wrong."""
        lines = (self.folder / "log").read_text().splitlines()
        return [line for line in lines if '"level": "error"' in line or "Traceback" in line]


class Person:
    """Somebody who uses the backend's API without a console, to act first or to look."""

    def __init__(self, url: str, login: str) -> None:
        self.url = url
        self.token = ""
        self.token = self._ask("POST", "/api/session", {"login": login, "password": PASSWORD})["token"]

    def _ask(self, method: str, path: str, body: object = None, key: str = "") -> Any:
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "content-type": "application/json",
                **({"authorization": f"Bearer {self.token}"} if self.token else {}),
                **({"idempotency-key": key} if key else {}),
            },
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def get(self, path: str) -> Any:
        """A JSON answer."""
        return self._ask("GET", path)

    def put(self, path: str, body: object) -> Any:
        """A JSON answer to a JSON body."""
        return self._ask("PUT", path, body)

    def post(self, path: str, body: object) -> Any:
        """A JSON answer to a JSON body."""
        return self._ask("POST", path, body)

    def act(self, ticket_id: str, version: int, **act: Any) -> Any:
        """One action; its answer."""
        from console.ids import uuid7

        key = uuid7()
        body = {"action_id": key, "ticket_id": ticket_id, "base_version": version, "act": act}
        return self._ask("POST", "/api/actions", body, key)

    def report(self, title: str, **more: Any) -> str:
        """A new ticket's id."""
        from console.ids import uuid7

        ticket_id = uuid7()
        self.act(ticket_id, 0, action="report", channel="seat", title=title, **more)
        return ticket_id

    def done(self, ticket_id: str) -> list[str]:
        """The actions in a ticket's timeline, oldest first."""
        return [entry["action"] for entry in self.get(f"/api/tickets/{ticket_id}")["timeline"]]

    def ticket(self, ticket_id: str) -> Any:
        """A ticket's row."""
        return self.get(f"/api/tickets/{ticket_id}")["ticket"]


async def _ended(writer: asyncio.StreamWriter) -> None:
    """Closed, and the socket with it: a loop that ends before leaves it to the collector."""
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


class Wire:
    """A TCP relay to the backend at an address that stays: it can be cut, and can lose an answer."""

    def __init__(self) -> None:
        self.port = 0
        self.target = 0
        self.down = False
        self.lose: str = ""
        """Beginning of a request line: the answer to the next such request is not delivered."""
        self.portal = b""
        """An answer that is given to everything instead of the backend's."""
        self.lose_each = False
        """The answer to the first post of every action is not delivered: it is done and not heard of."""
        self.lost = asyncio.Event()
        self.lost_keys: set[str] = set()
        self.tear: list[int] = []
        """So many bytes of each of the next event streams go through, then it is torn."""
        self.torn_inside = 0
        """How many of them were torn inside an event."""
        self.hold = ""
        """Beginning of a request line: the answer to the next such request waits for `release`."""
        self.holding = asyncio.Event()
        self.release = asyncio.Event()
        self.swallow: tuple[str, ...] = ()
        """Beginnings of request lines: of their answers only the head goes through."""
        self.requests: list[str] = []
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._relays: set[asyncio.Task[Any]] = set()

    async def start(self, *more: str) -> None:
        """Begins to listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._relays.add(task)
        try:
            if self.portal:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(self.portal)
                await writer.drain()
            elif not self.down:
                await self._relay(reader, writer)
        except OSError:
            pass  # a cut wire is what this is for
        finally:
            await _ended(writer)
            self._relays.discard(task)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self.target)
        self._open |= {writer, back}
        asked, losing = "", False
        room: int | None = None

        async def out() -> None:
            nonlocal asked, losing, room
            while data := await reader.read(65_536):
                if data[:5] in (b"GET /", b"POST ", b"PUT /", b"DELET"):
                    asked = data.split(b"\r\n", 1)[0].decode()
                    self.requests.append(asked)
                    losing = self._is_to_be_lost(asked, data)
                    if self.tear and asked.startswith(("GET /api/feed?", "GET /api/feed ")):
                        room = self.tear.pop(0)
                back.write(data)
                await back.drain()

        async def home() -> None:
            nonlocal room
            while data := await there.read(65_536):
                if room is not None:
                    head = data.find(b"\r\n\r\n") + 4 if data.startswith(b"HTTP/") else 0
                    data, room = data[: head + room], room - max(len(data) - head, 0)
                    if room <= 0:
                        self.torn_inside += not data.endswith(b"\n\n")
                        writer.write(data)
                        await writer.drain()
                        return
                if self.lose and asked.startswith(self.lose):
                    self.lose = ""
                    self.lost.set()
                    return
                if losing:
                    return
                if self.hold and asked.startswith(self.hold):
                    self.hold = ""
                    self.holding.set()
                    await self.release.wait()
                if self.swallow and asked.startswith(self.swallow):
                    data = data[: data.find(b"\r\n\r\n") + 4] if data.startswith(b"HTTP/") else b""
                writer.write(data)
                await writer.drain()

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(out()), group.create_task(home())]
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in tasks:
                    task.cancel()
        except* OSError:
            pass
        finally:
            self._open -= {writer, back}
            await _ended(back)

    def _is_to_be_lost(self, asked: str, head: bytes) -> bool:
        """Whether a request is the first post of its action, and such answers are to be lost."""
        if not (self.lose_each and asked.startswith("POST /api/actions")):
            return False
        lines = head.decode(errors="replace").lower().split("\r\n")
        key = next(line.partition(":")[2].strip() for line in lines if line.startswith("idempotency-key:"))
        if key in self.lost_keys:
            return False
        self.lost_keys.add(key)
        return True

    def cut(self) -> None:
        """Nothing goes through any more, and what goes through is torn."""
        self.down = True
        for writer in tuple(self._open):
            writer.transport.abort()

    def mend(self) -> None:
        """It goes through again."""
        self.down = False

    async def close(self) -> None:
        """Ends it."""
        self.cut()
        if self._server is not None:
            self._server.close()
        if self._relays:
            await asyncio.wait(tuple(self._relays))
