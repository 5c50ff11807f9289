"""Composes a district's phrases.toml: its places, the voices of its categories, what is said of each item."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from compose import SOURCE, placed

HEAD = """# Words of the simulated day, written by generate.py out of source/phrases.toml and items.psv.
# Slots: {place} {time} {detail} {asks} {item} {unit} {other} {community} {road} {road2} {building}.
version = 1
"""


def _list(name: str, texts: list[str]) -> str:
    lines = "".join(f"    {json.dumps(text, ensure_ascii=False)},\n" for text in texts)
    return f"{name} = [\n{lines}]\n"


def _table(name: str, lists: dict[str, list[str]]) -> str:
    return f"\n[{name}]\n" + "".join(_list(key, texts) for key, texts in lists.items())


def phrases(key: str) -> str:
    """The text of phrases.toml."""
    source: dict[str, Any] = tomllib.loads((SOURCE / "phrases.toml").read_text("utf-8"))
    plan = tomllib.loads((SOURCE / "catalogue.toml").read_text("utf-8"))[key]
    text = HEAD + _list("time", source["time"]) + _list("asks", source["asks"])
    text += _table("places", source["places"][key])
    for number, category in enumerate(plan["categories"], 1):
        text += _table(f"category.{number}", source["voice"][category["voice"]])
    for item in placed(key):
        text += _table(f'item."{item.code}"', {"detail": list(item.entry.details)})
    return text + _table("general", source["general"])


def write(key: str, folder: Path) -> None:
    """Writes phrases.toml of one district."""
    (folder / "phrases.toml").write_text(phrases(key), "utf-8")
