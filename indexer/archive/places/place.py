"""One place with all that the archive holds of it: what a person asks of their own county."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from indexer.archive.catalogue.places import PlaceReport
from indexer.figures.finding import Outcome
from indexer.report.report import Region


@dataclass(frozen=True, slots=True)
class PlaceYear:
    """A year and the reports on it: none where none is held, None for those whose year is unknown."""

    year: int | None
    reports: tuple[PlaceReport, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceKind:
    """The reports of one kind by a place's own government.

    Attributes:
        years: every year from the first to the last that any place of the archive has such a report on,
            newest first.
    """

    kind: str
    years: tuple[PlaceYear, ...]

    @property
    def is_held(self) -> bool:
        """Whether there is any."""
        return any(each.reports for each in self.years)

    @property
    def held(self) -> tuple[int, ...]:
        """Years with a report, newest first."""
        return tuple(each.year for each in self.years if each.reports and each.year is not None)

    @property
    def missing(self) -> tuple[int, ...]:
        """Years without one, newest first."""
        return tuple(each.year for each in self.years if not each.reports and each.year is not None)


@dataclass(frozen=True, slots=True)
class PlaceBody:
    """The reports of one kind by another body of a place: a department, a township without a division."""

    name: str
    kind: str
    reports: tuple[PlaceReport, ...]


@dataclass(frozen=True, slots=True)
class NearbyPlace:
    """A division near another one, with the number of reports about it and what lies below it."""

    code: str
    name: str
    reports: int


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """A division, with what is held of it.

    Attributes:
        region: it, with what is above it.
        value: what the district filter takes.
        former: its former names.
        kinds: the reports of its government.
        bodies: those of other bodies.
        above: what is right above it, None for the country.
        below: what is right below it, in the order of the table of divisions.
        holding: where nothing is held of it, the nearest division above with reports about itself.
        beside: where nothing is held of it, the nearest divisions beside it with reports; else ().
        commitments: number of promises by what came of them (values of `FollowUp`), those below included.
        findings: number of findings by outcome, those below included.
        has_targets: whether its government's reports state targets in numbers.
        has_tables: whether its government's reports have statutory tables.
    """

    region: Region
    value: str
    former: tuple[str, ...]
    kinds: tuple[PlaceKind, ...]
    bodies: tuple[PlaceBody, ...]
    above: NearbyPlace | None
    below: tuple[NearbyPlace, ...]
    holding: NearbyPlace | None
    beside: tuple[NearbyPlace, ...]
    commitments: dict[str, int]
    findings: dict[Outcome, int]
    has_targets: bool
    has_tables: bool

    @property
    def code(self) -> str:
        """Its code."""
        return self.region.code

    @property
    def reports(self) -> int:
        """Number of reports about it itself."""
        own = sum(len(year.reports) for kind in self.kinds for year in kind.years)
        return own + sum(len(body.reports) for body in self.bodies)

    @property
    def reports_below(self) -> int:
        """Number of reports about what lies below it."""
        return sum(each.reports for each in self.below)

    def to_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "code": self.code,
            "name": self.region.name,
            "district": self.value,
            "region": list(self.region.path),
            "former_names": list(self.former),
            "reports": self.reports,
            "reports_below": self.reports_below,
            "kinds": [
                {
                    "kind": kind.kind,
                    "held": list(kind.held),
                    "missing": list(kind.missing),
                    "reports": [_report_json(report) for year in kind.years for report in year.reports],
                }
                for kind in self.kinds
            ],
            "bodies": [
                {
                    "body": body.name,
                    "kind": body.kind,
                    "reports": [_report_json(report) for report in body.reports],
                }
                for body in self.bodies
            ],
            "above": _near_json(self.above) if self.above else None,
            "below": [_near_json(near) for near in self.below],
            "holding": _near_json(self.holding) if self.holding else None,
            "beside": [_near_json(near) for near in self.beside],
            "commitments": self.commitments,
            "findings": {outcome.value: count for outcome, count in self.findings.items()},
            "url": f"/places/{self.code}",
        }


def _report_json(report: PlaceReport) -> dict[str, Any]:
    url = f"/reports/{quote(report.id)}"
    return {"id": report.id, "year": report.year, "title": report.title, "url": url}


def _near_json(near: NearbyPlace) -> dict[str, Any]:
    return {"code": near.code, "name": near.name, "reports": near.reports, "url": f"/places/{near.code}"}
