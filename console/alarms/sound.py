"""Plays the sounds of `resources/sounds`. A machine without a sound device is no error: it is said once.

miniaudio is loaded with the first sound, on a thread of its own, which also waits for the device: the GUI
thread never does (docs/decisions/0050-sounds-by-miniaudio.md).
"""

from __future__ import annotations

import array
import logging
import sys
import threading
import wave
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.tasks import Worker

from .kinds import Priority

if TYPE_CHECKING:
    import miniaudio

log = logging.getLogger(__name__)

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "sounds"
LONGEST_S = 3.0
"""A device that has not played a sound by then has stopped taking it."""
SOUND_CARDS = Path("/dev/snd")


class Sounds(QObject):
    """`play` returns at once; `heard_of(bool)` says whether the last one could be played."""

    heard_of = Signal(bool)

    def __init__(self, parent: QObject | None = None, *, silent_device: bool = False) -> None:
        """`silent_device` plays to nowhere, at the pace of a real one: for machines that have none."""
        super().__init__(parent)
        self._worker: Worker | None = None
        self._silent = silent_device
        self._busy = threading.Lock()

    def play(self, priority: Priority) -> None:
        """Plays a sound; one that is still playing is not talked over."""
        if self._busy.acquire(blocking=False):
            if self._worker is None:
                self._worker = Worker("sound")
            self._worker.start(self._play, priority)

    def close(self) -> None:
        """Waits for what is being played."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    # --- on the worker's thread --------------------------------------------------------------------------
    def _play(self, priority: Priority) -> None:
        try:
            heard = self._heard(FOLDER / f"{priority}.wav")
        finally:
            self._busy.release()
        self.heard_of.emit(heard)

    def _heard(self, path: Path) -> bool:
        import miniaudio

        backends = self._backends()
        with wave.open(str(path)) as file:
            rate, samples = file.getframerate(), array.array("h", file.readframes(file.getnframes()))
        if sys.byteorder == "big":
            samples.byteswap()
        if backends == []:
            return False
        try:
            device = miniaudio.PlaybackDevice(
                miniaudio.SampleFormat.SIGNED16, nchannels=1, sample_rate=rate, backends=backends
            )
        except miniaudio.MiniaudioError as error:
            log.info("no sound device: %s", error)
            return False
        ended = threading.Event()
        stream = _stream(samples, ended)
        next(stream)
        try:
            device.start(stream)
            return ended.wait(LONGEST_S)
        except miniaudio.MiniaudioError as error:
            log.info("the sound device does not play: %s", error)
            return False
        finally:
            device.close()

    def _backends(self) -> list[miniaudio.Backend] | None:
        """Which systems of sound to ask, None for whichever there is. ALSA without a card writes its
        complaints to the terminal, so it is asked only where there is one."""
        import miniaudio

        if self._silent:
            return [miniaudio.Backend.NULL]
        if not sys.platform.startswith("linux"):
            return None
        found = [miniaudio.Backend.PULSEAUDIO]
        if SOUND_CARDS.is_dir() and any(SOUND_CARDS.glob("pcm*p")):
            found.append(miniaudio.Backend.ALSA)
        return found


def _stream(samples: array.array[int], ended: threading.Event) -> Generator[array.array[int], int, None]:
    """What the device takes, as many frames at a time as it asks for; `ended` once it asked past the end."""
    at = 0
    wanted = yield array.array("h")
    while True:
        part = samples[at : at + wanted]
        at += wanted
        if at >= len(samples) + wanted:
            ended.set()
        part.extend([0] * (wanted - len(part)))
        wanted = yield part
