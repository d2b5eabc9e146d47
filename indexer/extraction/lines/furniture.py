"""Which lines belong to the site and not to the report: breadcrumbs, buttons, footers, neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.extraction.lines import labels
from indexer.report.document import Block, Table

_BREADCRUMB = re.compile(
    r"^[\[【]?\s*(?:您?(?:现在|当前|所在|目前)?的?所?在?位置(?:是|为)?|当前栏目|当前页面)\s*[：:]?(?=[：:\s>›»→])"
    r"|^(?=(?:网站|本站|政府)?首\s?页\s*(?:>>|[>›»＞→]))"
)
_SEPARATOR = re.compile(r"\s*(?:>>|[>›»＞→/|]|&gt;)\s*|\s{2,}")
_WORDS = (
    "打印本页|打印|关闭窗口|关闭本页|关闭|收藏本页|收藏|加入收藏|设为首页|分享到|分享至|分享|微信|新浪微博|腾讯微博|微博|"
    "QQ空间|QQ好友|QQ|复制链接|我要纠错|纠错|朗读|语音播报|收听|返回顶部|返回首页|返回列表|返回|顶部|TOP|下载文件|文件下载|"
    "下载|全真版|文字版|字号|字体大小|字体|默认|大字|放大|缩小|大|中|小|保护视力色|登录|注册|注销|搜索|首页|网站首页|"
    "长者模式|退出长者模式|长者版|无障碍浏览|无障碍阅读|无障碍|网站无障碍|关怀版|适老版|适老化|老年模式|繁體|繁体版|繁体|"
    "简体版|简体|手机版|移动版|English|网站地图|联系我们|关于我们|使用帮助|隐私保护|网站声明"
)
_BUTTON = "|".join(sorted(_WORDS.split("|"), key=len, reverse=True))
_BETWEEN = r"[\s|·•丨:：,，、/【】\[\]()（）<>《》-]"
# Atomic and possessive: 字体大小字体大小… must not be tried in every division into words.
_BUTTONS = re.compile(rf"^(?:{_BETWEEN}*+(?>{_BUTTON}))++{_BETWEEN}*+$", re.I)
_SURE = "打印本页|关闭窗口|关闭本页|加入收藏|设为首页|分享到|分享至|返回顶部|返回列表|字体大小|我要纠错"
_CONTROL = re.compile(
    rf"^{_BETWEEN}*+(?:(?>{_SURE})|(?>{_BUTTON}){_BETWEEN}*+(?>{_BUTTON}))(?:{_BETWEEN}*+(?>{_BUTTON}))*+{_BETWEEN}*+$",
    re.I,
)
_NEIGHBOUR = re.compile(
    r"^[\[【]?(?:上|下)一?(?:篇|条|页|则)[\]】]?\s*[：:].{0,120}$"
    r"|^(?:上|下)一(?:篇|条|页)$"
)
_RELATED = re.compile(
    r"^(?:相关|推荐|热门|热点|最新|猜你)(?:链接|文章|阅读|新闻|信息|文档|文件|稿件|内容|解读|推荐|附件|喜欢).{0,4}$"
)
_SCAN = re.compile(
    r"^[（(]?(?:微信)?(?:扫一扫|扫码|扫描)[^。]{0,40}$|^用?手机(?:扫|查看|浏览)[^。]{0,30}$|^.{0,12}二维码$"
)
_ATTACHMENT = re.compile(
    r"^(?:附件(?:下载)?|相关附件|附件列表)\s*[：:]?$|^(?:附件\s*\d*\s*[：:.、]?\s*)?[^。；]{0,100}\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar|jpg|png)$",
    re.I,
)
_FOOTER = re.compile(
    r"版权所有|网站标识码|ICP备|公网安备|公安备案号|Copyright|浏览器版本|政府网站找错|"
    r"^(?:主办|承办|协办|维护|运维|技术支持)(?:单位)?\s*[：:]",
    re.I,
)
_BLANK = re.compile(r"\s+")
_NUMBERED = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]+部分)"
)


def is_heading(line: str) -> bool:
    """Whether a line begins with a number that reports give their headings (一、 （一） 第一部分)."""
    return bool(_NUMBERED.match(line))


def is_prose(line: str) -> bool:
    """Whether a line is surely the report's: a heading, or long enough with punctuation."""
    return is_heading(line) or (len(line) >= 25 and bool(re.search("[，。；]", line)) and not is_site(line))


def is_site(line: str) -> bool:
    """Whether a line is surely the site's wherever it stands."""
    if len(line) > 200:
        return False
    return bool(
        _BUTTONS.match(line)
        or _BREADCRUMB.match(line)
        or _SCAN.match(line)
        or _NEIGHBOUR.match(line)
        or (labels.read_line(line) is not None and "。" not in line and "，" not in line)
        or (_FOOTER.search(line) and len(line) < 120)
    )


def breadcrumb(line: str) -> str:
    """The path that a breadcrumb line names, joined by ` > `; "" for another line."""
    found = _BREADCRUMB.match(line)
    if not found or len(line) > 200:
        return ""
    parts = _SEPARATOR.split(line[found.end() :].strip(" ：:]】"))
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
    kept: list[Block | Table] = []
    metadata: dict[str, str] = {}
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            kept.append(block)
        elif first <= at <= last:
            if not _is_control(block.text):
                kept.append(block)
        elif sure and at > last and _RELATED.match(block.text):
            break
        elif is_site(block.text) or _ATTACHMENT.match(block.text):
            note(block.text, metadata)
        else:
            kept.append(block)
    return kept, metadata


def without_title(blocks: Sequence[Block | Table], title: str) -> list[Block | Table]:
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
    path = breadcrumb(line)
    if path:
        metadata.setdefault("breadcrumb", path)
    for key, value in labels.known(labels.read_line(line) or {}).items():
        metadata.setdefault(key, value)


def _is_control(line: str) -> bool:
    """Whether a line between the report's own is a control; 微信 alone may be an item of a list."""
    return bool(_CONTROL.match(line) or _NEIGHBOUR.match(line))
