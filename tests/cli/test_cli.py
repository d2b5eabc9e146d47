"""The command line as people and scripts use it, on the sample archive."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.cells import cell_len
from rich.text import Text

from indexer.archive.catalogue.coverage import Area, Count, Coverage, Overview
from indexer.cli.commands.query.status import show_status
from indexer.cli.main import nianbao
from indexer.errors import QueryError
from indexer.settings import Settings

ROOT = Path(__file__).parents[2]
DAMAGED = ROOT / "tests" / "cases" / "disclosure_2019" / "damaged-copy.html"


@pytest.fixture
def call(sample_settings: Settings):  # type: ignore[no-untyped-def]
    def call(*arguments: str) -> str:
        result = CliRunner().invoke(nianbao, [*arguments, "--home", str(sample_settings.home)])
        assert result.exit_code == 0, result.output
        return result.output

    return call


def test_search_json_has_the_shape_that_scripts_hold_on_to(call) -> None:  # type: ignore[no-untyped-def]
    answer = json.loads(call("search", "公开", "--json"))
    assert set(answer) == {"query", "total", "page", "pages", "took_ms", "hits", "facets", "suggestion"} | {
        *("total_partial", "understood", "reports", "absences", "strict", "alternatives"),
    }
    assert answer["total"] > len(answer["hits"]) == 10
    assert set(answer["hits"][0]) == {
        *("report", "title", "year", "district", "region", "body", "kind"),
        *("section", "heading", "url", "score", "snippet", "damage", "recognised", "partial"),
    }
    assert set(answer["facets"]) == {"year", "district", "section", "kind"}
    for values in answer["facets"].values():
        assert all({"value", "count", "selected"} <= set(value) for value in values)


def test_search_narrows_by_every_filter(call) -> None:  # type: ignore[no-untyped-def]
    narrowed = json.loads(
        call(
            *("search", "公开", "--year", "2019..2021", "--district", "东湖区", "--section", "5"),
            *("--kind", "disclosure", "--sort", "oldest", "--limit", "3", "--json"),
        )
    )
    hits = narrowed["hits"]
    assert hits
    assert [hit["year"] for hit in hits] == sorted(hit["year"] for hit in hits)
    assert all(2019 <= hit["year"] <= 2021 and hit["section"] == 5 for hit in hits)
    assert all("东湖区" in hit["region"] and hit["kind"] == "disclosure" for hit in hits)


def test_search_for_people_shows_hits_facets_and_addresses(call) -> None:  # type: ignore[no-untyped-def]
    text = call("search", "公开")
    assert text.startswith("共 ")
    assert "/reports/disclosure-" in text
    assert "年度：" in text


def test_list_and_status_agree(call) -> None:  # type: ignore[no-untyped-def]
    listed = json.loads(call("list", "--json"))
    status = json.loads(call("status", "--json"))
    assert status["reports"] == len(listed) == sum(status["kinds"].values())
    assert sum(sum(row["years"].values()) for row in status["coverage"]) == len(listed)
    assert all(report["sample"] and report["year"] and report["district"] for report in listed)
    assert f"共 {len(listed)} 份" in call("list")
    assert "云泽市" in call("status")


@pytest.mark.parametrize("width", [24, 60, 200])
def test_status_fits_the_terminal(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    area = Area(("45",), "广西壮族自治区", "广西壮族自治区")
    years: dict[int | None, Count] = {year: Count(year, "x") for year in range(2008, 2024)}
    row = Coverage(area, years | {None: Count(7, "x")})
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("FORCE_COLOR", "1")
    overview = Overview(8, tuple(range(2008, 2024)), 1, 0, {}, "g")
    show_status(overview, (), (row,), (), as_json=False)
    printed = Text.from_ansi(capsys.readouterr().out).plain.split("\n")[:-1]
    lines = printed[1:]  # The first is a sentence, not of the table.
    assert max(cell_len(line.rstrip()) for line in lines) <= width
    words = [line.split() for line in lines]
    assert [n for line in words[1::2] for n in line[1:]] == [*map(str, range(2008, 2024)), "7"]
    assert [n for line in words[::2] for n in line[1:]] == [*map(str, range(2008, 2024)), "未详"]


def test_inspect_shows_the_report_without_taking_it_in(call) -> None:  # type: ignore[no-untyped-def]
    path = next((ROOT / "corpus" / "disclosure").rglob("2019.html"))
    report = json.loads(call("inspect", str(path)))
    assert report["year"] == 2019
    assert {section["number"] for section in report["sections"]} >= {1, 2, 3, 4, 5}
    assert report["reading"]["format"] == "html"
    cells = {cell["row"] for table in report["figures"]["tables"] for cell in table["cells"]}
    assert {"new", "carried", "total"} & cells
    rules = {finding["rule"]: finding for finding in report["findings"]}
    assert all(finding["outcome"] and finding["sentence"] for finding in rules.values())
    assert any(finding["cells"] for finding in rules.values())
    assert report["id"].startswith("disclosure-")


def test_damage_is_told_by_every_command(tmp_path: Path) -> None:
    def call(*arguments: str) -> str:
        result = CliRunner().invoke(nianbao, [*arguments, "--home", str(tmp_path / "home")])
        assert result.exit_code == 0, result.output
        return result.output

    damage = json.loads(call("inspect", str(DAMAGED)))["damage"]
    assert {"pinyin", "shift", "conversion", "mojibake", "lost"} < {found["kind"] for found in damage}
    assert {"kind": "private", "mended": 0, "guessed": 0, "left": 1} in damage
    assert "自造字符 1 处：未能修复 1" in call("add", str(DAMAGED))
    assert "自造字符 1 处：未能修复 1" in call("list")
    assert json.loads(call("list", "--json"))[0]["damage"] == damage
    status = json.loads(call("status", "--json"))
    assert (status["damaged"], status["damage"]) == (1, damage)
    assert "其中 1 份的副本有损坏" in call("status")
    before = call("search", "健全完善政务公开机制", "--json")
    call("reindex")
    hit, again = (json.loads(found)["hits"][0] for found in (before, call("search", "机制", "--json")))
    assert hit["damage"] == again["damage"] > 0


def test_installed_command_runs_and_pipes_politely(sample_settings: Settings) -> None:
    command = f"{sys.executable} -m indexer.cli.main list --home {sample_settings.home} | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1


def test_commitments(sample_settings: Settings) -> None:
    home = str(sample_settings.home)
    said = CliRunner().invoke(nianbao, ["commitments", "学位", "--district", "东湖区", "--home", home])
    assert said.exit_code == 0
    assert "新增学位945个" in said.output
    found = CliRunner().invoke(nianbao, ["commitments", "--topic", "教育", "--json", "--home", home])
    assert all("教育" in c["topics"] for c in json.loads(found.output)["commitments"])
    table = CliRunner().invoke(nianbao, ["commitments", "赠阅点", "--csv", "--home", home])
    assert "后来的报告没有提到" in table.output
    wrong = CliRunner().invoke(nianbao, ["commitments", "--state", "lost", "--home", home])
    assert wrong.exit_code == 1
    assert "结果没有“lost”" in str(wrong.exception)


def test_place_says_what_is_held_and_missing(call) -> None:  # type: ignore[no-untyped-def]
    said = call("place", "云泽东湖")
    assert "示例省 › 云泽市 › 东湖区（990101）" in said
    assert "政府工作报告：" in said
    assert "承诺：" in said
    found = json.loads(call("place", "990101", "--json"))
    assert found["reports"] == sum(len(kind["reports"]) for kind in found["kinds"]) + sum(
        len(body["reports"]) for body in found["bodies"]
    )
    assert "还没有收录它的报告" in call("place", "广州从化")


@pytest.mark.parametrize(("typed", "offered"), [("鼓楼区", "福州市/鼓楼区"), ("从花区", "从化区")])
def test_place_names_what_was_perhaps_meant(sample_settings: Settings, typed: str, offered: str) -> None:
    result = CliRunner().invoke(nianbao, ["place", typed, "--home", str(sample_settings.home), "--json"])
    assert isinstance(result.exception, QueryError)
    assert offered in result.exception.message
