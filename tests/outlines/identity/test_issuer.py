"""Which organ a report is of, wherever it says so: title, preamble, signature, contact, sentences."""

from __future__ import annotations

import pytest

from indexer.outlines.features import read_features
from indexer.outlines.identity import Identity, identify
from indexer.report.document import Block, Document
from indexer.report.doubt import Topic
from indexer.report.report import Kind

_BARE = "2021年政府信息公开工作年度报告"


def of(*lines: str, title: str = "", kind: Kind = Kind.DISCLOSURE, **metadata: str) -> Identity:
    blocks = tuple(Block(line) for line in lines)
    return identify(read_features(Document(blocks, title, metadata)), kind)


def is_doubted(found: Identity) -> bool:
    return any(doubt.about is Topic.BODY for doubt in found.doubts)


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        ("根据条例，现公布云泽市档案馆2021年政府信息公开工作年度报告。", "云泽市档案馆"),
        ("现将西岭区水利局2021年度政府信息公开工作年度报告向社会公布。", "西岭区水利局"),
        ("按照要求，我局编制了《南浦区民政局2021年政府信息公开工作年度报告》。", "南浦区民政局"),
        ("特向社会公布2021年度东湖区柳溪镇人民政府信息公开工作年度报告。", "柳溪镇人民政府"),
        (
            "本报告由云泽高新技术产业开发区管理委员会（以下简称管委会）编制。",
            "云泽高新技术产业开发区管理委员会",
        ),
        ("本年报依据条例，由东湖区审计局根据全年工作情况汇总编制。", "东湖区审计局"),
        ("东湖区商务局根据《中华人民共和国政府信息公开条例》，编制完成本报告。", "东湖区商务局"),
        ("按照办法的要求，云泽学院根据各单位2021学年信息公开情况完成此年度报告。", "云泽学院"),
        ("按照通知，西岭区体育局结合全年公开情况形成了本年度报告。", "西岭区体育局"),
        ("2021年，云泽城市建设投资集团有限公司（以下简称公司）公开信息3条。", "云泽城市建设投资集团有限公司"),
        ("学校办公室编写了《云泽医科大学2020—2021学年度信息公开工作报告》。", "云泽医科大学"),
        ("现公布西岭区委（区政府）办公室2021年政府信息公开年度报告。", "西岭区委（区政府）办公室"),
        ("根据条例，东湖区水利局特向社会公布2021年度本机关信息公开工作报告。", "东湖区水利局"),
        ("按照要求，东湖区水利局现发布2021年度本单位政府信息公开年度报告。", "东湖区水利局"),
        ("东湖区水利局向社会公布2021年我局政府信息公开工作年度报告。", "东湖区水利局"),
        ("由东湖区政务服务管理局（大数据管理局）编制本年度报告。", "东湖区政务服务管理局（大数据管理局）"),
        (
            "根据国务院办公厅政府信息与政务公开办公室关于印发年度报告格式的通知，由云泽市司法局编制本报告。",
            "云泽市司法局",
        ),
        (
            "根据《云泽市人民政府办公室关于做好2021年政府信息公开工作年度报告的通知》，云泽市林业局编制了云泽市林业局2021年政府信息公开年度报告。",
            "云泽市林业局",
        ),
    ],
)  # fmt: skip
def test_preamble_names_the_issuer(sentence: str, body: str) -> None:
    found = of(sentence, "一、总体情况", "认真落实条例。", "六、其他需要报告的事项", "无。")
    assert found.body == body


