"""How things look in a terminal: plain sentences for people, JSON for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from indexer.archive.catalogue.records import Run, Summary
from indexer.archive.outcome import STATUS_NAMES, Outcome
from indexer.report.names import (
    FACET_NAMES,
    KIND_NAMES,
    SECTION_NAMES,
    UNKNOWN_BODY,
    UNKNOWN_PLACE,
    UNKNOWN_YEAR,
    format_place,
    format_year,
)
from indexer.report.report import Region
from indexer.search.results import Results
from indexer.text.damage import Damage

_WIDEST = 10_000


class ProgressBar:
    """Gathers outcomes; shows a bar while attached to a terminal."""

    def __init__(self, title: str, quiet: bool) -> None:
        self.outcomes: list[Outcome] = []
        console = Console(stderr=True)
        self._bar = Progress(
            TextColumn(title),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=quiet or not console.is_terminal,
        )
        self._task = self._bar.add_task(title, total=None)

    def __enter__(self) -> ProgressBar:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def __call__(self, outcome: Outcome, total: int) -> None:
        """Note an outcome."""
        self.outcomes.append(outcome)
        self._bar.update(self._task, total=total, completed=min(len(self.outcomes), total))


def show_json(value: object) -> None:
    """Print JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def show_error(code: str, message: str, as_json: bool) -> None:
    """Print what went wrong: a sentence on standard error, or JSON on standard output."""
    if as_json:
        show_json({"error": {"code": code, "message": message}})
    else:
        print(message, file=sys.stderr)


def show_run(run: Run, outcomes: Iterable[Outcome], as_json: bool) -> None:
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
    total = "，".join(f"{STATUS_NAMES[status]} {count} 个" for status, count in run.counts.items() if count)
    print(f"共：{total or '没有文件'}。")


def show_outcome(outcome: Outcome, as_json: bool) -> None:
    """Print what became of one file, on a line of its own, at once."""
    if as_json:
        print(json.dumps(_outcome(outcome), ensure_ascii=False), flush=True)
    else:
        print(f"{STATUS_NAMES[outcome.status]} {outcome.path}：{_sentence(outcome)}", flush=True)


def show_done(sentence: str, facts: dict[str, Any], as_json: bool) -> None:
    """Print that something was done: a sentence for people, facts for scripts."""
    if as_json:
        show_json(facts)
    else:
        print(sentence)


def show_results(results: Results, as_json: bool) -> None:
    """Print a page of hits and the facets."""
    if as_json:
        show_json(results.to_json())
        return
    screen = console()
    page = f"第 {results.page}/{max(results.pages, 1)} 页"
    screen.print(f"共 {results.total} 条，{page}，{results.took_ms:.1f} 毫秒")
    for hit in results.hits:
        heading = hit.heading or SECTION_NAMES[hit.kind].get(hit.section, "")
        screen.print()
        facts = f"{hit.year or UNKNOWN_YEAR} · {hit.district or UNKNOWN_PLACE} · {heading}"
        screen.print(Text(hit.title, "bold"), Text(facts, "dim"))
        snippet = Text("…" if hit.snippet.before else "")
        for span in hit.snippet.spans:
            snippet.append(span.text.replace("\n", " "), "bold red" if span.hit else "")
        screen.print(snippet.append("…" if hit.snippet.after else ""))
        screen.print(Text(hit.url(results.typed), "blue"))
    screen.print()
    for name, title in FACET_NAMES.items():
        values = [f"{v.label} {v.count}" for v in results.facets.get(name, ()) if v.count]
        if values:
            screen.print(f"{title}：" + "，".join(values[:30]) + ("……" if len(values) > 30 else ""))
    if results.suggestion:
        screen.print(f"没有结果。可以试试：{results.suggestion}")


def show_list(summaries: Sequence[Summary], as_json: bool) -> None:
    """Print every report."""
    if as_json:
        show_json([_summary(summary) for summary in summaries])
        return
    for s in summaries:
        place = _place(s.region)
        doubts = f"，存疑 {len(s.doubts)} 处" if s.doubts else ""
        damage = _damage(s.damage)
        replaced = f"，已由 {s.superseded_by} 取代" if s.superseded_by else ""
        print(
            f"{s.id}\t{KIND_NAMES[s.kind]}\t{s.year or UNKNOWN_YEAR}\t{place}\t{s.body or UNKNOWN_BODY}"
            f"\t{s.title}\t{s.sections} 个章节，{s.tables} 张表{doubts}{damage}{replaced}\t{s.source}"
        )
    print(f"共 {len(summaries)} 份。")


def console() -> Console:
    """Where people read; what goes to a file or another program is not broken at the end of lines."""
    screen = Console(highlight=False, soft_wrap=True)
    if not screen.is_terminal:
        screen.width = _WIDEST
    return screen


def _sentence(outcome: Outcome) -> str:
    report = outcome.report
    if report is None:
        return outcome.message
    parts = [
        KIND_NAMES[report.kind],
        format_year(report.year),
        report.body or UNKNOWN_BODY,
        _place(report.region),
        f"{len(report.sections)} 个章节",
        f"{report.tables} 张表",
    ]
    doubts = "".join(f"；存疑：{doubt}" for doubt in report.doubts)
    replaces = f"；{outcome.message}" if outcome.message else ""
    return "，".join(parts) + f"（{outcome.id}）" + replaces + _damage(report.damage) + doubts


def _damage(found: Sequence[Damage]) -> str:
    return f"；损坏（{'；'.join(damage.sentence for damage in found)}）" if found else ""


def _place(region: Region | None) -> str:
    return format_place(region.path if region else ())


def _outcome(outcome: Outcome) -> dict[str, Any]:
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
            "doubts": list(report.doubts),
            "damage": [damage.to_json() for damage in report.damage],
        }
    if outcome.message:
        known["message"] = outcome.message
    return known


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "id": summary.id,
        "kind": summary.kind,
        "year": summary.year,
        "region": list(summary.region.path) if summary.region else [],
        "district": summary.district,
        "body": summary.body,
        "title": summary.title,
        "source": summary.source,
        "sections": summary.sections,
        "tables": summary.tables,
        "doubts": list(summary.doubts),
        "damage": [damage.to_json() for damage in summary.damage],
        "versions": list(summary.versions),
        "superseded_by": summary.superseded_by or None,
        "sample": summary.sample,
    }
