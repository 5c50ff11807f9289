"""Joint actions in a district's profile: read, refused with the field named, handed to seats."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from backend.service.joint_profile import joint_rules
from backend.service.profile import ProfileError, load
from contract.clock import Limit
from contract.joint.rules import JointRules
from contract.reference import District
from tests.layers import ROOT

GOOD = """
[joint]
prefix = "JC"
approve = "none"
verify = "3 working_days"
radius = 150

[[joint.kinds]]
key = "repair"
zh = "联合处置"
en = "joint repair"
evidence = { before = 2, agreement = 1 }
arrive = "45 minutes"
"""


def _folder(tmp_path: Path, more: str, instead_of: str = "") -> Path:
    folder = tmp_path / "yicheng"
    shutil.copytree(ROOT / "resources" / "districts" / "yicheng", folder)
    profile = folder / "profile.toml"
    said = profile.read_text("utf-8")
    profile.write_text(said.replace(instead_of, more) if instead_of else said + more, "utf-8")
    return folder


def test_a_profile_names_kinds_limits_and_ways(tmp_path: Path) -> None:
    district = load(_folder(tmp_path, GOOD)).district
    rules = district.joint
    assert (rules.prefix, rules.approve, rules.verify, rules.radius) == (
        "JC",
        None,
        Limit(3, "working_days"),
        150,
    )
    kind = rules.kind("repair")
    assert kind is not None
    assert kind.agreement
    assert (kind.evidence, kind.arrive) == ({"before": 2, "agreement": 1}, Limit(45, "minutes"))
    assert rules.kind("enforcement") is None
    assert "committee" not in rules.ways
    assert msgspec.json.decode(msgspec.json.encode(district), type=District) == district


@pytest.mark.parametrize("key", ["baohe", "laoshan", "yicheng", "tongnan", "chancheng"])
def test_every_district_has_a_way_to_start_one(key: str) -> None:
    profile = load(ROOT / "resources" / "districts" / key)
    types = {placed.unit.type for placed in profile.units}
    assert profile.district.joint.ways
    ways = profile.district.joint.ways
    assert all(types & {*of} for way, of in ways.items() if way != "green")


@pytest.mark.parametrize(
    ("stated", "says"),
    [
        ({"colour": 1}, "colour"),
        ({"ways": {"telephone": []}}, "telephone"),
        ({"verify": "soon"}, "verify"),
        ({"radius": 0}, "radius"),
        ({"radius": True}, "radius"),
        ({"photo_margin": "2 working_days"}, "photo_margin"),
        ({"kinds": []}, "at least one"),
        ({"kinds": [{"key": "a", "zh": "一"}]}, "a"),
        ({"kinds": [{"key": "a", "zh": "一", "en": "one", "evidence": {"film": 1}}]}, "film"),
        ({"kinds": [{"key": "a", "zh": "一", "en": "one", "arrive": "none"}]}, "every limit"),
        ({"kinds": [{"key": "a", "zh": "一", "en": "one"}] * 2}, "once"),
    ],
)
def test_what_is_wrong_is_named(stated: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        joint_rules({"joint": stated})


def test_nothing_stated_is_the_general_rules() -> None:
    assert joint_rules({}) == JointRules()


def test_a_type_that_no_unit_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="regiment"):
        load(_folder(tmp_path, 'application = ["regiment"]', 'application = ["department"]'))


def test_states_and_acts_of_joint_actions_have_names_of_their_own(tmp_path: Path) -> None:
    words = """
[states."joint closed"]
zh = "办结归档"
en = "filed away"

[actions.joint_approve]
zh = "同意"
en = "agree"
"""
    renames = load(_folder(tmp_path, words)).district.renames
    assert renames["joint closed"].zh == "办结归档"
    assert renames["joint_approve"].en == "agree"
    with pytest.raises(ProfileError, match="joint gone"):
        load(_folder(tmp_path / "other", words.replace("joint closed", "joint gone")))
