"""When a photo says that it was taken: its Exif date, read out of a JPEG or a PNG."""

from __future__ import annotations

import struct
from datetime import datetime

_DATE = "%Y:%m:%d %H:%M:%S"
_EXIF_IFD, _TAKEN, _OFFSET = 0x8769, 0x9003, 0x9011
"""Tags of Exif 2.31: where its own directory lies, when the picture was taken, how far local time was from
UTC."""
_LATEST = 4_102_444_800_000
"""The end of what `contract.action.Instant` holds; its beginning is 0."""


def taken_at(content: bytes, utc_offset: int) -> int | None:
    """The instant (ms UTC) at which a photo was taken, None where it does not say so. `utc_offset` is the
    minutes that local time is ahead, for a camera that names no zone."""
    tiff = _tiff_of(content)
    try:
        taken = _instant(tiff, utc_offset) if tiff else None
    except (struct.error, ValueError, IndexError, OverflowError):
        # Damaged or made up: then the photo says nothing.
        return None
    # A camera whose clock was never set says 1904 or 1970, in local time.
    return taken if taken is not None and 0 <= taken <= _LATEST else None


def _tiff_of(content: bytes) -> bytes:
    """The block that holds the tags; empty where there is none."""
    if content[:2] == b"\xff\xd8":
        return _of_jpeg(content)
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return _of_png(content)
    return b""


def _of_jpeg(content: bytes) -> bytes:
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker, size = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if marker == 0xDA or size < 2:
            break
        if marker == 0xE1 and content[place + 4 : place + 10] == b"Exif\x00\x00":
            return content[place + 10 : place + 2 + size]
        place += 2 + size
    return b""


def _of_png(content: bytes) -> bytes:
    place = 8
    while place + 12 <= len(content):
        size = int.from_bytes(content[place : place + 4], "big")
        kind = content[place + 4 : place + 8]
        if kind == b"eXIf":
            return content[place + 8 : place + 8 + size]
        if kind == b"IEND":
            break
        place += 12 + size
    return b""


def _instant(tiff: bytes, utc_offset: int) -> int | None:
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    (place,) = struct.unpack(f"{order}I", _tags(tiff, first, order).get(_EXIF_IFD, (0, b""))[1])
    tags = _tags(tiff, place, order)
    if _TAKEN not in tags:
        return None
    ahead = f"{'-' if utc_offset < 0 else '+'}{abs(utc_offset) // 60:02}:{abs(utc_offset) % 60:02}"
    zone = _text(tiff, tags[_OFFSET], order) if _OFFSET in tags else ahead
    taken = datetime.strptime(f"{_text(tiff, tags[_TAKEN], order)} {zone}", f"{_DATE} %z")
    return round(taken.timestamp() * 1000)


def _tags(tiff: bytes, place: int, order: str) -> dict[int, tuple[int, bytes]]:
    """The entries of a directory: tag to how many values, and the four bytes that hold or point to them."""
    (count,) = struct.unpack_from(f"{order}H", tiff, place)
    found = {}
    for n in range(count):
        tag, _kind, many = struct.unpack_from(f"{order}HHI", tiff, place + 2 + 12 * n)
        found[tag] = (many, tiff[place + 10 + 12 * n : place + 14 + 12 * n])
    return found


def _text(tiff: bytes, entry: tuple[int, bytes], order: str) -> str:
    many, held = entry
    (place,) = struct.unpack(f"{order}I", held)
    raw = tiff[place : place + many] if many > 4 else held[:many]
    return raw.rstrip(b"\x00").decode("ascii")
