"""Names that people read: kinds, sections and facets of reports, and the words for what is not known."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.report.report import UNKNOWN, Kind

KIND_NAMES: dict[str, str] = {Kind.DISCLOSURE: "信息公开年报", Kind.WORK: "政府工作报告"}
"""Short names of the kinds of reports, by their values."""

SECTION_NAMES: dict[str, dict[int, str]] = {
    Kind.DISCLOSURE: {
        1: "总体情况",
        2: "主动公开政府信息情况",
        3: "收到和处理政府信息公开申请情况",
        4: "行政复议、行政诉讼情况",
        5: "存在的主要问题及改进情况",
        6: "其他需要报告的事项",
    },
    Kind.WORK: {1: "工作回顾", 2: "总体要求和目标", 3: "工作任务", 6: "其他"},
}
"""The statutory sections (国办公开办函〔2019〕60号, 〔2021〕30号), and what matches them in work reports."""

SECTION_LABELS = {
    1: ("总体情况", "工作回顾", "总体情况（工作回顾）"),
    2: ("主动公开", "总体目标", "主动公开（总体目标）"),
    3: ("依申请公开", "工作任务", "依申请公开（工作任务）"),
    4: ("复议与诉讼", "复议与诉讼", "复议与诉讼"),
    5: ("问题与改进", "问题与改进", "问题与改进"),
    6: ("其他事项", "其他事项", "其他事项"),
}
"""Sections as the facet lists them: of disclosure reports, of work reports, of both together."""

FACET_NAMES = {"year": "年度", "district": "地区", "section": "章节", "kind": "类型"}
"""The facets of a search, in the order in which they are shown."""

SORT_NAMES = {"relevance": "相关度", "newest": "最新", "oldest": "最早"}
"""The orders of hits."""

UNKNOWN_YEAR = f"年度{UNKNOWN}"
UNKNOWN_PLACE = f"地区{UNKNOWN}"
UNKNOWN_BODY = f"机构{UNKNOWN}"
UNTITLED = "（无标题）"

_OTHER_SECTION = "其他"
_SEPARATOR = " › "


def format_year(year: int | None) -> str:
    """Return `2020 年`, or `UNKNOWN_YEAR`."""
    return UNKNOWN_YEAR if year is None else f"{year} 年"


def join_path(names: Iterable[str]) -> str:
    """Return names from the outermost to the innermost as one text: `广东省 › 广州市 › 从化区`."""
    return _SEPARATOR.join(names)


def format_place(path: Iterable[str]) -> str:
    """Return the path of a division as one text, or `UNKNOWN_PLACE` for an empty path."""
    return join_path(path) or UNKNOWN_PLACE


def label_section(number: int, kinds: Iterable[str] = ()) -> str:
    """Return how the facet lists a section: as the reports call it that are found.

    Args:
        kinds: of those reports; all where none is named.
    """
    disclosure, work, both = SECTION_LABELS[number]
    found = set(kinds)
    return both if len(found) != 1 else work if Kind.WORK in found else disclosure


def name_section(number: int, kind: str) -> str:
    """Return the statutory name of a section, or that of its counterpart in a work report.

    Args:
        number: statutory number, 1–6.
        kind: value of a `Kind`.
    """
    return SECTION_NAMES[kind].get(number, _OTHER_SECTION)
