"""Pinyin initials: what a person types instead of a Chinese word (望湖中队 → whzd).

The letters of all characters come with the program (``resources/pinyin``): to ask pypinyin would cost a
running seat a quarter of a second and 12 MB.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "resources" / "pinyin" / "initials.txt"
FIRST = 0x3400
"""The character whose letter is the file's first; the others follow in their order."""

ALSO = {
    **dict.fromkeys("长重椎", "cz"),
    **dict.fromkeys("朝传藏幢", "cz"),
    **dict.fromkeys("翟", "dz"),
    **dict.fromkeys("参匙伺盛", "cs"),
    **dict.fromkeys("调弹囤", "dt"),
    **dict.fromkeys("系降校", "jx"),
    **dict.fromkeys("行巷吓", "hx"),
    **dict.fromkeys("便泊扒埔辟", "bp"),
    **dict.fromkeys("圈茄奇", "jq"),
    **dict.fromkeys("卡壳", "kq"),
    **dict.fromkeys("率", "ls"),
    **dict.fromkeys("厦省", "sx"),
    **dict.fromkeys("乐", "ly"),
    **dict.fromkeys("会", "hk"),
    **dict.fromkeys("给", "gj"),
    **dict.fromkeys("蛤", "gh"),
    **dict.fromkeys("咖", "gk"),
    **dict.fromkeys("弄", "ln"),
    **dict.fromkeys("粘", "nz"),
    **dict.fromkeys("轧", "yz"),
    **dict.fromkeys("畜", "cx"),
    **dict.fromkeys("吁", "xy"),
}
"""Characters that are read in two ways which begin differently and are both common: a search takes either
letter."""


@cache
def letters() -> str:
    """The first letter of each character from FIRST on, in lower case; "." for one without."""
    return FILE.read_text(encoding="ascii").replace("\n", "")


def letter(character: str) -> str:
    """The first letter of a Chinese character's commonest reading, "" for anything else."""
    if character == "〇":
        return "l"
    at = ord(character) - FIRST
    known = letters()
    return known[at].rstrip(".") if 0 <= at < len(known) else ""


def initials(text: str) -> str:
    """The first letter of each character's commonest reading; Latin letters and digits stay, in lower case;
    everything else is left out. A name's own reading, where it differs, comes with the reference data."""
    out: list[str] = []
    for character in text:
        if character.isascii():
            if character.isalnum():
                out.append(character.lower())
        else:
            out.append(letter(character))
    return "".join(out)
