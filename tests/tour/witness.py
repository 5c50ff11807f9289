"""What the backend says happened, read through its own API by somebody who touches nothing."""

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from console.ids import uuid7
from tests.tour.station import TourError

LOOK_LIMIT_S = 20


class Witness:
    """A duty officer's eyes on the backend."""

    def __init__(self, server: str, login: str, password: str) -> None:
        self._server = server
        self._token = ""
        answer = self._call("POST", "/api/session", {"login": login, "password": password})
        self._token = str(answer["token"])

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None, key: str = "") -> Any:
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        if key:
            headers["Idempotency-Key"] = key
        content = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(self._server + path, content, headers, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=LOOK_LIMIT_S) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace")
            raise TourError(f"{method} {path}: {error.code} {said}") from error

    def ticket(self, ticket_id: str) -> dict[str, Any]:
        """A ticket's row."""
        row: dict[str, Any] = self.detail(ticket_id)["ticket"]
        return row

    def detail(self, ticket_id: str) -> dict[str, Any]:
        """A ticket's own page: row, timeline, files."""
        page: dict[str, Any] = self._call("GET", f"/api/tickets/{ticket_id}")
        return page

    def joint(self, joint_id: str) -> dict[str, Any]:
        """A joint action's row."""
        row: dict[str, Any] = self._call("GET", f"/api/joints/{joint_id}")["joint"]
        return row

    def joints(self) -> list[dict[str, Any]]:
        """The newest joint actions."""
        rows: list[dict[str, Any]] = self._call("GET", "/api/joints")["joints"]
        return rows

    def find(self, **asked: str) -> list[dict[str, Any]]:
        """Tickets by text, state, number, area, unit."""
        found = self._call("GET", "/api/tickets?" + urllib.parse.urlencode(asked))
        rows: list[dict[str, Any]] = found["tickets"] if isinstance(found, dict) else found
        return rows

    def proposes_item(self, text: str) -> bool:
        """Whether the backend has an item to propose for these words."""
        asked = {"title": "", "text": text, "area": "", "item": "", "lon": None, "lat": None, "component": ""}
        return bool(self._call("POST", "/api/suggestions", asked)["items"])

    def report(self, act: dict[str, Any]) -> str:
        """Posts a report through this account; the ticket's id."""
        key, ticket_id = uuid7(), uuid7()
        asked = {"action_id": key, "ticket_id": ticket_id, "base_version": 0, "act": act}
        self._call("POST", "/api/actions", asked, key)
        return ticket_id

    def now(self) -> int:
        """The backend's time, ms."""
        return int(self._call("GET", "/api/time")["now"])

    def reference(self) -> dict[str, Any]:
        """What tickets refer to."""
        served: dict[str, Any] = self._call("GET", "/api/reference")
        return served
