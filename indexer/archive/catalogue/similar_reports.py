"""Finds reports that say almost the same under another name: body or year of one of them may be read wrongly.

Of every report the catalogue stores a sketch (`report.comparison.sketch`) and the numbers of its bands:
similar reports are found, and their similarity is estimated to one or two hundredths, without reading any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from indexer.archive.catalogue.tables.conditions import IS_CURRENT
from indexer.archive.catalogue.tables.schema import REPORT, SKETCH, SKETCH_BAND
from indexer.archive.databases.base import Database
from indexer.archive.databases.dialect import insert
from indexer.archive.storage.database import read_catalogue
from indexer.report.comparison.sketch import BANDS, estimate_similarities, number_bands, pack

ALMOST = 0.9
"""The similarity (Jaccard, of character triples) from which people are told of another report."""

_SHARED = 3
"""Bands that two texts must have in common to be compared. Of those that share 0.9 of their triples 99 %
have them, of those that share 0.95 all but one in 10,000, of those that share 0.6 one in 4,000."""
_MOST_COMPARED = 12
"""Reports compared for one band: where many are the same, some of them are enough."""
_MOST_FOUND = 5
# The report itself and superseded ones must not take the place of others: they are left out first.
_PLACES = " UNION ALL ".join(
    "SELECT * FROM (SELECT b.report FROM sketch_band b JOIN report r ON r.id = b.report"  # noqa: S608
    f" WHERE b.band = :band{n} AND r.identity != :identity AND r.superseded_by IS NULL"
    f" LIMIT {_MOST_COMPARED}) AS of{n}"
    for n in range(BANDS)
)
_SHARING = sa.text(
    "SELECT r.id, r.title, k.minima FROM (SELECT report, count(*) AS shared"  # noqa: S608
    f" FROM ({_PLACES}) AS places GROUP BY report HAVING count(*) >= {_SHARED}"
    f" ORDER BY shared DESC, report LIMIT {_MOST_COMPARED})"
    " s JOIN report r ON r.id = s.report JOIN sketch k ON k.report = s.report"
)


@dataclass(frozen=True, slots=True)
class SimilarReport:
    """Another report of almost the same text.

    Attributes:
        id: its id.
        title: its title.
        similarity: the share of the text that is common, 0.9 to 1, as the sketches estimate it.
    """

    id: str
    title: str
    similarity: float

    @property
    def sentence(self) -> str:
        """A doubt, for people."""
        return f"与另一份报告（{self.id}）{self.extent}，可能是同一份，请核对年度、机构和地区。"

    @property
    def extent(self) -> str:
        """How much is the same, for people."""
        percent = round(self.similarity * 100)
        return f"文字约 {percent}% 相同" if percent < 100 else "文字几乎完全相同"


class SimilarReportReader:
    """The sketches of a catalogue."""

    def __init__(self, database: Database, has_sketches: bool) -> None:
        """Read nothing yet.

        Args:
            database: of the catalogue.
            has_sketches: whether it may be asked for them; nothing is found where another program made it.
        """
        self._database, self._has_sketches = database, has_sketches

    def find_similar(self, identity: str, sketch: Sequence[int]) -> tuple[SimilarReport, ...]:
        """Return current reports of other identities that say almost the same, the most similar first."""
        if not self._has_sketches:
            return ()
        with read_catalogue(self._database) as connection:
            return find_similar(connection, identity, sketch)

    def find_counterparts(
        self, identity: str, body: str, sketch: Sequence[int]
    ) -> tuple[tuple[str, float | None], ...]:
        """Return the ids of the current reports of this identity and body, each with its similarity to a
        sketch; None where one of them has no sketch.
        """
        if not self._has_sketches:
            return ()
        query = sa.select(REPORT.c.id).where(REPORT.c.identity == identity, REPORT.c.body == body, IS_CURRENT)
        with read_catalogue(self._database) as connection:
            ids = connection.scalars(query.order_by(REPORT.c.sequence)).all()
            return tuple((report_id, estimate_similarity(connection, report_id, sketch)) for report_id in ids)


def insert_sketch(connection: sa.Connection, report_id: str, numbers: Sequence[int]) -> None:
    """Insert a report's sketch and its bands; nothing for ()."""
    if numbers:
        insert(connection, SKETCH, [{"report": report_id, "minima": pack(numbers)}])
        bands = sorted(number_bands(numbers))
        insert(connection, SKETCH_BAND, [{"band": band, "report": report_id} for band in bands])


def delete_sketch(connection: sa.Connection, report_id: str) -> None:
    """Delete a report's sketch and its bands."""
    for table in (SKETCH, SKETCH_BAND):
        connection.execute(table.delete().where(table.c.report == report_id))


def find_similar(
    connection: sa.Connection, identity: str, numbers: Sequence[int]
) -> tuple[SimilarReport, ...]:
    """Return current reports of other identities that say almost the same, the most similar first.

    Args:
        identity: of the report that is asked about.
        numbers: its sketch.
    """
    if not numbers:
        return ()
    bands = {f"band{n}": band for n, band in enumerate(number_bands(numbers))}
    found = connection.execute(_SHARING, {**bands, "identity": identity}).all()
    similarities = estimate_similarities(numbers, (row.minima for row in found))
    near = [
        SimilarReport(row.id, row.title, similarity)
        for row, similarity in zip(found, similarities, strict=True)
        if similarity >= ALMOST
    ]
    near.sort(key=lambda other: (-other.similarity, other.id))
    return tuple(near[:_MOST_FOUND])


def estimate_similarity(connection: sa.Connection, report_id: str, numbers: Sequence[int]) -> float | None:
    """Return the similarity of a sketch with a report's; None where one of them is none."""
    minima = connection.scalar(sa.select(SKETCH.c.minima).where(SKETCH.c.report == report_id))
    if minima is None or not numbers:
        return None
    return estimate_similarities(numbers, [minima])[0]
