"""``grid-backend roster import``: who stands on which post, with which shifts, out of a table.

For people on standard error, one JSON object on standard output. Exit status: 0 every row is in, 1 some rows
were refused and the rest is in (``--accept-partial``), 3 nothing was written.
"""

from __future__ import annotations

import argparse
import hashlib
import uuid

import msgspec

from backend.service.duty_roster import COLUMNS, read
from backend.service.duty_taking import TakingRoster
from backend.service.importing.telling import write_faults
from backend.service.refusal import ServiceRefused
from backend.service.register_commands import (
    actor_of,
    add_file,
    beneath,
    content_of,
    faults_for_people,
    perform,
    refused,
    say,
    status_of,
    tell,
)
from backend.services import Services
from contract.action import FileRef
from contract.duty import PutRoster, RosterTaken
from contract.machine import Names


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The commands beneath it."""
    add_file(beneath(command, "roster")("import", f"take a .csv or .xlsx file in: {', '.join(COLUMNS)}"))


async def run(services: Services, district: str, options: argparse.Namespace) -> int:
    """Take a roster in; gives the exit status."""
    reference, actor = services.references.get(district).reference, actor_of(district)
    calendar = reference.calendar
    today = calendar.date_of(calendar.day(services.clock.now()))
    try:
        content = content_of(options.file)
        given = read(content, reference, actor, today)
        file = FileRef(sha256=hashlib.sha256(content).hexdigest(), name=options.file.name)
        command = PutRoster(action_id=str(uuid.uuid4()), file=file, partial=options.accept_partial)
        body = await perform(services, district, TakingRoster(command, given))
    except ServiceRefused as why:
        return refused(options, why)
    told = msgspec.json.decode(body, type=RosterTaken)
    if options.report is not None:
        write_faults(options.report, told.faults)
    say(told)
    tell(_for_people(told, options.lang))
    return status_of(accepted=told.written, refused=told.refused)


def _for_people(told: RosterTaken, lang: str) -> str:
    lines = [] if told.written else [Names("未写入任何内容", "nothing was written").of(lang)]
    counted = Names(
        f"{told.rows} 行：人员 {told.people}，班次 {told.shifts}，被拒 {told.refused}",
        f"{told.rows} rows: {told.people} people, {told.shifts} shifts, {told.refused} refused",
    )
    return "\n".join((*lines, counted.of(lang), *faults_for_people(told.faults, lang)))
