"""What the profile keeps beside tickets: drafts, settings, attachments; and identifiers, places, tasks."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.drafts import Drafts
from console.errors import InputWrong, StorageFault, Unreachable, unreachable
from console.files import LARGEST, Files
from console.ids import uuid7
from console.initials import initials
from console.net.client import Client
from console.places import located_here
from console.renewal import Renewal
from console.replica.database import Database
from console.settings import Settings
from console.tasks import Tasks, Worker
from contract.action import FileRef
from tests.console_matter import REFERENCE, T0, until
from tests.strict import ExpectedLog


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "seat.sqlite")
    yield opened
    opened.close()


async def test_a_draft_is_back_for_its_owner_alone(database: Database) -> None:
    drafts = Drafts(database, lambda: T0)
    drafts.open("a")
    drafts.save("intake", {"title": "路灯", "lon": 117.25})
    drafts.save("return:t1", {"reason": "非"})
    drafts.save("intake", {"title": "路灯不亮", "lon": 117.25})
    drafts.open("b")
    assert drafts.keys() == []
    drafts.save("intake", {"title": "b"})
    drafts.flush()
    database.worker.wait()
    again = Drafts(database, lambda: T0)
    again.open("a")
    assert again.load("intake") == {"title": "路灯不亮", "lon": 117.25}
    assert set(again.keys()) == {"intake", "return:t1"}
    again.forget("intake")
    again.save("return:t1", {"reason": ""})
    database.worker.wait()
    again.open("a")
    assert again.keys() == []
    assert again.load("intake") == {}


async def test_a_draft_is_written_a_moment_after_the_last_key(database: Database) -> None:
    drafts = Drafts(database, lambda: T0)
    drafts.open("a")
    drafts.save("intake", {"title": "路"})
    await until(lambda: database.reader.execute("SELECT 1 FROM drafts").fetchall())
    drafts.flush()


async def test_a_discarded_draft_can_be_brought_back_by_its_owner(database: Database) -> None:
    told: list[int] = []
    drafts = Drafts(database, lambda: T0, lambda: told.append(1))
    drafts.open("a")
    drafts.save("call", {"text": "路灯"})
    drafts.save(".command.line", {"text": "pd 3"})
    assert [(draft.key, draft.changed_at) for draft in drafts.forms()] == [("call", T0)]
    drafts.discard("call")
    assert drafts.forms() == []
    assert [draft.key for draft in drafts.discarded] == ["call"]
    drafts.save("call", {"text": "另一件"})
    assert not drafts.restore("call")
    drafts.forget("call")
    assert drafts.restore("call")
    assert drafts.load("call") == {"text": "路灯"}
    assert len(told) >= 6
    drafts.discard("call")
    drafts.open("b")
    assert drafts.discarded == ()
    drafts.flush()


async def test_what_a_full_disk_did_not_take_is_written_later(
    database: Database, expect_log: ExpectedLog
) -> None:
    expect_log("a draft could not be written", logger="console.drafts", level=40)
    drafts = Drafts(database, lambda: T0, again_s=0.05)
    drafts.open("a")
    forbid = "CREATE TRIGGER full BEFORE INSERT ON drafts BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    database.write_now(lambda db: db.execute(forbid))
    drafts.save("call", {"text": "路灯"})
    drafts.flush()
    await until(lambda: drafts._timer is not None)
    database.write_now(lambda db: db.execute("DROP TRIGGER full"))
    await until(lambda: database.reader.execute("SELECT 1 FROM drafts").fetchall())
    drafts.flush()


def test_settings_are_kept_and_a_broken_file_is_put_aside(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "seat")
    settings.kept.theme = "light"
    settings.kept.layouts["seat dispatch"] = "AAA="
    settings.save()
    assert Settings(tmp_path / "seat").kept == settings.kept
    (tmp_path / "seat" / "settings.json").write_text('{"theme": 3}')
    assert Settings(tmp_path / "seat").kept.theme == "dark"
    assert (tmp_path / "seat" / "settings.broken.json").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFault):
        Settings(tmp_path / "file" / "seat")


def test_attachments_are_copied_in_by_their_hash(tmp_path: Path) -> None:
    files = Files(tmp_path / "files", Client("http://127.0.0.1:9", language=lambda: "en"))
    picture = tmp_path / "现场.jpg"
    picture.write_bytes(b"\xff\xd8pixels")
    ref = files.add(picture, "near")
    picture.unlink()
    assert ref == FileRef(sha256=ref.sha256, name="现场.jpg", kind="near", mime="image/jpeg", size=8)
    assert files.cached(ref.sha256) == b"\xff\xd8pixels"
    assert files.add_bytes(b"\xff\xd8pixels", "b.jpg").sha256 == ref.sha256
    assert files.cached("0" * 64) is None
    with pytest.raises(InputWrong):
        files.add(picture)
    with pytest.raises(InputWrong):
        files.add_bytes(bytes(LARGEST + 1), "film.mp4")


async def test_attachments_are_copied_out(tmp_path: Path) -> None:
    files = Files(tmp_path / "files", Client("http://127.0.0.1:9", language=lambda: "en"))
    ref = files.add_bytes(b"%PDF-1.4 notice", "notice.exe", "document")
    out = await files.copy_out(ref.sha256, tmp_path / "notice")
    assert out.read_bytes() == b"%PDF-1.4 notice"
    copy = await files.to_read(ref.sha256)
    assert copy == await files.to_read(ref.sha256)
    assert (copy.suffix, copy.read_bytes()) == (".pdf", b"%PDF-1.4 notice")
    with pytest.raises(StorageFault):
        await files.copy_out(ref.sha256, tmp_path / "no such folder" / "notice")
    with pytest.raises(InputWrong):
        await files.to_read(files.add_bytes(b"MZ", "notice.pdf").sha256)


async def test_nothing_listens_is_unreachable() -> None:
    client = Client("http://127.0.0.1:9", language=lambda: "zh_CN")
    with pytest.raises(Unreachable):
        await client.send("GET", "/api/time")
    await client.close()


def test_identifiers_ascend_and_are_version_seven() -> None:
    made = [uuid7() for _ in range(5_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {uuid.UUID(one).version for one in made} == {7}
    assert {uuid.UUID(one).variant for one in made} == {uuid.RFC_4122}


def test_places_are_found_without_the_backend() -> None:
    assert [found.code for found in located_here(REFERENCE, "望湖")] == ["g1"]
    assert [found.code for found in located_here(REFERENCE, "whd")] == ["g1"]
    assert [found.code for found in located_here(REFERENCE, "g")] == ["g1", "g2"]
    assert located_here(REFERENCE, " ") == []


@given(st.text(max_size=40))
def test_initials_are_plain_letters_and_digits(text: str) -> None:
    found = initials(text)
    assert found == found.lower()
    assert all(c.isascii() and c.isalnum() for c in found)


def test_initials_of_words() -> None:
    assert initials("望湖中队 A3") == "whzda3"
    assert initials("曾在长江路") == "czzjl"


async def test_a_task_that_fails_is_heard_of(expect_log: ExpectedLog) -> None:
    expect_log("first ended: ", logger="console.tasks")
    expect_log("second failed", logger="console.tasks", level=40)
    tasks = Tasks()

    async def fault() -> None:
        raise unreachable()

    async def bug() -> None:
        raise KeyError("x")

    async def forever() -> None:
        await asyncio.Event().wait()

    done = [tasks.start("first", fault()), tasks.start("second", bug())]
    await asyncio.wait(done)
    tasks.start("third", forever())
    assert tasks.names == ["third"]
    await tasks.close()
    assert tasks.names == []
    with pytest.raises(RuntimeError):
        tasks.start("late", forever())


async def test_what_becomes_due_just_as_a_fetch_ends_is_fetched() -> None:
    tasks, loop = Tasks(), asyncio.get_running_loop()
    asked: list[float] = []

    async def fetch() -> None:
        asked.append(loop.time())
        if len(asked) == 1:
            # Comes to its turn between the task's last step and the call that says that it has ended.
            loop.call_soon(loop.call_soon, renewal.due, tasks)

    renewal = Renewal("list", fetch, lambda: None)
    renewal.due(tasks)
    await until(lambda: len(asked) == 2)
    await until(lambda: tasks.names == [])
    assert len(asked) == 2
    await tasks.close()


def test_what_fails_on_a_thread_is_said(expect_log: ExpectedLog) -> None:
    expect_log("work on a thread failed", logger="console.tasks", level=40)
    worker = Worker("test")
    worker.start(int, "x")
    worker.wait()
    worker.close()
