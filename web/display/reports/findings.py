"""What does not add up in a report, at the cells and lines where it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from indexer.archive.archive import Archive
from indexer.figures.finding import Finding, Outcome
from indexer.figures.results import FindingFilter
from indexer.figures.rules import RULES as _ALL
from indexer.figures.rules import Rule
from indexer.verdict import Subject, Verdict
from web.loss import read_verdicts

_ORDER = (Outcome.FAILS, Outcome.HOLDS_IF_BLANK_ZERO, Outcome.CANNOT_JUDGE, Outcome.HOLDS)
_RULES: dict[str, Rule] = {rule.id: rule for rule in _ALL}

CellPlace = tuple[int, int, int, int]
"""Statutory number of the section, which of its tables from 0, row and column of the cell."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that fails in a report.

    Attributes:
        number: its place among the report's faults in reading order, from 1.
        verdict: what a person judged of it, None where nobody did.
    """

    number: int
    finding: Finding
    verdict: Verdict | None

    @property
    def anchor(self) -> str:
        """Anchor of its explanation."""
        return make_anchor(self.finding.key)

    @property
    def rule(self) -> Rule:
        """The rule that fails."""
        return _RULES[self.finding.rule]

    @property
    def mark(self) -> str:
        """What marks it without colour: ✗, ? for a hint, ○ where a person judged it to be none."""
        return "○" if self.dismissed else "?" if self.rule.hint else "✗"

    @property
    def dismissed(self) -> bool:
        """Whether a person judged it to be none."""
        return self.verdict is not None and self.verdict.value == "dismissed"


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults of a report.

    Attributes:
        all: in reading order.
        cells: those that stand in a cell, by its place.
        lines: those that stand in running text, by section and line.
        involved: places of the other cells that the faults speak of.
    """

    all: tuple[Fault, ...] = ()
    cells: Mapping[CellPlace, tuple[Fault, ...]] = field(default_factory=dict)
    lines: Mapping[tuple[int, int], tuple[Fault, ...]] = field(default_factory=dict)
    involved: frozenset[CellPlace] = frozenset()


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules say of one report.

    Attributes:
        outcomes: number of findings by outcome, the gravest first; () for a report without statutory tables.
        unread: why tables could not be read, by their number.
        series: of its body, "" for a report without findings.
    """

    faults: Faults
    outcomes: tuple[tuple[Outcome, int], ...]
    unread: tuple[tuple[int, str], ...]
    series: str


def make_anchor(key: str) -> str:
    """Return the anchor of a finding's explanation, in a report and in lists."""
    return f"f-{key}"


def check_report(archive: Archive, report_id: str) -> Checked:
    """What the rules and people say of a report.

    Raises:
        NotFound: there is no such report.
    """
    found = archive.findings.find(FindingFilter(reports=(report_id,)))
    findings = tuple(judged.finding for judged in found.items)
    verdicts = read_verdicts(Subject.FINDING, (finding.key for finding in findings))
    counts = tuple((outcome, found.outcomes[outcome]) for outcome in _ORDER if found.outcomes.get(outcome))
    unread = tuple((table.number, table.reason) for table in archive.findings.read_figures(report_id).unread)
    series = found.items[0].heading.series if found.items else ""
    return Checked(_faults(findings, verdicts), counts, unread, series)


def _faults(findings: Iterable[Finding], verdicts: Mapping[str, Verdict]) -> Faults:
    """The faults among the findings of one report."""
    failing = sorted((f for f in findings if f.outcome is Outcome.FAILS), key=_reading_order)
    found = tuple(Fault(number, f, verdicts.get(f.key)) for number, f in enumerate(failing, 1))
    cells: dict[CellPlace, list[Fault]] = defaultdict(list)
    lines: dict[tuple[int, int], list[Fault]] = defaultdict(list)
    involved: set[CellPlace] = set()
    for fault in found:
        mention, places = fault.finding.mention, _places(fault.finding)
        if mention:
            lines[mention.section, mention.line].append(fault)
        elif places:
            cells[places[0]].append(fault)
        if not fault.dismissed:
            involved.update(places if mention else places[1:])
    return Faults(
        found,
        {place: tuple(of_cell) for place, of_cell in cells.items()},
        {place: tuple(of_line) for place, of_line in lines.items()},
        frozenset(involved),
    )


def _places(finding: Finding) -> list[CellPlace]:
    places = (cell.place for cell in finding.cells)
    return [(place.section, place.table, place.row, place.column) for place in places]


def _reading_order(finding: Finding) -> tuple[int, int, int, str]:
    if finding.mention:
        return finding.mention.section, finding.mention.line, finding.mention.start, finding.key
    if finding.cells:
        place = finding.cells[0].place
        return place.section, place.line, place.column, finding.key
    return 9, 0, 0, finding.key