@pytest.mark.parametrize(
    ("lines", "body", "title"),
    [
        (("东湖区卫生健康局", _BARE), "东湖区卫生健康局", f"东湖区卫生健康局{_BARE}"),
        (("西岭区民政局2021年", "政府信息公开工作年度报告"), "西岭区民政局", f"西岭区民政局{_BARE}"),
        (("云泽市交通", "局2021年政府信息", "公开工作年度报告"), "云泽市交通局", f"云泽市交通局{_BARE}"),
        (("柳溪镇2021年度政府", "信息公开年报"), "柳溪镇人民政府", "柳溪镇2021年度政府信息公开年报"),
        ((_BARE, "南浦区人民政府办公室"), "南浦区人民政府办公室", _BARE),
        (("云泽市人民政府办公室", _BARE), "云泽市人民政府办公室", f"云泽市人民政府办公室{_BARE}"),
        (("南浦区政府办公室", _BARE), "南浦区人民政府办公室", f"南浦区政府办公室{_BARE}"),
        (("2021年南浦区林业局", "政府信息公开年报"), "南浦区林业局", "2021年南浦区林业局政府信息公开年报"),
        (("2021年西岭区", "司法局", "信息公开年报"), "西岭区司法局", "2021年西岭区司法局信息公开年报"),
    ],
)  # fmt: skip
def test_title_over_several_lines_is_one(lines: tuple[str, ...], body: str, title: str) -> None:
    found = of(*lines, "一、总体情况", "认真落实条例。")
    assert (found.body, found.title) == (body, title)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("关于发布西岭区统计局2018年政府信息公开工作年度报告的公告", "西岭区统计局"),
        ("东湖区人民政府办公室关于公布2018年政府信息公开工作年度报告的通知", "东湖区人民政府办公室"),
        ("南浦区司法局关于报送2018年政府信息公开工作年度报告的函", "南浦区司法局"),
        ("云泽市人民政府办公室关于印发云泽市人民政府2018年政府信息公开工作年度报告的通知", "云泽市人民政府"),
        ("云泽市交通局2018年政务信息公开年度报告", "云泽市交通局"),
        ("2018年度西岭区水利局政务信息公开工作年度报告", "西岭区水利局"),
        ("南浦区城市管理局2018年度政务信息公开年报", "南浦区城市管理局"),
        ("东湖区柳溪镇人民政府2018年政务信息公开工作报告", "柳溪镇人民政府"),
        ("云泽市体育局2018年政务公开工作总结报告", "云泽市体育局"),
        ("云泽市东湖区人民政府信息公开工作年度报告（2018年）", "云泽市东湖区人民政府"),
        ("2018年西岭区人民政府信息公开年报", "云泽市西岭区人民政府"),
        ("云泽市人民政府信息公开2018年度报告", "云泽市人民政府"),
        ("2018年度柳溪镇人民政府信息公开工作年度报告", "柳溪镇人民政府"),
        ("云泽市教育局（体育局）2018年政府信息公开工作年度报告", "云泽市教育局（体育局）"),
        ("云泽市第一人民医院2018年信息公开工作年度报告", "云泽市第一人民医院"),
        ("云泽大学2017-2018学年信息公开工作年度报告", "云泽大学"),
        ("云泽湖风景名胜区管理委员会2018年政府信息公开年报", "云泽湖风景名胜区管理委员会"),
        ("东湖区新桥街道2018年政府信息公开工作年度报告", "东湖区新桥街道办事处"),
    ],
)
def test_words_around_a_title_are_nobodys_name(title: str, body: str) -> None:
    found = of(title, "一、总体情况", "认真落实条例。")
    assert (found.body, is_doubted(found)) == (body, False)


