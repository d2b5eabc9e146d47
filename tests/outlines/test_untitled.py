"""Reports whose page lost the title, and documents that only speak of reports."""

from __future__ import annotations

import pytest

from indexer.errors import NotAReport
from indexer.outlines import read
from indexer.report.document import Block, Document
from indexer.report.report import Kind, Paragraph, Report


def of(*lines: str) -> Report:
    return read(Document(tuple(Block(line) for line in lines)))


def said(report: Report) -> list[str]:
    """The paragraphs before the first heading."""
    return [part.text for part in report.sections[0].blocks if isinstance(part, Paragraph)]


@pytest.mark.parametrize(
    "lines",
    [
        (
            "依据《中华人民共和国政府信息公开条例》第五十条之规定，制作本报告。",
            "一、总体情况",
            "2020年，我厅完善政府信息公开制度，工作水平进一步提升。",
        ),
        (
            "按照上级要求，我校对信息公开工作执行情况进行了检查，形成本报告。",
            "一、信息公开工作概述",
            "2020年，我校推进信息公开工作。",
        ),
        (
            "为做好政府信息公开工作，现根据全年情况编写了本年度报告。",
            "一、概述",
            "2020年，本单位公开信息12条。",
        ),
        (
            "一、总体情况",
            "2020年，我局政府信息公开工作严格按照条例要求，以公开为常态。",
            "（一）加强领导。信息公开由办公室承担，公开前先审查。",
        ),
        (
            "一、概述",
            "公开透明是服务政府的标志。2020年，本市贯彻落实条例，政府信息公开各项工作取得新进展。",
            "（一）全面部署。召开电视电话会议，拓宽公开范围，规范公开程序。",
        ),
        (
            "2020年，市审计局深入开展了政府信息公开工作。",
            "一、总体公开情况",
            "我局公开审计信息，公开审计公告，公开预算，公开决算。",
        ),
        (
            "按照通知要求，省科技厅积极落实工作，扎实推进政务公开工作有序开展。",
            "一、总体公开情况",
            "2020年，印发方案，公开信息，公开预算，公开决算。",
        ),
        (
            "2020年初，县林业局认真对照清单，推进信息公开工作。",
            "一、基本情况",
            "全年公开信息，公开预算，公开决算。",
        ),
        (
            "一、基本情况",
            "2020年，区政府高度重视政务公开工作，主动公开各类信息。",
            "（一）公开渠道。通过公开栏公开信息12条。",
        ),
    ],
)
def test_page_without_title_is_known_by_how_it_begins(lines: tuple[str, ...]) -> None:
    report = of(*lines)
    assert report.kind is Kind.DISCLOSURE
    assert [section.number for section in report.sections if section.heading] == [1]


@pytest.mark.parametrize(
    "lines",
    [
        # an overview of other work
        ("一、总体情况", "2020年，我委推进卫生工作，全部任务完成，办理建议30件。", "（一）医疗。建成医院。"),
        # what others' work was like, without a year's own
        ("一、总体情况", "信息公开制度起源于北欧，公开透明，公开及时，公开全面。", "（一）沿革。"),
        # an overview far down
        (
            "2020年，我局开展培训。",
            "学习了条例。",
            "讨论了做法。",
            "一、总体情况",
            "2020年，我局信息公开工作。",
        ),
        # by its name, of other work
        ("2020年，省科技厅积极推进创新。", "一、总体情况", "公开招标，公开招聘，公开考试，公开选拔。"),
        # news of how it is told
        ("2020年，我局召开会议，通报信息公开工作。", "二、下一步工作", "要继续公开、及时公开。"),
    ],
)
def test_other_overviews_are_no_report(lines: tuple[str, ...]) -> None:
    with pytest.raises(NotAReport):
        of(*lines)


