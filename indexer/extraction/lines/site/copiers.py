"""Sites that copy or sell documents: their info boxes, offers and small print, and spam in their texts."""

from __future__ import annotations

import re

_INFOBOX = re.compile(
    r"^(?:基本介绍|基本信息|词条图册|词条统计|中文名|外文名|目录导航)$"
    r"|^[•●▪◦■◆·*–-]\s*(?:中文名称?|外文名称?|别称|别名|(?:档案|文件|报告|文档)?(?:类别|类型)|属性|性质"
    r"|(?:发布|编制|编写|制定|报告)?(?:单位|时间|机构|机关|部门|日期|地点|地区|学校|国家)"
    r"|颁布\S{0,4}|实施\S{0,4}|所属地区|地区|年份|语言|出版社|作者|页数|出处)[：:].{0,60}$"
)
# 一、概述,二、主动公开情况,三、…: what wikis set over an article, whose headings come again below.
_CONTENTS = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、[^。，,；;、]{2,40}[，,]\s*){2,}(?:[一二三四五六七八九十]{1,3}、[^。，,；;、]{2,40}[，,]?)?$"
)
_COPIER = re.compile(
    r"^[^。]{0,20}(?:阅读全文|展开全文|查看全文|展开阅读|点击加载|加载更多|下载(?:此|本|该|全)?(?:文档|文章|全文)|开通会员|会员(?:专享|免费)"
    r"|付费(?:阅读|下载|文档)|剩余\s*\d+\s*页|收藏文档|举报文档|文档分享|页未读|该?文档(?:总)?共\s*\d+\s*页|(?:全部|已)预览完|喜欢就下载|立即(?:下载|购买)|免费(?:下载|阅读))[^。]{0,40}$"
    r"|^(?:免责声明|版权声明|声明|特别声明|郑重声明|温馨提示)\s*[：:].{0,200}$|^(?:免责|版权|网站|特别|郑重)声明$"
    r"|^.{0,30}(?:转载请注明|内容来源于?网络|侵权(?:请|必究|删除)|版权归(?:原)?作者|仅供参考，以|本(?:站|网)(?:仅|不|所有|部分)).{0,120}$"
)
# 云岭县2020年…年度报告是由云岭县政府发布的报告。: how a wiki introduces what it copied.
_INTRODUCED = re.compile(
    r"^(?!本)《?(?P<title>[^。，,；;《》]{2,40}年[^。，,；;《》]{2,40}(?:报告|年报))》?是由?[^。，,；;]{2,40}(?:发布|公布|编制|制作|编写)的(?:一[份篇个])?(?:年度)?(?:报告|年报|文件|公文)。?$"
)
# …下面是小编为大家整理的甲区2009年政府工作报告,供大家参考。: the first words of a copy, and who offers it.
_OFFERED = re.compile(
    r"(?:下面|以下|这里|这)(?:就)?(?:是|为)(?:本站|小编)?(?:小编|编辑)?(?:为|给|替|帮)?(?:大家|您|你|网友)?(?:精心)?(?:整理|收集|搜集|搜罗|分享|带来|推荐|准备)的?[^。！]{0,60}[。！]?$"
)
_LONGEST_OFFER = 600
# DOCX 27页 下载0 浏览84 收藏0 点赞0: how often a copy was asked for.
_COUNTED = re.compile(
    r"(?:下载|浏览|收藏|点赞|评分|评论|阅读|转发|热度)(?:量|次数|数)?\s*[：:]?\s*(?:\d+|-)(?:次|人)?(?=[\s|·]|$)"
)
_COUNTS = 3
# 某某体育下载_某某娱乐app官网: offers of gambling that thieves set into copied pages, joined by strokes.
_JOINED = re.compile(
    r"(?:(?<![A-Za-z0-9])[A-Za-z0-9]{2,20}[一-鿿A-Za-z0-9.]{0,40}|^[一-鿿A-Za-z0-9.]{2,40})(?:[_|｜\-—][一-鿿A-Za-z0-9.·()（）]{2,40}){1,8}$"
)
_GAMBLING = re.compile(
    r"体育|娱乐|棋牌|彩票|博彩|投注|真人|电竞|赌|百家乐|老虎机|捕鱼|bet|casino|365|彩金|足球", re.I
)
_SELLING = re.compile(
    r"app|apk|下载|官网|官方|入口|注册|登录|平台|网址|手机版|最新版|安卓|ios|亚洲|澳门", re.I
)
_SOLD = 3
_OFFER = 200
"""Characters of a text's end in which its offers are looked for."""
_SENTENCE = ("。", "；", "！", "？")


def is_copier(line: str) -> bool:
    """Whether a line is an offer or the small print of a site that copies documents."""
    return (
        bool(_COPIER.match(line) or _INTRODUCED.match(line))
        or len(_COUNTED.findall(line)) >= _COUNTS
        or (line != "" and find_spam(line) == 0)
    )


def is_offer(line: str) -> bool:
    """Whether a line ends by offering the document below it, also behind its first words."""
    return len(line) <= _LONGEST_OFFER and bool(_OFFERED.search(line, max(0, len(line) - _OFFER)))


def find_introduced(line: str) -> str:
    """The title of the report that a line introduces (《…报告》是…发布的一份报告。), "" for another line."""
    found = _INTRODUCED.match(line)
    return found["title"] if found else ""


def is_info_box(line: str) -> bool:
    """Whether a line is of the box or of the list of contents over a wiki's article."""
    return bool(_INFOBOX.match(line))


def is_contents(line: str) -> bool:
    """Whether a line names the chapters that come again below."""
    return bool(_CONTENTS.match(line))


def find_spam(text: str) -> int:
    """Where offers of gambling begin that end a text; its length where there are none."""
    start = max(0, len(text) - _OFFER)
    if text.endswith(_SENTENCE) or not _GAMBLING.search(text, start):
        return len(text)
    found = _JOINED.search(text, start)
    is_sold = found and _GAMBLING.search(found[0]) and len(_SELLING.findall(found[0])) >= _SOLD
    return found.start() if found and is_sold else len(text)
