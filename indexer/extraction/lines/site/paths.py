"""Where in its site a page is, and where else one may go: breadcrumbs, bars of links, search boxes."""

from __future__ import annotations

import re

_BREADCRUMB = re.compile(
    r"^[\[【]?\s*(?:[您你]?(?:现在|当前|所在|目前)?的?(?:所在)?的?位置(?:是|为)?|当前栏目|当前页面)\s*[：:]?(?=[：:\s>›»→])"
    r"|^(?=[^。，,；;：:]{2,16}\s+您?(?:的|现在的|当前的|所在的)?(?:当前|所在)?位置\s*[：:])"
    # >> 政务公开 | >> 年报 |: a column of a table for each step
    r"|^(?=>>?\s*[^。，,；;：:>|]{2,16}\s*\|\s*>>?)"
    r"|^(?=(?:网站|本站|政府)?首\s?页\s*(?:>>|[>›»＞→/／|]|-+\s))"
)
# 政府信息公开 > 年报 > 镇街: a path that does not begin with the first page.
_PATH = re.compile(r"^[^。，,；;：:>\d]{2,20}(?:\s*[>›»＞→]+\s*[^。，,；;>›»＞→]{1,40}){2,}[>›»＞→]?$")
_COLUMNS = re.compile(
    r"^(?=[^\n]*(?:公开|年报|首页|政务|动态|专栏|年度报告))[^。，,；;：:>/／\d]{2,12}(?:\s*[>›»＞→/／]+\s*[^。，,；;：:>›»＞→/／\d]{2,12}){1,6}$"
)
# > 正文, 首页 政务公开 年报: a path that lost its beginning, or its arrows.
_STEPS = re.compile(
    r"^(?:[>›»＞→]+\s*+[^。，,；;：:>›»＞→\d]{2,20}+){1,8}$|^(?:网站|本站)?首\s?页(?:\s+[^\s，。；：:\d]{2,14}){1,8}$"
)
_SEPARATOR = re.compile(r"\s*(?:>>|[>›»＞→/|]|&gt;)\s*|\s{2,}")
_TOGGLE = re.compile(
    r"^(?:今日|今天)?天气(?:预报)?\s*[：:]?[^。；;]{0,20}$|^(?:https?://|www\.)[\w./?=&%-]+[\s|]*$"
    r"|^(?:快捷|热门|历史|高级|站内|热门关键词)搜索(?:词)?\s*[：:][^。；;]{0,60}$|^(?:点击|单击)?(?:关闭|展开|收起|隐藏|查看|显示)(?:更多|全部|详细|目录|信息|详情|内容|列表|菜单|原文)+$"
)
_GREETING = re.compile(
    r"^(?:[您你]好[，！,!]?\s*)?[^。；;]{0,4}欢迎(?:您|来到|访问|光临|浏览|登录|进入)[^。；;]{0,60}$"
)
_NAVIGATION = re.compile(
    r"^(?:首\s+页\s+)?(?:[一-鿿]{2,8}(?:\s*[|丨·｜]\s*|\s+)){3,}[一-鿿]{2,8}\s*[|丨·｜]?$"
)
_CELLS = re.compile("数|(?<!文)件|计|规章|许可|处罚|强制|自然人|法人|申请|单位|名称|内容|项目|合|量")
# [政务公开](http://…): a link as Markdown writes it.
_LINK = re.compile(r"\[([^\[\]]{0,60})\]\([^()\s]{0,300}(?:\([^()\s]{0,80}\))?\)")
_LONGEST = 200


def is_path(line: str) -> bool:
    """Whether a line says where the page is, or leads elsewhere in its site."""
    return bool(
        _BREADCRUMB.match(line)
        or _PATH.match(line)
        or _COLUMNS.match(line)
        or _STEPS.match(line)
        or _GREETING.match(line)
        or _TOGGLE.match(line)
        or (_NAVIGATION.match(line) and not _CELLS.search(line))
    )


def find_breadcrumb(line: str) -> str:
    """The path that a breadcrumb line names, joined by ` > `; "" for another line."""
    found = _BREADCRUMB.match(line)
    if not (found or _PATH.match(line)) or len(line) > _LONGEST:
        return ""
    parts = _SEPARATOR.split(line[found.end() if found else 0 :].strip(" ：:]】"))
    return " > ".join(part for part in parts if part)


def drop_addresses(line: str) -> str:
    """A line with its links of Markdown made their words."""
    return _LINK.sub(r"\1", line) if "](" in line else line
