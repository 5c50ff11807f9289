"""The player's way to the backend: its public API over HTTP, with a session for each account that is played.

LineError
├── Unreachable    the environment: no answer, or one of a server in trouble (worth trying again)
├── Declined       the backend refused: the problem says why; trying again would not help
└── Overtaken      somebody was first, or the ticket stands elsewhere by now: the feed tells how it is
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import httpx
import msgspec

from backend.service import signing
from contract.account import LogIn, Session, Time
from contract.action import Action, Answer, Command
from contract.component import Component, ComponentPage
from contract.duty import Board, PlaceDuty, SetCheckIn
from contract.feed import Batch, Snapshot, Suggestions
from contract.joint.action import JointAction, JointAnswer
from contract.problem import Problem
from contract.reference import Reference

PATIENCE_S = 20.0
ADMINISTRATOR = "admin01"


class LineError(Exception):
    """What can go wrong between player and backend."""


class Unreachable(LineError):
    """No answer, or one of a server in trouble."""


class Declined(LineError):
    """Refused, and why."""

    def __init__(self, status: int, problem: Problem | None) -> None:
        self.status, self.problem = status, problem
        said = problem.en or problem.detail if problem is not None else ""
        faults = "; ".join(f"{f.field} {f.rule} {f.value!r}" for f in problem.errors) if problem else ""
        super().__init__(" ".join(part for part in (f"{status}", said, faults) if part))


class Overtaken(Declined):
    """Somebody was first."""


def _problem(response: httpx.Response) -> Problem | None:
    try:
        return msgspec.json.decode(response.content, type=Problem)
    except msgspec.DecodeError:
        return None


class Line:
    """A connection to one backend. `password` opens every account that is played."""

    def __init__(self, server: str, password: str) -> None:
        self._http = httpx.AsyncClient(base_url=server, timeout=PATIENCE_S, trust_env=False)
        self._password = password
        self._sessions: dict[str, Session] = {}
        self._logging_in: dict[str, asyncio.Lock] = {}

    async def close(self) -> None:
        """Give the connections back. The sessions end by themselves."""
        await self._http.aclose()

    async def _send(
        self,
        method: str,
        path: str,
        login: str = "",
        *,
        content: bytes | None = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        wait: float = PATIENCE_S,
    ) -> httpx.Response:
        for attempt in range(2):
            sent = dict(headers or {})
            if login:
                sent["Authorization"] = f"Bearer {(await self._session(login)).token}"
            try:
                answer = await self._http.request(
                    method, path, content=content, data=form, headers=sent, timeout=wait
                )
            except httpx.TransportError as error:
                raise Unreachable(f"{method} {path}: {error!r}") from error
            if answer.status_code == 401 and login and attempt == 0:
                self._sessions.pop(login, None)
                continue
            return _checked(answer)
        raise AssertionError("the second attempt returns or raises")

    async def _session(self, login: str) -> Session:
        async with self._logging_in.setdefault(login, asyncio.Lock()):
            held = self._sessions.get(login)
            if held is None:
                body = msgspec.json.encode(LogIn(login, self._password))
                headers = {"Content-Type": "application/json"}
                answer = await self._send("POST", "/api/session", content=body, headers=headers)
                held = self._sessions[login] = msgspec.json.decode(answer.content, type=Session)
            return held

    async def account(self, login: str) -> str:
        """The id of an account."""
        return (await self._session(login)).actor.id

    async def time(self) -> Time:
        """The backend's clock."""
        return msgspec.json.decode((await self._send("GET", "/api/time")).content, type=Time)

    async def set_speed(self, speed: float) -> None:
        """Let the backend's clock run at another speed; only a simulated clock can."""
        headers = {"Content-Type": "application/json"}
        content = msgspec.json.encode({"speed": speed})
        await self._send("PUT", "/api/time", ADMINISTRATOR, content=content, headers=headers)

    async def reference(self, login: str) -> Reference:
        """What tickets refer to."""
        answer = await self._send("GET", "/api/reference", login)
        return msgspec.json.decode(answer.content, type=Reference)

    async def components(self, login: str) -> list[Component]:
        """The register of components, page by page."""
        found: list[Component] = []
        cursor = ""
        while True:
            answer = await self._send("GET", f"/api/components?limit=500&cursor={cursor}", login)
            page = msgspec.json.decode(answer.content, type=ComponentPage)
            found += [one.component for one in page.found]
            cursor = page.cursor
            if not cursor:
                return found

    async def snapshot(self, login: str) -> Snapshot:
        """Every ticket that a login sees now."""
        answer = await self._send("GET", "/api/snapshot", login, wait=60)
        return msgspec.msgpack.decode(answer.content, type=Snapshot)

    async def batch(self, login: str, cursor: int, wait: float) -> Batch:
        """What has happened since; waits up to so many seconds for something to happen."""
        path = f"/api/feed/poll?cursor={cursor}&wait={wait:g}"
        answer = await self._send("GET", path, login, wait=wait + PATIENCE_S)
        return msgspec.json.decode(answer.content, type=Batch)

    async def suggestions(self, login: str, ticket: str) -> Suggestions:
        """What the backend proposes for a ticket."""
        answer = await self._send("GET", f"/api/tickets/{ticket}/suggestions", login)
        return msgspec.json.decode(answer.content, type=Suggestions)

    async def act(self, login: str, action: Action) -> Answer:
        """Post an action; the same action posted again gives the same answer."""
        headers = {"Idempotency-Key": action.action_id, "Content-Type": "application/json"}
        content = msgspec.json.encode(action)
        answer = await self._send("POST", "/api/actions", login, content=content, headers=headers)
        return msgspec.json.decode(answer.content, type=Answer)

    async def act_joint(self, login: str, action: JointAction) -> JointAnswer:
        """Post an act on a joint action."""
        headers = {"Idempotency-Key": action.action_id, "Content-Type": "application/json"}
        content = msgspec.json.encode(action)
        answer = await self._send("POST", "/api/joint-actions", login, content=content, headers=headers)
        return msgspec.json.decode(answer.content, type=JointAnswer)

    async def claim(self, login: str, ticket: str, action_id: str) -> None:
        """Say that a seat is in a ticket."""
        headers = {"Idempotency-Key": action_id, "Content-Type": "application/json"}
        content = msgspec.json.encode(Command(action_id=action_id))
        await self._send("POST", f"/api/tickets/{ticket}/claim", login, content=content, headers=headers)

    async def store(self, login: str, sha256: str, content: bytes, mime: str) -> None:
        """Put a file; one that is there already stays."""
        path, headers = f"/api/files/{sha256}", {"Content-Type": mime}
        await self._send("PUT", path, login, content=content, headers=headers)

    async def alarm(self, channel: str, secret: str, now: int, message: Mapping[str, object]) -> str:
        """Post what a device said, as its platform signs it at an instant (ms); gives the ticket's number."""
        content = msgspec.json.encode(message)
        headers = {"Content-Type": "application/json", **signing.headers(secret, now, content)}
        answer = await self._send("POST", f"/api/sensors/{channel}/alarms", content=content, headers=headers)
        return str(msgspec.json.decode(answer.content)["ticket"])

    async def board(self, login: str) -> Board:
        """Who is on duty, everywhere that a login sees."""
        return msgspec.json.decode((await self._send("GET", "/api/duty/board", login)).content, type=Board)

    async def place_duty(self, login: str, place: str) -> PlaceDuty:
        """The duty of one grid or unit."""
        answer = await self._send("GET", f"/api/duty/places/{place}", login)
        return msgspec.json.decode(answer.content, type=PlaceDuty)

    async def check_in(self, login: str, command: SetCheckIn) -> None:
        """Check in on patrol."""
        headers = {"Idempotency-Key": command.action_id, "Content-Type": "application/json"}
        content = msgspec.json.encode(command)
        await self._send("POST", "/api/duty/check-ins", login, content=content, headers=headers)

    async def report(self, form: Mapping[str, str]) -> str:
        """Report through Open311; gives the number of the request."""
        answer = await self._send("POST", "/open311/v2/requests.json", form=form)
        created = msgspec.json.decode(answer.content, type=list[dict[str, str | None]])
        return created[0].get("service_request_id") or ""


def _checked(answer: httpx.Response) -> httpx.Response:
    status = answer.status_code
    if status < 300:
        return answer
    if status >= 500 or status == 429:
        raise Unreachable(f"{answer.request.url.path}: {status}")
    if status in (404, 409, 412):
        raise Overtaken(status, _problem(answer))
    raise Declined(status, _problem(answer))