@pytest.mark.parametrize(
    ("contact", "rest", "body", "doubted"),
    [
        ("请与东湖区柳溪镇人民政府党政办公室联系（地址：柳溪镇）。", "我镇公开。", "柳溪镇人民政府", False),
        ("请联系柳溪镇便民服务中心，电话：000。", "云泽市东湖区柳溪镇。", "柳溪镇人民政府", False),
        ("请与西岭区教育局办公室联系（电话：000）。", "我局认真落实条例。", "西岭区教育局", False),
        ("请与云泽经济开发区党政办公室联系（电话：000）。", "认真落实条例。", "云泽经济开发区", False),
        ("请与西岭区人民政府办公室联系（电话：000）。", "我区公开信息。", "云泽市西岭区人民政府", False),
        ("请与西岭区人民政府办公室联系（电话：000）。", "公开信息3条。", "云泽市西岭区人民政府", True),
        ("请与西岭区政府办公室联系（电话：000）。", "我办认真落实条例。", "西岭区人民政府办公室", False),
    ],
)  # fmt: skip
def test_contact_answers_for_its_organ(contact: str, rest: str, body: str, doubted: bool) -> None:
    found = of(_BARE, contact, "一、总体情况", rest)
    assert (found.body, is_doubted(found)) == (body, doubted)


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        (("审计署2010年审计信息公开工作年度报告",), "审计署"),
        (("云泽市环境保护局2015年环境信息公开工作年度报告",), "云泽市环境保护局"),
        (("云泽市教育局2016年度教育系统信息公开年度报告",), "云泽市教育局"),
        (("海关总署（本级）2020年政府信息公开工作年度报告",), "海关总署"),
        (("西岭区财政局（局机关）2021年政府信息公开工作年度报告",), "西岭区财政局"),
        (("国家档案局（本级机关）2021年政府信息公开工作年度报告",), "国家档案局"),
        (("特向社会公布2013年财政部政府信息公开工作年度报告。",), "财政部"),
        (("现将水利部2021年政府信息公开年度报告公布如下。",), "水利部"),
        (("编制了2021年度审计署政府信息公开工作年度报告。",), "审计署"),
        (("商务部", _BARE), "商务部"),
        (("中国人民银行宜君县支行", _BARE), "中国人民银行宜君县支行"),
        ((_BARE, "请联系审计署办公厅政务公开处，地址：北京市。"), "审计署"),
        ((_BARE, "请与教育部办公厅联系（电话：000）。"), "教育部"),
        ((_BARE, "请与国家档案局办公厅联系（电话：000）。"), "国家档案局"),
        ((_BARE, "请与云泽市人民政府办公厅联系（电话：000）。我市公开信息。"), "云泽市人民政府"),
    ],
)
def test_ministry_and_its_office_are_one(lines: tuple[str, ...], body: str) -> None:
    assert of(*lines, "一、总体情况", "公开信息3条。").body == body


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        (("云泽高新区2010年政府信息公开年报", "本年报由云泽高新区管委会编制。"), "云泽高新区管委会"),
        (("云泽高新区2010年政府信息公开年报", "由区管理委员会办公室编制。"), "云泽高新区管理委员会"),
        (("云泽临港产业园2021年政府信息公开年报", "我管委会公开3条。"), "云泽临港产业园管委会"),
        (("平潭综合实验区2021年政府信息公开年报", "区党工委管委会公开3条。"), "平潭综合实验区管委会"),
        (("云泽高新区2010年政府信息公开年报", "公开3条。"), "云泽高新区"),
    ],
)
def test_committee_of_a_zone_is_named_as_the_text_calls_it(lines: tuple[str, ...], body: str) -> None:
    assert of(*lines, "一、总体情况").body == body


@pytest.mark.parametrize(
    "preamble",
    [
        "现公布2017年度云泽市公安局政府信息公开工作年度报告，内容涵盖云泽市公安局西岭区分局的公开情况。",
        "由云泽市公安局编制，反映云泽市公安局西岭区分局全年政府信息公开情况。",
        "现公布云泽市公安局2017年政府信息公开年度报告。如有疑问，请与云泽市公安局西岭区分局联系。",
    ],
)
def test_branch_is_not_the_organ_of_its_city(preamble: str) -> None:
    found = of(preamble, "一、概述", "我局公开信息3条。")
    assert (found.body, is_doubted(found)) == ("云泽市公安局西岭区分局", False)
    listed = "甲乙两处：云泽市公安局东湖区分局、云泽市公安局南浦区分局。"
    assert of(f"由云泽市公安局编制。{listed}", "一、概述", "我局公开3条。").body == "云泽市公安局"


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        ("本报告电子版在云泽市人社局门户网站发布。", "云泽市人社局"),
        ("年报可从“云泽市司法局”网站下载。", "云泽市司法局"),
        ("报告全文通过西岭区统计局政务网公开。", "西岭区统计局"),
        ("安排2名民警承担宜君县公安局政府信息公开工作。", "宜君县公安局"),
        ("加强宜君县水务局的政务信息公开工作，配备人员。", "宜君县水务局"),
        ("将宜君县档案局的信息公开工作纳入考核。", "宜君县档案局"),
    ],
)
def test_only_site_or_work_named_is_likely(sentence: str, body: str) -> None:
    found = of(_BARE, sentence, "一、总体情况", "我局公开信息3条。")
    assert (found.body, is_doubted(found)) == (body, True)


@pytest.mark.parametrize(
    "sentence",
    [
        "2021年我局积极做好政务信息公开工作，公开信息3条。",
        "某某网上娱乐官网入口卫生健康局2021年度政府信息公开工作报告",
        "各部门按照条例要求，全面推进信息公开。",
        "按照上级部门要求，结合本单位实际编制本报告。",
        "如有疑问，请联系学校信息公开办公室（电话：0000000）。",
        "如有疑问，请与公司办公室联系。",
        "如有疑问，请与委员会政务公开办公室联系。",
    ],
)
def test_what_names_no_organ_gives_no_body(sentence: str) -> None:
    found = of(_BARE, sentence, "一、总体情况", "我局公开信息3条。")
    assert (found.body, is_doubted(found)) == ("", True)


