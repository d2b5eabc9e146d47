"""How well figures are read and judged: `python tests/benchmarks/figures.py [REPORTS] [SEED]`.

Makes invented reports (2,000 unless told), reads their files as `nianbao add` does, and compares every cell
and every failure with what was put in. Prints cells right, faults found, false alarms, and the time.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[2]))

from indexer.extraction import extract
from indexer.extraction.repair import mend
from indexer.figures.checking import check_report, check_years
from indexer.figures.figure import Figures, Meaning
from indexer.figures.finding import Finding, Outcome
from indexer.figures.rules import Yearly
from indexer.figures.tables import read
from indexer.outlines import read as read_outline
from indexer.settings import Settings
from tests.benchmarks.forged.figures import VACANT, Truth, series
from tests.benchmarks.forged.pages import page
from tests.benchmarks.forged.prose import prose

_NAMES = ("东湖区人民政府", "西岭区教育局", "柳溪镇人民政府", "云泽市统计局", "南浦区人民政府")


class Tally:
    """Counts over all reports."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.seconds = 0.0
        self.told: list[str] = []

    def cells(self, truth: Truth, figures: Figures, layout: str, where: str) -> None:
        """Compare cells. A table that lost its blanks with its lines is rightly called unread."""
        for number in (2, 3, 4):
            keys = [key for key in truth.texts if key.startswith(str(number))]
            lost = layout == "lines" and any(not truth.texts[key].strip() for key in keys)
            found = {cell.key: cell for cell in figures.index_by_key().values() if cell.table == number}
            if not found:
                self.counts["tables unread as they must be" if lost else "tables unread"] += 1
                if not lost:
                    self.told.append(f"{where} {layout} unread: {figures.explain_unread(number)}")
            if found or not lost:
                self.counts["cells"] += len(keys)
                for key in keys:
                    right = key in found and _same(truth, key, found[key].meaning, found[key].value)
                    self.counts["cells right"] += right
                    if found and not right:
                        self.told.append(f"{where} {layout} {key}: {truth.texts[key]!r}, {found.get(key)}")
                extra = found.keys() - set(keys)
                self.counts["cells invented"] += len(extra)

    def findings(self, truth: Truth, found: list[Finding], figures: Figures, where: str) -> None:
        """Compare failures. Where a table is rightly unread, nothing can be found in it."""
        failing = {
            (finding.rule, finding.cells[0].key, int(finding.found or 0) if finding.mention else None)
            for finding in found
            if finding.outcome is Outcome.FAILS
        }
        there = figures.index_by_key()
        due = {fault for fault in truth.faults if fault[1] in there}
        self.counts["faults"] += len(due)
        self.counts["faults found"] += len(due & failing)
        self.counts["false alarms"] += len(failing - truth.faults)
        self.told += [f"{where} missed {fault}" for fault in due - failing]
        self.told += [f"{where} false alarm {fault}" for fault in failing - truth.faults]


def run(reports: int, seed: int) -> Tally:
    """Make, read and judge so many reports."""
    random, tally, made, settings = Random(seed), Tally(), 0, Settings()
    while made < reports:
        name = random.choice(_NAMES)
        years = []
        for truth in series(random):
            data, layout = page(random, truth, name, prose(random, truth))
            where = f"#{made} {truth.year}"
            made += 1
            report = read_outline(mend(extract(data, "a.html" if layout == "html" else "a.txt", settings)))
            tally.counts["year wrong"] += report.year != truth.year
            began = time.process_time()
            figures = read(report)
            found = list(check_report(report, figures, "body"))
            years.append(Yearly(where, truth.year, figures))
            found += check_years(years[-1], years, "body")
            tally.seconds += time.process_time() - began
            tally.cells(truth, figures, layout, where)
            if len(years) > 1 and not years[-2].figures.index_by_key().get("3.new.total"):
                truth.faults = {fault for fault in truth.faults if fault[0] not in _YEARLY}
            tally.findings(truth, found, figures, where)
    tally.counts["reports"] = made
    return tally


_YEARLY = ("carried_over", "in_force", "previous_items")


def _same(truth: Truth, key: str, meaning: Meaning, value: float | None) -> bool:
    text = truth.texts[key].strip(" \xa0\u3000")
    if text in VACANT:
        return meaning is (Meaning.NOT_APPLICABLE if text else Meaning.BLANK)
    return meaning is Meaning.NUMBER and value == truth.numbers[key]


def main() -> None:
    """Print the figures, and what went wrong."""
    numbers = [int(argument) for argument in sys.argv[1:]]
    tally = run(*(numbers + [2000, 2021][len(numbers) :]))
    counts = tally.counts
    for line in tally.told[:40]:
        print(line)
    print(
        f"{counts['reports']} reports, {counts['cells']} cells, {counts['faults']} planted or implied faults"
    )
    print(f"cells right   {100 * counts['cells right'] / counts['cells']:.3f} %")
    print(f"faults found  {100 * counts['faults found'] / counts['faults']:.3f} %")
    print(f"false alarms  {counts['false alarms']}")
    for name in ("tables unread as they must be", "tables unread", "cells invented", "year wrong"):
        print(f"{name}: {counts[name]}")
    print(
        f"reading and judging: {1000 * tally.seconds / counts['reports']:.1f} ms of processor time a report"
    )


if __name__ == "__main__":
    main()
