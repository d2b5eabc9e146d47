"""Which lines belong to the site and not to the report: breadcrumbs, buttons, footers, neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.extraction.lines import footer, labels
from indexer.extraction.lines.controls import is_control, is_menu
from indexer.extraction.lines.menu import find_menu, is_label
from indexer.extraction.lines.notes import fold_line
from indexer.extraction.lines.values import find_values
from indexer.report.document import Block, Table

_BREADCRUMB = re.compile(
    r"^[\[【]?\s*(?:[您你]?(?:现在|当前|所在|目前)?的?所?在?位置(?:是|为)?|当前栏目|当前页面)\s*[：:]?(?=[：:\s>›»→])"
    r"|^(?=[^。，；：:]{2,16}\s+您?(?:的|现在的|当前的|所在的)?(?:当前|所在)?位置\s*[：:])"
    r"|^(?=(?:网站|本站|政府)?首\s?页\s*(?:>>|[>›»＞→/／|]|-+\s))"
)
# 政府信息公开 > 年报 > 镇街: a path that does not begin with the first page.
_PATH = re.compile(r"^[^。，；：:>\d]{2,20}(?:\s*[>›»＞→]+\s*[^。，；>›»＞→]{1,40}){2,}[>›»＞→]?$")
_COLUMNS = re.compile(
    r"^(?=[^\n]*(?:公开|年报|首页|政务|动态|专栏|年度报告))[^。，；：:>\d]{2,12}\s*[>›»＞→]+\s*[^。，；：:>›»＞→\d]{2,12}$"
)
_SEPARATOR = re.compile(r"\s*(?:>>|[>›»＞→/|]|&gt;)\s*|\s{2,}")
_NEIGHBOUR = re.compile(
    r"^[\[【]?(?:上|下)一?(?:篇|条|页|则)[\]】]?\s*[：:].{0,120}$"
    r"|^(?:上|下)一(?:篇|条|页)$"
)
_RELATED = re.compile(
    r"^(?:相关词条|参考资料|参考文献|词条标签|延伸阅读|扩展阅读|猜你喜欢|大家都在看|友情链接)$"
    r"|^(?:相关|推荐|热门|热点|最新|猜你)(?:链接|文章|阅读|新闻|报道|专题|图片|信息|文档|文件|稿件|内容|解读|推荐|附件|喜欢).{0,4}$"
)
_SCAN = re.compile(
    r"^[（(]?(?:微信)?(?:扫一扫|扫码|扫描)[^。]{0,40}$|^用?手机(?:扫|查看|浏览)[^。]{0,30}$|^.{0,12}二维码$"
    r"|^[^。]{0,24}(?:扫描|扫一扫|扫码|长按|识别|微信扫)[^。]{0,20}(?:二维码|关注|下载|分享)[^。]{0,30}[。！!]?$"
    r"|^(?:欢迎|敬请|请)?关注[^。，]{0,16}(?:公众号|官方微信|官方微博|微信号|视频号)[^。]{0,20}[。！!]?$"
    r"|^更多(?:精彩|资讯|内容|信息)[^。]{0,40}$"
    r"|^\W*点击[^。，；]{0,20}(?:进入|查看|观看|下载|阅读)[^。；]{0,20}$|^\W*(?:点击|点此)[^。，；：:\d]{2,14}$"
)
# Set by a script into the middle of an article; no sentence of a report is like it.
_SCAN_HERE = re.compile(r"^(?:微信|用微信|手机)?扫一扫[^。，；]{0,24}$")
# The name of a picture that is not there.
_PICTURE = re.compile(r"^[^。；]{1,60}\.(?:jpe?g|png|gif|bmp|webp)$", re.I)
# What a site's template should have filled in: {{title}}, ${date}, <%=name%>, [!--title--].
_TEMPLATE = re.compile(
    r"^\W*(?:[\w\u4e00-\u9fff]{0,6}[：:]?\s{0,9})?(?:\{\{[^{}]*\}\}|[$#]\{[^{}]*\}|<%[^%]*%>|\[!--.{0,99}?--\]|\{[$@][\w.]+\}|undefined|NaN)\W*$"
)
_INFOBOX = re.compile(
    r"^(?:基本介绍|基本信息|词条图册|词条统计|中文名|外文名|目录导航)$"
    r"|^[•●▪◦■◆·*–-]\s*(?:中文名称?|外文名称?|别称|别名|(?:档案|文件|报告|文档)?(?:类别|类型)|属性|性质"
    r"|(?:发布|编制|编写|制定|报告)?(?:单位|时间|机构|机关|部门|日期|地点|地区|学校|国家)"
    r"|颁布\S{0,4}|实施\S{0,4}|所属地区|地区|年份|语言|出版社|作者|页数|出处)[：:].{0,60}$"
)
# 一、概述,二、主动公开情况,三、…: what wikis set over an article, whose headings come again below.
_CONTENTS = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、[^。，,；、]{2,40}[，,]\s*){2,}(?:[一二三四五六七八九十]{1,3}、[^。，,；、]{2,40}[，,]?)?$"
)
# Sites that copy or sell documents, and the small print under what they copied.
_COPIER = re.compile(
    r"^[^。]{0,20}(?:阅读全文|展开全文|查看全文|展开阅读|点击加载|加载更多|下载(?:此|本|该|全)?(?:文档|文章|全文)|开通会员|会员(?:专享|免费)"
    r"|付费(?:阅读|下载|文档)|剩余\s*\d+\s*页|收藏文档|举报文档|文档分享|页未读|立即(?:下载|购买)|免费(?:下载|阅读))[^。]{0,40}$"
    r"|^(?:免责声明|版权声明|声明|特别声明|郑重声明|温馨提示)\s*[：:].{0,200}$"
    r"|^.{0,30}(?:转载请注明|内容来源于?网络|侵权(?:请|必究|删除)|版权归(?:原)?作者|仅供参考，以|本(?:站|网)(?:仅|不|所有|部分)).{0,120}$"
)
# DOCX 27页 下载0 浏览84 收藏0 点赞0: how often a copy was asked for.
_COUNTED = re.compile(
    r"(?:下载|浏览|收藏|点赞|评分|评论|阅读|转发|热度)(?:量|次数|数)?\s*[：:]?\s*(?:\d+|-)(?:次|人)?(?=[\s|·]|$)"
)
_COUNTS = 3
_TOGGLE = re.compile(
    r"^(?:今日|今天)?天气(?:预报)?\s*[：:]?[^。；]{0,20}$|^(?:https?://|www\.)[\w./?=&%-]+[\s|]*$"
    r"|^(?:快捷|热门|历史|高级|站内|热门关键词)搜索(?:词)?\s*[：:][^。；]{0,60}$|^(?:点击|单击)?(?:关闭|展开|收起|隐藏|查看|显示)(?:更多|全部|详细|目录|信息|详情|内容|列表|菜单)+$"
)
_GREETING = re.compile(
    r"^(?:[您你]好[，！,!]?\s*)?[^。；]{0,4}欢迎(?:您|来到|访问|光临|浏览|登录|进入)[^。；]{0,60}$"
)
_NAVIGATION = re.compile(
    r"^(?:首\s+页\s+)?(?:[一-鿿]{2,8}(?:\s*[|丨·｜]\s*|\s+)){3,}[一-鿿]{2,8}\s*[|丨·｜]?$"
)
_CELLS = re.compile("数|(?<!文)件|计|规章|许可|处罚|强制|自然人|法人|申请|单位|名称|内容|项目|合|量")
_ATTACHMENT = re.compile(
    r"^(?:附件(?:下载)?|相关附件|附件列表)\s*[：:]?$|^(?:附件\s*\d*\s*[：:.、]?\s*)?[^。；]{0,100}\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar|jpg|png)$",
    re.I,
)
_EMPTY = re.compile(r"^[\s|!\[\]()（）·•—_*#>/＞-]+$")
# Below a report it is the column that it is in; over one it may be its title.
_COLUMN = re.compile(r"^(?:政府|政务)?信息公开(?:工作)?(?:年报|年度报告)$")
_SHORT = 120
_BLANK = re.compile(r"\s+")
_NUMBERED = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]+部分)"
)


def is_heading(line: str) -> bool:
    """Whether a line begins with a number that reports give their headings (一、 （一） 第一部分)."""
    return bool(_NUMBERED.match(line))


def is_prose(line: str) -> bool:
    """Whether a line is surely the report's: a heading, or long enough with punctuation."""
    return is_heading(line) or (
        len(line) >= 25 and bool(re.search("[，。；]", line)) and not (is_site(line) or footer.is_extra(line))
    )


