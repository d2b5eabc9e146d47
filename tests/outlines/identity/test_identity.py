"""Year, body and region from what a document says; what it does not say stays empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.extraction import extract
from indexer.outlines.features import read_features
from indexer.outlines.identity import Identity, identify
from indexer.report.document import Block, Document
from indexer.report.doubt import Doubt, Topic
from indexer.report.regions import COUNTY, read_divisions
from indexer.report.report import BodyKind, Kind
from indexer.settings import Settings

_GOV, _DEP = BodyKind.GOVERNMENT, BodyKind.DEPARTMENT


def of(*lines: str, kind: Kind = Kind.DISCLOSURE, **metadata: str) -> Identity:
    return identify(read_features(Document(tuple(Block(line) for line in lines), lines[0], metadata)), kind)


@pytest.mark.parametrize(
    ("title", "year", "body", "kind", "place"),
    [
        ("平潭县人民政府2012年政府信息公开工作年度报告", 2012, "平潭县人民政府", _GOV, "平潭县"),
        ("2020年广州市从化区政府信息公开工作年度报告", 2020, "广州市从化区人民政府", _GOV, "从化区"),
        ("从化市2013年度政府信息公开年报", 2013, "从化市人民政府", _GOV, "从化区"),
        ("二〇二〇年湖口县政府信息公开工作年度报告", 2020, "湖口县人民政府", _GOV, "湖口县"),
        ("2025湖口县2025年度政府信息公开工作年度报告", 2025, "湖口县人民政府", _GOV, "湖口县"),
        ("云泽市生态环境局2021年政府信息公开年报", 2021, "云泽市生态环境局", _DEP, "云泽市"),
        ("广东省人民政府2019年政府信息公开工作年度报告", 2019, "广东省人民政府", _GOV, "广东省"),
        ("平潭综合实验区2020年政府信息公开年报", 2020, "平潭综合实验区", BodyKind.ZONE, "平潭综合实验区"),
        ("淮南市寿县人民政府2019年政府信息公开工作年度报告", 2019, "寿县人民政府", _GOV, "寿县"),
        ("2019年度和县政府信息公开年报", 2019, "和县人民政府", _GOV, "和县"),
        ("晋城市城区2019年政府信息公开工作年度报告", 2019, "晋城市城区人民政府", _GOV, "城区"),
        ("松原市乾安县财政局2019年政府信息公开年报", 2019, "松原市乾安县财政局", _DEP, "乾安县"),
        ("廣州市從化區2019年政府信息公開工作年度報告", 2019, "广州市从化区人民政府", _GOV, "从化区"),
        ("喀什地区2019年政府信息公开工作年度报告", 2019, "喀什地区行政公署", _GOV, "喀什地区"),
        ("山海关区卫生健康局2019年政府信息公开年报", 2019, "山海关区卫生健康局", _DEP, "山海关区"),
        ("教育部2019年政府信息公开工作年度报告", 2019, "教育部", _DEP, "全国"),
        ("云泽市税务局2019年政府信息公开年报", 2019, "云泽市税务局", BodyKind.AGENCY, "云泽市"),
        ("上海海关2022年政府信息公开工作年度报告", 2022, "上海海关", BodyKind.AGENCY, "上海市"),
    ],
)  # fmt: skip
def test_title_tells(title: str, year: int, body: str, kind: BodyKind, place: str) -> None:
    found = of(title, "一、总体情况", "本机关认真贯彻条例。")
    assert (found.year, found.body, found.body_kind) == (year, body, kind)
    assert found.region is not None
    assert found.region.name == place
    assert found.title == title


def test_a_year_to_come_is_doubted() -> None:
    found = of("云泽市2099年政府信息公开工作年度报告", "一、总体情况")
    assert found.year == 2099
    assert any("2099 晚于读取时" in doubt.sentence for doubt in found.doubts)
    past = of("云泽市2021年政府信息公开工作年度报告", "一、总体情况")
    assert not any("晚于" in doubt.sentence for doubt in past.doubts)


def test_period_beats_title_and_says_so() -> None:
    found = of("云泽市2021年政府信息公开工作年度报告", "统计期限自2020年1月1日起至2020年12月31日止。")
    assert found.year == 2020
    assert any("2021" in doubt.sentence and "2020" in doubt.sentence for doubt in found.doubts)


@pytest.mark.parametrize(
    "period",
    [
        "自2015年1月1日起至12月31日止",
        "从2015年1月1日至2015年12月31日止",
        "为:2015年1月1日至2015年12月31日",
        "自二〇一五年5月1日起至二〇一五年12月31日止",
    ],
)
def test_period_is_read_as_it_is_written(period: str) -> None:
    found = of("引言", f"本报告中所列数据的统计期限{period}。", "2014年以来，我区公开有序。")
    assert found.year == 2015


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (("云泽大学2020-2021学年信息公开工作年度报告", "统计期限为2020年9月1日到2021年8月31日止。"), 2021),
        (("信息公开工作报告", "编制了云泽大学2020—2021学年度信息公开工作报告。"), 2021),
        (("2020年-2021年学年度信息公开年报", "一、概述"), 2021),
        (("政府信息公开年报", "统计期限自2021年1月1日起至2021年12月20日止。"), 2021),
        (("政府信息公开年报", "统计时间为2021年1月4日至2021年12月30日。"), 2021),
        (("政府信息公开年报", "统计数据截止时间：2021年1月1日至11月30日。"), 2021),
        (("政府信息公开年报", "所列数据的统计期限从2021年1月1日起到2021年12月25日止。"), 2021),
        (("政府信息公开年报", "本报告统计时段：2021年3月1日—2021年12月15日，由我院编制。"), 2021),
        (("政府信息公开年报", "结合我校2021年信息公开工作实际执行情况，特编制本报告。"), 2021),
        (("政府信息公开年报", "根据2021年政务公开工作要点编制。", "一、总体情况"), None),
        (("政府信息公开年报", "加强领导。2021年，更新信息169条。同时，2021年6月开设专栏。"), 2021),
        (("政府信息公开年报", "认真落实条例。2021年未收到申请。", "完善制度；2021年，公开3条。"), 2021),
        (("政府信息公开年报", "一是抓好公开。2021年，公开3条。2022年，将继续努力。"), 2021),
        (("政府信息公开年报", "公开信息。2020年，公开3条。2021年，公开5条。"), None),
    ],
)
def test_year_of_schools_and_of_short_periods(lines: tuple[str, ...], year: int | None) -> None:
    assert of(*lines).year == year


def test_short_names_of_banners_and_counties_are_known() -> None:
    for title, place in (
        ("莫旗民政局2022年政府信息公开工作年度报告", "莫力达瓦达斡尔族自治旗"),
        ("鄂温克旗人民政府2022年政府信息公开工作年度报告", "鄂温克族自治旗"),
        ("鄂温克族自治旗2022年政府信息公开工作年度报告", "鄂温克族自治旗"),
        ("科左中旗教育局2022年政府信息公开工作年度报告", "科尔沁左翼中旗"),
        ("峨边县财政局2022年政府信息公开工作年度报告", "峨边彝族自治县"),
    ):
        found = of(title, "一、总体情况").region
        assert found is not None
        assert found.name == place


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (("报告可在湖口县人民政府门户网站下载。", "地址：九江市浔阳区一路1号"), "湖口县"),
        (("请联系湖口县政务服务中心。", "我县公开信息3条。"), "湖口县"),
        (("地址：江西省九江市湖口县三里街1号；电话：000", "我局公开信息3条。"), "湖口县"),
        (
            ("安徽舒城经济开发区管理委员会编制。", "如有疑问，请与安徽舒城经济开发区党政办公室联系。"),
            "舒城县",
        ),
        (("由永川高新技术产业开发区管理委员会编制。", "公开信息3条。"), "永川区"),
    ],
)
def test_region_is_read_from_site_contact_address_and_zone(lines: tuple[str, ...], place: str) -> None:
    found = of("2022年政府信息公开工作年度报告", *lines).region
    assert found is not None
    assert found.name == place


def test_date_of_publication_is_never_the_year() -> None:
    found = of("政府信息公开年报", "一、总体情况", "认真落实条例。", published="2021-01-29 10:00")
    assert (found.year, found.published) == (None, "2021-01-29")
    assert any("年度" in doubt.sentence for doubt in found.doubts)


def test_namesake_is_not_guessed() -> None:
    found = of("鼓楼区2020年政府信息公开工作年度报告", "一、总体情况")
    assert found.region is None
    assert any("鼓楼区" in doubt.sentence for doubt in found.doubts)


def test_namesake_is_told_apart_by_the_site() -> None:
    found = of("鼓楼区2020年政府信息公开工作年度报告", "一、总体情况", site="徐州市鼓楼区人民政府")
    assert found.region is not None
    assert found.region.path == ("江苏省", "徐州市", "鼓楼区")


def test_address_of_an_office_is_not_its_region() -> None:
    contact = "如有疑问，请与深圳市水务局办公室联系（地址：深圳市福田区莲花路1号；电话：0755）。"
    found = of("2020年政府信息公开工作年度报告", contact, "一、总体情况")
    assert found.region is not None
    assert (found.body, found.region.name) == ("深圳市水务局", "深圳市")
    found = of("市场监管局2023年政府信息公开工作年度报告", "联系地址：安徽省合肥市肥东县店埠镇。")
    assert found.region is not None
    assert found.region.name == "肥东县"
    assert any("联系地址" in doubt.sentence for doubt in found.doubts)
    found = of("2023年政府信息公开工作年度报告", "我局认真落实条例。", "联系地址：合肥市包河区一路1号。")
    assert found.region is None  # a city's bureau has its rooms in a district


def test_town_is_found_below_its_county() -> None:
    found = of("东湖区柳溪镇人民政府2020年政府信息公开工作年度报告", "云泽市东湖区柳溪镇位于城东。")
    assert found.region is not None
    assert found.region.path == ("示例省", "云泽市", "东湖区", "柳溪镇")
    assert found.body_kind is BodyKind.TOWNSHIP


@pytest.mark.parametrize(
    ("lines", "body", "kind"),
    [
        (("引言", "本报告由云泽市东湖区审计局编制。"), "云泽市东湖区审计局", _DEP),
        (("引言", "本报告由云泽市南浦区人民政府办公室编制。"), "云泽市南浦区人民政府", _GOV),
        (("引言", "云泽市西岭区。", "本报告由区统计局编制。"), "西岭区统计局", _DEP),
        (
            ("引言", "我局认真落实条例。", "云泽市水利局", "2021年1月12日"),
            "云泽市水利局",
            _DEP,
        ),
        (("引言", "请联系：云泽市东湖区政务公开办，电话：000。"), "云泽市东湖区人民政府", _GOV),
    ],
)
def test_body_is_found_in_the_text(lines: tuple[str, ...], body: str, kind: BodyKind) -> None:
    found = of(*lines)
    assert (found.body, found.body_kind) == (body, kind)


def test_department_that_does_not_name_itself_is_not_the_government() -> None:
    found = of(
        "按照云泽市西岭区人民政府办公室通知编制本报告。", "一、总体情况", "我局公开信息73条，本局认真办理。"
    )
    assert found.region is not None
    assert (found.region.name, found.body, found.body_kind) == ("西岭区", "", _DEP)
    assert Doubt(Topic.BODY, "未能确定发布机构。") in found.doubts


def test_sentence_of_reasons_is_no_body() -> None:
    found = of("根据《中华人民共和国政府信息公开条例》编制2025年政府信息公开工作年度报告", "一、总体情况")
    assert found.body == ""


def test_only_town_of_its_name_is_found_and_said() -> None:
    found = of("下管镇2009年政府信息公开年度报告", "我镇认真落实条例。")
    assert found.region is not None
    assert found.region.path == ("浙江省", "绍兴市", "上虞区", "下管镇")
    assert found.body == "下管镇人民政府"
    assert any("同名乡镇" in doubt.sentence for doubt in found.doubts)


def test_every_county_is_read_from_a_title_that_leads_with_its_city() -> None:
    table = read_divisions()
    names = {code for name in table.list_names() for code in table.find_exact_codes(name)}
    counties = [
        region for code in names if table.find_level(code) == COUNTY and (region := table.find_by_code(code))
    ]
    assert len(counties) > 2800
    titles = [f"{''.join(region.path[-2:])}2019年政府信息公开工作年度报告" for region in counties]
    found = {title: of(title, "一、总体情况").region for title in titles}
    assert [title for title, region in zip(titles, counties, strict=True) if found[title] != region] == []


@pytest.mark.parametrize(
    ("lines", "year", "place"),
    [
        (
            ("政府工作报告", "——2019年3月5日在第十三届全国人民代表大会第二次会议上", "国务院总理 某某"),
            2019,
            "全国",
        ),
        (("政府工作报告", "——2024年1月22日在山东省第十四届人民代表大会第二次会议上"), 2024, "山东省"),
        (("2010年东莞市政府工作报告", "各位代表："), 2010, "东莞市"),
        (("云泽市政府工作报告", "2018年12月28日在云泽市第三届人民代表大会第四次会议上"), 2019, "云泽市"),
        (("政府工作报告", "新疆维吾尔自治区主席 某某", "一、2023年工作回顾"), 2024, "新疆维吾尔自治区"),
    ],
)
def test_work_report_is_of_its_year_of_delivery(lines: tuple[str, ...], year: int, place: str) -> None:
    found = of(*lines, kind=Kind.WORK)
    assert found.year == year
    assert found.region is not None
    assert found.region.name == place


def test_nothing_said_is_nothing_known() -> None:
    found = of("政府工作报告", "各位代表：", kind=Kind.WORK)
    assert (found.year, found.body, found.region) == (None, "", None)
    assert len(found.doubts) >= 2


def test_real_files(real: Path) -> None:
    district = next((real / "real").glob("000_*.txt"))
    found = identify(
        read_features(extract(district.read_bytes(), district.name, Settings())), Kind.DISCLOSURE
    )
    assert found.region is not None
    assert (found.year, found.region.path) == (2020, ("广东省", "广州市", "从化区"))
    for path in sorted((real / "real" / "work-reports").glob("*.txt")):
        found = identify(read_features(extract(path.read_bytes(), path.name, Settings())), Kind.WORK)
        assert found.region is not None
        assert (found.year, found.region.name) == (int(path.stem), "全国")


@pytest.mark.parametrize(
    "lines",
    [
        ("中山路街道2021年政府信息公开工作年度报告", "2021年，街道认真落实条例。"),
        ("2021年政府信息公开工作年度报告", "（一）赴深圳市学习考察。", "2021年，我局认真落实条例。"),
        ("2021年政府信息公开工作年度报告", "2021年，我局推广三明医改经验，加强与上海市有关单位的联系。"),
        ("朝阳2020年政府信息公开工作年度报告", "2020年，我区认真落实条例。"),
        ("鼓楼区司法局2020年政府信息公开工作年度报告", "2020年，赴南京市考察学习。"),
    ],
)
def test_what_only_sounds_like_a_place_is_none(lines: tuple[str, ...]) -> None:
    found = of(*lines)
    assert found.region is None
    assert any("行政区划" in doubt.sentence or "不止一处" in doubt.sentence for doubt in found.doubts)


def test_prefecture_is_found_below_its_province_by_its_everyday_name() -> None:
    found = of("四川省凉山州2020年政府信息公开工作年度报告")
    assert found.region is not None
    assert found.region.path == ("四川省", "凉山彝族自治州")


@pytest.mark.parametrize("line", ["2021年1月15日", "2021年，我县将加强培训。"])
def test_signature_and_plans_are_not_the_year(line: str) -> None:
    assert (
        of("湖口县人民政府政府信息公开工作年度报告", "一、总体情况", "我县认真落实条例。", line).year is None
    )
