"""The peer of `intake`: the same server and framework with a JSON endpoint that keeps nothing."""

from __future__ import annotations

import json
import sys

import uvicorn
from litestar import Litestar, post

from backend.serving import Server
from contract.action import Action


@post("/bare", status_code=200)
async def bare(data: Action) -> Action:
    """Decode, encode."""
    return data


def main() -> None:
    """Serve on a free port and say where."""

    def say(url: str) -> None:
        sys.stdout.write(json.dumps({"listening": url}) + "\n")
        sys.stdout.flush()

    config = uvicorn.Config(
        Litestar([bare]), host="127.0.0.1", port=0, log_config=None, access_log=False, lifespan="off"
    )
    Server(config, say).run()


if __name__ == "__main__":
    main()
