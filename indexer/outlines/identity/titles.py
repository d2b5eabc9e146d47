"""Titles of disclosure reports: over which lines they run, and whose report they say that it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.outlines.headings import find_number, make_matching_text
from indexer.outlines.identity.mentions import find_names, has_place
from indexer.outlines.identity.organs import ENDS, MINISTRIES, YEAR, clean, find_kind
from indexer.report.document import Block, Document

_OPENING_LINES = 8
_LONGEST_TITLE, _LONGEST_PART, _MOST_PARTS = 70, 45, 3
_PERIOD = rf"(?>{YEAR}年?(?:(?:-|—|–|至|~){YEAR})?(?:学年|年)?度?)"
_MATTER = r"(?:政府|政务)?(?:信息(?:与|和|、)?政务公开|信息公开|政务公开)"
_REPORT = r"[^\n]{0,100}?(?:报告|年报|总结)"
_TITLES = (
    re.compile(rf"^(?P<body>[^\n]{{0,100}}?)(?:关于)?{_PERIOD}(?:的)?{_MATTER}"),
    # 甲局2015年教育系统信息公开年度报告: whose information it is stands between.
    re.compile(rf"^(?P<body>[^\n]{{2,60}}?){_PERIOD}(?:的)?[^\n\d,。;:]{{2,8}}?{_MATTER}{_REPORT}$"),
    re.compile(rf"^{_PERIOD}(?P<body>[^\n]{{0,100}}?)(?:关于)?{_MATTER}{_REPORT}"),
    re.compile(rf"^(?P<body>[^\n]{{0,100}}?){_MATTER}(?:工作)?(?:{_PERIOD})?{_REPORT}"),
)
# 2019年…年度报告(云泽市民政局), …年度报告——云泽市民政局, 【云泽市民政局】2019年…: the body beside the title.
_BESIDE = (
    re.compile(r"(?:报告|年报|总结)[(\-—–_:\[【]{1,3}(?P<body>[^()\-—–_\[\]【】\d]{3,30})[)\]】]?$"),
    re.compile(r"^[\[【(](?P<body>[^()\[\]【】\d]{3,30})[)\]】](?=[^\n]{6})"),
)
# 关于发布…的公告, 关于报送…的函: the words around a title that is published under another.
_PUBLISHED = re.compile(
    r"(?:关于|现)?(?:印发|发布|公布|(?<!政务|信息)公开|报送|上报|呈报|报告|做好|(?<!机构)编制|公示|刊登|转发){1,4}(?:《|<)?(?=[^\n]{4})"
)
# 标题云泽市民政局2022年…: a label whose cell ran together with the title.
_LABEL = re.compile(r"^(?:标题|题目|信息名称)[:|]?")
_OTHERS = re.compile(r"(?:通知|意见|办法|规定|解释|答复|(?<!报告的)(?<!年报的)函|指南|格式)$")
_WHOLE = re.compile(rf"^[^\n,。;]{{0,60}}{_MATTER}[^\n,。;]{{0,24}}(?:报告|年报|总结)(?:\([^()]{{1,12}}\))?$")
_ENDED = re.compile(r"(?:报告|年报|总结)$")
_OWN_LINE = re.compile(
    rf"^(?:中华人民共和国)?(?:{MINISTRIES})$|^[^\n,。;:《》]{{2,28}}(?:{ENDS})(?:\([^()]{{1,12}}\))?$"
)
_NO_PART = re.compile(
    r"[>›»|/。;]|首页|位置|发布|时间|日期|来源|字号|浏览|打印|目录|指南|网|门户|欢迎|平台|专栏|^(?:政府|政务)?信息公开$|^年报$|:$"
)
_BRANCH = re.compile(
    r"(?:交通|巡|特|刑|治安|交巡|监察|执法|综合|行政)?[一-鿿]{0,6}(?:支队|大队|中队)$|[一-鿿]{2,4}分局$"
)
_BRACKETED = re.compile(rf"\({YEAR}年?度?\)")
_LONGEST_HALF = 20
_DATE = re.compile(rf"^\(?{YEAR}年\d{{1,2}}月(?:\d{{1,2}}日)?\)?$|^\d{{4}}-\d")


def list_titles(document: Document) -> list[str]:
    """Titles and title-like first lines as they stand, surest first.

    A title that is set over two or three lines, even inside a word, is put together before the lines.
    """
    lines = [
        block.text.strip("| ")  # the cells of a row that only a title is in
        for block in document.blocks[:_OPENING_LINES]
        if isinstance(block, Block)
        and len(block.text) <= _LONGEST_TITLE
        and "|" not in block.text.strip("| ")
        and not (block.text.rstrip().endswith(("。", "；")) or find_number(block.text))
    ]
    stated = [document.metadata.get("title", ""), document.title]
    joined = _join(lines, stated)
    surest = [title for title in stated if is_whole(title)] if not joined else []
    candidates = [*surest, *joined, *stated, *lines]
    return list(dict.fromkeys(title.strip() for title in candidates if title.strip()))


def is_whole(title: str) -> bool:
    """Whether a line is a whole title: it says what it is, and for whom or for which year."""
    folded = make_matching_text(title)
    return bool(_WHOLE.match(folded)) and (bool(re.search(YEAR, folded)) or bool(find_titled(folded)))


def find_titled(title: str) -> str:
    """The body that a title in matching form names, "" where it names none.

    In 关于印发甲区教育局…的通知 it is the one whose report is sent round, else the one that sends it.
    """
    title = _LABEL.sub("", title)
    found = _PUBLISHED.search(title)
    if found and "公开" in title[found.end() :]:
        inner = title[found.end() :].rstrip(">》")
        return _find_plain(inner) or clean(title[: found.start()].removesuffix("关于"))
    # What others wrote about reports, and a site quotes over this one, names nobody here.
    return "" if _OTHERS.search(title) else _find_plain(title)


def find_own_line(titles: Sequence[str]) -> str:
    """The body that is in a line of its own among the titles, "" where none does."""
    for title in (title.strip("【】[]") for title in titles):
        if 3 <= len(title) <= 32 and _OWN_LINE.match(title) and (body := clean(title)):
            return body
    return ""


def _find_plain(title: str) -> str:
    bodies = (clean(match["body"]) for pattern in _TITLES if (match := pattern.search(title)))
    plain = next(filter(None, bodies), "")
    if find_kind(plain):
        return plain
    beside = (clean(match["body"]) for pattern in _BESIDE if (match := pattern.search(title)))
    return next(filter(find_kind, beside), plain)


def _join(lines: Sequence[str], stated: Sequence[str]) -> list[str]:
    """Titles made of lines that follow one another, none of which is whole by itself."""
    if any(is_whole(line) and has_place(find_titled(make_matching_text(line))) for line in lines):
        return []
    known = {make_matching_text(title) for title in stated if title}
    for at in range(len(lines)):
        for parts in range(2, _MOST_PARTS + 1):
            group = lines[at : at + parts]
            if len(group) < parts or not all(_may_be_part(part) for part in group):
                break
            if group[1].startswith(group[0]):  # a column's name over the title that begins with it
                break
            title = "".join(group)
            folded = make_matching_text(title)
            alone = make_matching_text(group[-1])
            if is_whole(title) and (_is_broken(group) or _begins_with_body(group)):
                # A stated title that is one of the lines is only a part of it.
                return [title] if folded not in known or alone in known else []
    return []


def _begins_with_body(group: Sequence[str]) -> bool:
    """Whether the lines over a title's last are its body, or the beginning of one that ends in the last."""
    first, last = make_matching_text("".join(group[:-1])), make_matching_text(group[-1])
    if _BRACKETED.fullmatch(last):
        return True
    if _ENDED.search(first):
        return False
    inside = find_titled(last)
    if find_own_line([first.removesuffix("关于")]):
        # 云泽市公安局|交通警察大队2023年…: a part of the organ above it.
        return not inside or bool(_BRANCH.match(inside))
    # 宜君县市场监督|管理局2023年…: a name that is broken; a site's name over a title is whole.
    return bool(inside) and bool(find_names(first)) and not has_place(inside) and len(first) < _LONGEST_HALF


def _is_broken(group: Sequence[str]) -> bool:
    """Whether lines make a title only together."""
    return not any(
        is_whole(part) or _ENDED.search(make_matching_text(part)) for part in group[:-1]
    ) and not is_whole(group[-1])


def _may_be_part(line: str) -> bool:
    folded = make_matching_text(line)
    # A page's number alone is no part of what is below it.
    if len(folded) > _LONGEST_PART or folded.strip("-—·.").isdigit():
        return False
    return not _NO_PART.search(folded) and not _DATE.match(folded)
