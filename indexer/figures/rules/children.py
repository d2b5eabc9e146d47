"""What a government reports of its whole division, beside what the divisions below report themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.figures.finding import Finding, Outcome
from indexer.figures.rules.base import (
    NOTICE_2019,
    NOTICE_2021,
    Basis,
    Case,
    Rule,
    Weighed,
    make_finding,
    make_undecided,
    quote,
    weigh,
)
from indexer.report.report import Report

_COVERING = re.compile(
    r"(?:数据|指标|内容)[^。；]{0,20}(?:汇总|涵盖|包括|包含|含)[^。；]{0,20}"
    r"(?:各(?:级|地|市|县|区|镇|乡|街道)|县[（(]市|市[（(]县|县区|区县|乡镇|镇街|街道)"
    r"|(?:汇总|综合)(?:了)?[^。；]{0,20}(?:各(?:级|地|市|县|区|镇|乡|街道)|县[（(]市|县区|区县|乡镇|镇街)"
    r"[^。；]{0,20}(?:数据|年度报告|年报|情况)"
)
_COUNTED = "3.new.total"


def covers_children(report: Report) -> bool:
    """Whether a report says that its figures include those of the divisions below."""
    return any(_COVERING.search(line) for section in report.sections for line in section.lines)


def _children(rule: Rule, case: Case) -> Iterator[Finding]:
    total = case.cells.get(_COUNTED)
    found = [(year.report, year.figures.index_by_key().get(_COUNTED)) for year in case.children]
    parts = [(report, cell) for report, cell in found if cell]
    if total is None or not parts:
        yield make_undecided(rule, case, "", "档案中没有下级政府同一年度可比的报告。")
        return
    weighed = weigh([cell for _, cell in parts], [total])
    if weighed.outcome is Outcome.FAILS and weighed.left < weighed.right:
        reason = "档案中的下级报告可能不全，部门的数字也在其外，无法判断。"
        weighed = Weighed(weighed.left, weighed.right, Outcome.CANNOT_JUDGE, reason)
    sentence = (
        f"报告说明数据包括下级：档案中 {len(parts)} 份下级报告的本年新收合计 {weighed.left}，"
        f"本报告的本年新收总计写作 {quote(total)}，"
    )
    yield make_finding(rule, case, weighed, sentence, Basis("", [total], parts))


RULES = (
    Rule(
        "children",
        "上下级汇总",
        "说明数据包括下级的报告，其本年新收总计不少于下级各报告之和；只有下级时与之相等。",
        f"{NOTICE_2019}、{NOTICE_2021}（逐级汇总）；各地统计口径不一，仅作提示",
        (3,),
        _children,
        below=True,
        hint=True,
    ),
)
