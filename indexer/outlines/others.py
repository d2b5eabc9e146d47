"""Documents that speak about reports, and quote their titles and chapters, without being one."""

from __future__ import annotations

import re

# What is printed over a paper in a journal (GB/T 7713 and the notes on its classification).
_PAPER = (
    re.compile(r"^[\[【(]?关键词[\]】)]?[:;]?", re.MULTILINE),
    re.compile(r"^[\[【(]?(?:内容)?(?:摘要|提要|简介)[\]】)]?[:;]?", re.MULTILINE),
    re.compile("<正>"),  # where a database of journals begins the text of an article
    re.compile(r"[\[【(]?中图分类号"),
    re.compile(r"[\[【(]?文献标[识志]码"),
    re.compile(r"[\[【(]?文章编号"),
    re.compile(r"^[\[【(]?(?:作者简介|基金项目|作者单位)", re.MULTILINE),
    re.compile(r"^.{2,16}学报.{0,4}\d{4}年.{0,4}期$", re.MULTILINE),
)
_HEAD, _ENOUGH = 3000, 2
# xx市第x届, 增长xx%: what a report to be copied leaves open.
_LEFT_OPEN = re.compile(
    r"(?<![A-Za-z0-9@./])[xX×]{2,}(?![A-Za-z@./])|(?<!\d)20[xX×*]{2}(?=年)"
    r"|(?<=[㐀-鿿])[xX×*]{1,8}(?:\.[xX×*]{1,6})?(?=[省市县区镇乡届个万亿项条件人户次元%])"
)
# xx镇2022年政府工作报告, 某乡镇政府工作报告: a title that names no place.
_NO_PLACE = re.compile(
    r"^[^。\n]{0,24}(?<![A-Za-z0-9])(?:[xX×*]{1,3}|某)[省市县区镇乡街][^。\n]{0,20}(?:报告|总结)"
    # 在xx旗第十四届人民代表大会第三次会议上: nobody's congress.
    r"|[xX×*]{2,3}[省市县区旗州镇乡]第[一二三四五六七八九十\d]{1,3}届人民代表大会",
    re.MULTILINE,
)
# 达到亿元, 增长%, 12月日: figures and dates that were taken out; a damaged report may have lost some too.
_BLANK = re.compile(
    r"(?:达到?|实现|完成|增长|提高|下降|增加到|占|为)(?:亿元|万元|%)|\d月日(?=在)|[市县区镇乡]长[*×xX]+"
)
# 【政府工作报告格式】: how one is written, in a line of its own.
_HOW = re.compile(
    r"^(?!关于)[^。,;:\n]{0,16}(?:报告|总结)的?(?:基本|一般|常用)?(?:格式|写法|提纲|结构|写作技巧|写作方法)[^。,;:\n]{0,6}$",
    re.MULTILINE,
)
_HOW_IN = 120
# What sites that offer models say over them; with places left open it is one.
_OFFERED = re.compile("网友上传|网友投稿|小编|范文|仅供参考|会员分享|珍藏版")
# 如何写好一篇工作报告, 小编整理的十篇范文: what introduces a collection of models.
_COLLECTED = re.compile(
    r"(?:如何|怎样|怎么)(?:才能)?(?:写好?|撰写)(?:好)?一?[篇份]|(?:整理|收集|搜集|分享|推荐|准备)[^。\n]{0,12}(?:范文|模板|样本)"
    r"|(?:总结|报告|汇报)\(?\d{1,2}篇|[\[【(]篇[一1][\]】)]"
)
_TEMPLATE, _BLANKS, _OFFERED_OPEN, _INTRODUCTION = 6, 4, 2, 600
# 现就年报内容进行如下解读, and the chapters that explanations of documents have.
_EXPLAINS = re.compile(
    r"(?:现|就|对)[^。\n]{0,60}(?:解读|解释|说明)如下|(?:进行|作|作出|做)(?:如下|以下|了?解读)"
)
_EXPLANATION = re.compile(
    r"^(?:[一二三四五六]、|\([一二三四五六]\)|\d[.、])(?:编制|起草|制定|出台|政策|文件)?(?:的)?"
    r"(?:背景|依据|目的|过程|意义|背景(?:和|与|及)(?:依据|目的|过程))$",
    re.MULTILINE,
)
# 年度报告应包括下列内容: how reports are to be written, part by part what each is to say.
_PRESCRIBES = re.compile(
    r"(?:报告|年报)(?:的?(?:主要)?内容)?[^。,;\n]{0,6}(?:(?:应当?|须|要|需)当?(?:包括|包含|涵盖)|(?:包括|包含|有)哪些)"
)
_PART_SAYS = re.compile(r"主要反映|(?:哪些|什么)[^。\n]{0,20}[?]")
# 某某网讯昨日,省政府公布《…报告》。报告显示: how newspapers begin, and how they tell what others wrote.
_BYLINE = re.compile(
    r"^[^。\n]{0,16}(?:(?:网|报|社|台)[^。,\n]{0,8}\d{0,2}月?\d{0,2}日?[讯电]|本报讯)(?=[昨今近\d(,]|记者|$)|^[^。\n]{0,12}(?:本报|见习)?记者[^。,\n]{0,12}[报讯]"
    # 27日,某省人民政府正式向社会发布…报告。
    r"|^(?:\d{1,2}月)?(?:\d{1,2}日|昨[日天]|今[日天]|日前|近日)(?:上午|下午)?,[^。,\n]{2,24}(?:发布|公布)[^。\n]{0,60}(?:报告|年报)》?[。,]",
    re.MULTILINE,
)
_TOLD = re.compile("(?:报告|年报)》?(?:显示|称|指出|披露|提到)|据了解|据悉|记者(?:了解|获悉|看到|发现)|获悉")
_TO_ALL = re.compile(r"各(?:高校|学校|单位|部门|地区|地方|镇|街道)[^。;\n]{0,30}(?:要|应)")


