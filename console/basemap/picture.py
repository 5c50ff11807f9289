"""Whether a file is a whole image, before it is kept or shown: read from its own marks, without decoding.

A portal's page, an answer that broke off, a placeholder of another size: all of them come with status 200.
"""

from __future__ import annotations

import struct
import zlib

_PNG = b"\x89PNG\r\n\x1a\n"
_SOF = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))
"""JPEG's markers that a frame's size follows."""


class NoPictureError(ValueError):
    """The file is no whole image; the text says why."""


def size_of(content: bytes) -> tuple[int, int]:
    """Width and height in px of a PNG, JPEG or WebP file; raises NoPictureError where it is none, or not
    whole."""
    if content.startswith(_PNG):
        return _png(content)
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp(content)
    head = content.lstrip()[:1]
    raise NoPictureError(
        "a page of text" if head in (b"<", b"{", b"[") else "no image" if content else "empty"
    )


def _png(content: bytes) -> tuple[int, int]:
    size: tuple[int, int] | None = None
    at = len(_PNG)
    while at + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            break
        if zlib.crc32(content[at + 4 : end - 4]) != struct.unpack_from(">I", content, end - 4)[0]:
            raise NoPictureError("a damaged image")
        if kind == b"IHDR" and length >= 8:
            size = struct.unpack_from(">II", content, at + 8)
        if kind == b"IEND":
            if size is None:
                break
            return size
        at = end
    raise NoPictureError("an image that breaks off")


def _jpeg(content: bytes) -> tuple[int, int]:
    # Some writers fill up behind the end.
    if b"\xff\xd9" not in content[-64:]:
        raise NoPictureError("an image that breaks off")
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _SOF:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        at += 2 + struct.unpack_from(">H", content, at + 2)[0]
    raise NoPictureError("a damaged image")


def _webp(content: bytes) -> tuple[int, int]:
    if len(content) < struct.unpack_from("<I", content, 4)[0] + 8 or len(content) < 30:
        raise NoPictureError("an image that breaks off")
    match content[12:16]:
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", content, 26)
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            bits = struct.unpack_from("<I", content, 21)[0]
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            width = int.from_bytes(content[24:27], "little") + 1
            return width, int.from_bytes(content[27:30], "little") + 1
    raise NoPictureError("a damaged image")