@pytest.mark.parametrize(
    "signs",
    [
        ("[关键词] 政府信息公开;年度报告", "[中图分类号] D63 [文献标识码] A"),
        ("【摘　要】分析政府信息公开年度报告的实施情况。", "【关键词】信息公开"),
        ("内容提要：政府信息公开工作年度报告的制度。", "文章编号：1000-0000（2022）03-0001-11"),
        ("关键词：政府信息公开工作年度报告", "作者简介：某某，讲师。"),
    ],
)
def test_paper_about_reports_is_none(signs: tuple[str, ...]) -> None:
    text = "实施以来，政府信息公开工作年度报告的统计期限是一年，主动公开与依申请公开并重，根据条例编制。"
    with pytest.raises(NotAReport):
        of("政府信息公开工作年度报告的治理效应", *signs, "一、问题的提出", text, "二、主动公开情况", text)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("xx市政府工作报告", "全市生产总值xx亿元，增长xx%，建成xx个项目，惠及xx万人，脱贫xx户，新增xx项。"),
        ("政府工作报告", "在xx区第x届大会上，建成×××个，投资**亿元，增长**%，惠及*万人，新增x项，安置x户。"),
        ("2022年x镇政府工作报告", "全镇生产总值7.1亿元，增长6%。"),
        ("XX镇政府工作报告", "2014年，全镇生产总值41045万元，增速11%。"),
        ("在xx乡人民代表大会上的政府工作报告", "五年来，全乡增长6%。"),
        ("某县政府工作报告", "xx年来，xx如期建成，xxxx.xx万人、xxxx个村、xx个县，增长xx%，达到xxxx亿元。"),
    ],
)
def test_model_to_be_copied_is_none(title: str, said: str) -> None:
    with pytest.raises(NotAReport):
        of(title, "各位代表：", "现在，我代表市人民政府，向大会报告工作，请予审议。", "一、工作回顾", said)


_PRESENTED = "现在，我代表市人民政府，向大会报告工作，请予审议，并请列席人员提出意见。"


@pytest.mark.parametrize(
    "lines",
    [
        ("云泽市人民政府市长 某某", "各位代表：", _PRESENTED, "一、2020年工作回顾", "增长6%。"),
        ("各位代表：", f"{_PRESENTED}", "一、过去五年的工作", "增长6%。"),
        ("各位代表:", "我谨代表云岭县人民政府向大会报告政府工作，请各位代表审议。", "一、回顾", "增长6%。"),
        ("各位代表：", "受市人民政府委托,代表市人民政府向大会报告工作,请予审查。", "一、回顾", "增长6%。"),
    ],
)
def test_cut_speech_without_title_is_a_work_report(lines: tuple[str, ...]) -> None:
    assert of(*lines).kind is Kind.WORK


@pytest.mark.parametrize(
    "lines",
    [
        ("康县长代表县政府作了政府工作报告，在讲到增长时说：", "“我很欣喜地告诉各位代表，增长18%。”"),
        ("县长某某代表县人民政府作政府工作报告", "报告请予审议，各位代表认真讨论。", "一、2020年工作回顾"),
        ("代表们审议政府工作报告", "市长代表市政府作报告，请各位代表审议。", "一、工作回顾；二、工作任务"),
        ("关于政府工作报告的决议", "会议听取了市长代表市人民政府所作的报告，各位代表同意。"),
        ("现在，我代表市中级人民法院向大会报告工作，请予审议。", "各位代表：", "一、2020年工作回顾"),
    ],
)
def test_news_of_a_work_report_is_none(lines: tuple[str, ...]) -> None:
    with pytest.raises(NotAReport):
        of(*lines)


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("2018年9月1日到2019年8月31日止", 2019),
        ("2019年9月1日—2020年10月31日", 2020),
        ("2020年8月1日至2021年8月31日", 2021),
    ],
)
def test_period_over_two_years_is_a_school_year(period: str, year: int) -> None:
    head = f"按照要求，我校编制本信息公开年度报告。本报告所列数据的统计期限从{period}。"
    assert of(head, "一、概述", "我校推进信息公开工作。").year == year


@pytest.mark.parametrize(
    "lines",
    [
        (
            "政 府 工 作 报 告",
            "——2023年1月15日在云泽市第十六届",
            "人民代表大会第一次会议上",
            "一、过去五年工作回顾",
            "各位代表！三年来，增长6%。",
        ),
        ("政府工作报告", "2023年2月3日在云岭县第十四届人大第五次会议上", "各位代表：", "增长6%。"),
        (
            "云岭县政府工作报告",
            "——2022年12月27日在云岭县第十届人民代表大会第二次会议上",
            "各位代表：",
            "好。",
        ),
    ],
)
def test_cut_speech_is_known_by_its_title_and_the_congress(lines: tuple[str, ...]) -> None:
    report = of(*lines)
    assert (report.kind, report.year) == (Kind.WORK, 2023)


@pytest.mark.parametrize(
    "lines",
    [
        ("关于2022年国民经济和社会发展计划执行情况的报告", "——2023年1月1日在云岭县第十七届人民代表大会上"),
        ("关于政府工作报告的说明", "——2023年1月1日在云岭县第十七届人民代表大会第二次会议上"),
        ("云岭县人民法院工作报告", "——2023年1月1日在云岭县第十七届人民代表大会第二次会议上"),
    ],
)
def test_other_papers_of_the_congress_are_none(lines: tuple[str, ...]) -> None:
    with pytest.raises(NotAReport):
        of(*lines, "各位代表：", "受县人民政府委托，我向大会报告，请予审议。", "一、2022年工作回顾", "好。")


