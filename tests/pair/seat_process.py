"""A seat in a process of its own, to be killed: takes JSON lines, answers with JSON lines.

{"do": "log_in", "login": …}            → {"actor": …}
{"do": "submit", "ticket": …, "act": …} → {"action": …}     once the act is durable
{"do": "claim", "ticket": …}            → {"claim": …}
{"do": "offers", "ticket": …}           → {"offers": [action …], "state": name}
{"do": "outbox"}                        → {"rows": [[action, state, tries] …]}
{"do": "show", "ticket": …}             → {"state": …, "version": …}
{"do": "submit joint", "joint": …, "act": …}, {"do": "show joint", "joint": …}: the same of a joint action
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from console.desk import Desk
from console.settings import Settings
from contract.action import Act, Report
from contract.refused import Refused
from tests.pair.backend_process import PASSWORD


async def obey(desk: Desk, asked: dict[str, Any]) -> dict[str, Any]:
    """Does one thing."""
    match asked["do"]:
        case "log_in":
            return {"actor": (await desk.log_in(asked["login"], PASSWORD)).name}
        case "submit":
            act = msgspec.convert(asked["act"], Act)  # type: ignore[arg-type]
            if isinstance(act, Report):
                return {"ticket": desk.report(act)[0]}
            try:
                return {"action": desk.submit(asked["ticket"], act)}
            except Refused as refused:
                return {"refused": refused.says.en}
        case "submit joint":
            from contract.joint.action import JointAct

            joint_act = msgspec.convert(asked["act"], JointAct)  # type: ignore[arg-type]
            return {"action": desk.joints.submit(asked["joint"], joint_act)}
        case "show joint":
            joint = desk.joints.get(asked["joint"])
            return {"state": joint.state if joint else "", "version": joint.version if joint else 0}
        case "claim":
            return {"claim": (await desk.claim(asked["ticket"])).version}
        case "offers":
            row = desk.store.get(asked["ticket"])
            name = "" if row is None else desk.state_name(row.state)
            return {"offers": [offer.action for offer in desk.offers(asked["ticket"])], "state": name}
        case "outbox":
            return {"rows": [[row.action, row.state, row.tries] for row in desk.outbox]}
        case _:
            row = desk.store.get(asked["ticket"])
            return {"state": row.state if row else "", "version": row.version if row else 0}


async def main(profile: str, server: str) -> None:
    """Until its input ends."""
    settings = Settings(Path(profile))
    settings.kept.server = server
    desk = Desk(settings, "en")
    desk.load()
    desk.start()
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    print(json.dumps({"ready": True}), flush=True)
    while line := await reader.readline():
        print(json.dumps(await obey(desk, json.loads(line))), flush=True)
    await desk.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
