"""Recognised pages as recognition yields them, set from words: no picture and no model is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.extraction.recognition.sheet import ReadLine, ReadPage

SIZE, LEADING, LEFT = 16.0, 28.0, 75.0
STORY = (
    "示例县人民政府2023年政府信息公开工作年度报告",
    "本报告由示例县人民政府办公室根据《中华人民共和国政府信息公开条例》编制。",
    "一、总体情况",
    "2023年，全县主动公开政府信息1136条，受理申请21件，均在法定期限内答复。",
    "二、主动公开政府信息情况",
    "全年没有制发规章，废止行政规范性文件3件。",
    "三、收到和处理政府信息公开申请情况",
    "全年收到申请21件，予以公开4件。",
    "四、政府信息公开行政复议、行政诉讼情况",
    "全年发生行政复议2件。",
    "五、存在的主要问题及改进情况",
    "公开的内容还不够细，下一步加强培训。",
    "六、其他需要报告的事项",
    "没有收取信息处理费。",
)
"""A disclosure report on one page."""


def make_line(text: str, x: float, top: float, doubtful: Mapping[str, float] | None = None) -> ReadLine:
    """Return a line of characters that are as wide as high.

    Args:
        doubtful: how sure characters are that are not quite sure.
    """
    edges = tuple(x + at * SIZE for at in range(len(text) + 1))
    sure = tuple((doubtful or {}).get(character, 0.99) for character in text)
    return ReadLine(text, top, top + SIZE, edges, sure)


def make_page(lines: Sequence[str] = STORY, doubtful: Mapping[str, float] | None = None) -> ReadPage:
    """Return a page with a line for each text."""
    read = tuple(make_line(text, LEFT, 80 + at * LEADING, doubtful) for at, text in enumerate(lines))
    return ReadPage(1200.0, 842.0, "test", read, ())


def make_table(rows: Sequence[Sequence[str]], doubtful: Mapping[str, float] | None = None) -> ReadPage:
    """Return a page with a ruled table."""
    wide, high = 110.0, 30.0
    right, bottom = LEFT + wide * len(rows[0]), 100 + high * len(rows)
    rules = [(LEFT, 100 + high * at, right, 100 + high * at) for at in range(len(rows) + 1)]
    rules += [(LEFT + wide * at, 100.0, LEFT + wide * at, bottom) for at in range(len(rows[0]) + 1)]
    read = [
        make_line(text, LEFT + wide * column + 6, 107 + high * row, doubtful)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text
    ]
    return ReadPage(595.0, 842.0, "test", tuple(read), tuple(rules))
