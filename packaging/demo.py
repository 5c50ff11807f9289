"""A living district and a seat on it: what `make demo` runs.

Starts the embedded backend with the demo district and fourteen days of its life in a folder of its own, lets
the day go on, and opens the console; without a display, on a virtual one. Ends with the console, or on
Ctrl-C. `--tour DIR` plays the scenario without a person (tests/tour/run.py) and exits with its status. What
this does not know goes to the console: `make demo ARGS="--lang en"`.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from stage.backend import BackendError, BackendProcess, program
from stage.screen import ScreenError, VirtualScreen

ROOT = Path(__file__).parents[1]
STOP_LIMIT_S = 10.0
# Times the district's volume: some four reports a minute by day, and a step every few seconds.
RATE = 4.0
# Seats that are played beside the person's own, so that the queue neither runs dry nor runs over.
SEATS = 12
# Real districts see the same matter reported again far less often than a demo has patience for.
REPEATS = 0.03
ACCOUNTS = """Log in as seat01, with the password baohe-demo-2026. It opens every account of the demo: seat02,
duty01, leader01, u-<code of a unit>, g-<code of a grid>."""


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


def run_to_its_end(command: list[str]) -> int:
    """Runs a program in the foreground; returns its exit status, and ends it if this program is ended."""
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL) as process:
        try:
            return process.wait()
        finally:
            stop(process)


def has_display() -> bool:
    """Whether this session has a screen."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def parse() -> tuple[argparse.Namespace, list[str]]:
    """Our options, and the console's."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--tour", type=Path, metavar="DIR", help="play the scenario, write its pictures to DIR"
    )
    parser.add_argument(
        "--headless", action="store_true", help="a virtual display though there is a real one"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the demo's data and logs in DIR")
    parser.add_argument(
        "--rate", type=float, default=RATE, help=f"times the district's volume (default {RATE})"
    )
    parser.add_argument(
        "--seats", type=int, default=SEATS, help=f"how many other seats are played (default {SEATS})"
    )
    return parser.parse_known_args()


def main() -> int:
    """Runs the demo to its end; returns the exit status."""
    options, rest = parse()
    # Closing the terminal or `kill` unwinds like Ctrl-C: nothing keeps running behind it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.default_int_handler)
    with ExitStack() as stack:
        if options.keep:
            folder: Path = options.keep.resolve()
            folder.mkdir(parents=True, exist_ok=True)
        else:
            (ROOT / "build").mkdir(exist_ok=True)
            kept = tempfile.TemporaryDirectory(prefix="demo-", dir=ROOT / "build")
            folder = Path(stack.enter_context(kept))
        if options.headless or options.tour or not has_display():
            screen = stack.enter_context(VirtualScreen())
            os.environ.update(screen.environment)
            os.environ.pop("WAYLAND_DISPLAY", None)
            print(f"The windows open on a virtual screen, {screen.display}, 1920×1080.")
        print("The backend writes the demo district and fourteen days of its life …", flush=True)
        start = time.monotonic()
        database = f"sqlite:///{folder / 'demo.db'}"
        backend = stack.enter_context(
            BackendProcess(["--demo", "--database", database], folder / "backend.log")
        )
        print(f"It answers at {backend.url} after {time.monotonic() - start:.0f} s.", flush=True)
        if options.tour:
            pictures: Path = options.tour.resolve()
            pictures.mkdir(parents=True, exist_ok=True)
            tour = str(ROOT / "tests" / "tour" / "run.py")
            return run_to_its_end([sys.executable, tour, "--server", backend.url, "--out", str(pictures)])
        rates = ["--rate", str(options.rate), "--seats", str(options.seats), "--repeats", str(REPEATS)]
        with (folder / "simulate.log").open("wb") as log:
            day = subprocess.Popen(
                [program("grid-backend"), "simulate", "--server", backend.url, *rates],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        stack.callback(stop, day)
        print(f"The day goes on. The console opens; closing it ends the demo.\n{ACCOUNTS}", flush=True)
        profile = str(folder / "profile")
        return run_to_its_end([program("grid-console"), "--server", backend.url, "--profile", profile, *rest])


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (BackendError, ScreenError) as error:
        sys.exit(f"demo: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
