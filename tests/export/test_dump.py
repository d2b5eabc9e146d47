"""The archive as tables: whole, readable by other programs, each row leading back to its place."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import tracemalloc
from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from indexer.archive.archive import Archive, open_archive
from indexer.cli.main import nianbao
from indexer.errors import UnwritableFile
from indexer.export.dump.dump import dump
from indexer.export.dump.tables import TABLES
from indexer.settings import Settings
from web import create_app

SITE = "https://nianbao.example"


def ignore(_reports: int) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def archive(sample_settings: Settings) -> Archive:
    return open_archive(sample_settings)


@pytest.fixture(scope="module")
def folder(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dump") / "all"
    dump(archive, path, SITE, False, ignore)
    return path


def read_rows(folder: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table, from its JSON Lines."""
    return [json.loads(line) for line in (folder / f"{table}.jsonl").open(encoding="utf-8")]


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_duckdb_reads_both_forms_of_a_table_alike(folder: Path, table: str) -> None:
    (described,) = [each for each in TABLES if each.name == table]
    columns = ", ".join(f'"{each.name}"' for each in described.fields)
    rows = read_rows(folder, table)
    kinds = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
    types = {each.name: kinds[each.kind] for each in described.fields}
    by_csv = duckdb.sql(
        f"SELECT {columns} FROM read_csv('{folder}/{table}.csv', types={types}, header=true, nullstr='')"
    ).fetchall()
    assert len(by_csv) == len(rows)
    if not rows:
        return
    by_json = duckdb.sql(
        f"SELECT {columns} FROM read_json('{folder}/{table}.jsonl', columns={types})"
    ).fetchall()
    assert len(by_json) == len(rows)

    def plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
        # An empty text and no value are one in CSV; an apostrophe is before what might be a formula.
        return tuple(None if v == "" else v.removeprefix("'") if isinstance(v, str) else v for v in row)

    assert sorted(map(repr, map(plain, by_csv))) == sorted(map(repr, map(plain, by_json)))


def test_tables_are_joined_by_their_keys(folder: Path) -> None:
    for table in TABLES[1:]:
        lost = duckdb.sql(
            f"SELECT count(*) FROM read_csv('{folder}/{table.name}.csv', all_varchar=true) AS t "
            f"ANTI JOIN read_csv('{folder}/reports.csv', all_varchar=true) AS r ON t.report = r.id"
        ).fetchall()
        assert lost == [(0,)], table.name
    for table in TABLES:
        keys = [tuple(row[name] for name in table.key) for row in read_rows(folder, table.name) if table.key]
        assert len(set(keys)) == len(keys), table.name


def test_every_row_leads_back_to_its_place(folder: Path, sample_settings: Settings) -> None:
    client = create_app(sample_settings).test_client()
    rows: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for table in TABLES:
        for row in read_rows(folder, table.name):
            page, _, anchor = row["url"].removeprefix(SITE).partition("#")
            rows[page].append((anchor, row))
    assert len(rows) == len(read_rows(folder, "reports"))
    for page, those in rows.items():
        soup = BeautifulSoup(client.get(page).text, "lxml")
        places = {str(each["id"]): each for each in soup.select("[id]")}
        for anchor, row in those:
            assert not anchor or anchor in places, row
            if "level" in row:
                assert row["text"] in places[anchor].get_text()
    commitment = read_rows(folder, "commitments")[0]
    assert client.get(commitment["commitment_url"].removeprefix(SITE)).status_code == 200
    assert commitment["commitment_url"] == f"{SITE}/commitments/{commitment['key']}"


