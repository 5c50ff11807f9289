"""Pinyin initials: what a person types instead of a Chinese word (望湖中队 → whzd)."""

from __future__ import annotations

from functools import cache


@cache
def _letters() -> dict[int, str]:
    # Imported when first needed: reading the readings of 40,000 characters takes a quarter of a second.
    from pypinyin import Style
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.style import convert

    return {
        code: convert(readings.split(",", 1)[0], Style.FIRST_LETTER, strict=False)[:1]
        for code, readings in PINYIN_DICT.items()
    }


def initials(text: str) -> str:
    """The first letter of each character's commonest reading; Latin letters and digits stay, in lower case;
    everything else is left out. A name's own reading, where it differs, comes with the reference data."""
    letters = _letters()
    out: list[str] = []
    for character in text:
        if character.isascii():
            if character.isalnum():
                out.append(character.lower())
        else:
            out.append(letters.get(ord(character), ""))
    return "".join(out)
