"""What a run did, file by file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from indexer.archive.catalogue.records import Run
from indexer.archive.outcome import STATUS_NAMES, FileOutcome
from indexer.cli.language import bracket, localize
from indexer.cli.output import show_json
from indexer.report.names import KIND_NAMES, UNKNOWN_BODY, UNKNOWN_PLACE, format_place, format_year
from indexer.report.report import Region
from indexer.text.damage import Damage


def show_run(run: Run, outcomes: Iterable[FileOutcome], as_json: bool) -> None:
    """Print what a run did, file by file."""
    if as_json:
        show_json(
            {
                "command": run.command,
                "counts": run.counts,
                "files": [_outcome(outcome) for outcome in outcomes],
            }
        )
        return
    for outcome in outcomes:
        if outcome.status != "unchanged":
            show_outcome(outcome, as_json=False)
    total = localize("，").join(
        localize(STATUS_NAMES[status]) + localize(f" {count} 个")
        for status, count in run.counts.items()
        if count
    )
    print(localize("共：") + (total or localize("没有文件")) + localize("。"))


def show_outcome(outcome: FileOutcome, as_json: bool) -> None:
    """Print what became of one file, on a line of its own, at once."""
    if as_json:
        print(json.dumps(_outcome(outcome), ensure_ascii=False), flush=True)
    else:
        what = f"{localize(STATUS_NAMES[outcome.status])} {outcome.path}{localize('：')}"
        print(what + _describe(outcome), flush=True)


def to_exit_code(run: Run) -> int:
    """Return 0 where all is done, 1 where some files failed, 2 where nothing is done."""
    done = sum(count for status, count in run.counts.items() if status not in ("failed", "skipped"))
    return 2 if not done else 1 if run.failures else 0


def describe_damage(found: Sequence[Damage]) -> str:
    """Return what is damaged in a report, as the end of a sentence; "" for nothing."""
    kinds = localize("；").join(localize(damage.sentence) for damage in found)
    return localize(f"；损坏（{kinds}）") if found else ""


def describe_place(region: Region | None) -> str:
    """Return the place that a report is about, from the top."""
    return format_place(region.path) if region else localize(UNKNOWN_PLACE)


def _describe(outcome: FileOutcome) -> str:
    """What became of a file, in the chosen language."""
    report = outcome.report
    if report is None:
        return localize(outcome.message)
    parts = [
        localize(KIND_NAMES[report.kind]),
        localize(format_year(report.year)),
        report.body or localize(UNKNOWN_BODY),
        describe_place(report.region),
        localize(f"{len(report.sections)} 个章节"),
        localize(f"{report.tables} 张表"),
    ]
    doubts = (localize("；") + localize("存疑：") + localize(doubt.sentence) for doubt in report.doubts)
    replaces = localize("；") + localize(outcome.message) if outcome.message else ""
    return (
        localize("，").join(parts)
        + bracket(outcome.id)
        + replaces
        + describe_damage(report.damage)
        + "".join(doubts)
    )


def _outcome(outcome: FileOutcome) -> dict[str, Any]:
    report = outcome.report
    known: dict[str, Any] = {"path": str(outcome.path), "status": outcome.status, "report": outcome.id}
    if report is not None:
        known |= {
            "kind": report.kind,
            "year": report.year,
            "body": report.body,
            "region": list(report.region.path) if report.region else [],
            "sections": list(report.sections),
            "tables": report.tables,
            "doubts": [doubt.sentence for doubt in report.doubts],
            "damage": [damage.to_json() for damage in report.damage],
        }
    if outcome.message:
        known["message"] = outcome.message
    return known
