"""One console process on a screen of its own, worked by real keys and clicks.

The console's automation socket only answers questions (where a control is, what the replica holds); every
key and every click goes through the X server, as a person's would. Nothing waits for time to pass: each wait
is for a condition, and says what it waited for when it gives up.
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from stage.backend import program
from stage.screen import VirtualScreen

T = TypeVar("T")

PATIENCE_S = 30.0
START_LIMIT_S = 60.0
LOOK_AGAIN_S = 0.05
STILL_TRIES = 8


class TourError(Exception):
    """Something did not come about; the text says what, and at which seat."""


def until(what: str, look: Callable[[], T | None], limit: float = PATIENCE_S) -> T:
    """What `look` finds, as soon as it finds something; raises TourError after `limit` seconds."""
    deadline = time.monotonic() + limit
    pause = threading.Event()
    while True:
        found = look()
        if found is not None and found is not False:
            return found
        if time.monotonic() > deadline:
            raise TourError(f"waited {limit:.0f} s for: {what}")
        pause.wait(LOOK_AGAIN_S)


class Station:
    """A seat: `name` for the pictures, `login` who sits there, `console` the program where it is not the
    console as it is."""

    def __init__(
        self,
        name: str,
        login: str,
        server: str,
        folder: Path,
        *,
        lang: str = "zh_CN",
        theme: str = "dark",
        console: Sequence[str] = (),
    ) -> None:
        self.name, self.login = name, login
        self._program = tuple(console) or (program("grid-console"),)
        self._server = server
        self._home = folder / name
        self._lang, self._theme = lang, theme
        self._screen = VirtualScreen()
        self._socket_path = Path()
        self._socket: socket.socket | None = None
        self._answers: Iterator[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.log = self._home / "console.log"

    # ---- its process
    def __enter__(self) -> Self:
        self._home.mkdir(parents=True, exist_ok=True)
        self._screen.__enter__()
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self) -> None:
        # By itself: the folder of a test may be deeper than a socket's name may be long.
        self._socket_path = Path(tempfile.mkdtemp(prefix="seat-")) / "automation.sock"
        command = [
            *self._program,
            "--server",
            self._server,
            "--profile",
            str(self._home / "profile"),
        ]
        command += ["--lang", self._lang, "--theme", self._theme, "--automation", str(self._socket_path)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                env={**os.environ, **self._screen.environment, "WAYLAND_DISPLAY": ""},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until(f"{self.name}: the console's automation socket", self._connected, START_LIMIT_S)

    def _connected(self) -> bool | None:
        if self._process is not None and self._process.poll() is not None:
            raise TourError(f"{self.name}: the console ended with {self._process.returncode}: {self.tail()}")
        if not self._socket_path.exists():
            return None
        line = socket.socket(socket.AF_UNIX)
        try:
            line.connect(str(self._socket_path))
        except ConnectionRefusedError:
            line.close()
            return None
        line.settimeout(START_LIMIT_S)
        self._socket = line
        self._answers = iter(line.makefile("rb"))
        return True

    def alive(self) -> bool:
        """Whether its program runs."""
        return self._process is not None and self._process.poll() is None

    def tail(self, lines: int = 20) -> str:
        """The end of what the console said."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def close(self) -> None:
        """Ends the console and its screen."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._socket_path.name:
            shutil.rmtree(self._socket_path.parent, ignore_errors=True)
        self._screen.close()

    # ---- what is asked of it
    def ask(self, **request: Any) -> dict[str, Any]:
        """A question to the console; the answer, or TourError with what it said."""
        if self._socket is None or self._answers is None:
            raise TourError(f"{self.name}: no console")
        self._socket.sendall(json.dumps(request).encode() + b"\n")
        line = next(self._answers, b"")
        if not line:
            raise TourError(f"{self.name}: the console has gone: {self.tail()}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise TourError(f"{self.name}: {request}: {answer['error']}")
        return answer

    def find(self, control: str, **wanted: Any) -> dict[str, Any] | None:
        """A control that is to be seen: its place on the screen (px) and what it says; None where it is not,
        or is not as wanted (``rows=1``)."""
        answer = self.ask(find=control, **wanted)
        return answer if answer["visible"] else None

    def ticket(self, key: str) -> dict[str, Any] | None:
        """A ticket as this seat holds it, by id or number; None while something of it is still to be sent."""
        answer = self.ask(ticket=key)
        row: dict[str, Any] | None = answer["ticket"]
        return None if answer["pending"] else row

    def joint(self, key: str) -> dict[str, Any] | None:
        """A joint action as this seat holds it, by id or number; None while something of it is still to be
        sent."""
        answer = self.ask(joint=key)
        row: dict[str, Any] | None = answer["joint"]
        return None if answer["pending"] else row

    def names(self, begins: str, ends: str) -> list[str]:
        """The object names of what is on the screen that begin and end so, in its order."""
        found: list[str] = []

        def look(controls: list[dict[str, Any]]) -> None:
            for control in controls:
                name = str(control["object"])
                if name.startswith(begins) and name.endswith(ends):
                    found.append(name)
                look(control.get("children", []))

        look(self.ask(tree=True)["tree"])
        return found

    def settled(self) -> bool | None:
        """Whether it follows the backend and has nothing more to send."""
        state = self.state()
        live = state["connection"].get("link") == "live"
        return (live and not state["outbox"] and state["tickets"] > 0) or None

    def state(self) -> dict[str, Any]:
        """What the console holds: session, connection, outbox, its rows."""
        return self.ask(state=True)

    def see(self, control: str, limit: float = PATIENCE_S) -> dict[str, Any]:
        """Waits until a control is to be seen."""
        return until(f"{self.name}: {control} to be seen", lambda: self.find(control), limit)

    def ready(self, control: str) -> dict[str, Any]:
        """Waits until a control is to be seen, can be used and stands still: nobody clicks at what moves."""
        stood: list[tuple[int, ...]] = []

        def look() -> dict[str, Any] | None:
            found = self.find(control)
            if found is None or not found.get("enabled", True):
                stood.clear()
                return None
            stood.append(tuple(found[side] for side in ("x", "y", "width", "height")))
            return found if len(stood) > 1 and stood[-1] == stood[-2] else None

        return until(f"{self.name}: {control} to be usable", look)

    # ---- what is done to it
    def _x(self, *command: str, given: bytes | None = None) -> None:
        if shutil.which(command[0]) is None:
            raise TourError(f"{command[0]} is not installed; packaging/install-system.sh installs it")
        environment = {**os.environ, "DISPLAY": self._screen.display}
        # xclip stays behind to serve the clipboard: it must not hold our pipe open.
        done = subprocess.run(
            command,
            env=environment,
            input=given,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=30,
        )
        if done.returncode:
            raise TourError(f"{self.name}: {' '.join(command)} ended with {done.returncode}")

    def key(self, *chords: str) -> None:
        """Presses keys, each a chord as xdotool names it (``ctrl+Return``)."""
        self._x("xdotool", "key", "--clearmodifiers", *chords)

    def type(self, text: str) -> None:
        """Types letters and digits."""
        self._x("xdotool", "type", "--clearmodifiers", "--delay", "12", text)

    def click(self, control: str) -> None:
        """Clicks into the middle of a control."""
        at = self.ready(control)
        self.click_at(at["x"] + at["width"] // 2, at["y"] + at["height"] // 2)

    def click_at(self, x: int, y: int) -> None:
        """Clicks at a place on the screen (px)."""
        # Without --sync, which waits for the pointer to move even where it stands there already; the server
        # takes motion and click in their order.
        self._x("xdotool", "mousemove", str(x), str(y), "click", "1")

    def paste(self, text: str) -> None:
        """Puts words on the clipboard and presses Ctrl+V: what no keyboard has keys for."""
        self._x("xclip", "-selection", "clipboard", given=text.encode())
        self.key("ctrl+v")

    def put_picture(self, png: bytes) -> None:
        """Puts a picture on the clipboard."""
        self._x("xclip", "-selection", "clipboard", "-t", "image/png", given=png)

    def fill(self, control: str, text: str) -> None:
        """Clicks into a field and replaces what it holds."""
        self.click(control)
        self.key("ctrl+a")
        if text.isascii():
            self.type(text)
        else:
            self.paste(text)

    def theme(self, wanted: str) -> None:
        """Turns to the dark or the light theme."""
        if self.state()["theme"] != wanted:
            self.key("F9")
            until(f"{self.name}: the {wanted} theme", lambda: self.state()["theme"] == wanted or None)

    def shot(self, path: Path) -> str:
        """A picture of this seat's screen, once it stands still (but for its clock); gives its name."""
        path.parent.mkdir(parents=True, exist_ok=True)
        seen = [b""]

        def still() -> bool | None:
            self.ask(shot=str(path))
            seen.append(path.read_bytes())
            return seen[-1] == seen[-2] or len(seen) > STILL_TRIES or None

        until(f"{self.name}: a picture", still)
        return path.name

    def log_in(self, password: str) -> None:
        """Logs in at the console's own page."""
        self.see("login.login", START_LIMIT_S)
        self.fill("login.login", self.login)
        self.fill("login.password", password)
        self.key("Return")

        def inside() -> bool | None:
            return self.state().get("session") == "in" or None

        until(f"{self.name}: {self.login} to be logged in", inside, START_LIMIT_S)

    def log_out(self) -> None:
        """Logs out by the palette, in the Chinese interface."""
        self.key("ctrl+k")
        self.see("palette")
        self.type("tcdl")
        self.ask(idle=True)
        self.key("Return")
        self.see("login.login")

    def leave(self) -> None:
        """Closes the window as a person does and waits until the program has ended."""
        self.key("alt+F4")
        until(f"{self.name}: the console to end", lambda: not self.alive(), START_LIMIT_S)


@contextmanager
def stations(*seats: Station) -> Iterator[None]:
    """Several seats up at once, their consoles started side by side."""
    try:
        with ThreadPoolExecutor(len(seats)) as pool:
            list(pool.map(Station.__enter__, seats))
        yield
    finally:
        for seat in seats:
            seat.close()
