"""How requests go out: a request that is given up in the midst leaves no socket behind.

httpcore closes what it has no more use for beside a request, several sockets one after another, and guards
that from being cancelled as anyio cancels. A task's own `cancel` goes through that guard: cancelled in the
midst, the sockets whose turn had not come would belong to nobody and stay open. So what is asked of httpcore
runs in a task of anyio's, and is cancelled as anyio has it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Coroutine
from typing import Any, TypeVar

import anyio
import httpx

T = TypeVar("T")


class _Outcome:
    """What a piece of work came to."""

    def __init__(self) -> None:
        self.found: Any = None
        self.error: Exception | None = None

    async def of(self, work: Coroutine[Any, Any, object]) -> None:
        """Does it."""
        try:
            self.found = await work
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            self.error = error


async def _guarded(work: Coroutine[Any, Any, T]) -> T:
    """Does work of httpcore's; cancelled, it returns when that has put away what it had in hand."""
    outcome = _Outcome()
    try:
        async with anyio.create_task_group() as group:
            group.start_soon(outcome.of, work)
    except BaseException:
        # The answer came in the instant in which nobody wanted it any more.
        if isinstance(outcome.found, httpx.Response):
            await outcome.found.aclose()
        raise
    finally:
        work.close()  # where it was cancelled before its first step
    if outcome.error is not None:
        raise outcome.error
    found: T = outcome.found
    return found


class _Body(httpx.AsyncByteStream):
    """An answer's body. Its end, too, closes what other requests have left."""

    def __init__(self, body: httpx.AsyncByteStream) -> None:
        self._body = body

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._body.__aiter__()

    async def aclose(self) -> None:
        """Closes it."""
        await _guarded(self._body.aclose())


class Transport(httpx.AsyncHTTPTransport):
    """httpx's own, guarded. Proxy, certificates and limits are given to it, not to the client."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends a request; gives the answer as soon as its head is there."""
        response = await _guarded(super().handle_async_request(request))
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _Body(response.stream)
        return response

    async def aclose(self) -> None:
        """Closes all connections."""
        await _guarded(super().aclose())
