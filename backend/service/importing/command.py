"""``grid-backend import``: a summary for people on standard error, one JSON object on standard output.

Exit status: 0 every row is in (now or since an earlier run), 1 some rows were refused and the rest is in,
3 the file or its mapping was refused whole and nothing was written.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import msgspec

from backend.services import Services

from .faults import ImportRefused
from .mapping import load
from .reading import read
from .running import Importer
from .telling import for_people, whole_refusal, write_faults

MAPPINGS = Path(__file__).parents[3] / "resources" / "mappings"


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments beside ``--database``."""
    command.add_argument("file", type=Path, help="a .csv or .xlsx file")
    command.add_argument(
        "--mapping", required=True, help="a mapping file, or the name of one that comes along"
    )
    command.add_argument("--district")
    command.add_argument(
        "--channel", default="", help="whose reports they are (default: the first of type file)"
    )
    command.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
    command.add_argument("--report", type=Path, metavar="OUT.csv", help="write the refused rows to a file")
    command.add_argument("--lang", choices=("zh", "en"), default=_language(), help="language of the summary")


def mapping_file(name: str) -> Path:
    """A mapping by its path, or one that comes with the product by its name."""
    path, shipped = Path(name), MAPPINGS / f"{name}.toml"
    return shipped if not path.exists() and shipped.exists() else path


async def run(services: Services, district: str, options: argparse.Namespace) -> int:
    """Import one file; gives the exit status."""
    file: Path = options.file
    try:
        mapping = load(mapping_file(options.mapping))
        sheet = read(file, mapping)
        importer = Importer(
            services.store,
            services.performer,
            services.references.get(district),
            services.clock,
            services.locator.code_at,
            mapping,
            options.channel,
        )
        summary = await importer.run(sheet, file.name, dry_run=options.dry_run)
    except ImportRefused as refused:
        said = {"file": file.name, "refused": refused.rule, "zh": refused.says.zh, "en": refused.says.en}
        sys.stdout.buffer.write(msgspec.json.encode(said) + b"\n")
        sys.stderr.write(whole_refusal(refused, file.name, options.lang) + "\n")
        return 3
    if options.report is not None:
        write_faults(options.report, summary.faults)
    sys.stdout.buffer.write(msgspec.json.encode(summary) + b"\n")
    sys.stdout.flush()
    sys.stderr.write(for_people(summary, options.lang) + "\n")
    return 1 if summary.refused else 0


def _language() -> str:
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if named.startswith("zh") else "en"
