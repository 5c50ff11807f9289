"""A throw-away PostgreSQL server: a cluster in a temporary folder, reached by a socket in that folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

START_LIMIT_S = 60
DEBIAN_CLUSTERS = Path("/usr/lib/postgresql")
# A cluster that ends with the run may lose all with the machine; a benchmark of durability takes DURABLE.
FLEETING: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
DURABLE: Mapping[str, str] = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


class PostgresError(Exception):
    """The environment: the server's programs are missing, or one of them failed; the text is what it said."""


def binaries() -> Path:
    """The folder with `initdb` and `pg_ctl` of the newest PostgreSQL installed.

    Raises:
        PostgresError: there is none.
    """
    versions = sorted(DEBIAN_CLUSTERS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("pg_ctl")
    if found is None:
        raise PostgresError("PostgreSQL's server is not installed; packaging/install-system.sh installs it")
    return Path(found).resolve().parent


class PostgresServer:
    """A PostgreSQL server for the length of a `with` block; `create` makes an empty database in it.

    `settings` are lines of postgresql.conf; FLEETING (default) trades durability for speed, DURABLE does not.
    """

    def __init__(self, settings: Mapping[str, str] = FLEETING) -> None:
        self._settings = settings
        self._folder: Path | None = None
        self._count = 0
        self._bin = binaries()

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root: its own account, which the package made, runs it.
            account = pwd.getpwnam("postgres")
            os.chown(self._folder, account.pw_uid, account.pw_gid)
        try:
            self._run(
                "initdb",
                "-D",
                self._data,
                "-U",
                "grid",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-N",
            )
            options = {
                "listen_addresses": "",
                "unix_socket_directories": str(self._folder),
                "max_connections": "200",
                "timezone": "UTC",
                **self._settings,
            }
            line = " ".join(f"-c {name}='{value}'" for name, value in options.items())
            log = str(self._folder / "log")
            self._run(
                "pg_ctl", "-D", self._data, "-w", "-t", str(START_LIMIT_S), "-l", log, "-o", line, "start"
            )
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def folder(self) -> Path:
        """Where the cluster and its socket lie."""
        if self._folder is None:
            raise PostgresError("the server is not running")
        return self._folder

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        command: Sequence[str] = [str(self._bin / program), *arguments]
        account = "postgres" if os.geteuid() == 0 else None
        # A file, not a pipe: the server inherits the output and would hold a pipe open as long as it lives.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
                check=False,
                user=account,
                group=account,
                extra_groups=[] if account else None,
            )
            if done.returncode:
                said.seek(0)
                text = said.read().decode(errors="replace")
                log = self.folder / "log"
                raise PostgresError(f"{program}: {text}\n{log.read_text() if log.exists() else ''}")

    def create(self) -> str:
        """A new empty database; returns its SQLAlchemy URL (`postgresql+asyncpg://…`)."""
        self._count += 1
        name = f"grid_{self._count}"
        self._run("createdb", "-h", str(self.folder), "-U", "grid", "-T", "template0", name)
        return f"postgresql+asyncpg://grid@/{name}?host={quote(str(self.folder), safe='')}"

    def copy(self, source: str, target: str) -> None:
        """Makes the database of a URL a copy of another, which nobody is connected to."""
        names = [url.partition("@/")[2].partition("?")[0] for url in (source, target)]
        where = ("-h", str(self.folder), "-U", "grid")
        self._run("dropdb", *where, names[1])
        self._run("createdb", *where, "-T", *names)

    def close(self) -> None:
        """Ends the server and removes the cluster; calling it again does nothing."""
        if self._folder is None:
            return
        try:
            if (self._folder / "data" / "postmaster.pid").exists():
                self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")
        finally:
            shutil.rmtree(self._folder)
            self._folder = None
