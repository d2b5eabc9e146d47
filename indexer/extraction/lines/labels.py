"""What a page says of itself in labels: 索引号、发布机构、来源、标题 …, as a table or as lines.

The labels follow the metadata that government sites must show with a document
(国办发〔2017〕47号 and GB/T 21063.3) and those that sites put over an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from indexer.extraction.lines.notes import fold_line

_KEYS = {
    "index_number": "索引号|索引编号|信息索引|信息索引号|索取号|信息索取号",
    "document_number": "发文字号|发文文号|文号|文件编号|文件号",
    "publisher": "编制单位|编制机关|编制机构|"
    "发布机构|发文机关|发文机构|发布单位|发布部门|公开主体|公开机构|公开责任部门|信息提供单位|"
    "发文单位|制发机关|信息发布机构|信息公开单位|公开单位|填报单位|报送单位|报告单位|供稿单位|供稿部门|供稿|单位名称|机构名称|所属单位"
    "|所属部门|所属机构|发布者|信息提供|提供单位|提供部门|责任单位|制作单位|信息公开机构|信息公开机关|发布主体",
    "published": "发布时间|发布日期|撰写时间|公开日期|公开时间|发文日期|成文日期|生成日期|日期|时间|更新时间|"
    "信息时间|信息提供日期|提供日期|信息发布日期|信息发布时间|公布日期|公布时间|更新日期|录入时间|上传时间|发稿时间|发稿日期|发表时间|发表日期|刊登时间|刊发时间",
    "title": "标题|名称|信息名称|文件名称|中文名|中文名称",
    "source": "部门|来稿单位|供稿人单位|来源|信息来源|文章来源|稿件来源|稿源|出处",
    "column": "栏目|所属栏目|栏目名称|目录名称|所属目录",
    "url": "本文链接|本文网址|本文地址|原文链接|网址|原文地址|链接地址",
    "author": "作者|撰稿|撰稿人",
    "keywords": "关键词|关键字|主题词",
    "description": "内容概述|概述|摘要|内容摘要",
    # Read, so that their values are not taken for those of a neighbour, and left out.
    "": "主题分类|所属主题|信息类别|所属分类|分类|背景色|"
    "信息分类|公开类别|公开类型|公开方式|公开范围|公开形式|公开程序|公开时限|"
    "公开属性|公开目录|效力状态|"
    "上传人|上传者|文档编号|文档格式|文件格式|文档大小|文件大小|文档页数|页数|"
    "有效性|统一编号|统一登记号|登记号|是否有效|时效性|失效日期|失效时间|废止日期|体裁分类|体裁|服务对象|组配分类|主题|载体类型|生命周期分类|"
    "生效日期|施行日期|责任部门|语种|编辑|责任编辑|责编|审核|审核人|初审|复审|终审|校对|发布人|信息员|责任人|签发人|拟稿人|录入人|录入|录入者|字数|浏览字号|文章字号|阅读人数|浏览人数|访问人数|阅读人次|点击人次|浏览次数|浏览量|点击|阅读次数|"
    "阅读量|阅读|点击数|"
    "点击量|点击次数|点击率|访问次数|访问量|访问|浏览|选择阅读字号|字号|字体|字体大小|分享|分享到|分享至|打印|保护视力色|视力保护色|本地目录",
}
_LEAST = 3
"""Characters of a label that has its value behind a blank, without a colon, and is alone in its line."""
_LONGEST = 60
"""Characters of a label, with readings behind them and blanks between."""
_KEY_OF = {label: key for key, labels in _KEYS.items() for label in labels.split("|")}
_OFFICIAL = frozenset({"index_number", "document_number", "publisher"})
# Sites justify a label with blanks between its characters (文　　号).
_LABEL = "|".join(
    r"[ \u3000]*".join(map(re.escape, label)) for label in sorted(_KEY_OF, key=len, reverse=True)
)
# 2021-01-22来源：县政府办: a date may end right before a label.
_LABELLED = re.compile(
    rf"(?:^|(?<=[\s\[【|（(\d]))[\[【（(]?({_LABEL})[ \u3000]*[】\]]?[ \u3000]*[：:][ \u3000]*"
)
_BULLET = re.compile(r"^[•●▪◦■◆·*–-]+\s*")
# 云岭县人民政府门户网站 www.example.cn 发布时间：…: the site's name or address is before the first label.
_SITE = re.compile(
    r"^([^，。：:；|]{2,30}?(?:门户网站|政府网站?|信息网|政务网|网站?|门户))?\s*"
    r"(?:(?:https?://|www\.)[\w./-]+|(?:[a-z\d-]{1,40}\.){1,4}[a-z]{2,8})?\s+(?=\S)"
)
_DATE = r"\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:\s+\d{1,2}[:时]\d{2}(?:[:分](?:\d{2}秒?)?)?)?"
_STAMP = re.compile(
    rf"(?:[\[【（(]?(?:{_LABEL})[ \u3000]*[：:][ \u3000]*"
    rf"(?:{_DATE}|[^\s：:，。]{{1,20}})[ \u3000]+)+"
)
# 文 号成文日期:2022-01-18发布日期:2022-01-18: a row whose cells ran together, some of them empty.
_CELL = re.compile(rf"({_LABEL})[ \u3000]*[：:]?[ \u3000]*({_DATE})?[ \u3000]*")
# 概述: alone may be a report's own first heading.
_SUMMARY = re.compile(
    r"(?:内容|信息|文件|文章)(?:概述|摘要|简介|描述|概要)[ \u3000]*[：:]|摘[ \u3000]*要[：:]"
)
_BULLETED = re.compile(r"[^\s，。：:；]{2,10}[：:][ \u3000]*[^，。；：]{1,40}")
_BARE_LABEL = re.compile(r"[^\s，。：:]{2,8}[：:]")
_EMPTY_LABEL = re.compile(r"^[^\s，。：:]{2,8}\s*[：:]$")
_ONLY_DATE = re.compile(_DATE)
# 发布来源:…网站 发布时间:…: a label that nobody listed, before one that is.
_OTHER = re.compile(r"[^\s：:，。；、]{1,6}[：:][ \u3000]*[^：:，。；]{0,40}[\s\[【|（(]")
# 2021-01-22 云岭县教育局, 云岭县教育局 2021-01-22 10:20: who and when, without a label.
_ORGAN = r"[一-鿿（）()]{2,24}(?:局|厅|委|会|办|办公室|办事处|中心|政府|大学|学院|医院|公司|处|馆|队)"
_SET = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"  # a signature's date is in words
_UNLABELLED = re.compile(rf"({_SET})\s+(?P<a>{_ORGAN})|(?P<b>{_ORGAN})\s+({_SET})")
_DATED = re.compile(rf"({_DATE})\s+(?=\S)")
_BLANK = re.compile(r"\s+")
# 索 引 号 1133/2024 公开方式 主动公开: a label that is set wide is one word.
_WIDE = re.compile(rf"(?<!\S)(?:{_LABEL})(?!\S)")


def find_key(label: str) -> str | None:
    """The metadata key of a label, its colon or not; "" for one that is left out, None for no label."""
    if len(label) > _LONGEST:
        return None
    return _KEY_OF.get(_BLANK.sub("", fold_line(label)).strip("：:[]【】"))


def read_line(line: str) -> dict[str, str] | None:
    """The labels of a line that consists of them: `来源：县政府办 发布时间：2021-01-29 【字体：大 中 小】`.

    Returns:
        Values by metadata key ("" means labels that are left out); None where the line does not
        begin with a label.
    """
    line = _BULLET.sub("", line)
    if (row := _read_row(line)) is not None:
        return row
    if (site := _SITE.match(line)) and site[1] and _ONLY_DATE.fullmatch(line[site.end() :].strip()):
        return {"site": site[1], "published": line[site.end() :].strip()}
    if len(line) <= _LONGEST and (stamp := _UNLABELLED.fullmatch(line)):
        return {"published": stamp[1] or stamp[4], "source": stamp["a"] or stamp["b"]}
    found = list(_LABELLED.finditer(line))
    values: dict[str, str] = {}
    if found and found[0].start() and (site := _SITE.match(line)) and site.end() == found[0].start():
        values["site"] = site[1] or ""
    elif found and (date := _DATED.match(line)) and date.end() == found[0].start():
        values["published"] = date[1]  # 2022-01-18 来源：区政府办
    elif (
        found
        and (site := _SITE.match(line))
        and (date := _DATED.match(line, site.end()))
        and (date.end() == found[0].start())
    ):
        values |= {"site": site[1] or "", "published": date[1]}  # 云岭县政府门户网站 2022-01-18 来源：…
    elif not found or (found[0].start() and not _OTHER.fullmatch(line, 0, found[0].start())):
        return _read_words(line)
    for label, following in zip(found, [*found[1:], None], strict=True):
        value = line[label.end() : following.start() if following else len(line)].strip(" \u3000|[]【】")
        values.setdefault(_KEY_OF[_BLANK.sub("", label[1])], value)
    return values


def is_bullet(line: str) -> bool:
    """Whether an item of a list is nothing but a label or a date: `• 发文字号`, `• 登记号:`."""
    found = _BULLET.match(line)
    return found is not None and (
        bool(_BARE_LABEL.fullmatch(line, found.end()))
        or find_key(rest := line[found.end() :]) is not None
        or bool(_ONLY_DATE.fullmatch(rest))
    )


def is_summary(line: str) -> bool:
    """Whether a line is a page's summary of what it shows, sentences and all: `内容概述：2011年，我局…`."""
    return bool(_SUMMARY.match(line))


