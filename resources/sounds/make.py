"""Makes the three sounds of alarms, by priority: ``python resources/sounds/make.py``.

Short, soft at both ends, apart in rhythm and pitch, so that they are told apart in a room with speech: high
calls three times quickly, medium twice rising, low once (the rhythm of IEC 60601-1-8's three priorities, at
pitches that carry over a telephone's band). 16 kHz, 16 bits, one channel; the same bytes at every run.
"""

from __future__ import annotations

import array
import math
import sys
import wave
from pathlib import Path

RATE = 16_000
PEAK = 0.42
"""Of full scale: loudness is the machine's own knob."""

Note = tuple[float, float, float]
"""Start (s), length (s), pitch (Hz)."""

SOUNDS: dict[str, tuple[Note, ...]] = {
    "high": ((0.00, 0.13, 880.0), (0.19, 0.13, 880.0), (0.38, 0.22, 1108.7)),
    "medium": ((0.00, 0.16, 659.3), (0.22, 0.26, 784.0)),
    "low": ((0.00, 0.34, 523.3),),
}


def tone(pitch: float, t: float, length: float) -> float:
    """A struck bar: the pitch, two overtones that fade sooner, no click at either end."""
    soft = min(1.0, t / 0.012, (length - t) / 0.03)
    fade = math.exp(-3.2 * t / length)
    wavy = math.sin(2 * math.pi * pitch * t)
    wavy += 0.35 * math.sin(4 * math.pi * pitch * t) * math.exp(-14 * t)
    wavy += 0.12 * math.sin(6 * math.pi * pitch * t) * math.exp(-22 * t)
    return soft * fade * wavy / 1.3


def made(notes: tuple[Note, ...]) -> array.array[int]:
    """The samples of a sound."""
    samples = [0.0] * round((max(start + length for start, length, _ in notes) + 0.02) * RATE)
    for start, length, pitch in notes:
        first = round(start * RATE)
        for n in range(round(length * RATE)):
            samples[first + n] += tone(pitch, n / RATE, length)
    loudest = max(map(abs, samples))
    out = array.array("h", (round(s / loudest * PEAK * 32767) for s in samples))
    if sys.byteorder == "big":
        out.byteswap()
    return out


def main() -> None:
    """Writes the files beside this one."""
    folder = Path(__file__).parent
    for name, notes in SOUNDS.items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(made(notes).tobytes())


if __name__ == "__main__":
    main()