def is_site(line: str) -> bool:
    """Whether a line is surely the site's wherever it is."""
    if len(line) > 200:
        return False
    return bool(
        is_menu(line)
        or _BREADCRUMB.match(line)
        or _PATH.match(line)
        or _COLUMNS.match(line)
        or _SCAN.match(line)
        or _NEIGHBOUR.match(line)
        or _TEMPLATE.match(line)
        or _INFOBOX.match(line)
        or _COPIER.match(line)
        or len(_COUNTED.findall(line)) >= _COUNTS
        or _EMPTY.match(line)
        or _GREETING.match(line)
        or _TOGGLE.match(line)
        or (_NAVIGATION.match(line) and not _CELLS.search(line))
        or (labels.read_line(line) is not None and "。" not in line and "，" not in line)
        or labels.is_bullet(line)
        or footer.is_footer(line)
    )


def find_breadcrumb(line: str) -> str:
    """The path that a breadcrumb line names, joined by ` > `; "" for another line."""
    found = _BREADCRUMB.match(line)
    if not (found or _PATH.match(line)) or len(line) > 200:
        return ""
    parts = _SEPARATOR.split(line[found.end() if found else 0 :].strip(" ：:]】"))
    return " > ".join(part for part in parts if part)


def trim(blocks: Sequence[Block | Table]) -> tuple[list[Block | Table], dict[str, str]]:
    """Take the site's lines from before, after and between a report's.

    A line between the report's own goes only where it is nothing but buttons; what merely looks like
    a label (时间：…) goes only before the first and after the last sure line.

    Returns:
        The blocks left, and the metadata that the others held.
    """
    sure = [at for at, block in enumerate(blocks) if isinstance(block, Table) or is_prose(block.text)]
    first, last = (sure[0], sure[-1]) if sure else (len(blocks), len(blocks))
    menu = _find_menu(blocks[:first])
    values = find_values(
        {at: fold_line(b.text) for at, b in enumerate(blocks[:first]) if isinstance(b, Block)}
    )
    kept: list[Block | Table] = []
    metadata: dict[str, str] = {}
    is_closed = False
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            kept.append(block)
            continue
        line = fold_line(block.text) if len(block.text) < _SHORT else block.text
        if first <= at <= last:
            if _is_control(line):
                note(block.text, metadata)
            else:
                kept.append(block)
        elif sure and at > last and _RELATED.match(line):
            break
        elif sure and at > last and (is_closed or footer.is_footer(line) or _NEIGHBOUR.match(line)):
            is_closed = True
            note(block.text, metadata)
        elif sure and _COLUMN.match(line) and (at > last or _has_title(kept, line)):
            continue
        elif at in values:
            metadata.update(values[at] | metadata)
        elif at in menu or _is_around(block.text) or (at < first and labels.is_bulleted_label(line)):
            note(_with_label(blocks[at - 1] if at else None, block), metadata)
        else:
            kept.append(block)
    return kept, metadata


