"""Which outline takes a document, where its sections begin and end, and what is no report."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import NotAReport
from indexer.extraction import extract
from indexer.outlines import OUTLINES, read
from indexer.outlines.base import Outline, Signs
from indexer.outlines.disclosure import form_2008, form_2019, form_2021, wording
from indexer.outlines.features import Features
from indexer.report.document import Block, Cell, Document, Table
from indexer.report.report import Kind, Report
from indexer.settings import Settings

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
SPEECH = ("各位代表：", "我代表市人民政府向大会报告工作，请予审议。")


def document(*lines: str) -> Document:
    return Document(tuple(Block(line) for line in lines))


def outline(report: Report) -> list[tuple[int, str]]:
    return [(section.number, section.heading) for section in report.sections]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("云泽市2021年政府信息公开工作年度报告", *HEADINGS), "disclosure_2021"),
        (("云泽市2020年政府信息公开工作年度报告", *HEADINGS), "disclosure_2019"),
        (("云泽市2012年政府信息公开工作年度报告", *HEADINGS[1:5]), "disclosure_2008"),
        (("政府信息公开年报", *HEADINGS, "行政规范性文件现行有效件数：3"), "disclosure_2021"),
        (("政府信息公开年报", *HEADINGS, "规范性文件本年新制作数量：3"), "disclosure_2019"),
        (
            ("政府信息公开年报", "一、概述", "二、主动公开情况", "三、咨询情况", "四、收费情况"),
            "disclosure_2008",
        ),
        (HEADINGS, "disclosure_2019"),
        (("云泽市政府工作报告", *SPEECH), "work_report"),
        (("云泽市政府工作报告", *SPEECH, "一、2019年工作回顾", "二、2020年工作安排"), "work_report"),
        ((*SPEECH, "一、2019年工作回顾", "二、2020年工作安排"), "work_report"),
    ],
)
def test_the_text_decides(lines: tuple[str, ...], name: str) -> None:
    assert read(document(*lines)).outline == name


NO_REPORTS = {
    "nothing": (),
    "filler": ("Lorem ipsum dolor sit amet, consectetur adipiscing elit.",),
    "novel": ("第一章 渡口", "天还没亮，老陈已经把船撑到了对岸。", "第二章 早市", "鱼贩们围了上来。"),
    "news of a report": (
        "云泽市发布2020年政府信息公开工作年度报告",
        "本报讯 报告显示，全年主动公开信息三万条，收到依申请公开的申请一百二十件。",
    ),
    "news of a speech": (
        "市长在市人代会上作政府工作报告",
        "本报讯 市长代表市人民政府向大会作政府工作报告。报告回顾了2019年的工作。",
    ),
    "regulations": (
        "云泽市政府信息公开规定",
        "第一条 为了保障公民获取政府信息，制定本规定。",
        "第二条 主动公开。",
        "第三条 依申请公开。",
        "第四条 行政复议、行政诉讼。",
        "第五条 每年三月底前公布政府信息公开工作年度报告。",
        *HEADINGS,
    ),
    "instructions": ("关于做好2020年政府信息公开工作年度报告编制工作的通知", "各单位：", *HEADINGS),
    "court": (
        "云泽市中级人民法院工作报告",
        "各位代表：",
        "请予审议。",
        "一、2019年工作回顾",
        "二、2020年工作安排",
    ),
    "budget": (
        "关于云泽市2019年预算执行情况和2020年预算草案的报告",
        "各位代表：",
        "受市人民政府委托，向大会报告预算，请予审议。",
        "一、2019年预算执行情况",
        "二、2020年工作安排",
    ),
    "novel that quotes a speech": (
        "第12章 大会",
        "“各位代表！”",
        "“现在，我代表云岭县人民政府向大会报告工作，请予审议！”",
        "台下掌声雷动，他接着往下念。",
    ),
    "novel whose speaker goes on": (
        "“各位代表，我代表市人民政府向大会报告工作，请予审议，并请提出意见。",
        "“首先，回顾一年来的工作。”",
        "一年后，他又站在这里。",
    ),
    "story of a meeting": (
        "只听他说：“各位代表，现在我代表县政府向大会作报告。”众人安静下来。",
        "“今年的工作，主要是修路。”",
    ),
    "contents of a site": ("首页", "政务公开", "主动公开", "依申请公开", "政府信息公开年报", "政府工作报告"),
}


@pytest.mark.parametrize("lines", NO_REPORTS.values(), ids=NO_REPORTS)
def test_no_report(lines: tuple[str, ...]) -> None:
    with pytest.raises(NotAReport) as caught:
        read(document(*lines))
    assert caught.value.message.endswith("。")


def test_empty_sections_stay() -> None:
    report = read(document("云泽市2021年政府信息公开工作年度报告", *HEADINGS))
    assert outline(report) == list(enumerate(HEADINGS, 1))
    assert not any(section.blocks for section in report.sections)


def test_missing_sections_are_named() -> None:
    report = read(document("云泽市2021年政府信息公开工作年度报告", *HEADINGS[:3], *HEADINGS[4:]))
    assert any("行政复议、行政诉讼情况" in doubt.sentence for doubt in report.doubts)
    whole = read(document("云泽市2021年政府信息公开工作年度报告", *HEADINGS))
    assert not any("法定章节" in doubt.sentence for doubt in whole.doubts)


def test_title_is_no_paragraph_and_text_before_the_first_heading_stays() -> None:
    title = "云泽市2021年政府信息公开工作年度报告"
    report = read(document(title, "本报告由总体情况、主动公开政府信息情况等六部分组成。", *HEADINGS))
    assert report.title == title
    assert outline(report)[0] == (1, "")
    assert report.sections[0].text == "本报告由总体情况、主动公开政府信息情况等六部分组成。"


def test_rows_of_a_table_that_lost_its_cells_are_no_headings() -> None:
    rows = (
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "三、本年度办理结果",
        "四、结转下年度继续办理",
    )
    report = read(document("云泽市2021年政府信息公开工作年度报告", *HEADINGS[:3], *rows, *HEADINGS[3:]))
    assert outline(report) == list(enumerate(HEADINGS, 1))
    assert report.sections[2].lines == rows


def test_rows_that_cite_an_article_make_no_law() -> None:
    rows = tuple(f"第二十条第（{item}）项" for item in "一五六八九")
    report = read(document("云泽市2020年政府信息公开工作年度报告", *HEADINGS[:2], *rows, *HEADINGS[2:]))
    assert outline(report) == list(enumerate(HEADINGS, 1))


def test_heading_is_parted_from_its_text_only_where_its_known_words_end() -> None:
    report = read(
        document(
            "东湖区2012年政府信息公开工作年度报告",
            "一、概述 推进公开。2012年平稳。",
            "二、主动公开政府信息情况2012年公开三条。",
            "三、政府信息依申请公开工作情况 全区共收到两件。",
            "四、存在的主要问题及改进措施我区人手少。",
        )
    )
    assert outline(report) == [
        (1, "一、概述"),
        (2, "二、主动公开政府信息情况"),
        (3, "三、政府信息依申请公开工作情况"),
        (5, "四、存在的主要问题及改进措施"),
    ]
    texts = ["推进公开。2012年平稳。", "2012年公开三条。", "全区共收到两件。", "我区人手少。"]
    assert [section.text for section in report.sections] == texts


@pytest.mark.parametrize(
    ("title", "headings", "numbers"),
    [
        ("柳溪镇2020年度政府工作报告", ("一、2019年主要工作", "二、奋力实干"), [1, 3]),
        ("柳溪镇2020年政府工作报告", ("一、2019年重点工作情况", "二、新的一年"), [1, 3]),
        ("柳溪镇2019年政府工作报告", ("一、2019年主要工作", "二、奋力实干"), [3, 3]),
    ],
)
def test_year_of_the_title_tells_what_is_past(
    title: str, headings: tuple[str, ...], numbers: list[int]
) -> None:
    report = read(document(title, *SPEECH, *headings))
    assert [section.number for section in report.sections if section.heading] == numbers


def test_list_inside_a_chapter_makes_no_sections() -> None:
    report = read(
        document(
            "东湖区教育局2012年政府信息公开年度报告",
            *("（一）概述", "一、主动公开有序", "二、申请公开办理及时"),
            *("（二）主动公开政府信息情况", "（三）依申请公开政府信息情况"),
        )
    )
    assert [number for number, _ in outline(report)] == [1, 2, 3]
    assert report.sections[0].lines == ("一、主动公开有序", "二、申请公开办理及时")


def test_table_belongs_to_the_section_in_which_it_stands() -> None:
    table = Table((Cell("指标", 0, 0), Cell("3", 0, 1)))
    blocks: tuple[Block | Table, ...] = (
        *(Block(line) for line in ("东湖区2012年政府信息公开年度报告", "一、概述", "二、主动公开情况")),
        table,
        *(Block(line) for line in ("三、咨询情况", "附表：政府信息公开情况统计表")),
        table,
    )
    report = read(Document(blocks))
    assert [(section.number, table in section.blocks) for section in report.sections] == [
        (1, False),
        (2, True),
        (6, False),
        (6, True),
    ]
    assert [section.first for section in report.sections] == [1, 1, 1, 1]
    assert report.tables == 2


def test_points_are_labelled_and_stay_whole() -> None:
    line = "一是公开；二是公开；三是公开。"
    report = read(document("云泽市2021年政府信息公开工作年度报告", *HEADINGS[:5], line, HEADINGS[5]))
    (paragraph,) = report.sections[4].blocks
    assert not isinstance(paragraph, Table)
    assert (paragraph.text, paragraph.label, paragraph.level) == (line, "一是", 3)


def test_source_keeps_its_words() -> None:
    report = read(document(*HEADINGS[:4], "五、存在的主要問題及改進(jìn)情況", "政務(wù)公開不够。"))
    assert (5, "五、存在的主要問題及改進(jìn)情況") in outline(report)
    assert report.sections[-1].text == "政務(wù)公開不够。"


@pytest.mark.parametrize(
    ("headings", "numbers"),
    [
        (("一、2019年工作回顾", "二、2020年工作安排"), [1, 3]),
        (("一、2018年工作回顾", "二、2019年总体要求和政策取向", "三、2019年政府工作任务"), [1, 2, 3]),
        (("一、过去五年工作回顾", "二、今后五年的奋斗目标和主要任务", "三、2020年重点工作"), [1, 2, 3]),
        (("一、2019年工作回顾", "二、2020年总体要求和目标任务"), [1, 3]),
        (
            ("一、2014年工作回顾", "二、2015年工作总体部署", "三、把改革推向纵深", "四、改善民生"),
            [1, 2, 3, 3],
        ),
        (("一、2019年工作回顾", "二、2020年工作安排", "三、加强政府自身建设"), [1, 3, 3]),
        (("2009年工作回顾", "一、工业", "二、农业", "2010年工作任务", "一、工业"), [1, 3]),
        (("（一）2009年工作回顾", "一、工业", "（二）2010年工作任务", "一、工业"), [1, 3]),
        (
            ("第一部分 2009年工作回顾", "一、工业", "第二部分 2010年主要目标", "第三部分 2010年主要任务"),
            [1, 2, 3],
        ),
        (("一、稳步前行，成绩可喜", "二、擘画蓝图", "三、扎实苦干"), [1, 2, 3]),
        (("勇毅前行、成绩斐然——过去五年工作回顾", "再接再厉、谱写新篇——2020年工作安排"), [1, 3]),
        (("砥砺奋进—本届政府工作回顾", "擘画蓝图—今后五年目标", "实干争先—今年工作任务"), [1, 2, 3]),
        (("一、五年政府工作回顾", "二、今后五年政府工作的总体要求和奋斗目标"), [1, 2]),
        (("一、过去一年工作回顾", "二、2020年政府工作的总体思路"), [1, 2]),
        (("一、2019年工作回顾", "二、2020年政府工作的主要预期目标", "三、2020年重点工作"), [1, 2, 3]),
        (("攻坚克难──2019年工作回顾", "接续奋斗──2020年重点工作"), [1, 3]),
        (("一、2019年工作回顾", "二、2020年工作安排", "附件", "一、修桥", "二、铺路", "三、通水"), [1, 3, 6]),
    ],
)
def test_chapters_of_work_reports(headings: tuple[str, ...], numbers: list[int]) -> None:
    report = read(document("云泽市政府工作报告", *SPEECH, *headings))
    assert (report.sections[0].number, report.sections[0].heading) == (6, "")
    assert [section.number for section in report.sections[1:]] == numbers


POOL = (
    *HEADINGS,
    *SPEECH,
    "一、概述 推进公开。",
    "（一）公开",
    "附表",
    "三、2020年工作安排",
    "2019年工作回顾",
    "无。",
)


@given(st.lists(st.sampled_from(POOL), max_size=20))
def test_no_word_is_lost(lines: list[str]) -> None:
    """Headings and lines of the sections, one after the other, are the document without its title."""
    title = "云泽市2021年政府信息公开工作年度报告"
    report = read(document(title, "根据《条例》编制本报告。统计期限见附件。", *lines))
    kept = "".join(line for section in report.sections for line in (section.heading, *section.lines))
    expected = "".join(("根据《条例》编制本报告。统计期限见附件。", *lines))
    assert kept.replace(" ", "") == expected.replace(" ", "")


@given(st.lists(st.sampled_from(POOL), max_size=20))
def test_every_line_has_an_anchor_of_its_own(lines: list[str]) -> None:
    report = read(
        document("云泽市2021年政府信息公开工作年度报告", "根据《条例》编制本报告。统计期限见附件。", *lines)
    )
    anchors = [
        (section.number, section.first + at)
        for section in report.sections
        for at in range(len(section.lines))
    ]
    assert len(set(anchors)) == len(anchors)


def test_heading_that_lost_its_number_is_found_where_it_is_its_turn() -> None:
    lost = (*HEADINGS[:3], "政府信息公开行政复议、行政诉讼情况", *HEADINGS[4:])
    report = read(document("云泽市2021年政府信息公开工作年度报告", *lost))
    assert outline(report) == list(enumerate(lost, 1))
    early = (HEADINGS[0], "行政复议、行政诉讼情况", *HEADINGS[1:3], *HEADINGS[4:])
    report = read(document("云泽市2021年政府信息公开工作年度报告", *early))
    assert [number for number, _ in outline(report)] == [1, 2, 3, 5, 6]


def test_modules_keep_to_the_protocol() -> None:
    """Names are unique; each outline says which kind it reads."""
    outlines: tuple[Outline, ...] = OUTLINES
    assert len({outline.NAME for outline in outlines}) == len(outlines)
    assert {outline.KIND for outline in outlines} == set(Kind)


def test_real_reports(real: Path, tmp_path: Path) -> None:
    """All sixteen are taken, the damaged one with its six sections."""
    settings = Settings(home=tmp_path)
    reports = [
        read(extract(path.read_bytes(), "x.txt", settings)) for path in sorted((real / "real").rglob("*.txt"))
    ]
    assert Counter(report.kind for report in reports) == {Kind.DISCLOSURE: 1, Kind.WORK: 15}
    for report in reports:
        if report.kind is Kind.DISCLOSURE:
            assert [number for number, heading in outline(report) if heading] == [1, 2, 3, 4, 5, 6]
        else:
            assert {1, 3} <= {number for number, _ in outline(report)}


def test_many_work_reports(real: Path, tmp_path: Path) -> None:
    """Of a sample of the 533, nearly all are taken, nearly all with review and tasks."""
    settings = Settings(home=tmp_path)
    paths = sorted((real / "real-large").rglob("*.txt"))[::12]
    taken = []
    for path in paths:
        try:
            taken.append(read(extract(path.read_bytes(), "x.txt", settings)))
        except NotAReport:
            continue
    whole = [report for report in taken if {1, 3} <= {number for number, _ in outline(report)}]
    assert len(taken) >= 0.99 * len(paths)
    assert len(whole) >= 0.95 * len(paths)


def test_evidence_is_looked_for_once_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Document] = []

    def find_evidence(features: Features) -> Signs:
        asked.append(features.document)
        return wording.find_evidence(features)

    for outline in (form_2008, form_2019, form_2021):
        monkeypatch.setattr(outline, "find_evidence", find_evidence)
    blocks = (Block("云泽市2020年政府信息公开工作年度报告"), Block("一、总体情况"), Block("二、主动公开情况"))
    document = Document(blocks)
    assert read(document).kind is Kind.DISCLOSURE
    assert asked == [document]
