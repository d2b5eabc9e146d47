"""What publishing a file would mean beside what is published already, as sentences for staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.report.similarity import SIMILAR

_HELD = "这份文件已经收录（{}），再次发布不会有变化。"
_REPLACED = "档案中已有这个机构这一年度的报告（{}），发布后改为显示这一份，原来的仍可查看。"
_APART = "档案中已有这个机构这一年度的另一份报告（{}），文字差别较大，发布后两份并存，请核对。"
_SHORT = "档案中已有这个机构这一年度的报告（{}），请核对是不是同一份。"


@dataclass(frozen=True, slots=True)
class Preview:
    """What is doubtful of a report beside others, and what becomes of them (`notes`)."""

    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def make_preview(
    catalogue: Catalogue, sha256: str, identity: str, body: str, sketch: Sequence[int]
) -> Preview:
    """Return what publishing a file would mean now.

    Args:
        sha256: of its bytes.
        identity: of the report that was read in it (`naming.identify`); body: whose it is.
        sketch: of its text (`indexer.report.sketch`).
    """
    doubts = tuple(other.sentence for other in catalogue.find_similar(identity, sketch))
    if held := catalogue.find_report(sha256):
        return Preview(doubts, (_HELD.format(held),))
    others = catalogue.find_counterparts(identity, body, sketch)
    return Preview(doubts, tuple(_sentence(similarity).format(other) for other, similarity in others))


def _sentence(similarity: float | None) -> str:
    if similarity is None:
        return _SHORT
    return _REPLACED if similarity >= SIMILAR else _APART
