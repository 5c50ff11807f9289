"""A stand-in of a superior platform: takes signed messages over HTTP, as well or as badly as it is told."""

import json
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from backend.service import signing

from .conftest import SECRET


@dataclass
class Platform:
    """Behaves by `moods`, one a request, then well: a number answers with it, `hang` never answers, `late`
    takes the message and has not answered when nobody waits any more. It knows a message by its event."""

    moods: deque[int | str] = field(default_factory=deque)
    requests: list[tuple[str, int | str]] = field(default_factory=list)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused_numbers: set[str] = field(default_factory=set)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """The ASGI application."""
        if scope["type"] == "lifespan":
            while (await receive())["type"] != "lifespan.shutdown":
                await send({"type": "lifespan.startup.complete"})
            await send({"type": "lifespan.shutdown.complete"})
            return
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        verdict = signing.judge(
            SECRET,
            headers.get(signing.TIMESTAMP),
            headers.get(signing.SIGNATURE),
            body,
            time.time_ns() // 1_000_000,
        )
        told = json.loads(body)
        event = headers[signing.EVENT]
        assert verdict == "valid"
        assert told["event"] == event
        mood: int | str = 200
        if told["number"] in self.refused_numbers:
            mood = 500
        elif self.moods:
            mood = self.moods.popleft()
        self.requests.append((event, mood))
        if mood in ("hang", "late"):
            if mood == "late":
                self.taken.setdefault(event, told)
            while (await receive())["type"] != "http.disconnect":
                continue
            return
        if mood == 200:
            self.taken.setdefault(event, told)
        await send({"type": "http.response.start", "status": mood, "headers": []})
        await send({"type": "http.response.body", "body": b"noted"})

    def told(self, number: str) -> list[dict[str, Any]]:
        """What it took about one of its tickets, in the order in which it took it."""
        return [message for message in self.taken.values() if message["number"] == number]
