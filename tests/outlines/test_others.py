"""What speaks about reports, or is a model of one, is no report."""

from __future__ import annotations

import pytest

from indexer.errors import NotAReport
from indexer.outlines import read
from indexer.report.document import Block, Document
from indexer.report.report import Kind, Report

EXPLANATION = (
    "《云泽市河口镇人民政府2023年政府信息公开工作年度报告》已经公布，现就年报内容作如下解读。",
    "一、编制背景",
    "政府信息公开工作年度报告反映主动公开和依申请公开情况。",
    "二、编制依据",
    "《中华人民共和国政府信息公开条例》。",
    "三、主要内容",
    "报告包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况。",
)
WITHOUT_WORD = (
    "云泽市审计局2022年政府信息公开工作年度报告",
    "（一）起草背景",
    "为便于公众了解，按要求公布政府信息公开工作年度报告。",
    "（二）起草过程",
    "征求意见后形成，统计期限自2022年1月1日起至2022年12月31日止，主动公开和依申请公开都有数据。",
)
INSTRUCTION = (
    "做好信息公开工作年度报告编制发布",
    "各单位要及时开展统计，各部门要按时公布年度报告。年度报告应包括下列内容：",
    "（一）概述",
    "主要反映本年度信息公开工作开展的总体情况。",
    "（二）主动公开情况",
    "主要反映主动公开信息的情况及相关统计数据。",
    "（三）依申请公开情况",
    "主要反映受理信息公开申请的数量及答复情况。",
)
HOW = (
    "【政府工作报告格式】",
    "政府工作报告的基本格式有两种，写法不同。",
    "第一部分：去年工作回顾。",
    "第二部分：今年的主要目标。",
    "第三部分：今年的工作任务。",
)
QUESTIONS = (
    "学校信息公开年度报告要写些什么",
    "2022年信息公开年度报告包括哪些内容？哪些要在网站公布？",
    "（一）概述",
    "主要反映学校信息公开工作的总体情况。",
    "（二）主动公开情况",
    "主要反映学校公开信息的情况。",
    "（三）依申请公开情况",
    "主要反映学校答复申请公开的情况。",
)
MODEL = (
    "在县第十五届人民代表大会第一次会议上的政府工作报告",
    "——2020年12月 日在**县第十五届人民代表大会第一次会议上",
    "县长***",
    "各位代表：",
    "现在，我代表县人民政府，向大会报告工作，请予审议。",
    "一、2020年工作回顾",
    "全县生产总值达到 亿元，比上年增长%；财政收入完成 亿元，增长%。",
    "二、2021年工作安排",
    "生产总值增长%。",
)
NEWS = (
    "2020年政府信息公开工作年度报告集中亮相",
    "每年3月31日前，各级行政机关公布年度报告，今年的报告由专家评议。",
    "编制和发布年度报告是条例的规定，主动公开和依申请公开的数据都在报告里。",
)
COLLECTION = (
    "《政务公开年度工作总结（汇编12篇）》",
    "政务公开年度工作总结篇一",
    "2020年，我局把政府信息公开工作作为重要工作。现将政府信息公开工作情况报告如下：",
    "一、基本情况",
    "我局主动公开信息，依申请公开也有规定。",
)
COUNTED = (
    "信息公开年度工作总结（七篇）",
    "信息公开年度工作总结篇一",
    "2020年，我局政务公开工作有序推进，主动公开、依申请公开都有规定。",
    "一、基本情况",
    "公开信息12条。",
)
OPEN_YEARS = (
    "政务公开年度工作总结",
    "20xx年以来，我局重视政府信息公开工作，20xx年公开信息12条，20xx年3条，20xx年5条。",
    "一、20xx年主动公开情况",
    "按照20xx年要点公开，20xx年依申请公开无。",
)
HALF_YEAR = (
    "云泽市审计局2021年上半年政务公开工作总结",
    "2021年上半年，主动公开信息12条，依申请公开0条。",
    "一、主动公开情况",
    "公开预算。",
)
OFFERED = (
    "区政府工作报告",
    "本文来源于网友上传，仅供参考。",
    "各位代表：",
    "现在，我代表区人民政府向大会报告工作，请予审议。",
    "一、2008年工作回顾",
    "2008年是××历史上不平凡的一年，建设了和谐××。",
    "二、2009年工作安排",
    "新建学校2所。",
)
NAMELESS = (
    "某乡镇政府工作报告",
    "各位代表：",
    "现在，我代表镇人民政府向大会报告工作，请予审议。",
    "一、过去一年工作回顾",
    "修建道路12公里。",
    "二、今年工作安排",
    "新建学校2所。",
)


