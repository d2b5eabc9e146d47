"""What publishing a file would mean beside what is published already, as sentences for staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.preservation.source import Source
from indexer.report.comparison.similarity import SIMILAR


class Relation(StrEnum):
    """How a published report relates to a file that waits."""

    HELD = "held"
    """It was read from these very bytes."""
    REPLACED = "replaced"
    """It is an earlier version, which this file supersedes."""
    APART = "apart"
    """It is of the same body and year, but says something else: both will be current."""
    UNSURE = "unsure"
    """It is of the same body and year; one of the two is too short to be compared."""
    SIMILAR = "similar"
    """It says almost the same under another body or year."""


_WITHDRAWN = "这份文件曾被撤下（{}），请核对是否应重新发布。"
_HELD = "这份文件已经收录（{}），再次发布不会有变化。"
_SENTENCES = {
    Relation.REPLACED: "档案中已有这个机构这一年度的报告（{}），发布后改为显示这一份，原来的仍可查看。",
    Relation.APART: "档案中已有这个机构这一年度的另一份报告（{}），文字差别较大，发布后两份并存，请核对。",
    Relation.UNSURE: "档案中已有这个机构这一年度的报告（{}），请核对是不是同一份。",
}


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A published report that staff should compare a waiting file with: its id, and why."""

    id: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class Preview:
    """What is doubtful of a report beside others (`doubts`), what becomes of them (`notes`), and which they
    are.
    """

    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    others: tuple[Counterpart, ...] = ()

    @property
    def is_held(self) -> bool:
        """Whether the very file is published."""
        return any(other.relation is Relation.HELD for other in self.others)


def make_preview(
    catalogue: Catalogue, sha256: str, identity: str, body: str, sketch: Sequence[int]
) -> Preview:
    """Return what publishing a file would mean now.

    Args:
        sha256: of its bytes.
        identity: of the report that was read in it (`naming.identify`); body: whose it is.
        sketch: of its text (`indexer.report.comparison.sketch`).
    """
    if held := catalogue.reports.find_report(sha256):
        return Preview((), (_HELD.format(held),), (Counterpart(held, Relation.HELD),))
    found = catalogue.similar_reports.find_similar(identity, sketch)
    counterparts = [
        Counterpart(other, _relate(similarity))
        for other, similarity in catalogue.similar_reports.find_counterparts(identity, body, sketch)
    ]
    return Preview(
        tuple(other.sentence for other in found),
        tuple(_SENTENCES[other.relation].format(other.id) for other in counterparts),
        (*counterparts, *(Counterpart(other.id, Relation.SIMILAR) for other in found)),
    )


def describe_withdrawal(withdrawn: Source) -> str:
    """Return a doubt about a file that was published once and then withdrawn."""
    known = withdrawn.withdrawn
    who = f"撤下人：{known.who}" if known and known.who else "没有记下撤下人"
    why = f"理由：{known.reason}" if known and known.reason else "没有写理由"
    return _WITHDRAWN.format("；".join((withdrawn.report, who, why)))


def _relate(similarity: float | None) -> Relation:
    if similarity is None:
        return Relation.UNSURE
    return Relation.REPLACED if similarity >= SIMILAR else Relation.APART
