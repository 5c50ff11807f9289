"""The accounts of a demo district: one for everybody who plays a part, all with one known password.

All of them share one argon2id hash (one salt): their password is published, so a salt each would guard
nothing and hashing a thousand of them would take half a minute. Real accounts are made by
``grid-backend user``.
"""

from __future__ import annotations

from backend.service.accounts import Account
from backend.service.passwords import hash_password
from backend.service.profile import Profile
from backend.service.signing import SIGNED

SEATS = 50


def password_of(profile: Profile) -> str:
    """The password of every demo account of a district."""
    return f"{profile.key}-demo-2026"


def api_key_of(profile: Profile, channel: str) -> str:
    """The api key of a demo channel."""
    return f"{profile.key}-demo-{channel}"


def accounts(profile: Profile) -> list[Account]:
    """``seat01``…, ``duty01``, ``leader01``, ``admin01``, ``s-<sub-centre>``, ``u-<unit>``, ``g-<grid>`` (a
    second grid worker: ``g-<grid>-2``), ``c-<channel>`` (with an api key, too; a superior platform's webhook
    has the same key and secret)."""
    hashed = hash_password(password_of(profile))
    centre = profile.district.code

    def person(login: str, name: str, role: str, **bounds: str) -> Account:
        return Account(login=login, name=name, role=role, password_hash=hashed, **bounds)

    made = [
        person(f"seat{n:02d}", f"坐席{n:02d}", "seat", area=centre, seat=f"{n:02d}")
        for n in range(1, SEATS + 1)
    ]
    made.append(person("duty01", "值班长01", "duty", area=centre, seat="D1"))
    made.append(person("leader01", "分管领导01", "leader", area=centre))
    made.append(person("admin01", "管理员01", "admin", area=centre))
    for placed in profile.units:
        unit = placed.unit
        if unit.type == "sub_centre" and unit.area:
            made.append(
                person(
                    f"s-{unit.code}", f"{placed.short}坐席", "seat", area=unit.area, unit=unit.code, seat="S1"
                )
            )
        made.append(person(f"u-{unit.code}", placed.short, "handler", unit=unit.code, area=unit.area))
    made += [
        person(
            f"g-{area.code}" if n == 1 else f"g-{area.code}-{n}",
            f"{area.short}网格员" if n == 1 else f"{area.short}网格员{n}",
            "grid",
            area=area.code,
        )
        for area in profile.areas
        if area.kind in ("grid", "dedicated_grid")
        for n in range(1, max(profile.workers.get(area.code, 1), 1) + 1)
    ]
    made += [
        Account(
            login=f"c-{channel.key}",
            name=channel.names.zh,
            role="channel",
            channel=channel.key,
            area=centre,
            password_hash=hashed,
            api_key=api_key_of(profile, channel.key),
            webhook_secret=api_key_of(profile, channel.key) if channel.type in SIGNED else "",
        )
        for channel in profile.channels
    ]
    return made
