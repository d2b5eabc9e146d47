"""A list of phrases is counted as the search counts each of them; what there is no time for is said."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from indexer.archive.archive import Archive, open_archive
from indexer.cli.main import nianbao
from indexer.errors import QueryError
from indexer.search.auditing.batch import MOST_PHRASES, CountedList, read_lines, read_list
from indexer.search.query.parse import Choices, parse_query
from indexer.settings import Settings
from web import create_app
from web.pages.auditing.batch import SECONDS
from web.parameters.search import Asked

LINES = ["公开", "培训", "教育 OR 道路", "决计没有的说法"]


@pytest.fixture(scope="module")
def archive(sample_settings: Settings) -> Archive:
    return open_archive(sample_settings)


@pytest.fixture
def client(sample_settings: Settings, archive: Archive) -> FlaskClient:
    return create_app(sample_settings, archive).test_client()


def count(archive: Archive, settings: Settings, *districts: str, years: tuple[str, ...] = ()) -> CountedList:
    scope = parse_query("", Choices(years, districts), settings=settings)
    return archive.auditing.count_batch(read_list(LINES, settings).phrases, scope)


@pytest.mark.parametrize("districts", [(), ("云泽市",), ("云泽市", "东湖区", "云泽市本级")])
@pytest.mark.parametrize("years", [(), ("2019..2021", "2023")])
def test_each_number_is_that_of_its_search(
    archive: Archive, sample_settings: Settings, districts: tuple[str, ...], years: tuple[str, ...]
) -> None:
    found = count(archive, sample_settings, *districts, years=years)
    for row in found.rows():
        for year, held, said in zip(found.counts.years, row.held, row.said, strict=True):
            asked = Asked.read(MultiDict(parse_qsl(urlsplit(found.format_url(row, year)).query)))
            query = asked.query(sample_settings)
            results = archive.search(query)
            assert (results.groups.count_reports() if results.total else 0) == said
            every = archive.search(replace(query, typed="", tree=parse_query("").tree))
            assert (every.groups.count_reports() if every.total else 0) == held


def test_years_without_reports_are_blank_and_between_the_others(
    client: FlaskClient, archive: Archive, sample_settings: Settings
) -> None:
    found = count(archive, sample_settings, "西岭区")
    (years, (held,), _) = found.counts
    assert years == tuple(range(min(filter(None, years)), max(filter(None, years)) + 1))
    assert 0 in held
    table = BeautifulSoup(client.get("/batch?phrases=公开&district=西岭区").text, "lxml").select("tbody tr")[
        0
    ]
    shown = [cell.get_text(strip=True) for cell in table.select("td")[2:]]
    assert [bool(text) for text in shown] == [bool(number) for number in held]


def test_pasted_lists_have_an_address_where_they_fit(client: FlaskClient) -> None:
    answer = client.post("/batch", data={"phrases": "公开\r\n培训\r\n\r\n公开", "district": "云泽市、西岭区"})
    assert answer.status_code == 303
    shown = BeautifulSoup(client.get(answer.location).text, "lxml")
    assert [row.th.get_text() for row in shown.select("tbody tr")] == ["公开", "公开", "培训", "培训"]  # type: ignore[union-attr]
    long = "\n".join(f"没有的说法第{number}号" for number in range(MOST_PHRASES))
    answer = client.post("/batch", data={"phrases": f"{long}"})
    assert answer.status_code == 200
    shown = BeautifulSoup(answer.text, "lxml")
    assert shown.select("tbody tr")
    assert "行没有列在页面上" in shown.get_text() or len(shown.select("tbody tr")) == MOST_PHRASES
    kept = shown.select_one(".take-away textarea")
    assert kept
    file = client.post("/batch.csv", data={"phrases": kept.get_text()}).get_data().decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(file)))) == MOST_PHRASES


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "公开\n培训\n".encode("gb18030")),
        ("a.csv", '\ufeff词语,备注\n公开,甲\n"培训",乙\n'.encode()),
        ("a.CSV", "公开\n培训\n".encode()),
    ],
)
def test_a_file_is_a_list(client: FlaskClient, name: str, data: bytes) -> None:
    answer = client.post("/batch", data={"file": (io.BytesIO(data), name)})
    assert parse_qsl(urlsplit(answer.location).query) == [("phrases", "公开\n培训")]


def test_signed_in_portals_take_lists_without_a_token(sample_settings: Settings) -> None:
    settings = replace(sample_settings, password_hash="scrypt:32768:8:1$x$00")  # no password
    answer = create_app(settings).test_client().post("/batch", data={"phrases": "公开"})
    assert answer.status_code == 303


def test_what_there_is_no_time_for_is_said(client: FlaskClient) -> None:
    client.application.config[SECONDS] = -1.0
    answer = client.get("/batch?phrases=公开%0A培训&year=2020")
    assert answer.status_code == 200
    shown = BeautifulSoup(answer.text, "lxml")
    assert "还有 2 个词语没有数" in shown.get_text()
    assert "nianbao batch 词语.txt --year 2020 --export 结果.xlsx" in shown.get_text()
    del client.application.config[SECONDS]
    form = {
        str(each["name"]): each.get("value") or each.get_text()
        for each in shown.select(".notice form [name]")
    }
    again = client.post("/batch", data=form)
    assert client.get(again.location).text.count("<tbody>") == 1


def test_what_cannot_be_counted_is_said(client: FlaskClient) -> None:
    for data, said in (
        ({"phrases": ""}, "没有词语"),
        ({"phrases": "\n".join(map(str, range(MOST_PHRASES + 1)))}, f"最多 {MOST_PHRASES}"),
        ({"phrases": "公开", "district": "没有的地方"}, "没有找到名为"),
        ({"phrases": "公开", "year": "、".join(map(str, range(1990, 2011)))}, "最多 20"),
        ({"file": (io.BytesIO(b"\xff\xfe\x00\x81"), "a.txt")}, "不是文本"),
    ):
        answer = client.post("/batch", data=data, follow_redirects=True)
        assert answer.status_code == 400, data
        assert said in answer.text
        assert "<form" in answer.text
    assert "-”没有统计" in client.get("/batch?phrases=-%0A公开").text
    assert "没有收录报告" in client.get("/batch?phrases=公开&year=1949").text
    assert client.post("/batch", data={"phrases": "长" * 70_000}).status_code == 413
    with pytest.raises(QueryError):
        read_lines(b"\x00\x01", "x.txt")
    with pytest.raises(QueryError):
        read_lines(b'"' + b"a" * 200_000, "x.csv")
    assert read_lines('词语,1\r养老,2\r"a\rb",3'.encode(), "x.csv") == ("养老", "a\nb")


def test_the_command_counts_the_same(tmp_path: Path, archive: Archive, sample_settings: Settings) -> None:
    (tmp_path / "words.txt").write_text("\n".join([*LINES, "-"]), "utf-8")
    words = [
        "batch",
        str(tmp_path / "words.txt"),
        "--district",
        "云泽市",
        "--home",
        str(sample_settings.home),
    ]
    result = CliRunner().invoke(nianbao, [*words, "--json"])
    found = json.loads(result.stdout)
    assert "“-”没有统计" in found["problems"][0]
    expected = count(archive, sample_settings, "云泽市").to_json()
    assert {name: found[name] for name in expected} == expected
    assert CliRunner().invoke(nianbao, words).exit_code == 0
    none = CliRunner().invoke(nianbao, ["batch", str(tmp_path / "none"), *words[2:]])
    assert isinstance(none.exception, QueryError)
