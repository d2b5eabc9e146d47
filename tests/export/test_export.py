"""Exported files: whole, read back as written, the query in them, and nothing in them is a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from indexer.archive.archive import open_archive
from indexer.cli.main import nianbao
from indexer.errors import ArchiveBusy
from indexer.export import FORMATS, Column, ExportTable, Fact, Terms, Value
from indexer.export.rows import list_found_places, list_hits
from indexer.search.groups import PlaceCell
from indexer.search.query.parse import Choices, parse_query
from indexer.settings import Settings

COLUMNS = (
    Column("text", "文字"),
    Column("number", "数"),
    Column("url", "链接", link=True),
)
ABOUT = (Fact("query", "检索词", "“公开”，培训"), Fact("total", "总数", 3))


def _file(suffix: str, rows: list[dict[str, Value]]) -> bytes:
    return b"".join(FORMATS[suffix].write(ExportTable("检索结果", COLUMNS, ABOUT, iter(rows))))


def _csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_is_what_excel_opens_with_chinese_intact() -> None:
    data = _file("csv", [{"text": "甲，\n“乙”", "number": -5, "url": "https://example.org/#s1-1"}])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 2
    assert _csv(data) == [
        ["文字", "数", "链接", "检索词：“公开”，培训；总数：3"],
        ["甲，\n“乙”", "-5", "https://example.org/#s1-1", ""],
    ]


def test_xlsx_reads_back() -> None:
    rows: list[dict[str, Value]] = [
        {"text": "甲", "number": -5, "url": "https://example.org/#s1-1"},
        {"text": "007", "number": 1.25, "url": "/reports/x#s1-1"},
        {"number": float("nan")},
    ]
    book = openpyxl.load_workbook(io.BytesIO(_file("xlsx", rows)))
    first, about = book.worksheets
    assert [[cell.value for cell in row] for row in first.iter_rows()] == [
        ["文字", "数", "链接"],
        ["甲", -5, "https://example.org/#s1-1"],
        ["007", 1.25, "/reports/x#s1-1"],
        [None, "nan", None],
    ]
    assert first["C2"].hyperlink.target.startswith("https://example.org/")
    assert first["C3"].hyperlink is None
    assert {row[0].value: row[1].value for row in about.iter_rows()} == {
        "检索词": "“公开”，培训",
        "总数": 3,
        "本表行数": 3,
    }


def test_json_reads_back() -> None:
    assert json.loads(_file("json", [{"text": "甲", "number": 1}, {"text": "乙"}])) == {
        "title": "检索结果",
        "query": "“公开”，培训",
        "total": 3,
        "rows": [{"text": "甲", "number": 1, "url": None}, {"text": "乙", "number": None, "url": None}],
        "count": 2,
    }
    assert json.loads(_file("json", []))["rows"] == []


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1", "＠x"]
)
def test_no_text_is_a_formula(text: str) -> None:
    (shown, _, link, _) = _csv(_file("csv", [{"text": text, "url": text}]))[1]
    assert shown == link == f"'{text}"
    cell = openpyxl.load_workbook(io.BytesIO(_file("xlsx", [{"text": text}]))).worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


@given(st.lists(st.tuples(st.text(), st.integers(-(10**9), 10**9)), max_size=20))
def test_csv_and_json_keep_every_text(rows: list[tuple[str, int]]) -> None:
    given_rows: list[dict[str, Value]] = [{"text": text, "number": number} for text, number in rows]
    read = [(row[0].removeprefix("'"), int(row[1])) for row in _csv(_file("csv", given_rows))[1:]]
    assert read == [(text.removeprefix("'"), number) for text, number in rows]
    assert [(row["text"], row["number"]) for row in json.loads(_file("json", given_rows))["rows"]] == rows


def test_odd_characters_break_no_file_off() -> None:
    for suffix in FORMATS:
        assert _file(suffix, [{"text": "坏\ud800字\x00\x0b"}, {"text": "好"}])


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(_file("xlsx", [{"text": "长" * 40_000}]))).worksheets[0]
    assert len(sheet["A2"].value) == 32_767
    assert sheet["A2"].value.endswith("（单元格容不下，已截断）")


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_rows_are_sent_while_they_are_read(suffix: str) -> None:
    read = 0

    def rows() -> Iterator[Mapping[str, Value]]:
        nonlocal read
        for number in range(20_000):
            read = number
            yield {"text": "字" * 20, "number": number}

    pieces = FORMATS[suffix].write(ExportTable("x", COLUMNS, ABOUT, rows()))
    next(pieces)
    next(pieces)
    assert read < 10_000


def test_every_hit_is_listed_with_its_place(sample_settings: Settings) -> None:
    archive = open_archive(sample_settings)
    query = parse_query("公开", Choices(sections=["5"]), settings=sample_settings)
    total = archive.search(query).total
    listing = list_hits(
        archive, query, Terms(100_000, "https://example.org", "https://example.org/search?q=公开")
    )
    about = {fact.name: fact.value for fact in listing.about}
    rows = list(listing.rows)
    assert total > query.limit
    assert (len(rows), about["total"], about["query"], about["sections"]) == (total, total, "公开", "5")
    assert all(str(row["url"]).startswith("https://example.org/reports/") for row in rows)
    assert all("#s5-" in str(row["url"]) for row in rows)
    assert [row["number"] for row in rows] == list(range(1, total + 1))


def test_more_than_the_limit_is_said(sample_settings: Settings) -> None:
    listing = list_hits(open_archive(sample_settings), parse_query("公开"), Terms(3))
    assert len(list(listing.rows)) == 3
    assert {fact.title: fact.value for fact in listing.about}["本文件至多含前几行"] == 3


def test_all_pages_are_read(sample_settings: Settings) -> None:
    archive, query = open_archive(sample_settings), parse_query("公开")
    few, many = (
        [row["url"] for row in list_hits(archive, query, Terms(100_000, page=page)).rows]
        for page in (7, 10_000)
    )
    assert sorted(few) == sorted(many)  # what people read has no more than three hits of a report on a page
    assert len(few) > 14


def test_a_listing_of_two_states_is_refused(
    sample_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = open_archive(sample_settings)
    listing = list_hits(archive, parse_query("公开"), Terms(100_000, page=7))
    search = archive.search
    monkeypatch.setattr(
        archive, "search", lambda query: search(parse_query("申请", Choices(page=query.page)))
    )
    with pytest.raises(ArchiveBusy):
        list(listing.rows)


def test_the_command(sample_settings: Settings, tmp_path: Path) -> None:
    def run(name: str) -> tuple[int, str]:
        arguments = ["search", "公开", "--export", str(tmp_path / name), "--home", str(sample_settings.home)]
        result = CliRunner().invoke(nianbao, arguments)
        return result.exit_code, result.output or str(result.exception)

    for name in ("hits.csv", "hits.xlsx", "hits.JSON"):
        code, said = run(name)
        assert code == 0, said
        assert name in said
    assert _csv((tmp_path / "hits.csv").read_bytes())[1][1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hits.JSON", "hits.csv", "hits.xlsx"]
    assert ".csv" in run("hits.doc")[1]
    assert "无法写入" in run("nowhere/hits.csv")[1]


def test_the_link_of_a_development_zone_names_it(
    sample_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is in no list of divisions."""
    archive, query = open_archive(sample_settings), parse_query("公开")
    cell = PlaceCell(("44", "4401", "440171"), ("广东省", "广州市", "某某开发区"), 2020, 3, 1)
    found = archive.search(query)
    monkeypatch.setattr(type(found.groups), "list_cells", lambda _groups: (cell,))
    (row,) = list_found_places(archive, query, Terms(9)).rows
    assert "district=" + quote("某某开发区") in str(row["url"])
