"""A living district and a seat on it: what `make demo` runs.

Starts the embedded backend with the demo district and its simulated day in a folder of its own, waits until
it answers, and opens the console on it; without a display, on a virtual one. Ends with the console, or on
Ctrl-C.
`--tour DIR` plays the scenario without a person (tests/tour/run.py) and exits with its status.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from stage.screen import ScreenError, VirtualScreen

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
HEALTH_PATH = "/health"
# The fourteen days behind the demo are written before the backend takes connections.
START_LIMIT_S = 180.0
STOP_LIMIT_S = 10.0
POLL_S = 0.1


class DemoError(Exception):
    """The environment, or one of the two programs: the text says which and where its log lies."""


def free_port() -> int:
    """A TCP port on the loopback that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def start_backend(folder: Path, port: int, log: Path) -> "subprocess.Popen[bytes]":
    """Starts `grid-backend` with the demo district in `folder`; its output goes to `log`."""
    with log.open("wb") as output:
        return subprocess.Popen(
            [
                BIN / "grid-backend",
                "serve",
                "--demo",
                "--database",
                f"sqlite+aiosqlite:///{folder / 'demo.sqlite'}",
                "--port",
                str(port),
            ],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Its own group: Ctrl-C reaches this program alone, which ends the others in order.
            start_new_session=True,
        )


def wait_for(url: str, backend: "subprocess.Popen[bytes]", log: Path) -> None:
    """Returns when the backend answers 200.

    Raises:
        DemoError: it ended before, or did not answer within START_LIMIT_S.
    """
    deadline = time.monotonic() + START_LIMIT_S
    pause = threading.Event()
    while time.monotonic() < deadline:
        if backend.poll() is not None:
            raise DemoError(f"the backend ended with status {backend.returncode}:\n{tail(log)}")
        try:
            with urllib.request.urlopen(url + HEALTH_PATH, timeout=5):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            pause.wait(POLL_S)
    raise DemoError(f"the backend did not answer within {START_LIMIT_S:.0f} s:\n{tail(log)}")


def tail(log: Path, lines: int = 30) -> str:
    """The end of a log file."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Ends a program: asked first, killed when it does not listen."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(STOP_LIMIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def open_console(server: str, profile: Path, rest: list[str]) -> int:
    """Runs the console on the server to its end; returns its exit status."""
    print(f"The console opens on {server}. Closing it ends the demo.")
    command = [str(BIN / "grid-console"), "--server", server, "--profile", str(profile), *rest]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as console:
        try:
            return console.wait()
        finally:
            stop(console)


def play_tour(server: str, pictures: Path) -> int:
    """Plays the scenario against the server; returns the exit status of the tour."""
    pictures.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        str(ROOT / "tests" / "tour" / "run.py"),
        "--server",
        server,
        "--out",
        str(pictures),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL) as tour:
        try:
            return tour.wait()
        finally:
            stop(tour)


def main() -> int:
    """Parses the command line and runs the demo; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tour", type=Path, metavar="DIR", help="play the scenario, write pictures to DIR")
    parser.add_argument(
        "--headless", action="store_true", help="a virtual display even where there is a real one"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the demo's data and logs in DIR")
    options, rest = parser.parse_known_args()
    # Closing the terminal or `kill` unwinds like Ctrl-C: nothing keeps running behind it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.default_int_handler)
    with ExitStack() as stack:
        if options.keep:
            folder = options.keep.resolve()
            folder.mkdir(parents=True, exist_ok=True)
        else:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="grid-demo-")))
        virtual = (
            options.headless
            or options.tour
            or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
        )
        if virtual:
            screen = stack.enter_context(VirtualScreen())
            os.environ.update(screen.environment)
            os.environ.pop("WAYLAND_DISPLAY", None)
            print(f"No display taken: a virtual one, {screen.display}, 1920×1080.")
        port = free_port()
        server = f"http://127.0.0.1:{port}"
        log = folder / "backend.log"
        print("The backend writes the demo district and fourteen days of its life …", flush=True)
        start = time.monotonic()
        backend = start_backend(folder, port, log)
        stack.callback(stop, backend)
        wait_for(server, backend, log)
        print(f"The backend answers at {server} after {time.monotonic() - start:.0f} s.", flush=True)
        if options.tour:
            return play_tour(server, options.tour.resolve())
        return open_console(server, folder / "profile", rest)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (DemoError, ScreenError) as error:
        sys.exit(f"demo: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
