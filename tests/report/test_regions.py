"""Divisions by present and former names; what is ambiguous stays so."""

from __future__ import annotations

import pytest

from indexer.report.regions import read_divisions, shorten


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("从化区", ("广东省", "广州市", "从化区")),
        ("从化市", ("广东省", "广州市", "从化区")),
        ("从化", ("广东省", "广州市", "从化区")),
        ("广州市/从化区", ("广东省", "广州市", "从化区")),
        ("广州市从化区", ("广东省", "广州市", "从化区")),
        ("大丰市", ("江苏省", "盐城市", "大丰区")),
        ("荣昌县", ("重庆市", "荣昌区")),
        ("襄樊市", ("湖北省", "襄阳市")),
        ("洪泽县", ("江苏省", "淮安市", "洪泽区")),
        ("莱芜市", ("山东省", "济南市", "莱芜区")),
        ("平潭县", ("福建省", "福州市", "平潭县")),
        ("平潭综合实验区", ("福建省", "平潭综合实验区")),
        ("浦东新区", ("上海市", "浦东新区")),
        ("上海", ("上海市",)),
        ("内蒙古", ("内蒙古自治区",)),
        ("新疆", ("新疆维吾尔自治区",)),
        ("南京市鼓楼区", ("江苏省", "南京市", "鼓楼区")),
        ("云泽市东湖区", ("示例省", "云泽市", "东湖区")),
        ("南浦县", ("示例省", "云泽市", "南浦区")),
        ("全国", ("全国",)),
        ("從化區", ("广东省", "广州市", "从化区")),
        ("乾县", ("陕西省", "咸阳市", "乾县")),
        ("干县", ("陕西省", "咸阳市", "乾县")),
    ],
)
def test_name_means_one_region(name: str, path: tuple[str, ...]) -> None:
    assert [region.path for region in read_divisions().find(name)] == [path]


def test_namesakes_are_all_given() -> None:
    cities = {region.path[1] for region in read_divisions().find("鼓楼区")}
    assert cities == {"南京市", "徐州市", "福州市", "开封市"}
    assert len(read_divisions().find_codes("鼓楼区")) == 4


def test_within_a_region_a_namesake_is_one() -> None:
    (fuzhou,) = read_divisions().find("福州市")
    assert [region.code for region in read_divisions().find("鼓楼区", fuzhou)] == ["350102"]


@pytest.mark.parametrize(
    "name", ["", "亚特兰蒂斯区", "区", "市", "从", "广州市亚特兰蒂斯区", "/", "//", "a" * 500]
)
def test_unknown_name_means_nothing(name: str) -> None:
    assert read_divisions().find(name) == ()


def test_every_value_means_just_its_own_division() -> None:
    table = read_divisions()
    codes = [code for name in table.list_names() for code in table.find_exact_codes(name) if len(code) == 6]
    assert len(set(codes)) > 3000
    assert [code for code in set(codes) if table.find_codes(table.to_value(code)) != (code,)] == []


def test_no_name_carries_a_note() -> None:
    assert [name for name in read_divisions().list_names() if "（" in name or "撤销" in name] == []


def test_shortened_names_keep_two_characters() -> None:
    assert [shorten(name) for name in ("广州市", "和县", "恩施土家族苗族自治州", "喀什地区")] == [
        "广州",
        "和县",
        "恩施",
        "喀什",
    ]
