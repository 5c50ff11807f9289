"""The backend's API as calls with typed answers; what goes wrong is one of `console.errors`.

A refusal counts as the backend's own only when it is a problem (``application/problem+json``). Any other
answer comes from something in between (a proxy, a portal) and means that the backend was not reached: an
action must never be parked for that.
"""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from console.errors import (
    BackendFault,
    Busy,
    Conflict,
    ConsoleBug,
    ConsoleError,
    CursorExpired,
    InputWrong,
    LoginRequired,
    NotAllowed,
    Unreachable,
    unreachable,
)
from contract.machine import Names
from contract.problem import TYPE_PREFIX, Problem

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")

CONNECT_S = 5.0
ANSWER_S = 15.0
PROBLEM = "application/problem+json"

Params = Mapping[str, str | int | float]

_PARTS = ("httpx", "httpx_sse", "httpcore", "anyio._backends._asyncio")


def read_in() -> None:
    """Imports what requests need, on any thread: a third of a second that the first of them would take, part
    of it on the GUI thread."""
    for part in _PARTS:
        importlib.import_module(part)


def error_of(problem: Problem) -> ConsoleError:
    """A problem as the error it is on this side."""
    says = Names(problem.zh or problem.detail or problem.title, problem.en or problem.detail or problem.title)
    kind = problem.type.removeprefix(TYPE_PREFIX)
    match problem.status:
        case 401:
            return LoginRequired(says, problem)
        case 410 if kind == "gone":
            return CursorExpired(says, problem)
        case 412:
            return Conflict(says, problem)
        case 400 | 413 | 415 | 422:
            return InputWrong(says, problem)
        case 429 | 503:
            return Busy(says, problem, float(problem.retry_after or 1))
        case status if status >= 500:
            return BackendFault(says, problem)
        case _:
            return NotAllowed(says, problem)


def cause_of(error: httpx.TransportError) -> str:
    """Why nothing came back, as `console.errors.unreachable` knows it."""
    import socket
    import ssl

    import httpx

    if isinstance(error, httpx.ProxyError):
        return "proxy"
    if isinstance(error, httpx.TimeoutException):
        return "timeout"
    within: BaseException | None = error
    while within is not None:
        if isinstance(within, ssl.SSLError):
            return "certificate" if isinstance(within, ssl.SSLCertVerificationError) else "between"
        if isinstance(within, socket.gaierror):
            return "name"
        if isinstance(within, ConnectionRefusedError):
            return "refused"
        within = within.__cause__ or within.__context__
    return "" if isinstance(error, httpx.ConnectError) else "broken"


