"""How often a page was opened, liked, shared or loaded down, and by how many: 本文已被浏览 123 次."""

from __future__ import annotations

import re

_WHAT = r"(?:[本该此这]?(?:文章?|页面?|网?站|网页|信息|新闻|内容|稿件|栏目)(?:的)?)"
_WHEN = r"(?:您是|当前|目前|今[日天]|昨[日天]|本[日周月年]|累计|历史|总共?|共有?|已有?|[已被])"
_DONE = (
    r"(?:浏览|阅读|点击|访问|查看|查阅|下载|点赞|评论|转发|分享|收藏|观看|收听|人气|热度|访客|流量|在线"
    r"|已阅|阅|赞)"
)
_UNIT = r"(?:总?[量数率]|次数|人数|总[量数]|人次|统计|记录)"
_NUMBER = r"(?:\d[\d,，]{0,12}\+?|-+|loading[.…]*|加载中[.…]*|\[\s?\]|\(\s?\))"
_OPEN, _CLOSE = r"[（(\[【]", r"[）)\]】]"
# Every part takes what it can and gives nothing back; one that begins a counter is no part of the last one.
_COUNTER = (
    rf"(?>(?:{_WHAT}|{_WHEN}){{0,4}})(?:第|有)?+\s?+"
    rf"(?>(?:{_NUMBER}\s?[位个条]?人?次?\s?)?){_DONE}(?:者|过)?+(?>{_UNIT}?)\s{{0,3}}+"
    rf"(?>(?:[：:]\s{{0,3}}+)?){_OPEN}?+\s?+(?>(?:{_NUMBER})?)\s?+(?>(?:人?次|人|条)?)\s?+{_CLOSE}?+(?>(?:{_DONE})?)"
)
_COUNTERS = re.compile(rf"^{_OPEN}?+(?>(?:{_COUNTER}[\s|,，;；、·]*+){{1,6}}){_CLOSE}?+$", re.I)
# 浏览 alone is a button; a figure with 万 or （人次） behind the word is a report's own.
_TOLD = re.compile(r"[：:（(\[【\d]|loading", re.I)
_LONGEST = 60


def is_counter(line: str) -> bool:
    """Whether a line is nothing but counts of a page's readers."""
    return len(line) <= _LONGEST and bool(_TOLD.search(line) and _COUNTERS.match(line.strip()))
