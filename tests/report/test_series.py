"""One body is one series under all its names; its ids keep the name that a report states."""

from __future__ import annotations

import pytest

from indexer.report.identifier import identify
from indexer.report.regions import read_divisions
from indexer.report.report import BodyKind, Kind, Report
from indexer.report.series import Aliases, find_series, load_register, strip_place

_DEP = BodyKind.DEPARTMENT


def series(body: str, kind: BodyKind = _DEP, region: str = "西岭区", aliases: Aliases | None = None) -> str:
    place = read_divisions().find(region)[0]
    report = Report(Kind.DISCLOSURE, "disclosure_2021", "", 2023, body, kind, place, ())
    return find_series(report, identify(report, "0" * 64), aliases or Aliases())


@pytest.mark.parametrize(
    "names",
    [
        ("西岭区教育局", "云泽市西岭区教育局", "西岭区教育局（体育局）", "西岭区教育体育局"),
        ("西岭区发展和改革局", "西岭区发展改革局", "西岭区发改局", "云泽市西岭区发展与改革局"),
        ("西岭区卫生健康局", "西岭区卫生计生局", "西岭区卫生和计划生育局", "西岭区卫生局", "西岭区卫健局"),
        ("西岭区自然资源局", "西岭区国土资源局", "云泽市西岭区自然资源和规划局"),
        ("西岭区人民政府办公室", "西岭区政府办公室", "云泽市西岭区人民政府办公室"),
        ("西岭区高新区", "西岭区高新区管委会", "云泽市西岭区高新区管理委员会", "西岭区高新区党工委管委会"),
        ("西岭区临港产业园", "西岭区临港产业园管委会", "西岭区临港产业园管理委员会"),
    ],
)  # fmt: skip
def test_names_of_one_body_are_one_series(names: tuple[str, ...]) -> None:
    assert {series(name) for name in names} == {f"disclosure-990102-{names[0]}"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("西岭区教育局", "西岭区财政局"),
        ("西岭区科学技术局", "西岭区教育局"),
        ("西岭区人民政府办公室", "西岭区司法局"),
        ("西岭区石门街道办事处", "西岭区新桥街道办事处"),
    ],
)
def test_bodies_stay_apart(one: str, other: str) -> None:
    assert series(one) != series(other)
    assert series("云泽市教育局", region="云泽市") != series("西岭区教育局")


def test_former_names_of_a_place_are_left_out_too() -> None:
    assert series("南浦县农业局", region="南浦区") == series("云泽市南浦区农业农村局", region="南浦区")
    assert strip_place("南浦桥中心小学", read_divisions().find("南浦区")[0]) == "桥中心小学"


def test_government_has_the_series_of_its_place() -> None:
    assert series("云泽市西岭区人民政府", BodyKind.GOVERNMENT) == "disclosure-990102"


@pytest.mark.parametrize("name", ["西岭区石门街道办事处", "西岭区新桥镇人民政府", "云泽经济开发区管理委员会"])
def test_town_or_zone_that_no_list_has_never_takes_its_districts_place(name: str) -> None:
    kind = BodyKind.ZONE if "开发区" in name else BodyKind.TOWNSHIP
    assert series(name, kind) not in ("disclosure-990102", series("西岭区教育局"))
    assert series("柳溪镇人民政府", BodyKind.TOWNSHIP, "东湖区/柳溪镇") == "disclosure-990101100"


def test_staff_add_to_the_register_and_take_exception_to_it() -> None:
    told = Aliases(
        {("990102", "督查局"): "审计局", ("990102", "教育体育局"): "教育体育局", ("", "甲办"): "乙办"}
    )
    assert series("西岭区督查局", aliases=told) == series("云泽市西岭区审计局", aliases=told)
    assert series("西岭区教育体育局", aliases=told) != series("西岭区教育局", aliases=told)
    assert series("南浦区教育体育局", region="南浦区", aliases=told) == series(
        "南浦区教育局", region="南浦区"
    )
    assert series("西岭区甲办", aliases=told) == series("西岭区乙办")


def test_register_ends_in_names_that_lead_nowhere_else() -> None:
    register = load_register()
    assert len(register) > 100
    for name in register:
        end = Aliases().resolve(name, "")
        assert register.get(end, end) == end
