"""What is copied out of a PDF that Qt wrote, or searched for in it, is what was written.

WORKAROUND Qt 6.9 (qfontsubset.cpp, createToUnicodeMap): of several letters that share a glyph it names the
first by code, which is the radical (U+2F8F) where the ideograph (U+884C) was written. Fonts for Chinese draw
some 250 of the commonest with the radical's glyph, so that a search for them would find nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_MAP = re.compile(rb"begincmap\n.*?\nendcmap", re.DOTALL)
_SEVERAL = re.compile(rb"\[[^\]]*\]")
_ONE = re.compile(rb"(<[0-9A-F]{4}> <[0-9A-F]{4}> )<([0-9A-F]{4})>")
_CODE = re.compile(rb"<([0-9A-F]{4})>")


def renamed(pdf: bytes, meant: Callable[[str], str]) -> bytes:
    """The PDF with every letter of its maps from glyphs to text put through `meant`. The maps stand in it as
    they are, and a code is as long as another: nothing else moves."""

    def code(found: re.Match[bytes]) -> bytes:
        return b"<%04X>" % ord(meant(chr(int(found[1], 16))))

    def one(found: re.Match[bytes]) -> bytes:
        return found[1] + b"<%04X>" % ord(meant(chr(int(found[2], 16))))

    def mended(found: re.Match[bytes]) -> bytes:
        return _ONE.sub(one, _SEVERAL.sub(lambda several: _CODE.sub(code, several[0]), found[0]))

    return _MAP.sub(mended, pdf)
