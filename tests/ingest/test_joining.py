"""Spreadsheets with the statutory tables: joined to their report, kept with it, taken out of it again.

Written with openpyxl, and read with calamine.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from indexer.archive.archive import Archive
from indexer.archive.catalogue.records import Record
from indexer.archive.contributions.attached_tables import Attachments, make_attached_key
from indexer.archive.contributions.corrections import Correction
from indexer.archive.outcome import FileOutcome
from indexer.archive.preservation.backup import backup
from indexer.archive.preservation.provenance import describe_provenance
from indexer.archive.preservation.restore import restore
from indexer.archive.storage.home import Home
from indexer.cli.main import nianbao
from indexer.errors import NotFound
from indexer.extraction import extract
from indexer.figures.tables import read as read_figures
from indexer.ingest.add import add
from indexer.ingest.amend import correct
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove, undo_removal
from indexer.ingest.tables.joining import separate_tables
from indexer.report.document import Table
from indexer.settings import Settings
from web import create_app

PAGE = (Path(__file__).parents[2] / "corpus" / "disclosure" / "东湖区" / "2021.html").read_text("utf-8")
TABLES = [block for block in extract(PAGE.encode(), "a.html", Settings()).blocks if isinstance(block, Table)]
BARE = re.sub(r"<table.*?</table>", "", PAGE, flags=re.S)
"""The page without its tables."""
HEADS = ("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、行政复议、行政诉讼情况")
TITLE = "东湖区2021年政府信息公开工作年度报告附表"
REPORT = "disclosure-990101-2021"


def make_workbook(
    title: str = TITLE, cells: Mapping[str, str] | None = None, tables: Sequence[Table] = TABLES
) -> bytes:
    """A workbook with all tables on one sheet, each below its heading.

    Args:
        cells: what rows say otherwise, by the words that their first number follows.
    """
    book, written = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.cell(1, 1, title)
    row = 3
    for head, table in zip(HEADS, tables, strict=False):
        sheet.cell(row, 1, head)
        for cell in table.cells:
            value = (cells or {}).get(cell.text, cell.text)
            at = (row + 1 + cell.row, 1 + cell.column)
            sheet.cell(*at, int(value) if value.isdecimal() else value or None)
            if cell.rowspan * cell.colspan > 1:
                last = (at[0] + cell.rowspan - 1, at[1] + cell.colspan - 1)
                sheet.merge_cells(None, *at, *last)
        row += table.height + 2
    book.save(written)
    return written.getvalue()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", searches_kept_days=0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "来件").mkdir()
    return tmp_path / "来件"


def take(settings: Settings, *paths: Path) -> list[FileOutcome]:
    outcomes: list[FileOutcome] = []
    add(paths, settings, lambda outcome, _total: outcomes.append(outcome))
    return outcomes


def put(folder: Path, pages: Mapping[str, str | bytes]) -> None:
    for name, content in pages.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(data)


def load(settings: Settings, report: str = REPORT) -> Record:
    return Archive(settings).read_report(report)


def list_figures(record: Record) -> dict[str, str]:
    tables = read_figures(record.report).tables
    return {figure.key: figure.text for table in tables for figure in table.figures}


def test_a_folder_with_a_report_and_its_tables(settings: Settings, folder: Path, tmp_path: Path) -> None:
    """Whatever their order, the report has the tables as if they stood in it, and says whence."""
    put(folder, {"年报.html": BARE, "0 表格.xlsx": make_workbook("附表")})
    outcomes = take(settings, folder)
    assert [(each.status, each.id) for each in outcomes] == [("added", REPORT), ("updated", REPORT)]
    assert "表二、表三、表四并入报告" in outcomes[1].message
    record = load(settings)
    other = replace(settings, home=tmp_path / "whole")
    put(tmp_path, {"whole.html": PAGE})
    take(other, tmp_path / "whole.html")
    assert list_figures(record) == list_figures(load(other)) != {}
    assert "表二、表三、表四取自电子表格《0 表格.xlsx》" in record.reading.notes[-1]
    assert not [doubt for doubt in record.report.doubts if "表" in doubt.sentence]
    assert [each.status for each in take(settings, folder)] == ["unchanged", "unchanged"]


def test_a_table_that_is_gone_before_it_is_joined_fails_alone(settings: Settings, folder: Path) -> None:
    put(folder, {"年报.html": BARE, "一.xlsx": make_workbook(), "二.xlsx": make_workbook("另一份")})
    outcomes: list[FileOutcome] = []

    def tell(outcome: FileOutcome, _total: int) -> None:
        outcomes.append(outcome)
        if outcome.status == "added":  # the reports are in, and the tables have their turn
            (folder / "一.xlsx").unlink()

    run = add([folder], settings, tell)
    assert [(Path(each.path).name, each.status) for each in outcomes] == [
        *(("年报.html", "added"), ("一.xlsx", "failed"), ("二.xlsx", "updated")),
    ]
    assert "一.xlsx" in outcomes[1].message
    assert [path for path, _ in run.failures] == [str(folder / "一.xlsx")]
    assert list_figures(load(settings)) != {}


def test_a_table_that_comes_later_finds_its_report_by_what_it_says(
    settings: Settings, folder: Path, tmp_path: Path
) -> None:
    put(folder, {"a.html": BARE, "b.html": BARE.replace("2021", "2020")})
    take(settings, folder)
    put(tmp_path, {"later.xlsx": make_workbook(), "alone.xlsx": make_workbook("附表")})
    (outcome,) = take(settings, tmp_path / "later.xlsx")
    assert (outcome.status, outcome.id) == ("updated", REPORT)
    (outcome,) = take(settings, tmp_path / "alone.xlsx")
    assert outcome.status == "failed"
    assert "没有找到这份表格所属的报告" in outcome.message


def test_of_several_in_a_folder_names_tell(settings: Settings, folder: Path) -> None:
    put(
        folder,
        {
            "东湖.html": BARE,
            "东湖2020.html": BARE.replace("2021", "2020"),
            "东湖2020-表格.xlsx": make_workbook("附表"),
            "另一份.xlsx": make_workbook("附表", {"0": "9"}),
        },
    )
    found = {Path(each.path).name: (each.status, each.id) for each in take(settings, folder)}
    assert found["东湖2020-表格.xlsx"] == ("updated", "disclosure-990101-2020")
    assert found["另一份.xlsx"] == ("failed", "")


def test_a_table_of_another_body_or_year_is_not_joined(settings: Settings, folder: Path) -> None:
    put(folder, {"年报.html": BARE, "表.xlsx": make_workbook("东湖区2019年政府信息公开工作年度报告附表")})
    outcome = take(settings, folder)[1]
    assert outcome.status == "failed"
    assert "2019 年" in outcome.message


def test_tables_of_the_report_itself_stay(settings: Settings, folder: Path) -> None:
    put(folder, {"年报.html": PAGE, "同.xlsx": make_workbook(), "异.xlsx": make_workbook(cells={"0": "77"})})
    _, same, other = take(settings, folder)
    assert (same.status, other.status) == ("skipped", "skipped")
    assert "数字一致" in same.message
    assert "处数字不同，请核对" in other.message
    assert load(settings).reading.notes == ()


def test_a_newer_spreadsheet_takes_the_place_of_the_one_before(settings: Settings, folder: Path) -> None:
    put(folder, {"年报.html": BARE, "表.xlsx": make_workbook()})
    take(settings, folder)
    before = list_figures(load(settings))
    put(folder, {"表.xlsx": make_workbook(cells={"0": "77"})})
    assert [each.status for each in take(settings, folder)] == ["unchanged", "updated"]
    after = list_figures(load(settings))
    assert before.keys() == after.keys()
    assert {key for key in before if before[key] != after[key]} == {
        key for key in before if before[key] == "0"
    }


def test_tables_outlive_rebuilds_corrections_and_restoring(
    settings: Settings, folder: Path, tmp_path: Path
) -> None:
    put(folder, {"年报.html": BARE, "表.xlsx": make_workbook()})
    take(settings, folder)
    wanted = list_figures(load(settings))
    reindex(settings, lambda _outcome, _total: None)
    assert list_figures(load(settings)) == wanted
    done = correct(REPORT, Correction(year=2020, who="甲"), settings)
    assert list_figures(load(settings, done.id)) == wanted
    backup(tmp_path / "saved", settings)
    other = replace(settings, home=tmp_path / "other")
    restore(tmp_path / "saved", other)
    reindex(other, lambda _outcome, _total: None)
    assert list_figures(load(other, done.id)) == wanted


def test_tables_go_with_their_report_and_come_back_with_it(settings: Settings, folder: Path) -> None:
    put(folder, {"年报.html": BARE, "表.xlsx": make_workbook()})
    take(settings, folder)
    wanted = list_figures(load(settings))
    remove(REPORT, settings)
    assert not any((settings.home / "attached").glob("*/*"))
    undo_removal(REPORT, settings)
    assert list_figures(load(settings)) == wanted


def test_tables_are_taken_out_again(settings: Settings, folder: Path) -> None:
    put(folder, {"年报.html": BARE, "表.xlsx": make_workbook()})
    take(settings, folder)
    separate_tables(REPORT, settings, "甲", "不是这一份的")
    assert list_figures(load(settings)) == {}
    with pytest.raises(NotFound, match="没有并入的电子表格"):
        separate_tables(REPORT, settings)
    assert take(settings, folder)[1].status == "updated"


def test_spreadsheets_in_an_archive_of_files(settings: Settings, folder: Path, tmp_path: Path) -> None:
    put(folder, {"年报.html": BARE, "表.xlsx": make_workbook("附表")})
    packed = shutil.make_archive(str(tmp_path / "2021"), "zip", folder)
    assert [each.status for each in take(settings, Path(packed))] == ["added", "updated"]


def test_its_bytes_are_kept_as_they_came(settings: Settings, folder: Path) -> None:
    data = make_workbook()
    put(folder, {"年报.html": BARE, "表.xlsx": data})
    take(settings, folder)
    original = load(settings).source.sha256
    attachments = Attachments(Home(settings.home))
    (kept,) = attachments.read(original)
    assert (settings.home / make_attached_key(original, kept.sha256)).read_bytes() == data
    assert (kept.name, kept.size) == ("表.xlsx", len(data))
    client = create_app(settings).test_client()
    address = f"/reports/{REPORT}/attached/{kept.sha256}"
    assert address in client.get(f"/reports/{REPORT}").text
    assert client.get(address).data == data
    assert client.get(f"/reports/{REPORT}/attached/{'0' * 64}").status_code == 404
    whole = client.get(f"/api/reports/{REPORT}").json
    assert whole is not None
    assert [each["address"] for each in whole["provenance"]["attached"]] == [address]
    prov = describe_provenance(Archive(settings), load(settings), "")
    assert prov["entity"][f"nb:original/{kept.sha256}"]["prov:label"] == "表.xlsx"


def test_other_spreadsheets_are_passed_over(settings: Settings, folder: Path) -> None:
    put(folder, {"年报.html": BARE, "预算.xlsx": make_workbook("2021年预算", tables=())})
    outcome = take(settings, folder)[1]
    assert outcome.status == "skipped"
    assert "没有年报的表二" in outcome.message


def test_a_spreadsheet_alone_says_where_it_belongs(settings: Settings, folder: Path) -> None:
    put(folder, {"表.xlsx": make_workbook()})
    (outcome,) = take(settings, folder)
    assert outcome.status == "failed"
    assert "东湖区，2021 年" in outcome.message
    assert "请先收录" in outcome.message


def test_the_command_takes_tables_out(settings: Settings, folder: Path) -> None:
    put(folder, {"年报.html": BARE, "表.xlsx": make_workbook()})
    take(settings, folder)
    home = ["--home", str(settings.home)]
    done = CliRunner().invoke(nianbao, ["remove", REPORT, "--tables", *home])
    assert done.exit_code == 0, done.output
    assert "撤下并入的电子表格" in done.output
    assert list_figures(load(settings)) == {}
    assert CliRunner().invoke(nianbao, ["remove", REPORT, "--tables", "--undo", *home]).exit_code == 2
