"""Bodies of one level beside each other: sums, quartiles, places, and what is missing."""

from __future__ import annotations

import csv
import io
import json
from statistics import median

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from indexer.cli.main import nianbao
from indexer.figures.comparison import Point, find_item
from indexer.figures.distribution import name_level, summarize
from indexer.figures.results import Body, Heading
from indexer.report.report import Region
from indexer.settings import Settings

COUNTY = Region(("990000", "990100", "990101"), ("云省", "云泽市", "东湖区"))
CITY = Region(("990000", "990100"), ("云省", "云泽市"))


def _point(series: str, value: float | None) -> Point:
    reason = "" if value is not None else "原表此格空白，不能当作 0。"
    return Point(Heading("r", series, "", 2023, series, COUNTY), value, "", reason, "")


@given(st.lists(st.none() | st.integers(0, 500), max_size=12))
def test_what_has_no_number_counts_nowhere(values: list[int | None]) -> None:
    bodies = [Body(f"disclosure-{at}", f"机构{at}", COUNTY, (2023,)) for at in range(len(values) + 1)]
    points = [_point(body.series, value) for body, value in zip(bodies, values, strict=False)]
    [found] = summarize(find_item("3.new.total"), points, bodies, 2023)
    numbers = [value for value in values if value is not None]
    assert found.total == (sum(numbers) if numbers else None)
    assert len(found.missing) == len(bodies) - len(numbers)
    assert "没有收录 2023 年的报告" in found.missing[-1].reason  # the last body has no report at all
    if numbers:
        low, middle, high = found.quartiles or (0, 0, 0)
        assert min(numbers) <= low <= middle <= high <= max(numbers)
        assert middle == median(numbers)
    for body, value in zip(bodies, values, strict=False):
        place = None if value is None else 1 + sum(other > value for other in numbers)
        assert found.rank(body.series) == place


def test_levels_are_kept_apart() -> None:
    assert name_level("disclosure-990101", COUNTY) == "县级政府"
    assert name_level("disclosure-990100-云泽市生态环境局", CITY) == "市级部门等机构"
    assert name_level("disclosure-990101100", Region((*COUNTY.codes, "990101100"), ())) == "乡级政府"
    assert name_level("disclosure-云某镇", None) == "地区不明的政府"
    bodies = [Body("disclosure-990100", "市", CITY, ()), Body("disclosure-990101", "区", COUNTY, ())]
    points = [_point("disclosure-990100", 9), _point("disclosure-990101", 4)]
    found = summarize(find_item("3.new.total"), points, bodies, 2023)
    assert [(each.level, each.total) for each in found] == [("市级政府", 9), ("县级政府", 4)]


def test_rates_are_not_added_up() -> None:
    [found] = summarize(
        find_item("5.granted.rate"),
        [_point("disclosure-990101", 40)],
        [Body("disclosure-990101", "区", COUNTY, ())],
        2023,
    )
    assert found.total is None
    assert found.quartiles == (40, 40, 40)


def _run(settings: Settings, *args: str) -> str:
    result = CliRunner().invoke(nianbao, ["figures", *args, "--home", str(settings.home)])
    assert result.exit_code == 0, result.output
    return result.output


def test_items_of_the_tables_on_the_command_line(sample_settings: Settings) -> None:
    said = _run(sample_settings, "--item", "3.new.total", "--year", "2021")
    assert "县级政府 · 一、本年新收政府信息公开申请数量 · 总计：3 个有数，合计" in said
    lines = _run(sample_settings, "--item", "予以公开率", "--year", "2021", "--csv").lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(lines)))
    assert {row["指标"] for row in rows} == {"予以公开率（%）"}
    assert "1" in {row["同级位次"] for row in rows}
    made = json.loads(
        _run(sample_settings, "--item", "3.new.total", "--year", "2021", "--body", "东湖区", "--json")
    )
    assert {row["body"] for row in made["figures"]} >= {"云泽市东湖区人民政府"}
    assert made["spread"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--item", "收到申请"), "没有“收到申请”这一项"),
        (("--item", "予以"), "相近的有：予以公开率"),
        (("--item", "3.new.total", "--indicator", "gdp"), "一次只能用一种"),
        (("--item", "3.new.total", "--body", "无此地"), "没有“无此地”的统计表"),
    ],
)
def test_what_the_command_cannot_show_is_said(
    sample_settings: Settings, args: tuple[str, ...], said: str
) -> None:
    result = CliRunner().invoke(nianbao, ["figures", *args, "--home", str(sample_settings.home)])
    assert result.exit_code
    assert said in result.output + str(result.exception)
