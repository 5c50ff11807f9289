"""How one backend process is set up. Every value has a working default."""

from __future__ import annotations

from pathlib import Path

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """`database` is ``sqlite:///FILE`` or ``postgresql://…``; `files` the folder of stored files.

    `speed` runs the clock (1.0 is real time). `session_hours` is how long a session lives,
    `feed_days` and `feed_events` how much of the feed stays replayable (whichever is more),
    `ended_days` how long an ended ticket stays on consoles, `claim_minutes` a claim's lease,
    `gone_seconds` after how long without a sign a seat counts as gone.
    """

    database: str = "sqlite:///grid.db"
    files: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8040
    speed: float = 1.0
    session_hours: float = 14.0
    feed_days: float = 3.0
    feed_events: int = 200_000
    ended_days: float = 20.0
    claim_minutes: float = 10.0
    gone_seconds: float = 90.0
    heartbeat_seconds: float = 10.0
    max_body: int = 2_000_000
    max_file: int = 20_000_000
    pool: int = 8

    @property
    def files_folder(self) -> Path:
        """Where files lie: `files`, else beside the SQLite file, else ``grid-files`` in this folder."""
        if self.files is not None:
            return self.files
        kind, _, path = self.database.partition(":///")
        if kind.startswith("sqlite") and path:
            return Path(path).with_name(Path(path).name + ".files")
        return Path("grid-files")
