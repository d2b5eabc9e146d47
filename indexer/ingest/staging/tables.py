"""What publishing a spreadsheet with statutory tables would mean: which report they would be joined to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.figures.tables import NAMES
from indexer.figures.tables.loose import list_lacking
from indexer.ingest.staging.item import Waiting
from indexer.ingest.tables.owner import StatedOwner, find_stated, is_placed


def preview_tables(catalogue: Catalogue | None, item: Waiting, waiting: Iterable[Waiting]) -> Waiting:
    """Return a spreadsheet that waits with what publishing it would mean now, as a note or a doubt.

    Args:
        catalogue: None where nothing is published yet.
        waiting: the files that wait; one of them may be its report.
    """
    statement = StatedOwner(item.identity, item.year, item.body, item.region)
    names = "、".join(NAMES[number] for number in item.loose)
    if catalogue and (owner := find_stated(catalogue.neighbours, statement)):
        lacking = sorted(list_lacking(catalogue.reports.read_report(owner.id).report, item.loose))
        if not lacking:
            kept = f"报告 {owner.id} 的正文已有{names}，发布后不采用这份表格，只核对数字是否一致。"
            return dataclasses.replace(item, doubts=(*item.doubts, kept))
        names = "、".join(NAMES[number] for number in lacking)
        return dataclasses.replace(item, notes=(*item.notes, f"{names}并入报告 {owner.id}。"))
    beside = [other for other in waiting if _may_own(other, item)]
    if len(beside) == 1:
        report = beside[0].name
        note = f"它的报告《{report}》也在等待发布：一起发布时，{names}并入那份报告。"
        return dataclasses.replace(item, notes=(*item.notes, note))
    doubt = (
        f"没有找到这份表格所属的报告（表格写明：{statement.sentence}）；请先收录或一起上传同一机构同一年度的报告"
        "正文，或在“细看与改正”里填上它的年度、机构和地区。"
    )
    return dataclasses.replace(item, doubts=(*item.doubts, doubt))


def _may_own(other: Waiting, item: Waiting) -> bool:
    """Whether a waiting file is the report that a spreadsheet says it belongs to."""
    if other.loose or other.year != item.year or not item.year:
        return False
    if other.identity == item.identity:
        return bool(item.body or item.region)
    return is_placed(item.body) and other.body.endswith((item.body, f"{item.body}人民政府"))