def _has_title(above: Sequence[Block | Table], column: str) -> bool:
    """Whether a title is above a column's name: that is not the title then."""
    titles = [block.text for block in above if isinstance(block, Block) and "公开" in block.text]
    return any(len(title) > len(column) and title.rstrip().endswith(("报告", "年报")) for title in titles)


def _with_label(above: Block | Table | None, block: Block) -> str:
    """A line, behind the label on the line above where that announces it."""
    if isinstance(above, Block) and is_label(above.text) and not labels.is_bullet(block.text):
        return f"{above.text}{block.text}"
    return block.text


def _find_menu(head: Sequence[Block | Table]) -> frozenset[int]:
    """Offsets of the lines of a menu among the blocks before a report's first sentence."""
    lines = [fold_line(block.text) if isinstance(block, Block) else "" for block in head]
    return find_menu(lines, {at for at, line in enumerate(lines) if not line or _is_around(line)})


def _is_around(text: str) -> bool:
    """Whether a line before or after a report is surely the site's."""
    line = fold_line(text) if len(text) < _SHORT else text
    return is_site(line) or is_site(text) or footer.is_extra(line) or bool(_ATTACHMENT.match(text))


def drop_title(blocks: Sequence[Block | Table], title: str) -> list[Block | Table]:
    """The blocks without the document's own title over them, alone or before the first words of a line."""
    first = blocks[0]
    if not title or isinstance(first, Table) or len(blocks) < 2:
        return list(blocks)
    said = ""
    for at, block in enumerate(blocks[:4]):  # a long title is often set in two or three lines
        said += "" if isinstance(block, Table) else block.text
        if _BLANK.sub("", said) == _BLANK.sub("", title) and at + 1 < len(blocks):
            return list(blocks[at + 1 :])
    if first.text.startswith(f"{title} "):
        return [Block(first.text[len(title) :].strip()), *blocks[1:]]
    return list(blocks)


def note(line: str, metadata: dict[str, str]) -> None:
    """Add what a site's line says of the report to `metadata`; what is there stays."""
    path = find_breadcrumb(line)
    if path:
        metadata.setdefault("breadcrumb", path)
    if footer.is_footer(line) and (owner := footer.find_owner(line)):
        metadata.setdefault("site", owner)
    for key, value in labels.keep_known(labels.read_line(line) or {}).items():
        metadata.setdefault(key, value)


def _is_control(line: str) -> bool:
    """Whether a line between the report's own is a control; 微信 alone may be an item of a list."""
    return bool(
        is_control(line)
        or _NEIGHBOUR.match(line)
        or _TEMPLATE.match(line)
        or _INFOBOX.match(line)
        or _CONTENTS.match(line)
        or _SCAN_HERE.match(line)
        or _PICTURE.match(line)
    )