def test_what_is_only_likely_is_said() -> None:
    subject = of("2021年，云泽市公共交通集团有限公司认真贯彻条例。", "一、总体情况", "集团公开信息3条。")
    assert (subject.body, is_doubted(subject)) == ("云泽市公共交通集团有限公司", True)
    place = of(_BARE, "本报告可在云泽市东湖区人民政府门户网站下载。", "一、总体情况", "公开信息3条。")
    assert (place.body, is_doubted(place)) == ("云泽市东湖区人民政府", True)
    source = of(_BARE, "一、总体情况", "公开信息3条。", source="云泽市东湖区农业农村局")
    assert (source.body, is_doubted(source)) == ("云泽市东湖区农业农村局", True)


@pytest.mark.parametrize(
    ("given", "said", "body"),
    [
        # 新华区, 桥头镇 and 城关镇 are more than one.
        ("——2022年4月26日在新华区第十一届人民代表大会第一次会议上", "区人民政府", "新华区人民政府"),
        ("2021年2月4日在新华区十一届人大一次会议上", "区人民政府", "新华区人民政府"),
        ("2022年1月8日", "桥头镇人民政府", "桥头镇人民政府"),
        ("2022年1月8日", "城关镇人民政府", "城关镇人民政府"),
        ("——在县第十五届人民代表大会第三次会议上", "县人民政府", ""),
        ("——在我区第十五届人民代表大会第三次会议上", "镇人民政府", ""),
    ],
)
def test_work_report_of_a_place_that_is_not_the_only_one_names_its_government(
    given: str, said: str, body: str
) -> None:
    lines = ("政府工作报告", given, "各位代表：", f"现在，我代表{said}，向大会报告工作，请予审议。")
    assert of(*lines, "一、2021年工作回顾", "路通了。", kind=Kind.WORK).body == body


@pytest.mark.parametrize(
    ("congress", "presents"),
    [
        (
            "——2023年1月4日在平潭综合实验区人大工作会议暨平潭县第十八届人民代表大会第二次会议上",
            "现在，我代表平潭综合实验区管委会，向大会作报告。",
        ),
        (
            "——2023年1月4日在平潭县第十八届人民代表大会第二次会议上",
            "各位代表：现在，我代表平潭综合实验区管理委员会、平潭县人民政府，向大会报告工作，请予审议。",
        ),
        (
            "2023年1月4日在平潭县第十八届人大第二次会议暨平潭综合实验区工作会议上",
            "我受平潭综合实验区管委会委托，代表平潭综合实验区管委会作工作报告。",
        ),
        (
            "（2023年1月4日 平潭综合实验区主任 某某）",
            "我谨代表平潭综合实验区党工委、管委会向会议报告工作。",
        ),
    ],
)
def test_administration_of_a_zone_presents_its_work_report(congress: str, presents: str) -> None:
    found = of("政府工作报告", congress, presents, kind=Kind.WORK)
    assert found.region is not None
    assert (found.region.name, "平潭综合实验区" in found.body) == ("平潭综合实验区", True)


def test_government_presents_its_work_report() -> None:
    found = of("政府工作报告", "现在，我代表云泽市人民政府，向大会作报告。", kind=Kind.WORK)
    assert found.body == "云泽市人民政府"


