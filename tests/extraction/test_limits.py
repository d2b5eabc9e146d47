"""What is larger than any report is refused before it is worked on; false beginnings of tables do no harm."""

from __future__ import annotations

import pytest

from indexer.errors import OversizedSource
from indexer.extraction import extract, limits
from indexer.extraction.tables import flattened
from indexer.report.document import Block, Document, Table
from indexer.settings import Settings

_BEGINS = "申请人情况 | 1 | 2"
_TABLE = """第二十条第（一）项
信息内容
本年制发件数
本年废止件数
现行有效件数
规章
0
0
0
行政规范性文件
3
1
12
第二十条第（五）项
信息内容
本年处理决定数量
行政许可
76
第二十条第（六）项
信息内容
本年处理决定数量
行政处罚
2
行政强制
0
第二十条第（八）项
信息内容
本年收费金额（单位：万元）
行政事业性收费
26.55
"""


def read(*lines: str) -> Document:
    return extract("\n".join(lines).encode(), "report.txt", Settings())


@pytest.mark.parametrize("line", ["全年公开12条。", _BEGINS, "第二十条第（一）项", "|"])
def test_more_lines_than_a_report_has_are_refused(line: str) -> None:
    with pytest.raises(OversizedSource, match="万段"):
        read(*[line] * (limits.MOST_BLOCKS + 1))


def test_more_blocks_are_refused_before_tables_are_looked_for() -> None:
    with pytest.raises(OversizedSource, match="万段"):
        flattened.rebuild([Block(_BEGINS)] * (limits.MOST_BLOCKS + 1))


@pytest.mark.parametrize("times", [0, 20, 200])
def test_table_below_beginnings_of_none_is_put_together(times: int) -> None:
    found = read("云泽市2021年政府信息公开工作年度报告", *["申请人情况见附件。"] * times, _TABLE)
    assert any(isinstance(block, Table) for block in found.blocks)
