"""The console with a probe in it: the real program, and what every turn of its loop takes.

    python -m tests.soak.probed FIGURES [arguments of grid-console]

FIGURES gets one JSON object a line: {"sample": …} every few seconds with what the process holds, and
{"slow": …} for each turn of the loop that took more than `TELL_MS` of the GUI thread's own CPU, with the
loop's callbacks in it and where the program stood. The time of other processes on the machine counts nowhere.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractEventDispatcher, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

TELL_MS = 40
LOOK_S = 0.02
STACK_MS = 30
STACK_MOST = 1_200
SAMPLE_MS = 2_000


def thread_ms() -> float:
    """This thread's own CPU time."""
    return time.thread_time_ns() / 1e6


class Probe(QObject):
    """Times each turn of the GUI thread's loop: all that it does between two waits, an event or several that
    came together. No event can take longer than the turn it is in.

    It listens to the dispatcher alone. An override of `QApplication.notify` in Python would see single
    events, but it hands out Python objects of widgets that are just being destroyed, and crashes.
    """

    def __init__(self, out: Path, app: QApplication) -> None:
        super().__init__(app)
        self.app = app
        self._out = out.open("a", encoding="utf-8", buffering=1)
        self._own = 0.0
        self._began = 0.0
        self._started = time.monotonic()
        self._wall = 0.0
        self.turns = 0
        self.handles: list[str] = []
        self.stack = ""
        self._main = threading.get_ident()
        self._end = threading.Event()
        self._watch = threading.Thread(target=self._look, name="probe", daemon=True)
        self._watch.start()
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        dispatcher.aboutToBlock.connect(self._turned, Qt.ConnectionType.DirectConnection)
        dispatcher.awake.connect(self._awake, Qt.ConnectionType.DirectConnection)

    def at(self) -> float:
        """Seconds since the program began."""
        return round(time.monotonic() - self._started, 1)

    def tell(self, **said: Any) -> None:
        """One line."""
        self._out.write(json.dumps(said, ensure_ascii=False) + "\n")

    def _turned(self) -> None:
        """The loop is about to wait: a turn has ended, another begins."""
        used = thread_ms() - self._began - self._own
        if self._began and used > TELL_MS:
            self.tell(slow=round(used, 1), at=self.at(), what=", ".join(self.handles[-6:]), stack=self.stack)
        self.turns += 1
        self._own, self.stack, self._wall = 0.0, "", time.monotonic()
        self.handles.clear()
        self._began = thread_ms()

    def _awake(self) -> None:
        """It has waited long enough."""
        self._wall = time.monotonic()

    def own(self, used: float) -> None:
        """So much of this turn was the probe's own work (ms)."""
        self._own += used

    def _look(self) -> None:
        """Notes where the GUI thread stands in a turn that lasts."""
        while not self._end.wait(LOOK_S):
            since = self._wall
            if since and (time.monotonic() - since) * 1000 > STACK_MS and len(self.stack) < STACK_MOST:
                frame = sys._current_frames().get(self._main)
                lines = traceback.extract_stack(frame)[-9:] if frame is not None else []
                if lines and lines[-1].name not in ("run_forever", "run_until_complete"):
                    self.stack += " | " + " < ".join(
                        f"{Path(line.filename).name}:{line.lineno} {line.name}" for line in reversed(lines)
                    )

    def finish(self) -> None:
        """Ends the watching thread and the file."""
        self._end.set()
        self._watch.join()
        self._out.close()


def named_handles(probe: Probe) -> None:
    """The loop's callbacks say their name to the probe."""
    plain = asyncio.Handle._run

    def run(handle: asyncio.Handle) -> None:
        callback = handle._callback
        owner = getattr(callback, "__self__", None)
        name = owner.get_name() if isinstance(owner, asyncio.Task) else getattr(callback, "__qualname__", "")
        probe.handles.append(str(name))
        began = thread_ms()
        plain(handle)
        used = thread_ms() - began
        if used > TELL_MS:
            probe.tell(callback=round(used, 1), at=probe.at(), what=str(name))

    asyncio.Handle._run = run  # type: ignore[method-assign]


def rss_kb() -> int:
    """Resident memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * (os.sysconf("SC_PAGE_SIZE") // 1024)


def sample(probe: Probe, began: float) -> None:
    """What the process holds now."""
    started = thread_ms()
    held: dict[str, int] = {"None": sys.getrefcount(None), "True": sys.getrefcount(True)}
    held["False"] = sys.getrefcount(False)
    objects, timers = 0, 0
    for window in (*probe.app.topLevelWidgets(), probe.app):
        below = window.findChildren(QObject)
        objects += len(below)
        timers += sum(isinstance(child, QTimer) for child in below)
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return
    probe.tell(
        sample={
            "at": round(time.monotonic() - began, 1),
            "rss_kb": rss_kb(),
            "tasks": len(asyncio.all_tasks(loop)),
            "threads": threading.active_count(),
            "files": len(os.listdir("/proc/self/fd")),  # noqa: PTH208 - no more than the count
            "widgets": len(probe.app.allWidgets()),
            "objects": objects,
            "timers": timers,
            "tracked": len(gc.get_objects()),
            "turns": probe.turns,
            **held,
        }
    )
    probe.own(thread_ms() - started)


def main() -> int:
    """Runs the console; its exit status."""
    out, *arguments = sys.argv[1:]
    app = QApplication(["grid-console"])
    probe = Probe(Path(out), app)
    named_handles(probe)
    sampling = QTimer(probe)
    sampling.setInterval(SAMPLE_MS)
    began = time.monotonic()
    sampling.timeout.connect(lambda: sample(probe, began))
    sampling.start()

    from console.__main__ import main as console

    try:
        return console(arguments)
    finally:
        probe.finish()


if __name__ == "__main__":
    sys.exit(main())