@pytest.mark.parametrize("heading", ["一、2019年和今年以来工作回顾", "一、2019年以来政府工作回顾"])
def test_review_that_runs_into_the_year_is_of_the_year_before(heading: str) -> None:
    assert of("各位代表：", _PRESENTED, heading, "增长6%。").year == 2020


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        ("云泽大学学校办公室结合学校2020年信息公开工作实际，编制发布本报告。", "云泽大学"),
        ("云泽学院党政办公室结合全年工作，编制了本信息公开报告。", "云泽学院"),
        ("云泽市教育局结合工作实际，组织编写了本信息公开年度报告。", "云泽市教育局"),
    ],
)
def test_who_made_the_report_out_of_the_years_work(sentence: str, body: str) -> None:
    lines = ("本报告统计期限为2020年。", "一、概述", "2020年，推进信息公开工作。")
    assert of(f"为做好信息公开工作，{sentence}", *lines).body == body


@pytest.mark.parametrize("office", ["政府信息公开中心", "政务公开科", "信息公开工作机构"])
def test_centre_for_disclosure_stands_for_its_organ(office: str) -> None:
    sentence = f"现公布2020年政府信息公开年报。请与云泽市人民政府办公室{office}联系（地址：东湖路1号）。"
    assert of(sentence, "一、概述", "2020年，我市推进政府信息公开工作。").body == "云泽市人民政府"


@pytest.mark.parametrize(
    "title", ["2022年政务公开工作总结汇编（7篇）", "政务公开工作总结合集", "2024年（17篇）市政务公开工作总结"]
)
def test_collection_of_models_is_none(title: str) -> None:
    said = "2022年，我局推进政府信息公开，主动公开12条，受理依申请公开3件，根据条例编制。"
    with pytest.raises(NotAReport):
        of(title, "一、工作开展情况", said, "二、主动公开情况", said)


@pytest.mark.parametrize("speaks", ["园区坚持以公开为常态", "管委会认真贯彻条例", "园区严格按照条例公开"])
def test_zone_without_name_is_no_government(speaks: str) -> None:
    head = "根据《政府信息公开条例》和云泽市东湖区要求，编制完成本报告。"
    report = of(head, "一、总体情况", f"{speaks}。", "（一）公开。", f"2020年，{speaks}。")
    assert (report.body, report.year) == ("", 2020)
    assert [doubt for doubt in report.doubts if doubt.about == "body"]


@pytest.mark.parametrize("office", ["党政办", "综合办公室", "政务公开办"])
def test_office_without_its_organ_is_no_issuer(office: str) -> None:
    said = f"由{office}组织编制。请与云泽市科技产业园管委会办公室（地址：东湖路1号）联系。"
    report = of(f"现公布2020年政府信息公开年报。{said}", "一、总体情况", "公开12条。")
    assert report.body == "云泽市科技产业园管委会"


@pytest.mark.parametrize("number", ["1", "- 1 -", "—2—"])
def test_number_of_a_page_is_no_part_of_the_body(number: str) -> None:
    report = of(number, "云泽市东湖区文化局", "2021年政府信息公开工作年度报告", "一、总体情况", "公开12条。")
    assert report.body == "云泽市东湖区文化局"


def test_what_no_organ_is_called_is_never_taken_without_a_doubt() -> None:
    report = of("东湖信息2021年政府信息公开工作年度报告", "一、总体情况", "公开12条。")
    assert not report.body or [doubt for doubt in report.doubts if doubt.about == "body"]


@pytest.mark.parametrize(
    "above",
    [
        ("东湖区文化局", "政府信息公开"),
        ("东湖区人民政府", "首页", "专题", "年报"),
        ("文库", "实用文档"),
    ],
)
def test_what_is_above_the_title_is_not_of_the_report(above: tuple[str, ...]) -> None:
    title = "东湖区教育局2021年政府信息公开工作年度报告"
    report = of(*above, title, "根据条例编制。", "一、总体情况", "公开12条。")
    assert said(report) == ["根据条例编制。"]


def test_a_letter_above_the_title_stays() -> None:
    title = "东湖区教育局2021年政府信息公开工作年度报告"
    report = of("各镇人民政府：", title, "根据条例编制。", "一、总体情况", "公开12条。")
    assert said(report)[0] == "各镇人民政府："
