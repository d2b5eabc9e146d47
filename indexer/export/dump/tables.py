"""The tables of a dump: their columns, with type and meaning, from which the data dictionary is made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DumpField:
    """A column.

    Attributes:
        kind: `string`, `integer`, `number` or `boolean` (Frictionless Table Schema).
        title: a Chinese sentence for readers.
    """

    name: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class DumpTable:
    """A table: each row is one thing of one report, and `url` leads to it.

    Attributes:
        key: columns by which a row is known.
    """

    name: str
    title: str
    key: tuple[str, ...]
    fields: tuple[DumpField, ...]


def _fields(*lines: str) -> tuple[DumpField, ...]:
    """Columns from lines of name, type and meaning."""
    return tuple(DumpField(*line.split(" ", 2)) for line in lines)


_REPORT = "report string 报告的编号（reports.id）"
_URL = "url string 它在本站的固定链接"

REPORTS = DumpTable(
    "reports",
    "现行的报告，一行一份",
    ("id",),
    _fields(
        "id string 报告的编号",
        "kind string 类型：disclosure 政府信息公开工作年度报告，work 政府工作报告",
        "year integer 报告的年度，未详为空",
        "title string 标题",
        "series string 机构的编号，同一机构的各个名称相同",
        "body string 发布机构，照报告所写",
        "body_kind string 机构的性质",
        "region_code string 地区代码（GB/T 2260）",
        "region_codes string 地区路径的代码，从上到下，用 / 隔开",
        "region_path string 地区路径的名称，从上到下，用 / 隔开",
        "published string 发布日期，照报告所写",
        "source_url string 原网页的地址，照报告所写",
        "sample boolean 是否为虚构的示例",
        "damaged integer 原文件损坏的处数",
        "doubts string 存疑，用换行隔开",
        "original_name string 原文件的名称",
        "original_sha256 string 原文件的 SHA-256",
        "original_size integer 原文件的大小，字节",
        "added string 收录的时间（UTC）",
        "format string 原文件的格式",
        "encoding string 原文件的编码",
        _URL,
    ),
)
PARAGRAPHS = DumpTable(
    "paragraphs",
    "报告的文字，一行一段",
    ("report", "anchor"),
    _fields(
        _REPORT,
        "section integer 法定章节 1–6",
        "heading string 章节的标题，照报告所写",
        "line integer 在本章节中的段号",
        "anchor string 在报告页上的锚点",
        "label string 段首的序号",
        "level integer 层次，0 为正文",
        "text string 文字（损坏处为修复后的）",
        "repaired integer 其中修复或标出的处数",
        _URL,
    ),
)
CELLS = DumpTable(
    "cells",
    "法定统计表的单元格，一行一格",
    ("report", "table", "row", "column"),
    _fields(
        _REPORT,
        "table integer 统计表：2、3 或 4",
        "row string 行的代号",
        "column string 列的代号",
        "row_labels string 行的标签，照报告所写，用 / 隔开",
        "column_labels string 列的标签，照报告所写，用 / 隔开",
        "text string 格中的文字",
        "meaning string 文字的意思：数、空白、短横等",
        "value number 数值；不是数时为空",
        "anchor string 在报告页上的锚点",
        _URL,
    ),
)
FINDINGS = DumpTable(
    "findings",
    "统计表核对的结果，一行一条",
    ("report", "key"),
    _fields(
        _REPORT,
        "key string 核对的编号",
        "rule string 规则的代号",
        "outcome string 结果",
        "sentence string 说明",
        "reason string 有条件成立或无法判断的原因",
        "expected number 应为",
        "found number 实为",
        _URL,
    ),
)
COMMITMENTS = DumpTable(
    "commitments",
    "报告作出的承诺，一行一条",
    ("report", "key"),
    _fields(
        _REPORT,
        "key string 承诺的编号",
        "class string 类别：checkable 可核对，task 任务，course 方向，none 其他",
        "year integer 承诺的年度",
        "text string 原文",
        "action string 要做什么",
        "object string 对什么",
        "topics string 主题，用 / 隔开",
        "deadlines string 期限，用 / 隔开",
        "figures string 写明的数，用 / 隔开",
        "state string 后来的报告怎样说到它",
        "anchor string 在报告页上的锚点",
        "commitment_url string 承诺的页面",
        _URL,
    ),
)
INDICATORS = DumpTable(
    "indicators",
    "工作报告文字中的指标，一行一个数",
    (),
    _fields(
        _REPORT,
        "indicator string 指标的代号",
        "name string 指标的名称",
        "measure string 量：水平、增长率等",
        "role string 目标或结果",
        "year integer 所说的年度",
        "low number 数值，范围的下端",
        "high number 数值，范围的上端",
        "unit string 单位",
        "bound string 上下限：以上、以下、左右等",
        "text string 原文中的数",
        "sentence string 所在的句子",
        _URL,
    ),
)
TABLES = (REPORTS, PARAGRAPHS, CELLS, FINDINGS, COMMITMENTS, INDICATORS)
