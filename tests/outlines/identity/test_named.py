"""Organs that only a few words tell: their kinds, where they are named, and those that are none."""

from __future__ import annotations

import pytest

from indexer.extraction import extract
from indexer.outlines import read
from indexer.report.doubt import Topic
from indexer.report.report import Report
from indexer.settings import Settings

_TITLE = "2019年政府信息公开工作年度报告"
_PREAMBLE = "根据条例第五十条规定，编制本报告。数据的统计期限自2019年1月1日起至2019年12月31日止。"
_REST = (
    "一、总体情况",
    "2019年，坚持推进政务公开工作，公开信息120条。",
    "二、主动公开政府信息情况",
    "主动公开信息120条，内容涉及工作动态、通知公告。",
)


def of(*lines: str) -> Report:
    return read(extract("\n".join(lines).encode(), "report.txt", Settings()))


def is_doubted(report: Report) -> bool:
    return any(doubt.about is Topic.BODY for doubt in report.doubts)


@pytest.mark.parametrize(
    "organ",
    [
        "供销合作社联合社",
        "红十字会",
        "总工会",
        "妇幼保健院",
        "国有林场",
        "公路管理段",
        "广播电视台",
        "殡仪馆",
        "委宣传部",
        "地方志编纂委员会办公室",
        "机构编制委员会办公室",
        "爱国卫生运动委员会办公室",
        "城市建设投资集团有限公司",
        "发展和改革局（粮食和物资储备局）",
    ],
)
@pytest.mark.parametrize(
    "title", ["{}" + _TITLE, "2019年{}政府信息公开年报", "关于{}2019年政府信息公开工作的报告"]
)
def test_kinds_of_organs(organ: str, title: str) -> None:
    found = of(title.format(f"宜君县{organ}"), _PREAMBLE, *_REST)
    assert (found.body, is_doubted(found)) == (f"宜君县{organ}", False)


@pytest.mark.parametrize("organ", ["供销合作社", "公路段", "卫生健康委员会", "中医医院"])
@pytest.mark.parametrize(
    "lines",
    [
        (f"{_TITLE}（宜君县{{}}）",),
        (f"{_TITLE}——宜君县{{}}",),
        (f"【宜君县{{}}】{_TITLE}",),
        ("【宜君县{}】", _TITLE),
        (_TITLE, "本报告为宜君县{}2019年度政府信息公开年度报告。"),
        (_TITLE, "现就宜君县{}2019年政府信息公开工作情况报告如下："),
        (_TITLE, "依照条例，宜君县{}现公布2019年度政府信息公开工作年度报告。"),
        (_TITLE, "如有疑问，请致电宜君县{}（电话：0900-0000000）。"),
        (_TITLE, "供稿单位：宜君县{}"),
        (_TITLE, "发布者：宜君县{} 日期：2020-01-20"),
    ],
)
def test_places_of_a_name(lines: tuple[str, ...], organ: str) -> None:
    found = of(*(line.format(organ) for line in lines), _PREAMBLE, *_REST)
    assert (found.body, is_doubted(found)) == (f"宜君县{organ}", False)


@pytest.mark.parametrize("organ", ["教育局", "红十字会", "林场"])
@pytest.mark.parametrize(
    "sentence",
    [
        "为推进政务公开，宜君县{}对2019年政府信息公开工作进行了总结。",
        "报告中“本机关”指宜君县{}。",
        "公众可到宜君县{}查阅，或登录网站查询。",
        "按照县政务公开办要求，宜君县{}总结了全年工作。",
        "欢迎公众对宜君县{}政府信息公开工作提出意见。",
    ],
)
def test_one_organ_that_is_named_with_its_place_is_likely_it(sentence: str, organ: str) -> None:
    found = of(_TITLE, sentence.format(organ) + _PREAMBLE, *_REST)
    assert (found.body, is_doubted(found)) == (f"宜君县{organ}", True)


@pytest.mark.parametrize(
    "sentence",
    [
        "我局向宜君县教育局、宜君县民政局学习。",
        "按照宜君县司法局要求，我局公开信息。",
        "在宜君县审计局指导下，我局公开信息。",
    ],
)
def test_organs_of_others_are_nobody(sentence: str) -> None:
    assert of(_TITLE, sentence + _PREAMBLE, *_REST).body == ""


