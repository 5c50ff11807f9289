"""Short and English names of places, from their names in the statistical register."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin

_ENDINGS = (
    ("社区居民委员会", "社区"),
    ("社区居委会", "社区"),
    ("社区居", "社区"),
    ("居民委员会", "居委会"),
    ("居委会", "居委会"),
    ("村村民委员会", "村"),
    ("村民委员会", "村"),
    ("村村委会", "村"),
    ("村委会", "村"),
    ("村", "村"),
)
_KINDS = (
    ("镇街道", "Subdistrict"),
    ("街道", "Subdistrict"),
    ("居委会", "Neighbourhood"),
    ("社区", "Community"),
    ("管区", "Area"),
    ("镇", "Town"),
    ("村", "Village"),
    ("区", "District"),
)
_READINGS = {
    "潼": "tong",
    "埠": "bu",
    "圩": "wei",
    "郢": "ying",
    "禅": "chan",
    "莺": "ying",
    "梳": "shu",
    "峽": "xia",
}


def common(official: str) -> str:
    """The name people use: ``望湖社区居民委员会`` becomes ``望湖社区``."""
    for ending, kept in _ENDINGS:
        if official.endswith(ending):
            return official[: -len(ending)] + kept
    return official


def stem(name: str) -> str:
    """The name without its kind: ``望湖街道`` becomes ``望湖``."""
    for ending, _ in _KINDS:
        if name.endswith(ending) and len(name) > len(ending):
            rest = name[: -len(ending)]
            return name if len(rest) < 2 and ending in ("镇", "村") else rest
    return name


def pinyin(text: str) -> str:
    """``望湖`` becomes ``Wanghu``."""
    syllables = lazy_pinyin(text, style=Style.NORMAL)
    syllables = [_READINGS.get(sign, syllable) for sign, syllable in zip(text, syllables, strict=True)]
    joined = ""
    for syllable in syllables:
        # An apostrophe keeps vowels apart as the spelling rules have it: Tai'an.
        joined += "'" + syllable if joined and syllable[0] in "aeo" else syllable
    return joined.capitalize()


def english(name: str) -> str:
    """``望湖街道`` becomes ``Wanghu Subdistrict``."""
    for ending, kind in _KINDS:
        if name.endswith(ending) and len(name) > len(ending):
            return f"{pinyin(name[: -len(ending)])} {kind}"
    return pinyin(name)
