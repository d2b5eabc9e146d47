"""Two reports side by side are found by place and year, or by their ids; what is missing is said."""

from __future__ import annotations

from flask.testing import FlaskClient

from indexer.archive.archive import open_archive
from indexer.settings import Settings
from tests.web.visitor import get

SIDES = "place=云泽市/东湖区&place=南浦区&kind=disclosure"


def test_two_places_in_one_year_section_by_section(client: FlaskClient, sample_settings: Settings) -> None:
    archive = open_archive(sample_settings)
    page = get(client, f"/compare?{SIDES}&year=2021&year=2021")
    sections = [str(link["href"]) for link in page.select("nav[aria-label=部分] a")]
    assert len(sections) == 6
    for address in sections:
        shown = get(client, address)
        number = int(address.partition("section=")[2].partition("#")[0])
        for side, report in (("left", "disclosure-990101-2021"), ("right", "disclosure-990103-2021")):
            texts = "".join(each.get_text() for each in shown.select(f".side-{side}"))
            record = archive.read_report(report).report
            for section in record.sections:
                for _, block in section.number_blocks():
                    if section.number == number and hasattr(block, "text"):
                        assert block.text in texts
        for link in shown.select(".line-number")[:4]:
            report_address, _, anchor = str(link["href"]).partition("#")
            assert get(client, report_address).find(id=anchor)


def test_a_report_stands_beside_the_year_before(client: FlaskClient) -> None:
    report = get(client, "/reports/disclosure-990101-2021")
    link = report.find("a", string="和另一年或另一个地方的报告对照")
    page = get(client, str(link["href"]))  # type: ignore[index]
    assert [each["value"] for each in page.select("[name=year]")] == ["2021", "2020"]
    assert [each["value"] for each in page.select("[name=place]")] == ["云泽市/东湖区"] * 2
    assert get(client, f"{link['href']}&section=6").select(".same-sentence")  # type: ignore[index]
    other = page.select(".side-heads > div:nth-of-type(2) details a")
    assert "2020" not in other[0].get_text()
    again = get(client, str(other[0]["href"]))
    assert again.select("[name=year]")[0]["value"] == "2021"


def test_what_is_not_held_is_said_with_what_is(client: FlaskClient) -> None:
    page = get(client, f"/compare?{SIDES}&year=2021&year=1999")
    assert (
        "没有收录云泽市/南浦区 1999 年的" in page.get_text() or "没有收录南浦区 1999 年的" in page.get_text()
    )
    offered = page.select(".side-heads > div:nth-of-type(2) details[open] a")
    assert offered
    assert get(client, str(offered[0]["href"])).select(".side-row .side-right p")


def test_what_makes_no_sense_is_said(client: FlaskClient) -> None:
    assert client.get("/compare").status_code == 200
    for query, said in (
        ("place=没有的地方&year=2021", "没有名为"),
        ("place=鼓楼区&year=2021", "个地方叫"),
        (f"{SIDES}&year=二零二一&year=2021", "不是年份"),
        (f"place=南浦区&year={'9' * 20}", "不是年份"),
        (f"place=南浦区&year={'9' * 5000}", "不是年份"),
        (SIDES, "请写年度"),
        ("place=云泽市/东湖区&year=2021&kind=x", "请从列表中选择"),
        ("place=云泽市/东湖区&year=2021&section=7", "请从列表中选择"),
    ):
        answer = client.get(f"/compare?{query}")
        assert answer.status_code == 400, query
        assert said in answer.text
        assert "<form" in answer.text
    assert client.get("/compare?report=none").status_code == 404
    assert client.get("/compare?place=云泽市/东湖区&year=2021").status_code == 200


def test_all_sections_as_a_file(client: FlaskClient) -> None:
    page = get(client, f"/compare?{SIDES}&year=2021&year=2021")
    files = {link.get_text(): str(link["href"]) for link in page.select(".take-away a")}
    assert set(files) == {"CSV", "XLSX", "JSON"}
    made = client.get(files["JSON"]).json
    assert made
    assert {row["section"] for row in made["rows"]} == {1, 2, 3, 4, 5, 6}
    shown = "".join(each.get_text() for each in page.select(".side-row"))
    first = [row for row in made["rows"] if row["section"] == 1]
    for row in first:
        for side in ("left", "right"):
            assert all(line in shown for line in row[side].split("\n"))
            assert bool(row[side]) == bool(row[f"{side}_url"])
    address, _, anchor = first[0]["left_url"].removeprefix("http://localhost").partition("#")
    assert get(client, address).find(id=anchor)
    some = client.get(f"{files['CSV']}&section=5")
    assert some.status_code == 200
    assert {line.split(",")[0] for line in some.text.splitlines()[1:] if line[:1].isdigit()} == {"5"}


def test_scripts_get_the_same_rows(client: FlaskClient) -> None:
    answer = client.get(f"/api/compare?{SIDES}&year=2021&year=2020&section=5").json
    assert answer
    assert [answer[side]["report"] for side in ("left", "right")] == [
        "disclosure-990101-2021",
        "disclosure-990103-2020",
    ]
    assert answer["section"] == 5
    page = get(client, f"/compare?{SIDES}&year=2021&year=2020&section=5")
    assert len(answer["rows"]) == len(page.select(".side-row:not(.side-heads)"))
    for link, row in zip(page.select(".side-left"), [row["left"] for row in answer["rows"]], strict=True):
        assert [str(a["href"]) for a in link.select(".line-number")] == [line["url"] for line in row]
    missing = client.get(f"/api/compare?{SIDES}&year=2021&year=1999").json
    assert missing
    assert missing["rows"] == []
    assert "1999 年的信息公开年报" in missing["right"]["missing"]
    assert missing["right"]["report"] is None


def test_files_of_what_is_not_held_are_refused_in_words(client: FlaskClient) -> None:
    for query, status in (
        (f"{SIDES}&year=2021&year=1999", 404),
        ("", 400),
        ("place=没有的地方&year=2021", 400),
        ("report=none", 404),
    ):
        for path in ("/compare.csv", "/api/compare"):
            answer = client.get(f"{path}?{query}")
            expected = 200 if path == "/api/compare" and "1999" in query else status
            assert answer.status_code == expected, (path, query)
