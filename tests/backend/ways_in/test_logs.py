"""Nothing that comes in by any way leaves a name, a telephone number, a word or a secret in the logs."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from sqlalchemy import select

from backend.service import signing
from backend.service.platforms import connect
from backend.store import tables as t

from .conftest import CODE, KEY, SECRET, opened

PRIVATE = (
    "13812342207",
    "王小明",
    "小明",
    "ming@example.com",
    "家里漏水",
    KEY,
    SECRET,
    "token-in-the-address",
)
ROOT = Path(__file__).parents[3]


@contextmanager
def serving(database: str, folder: Path, log: Path) -> Iterator[str]:
    """The command itself, its log in a file; gives its address."""
    line = [
        sys.executable,
        "-m",
        "backend.cli",
        "serve",
        "--port",
        "0",
        "--database",
        database,
        "--files",
        str(folder),
    ]
    with (
        log.open("wb") as out,
        subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=out) as process,
    ):
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said, log.read_text("utf-8")
        try:
            yield json.loads(said)["listening"]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def test_logs_hold_nothing_private(tmp_path: Path) -> None:
    database, log = f"sqlite:///{tmp_path / 'grid.sqlite'}", tmp_path / "log"

    async def prepare() -> None:
        services = await opened(database, tmp_path / "files")
        await connect(
            services, CODE, "city", "http://127.0.0.1:9/?key=token-in-the-address", SECRET, ("urge",)
        )
        await services.store.close()

    asyncio.run(prepare())
    person = {"first_name": "小明", "last_name": "王", "phone": "13812342207", "email": "ming@example.com"}
    form = {"api_key": KEY, "service_code": "1-1-01", "description": "家里漏水，电话13812342207", **person}
    handed = {
        "number": "N1",
        "title": "家里漏水",
        "text": "王小明 13812342207",
        "reporter": {"name": "王小明", "phone": "13812342207"},
    }
    with serving(database, tmp_path / "files", log) as url, httpx.Client(base_url=url, timeout=30) as client:
        place = {"address_string": "王小明家"}
        assert client.post("/open311/v2/requests.json", data=form | place).status_code == 200
        assert client.post("/open311/v2/requests.json", data=form).status_code == 400
        assert client.post("/open311/v2/requests.json", params=form | place).status_code == 200
        broken = {"content": "小明\x00".encode(), "headers": {"content-type": "multipart/form-data"}}
        assert client.post("/open311/v2/requests.xml", **broken).status_code == 400
        for body in (handed, handed | {"item": "王小明"}, handed | {"reporter": {"phone": 13812342207}}):
            content = json.dumps(body, ensure_ascii=False).encode()
            signed = signing.headers(SECRET, time.time_ns() // 1_000_000, content)
            assert client.post("/api/superior/city/tickets", content=content, headers=signed).status_code in (
                201,
                400,
                409,
            )
        asked = json.dumps(
            {"id": "1", "number": "N1", "step": "urge", "note": "王小明又来电 13812342207"}
        ).encode()
        signed = signing.headers(SECRET, time.time_ns() // 1_000_000, asked)
        assert client.post("/api/superior/city/steps", content=asked, headers=signed).status_code == 201
    written = log.read_text("utf-8")
    for line in written.splitlines():
        json.loads(line)
    for private in PRIVATE:
        assert private not in written

    async def audited() -> list[bytes]:
        services = await opened(database, tmp_path / "files")
        async with services.store.read() as connection:
            bodies = list((await connection.execute(select(t.audit.c.body))).scalars())
        await services.store.close()
        return bodies

    records = asyncio.run(audited())
    assert len(records) >= 4
    for private in PRIVATE:
        assert all(private.encode() not in record for record in records)


def test_the_text_of_a_database_error_quotes_nobody(
    tmp_path: Path,
) -> None:
    """Such a text ends up in a trace, and a trace in the log."""
    from sqlalchemy import insert
    from sqlalchemy.exc import IntegrityError

    async def fail() -> str:
        services = await opened(f"sqlite:///{tmp_path / 'grid.sqlite'}", tmp_path / "files")
        row = {"district": CODE, "ticket": "t", "name": "王小明", "phone": "13812342207", "contact": ""}
        try:
            async with services.store.write() as connection:
                await connection.execute(insert(t.reporter), [row])
                await connection.execute(insert(t.reporter), [row])
        except IntegrityError as error:
            return str(error)
        finally:
            await services.store.close()
        return ""

    said = asyncio.run(fail())
    assert said
    for private in PRIVATE:
        assert private not in said
