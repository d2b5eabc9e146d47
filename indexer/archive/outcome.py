"""What became of one file of a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.report.doubt import Doubt
from indexer.report.report import Region, Report
from indexer.text.damage import Damage

STATUS_NAMES = {
    "added": "收录",
    "updated": "更新",
    "unchanged": "未变",
    "failed": "失败",
    "skipped": "略过",
    "removed": "撤下",
    "waiting": "待审",
}
"""What became of a file, in words."""


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """What people are told of a report that was taken in: a run of thousands keeps one of each.

    Attributes:
        sections: statutory numbers of the sections under a heading.
        tables: number of its tables.
    """

    kind: str
    year: int | None
    body: str
    region: Region | None
    sections: tuple[int, ...]
    tables: int
    doubts: tuple[Doubt, ...]
    damage: tuple[Damage, ...]

    @classmethod
    def of(cls, report: Report) -> ReportSummary:
        """Return the summary of a report."""
        headed = tuple(section.number for section in report.sections if section.heading)
        return cls(
            *(report.kind.value, report.year, report.body, report.region),
            *(headed, report.tables, report.doubts, report.damage),
        )

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ReportSummary:
        """Return the summary that `to_json` turned into `data`."""
        region = data["region"] and Region(*map(tuple, data["region"]))
        damage = tuple(Damage(**each) for each in data["damage"])
        doubts = tuple(map(Doubt.from_json, data["doubts"]))
        lists = {"sections": tuple(data["sections"]), "doubts": doubts, "damage": damage}
        return cls(**{**data, **lists, "region": region})

    def to_json(self) -> dict[str, Any]:
        """Return it as values of JSON."""
        return {
            "kind": self.kind,
            "year": self.year,
            "body": self.body,
            "region": [list(self.region.codes), list(self.region.path)] if self.region else None,
            "sections": list(self.sections),
            "tables": self.tables,
            "doubts": [doubt.to_json() for doubt in self.doubts],
            "damage": [damage.to_json() for damage in self.damage],
        }


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file.

    Attributes:
        path: the file, or the address that it came from.
        status: `added`, `updated` (replaces an earlier version), `unchanged`,
            `failed`, `skipped` (a file of another type inside a folder) or `waiting` (for review).
        id: the report's id, "" where there is none.
        report: what it says of itself; None unless added or updated.
        message: why it failed or was skipped, what it replaces; "" otherwise.
    """

    path: Path | str
    status: str
    id: str = ""
    report: ReportSummary | None = None
    message: str = ""


Progress = Callable[[FileOutcome, int], None]
"""Called after every file with its outcome and the number of files in all."""
