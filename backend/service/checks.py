"""What a piece of work is checked against before its step is taken: its key, the version, its files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from backend.service.ledger import Ledger
from backend.service.refusal import ServiceRefused, wrong_input
from backend.service.steps import Done
from backend.store import tables as t
from contract import action as a
from contract.account import Actor
from contract.lifecycle import TABLE
from contract.machine import Names
from contract.problem import First
from contract.ticket import Ticket

_pack = msgspec.msgpack.Encoder().encode


def content_of(actor: Actor, work: msgspec.Struct, about: str = "") -> bytes:
    """A hash of who asks for what: a key that comes with another one is a mistake, not a replay."""
    return hashlib.sha256(_pack((actor.id, about, work))).digest()


def replayed(ledger: Ledger, key: str, content: bytes) -> Done | None:
    """The answer that a key has had, None where it is new; raises ServiceRefused (key).

    A key whose answer is kept no more is refused whatever comes with it: not every work has a version that
    would keep it from being performed again (an urge, a note, a claim, a seat's state).
    """
    stored = ledger.answers.get(key)
    if stored is None:
        return None
    if stored.status == t.PAST:
        raise ServiceRefused(
            "key",
            Names(
                "这个操作编号早已办理，回执不再保存",
                "what has this action id was done long ago; its answer is kept no more",
            ),
        )
    if stored.content != content:
        raise ServiceRefused(
            "key",
            Names("这个操作编号已用于其他内容", "this action id has been used for something else"),
        )
    return Done(stored.status, stored.body, replayed=True)


def conflict_with(ticket: Ticket) -> ServiceRefused:
    """Somebody was first: who, with what, when, and the row as it is now."""
    last = ticket.last
    name = last.name if last is not None else ""
    names = TABLE.names_of(last.action, last.outcome) if last is not None else None
    what = names or Names("办理", "acted")
    return ServiceRefused(
        "conflict",
        Names(f"{name}已先办理：{what.zh}", f"{name} was first: {what.en}"),
        first=First(name, last.action if last is not None else "", last.at if last is not None else 0),
        ticket=ticket,
    )


def stored_files(ledger: Ledger, files: Iterable[a.FileRef]) -> tuple[a.FileRef, ...]:
    """References as the store knows the files; one that is not stored is refused."""
    out = []
    for n, file in enumerate(files):
        stored = ledger.files.get(file.sha256)
        if stored is None:
            raise wrong_input(
                f"files[{n}].sha256", "stored", file.sha256, "文件尚未上传", "the file has not been uploaded"
            )
        out.append(replace(file, size=stored[0], mime=stored[1]))
    return tuple(out)
