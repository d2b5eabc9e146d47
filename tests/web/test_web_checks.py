"""What does not add up, in the report and in the list, and what people judge of it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from bs4 import BeautifulSoup, Tag
from click.testing import CliRunner
from flask.testing import FlaskClient

from indexer.archive.outcome import FileOutcome
from indexer.cli.main import nianbao
from indexer.errors import QueryError
from indexer.ingest.add import add
from indexer.ingest.reindex import reindex
from indexer.settings import Settings
from indexer.verdict import Subject
from tests.web.visitor import get
from web import create_app

ROOT = Path(__file__).parents[2]
WRONG_SUM = "/reports/disclosure-990102-2021"
CARRIED = "/reports/disclosure-990101-2023"
SOUND = "/reports/disclosure-990101-2022"


def _one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    (found,) = page.select(selector)
    return found


def test_the_wrong_cell_is_marked_and_explained(client: FlaskClient) -> None:
    page = get(client, WRONG_SUM)
    cell = _one(page, ".fault-cell")
    assert cell.get_text(strip=True).endswith("63")
    marks = cell.select("a.fault-mark")
    assert [mark.get_text() for mark in marks] == ["✗1", "✗2"]
    for mark in marks:
        explained = _one(page, str(mark["href"]).replace("#", "li#"))
        assert "不相符" in explained.get_text()
        assert "规则：" in explained.get_text()
        assert mark["aria-label"]
    assert "各类申请人之和为 62，总计写作 63" in page.get_text()
    row = cell.find_parent("tr")
    assert isinstance(row, Tag)
    assert len(row.select(".involved-cell")) == 6
    assert "不符 2" in _one(page, ".checked summary").get_text()


def test_a_fault_between_years_leads_to_both_cells(client: FlaskClient) -> None:
    explained = _one(get(client, CARRIED), ".faults li")
    addresses = [str(link["href"]) for link in explained.select("a")]
    assert any(re.fullmatch(r"/reports/disclosure-990101-2022#s3-\d+", address) for address in addresses)
    for address in addresses:
        path, _, anchor = address.partition("#")
        assert _one(get(client, path or CARRIED), f"#{anchor}")


def test_a_number_in_the_text_that_the_table_does_not_have_is_marked_there(client: FlaskClient) -> None:
    page = get(client, "/reports/disclosure-990103-2022")
    (mark,) = page.select("p .fault-mark")
    line = mark.find_parent("p")
    assert isinstance(line, Tag)
    assert "79" in line.get_text()


def test_a_sound_report_has_no_marks(client: FlaskClient) -> None:
    page = get(client, SOUND)
    assert page.select(".fault-mark, .fault-cell, .involved-cell, .faults") == []
    assert "不符" not in _one(page, ".checked summary").get_text()


def test_a_report_without_statutory_tables_says_nothing_of_checks(client: FlaskClient) -> None:
    assert get(client, "/reports/work-990100-2020").select(".checked") == []


def test_every_planted_fault_is_listed_and_leads_to_its_place(client: FlaskClient) -> None:
    page = get(client, "/checks")
    found = page.select("li.check")
    assert {link for check in found for link in re.findall(r"/reports/([^#\"]+)#", str(check))} >= {
        "disclosure-990102-2021",
        "disclosure-990101-2023",
        "disclosure-990103-2022",
    }
    for check in found:
        link = _one(check, ".check-links a:first-child")
        path, _, anchor = str(link["href"]).partition("#")
        mark = get(client, path).find(id=anchor)
        assert isinstance(mark, Tag), link
        assert mark.find_parent(["td", "p"]), link


def test_filters_narrow_the_list(client: FlaskClient) -> None:
    def years(address: str) -> set[str]:
        return {
            facts.get_text()[:5]
            for facts in get(client, address).select(".check .hit-facts span:first-child")
        }

    assert years("/checks?year=2021&outcome=fails&outcome=holds") == {"2021 "}
    assert years("/checks?year=2021&year=2023&district=西岭区") == {"2021 "}
    rules = get(client, "/checks?rule=balance").select(".check h2")
    assert rules
    assert all("收支平衡" in rule.get_text() for rule in rules)
    assert not get(client, "/checks?district=南浦区&year=2019").select(".check")
    assert "没有这样的核对结果" in get(client, "/checks?district=南浦区&year=2019").get_text()


def test_pages_of_the_list(client: FlaskClient) -> None:
    first, second = (get(client, f"/checks?outcome=holds&page={page}") for page in (1, 2))
    ids = [{str(check["id"]) for check in page.select(".check")} for page in (first, second)]
    assert len(ids[0]) == 20
    assert not ids[0] & ids[1]
    assert "只有" in get(client, "/checks?outcome=holds&page=900").get_text()


@pytest.mark.parametrize(
    "bad",
    ["year=x", "rule=nothing", "outcome=nothing", "page=0", "page=x", "district=无此地", "page=9999999"],
)
def test_filters_without_meaning_are_refused(client: FlaskClient, bad: str) -> None:
    assert "重新筛选" in get(client, f"/checks?{bad}", 400).get_text()
    answer = client.get(f"/api/checks?{bad}")
    assert answer.status_code == 400
    assert answer.get_json()["error"]["message"].endswith("。")


@pytest.mark.parametrize(
    "years", [["2019..2021"], ["2019", "2020年", "2021"], ["2019-2020", "2021"], ["..2021"]]
)
def test_years_are_read_alike_on_the_page_and_the_command_line(
    client: FlaskClient, sample_settings: Settings, years: list[str]
) -> None:
    options = [part for year in years for part in ("--year", year)]
    home = ["--home", str(sample_settings.home), "--outcome", "fails", "--json"]
    printed = json.loads(CliRunner().invoke(nianbao, ["check", *options, *home]).output)["rows"]
    asked = client.get("/api/checks", query_string={"year": years}).get_json()["rows"]
    assert [row["key"] for row in asked] == [row["key"] for row in printed]
    assert {row["year"] for row in asked} == {2021}


def test_a_chosen_range_of_years_keeps_its_box(client: FlaskClient) -> None:
    page = get(client, "/checks?year=2019..2021&outcome=holds")
    total = _one(page, ".found-head .asked").get_text().split()[0]
    box = _one(page, ".facet-year label:has(input[checked])")
    assert box.get_text(" ", strip=True).startswith(f"2019..2021 {total} ")


@pytest.mark.parametrize("filters", ["year=未详", "district=未详"])
def test_what_is_not_known_is_no_more_than_that(
    client: FlaskClient, sample_settings: Settings, filters: str
) -> None:
    assert client.get(f"/api/checks?outcome=holds&{filters}").get_json()["rows"] == []
    option = ["--" + filters.split("=")[0], "未详", "--home", str(sample_settings.home)]
    assert "共核对 0 处" in CliRunner().invoke(nianbao, ["check", *option]).output


@pytest.mark.parametrize("bad", ["year=x", "year=2021..2019", "rule=nothing", "outcome=x", "district=无此地"])
def test_the_page_and_the_command_line_refuse_the_same_in_the_same_words(
    client: FlaskClient, sample_settings: Settings, bad: str
) -> None:
    name, _, value = bad.partition("=")
    refused = (
        CliRunner()
        .invoke(nianbao, ["check", f"--{name}", value, "--home", str(sample_settings.home)])
        .exception
    )
    assert isinstance(refused, QueryError)
    assert client.get(f"/api/checks?{bad}").get_json()["error"]["message"] == refused.message


def test_findings_as_files(client: FlaskClient) -> None:
    page = get(client, "/checks?year=2021")
    total = len(page.select(".check"))
    files = {link.get_text(): str(link["href"]) for link in page.select(".take-away a")}
    rows = client.get(files["JSON"]).get_json()
    assert (rows["count"], rows["total"], rows["year"]) == (total, total, "2021")
    assert all(row["url"].startswith("http://localhost/reports/") for row in rows["rows"])
    assert client.get("/api/checks?year=2021").get_json()["rows"] == rows["rows"]
    table = list(csv.reader(io.StringIO(client.get(files["CSV"]).data.decode("utf-8-sig"))))
    assert len(table) == total + 1
    assert "年度：2021" in table[0][-1]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(files["XLSX"]).data)).worksheets[0]
    assert sheet.max_row == total + 1


def test_many_findings_are_all_in_the_file(client: FlaskClient) -> None:
    total = sum(
        int(count.get_text().split()[0].replace(",", ""))
        for count in get(client, "/checks?outcome=holds").select(".facet-outcome li:nth-child(4) .count")
    )
    rows = client.get("/api/checks?outcome=holds").get_json()
    assert rows["count"] == total > 1000
    assert len({(row["report"], row["key"]) for row in rows["rows"]}) == total


def test_a_dismissed_fault_stays_dismissed_after_a_rebuild(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    add([ROOT / "corpus" / "disclosure" / "西岭区"], settings, _quiet)
    app = create_app(settings)
    archive = app.extensions["nianbao"].archive
    client = app.test_client()
    for mark in get(client, WRONG_SUM).select(".fault-mark"):
        archive.verdicts.add(
            Subject.FINDING, str(mark["href"]).removeprefix("#f-"), "dismissed", note="转录之误", who="甲"
        )
    reindex(settings, _quiet)
    page = get(client, WRONG_SUM)
    assert [mark.get_text() for mark in page.select(".fault-mark")] == ["○1", "○2"]
    assert page.select(".fault-cell, .involved-cell") == []
    assert "不是问题" in page.select(".faults li")[0].get_text()
    assert "转录之误" in get(client, "/checks").get_text()
    assert client.get("/api/checks").get_json()["rows"][0]["verdict"] == "不是问题"


def _quiet(_outcome: FileOutcome, _total: int) -> None:
    """Say nothing."""


def test_what_was_judged_can_be_left_out(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    add([ROOT / "corpus" / "disclosure" / "西岭区" / "2021.html"], settings, _quiet)
    app = create_app(settings)
    client, verdicts = app.test_client(), app.extensions["nianbao"].archive.verdicts

    def keys(verdict: str) -> list[str]:
        return [str(found["id"])[2:] for found in get(client, f"/checks?verdict={verdict}").select(".check")]

    one, other = keys("")
    assert (keys("open"), keys("confirmed"), keys("dismissed")) == ([one, other], [], [])
    verdicts.add(Subject.FINDING, one, "confirmed")
    verdicts.add(Subject.FINDING, other, "dismissed")
    assert (keys("open"), keys("confirmed"), keys("dismissed")) == ([], [one], [other])
    verdicts.add(Subject.FINDING, other, "withdrawn")
    assert keys("open") == [other]
    assert client.get("/api/checks?verdict=open").get_json()["verdict"] == "还没有意见"
    assert client.get("/checks?verdict=nothing").status_code == 400


def test_a_file_holds_what_the_pages_show_in_their_order(client: FlaskClient) -> None:
    asked = "outcome=fails&outcome=holds_if_blank_zero&outcome=cannot_judge"
    shown: list[str] = []
    for page in (1, 2):
        found = get(client, f"/checks?{asked}&page={page}").select(".check")
        shown += [str(finding["id"])[2:] for finding in found]
    listed = [row["key"] for row in client.get(f"/api/checks?{asked}").get_json()["rows"]]
    assert len(shown) > 20
    assert listed[: len(shown)] == shown