def is_paper(text: str) -> bool:
    """Whether a text is a paper: it begins with what journals print over one.

    Args:
        text: the document, in the form of `headings.make_matching_text`.
    """
    return sum(bool(sign.search(text, 0, _HEAD)) for sign in _PAPER) >= _ENOUGH


def is_template(text: str) -> bool:
    """Whether a text is a model to be copied: it leaves places and figures open.

    Args:
        text: the document, in the form of `headings.make_matching_text`.
    """
    head = text[:_HEAD]
    left = len(_LEFT_OPEN.findall(head))
    blanks = len(_BLANK.findall(head)) if left else 0
    offered = left >= _OFFERED_OPEN and bool(_OFFERED.search(head))
    collected = bool(_COLLECTED.search(text, 0, _INTRODUCTION))
    open_places = left >= _TEMPLATE or left + blanks > _BLANKS
    tells_how = bool(_HOW.search(text[:_HOW_IN]))
    return tells_how or bool(_NO_PLACE.search(head)) or offered or collected or open_places


def is_explanation(text: str) -> bool:
    """Whether a text explains a report to readers: it says so, under headings such as 编制背景, 编制依据.

    Args:
        text: the document, in the form of `headings.make_matching_text`.
    """
    chapters = len(set(_EXPLANATION.findall(text)))
    return chapters > 1 or bool(chapters and _EXPLAINS.search(text, 0, _HEAD))


def is_instruction(text: str) -> bool:
    """Whether a text says how reports are to be written: what they shall contain, and what each part says.

    Args:
        text: the document, in the form of `headings.make_matching_text`.
    """
    head = text[:_HEAD]
    return bool(_PRESCRIBES.search(head)) and (
        len(_PART_SAYS.findall(head)) > 1 or len(_TO_ALL.findall(head)) > 1
    )


def is_news(text: str) -> bool:
    """Whether a text is news of a report: it begins as a newspaper's does, and tells what the report says.

    Args:
        text: the document, in the form of `headings.make_matching_text`.
    """
    head = text[:_INTRODUCTION]
    return bool(_BYLINE.search(head) and _TOLD.search(head))


def is_none(text: str) -> bool:
    """Whether a text is no report, whatever it quotes: a paper, news, a model, an explanation, a rule."""
    return (
        is_paper(text) or is_news(text) or is_template(text) or is_explanation(text) or is_instruction(text)
    )