@pytest.mark.parametrize(
    ("lines", "speaks", "body"),
    [
        (("宜君县市场监督", "管理局2021年政府信息公开工作年度报告"), "我局", "宜君县市场监督管理局"),
        (("宜君县", "人民政府办公室", _BARE), "我办", "宜君县人民政府办公室"),
        (("西岭区民政局政府信息公开年度报告", "（2021年度）"), "我局", "西岭区民政局"),
        (("宜君县档案局关于", "2021年度政府信息公开工作的报告"), "我局", "宜君县档案局"),
        ((_BARE, "报告单位：宜君县档案局"), "我局", "宜君县档案局"),
        ((_BARE, "填报单位：宜君县水务局"), "我局", "宜君县水务局"),
        ((_BARE, "我局（宜君县档案局）根据条例编制本报告。"), "我局", "宜君县档案局"),
        ((_BARE, "根据条例，结合宜君县档案局工作实际，编制本报告。"), "我局", "宜君县档案局"),
        ((_BARE, "按照宜君县人民政府办公室要求，宜君县审计局编制了本报告。"), "我局", "宜君县审计局"),
        ((_BARE, "宜君县信访局（以下简称“我局”）严格贯彻条例。"), "我局", "宜君县信访局"),
        ((_BARE, "如有疑问，请与宜君县哭泉镇人民政府督考办公室联系。"), "我镇", "哭泉镇人民政府"),
        ((_BARE, "如有疑问，请与哭泉镇党政综合办公室联系（电话：000）。"), "我镇", "哭泉镇人民政府"),
        ((_BARE, "联系单位：宜君县哭泉镇政府，联系电话：000。"), "我镇", "哭泉镇人民政府"),
        (("国网宜君县供电公司2021年政府信息公开年报",), "公司", "国网宜君县供电公司"),
        (("铜川市第一中学2021年信息公开工作年度报告",), "我校", "铜川市第一中学"),
        (("铜川市住房公积金管理中心2021年政府信息公开年报",), "我中心", "铜川市住房公积金管理中心"),
        (("铜川市残疾人联合会2021年政府信息公开年报",), "我会", "铜川市残疾人联合会"),
        ((_BARE, "2021年，铜川市人民医院认真贯彻条例。"), "我院", "铜川市人民医院"),
        ((_BARE, "请与铜川市人民医院党政办公室联系（电话：000）。"), "我院", "铜川市人民医院"),
        (("宜君县政务公开2021年度工作报告",), "我县", "宜君县人民政府"),
        (("和平区教育局2021年政府信息公开年报",), "我局", "和平区教育局"),
        (
            ("国务院办公厅关于印发报告格式的通知", "宜君县信访局2021年政府信息公开年报"),
            "我局",
            "宜君县信访局",
        ),
    ],
)  # fmt: skip
def test_issuer_is_found_in_other_words(lines: tuple[str, ...], speaks: str, body: str) -> None:
    found = of(*lines, "一、总体情况", f"{speaks}公开信息3条。", "六、其他需要报告的事项", "无。")
    assert (found.body, found.year) == (body, 2021)


@pytest.mark.parametrize(
    "signature",
    [
        ("宜君县档案局", "2022年1月20日"),
        ("宜君县档案局 2022年1月20日",),
        ("宜君县档案局（盖章）",),
        ("（宜君县档案局）",),
    ],
)
def test_signature_names_the_issuer(signature: tuple[str, ...]) -> None:
    found = of(_BARE, "一、总体情况", "公开信息3条。", "六、其他需要报告的事项", "无。", *signature)
    assert (found.body, is_doubted(found)) == ("宜君县档案局", False)


def test_title_without_a_place_is_completed_by_the_sentences() -> None:
    name = "云泽市月湖风景区管理委员会市场监督管理局"
    found = of(
        "一、总体情况",
        f"2021年，{name}认真贯彻条例。",
        f"{name}坚持依法公开，全年公开信息64条。",
        title="市场监督管理局2021年政府信息公开工作年度报告",
    )
    assert found.body == name
    assert not is_doubted(found)


def test_letter_with_a_report_names_who_sends_it() -> None:
    found = of(
        "市信息化办公室：",
        "现将有关工作情况汇报如下：",
        "一、基本情况",
        "2014年，我局公开信息12条。",
        title="云泽市水务局关于2014年度政府信息公开年度报告的函",
    )
    assert found.body == "云泽市水务局"


def test_label_that_ran_together_with_the_title_is_no_part_of_a_name() -> None:
    found = of(
        "标题西岭区柳溪乡2022年政府信息公开工作年度报告",
        "一、总体情况",
        "2022年，我乡公开信息12条。",
        title="标题西岭区柳溪乡2022年政府信息公开工作年度报告",
    )
    assert "标题" not in found.body
    assert found.body.endswith("柳溪乡人民政府")


@pytest.mark.parametrize(
    "sentence",
    ["截止2021年12月31日，共收到2宗申请。", "柳溪街2021年主动公开政府信息606条。"],
)
def test_figures_say_the_year_where_nothing_else_does(sentence: str) -> None:
    found = of("一、总体情况", "柳溪街认真贯彻条例。", sentence)
    assert found.year == 2021
