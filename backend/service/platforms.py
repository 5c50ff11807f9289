"""``grid-backend superior``: says where a superior platform takes messages, and under which secret.

The secret signs both ways (`service/signing.py`). It is read from standard input, or made and shown once.
"""

from __future__ import annotations

import argparse
import secrets
import sys
from urllib.parse import urlsplit

import msgspec
from sqlalchemy import select, update

from backend.service.accounts import Account
from backend.service.refusal import wrong_input
from backend.service.signing import SIGNED
from backend.service.webhooks import DUE
from backend.services import Services
from backend.store import tables as t
from contract.lifecycle import TABLE

SHORTEST = 16


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments beside ``--database``."""
    command.add_argument("channel", help="key of a channel of type superior or sensor")
    command.add_argument("--district")
    command.add_argument("--url", help="where the platform takes messages; empty: it takes none")
    command.add_argument("--steps", help="actions it asks to hear of beside the answer: accept,dispatch,…")
    secret = command.add_mutually_exclusive_group()
    secret.add_argument("--secret", action="store_true", help="read a new secret from standard input")
    secret.add_argument("--make-secret", action="store_true", help="make a new secret and show it once")


async def run(services: Services, district: str, options: argparse.Namespace) -> int:
    """Change what is given and say what stands; gives the exit status."""
    secret = ""
    if options.make_secret:
        secret = secrets.token_urlsafe(32)
    elif options.secret:
        secret = sys.stdin.readline().strip()
        if len(secret) < SHORTEST:
            raise wrong_input(
                "secret",
                "min_length",
                "",
                f"密钥至少 {SHORTEST} 个字符",
                f"a secret has at least {SHORTEST} characters",
            )
    steps = None if options.steps is None else tuple(filter(None, options.steps.split(",")))
    stands = await connect(services, district, options.channel, options.url, secret, steps)
    if options.make_secret:
        stands["secret"] = secret
    sys.stdout.buffer.write(msgspec.json.encode(stands) + b"\n")
    return 0


async def connect(
    services: Services,
    district: str,
    channel: str,
    url: str | None = None,
    secret: str = "",
    steps: tuple[str, ...] | None = None,
) -> dict[str, object]:
    """Set what is given on the channel's account (made where there is none); gives what stands, no secret.

    Raises ServiceRefused (validation). A running service takes it up within seconds. `waiting` counts the
    messages that were not taken yet, `last_error` is why the one tried most was not.
    """
    known = services.references.get(district).reference.channel(channel)
    if known is None or known.type not in SIGNED:
        raise wrong_input(
            "channel",
            "known",
            channel,
            "没有这个上级平台或传感平台渠道",
            "there is no channel of type superior or sensor of that key",
        )
    if url and not _is_web(url):
        raise wrong_input("url", "url", url, "不是网址", "it is not a web address")
    if unknown := set(steps or ()) - {DUE, *TABLE.actions()}:
        raise wrong_input("steps", "known", min(unknown), "没有这个步骤", f"no such step: {min(unknown)}")
    a = t.account.c
    mine = (a.district == district, a.role == "channel", a.channel == channel)
    async with services.store.read() as connection:
        id_ = await connection.scalar(select(a.id).where(*mine).order_by(a.created_at, a.id).limit(1))
    if id_ is None:
        account = Account(login=f"c-{channel}", name=known.names.zh, role="channel", channel=channel)
        await services.accounts.save(district, [account])
    changes: dict[str, str] = {}
    if url is not None:
        changes["webhook"] = url
    if secret:
        changes["webhook_secret"] = secret
    if steps is not None:
        changes["webhook_steps"] = ";".join(steps)
    d = t.delivery.c
    waits = select(d.error, d.tries).where(d.district == district, d.channel == channel, d.taken_at.is_(None))
    async with services.store.write() as connection:
        if id_ is None:
            id_ = await connection.scalar(select(a.id).where(*mine))
        if changes:
            await connection.execute(
                update(t.account).where(a.district == district, a.id == id_).values(**changes)
            )
        row = (await connection.execute(select(t.account).where(a.district == district, a.id == id_))).one()
        waiting = (await connection.execute(waits.order_by(d.tries.desc()))).all()
    return {
        "channel": channel,
        "url": row.webhook,
        "steps": [step for step in row.webhook_steps.split(";") if step],
        "has_secret": bool(row.webhook_secret),
        "takes_messages": bool(row.webhook and row.webhook_secret and row.active),
        "waiting": len(waiting),
        "last_error": waiting[0].error if waiting else "",
    }


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