def is_empty_label(line: str) -> bool:
    """Whether a line is some label, known or not, without a value: `编号：`."""
    return bool(_EMPTY_LABEL.match(line))


def is_bulleted_label(line: str) -> bool:
    """Whether an item of a list is some label and its value: `• 公文生成日期：2015-01-05`."""
    found = _BULLET.match(line)
    return found is not None and bool(_BULLETED.fullmatch(line, found.end()))


def find_stamp(text: str) -> int:
    """Where a text begins that is written behind labels with dates and names (时间：2023-01-11 ——…)."""
    found = _STAMP.match(text)
    return found.end() if found else 0


def _read_row(line: str) -> dict[str, str] | None:
    """The labels of a line that is two of them or more, and dates, and nothing else."""
    values: dict[str, str] = {}
    at = count = 0
    while found := _CELL.match(line, at):
        values.setdefault(_KEY_OF[_BLANK.sub("", found[1])], found[2] or "")
        at, count = found.end(), count + 1
    return values if count > 1 and at == len(line) else None


def _read_words(line: str) -> dict[str, str] | None:
    """The labels of a line that has them without colons: `索引号 6207/2024-47 发布机构 县政府办 是否有效`.

    Two labels at least, one of them first; what is between is the value of the one before.
    """
    words = _WIDE.sub(lambda found: _BLANK.sub("", found[0]), line.strip("| ")).split()
    keys = [find_key(word) for word in words]
    if len(words) > 1 and keys[0] is not None and len(words[0]) >= _LEAST and not any(keys[1:]):
        value = " ".join(words[1:])  # 发布机构 云岭县教育局
        if len(words) == 2 or _ONLY_DATE.fullmatch(value):
            return {keys[0]: value}
    if len(words) < 2 or keys[0] is None or sum(key is not None for key in keys) < 2:
        return None
    values: dict[str, str] = {}
    last = ""
    for word, key in zip(words, keys, strict=True):
        if key is not None:
            last = key
            values.setdefault(key, "")
        else:
            values[last] = f"{values[last]} {word}".strip()
    return values


