"""A place's words in one spelling: half width, no white space, numbers as digits, one sign for a crossing."""

from __future__ import annotations

import re
import unicodedata

CROSS = "\u2573"
"""Stands for every word that says crossing (交叉口, 交口, 路口 …)."""

_CROSSINGS = re.compile(
    "的?(?:交叉路口|交叉口|交叉处|交汇路口|交汇处|交汇口|交会处|交界处|交接处|相交处|交岔口|十字路口|丁字路口|三岔路口|岔路口"
    "|交叉|交汇|交界|交口)"
)
_ROADS_MOUTH = re.compile(r"(?<=[路街环])路口|(?<=大道)路口|(?<=大道)道口")
_ROAD_AND_MOUTH = re.compile(r"(?<=[\u4e00-\u9fff0-9a-z])路口(?!袋)")
_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_COUNTED = re.compile(r"([零〇一二两三四五六七八九十百千]+)(?=(?:号|栋|幢|座|单元|弄|室|米))")
_OPENING, _CLOSING = "([{<【〔《「『“‘", ")]}>】〕》」』”’"
_QUOTES = re.compile("[\"'`“”‘’「」『』]")
_DROPPED = re.compile(r"[\s\u3000·•,，。;；!！?？]+")
_METRES = re.compile(r"公尺|meters?|(?<=\d)m(?![a-z])")
_BUILDING = re.compile(r"(?<=\d)(?:号楼|栋楼|幢楼|栋|幢)")


def number_of(text: str) -> int:
    """A Chinese numeral below ten thousand, or digits one after the other (一〇三), as a number."""
    if not any(sign in text for sign in "十百千"):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total, digit = 0, 0
    for sign in text:
        if sign in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def spelled(text: str) -> str:
    """Words of a place in one spelling; brackets stay as ``(`` and ``)``."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = _QUOTES.sub("", text)
    text = "".join("(" if c in _OPENING else ")" if c in _CLOSING else c for c in text)
    text = _DROPPED.sub("", text)
    text = _METRES.sub("米", text)
    text = _COUNTED.sub(lambda found: str(number_of(found[1])), text)
    text = re.sub(r"(?<=[经纬韦])0(?=路)", "零", text)
    text = _BUILDING.sub("号楼", text)
    text = _CROSSINGS.sub(CROSS, text)
    text = _ROADS_MOUTH.sub(CROSS, text)
    return _ROAD_AND_MOUTH.sub(f"路{CROSS}", text)


def folded(name: str) -> str:
    """A name as it is compared: no white space, hyphens or dots, small letters, half width."""
    return re.sub(r"[\s\-－—_·()]+", "", unicodedata.normalize("NFKC", name)).lower()