def test_addresses_are_whole_below_a_path_of_the_site(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where that path is like one of the portal's own, and the folder that one is in."""
    site = "https://gov.example/reports/nianbao"
    (tmp_path / "all").mkdir()
    monkeypatch.chdir(tmp_path / "all")
    dump(archive, Path(), site, False, ignore)
    for table in TABLES:
        rows = read_rows(tmp_path / "all", table.name)
        assert rows
        assert all(row["url"].startswith(f"{site}/reports/") for row in rows)
    assert all(
        row["commitment_url"].startswith(f"{site}/commitments/")
        for row in read_rows(tmp_path / "all", "commitments")
    )


def test_all_current_reports_are_there_with_all_their_paragraphs(folder: Path, archive: Archive) -> None:
    current = {each.id for each in archive.list_summaries() if not each.superseded_by}
    assert {row["id"] for row in read_rows(folder, "reports")} == current
    (report,) = [row for row in read_rows(folder, "reports") if row["id"] == "disclosure-990101-2021"]
    whole = archive.read_report(report["id"])
    texts = [b.text for s in whole.report.sections for b in s.blocks if hasattr(b, "text")]
    assert [r["text"] for r in read_rows(folder, "paragraphs") if r["report"] == report["id"]] == texts
    assert report["original_sha256"] == whole.source.sha256


def test_the_dictionary_describes_every_file(folder: Path) -> None:
    described = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert {each["path"] for each in described["resources"]} == {
        path.name for path in folder.iterdir() if path.name != "datapackage.json"
    }
    for each in described["resources"]:
        data = (folder / each["path"]).read_bytes()
        assert each["bytes"] == len(data)
        assert each["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        names = [field["name"] for field in each["schema"]["fields"]]
        if each["format"] == "csv":
            with (folder / each["path"]).open(encoding="utf-8", newline="") as file:
                read = list(csv.reader(file))
            assert read[0] == names
            assert len(read) - 1 == each["rows"]
        else:
            assert all(list(json.loads(line)) == names for line in data.decode().splitlines())
        assert all(field["title"] for field in each["schema"]["fields"])


def test_no_text_of_a_table_is_a_formula(invented_settings: Settings, tmp_path: Path) -> None:
    dump(open_archive(invented_settings), tmp_path / "all", "", False, ignore)
    for path in tmp_path.glob("all/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert not [v for k, v in row.items() if k == "text" and v.startswith(("=", "+", "@"))]


def test_what_is_compressed_says_the_same(archive: Archive, folder: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        dump(archive, tmp_path / name, SITE, True, ignore)
    for path in folder.glob("*.*l"):
        packed = (tmp_path / "one" / f"{path.name}.gz").read_bytes()
        assert gzip.decompress(packed) == path.read_bytes()
        assert packed == (tmp_path / "two" / f"{path.name}.gz").read_bytes()


def test_memory_does_not_grow_with_the_archive(archive: Archive, tmp_path: Path) -> None:
    peaks: list[int] = []

    def look(reports: int) -> None:
        if reports % 10 == 0:
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.reset_peak()

    dump(archive, tmp_path / "warm", "", False, ignore)
    tracemalloc.start()
    try:
        dump(archive, tmp_path / "all", "", False, look)
    finally:
        tracemalloc.stop()
    assert len(peaks) >= 3
    assert peaks[-1] < 1.5 * peaks[0] + 2_000_000


def test_a_folder_that_holds_something_is_left_alone(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "mine.txt").write_text("x")
    with pytest.raises(UnwritableFile, match="不是空文件夹"):
        dump(archive, tmp_path / "all", "", False, ignore)
    assert (tmp_path / "all" / "mine.txt").read_text() == "x"
    assert [path.name for path in tmp_path.iterdir()] == ["all"]


def test_a_dump_that_is_broken_off_leaves_nothing(archive: Archive, tmp_path: Path) -> None:
    def stop(_reports: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dump(archive, tmp_path / "all", "", False, stop)
    assert list(tmp_path.iterdir()) == []


def test_dumps_are_listed_and_taken_away(invented_copy: Path) -> None:
    settings = Settings(home=invented_copy)
    client = create_app(settings).test_client()
    assert "还没有可以下载的数据" in client.get("/data").text
    result = CliRunner().invoke(nianbao, ["export", "--home", str(invented_copy), "--gzip", "--json"])
    assert result.exit_code == 0, result.output
    said = json.loads(result.output)
    assert said["reports"] == 14
    (dump_listed,) = client.get("/api/dumps").get_json()["dumps"]
    page = client.get("/data").text
    for file in dump_listed["files"]:
        assert f'href="{file["url"]}"' in page
        answer = client.get(file["url"])
        assert hashlib.sha256(answer.data).hexdigest() == file["sha256"]
        assert "attachment" in answer.headers["Content-Disposition"]
    assert client.get(dump_listed["dictionary"]).get_json()["resources"]
    name = dump_listed["name"]
    for path in ("/data/x/reports.csv", f"/data/{name}/..%2f..%2fcurrent", f"/data/{name}/current"):
        assert client.get(path).status_code == 404
    (Path(said["export"]) / "datapackage.json").unlink()
    assert client.get("/api/dumps").get_json() == {"dumps": []}
