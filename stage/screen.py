"""A virtual screen: Xvfb with openbox in front of it.

Without a window manager no window becomes the active one, and shortcuts wait for activation for ever.
"""

import os
import selectors
import shutil
import subprocess
from collections.abc import Mapping
from types import TracebackType
from typing import IO, Self

START_LIMIT_S = 20.0
STOP_LIMIT_S = 5.0

# Openbox announces itself before it takes windows, and one opened in between may never be mapped; what it is
# told to start, it starts last of all.
_READY = "GRID_SCREEN_READY"


Box = tuple[int, int, int, int]
"""Left, top, width and height in px."""


class ScreenError(Exception):
    """The environment: a program of the virtual screen is missing or did not come up."""


def _line_within(stream: IO[bytes], limit_s: float) -> bytes:
    """The next line of a pipe; empty when nothing came within the limit or the other end closed."""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        if not selector.select(limit_s):
            return b""
        return stream.readline()


class VirtualScreen:
    """One X server with a window manager, for the length of a `with` block.

    `display` is its name (":99"), `environment` what a Qt program needs to open its windows there. Widths and
    heights are pixels. With `room` the display is that large, and the first monitor, of width and height,
    in its upper left corner; `plug` cuts the room into others.
    """

    def __init__(self, width: int = 1920, height: int = 1080, room: tuple[int, int] | None = None) -> None:
        self.size = (width, height)
        self._room = room or self.size
        self._monitors: list[Box] = []
        self.display = ""
        self._processes: list[subprocess.Popen[bytes]] = []

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables that lead a Qt program here: X11, software rendering, no desktop's own theme."""
        return {
            "DISPLAY": self.display,
            "QT_QPA_PLATFORM": "xcb",
            "QT_XCB_GL_INTEGRATION": "none",
            "QT_QPA_PLATFORMTHEME": "",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }

    def __enter__(self) -> Self:
        for program in ("Xvfb", "openbox", "xprop", "xrandr"):
            if shutil.which(program) is None:
                raise ScreenError(f"{program} is not installed; packaging/install-system.sh installs it")
        try:
            self._start_server()
            if self._room != self.size:
                self.plug((0, 0, *self.size))
            self._start_window_manager()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start_server(self) -> None:
        width, height = self._room
        reading, writing = os.pipe()
        with os.fdopen(reading, "rb") as number:
            # The server picks a free number itself and says it when it takes connections: no race.
            command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24"]
            try:
                server = subprocess.Popen(
                    [*command, "-nolisten", "tcp", "-noreset", "-dpi", "96"],
                    pass_fds=[writing],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            finally:
                os.close(writing)
            self._processes.append(server)
            answer = _line_within(number, START_LIMIT_S).strip()
        if not answer:
            raise ScreenError("Xvfb named no display")
        self.display = f":{answer.decode()}"

    def _start_window_manager(self) -> None:
        environment = {**os.environ, "DISPLAY": self.display}
        # Started before openbox, so that its announcement cannot be missed.
        watch = subprocess.Popen(
            ["xprop", "-spy", "-root"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        try:
            if watch.stdout is None:
                raise ScreenError("xprop has no output")
            self._processes.append(
                subprocess.Popen(
                    [
                        "openbox",
                        "--sm-disable",
                        "--startup",
                        f"xprop -root -format {_READY} 8s -set {_READY} 1",
                    ],
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            )
            while True:
                line = _line_within(watch.stdout, START_LIMIT_S)
                if not line:
                    raise ScreenError("openbox did not take the screen")
                if line.startswith(_READY.encode()):
                    return
        finally:
            watch.kill()
            watch.wait()
            if watch.stdout is not None:
                watch.stdout.close()

    def plug(self, *monitors: Box) -> None:
        """Cuts the display into these monitors (left, top, width, height), in place of those it had; one left
        out is pulled out, a new one plugged in. Programs hear of each as of real ones."""
        for number in range(len(monitors), len(self._monitors)):
            self._xrandr("--delmonitor", f"M{number + 1}")
        for number, (left, top, width, height) in enumerate(monitors):
            if self._monitors[number : number + 1] == [(left, top, width, height)]:
                continue
            if number < len(self._monitors):
                # The server does not change one that is there.
                self._xrandr("--delmonitor", f"M{number + 1}")
            size = f"{width}/{width * 254 // 960}x{height}/{height * 254 // 960}+{left}+{top}"
            # The server's one output belongs to the first: without it the whole display stays a monitor, too.
            self._xrandr("--setmonitor", f"M{number + 1}", size, "none" if number else "screen")
        self._monitors = list(monitors)

    def _xrandr(self, *words: str) -> None:
        done = subprocess.run(
            ["xrandr", *words],
            env={**os.environ, "DISPLAY": self.display},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ScreenError(f"xrandr {words[0]} failed: {done.stderr.strip()}")

    def close(self) -> None:
        """Ends the window manager and the server; calling it again does nothing."""
        while self._processes:
            process = self._processes.pop()
            process.terminate()
            try:
                process.wait(STOP_LIMIT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
