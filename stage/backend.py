"""A backend process of one's own: started on a free port, ended in order or killed."""

import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

# Fourteen days of a district are written before the first announcement of a demo.
START_LIMIT_S = 180.0
STOP_LIMIT_S = 15.0


class BackendError(Exception):
    """The backend did not come up; the text is the end of what it said."""


def program(name: str) -> str:
    """One of the project's commands, of the environment this Python runs in."""
    return str(Path(sys.executable).parent / name)


class BackendProcess:
    """`grid-backend serve` for the length of a `with` block.

    `arguments` come after `serve --port 0`; `log` takes what it says on both its outputs. `url` is where it
    answers.
    """

    def __init__(
        self, arguments: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.url = ""
        self.log = log
        self._command = [program("grid-backend"), "serve", "--port", "0", *arguments]
        self._environment = {**os.environ, **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None
        self._drain: threading.Thread | None = None

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        """The running process."""
        if self._process is None:
            raise BackendError("the backend is not running")
        return self._process

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Starts it and returns when it has announced where it listens.

        Raises:
            BackendError: it ended before that, or said nothing for START_LIMIT_S.
        """
        with self.log.open("ab") as errors:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                bufsize=0,
                # Its own group: Ctrl-C reaches the program that started it, which ends it in order.
                start_new_session=True,
            )
        try:
            self.url = self._announced()
        except BaseException:
            self.kill()
            raise
        self._drain = threading.Thread(target=self._copy_output, name="backend-output", daemon=True)
        self._drain.start()

    def _announced(self) -> str:
        output = self.process.stdout
        if output is None:
            raise BackendError("the backend has no output")
        deadline = time.monotonic() + START_LIMIT_S
        with selectors.DefaultSelector() as selector:
            selector.register(output, selectors.EVENT_READ)
            while selector.select(max(0.0, deadline - time.monotonic())):
                line = output.readline()
                if not line:
                    raise BackendError(f"the backend ended with status {self.process.wait()}:\n{self.tail()}")
                try:
                    said = json.loads(line)
                except ValueError:
                    said = None
                if isinstance(said, dict) and "listening" in said:
                    return str(said["listening"])
                self._log(line)
        raise BackendError(
            f"the backend did not announce itself within {START_LIMIT_S:.0f} s:\n{self.tail()}"
        )

    def _log(self, text: bytes) -> None:
        with self.log.open("ab") as log:
            log.write(text)

    def _copy_output(self) -> None:
        output = self.process.stdout
        while output is not None and (line := output.readline()):
            self._log(line)

    def tail(self, lines: int = 30) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def stop(self) -> int | None:
        """Asks it to end, kills it when it does not; returns its exit status, None if it did not run."""
        if self._process is None:
            return None
        self._process.terminate()
        try:
            self._process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._log(f"killed: it had not ended {STOP_LIMIT_S:.0f} s after it was asked to\n".encode())
        return self.kill()

    def kill(self) -> int | None:
        """Ends it at once, as a power cut does; returns its exit status, None if it did not run."""
        if self._process is None:
            return None
        self._process.kill()
        status = self._process.wait()
        if self._drain is not None:
            self._drain.join()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process = self._drain = None
        return status
