"""`/figures`: numbers beside numbers, each one click from its cell; a reason where they do not compare."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from indexer.commitments.source_report import SourceReport
from indexer.figures.results import Body
from indexer.indicators.record import IndicatorBody
from indexer.report.report import Kind
from tests.web.visitor import get
from web.display.figures.form import make_form, merge_bodies
from web.parameters.figures import FiguresAsked

EAST = "/figures?body=disclosure-990101"


def _rows(page: BeautifulSoup) -> dict[str, list[str]]:
    rows = page.select("#table tbody tr")
    return {_head(row): [cell.get_text(" ", strip=True) for cell in row.select("td")] for row in rows}


def _head(row: Tag) -> str:
    head = row.find("th")
    assert head is not None
    return head.get_text(strip=True)


def test_one_body_over_the_years(client: FlaskClient) -> None:
    page = get(client, EAST)
    rows = _rows(page)
    assert list(rows) == [f"{year} 年" for year in range(2019, 2025)]  # from the first year with data
    assert "2015、2017 年的报告没有这一格" in page.get_text()
    assert [rows[f"{year} 年"][0] for year in range(2019, 2025)] == ["90", "101", "107", "116", "126", "127"]
    assert len(page.select(".chart svg")) == 2
    assert page.select_one(".chart-wide svg") is not None
    assert {text.get_text() for text in page.select(".chart-wide .text-overlay text")} >= {"90", "127"}
    assert page.select("svg script, svg style, [style]") == []


def test_every_number_leads_to_its_cell(client: FlaskClient) -> None:
    links = get(client, f"{EAST}&item=3.done.natural").select("#table td a[href*='#s']")
    assert len(links) == 6
    for link in links:
        path, _, anchor = str(link["href"]).partition("#")
        line = get(client, path).find(id=anchor)
        assert line is not None
        assert link.get_text() in line.get_text()


def test_bodies_side_by_side_in_one_year(client: FlaskClient) -> None:
    page = get(client, "/figures?year=2021&district=云泽市&item=3.new.total&item=4.review.total")
    rows = _rows(page)
    assert len(rows) == 6
    assert all(len(cells) == 2 for cells in rows.values())
    assert rows["云泽市西岭区人民政府"][0] == "63"
    assert len(page.select(".chart")) == 2
    body = page.select("#table tbody th a")[0]
    assert "body=disclosure-" in str(body["href"])
    assert get(client, str(body["href"])).select(".chart")


def test_several_bodies_over_the_years_have_a_line_each(client: FlaskClient) -> None:
    page = get(client, f"{EAST}&body=disclosure-990102&item=3.new.total&applicant=natural")
    assert [item.get_text(strip=True) for item in page.select(".key li")] == [
        "云泽市东湖区人民政府",
        "云泽市西岭区人民政府",
    ]
    assert page.select(".chart-wide .serie-1 circle")
    assert "自然人" in page.get_text()
    assert _rows(page)["2024 年"][1].startswith("–")


def test_formats_that_do_not_compare_are_refused_with_the_reason(client: FlaskClient) -> None:
    page = get(client, f"{EAST}&item=2.regulations.issued")
    assert "不能前后相比" in page.select(".notice")[0].get_text()
    rows = _rows(page)
    assert "2020 年" not in rows  # its form has no such cell: the list begins where there is one
    assert rows["2021 年"] == ["0"]
    assert not get(client, "/figures?year=2021&item=2.regulations.issued").select(".notice")
    nothing = get(client, "/figures?year=2020&item=2.regulations.issued")
    assert not nothing.select(".chart")
    assert "没有可以画出的数" in nothing.get_text()


def test_other_handling_goes_on_over_2020(client: FlaskClient) -> None:
    page = get(client, f"{EAST}&item=3.other.total")
    numbers = [cells[0].split()[0] for year, cells in _rows(page).items() if year >= "2019 年"]
    assert len(numbers) == 6
    assert all(number.isdecimal() for number in numbers)
    assert "三项之和" in page.select(".notes")[0].get_text()


def test_blank_and_stroke_are_no_numbers(client: FlaskClient) -> None:
    blank = get(client, "/figures?body=disclosure-990103&item=3.declined_publication.other")
    assert _rows(blank)["2019 年"] == ["空白 注1"]
    assert "不能当作 0" in blank.get_text()
    stroke = get(client, "/figures?body=disclosure-990101100&item=2.regulations.made")
    assert _rows(stroke)["2020 年"][0].startswith("/")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("body=nobody", "没有“nobody”"),
        ("body=disclosure-990101&item=9.x.y", "没有“9.x.y”"),
        ("body=disclosure-990101&applicant=nobody", "没有"),
        ("year=20x1", "不是年份"),
        ("year=1999", "1999 年"),
        ("district=无此地&year=2021", "无此地"),
        (
            "body=disclosure-990101"
            + "".join(
                f"&item=4.{b}.{r}"
                for b in ("review", "direct")
                for r in ("upheld", "corrected", "other", "pending")
            ),
            "最多",
        ),
    ],
)
def test_what_makes_no_sense_is_said_above_the_form(client: FlaskClient, asked: str, said: str) -> None:
    page = get(client, f"/figures?{asked}", 400)
    assert said in page.select("[role=alert]")[0].get_text()
    assert page.select("form.ask select")
    answer = client.get(f"/api/figures?{asked}")
    assert answer.status_code == 400
    assert said in answer.get_json()["error"]["message"]


def test_the_comparison_as_files(client: FlaskClient) -> None:
    page = get(client, EAST)
    files = {link.get_text(): str(link["href"]) for link in page.select(".take-away")[0].select("a")}
    sheet, about = openpyxl.load_workbook(io.BytesIO(client.get(files["XLSX"]).data)).worksheets
    head = [cell.value for cell in sheet[1]]
    rows = [dict(zip(head, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]
    numbers = [row for row in rows if row["数值"] is not None]
    assert [(row["年度"], row["数值"]) for row in numbers][:2] == [(2019, 90), (2020, 101)]
    assert all(re.fullmatch(r"http://localhost/reports/[^#]+#s3-\d+", row["链接"]) for row in numbers)
    assert [(row["年度"], row["说明"][:9]) for row in rows if row not in numbers] == [
        (2015, "本报告是 2019"),
        (2017, "本报告是 2019"),
    ]
    assert {row[0].value: row[1].value for row in about.iter_rows()}["机构"] == "云泽市东湖区人民政府"
    assert client.get(files["JSON"]).get_json()["rows"] == client.get(f"/api{EAST}").get_json()["rows"]


def test_all_cells_as_files(client: FlaskClient) -> None:
    table = list(csv.reader(io.StringIO(client.get("/figures/cells.csv?year=2021").data.decode("utf-8-sig"))))
    cells = [dict(zip(table[0], row, strict=True)) for row in table[1:]]
    assert len({cell["机构"] for cell in cells}) == 6
    assert {cell["表"] for cell in cells} == {"2", "3", "4"}
    wrong = [c for c in cells if c["单元格"] == "3.new.total" and "西岭区" in c["机构"]]
    assert [(cell["原文"], cell["含义"], cell["数值"]) for cell in wrong] == [("63", "数", "63")]
    answer = client.get("/api/cells?body=disclosure-990103").get_json()
    blank = [row for row in answer["rows"] if row["meaning"] == "空白"]
    assert blank
    assert all(row["value"] is None for row in blank)


def test_without_bodies_there_is_a_form_and_no_table(client: FlaskClient) -> None:
    page = get(client, "/figures")
    assert len(page.select(".ask-bodies input")) == 6
    assert not page.select("#table")


def test_the_form_shows_what_was_asked(client: FlaskClient) -> None:
    page = get(client, f"{EAST}&district=云泽市&item=3.new.natural&item=4.review.total&item=3.done.total")
    chosen = [str(option["value"]) for option in page.select("form.ask option[selected]")]
    assert chosen == ["3.new.natural", "云泽市", "4.review.total"]
    assert [str(box["value"]) for box in page.select("form.ask [type=hidden]")] == ["3.done.total"]
    assert [str(box["value"]) for box in page.select("form.ask [checked]")] == ["disclosure-990101"]


def test_sums_and_quartiles_stand_below_bodies_of_one_level(client: FlaskClient) -> None:
    page = get(client, "/figures?year=2021&district=云泽市&item=3.new.total")
    spread = client.get("/api/figures/spread?year=2021&district=云泽市&item=3.new.total").get_json()["rows"]
    levels = {row["level"]: row for row in spread}
    rows = _rows(page)
    county = levels["县级政府"]
    governments = [f"云泽市{name}人民政府" for name in ("东湖区", "西岭区", "南浦区")]
    numbers = sorted(float(rows[name][0]) for name in governments)
    assert county["count"] == len(numbers) >= 2
    assert county["total"] == sum(numbers)
    assert (county["lowest"], county["highest"]) == (numbers[0], numbers[-1])
    assert county["lowest"] <= county["lower_quartile"] <= county["median"] <= county["upper_quartile"]
    ranks = [cells[-1] for name, cells in rows.items() if cells[-1].startswith("1 /")]
    assert ranks
    assert [_head(row) for row in page.select("#spread tbody tr")] == list(levels)


def test_a_body_without_a_number_is_named_and_not_added(client: FlaskClient) -> None:
    rows = client.get("/api/figures/spread?year=2019&item=3.declined_publication.other").get_json()["rows"]
    lacking = {row["level"]: row["missing"] for row in rows if row["lacking"]}
    assert any("不能当作 0" in said for said in lacking.values())
    rate = client.get("/api/figures/spread?year=2021&item=5.granted.rate").get_json()["rows"]
    assert all(row["total"] is None for row in rate)
    assert client.get("/api/figures/spread?item=3.new.total").status_code == 400


def test_bodies_are_sorted_by_value(client: FlaskClient) -> None:
    page = get(client, "/figures?year=2021&district=云泽市&item=3.new.total&sort=value")
    values = [float(cells[0].replace(",", "")) for cells in _rows(page).values()]
    assert values == sorted(values, reverse=True)
    get(client, "/figures?year=2021&sort=name", 400)


def test_the_form_says_what_is_missing_and_knows_the_newest_year(client: FlaskClient) -> None:
    [chosen] = get(client, "/figures").select("#ask-year option[selected]")
    assert chosen["value"] == "newest"
    assert "2024 年" in chosen.get_text()
    page = get(client, "/figures?item=3.new.total")
    assert "还缺一样" in page.select("[role=alert]")[0].get_text()


def test_without_a_chosen_year_one_body_shows_all_years_and_many_the_newest(client: FlaskClient) -> None:
    bodies = [box["value"] for box in get(client, "/figures").select("input[name=body]")]
    one = get(client, f"/figures?year=newest&body={bodies[0]}")
    assert "历年" in one.select(".compared-title")[0].get_text()
    assert len(one.select("#table tbody tr")) > 1
    assert not one.select("#ask-year option[selected]")  # the first one, 历年
    for asked in (f"&body={bodies[0]}&body={bodies[1]}", "&district=云泽市"):
        many = get(client, f"/figures?year=newest{asked}")
        year = many.select("#ask-year option[selected]")[0]["value"]
        assert f"{year} 年" in many.select(".compared-title")[0].get_text()
    assert "year=newest" not in client.get("/figures?item=prose.gdp&year=newest").location


def test_indicators_of_the_prose_are_offered_too(client: FlaskClient) -> None:
    assert get(client, "/figures").select("#ask-item option[value='prose.gdp']")
    answer = client.get("/figures?item=prose.gdp&year=2021&district=云泽市")
    assert answer.status_code == 302
    assert "/targets?district=" in answer.location
    assert "indicator=gdp" in answer.location


def test_both_pages_have_the_form_of_both_kinds(client: FlaskClient) -> None:
    for path in ("/figures", "/targets"):
        page = get(client, path)
        groups = [str(group["label"]) for group in page.select("#ask-item optgroup")]
        assert "统计表：表三" in groups
        assert "正文里的指标：经济" in groups
        assert str(page.select("form.ask")[0]["action"]) == "/figures#answer"
    assert get(client, "/targets").select("#ask-item option[selected]")[0]["value"] == "prose.gdp"


def test_an_item_in_prose_is_answered_in_every_form(client: FlaskClient) -> None:
    asked = "item=prose.gdp&year=2021&body=disclosure-990101&sort=value"
    for path, answer in (
        ("/figures", "/targets"),
        ("/figures.csv", "/targets.csv"),
        ("/api/figures", "/api/targets"),
    ):
        place = client.get(f"{path}?{asked}").location
        assert place.removesuffix("#answer") == f"{answer}?body=990101&indicator=gdp&year=2021&sort=target"
    page = get(client, "/figures?item=prose.gdp&item=3.new.total", 400)
    assert "一次看一项" in page.select("[role=alert]")[0].get_text()


def test_what_a_body_or_a_year_lacks_is_said_in_the_form() -> None:
    source = SourceReport("work-1-2020", "某市政府工作报告", Kind.WORK, 2020, "某市人民政府", None)
    tables = [Body("disclosure-2", "某县人民政府", None, (2021,))]
    prose = [IndicatorBody("1", source, (2020,), frozenset({"gdp"}))]
    known = merge_bodies(tables, prose)
    form = make_form(FiguresAsked(item=("prose.gdp",)), known, frozenset(), frozenset({"gdp"}))
    assert form.bodies == {"1": ("某市人民政府", ""), "disclosure-2": ("某县人民政府", "只有统计表")}
    assert form.years == ((2021, "只有统计表"), (2020, ""))
    assert [row.key for listed in form.indicators.values() for row in listed] == ["gdp"]
    assert form.items
    form = make_form(FiguresAsked(body=("disclosure-1",)), known, frozenset(), frozenset({"gdp"}))
    assert form.bodies == {"1": ("某市人民政府", "只有正文"), "disclosure-2": ("某县人民政府", "")}
    assert form.years == ((2021, ""), (2020, "只有正文"))
    assert form.chosen == {"1"}


def test_several_bodies_each_over_their_years(client: FlaskClient) -> None:
    page = get(client, "/targets?indicator=gdp&body=990100&body=990101")
    names = [head.get_text(" ") for head in page.select(".compared-title")]
    assert any("东湖区" in name for name in names)
    assert any("东湖区" not in name for name in names)
    assert len(page.select("table.by-year")) == len(names)
    many = "&".join(f"body=990{number}" for number in (100, 101))
    year = page.select("table.by-year tbody th")[0].get_text()
    beside = get(client, f"/targets?indicator=gdp&{many}&year={year}")
    assert not beside.select("table.by-year")
    assert get(client, f"/targets?indicator=gdp&{many}&year=newest").select("table.targets")


def test_a_district_with_one_body_shows_its_years(client: FlaskClient) -> None:
    page = get(client, "/figures?district=南浦区")
    assert "历年" in page.select(".compared-title")[0].get_text()
    assert page.select("[name=body][checked]")
