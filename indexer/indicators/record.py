"""What the catalogue gives back of indicators: each number with the report that states it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from indexer.commitments.sentence import Place
from indexer.commitments.source_report import SourceReport
from indexer.indicators.register import Indicator, read_register
from indexer.indicators.statement import IndicatorRole
from indexer.indicators.value import IndicatorValue, Measure
from indexer.report.regions import read_divisions


@dataclass(frozen=True, slots=True)
class IndicatorFigure:
    """A number of an indicator, as a report states it (see `statement.IndicatorStatement`).

    Attributes:
        series: what all reports of the body share.
        yearly: whether it is an average of years; added: whether it counts what is new.
    """

    key: str
    series: str
    source: SourceReport
    measure: Measure
    role: IndicatorRole
    year: int | None
    value: IndicatorValue
    yearly: bool
    added: bool
    sentence: str
    place: Place

    @property
    def indicator(self) -> Indicator:
        """What it is a number of."""
        return read_register()[self.key]

    @property
    def url(self) -> str:
        """Path of the paragraph in which it is."""
        return self.source.locate(self.place)

    def to_json(self) -> dict[str, Any]:
        """For scripts."""
        value = self.value
        return {
            "indicator": self.key,
            "name": self.indicator.name,
            "measure": self.measure.value,
            "role": self.role.value,
            "year": self.year,
            "low": value.low,
            "high": value.high,
            "unit": value.unit,
            "bound": value.bound,
            "currency": value.currency,
            "yearly": self.yearly,
            "added": self.added,
            "text": value.text,
            "sentence": self.sentence,
            "report": self.source.report,
            "title": self.source.title,
            "report_year": self.source.year,
            "body": self.source.body,
            "district": self.source.district,
            "series": self.series,
            "url": self.url,
        }


def find_codes(district: str) -> frozenset[str]:
    """Return the codes of the divisions that a name or code means; none for one that is not known."""
    return frozenset(code for region in read_divisions().find(district) for code in region.codes[-1:])


@dataclass(frozen=True, slots=True)
class IndicatorBody:
    """A body that states indicators.

    Attributes:
        source: one of its reports; years: of its reports, ascending; keys: of the indicators.
    """

    series: str
    source: SourceReport
    years: tuple[int, ...]
    keys: frozenset[str]

    def lies_in(self, district: str) -> bool:
        """Return whether it is a body of a division, or of one below it, by the name or code of that."""
        region = self.source.region
        return region is not None and not find_codes(district).isdisjoint(region.codes)


@dataclass(frozen=True, slots=True)
class IndicatorFilter:
    """Which numbers are wanted; () leaves everything.

    Attributes:
        series: of bodies; keys: of indicators; years: that a number is of or for.
        reports: ids of reports that state it.
    """

    series: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    reports: tuple[str, ...] = ()
