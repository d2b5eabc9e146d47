"""Reports that say almost the same under another name: of one of them body or year may be read wrongly.

Of every report the catalogue keeps a few of its paragraphs, as numbers: those whose hashes are the
smallest, so that of two texts that are alike it keeps mostly the same ones (bottom-k MinHash; A. Broder, On
the resemblance and containment of documents, 1997). Only texts that share half of them are compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from indexer.database import insert
from indexer.document import Table
from indexer.report import Report
from indexer.report_table import SKETCH
from indexer.versions import Text, text_in

ALMOST = 0.9
"""Share of common character triples (Jaccard) from which two texts are told of as almost the same."""

_KEPT = 8
_SHORTEST = 20
"""Characters of a paragraph that is worth keeping: 无。 is everybody's."""
_MOST = 40
"""Reports looked at for one paragraph: some are handed down from above, and everybody's too."""
_COMPARED = 5
"""Reports compared word for word."""
_NONE = -1
_PLACES = " UNION ALL ".join(
    f"SELECT * FROM (SELECT report FROM sketch WHERE line = :line{n} LIMIT {_MOST})"  # noqa: S608
    for n in range(_KEPT)
)
_SHARING = sa.text(
    "SELECT r.id, r.title, r.content FROM (SELECT report, count(*) AS shared"  # noqa: S608
    f" FROM ({_PLACES}) GROUP BY report HAVING count(*) >= :least ORDER BY shared DESC LIMIT {_MOST}) s"
    " JOIN report r ON r.id = s.report WHERE r.identity != :identity AND r.superseded_by IS NULL"
    f" ORDER BY s.shared DESC, r.id LIMIT {_COMPARED}"
)


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Another report of almost the same text.

    Attributes:
        id: its id.
        title: its title.
        share: the share of the text that is common, 0.9 to 1.
    """

    id: str
    title: str
    share: float

    @property
    def sentence(self) -> str:
        """A doubt, for people."""
        return f"与另一份报告（{self.id}）{self.told}，可能是同一份，请核对年度、机构和地区。"

    @property
    def told(self) -> str:
        """How much is the same, for people."""
        return "文字完全相同" if self.share == 1 else f"文字约 {min(round(self.share * 100), 99)}% 相同"


def sketch(report: Report) -> tuple[int, ...]:
    """The numbers kept of a report; () for one without paragraphs to tell it by."""
    blocks = (block for section in report.sections for block in section.blocks)
    lines = {"".join(block.text.split()) for block in blocks if not isinstance(block, Table)}
    numbers = (
        int.from_bytes(hashlib.blake2b(line.encode("utf-8", "replace"), digest_size=7).digest(), "big")
        for line in lines
        if len(line) >= _SHORTEST
    )
    return tuple(sorted(numbers)[:_KEPT])


def keep(connection: sa.Connection, report_id: str, numbers: Iterable[int]) -> None:
    """Enter what is kept of a report."""
    insert(connection, SKETCH, [{"line": number, "report": report_id} for number in numbers])


def drop(connection: sa.Connection, report_id: str) -> None:
    """Take out what is kept of a report."""
    connection.execute(SKETCH.delete().where(SKETCH.c.report == report_id))


def resembling(
    connection: sa.Connection, identity: str, numbers: Sequence[int], text: Callable[[], Text]
) -> tuple[Resemblance, ...]:
    """Reports of other identities, not replaced, that say almost the same; the likest first.

    Args:
        identity: of the report that is asked about.
        numbers: its sketch.
        text: gives its text, if it comes to comparing.
    """
    if not numbers:
        return ()
    lines = {f"line{n}": numbers[n] if n < len(numbers) else _NONE for n in range(_KEPT)}
    found = connection.execute(
        _SHARING, {**lines, "identity": identity, "least": -(-len(numbers) // 2)}
    ).all()
    if not found:
        return ()
    own = text()
    near = [Resemblance(row.id, row.title, own.alike(text_in(row.content))) for row in found]
    return tuple(sorted((each for each in near if each.share > ALMOST), key=lambda each: -each.share))