def of(*lines: str) -> Report:
    return read(Document(tuple(Block(line) for line in lines)))


@pytest.mark.parametrize(
    "lines",
    [
        EXPLANATION,
        WITHOUT_WORD,
        INSTRUCTION,
        HOW,
        QUESTIONS,
        MODEL,
        NEWS,
        COLLECTION,
        COUNTED,
        OPEN_YEARS,
        HALF_YEAR,
        OFFERED,
        NAMELESS,
    ],
    ids=lambda lines: lines[0],
)
def test_what_speaks_about_reports_is_none(lines: tuple[str, ...]) -> None:
    with pytest.raises(NotAReport):
        of(*lines)


def test_a_report_may_speak_of_explanations_and_tell_its_basis() -> None:
    report = of(
        "云泽市审计局2022年政府信息公开工作年度报告",
        "本报告根据《中华人民共和国政府信息公开条例》编制，统计期限自2022年1月1日起至2022年12月31日止。",
        "一、总体情况",
        "发布政策文件时同步解读背景和依据，制定解读材料12份。各单位要主动公开、依申请公开并重。",
        "二、主动公开政府信息情况",
        "主要反映规章和行政规范性文件，共5件。",
    )
    assert report.kind is Kind.DISCLOSURE


def test_a_damaged_report_that_lost_figures_is_no_model() -> None:
    report = of(
        "2021年云泽市政府工作报告",
        "各位代表：",
        "现在，我代表市人民政府向大会报告工作，请予审议。",
        "一、2020年工作回顾",
        "生产总值增长%，财政收入增长%，固定资产投资增长%，居民收入提高%，外贸下降%，粮食产量增长%。",
        "二、2021年工作安排",
        "新建学校12所。",
    )
    assert report.kind is Kind.WORK


def test_an_overview_that_names_the_matter_may_stand_below_lines_of_the_site() -> None:
    report = of(
        "云泽百科",
        "词条首页",
        "词条目录",
        "一、政府信息公开总体工作情况",
        "（一）机构建设情况。市政府理顺了政府信息公开工作体制，全市上下公开工作协调一致。",
        "（二）目录的更新情况。县区对公开指南和公开目录作了修订。",
    )
    assert report.kind is Kind.DISCLOSURE


@pytest.mark.parametrize(
    "lines",
    [
        (
            "云泽市水务局关于2014年度政府信息公开年度报告的函",
            "市信息化办公室：",
            "我局对全年政府信息公开工作作了总结，现将有关工作情况汇报如下：",
            "一、基本情况",
            "2014年，我局公开信息12条。",
        ),
        (
            "根据政府信息公开条例现向社会公布2014年本局信息公开工作报告",
            "一、概述",
            "2014年，我局公开信息12条。",
        ),
        (
            "四、政府信息公开行政复议、行政诉讼情况",
            "2020年，我单位政府信息公开没有复议和诉讼。",
            "五、存在的主要问题及改进情况",
            "2021年，我局将提高政府信息公开水平。",
        ),
    ],
    ids=["letter", "a first line without its sign", "pages in the middle"],
)
def test_what_carries_a_report_is_one(lines: tuple[str, ...]) -> None:
    assert of(*lines).kind is Kind.DISCLOSURE


def test_a_letter_that_only_announces_a_report_is_none() -> None:
    with pytest.raises(NotAReport):
        of(
            "云泽市水务局关于报送2014年度政府信息公开年度报告的函",
            "市信息化办公室：",
            "报告随函寄上，请查收。",
        )
