"""What taking a report in would mean beside what is published already, as sentences for staff."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass

from indexer.archive import open_archive
from indexer.errors import ArchiveError
from indexer.report import Report
from indexer.settings import Settings

_REPLACED = "档案中已有这个机构这一年度的报告（{}），发布后改为显示这一份，原来的仍可查看。"
_APART = "档案中已有这个机构这一年度的另一份报告（{}），文字差别较大，发布后两份并存，请核对。"


@dataclass(frozen=True, slots=True)
class Prospect:
    """What is doubtful of a report beside others, and what becomes of them (`notes`)."""

    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def prospect(report: Report, sha256: str, settings: Settings) -> Prospect:
    """What taking a report in would mean; nothing where there is no archive, or it cannot say.

    Args:
        sha256: of its original.
    """
    with suppress(ArchiveError), closing(open_archive(settings)) as archive:
        doubts = tuple(other.sentence for other in archive.resembling(report, sha256))
        if held := archive.holding(sha256):
            return Prospect(doubts, (f"这份文件已经收录（{held}），再次发布不会有变化。",))
        others = archive.counterparts(report, sha256)
        return Prospect(
            doubts, tuple((_REPLACED if each.replaced else _APART).format(each.id) for each in others)
        )
    return Prospect()