@pytest.mark.parametrize("town", ["高岭乡", "柳溪镇", "东关街道"])
@pytest.mark.parametrize("said", ["通过{}政府信息公开网公开信息50条。", "“{}微信”公众号发布30条。"])
def test_town_that_only_its_site_names(town: str, said: str) -> None:
    own = "我街道" if town.endswith("街道") else f"我{town[-1]}"
    found = of(_TITLE, f"{own}推进公开。{_PREAMBLE}", *_REST, said.format(town))
    assert found.body.startswith(town)
    assert is_doubted(found)


@pytest.mark.parametrize(
    "footer",
    [
        "主办单位：宜君县教育局",
        "版权所有：宜君县教育局 地址：宜阳中街1号",
        "宜君县教育局主办 陕ICP备00000000号",
    ],
)
def test_owner_of_the_site_is_likely_the_issuer(footer: str) -> None:
    found = of(
        _TITLE, _PREAMBLE, *_REST, "五、存在的主要问题及改进情况", "我局将加强培训，改进工作。", footer
    )
    assert (found.body, is_doubted(found)) == ("宜君县教育局", True)


@pytest.mark.parametrize("said", ["全馆干部参与的领导机制和工作格局。", "服务发展大局。", "形成公开布局。"])
def test_what_is_no_organ(said: str) -> None:
    assert of(_TITLE, _PREAMBLE, *_REST, f"馆内各科室参与的机制，{said}").body == ""


@pytest.mark.parametrize(
    ("body", "region"),
    [
        ("枣庄高新区消防救援大队", "枣庄市"),
        ("铜川海关", "铜川市"),
        ("铜川职业技术学院", "铜川市"),
        ("陕西煤矿安全监察局", "陕西省"),
    ],
)
def test_place_without_its_last_word_begins_a_name(body: str, region: str) -> None:
    found = of(f"{body}{_TITLE}", _PREAMBLE, *_REST)
    assert found.region is not None
    assert (found.body, found.region.name) == (body, region)


def test_county_whose_circular_a_town_cites() -> None:
    cited = "落实《中共通江县委办公室 通江县人民政府办公室印发〈全面推进政务公开实施方案〉的通知》。"
    found = of(f"大兴乡人民政府{_TITLE}", _PREAMBLE, "一、概述", cited, "二、主动公开情况", "公开12条。")
    assert found.region is not None
    assert "通江县" in found.region.path


@pytest.mark.parametrize(
    ("said", "body"),
    [
        ("我局", "宜君县水务局"),
        ("我中心", "宜君县水务信息中心"),
        ("我校", "宜君县水利学校"),
    ],
)
def test_of_several_organs_it_is_the_one_that_is_called_as_the_text_calls_itself(
    said: str, body: str
) -> None:
    named = "公众可到宜君县水务局、宜君县水务信息中心、宜君县水利学校查阅。"
    found = of(_TITLE, _PREAMBLE, "一、总体情况", f"{said}推进公开。{named}", *_REST[2:])
    assert (found.body, is_doubted(found)) == (body, True)


@pytest.mark.parametrize(
    "sentence", ["成立市统计局政府信息公开工作领导小组。", "在市统计局网站公开。", "由市统计局按要求公开。"]
)
def test_organ_that_is_called_by_its_level_only(sentence: str) -> None:
    found = of(_TITLE, f"我局{_PREAMBLE}", "一、总体情况", f"2019年，{sentence}", *_REST[2:])
    assert (found.body, is_doubted(found)) == ("市统计局", True)


@pytest.mark.parametrize("town", ["两城镇", "王城镇", "柳溪镇"])
def test_town_whose_name_ends_like_another_word(town: str) -> None:
    found = of(_TITLE, f"本报告由{town}人民政府党政办公室编制。{_PREAMBLE}", *_REST)
    assert found.body == f"{town}人民政府"


@pytest.mark.parametrize("office", ["党政综合办公室", "综合科", "局人秘科"])
def test_inner_office_is_no_body(office: str) -> None:
    assert of(_TITLE, f"如有疑问，可与{office}联系（电话：0900-0000000）。{_PREAMBLE}", *_REST).body == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "如有疑问，请联系宜君县民族宗教事务局政府信息公开工作领导小组办公室，联系电话：0900-0000000。",
        "宜君县民族宗教事务局2019年政府信息公开工作年度报告（以下简称年报）根据条例进行编制。",
        "本报告由宜君县民族宗教事务局机关编制。",
    ],
)
def test_name_ends_where_its_sentence_goes_on(sentence: str) -> None:
    found = of("年度报告", f"{sentence}{_PREAMBLE}", *_REST)
    assert (found.body, is_doubted(found)) == ("宜君县民族宗教事务局", False)


