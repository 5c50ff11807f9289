"""What the tests of superior platforms do again and again: hand tickets down, work them off, wait."""

import json
import threading
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx
import msgspec
from sqlalchemy import select

from backend.service import signing
from backend.service.platforms import connect
from backend.service.sending import Sender
from backend.service.steps import Done, Pending
from backend.services import Services
from backend.store import tables as t
from contract import action as a
from contract.ticket import Ticket

from .conftest import CODE, SECRET, Backend

DUE = "2099-05-01T10:00:00+08:00"
DUE_MS = round(datetime.fromisoformat(DUE).timestamp() * 1000)
WAIT_S = 30.0


def quick(services: Services) -> None:
    """The same sender with waits that a test can sit through."""
    services.sender = Sender(
        services.store,
        services.references,
        services.clock,
        services.peers,
        time_limit=0.4,
        first_wait=20,
        longest_wait=80,
        idle=0.02,
    )
    services.rooms[:] = [(services.sender.start, services.sender.close)]


def tell_of(backend: Backend, url: str, *steps: str) -> None:
    """Connect the platform, and wait until the running sender knows it."""
    backend.run(connect(backend.services, CODE, "city", url, SECRET, steps))
    until(lambda: bool(backend.services.peers.known))


def until(holds: Callable[[], bool]) -> None:
    """Wait for a condition."""
    end = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        threading.Event().wait(0.01)


def send(backend: Backend, what: str, body: dict[str, Any], **change: Any) -> httpx.Response:
    content = json.dumps(body, ensure_ascii=False).encode()
    signed = signing.headers(
        change.pop("secret", SECRET), time.time_ns() // 1_000_000 + change.pop("skew", 0), content
    )
    channel = change.pop("channel", "city")
    return backend.client.post(f"/api/superior/{channel}/{what}", content=content, headers=signed | change)


def hand_down(backend: Backend, number: str, **more: Any) -> Ticket:
    body = {
        "number": number,
        "title": "市民反映路面塌陷",
        "reporter": {"name": "赵一", "phone": "13900001234"},
        "due_at": DUE,
    }
    answer = send(backend, "tickets", body | more)
    assert answer.status_code == 201, answer.text
    return ticket_of(backend, number)


def ticket_of(backend: Backend, number: str) -> Ticket:
    async def read() -> Ticket:
        query = select(t.ticket.c.row).where(t.ticket.c.superior_number == number)
        async with backend.services.store.read() as connection:
            (row,) = (await connection.execute(query)).scalars()
            return msgspec.msgpack.decode(row, type=Ticket)

    return backend.run(read())


def act(backend: Backend, login: str, number: str, step: a.Act) -> Ticket:
    """Take a step on a ticket of the platform's, as somebody of ours."""
    ticket = ticket_of(backend, number)
    services = backend.services
    action = a.Action(action_id=str(uuid.uuid4()), ticket_id=ticket.id, base_version=ticket.version, act=step)
    done: Done = backend.run(
        services.writer.submit(Pending(backend.actor(login), services.clock.now(), action))
    )
    assert done.ticket is not None
    return done.ticket


def work_off(backend: Backend, number: str, result: str = "已填平压实") -> None:
    """From accepted to closed."""
    act(backend, "seat01", number, a.Accept())
    act(backend, "seat01", number, a.File(item="1-1-02", area=f"{CODE}001001-01"))
    act(backend, "seat01", number, a.Dispatch(unit="W", note="内部备注：电话 13900001234"))
    act(backend, "u-W", number, a.SignIn())
    act(backend, "u-W", number, a.Handle(outcome="done", result=result))
    act(backend, "seat01", number, a.Verify())
    act(backend, "seat01", number, a.Close())
