"""Makes `replica.json`: a small part of a demo district, as a backend gives it to a seat.

    python resources/selftest/make.py http://127.0.0.1:8040 seat01 PASSWORD

A development tool. It asks a running backend (``grid-backend serve --demo``) for reference, tables, outlines
and snapshot, and keeps of them what a few tickets of every state need.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import httpx
import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.joint_actions import PHASES, several
from contract.reference import Reference

PER_STATE = 8
PLACES = 5
"""Decimals of coordinates kept: about a metre."""


def rounded(value: Any) -> Any:
    """Coordinates with fewer decimals."""
    if isinstance(value, float):
        return round(value, PLACES)
    if isinstance(value, list):
        return [rounded(one) for one in value]
    return value


def main(server: str, login: str, password: str) -> None:
    """Asks and writes."""
    with httpx.Client(base_url=server, trust_env=False, timeout=120) as http:
        session = http.post("/api/session", json={"login": login, "password": password}).json()
        http.headers["Authorization"] = f"Bearer {session['token']}"
        reference = http.get("/api/reference").json()
        tables = http.get("/api/tables").json()
        snapshot = msgspec.msgpack.decode(http.get("/api/snapshot").content)
        levels = [level["key"] for level in reference["district"]["levels"]]
        outlines = {key: http.get("/api/areas/geometry", params={"level": key}).json() for key in levels}

    tickets = sorted(snapshot["tickets"], key=lambda t: -t["changed_at"])
    # One street and one unit have work in every state, so that each role's screens have rows.
    streets: dict[str, set[str]] = {}
    for ticket in tickets:
        path = ticket.get("area_path", "").split("/")
        if len(path) > 2:
            streets.setdefault(path[1], set()).add(ticket["state"])
    street = max(streets, key=lambda code: len(streets[code]))
    inside = [t for t in tickets if f"/{street}/" in f"{t.get('area_path', '')}/"]
    chosen: list[dict[str, Any]] = []
    for state in sorted({t["state"] for t in inside}):
        chosen += [t for t in inside if t["state"] == state][:PER_STATE]
    top = reference["areas"][0]["code"]
    areas = [a for a in reference["areas"] if a["code"] == top or f"/{street}/" in a["path"] + "/"]
    kept_areas = {a["code"] for a in areas}
    wanted = {code for t in chosen for code in t.get("unit_path", "").split("/")}
    units = [
        u
        for u in reference["units"]
        if u["code"] in wanted or (u["path"].count("/") < 2 and u.get("area", "") in ("", top, street))
    ]
    items = {t.get("item", "") for t in chosen}
    spare = {i["category"]: i["code"] for i in reversed(reference["items"])}
    reference["areas"] = areas
    reference["units"] = units
    reference["items"] = [i for i in reference["items"] if i["code"] in items or i["code"] in spare.values()]
    reference["digest"] = hashlib.sha256(json.dumps(reference, sort_keys=True).encode()).hexdigest()
    for outline in outlines.values():
        outline["features"] = [
            {**f, "geometry": {**f["geometry"], "coordinates": rounded(f["geometry"]["coordinates"])}}
            for f in outline["features"]
            if f["properties"]["code"] in kept_areas
        ]
    made = {
        "at": snapshot["at"],
        "reference": reference,
        "tables": tables,
        "outlines": outlines,
        "tickets": chosen,
    }
    # One in every phase, by the contract's own steps: a demo's own are never all there at one instant.
    joints = several(msgspec.convert(reference, Reference), PHASES, snapshot["at"])
    made["joints"] = msgspec.to_builtins(joints)
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    (Path(__file__).parent / "replica.json").write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(chosen)} tickets, {len(areas)} areas, {len(text) / 1000:.0f} kB\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
