"""What a list of commitments gives back, and which commitments can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from indexer.commitments.record import Commitment
from indexer.search.facets.values import FacetValue, facets_to_json

HAVING = {"figure": "有数字", "deadline": "有期限"}
"""What a commitment can have, and what people read."""


@dataclass(frozen=True, slots=True)
class CommitmentFilter:
    """Facets beside those of the query; () leaves everything.

    Attributes:
        topics: names of topics.
        having: `figure`, `deadline`; both must hold.
        states: values of `FollowUp`.
        verdicts: values of a verdict, or `open` for commitments nobody has judged.
        classes: values of `classes.CommitmentClass`.
        after, before: key of the commitment that the wanted page comes right after or before; "" where the
            page is given by its number.
    """

    topics: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentResults:
    """One page of commitments with the facets of all that match.

    Attributes:
        typed: the query as typed.
        took_ms: time that the search took, milliseconds.
        facets: by name: `class`, `year` (the year promised for), `district`, `topic`, `having`, `state`,
            `verdict`.
        start: number of commitments before this page.
    """

    typed: str
    total: int
    page: int
    pages: int
    took_ms: float
    commitments: tuple[Commitment, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    start: int = 0

    @property
    def next_key(self) -> str:
        """Key that the next page comes after, "" on the last one."""
        more = self.commitments and self.start + len(self.commitments) < self.total
        return self.commitments[-1].key if more else ""

    @property
    def previous_key(self) -> str:
        """Key that the page before comes before, "" on the first one."""
        return self.commitments[0].key if self.commitments and self.start else ""

    def to_json(self) -> dict[str, Any]:
        """The answer of `/api/commitments` and `nianbao commitments --json`."""
        return {
            "query": self.typed,
            "total": self.total,
            "page": self.page,
            "pages": self.pages,
            "after": self.next_key or None,
            "before": self.previous_key or None,
            "took_ms": round(self.took_ms, 2),
            "commitments": [commitment.to_json() for commitment in self.commitments],
            "facets": facets_to_json(self.facets),
        }
