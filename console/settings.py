"""What this seat keeps between runs outside its replica: the backend's address, language, looks, layouts.

One profile folder per console. `settings.json` is read at start and written as a whole, to a new file that
then takes the old one's place. An unreadable file is put aside as `settings.broken.json`, never overwritten.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

import msgspec

from contract.machine import Names

from .errors import StorageFault

DEFAULT_SERVER = "http://127.0.0.1:8040"


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a window stands: `what` is "main", "wall" or the key of a screen; `monitor` counts from 0 in
    reading order; `box` is left, top, width and height in shares of what that monitor has room for."""

    what: str
    monitor: int = 0
    state: Literal["normal", "maximized", "full"] = "normal"
    box: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)


class Arrangement(msgspec.Struct, frozen=True, omit_defaults=True):
    """What stands where: the screen in front in the main window, every window's place, and the docked panels
    of screens (base64) by screen."""

    front: str = ""
    places: tuple[Place, ...] = ()
    docks: dict[str, str] = {}


class BasemapChoice(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a seat says of one basemap, by its key: of the district's profile, or ``file:`` and a path."""

    key: str
    shown: bool = True
    opacity: float = 1.0


class Kept(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The file. `layouts` are the dock states by role and screen (base64); `columns` those of tables;
    `alarm_queue`: what waits for the centre and nobody is in calls this seat, too;
    `workspaces` what a person saved as their own by role and number of monitors ("seat/2"), `standing` what
    stood last; `basemaps` the seat's own stack of basemaps, the lowest first."""

    server: str = DEFAULT_SERVER
    login: str = ""
    language: Literal["", "zh_CN", "en"] = ""
    theme: Literal["dark", "light", "system"] = "dark"
    density: Literal["compact", "normal", "roomy"] = "normal"
    text_scale: float = 1.0
    layouts: dict[str, str] = {}
    columns: dict[str, str] = {}
    filters: dict[str, dict[str, str]] = {}
    alarm_queue: bool = True
    ca_file: str = ""
    proxy: str = ""
    workspaces: dict[str, Arrangement] = {}
    standing: dict[str, Arrangement] = {}
    basemaps: tuple[BasemapChoice, ...] = ()


def default_profile() -> Path:
    """Where the profile lies when none is named: the platform's folder for a program's own data."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", str(Path.home() / "AppData/Local")))
    elif sys.platform == "darwin":
        base = Path.home() / "Library/Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local/share")))
    return base / "grid-console"


class Settings:
    """The profile folder and what `settings.json` in it says. Raises StorageFault when it cannot be used."""

    def __init__(self, profile: Path) -> None:
        self.profile = profile
        self._file = profile / "settings.json"
        self._saved = b""
        try:
            profile.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.kept = self._read()
        except OSError as error:
            raise StorageFault(
                Names(f"配置目录无法使用：{error}", f"the profile folder cannot be used: {error}")
            ) from error

    def _read(self) -> Kept:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Kept)
        except FileNotFoundError:
            return Kept()
        except msgspec.DecodeError:
            self._file.replace(self.profile / "settings.broken.json")
            return Kept()

    def save(self) -> None:
        """Writes the file when it would say something else; raises StorageFault."""
        content = msgspec.json.encode(self.kept)
        if content == self._saved:
            return
        fresh = self._file.with_suffix(".new")
        try:
            fresh.write_bytes(msgspec.json.format(content, indent=2))
            fresh.replace(self._file)
            self._saved = content
        except OSError as error:
            raise StorageFault(
                Names(f"设置无法保存：{error}", f"settings cannot be saved: {error}")
            ) from error
