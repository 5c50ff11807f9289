"""Files that are not what they say they are: evidence of them is marked, and does not count."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from backend.service.files import type_of
from contract.action import FileRef
from contract.joint import action as j
from tests.backend.joint.play import JPEG, Cast
from tests.backend.running import new_id

PDF = b"%PDF-1.7\n"
WORDS = "不是照片".encode()


@pytest.mark.parametrize(
    ("head", "said", "found"),
    [
        (JPEG, "image/jpeg", "image/jpeg"),
        (JPEG, "application/pdf", "image/jpeg"),
        (PDF, "text/plain", "application/pdf"),
        (WORDS, "image/jpeg", "application/octet-stream"),
        (b"", "application/pdf", "application/octet-stream"),
        (WORDS, "text/csv", "text/csv"),
    ],
)
def test_the_first_bytes_say_what_a_file_is(head: bytes, said: str, found: str) -> None:
    assert type_of(head, said) == found


@pytest.mark.parametrize(
    ("kind", "name", "content", "marked"),
    [
        ("before", "现场.jpg", WORDS, True),
        ("before", "现场", WORDS, True),
        ("before", "现场.jpg", PDF, True),
        ("before", "现场.jpg", JPEG, False),
        ("document", "决定书.pdf", JPEG, True),
        ("document", "决定书.pdf", PDF, False),
        ("document", "决定书.jpg", JPEG, False),
        ("other", "清单.csv", WORDS, False),
    ],
)
def test_evidence_that_is_not_what_it_says_does_not_count(
    cast: Cast, kind: str, name: str, content: bytes, marked: bool
) -> None:
    joint = cast.on_site()
    body = content + new_id().encode()
    sha256 = hashlib.sha256(body).hexdigest()
    # What a client says of it is of no weight.
    said = {"content-type": "image/jpeg"}
    assert cast.lead.seat.put(f"/api/files/{sha256}", content=body, headers=said).is_success
    file = FileRef(
        sha256=sha256, name=name, mime="image/jpeg", size=len(body), taken_at=cast.backend.clock.now()
    )
    step: dict[str, Any] = {
        "outcome": "brought",
        "evidence": new_id(),
        "kind": kind,
        "document": "执1号",
        "files": (file,),
    }
    brought = j.EvidenceStep(**step)
    item = cast.lead.done(joint, brought).evidence[-1]
    assert ("other_type" in item.marks) is marked
    assert item.counts is not marked