@pytest.mark.parametrize(("code", "path"), [("810000", "青海省"), ("545000", "广西壮族自治区")])
def test_postal_code_tells_namesakes_apart(code: str, path: str) -> None:
    contact = f"请联系：城中区教育局（地址：新城大道1号，邮编：{code}）。"
    found = of(f"城中区教育局{_TITLE}", contact + _PREAMBLE, *_REST)
    assert found.region is not None
    assert (found.region.path[0], found.region.name) == (path, "城中区")


def test_region_of_an_organ_of_the_council_of_state() -> None:
    found = of(f"国务院侨办{_TITLE}", _PREAMBLE, *_REST)
    assert found.region is not None
    assert (found.body, found.region.name) == ("国务院侨办", "全国")


@pytest.mark.parametrize(
    "rules", ["政府信息公开申请办理工作实施细则", "信息公开保密制度", "政府信息公开目录（试行）"]
)
@pytest.mark.parametrize("verb", ["按照", "严格执行", "对照"])
def test_rules_of_its_own_name_an_organ_that_nothing_else_names(rules: str, verb: str) -> None:
    said = f"我局{verb}《宜君县水务局{rules}》要求，与铜川日报报业集团签订协议。"
    found = of("年度报告", _PREAMBLE, "一、总体情况", said, *_REST[2:])
    assert (found.body, is_doubted(found)) == ("宜君县水务局", True)


@pytest.mark.parametrize(
    "said", ["我局与铜川日报报业集团签订协议。", "我委走访宜君县水务局。", "我校到宜君县水务局参观。"]
)
def test_organ_of_another_kind_than_the_one_that_speaks_is_not_it(said: str) -> None:
    assert of(_TITLE, _PREAMBLE, "一、总体情况", said, *_REST[2:]).body == ""


@pytest.mark.parametrize(
    "lines",
    [
        ("本报告是根据政府信息公开条例要求的格式，由宜君县水务", "局编制的2019年度政府信息公开年度报告。"),
        ("由于篇幅所限不能尽述，公众如对本报告有任何疑问，请联系宜", "君县水务局（地址：中街1号）。"),
        (
            "根据政府信息公开条例的规定和市政府的统一要求，特公布宜君县水",
            "务局2019年度政府信息公开工作年度报告。",
        ),
    ],
)
def test_name_that_the_width_of_a_page_breaks(lines: tuple[str, ...]) -> None:
    found = of("引言", *lines, "统计期限自2019年1月1日起至2019年12月31日止。English follows.", *_REST)
    assert found.body == "宜君县水务局"


@pytest.mark.parametrize("organ", ["文体旅游广电局", "卫生健康委员会", "疾病预防控制中心"])
def test_name_without_its_place_is_completed_from_another_sentence(organ: str) -> None:
    sentence = f"全文包括宜君县{organ}政府信息公开总体情况，现公布2019年度{organ}信息公开工作年度报告。"
    assert of("年度报告", sentence + _PREAMBLE, *_REST).body == f"宜君县{organ}"


@pytest.mark.parametrize(
    "sentence",
    [
        "特编制宜君县商务局公开年度报告。如有疑问，请与县商务局联系（电话：0900-0000000）。",
        "全文包括宜君县商务局政府信息公开情况。本报告由县商务局编制。",
        "公众可到宜君县商务局查阅。如有疑问，请联系县商务局办公室，电话0900-0000000。",
    ],
)
def test_organ_that_is_called_by_its_level_is_completed(sentence: str) -> None:
    found = of("年度报告", sentence + _PREAMBLE, *_REST)
    assert found.region is not None
    assert (found.body, is_doubted(found), found.region.name) == ("宜君县商务局", False, "宜君县")


@pytest.mark.parametrize("organ", ["区商务局", "市卫生健康委员会", "县政务服务中心"])
def test_organ_of_an_unknown_place_is_doubted(organ: str) -> None:
    found = of("年度报告", f"本报告由{organ}编制。{_PREAMBLE}", *_REST)
    assert (found.body, is_doubted(found)) == (organ, True)


