"""Headless Chromium, driven over its DevTools pipe: two inherited file descriptors, JSON between zero bytes.

No driver program and no library stand in between; Debian's `chromium` is what the tests install. Its network
is off: names resolve to nothing, and every request is kept to be looked at.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

PATIENCE_S = 60.0
NAMES = ("chromium", "chromium-browser", "google-chrome")


def program() -> str:
    """The browser; the test is skipped, saying so, where the machine has none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("needs Chromium: packaging/install-system.sh test installs it")
    return found


class Page:
    """A tab. `requests` are the addresses it asked for; `faults` the errors and warnings on its console,
    exceptions that nobody caught, and what the browser itself complained of."""

    def __init__(self, browser: Chromium, session: str) -> None:
        self._browser = browser
        self.session = session
        self.requests: list[str] = []
        self.faults: list[str] = []

    def do(self, method: str, **params: Any) -> dict[str, Any]:
        """A DevTools command."""
        return self._browser.do(method, self.session, **params)

    def heard(self, method: str, params: dict[str, Any]) -> None:
        """An event of this tab."""
        match method:
            case "Network.requestWillBeSent":
                self.requests.append(params["request"]["url"])
            case "Runtime.consoleAPICalled" if params["type"] in ("error", "warning", "assert"):
                self.faults.append(f"console: {params['args']}")
            case "Runtime.exceptionThrown":
                self.faults.append(f"exception: {params['exceptionDetails']}")
            case "Log.entryAdded" if params["entry"]["level"] in ("error", "warning"):
                self.faults.append(f"log: {params['entry']}")

    def open(self, file: Path) -> float:
        """Opens a file; seconds until it was loaded and painted."""
        began = time.monotonic()
        self.do("Page.navigate", url=file.as_uri())
        self.until("document.readyState === 'complete'")
        self.ask("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")
        return time.monotonic() - began

    def ask(self, expression: str) -> Any:
        """The value of an expression, awaited where it is a promise."""
        answer = self.do("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def until(self, condition: str) -> None:
        """Waits until an expression is true; looks at every frame."""
        until = time.monotonic() + PATIENCE_S
        while not self.ask(
            "new Promise((done) => { let left = 60; const look = () => {"
            f" if ({condition}) done(true); else if (left-- === 0) done(false);"
            " else requestAnimationFrame(look); }; look(); })"
        ):
            assert time.monotonic() < until, f"never came true: {condition}"

    def click(self, x: float, y: float) -> None:
        """A click of the left button, in px of the page."""
        self.do("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for kind in ("mousePressed", "mouseReleased"):
            self.do("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def picture(self, file: Path) -> None:
        """What it shows, as PNG."""
        file.write_bytes(base64.b64decode(self.do("Page.captureScreenshot", format="png")["data"]))


class Chromium:
    """A browser from enter to exit, its profile in `folder`."""

    def __init__(self, folder: Path, width: int = 1400, height: int = 900) -> None:
        self._folder = folder
        self._size = (width, height)
        self._pages: dict[str, Page] = {}
        self._asked = 0
        self._rest = b""

    def __enter__(self) -> Self:
        browser = program()
        theirs_in, self._to = os.pipe()
        self._from, theirs_out = os.pipe()
        options = [
            "--headless=new",
            "--remote-debugging-pipe",
            f"--user-data-dir={self._folder}",
            f"--window-size={self._size[0]},{self._size[1]}",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            options.append("--no-sandbox")
        # The browser reads descriptor 3 and writes descriptor 4.
        self._process = subprocess.Popen(
            ["bash", "-c", f'exec "$0" "$@" 3<&{theirs_in} 4>&{theirs_out}', browser, *options],
            pass_fds=(theirs_in, theirs_out),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._send({"id": 0, "method": "Browser.close"})
        os.close(self._to)
        try:
            self._process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._from)

    def page(self) -> Page:
        """A new tab, off line."""
        target = self.do("Target.createTarget", url="about:blank")["targetId"]
        session = self.do("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = self._pages[session] = Page(self, session)
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.do(f"{domain}.enable")
        page.do(
            "Network.emulateNetworkConditions",
            offline=True,
            latency=0,
            downloadThroughput=0,
            uploadThroughput=0,
        )
        return page

    def do(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        """A DevTools command's answer; events that come meanwhile go to their tabs."""
        self._asked += 1
        asked: dict[str, Any] = {"id": self._asked, "method": method, "params": params}
        self._send(asked | ({"sessionId": session} if session else {}))
        while True:
            message = self._message()
            if message.get("id") == asked["id"]:
                assert "error" not in message, f"{method}: {message['error']}"
                answer: dict[str, Any] = message["result"]
                return answer
            page = self._pages.get(message.get("sessionId", ""))
            if page is not None and "method" in message:
                page.heard(message["method"], message["params"])

    def _send(self, message: dict[str, Any]) -> None:
        raw = json.dumps(message).encode() + b"\0"
        while raw:
            raw = raw[os.write(self._to, raw) :]

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._from], [], [], PATIENCE_S)
            assert ready, "the browser does not answer"
            more = os.read(self._from, 1 << 20)
            assert more, f"the browser ended: {self._process.poll()}"
            self._rest += more
        raw, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(raw)
        return found