class Client:
    """One backend. `token` is what log-in gave; it is in memory only. `close` at the end."""

    def __init__(
        self, server: str, *, language: Callable[[], str], ca_file: str = "", proxy: str = ""
    ) -> None:
        self.server = server.rstrip("/")
        self.token = ""
        self._language = language
        self._ca_file = ca_file
        self._proxy = proxy
        self._http: httpx.AsyncClient | None = None

    def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            # Imported with the first request: the queue stands before the network is asked.
            import ssl

            import httpx

            from .transport import Transport

            verify: ssl.SSLContext | bool = self.server.startswith("https:")
            if verify:
                verify = ssl.create_default_context(cafile=self._ca_file or None)
            self._http = httpx.AsyncClient(
                base_url=self.server,
                timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S),
                transport=Transport(
                    verify=verify,
                    limits=httpx.Limits(max_connections=16, max_keepalive_connections=8, keepalive_expiry=30),
                    proxy=self._proxy or None,
                    trust_env=False,
                ),
                # The address is this seat's setting; an environment's proxy is not.
                trust_env=False,
            )
        return self._http

    def headers(self) -> dict[str, str]:
        """What every request carries."""
        found = {"Accept-Language": "zh-CN" if self._language().startswith("zh") else "en"}
        if self.token:
            found["Authorization"] = f"Bearer {self.token}"
        return found

    async def send(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        body: object = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        answer_s: float = ANSWER_S,
    ) -> httpx.Response:
        """One request; `body` goes as JSON. Gives a 2xx or 304 answer, raises ConsoleError for all others."""
        import httpx

        sent = {**self.headers(), **(headers or {})}
        if body is not None:
            content = msgspec.json.encode(body)
            sent["Content-Type"] = "application/json"
        try:
            response = await self._client().request(
                method,
                path,
                params=dict(params) if params else None,
                content=content,
                headers=sent,
                timeout=httpx.Timeout(answer_s, connect=CONNECT_S),
            )
        except httpx.TransportError as error:
            raise unreachable(type(error).__name__, cause_of(error)) from error
        self.check(response)
        return response

    def check(self, response: httpx.Response) -> None:
        """Raises what a read answer that is no success means."""
        if response.is_success or response.status_code == 304:
            return
        if not response.headers.get("content-type", "").startswith(PROBLEM):
            raise unreachable(f"HTTP {response.status_code}", "between")
        try:
            problem = msgspec.json.decode(response.content, type=Problem)
        except msgspec.DecodeError as error:
            raise unreachable(f"HTTP {response.status_code}", "between") from error
        raise error_of(problem)

    async def get(self, path: str, kind: type[T], params: Params | None = None) -> T:
        """A JSON answer of a type."""
        return self.decoded(await self.send("GET", path, params=params), kind)

    async def post(
        self, path: str, body: object, kind: type[T], headers: Mapping[str, str] | None = None
    ) -> T:
        """A JSON answer of a type to a JSON body."""
        return self.decoded(await self.send("POST", path, body=body, headers=headers), kind)

    async def command(self, method: str, path: str, key: str, body: object) -> httpx.Response:
        """One request under an idempotency key. Where its answer was lost it goes once more under that key,
        which brings the answer and does nothing twice. Raises as `send`."""
        headers = {"Idempotency-Key": key}
        try:
            return await self.send(method, path, body=body, headers=headers)
        except Unreachable:
            return await self.send(method, path, body=body, headers=headers)

    def decoded(self, response: httpx.Response, kind: type[T]) -> T:
        """An answer's body as a type; raises Unreachable (not the backend's), ConsoleBug."""
        found = response.headers.get("content-type", "")
        if not found.startswith(("application/json", "application/msgpack", "application/vnd.msgpack")):
            raise unreachable(f"{found or 'no'} content", "between")
        try:
            if found.startswith("application/json"):
                return msgspec.json.decode(response.content, type=kind)
            return msgspec.msgpack.decode(response.content, type=kind)
        except msgspec.DecodeError as error:
            raise ConsoleBug(
                Names(
                    f"中心系统的回答无法理解：{response.url.path}",
                    f"the backend's answer breaks the contract: {response.url.path}: {error}",
                )
            ) from error

    @asynccontextmanager
    async def stream(
        self, path: str, *, params: Params | None, headers: Mapping[str, str], silence_s: float
    ) -> AsyncIterator[Any]:
        """An open event stream (`httpx_sse.EventSource`); more than `silence_s` without a byte ends it."""
        import httpx
        from httpx_sse import aconnect_sse

        timeout = httpx.Timeout(silence_s, connect=CONNECT_S)
        try:
            async with aconnect_sse(
                self._client(),
                "GET",
                path,
                params=dict(params) if params else None,
                headers={**self.headers(), **headers},
                timeout=timeout,
            ) as source:
                if not source.response.is_success:
                    await source.response.aread()
                    self.check(source.response)
                if not source.response.headers.get("content-type", "").startswith("text/event-stream"):
                    raise unreachable("no event stream", "between")
                yield source
        except httpx.TransportError as error:
            raise unreachable(type(error).__name__, cause_of(error)) from error

    async def use(self, server: str) -> None:
        """Another backend from the next request on."""
        self.server = server.rstrip("/")
        await self.close()

    async def close(self) -> None:
        """Closes the connections."""
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()
