"""Statutory tables in text with bars between their cells: a cell a line, or rows with merged cells once."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from indexer.extraction import extract
from indexer.figures.figure import Figures
from indexer.figures.tables import read
from indexer.outlines import read as read_outline
from indexer.settings import Settings

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
TABLE_2 = [
    ["第二十条第（一）项"],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "0", "0"],
    ["行政规范性文件", "6件", "2件", "41件"],
    ["第二十条第（五）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政许可", "512"],
    ["第二十条第（六）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政处罚", "733"],
    ["行政强制", "12"],
    ["第二十条第（八）项"],
    ["信息内容", "本年收费金额（单位：万元）"],
    ["行政事业性收费", "318.5"],
]
BALANCE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
HEAD_3 = [
    [BALANCE, "申请人情况"],
    ["自然人", "法人或其他组织", "总计"],
    ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
]
ROWS_3 = [
    ["一、本年新收政府信息公开申请数量", "36", "5", "0", "0", "0", "0", "41"],
    ["二、上年结转政府信息公开申请数量", "3", "0", "0", "0", "0", "0", "3"],
]
TABLE_4 = [
    ["行政复议", "行政诉讼"],
    ["未经复议直接起诉", "复议后起诉"],
    ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3,
    ["1", "0", "1", "0", "2", "0", "0", "0", "0", "0", "1", "0", "0", "0", "1"],
]


def figures(
    parts: dict[int, list[str]], title: str = "云岭县教育局2022年政府信息公开工作年度报告"
) -> Figures:
    """The figures of a report in text whose sections hold these lines."""
    lines = [title]
    for at, heading in enumerate(HEADINGS, 1):
        lines += [heading, *parts.get(at, ["本报告统计期限自2022年1月1日起至2022年12月31日止。"])]
    text = "\n".join(lines)
    return read(read_outline(extract(text.encode(), "a.txt", Settings())))


def alternate(rows: list[list[str]], bar: str = "|") -> list[str]:
    """A cell a line, and between each two a line that is a bar."""
    cells = [cell for row in rows for cell in row]
    return [line for cell in cells for line in (bar, cell)][1:]


def break_labels(lines: list[str]) -> list[str]:
    """Longer labels over two lines."""
    return [
        part
        for line in lines
        for part in ([line[:3], line[3:]] if len(line) > 5 and line[0] not in "第0123456789" else [line])
    ]


def texts(found: Figures, number: int) -> list[str]:
    table = found.find_table(number)
    return [figure.text for figure in table.figures] if table else []


VALUES_2 = ["0", "0", "0", "6件", "2件", "41件", "512", "733", "12", "318.5"]


@pytest.mark.parametrize("bar", ["|", "｜", " | "])
@pytest.mark.parametrize("broken", [False, True])
def test_cells_and_bars_line_by_line(bar: str, broken: bool) -> None:
    lines = {2: alternate(TABLE_2, bar), 4: alternate(TABLE_4, bar)}
    found = figures({at: break_labels(part) if broken else part for at, part in lines.items()})
    assert texts(found, 2) == VALUES_2
    assert texts(found, 4) == TABLE_4[-1]


def test_a_blank_cell_between_two_bars() -> None:
    rows = [[cell if cell != "512" else "" for cell in row] for row in TABLE_2]
    lines = [line for line in alternate(rows) if line]
    assert texts(figures({2: lines}), 2) == [value if value != "512" else "" for value in VALUES_2]


def fill(rows: list[list[str]], wide: int) -> list[str]:
    """Rows as lines, merged cells once, and bars at the end for the rest of them."""
    return [" | ".join(row) + (" | " + "|" * (wide - len(row)) if len(row) < wide else "") for row in rows]


@pytest.mark.parametrize("wide", [10, 11, 13])
def test_bars_that_make_up_for_merged_cells(wide: int) -> None:
    found = figures({2: fill(TABLE_2, 6), 3: fill([*HEAD_3, *ROWS_3], wide)})
    assert texts(found, 2) == VALUES_2
    assert texts(found, 3) == [*ROWS_3[0][1:], *ROWS_3[1][1:]]


def test_rows_that_do_not_fit_are_not_guessed() -> None:
    short = [*HEAD_3, ROWS_3[0], [*ROWS_3[1][:3], "0"]]
    found = figures({3: fill(short, 10)})
    assert texts(found, 3) == []
    assert found.explain_unread(3).startswith("表三没有读入")


@pytest.mark.parametrize("script", ["s2t", "s2tw", "s2hk"])
@pytest.mark.parametrize(("number", "rows"), [(2, TABLE_2), (3, [*HEAD_3, *ROWS_3]), (4, TABLE_4)])
def test_a_table_that_stands_there_is_never_denied(script: str, number: int, rows: list[list[str]]) -> None:
    """Whatever became of it: two cells of each row lost, in traditional characters."""
    convert = OpenCC(script).convert
    lines = [convert(" | ".join(row[: max(1, len(row) - 2)])) + " | | |" for row in rows]
    assert "报告中没有" not in figures({number: lines}).explain_unread(number)
