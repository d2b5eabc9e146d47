"""What became of one file of a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from indexer.report import Report


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Attributes:
        path: the file, or the address that it came from.
        status: `added`, `updated` (replaces an earlier file of the same path), `unchanged`,
            `failed` or `skipped` (a file of another type inside a folder).
        id: the report's id, "" where there is none.
        report: the report as read; None unless added or updated.
        message: why it failed or was skipped, "" otherwise.
    """

    path: Path | str
    status: str
    id: str = ""
    report: Report | None = None
    message: str = ""


Progress = Callable[[Outcome, int], None]
"""Called after every file with its outcome and the number of files in all."""
