"""What pages of the staff have in common: the report to compare with, and sentences on what was done."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash

from indexer.archive.catalogue.records import Record
from indexer.errors import ArchiveBusy, ArchiveError, NotFound
from indexer.ingest.replacement import Replacement
from web.context import the_archive


def find_other(ids: Sequence[str], wanted: str) -> Record | None:
    """Return the published report to compare with: the wanted one, or the first; None where it is gone.

    Args:
        ids: of the reports that can be compared with.
        wanted: one of them, or any other text for the first.
    """
    try:
        return the_archive().read_report(wanted if wanted in ids else ids[0]) if ids else None
    except (NotFound, ArchiveError):
        return None


def notify_busy(busy: ArchiveBusy) -> None:
    """Have the next page say that nothing was done, for another process writes to the archive."""
    flash(busy.message + "这次没有改动任何东西。")


def notify_replacement(done: str, replacement: Replacement) -> None:
    """Have the next page say what was done to a report, and what that means for others."""
    flash(done)
    if replacement.id != replacement.former_id:
        flash(f"编号由 {replacement.former_id} 改为 {replacement.id}；原来的网址会转到这里。")
    if not replacement.is_current:
        flash("档案中还有收录得更晚的同一份报告，检索显示那一份；要显示这一份，请点“改为显示这一份”。")
    if replacement.now_superseded:
        flash(f"检索不再显示 {'、'.join(replacement.now_superseded)}，它成为这份报告的旧版本。")
    if replacement.now_current:
        flash(f"检索重新显示 {'、'.join(replacement.now_current)}。")
