"""What a person is told beside the hits: the report that was asked for by its name, what is not held."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class NamedReport:
    """A report that a query asks for by its place, body, year or kind.

    Attributes:
        region: path of region names from the top, () where unknown.
        sections: number of sections under a heading.
    """

    id: str
    title: str
    year: int | None
    region: tuple[str, ...]
    body: str
    kind: str
    sections: int


@dataclass(frozen=True, slots=True)
class HeldYears:
    """The years of a place's reports that the archive holds, in order.

    Attributes:
        place: value of the district filter.
    """

    place: str
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """A place and years that were asked for and of which nothing is held.

    Attributes:
        place: values of the district filter that it may be.
        years: as they were understood; "" where none were asked for.
        held: what there is of the place, and of the places above it.
    """

    place: str
    years: str
    held: tuple[HeldYears, ...]


@dataclass(frozen=True, slots=True)
class StrictSearch:
    """The same question, with what was understood of it as filters.

    Attributes:
        typed: what remains of the words.
        years, districts, kinds: values of the facets.
        total: hits with all words.
        total_partial: hits with a part of the words.
    """

    typed: str
    years: tuple[str, ...]
    districts: tuple[str, ...]
    kinds: tuple[str, ...]
    total: int
    total_partial: int


@dataclass(frozen=True, slots=True)
class Hints:
    """All that is told beside the hits of a query.

    Attributes:
        reports: the reports that it names, most like what was asked for first; a few.
        absences: what it asks for that is not held.
        strict: the same question under filters; None where nothing was understood.
        alternatives: what was perhaps meant, where little is found.
    """

    reports: tuple[NamedReport, ...] = ()
    absences: tuple[Absence, ...] = ()
    strict: StrictSearch | None = None
    alternatives: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "reports": [asdict(report) for report in self.reports],
            "absences": [asdict(absence) for absence in self.absences],
            "strict": asdict(self.strict) if self.strict else None,
            "alternatives": list(self.alternatives),
        }