def read_rows(rows: Iterable[Sequence[str]]) -> dict[str, str] | None:
    """The metadata of a table whose cells are labels and values, side by side or in one cell.

    Returns:
        Values by metadata key; None where the table is not of that kind.
    """
    values: dict[str, str] = {}
    labels = cells = 0
    for row in rows:
        texts = list(row)
        cells += len(texts)
        at = 0
        while at < len(texts):
            key, inline = find_key(texts[at]), read_line(texts[at])
            if key is not None:
                labels += 1
                # 文号 | 成文日期： a value that is missing leaves no cell where a text lost its table.
                has_value = at + 1 < len(texts) and not _is_label(texts[at + 1])
                values.setdefault(key, texts[at + 1] if has_value else "")
                at += 1 + has_value
                continue
            if inline:
                labels += 1
                for name, value in inline.items():
                    values.setdefault(name, value)
            at += 1
    if labels < 2 or labels * 3 < cells or not _OFFICIAL & values.keys():
        return None
    return values


def _is_label(text: str) -> bool:
    """Whether a cell is surely a label: it is one, and ends with a colon."""
    return text.rstrip().endswith(("：", ":")) and find_key(text) is not None


def keep_known(values: dict[str, str]) -> dict[str, str]:
    """The values worth keeping, without a table's bars: those with a key and a value that says something."""
    plain = {key: value.strip("| \u3000") for key, value in values.items()}
    return {
        key: value
        for key, value in plain.items()
        if key and value.strip("-—–/无 ") and not _BARE_LABEL.fullmatch(value)
    }
