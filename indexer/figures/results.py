"""What lists of figures and findings give back, and which findings can be asked for."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.figures.figure import Figures
from indexer.figures.finding import Finding, Outcome
from indexer.report.report import Region


@dataclass(frozen=True, slots=True)
class Heading:
    """Which report a figure or finding is of.

    Attributes:
        series: what the reports of one body share: the report's identity without its year.
    """

    report: str
    series: str
    title: str
    year: int | None
    body: str
    region: Region | None


@dataclass(frozen=True, slots=True)
class Body:
    """A body with figures: its series, its name and region in the latest report, and the years there are."""

    series: str
    name: str
    region: Region | None
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """The figures of one report, and which report it is."""

    heading: Heading
    figures: Figures


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """A finding, and which report it is of."""

    heading: Heading
    finding: Finding


@dataclass(frozen=True, slots=True)
class Findings:
    """A page of findings.

    Attributes:
        total: number of findings that the filters let through.
        items: those of the page, by region, body, year, and place in the report.
        outcomes, rules, years: number of findings by each value, among those that all other filters let
            through (what choosing it would give).
    """

    total: int
    items: tuple[ReportFinding, ...]
    outcomes: dict[Outcome, int]
    rules: dict[str, int]
    years: dict[int | None, int]


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings are asked for; an empty part lets all through, several values of one are alternatives.

    Attributes:
        reports: ids of reports. Only if these are given, replaced versions count too.
        series: bodies, by their series.
        years: years reported on, None for reports whose year is not known.
        regions: codes of divisions, what lies below them included; "" for an unknown division.
        rules: ids of rules.
        outcomes: outcomes.
        keys: keys of findings; one finds those that it is the former key of, too.
        but: keys of findings that are left out, read like `keys`.
        even: keys of findings that `but` does not leave out.
    """

    reports: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    years: tuple[int | None, ...] = ()
    regions: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    keys: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    even: tuple[str, ...] = ()