@pytest.mark.parametrize(
    "said", ["按照通江县政府信息公开工作的安排部署", "按照通江县人民政府政务公开工作要求"]
)
def test_town_that_its_sentences_name_without_its_county(said: str) -> None:
    lines = (
        f"2012年{said}，大兴乡人民政府及时完善了领导小组，由大兴乡人民政府党办主任任组长。我乡配备专人，信息公开有序。",
        "（二）建立健全政府信息公开工作制度情况",
        "进一步强化乡政府对信息公开工作人员的培训。大兴乡人民政府健全了制度。",
    )
    found = of("一、基本工作情况", "（一）政府信息公开领导机构情况", *lines)
    assert found.region is not None
    assert (found.body, is_doubted(found), "通江县" in found.region.path) == ("大兴乡人民政府", True, True)


@pytest.mark.parametrize(
    "cited", ["省教育厅办公室《关于做好年度报告的通知》", "市教育局《年报格式》", "省教育厅印发的通知"]
)
def test_whose_notice_a_school_obeys_is_not_its_name(cited: str) -> None:
    preamble = f"根据教育部办公厅和{cited}要求，现将学校2019年度信息公开情况报告如下。"
    assert not of(_TITLE, preamble, "一、工作概述", "2019年，学校坚持公开，公开信息12条。").body


@pytest.mark.parametrize(
    ("body", "region"),
    [
        ("国家统计局铜川调查队", "铜川市"),
        ("延安大学铜川创新学院", "铜川市"),
        ("中国人民银行铜川分行", "铜川市"),
        ("延安大学鸿志学院", "延安市"),
    ],
)
def test_a_branch_is_where_it_says_behind_whose_it_is(body: str, region: str) -> None:
    found = of(f"{body}{_TITLE}", _PREAMBLE, *_REST)
    assert found.region is not None
    assert found.region.name == region


def test_a_town_with_namesakes_is_below_the_county_that_its_text_names() -> None:
    town = "根据条例，现公布五里镇2019年度政府信息公开年度报告，统计期限为2019年1月1日至12月31日。"
    below = "2019年，五里镇聚焦宜君县政府重点工作，公开信息12条。"
    found = of(town, "一、总体情况", below, "二、主动公开政府信息情况", "我镇公开信息12条。")
    assert found.region is not None
    assert found.region.path[-2:] == ("宜君县", "五里镇")
    without = of(
        town, "一、总体情况", "2019年，五里镇公开信息12条。", "二、主动公开政府信息情况", "我镇公开信息12条。"
    )
    assert without.region is None


def test_the_site_of_a_field_names_the_place() -> None:
    preamble = "2019年，市科技局编制了本报告。本报告的电子版可在铜川市科技网（www.example.cn）上下载。"
    found = of(_TITLE, f"{_PREAMBLE}{preamble}", *_REST)
    assert found.region is not None
    assert found.region.name == "铜川市"


def test_a_path_in_a_row_of_labels_names_the_organ() -> None:
    path = ">> 政务公开 | >> 县政府部门 | >> 县教育局 | >> 年度报告 |"
    rows = ("索引号: | 9901/2020 | 公开形式: | 主动公开 |", "发布机构: | 生成日期: | 2020-01-20 |")
    own = "2019年，我局通过宜君县政府网公开信息12条。"
    found = of(
        path, *rows, _TITLE, _PREAMBLE, "一、总体情况", own, "二、主动公开政府信息情况", "我局公开12条。"
    )
    assert found.body == "宜君县教育局"


@pytest.mark.parametrize(
    ("body", "region"),
    [
        ("铜川市公安局耀州分局", "耀州区"),
        ("西安市公安局长安分局", "长安区"),
        ("铜川市公安局新城分局", "铜川市"),
    ],
)
def test_a_branch_is_in_the_district_that_it_is_called_by(body: str, region: str) -> None:
    found = of(f"{body}{_TITLE}", _PREAMBLE, *_REST)
    assert found.region is not None
    assert (found.body, found.region.name) == (body, region)


def test_whose_notice_on_disclosure_a_body_obeys_is_above_it() -> None:
    notice = "县卫生局认真落实宜君县政府《关于做好政府信息公开工作的通知》，现将我局2019年度报告公布如下。"
    found = of(_TITLE, notice, *_REST)
    assert found.region is not None
    assert found.region.name == "宜君县"
