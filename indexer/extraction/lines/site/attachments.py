"""Files that a page offers below a report, by their names: 附件：年度报告.doc（120KB） 下载次数：12."""

from __future__ import annotations

import re

_KIND = r"(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|7z|txt|jpe?g|png)"
_SIZE = r"\d{1,6}(?:\.\d{1,3})?\s?(?:[KMG]B?|字节|bytes)"
_BEHIND = (
    rf"(?>(?:\s|[（(\[【]|[）)\]】]|{_SIZE}|点击|下载|预览|查看|打开"
    r"|_?第\s?\d{1,3}\s?页|已?下载\s?\d{0,9}\s?次|下载次数\s?[：:]?\s?\d{0,9}|次数?)*)"
)
_FILE = re.compile(
    rf"^(?:[\W_]{{0,4}}附\s?件\s?\d{{0,2}}\s?[：:.、【\[]?\s?)?[^。；;]{{0,120}}\.{_KIND}{_BEHIND}$", re.I
)
_ANNOUNCED = re.compile(
    r"^[\W_]{0,4}(?:相关|本文)?附\s?件\s?(?:下载|列表|信息|清单)?\s?[】\]]?\s?[：:>》]{0,2}$"
    r"|^[\W_]{0,3}(?:点击|在线|原文|全文|原件|文档|文件|附件|报告|年报|PDF|Word|Excel){1,3}(?:版|文档|格式|文件)?\s?(?:下载|预览|浏览)\s?[】\]）)]?\s?[：:>》]{0,2}$",
    re.I,
)
_LONGEST = 180


def is_attachment(line: str) -> bool:
    """Whether a line names a file to load down, or announces such; 附件：统计表 may be a report's."""
    return len(line) <= _LONGEST and bool(_FILE.match(line) or _ANNOUNCED.match(line))
