"""`nianbao alias`: staff say which names are of one body, and reindexing heeds it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.archive.archive import open_archive
from indexer.archive.contributions.aliases import AliasStore, load_aliases, parse_alias
from indexer.archive.storage.home import Home
from indexer.cli.main import nianbao
from indexer.errors import ArchiveDamaged, CorrectionError
from indexer.ingest.add import add
from indexer.ingest.reindex import reindex
from indexer.settings import Settings

_PAGE = """云泽市西岭区{body}{year}年政府信息公开工作年度报告
一、总体情况
{year}年，我局主动公开信息12条，依申请公开0条。
二、主动公开政府信息情况
第二十条第（一）项
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数
规章 | 0 | 0 | 0
行政规范性文件 | 6 | 2 | 41
六、其他需要报告的事项
无。
"""


def run(home: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(nianbao, ["alias", *words, "--home", str(home)])
    return done.exit_code, done.output


def test_names_are_stated_listed_and_dropped(tmp_path: Path) -> None:
    assert "没有登记过" in run(tmp_path)[1]
    code, said = run(tmp_path, "云泽市西岭区督查局", "审计局", "--region", "西岭区", "--who", "某甲")
    assert (code, "西岭区：督查局 归入 审计局（某甲）" in said, "reindex" in said) == (0, True, True)
    run(tmp_path, "教育体育局", "教育体育局", "--who", "某乙")
    listed = json.loads(run(tmp_path, "--json")[1])
    assert listed["aliases"] == [
        "西岭区：督查局 归入 审计局（某甲）",
        "所有地区：教育体育局 自成系列（某乙）",
    ]
    assert load_aliases(Home(tmp_path)).resolve("督查局", "990102") == "审计局"
    assert "已去掉" in run(tmp_path, "督查局", "--region", "西岭区", "--drop")[1]
    assert load_aliases(Home(tmp_path)).resolve("督查局", "990102") == "督查局"
    assert "没有登记过" in run(tmp_path, "督查局", "--drop")[1]


def test_what_cannot_be_stated_is_refused(tmp_path: Path) -> None:
    assert run(tmp_path, "督查局")[0] == 2
    assert run(tmp_path, "督查局", "审计局", "--drop")[0] == 2
    with pytest.raises(CorrectionError, match="鼓楼区"):
        parse_alias("甲局", "乙局", "鼓楼区", "")
    with pytest.raises(CorrectionError):
        parse_alias(" ", "乙局", "", "")
    (tmp_path / "aliases.json").write_text("{")
    with pytest.raises(ArchiveDamaged):
        AliasStore(Home(tmp_path)).load()


def test_reindexing_heeds_what_is_stated(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    for year, body in ((2022, "督查局"), (2023, "审计局")):
        page = tmp_path / f"{year}.txt"
        page.write_text(_PAGE.format(year=year, body=body), "utf-8")
        add([page], settings, lambda _outcome, _total: None)

    def list_series() -> set[str]:
        return {report.heading.series for report in open_archive(settings).findings.list_figures()}

    assert len(list_series()) == 2
    run(settings.home, "督查局", "审计局", "--region", "西岭区")
    for _ in range(2):
        reindex(settings, lambda _outcome, _total: None)
        assert list_series() == {"disclosure-990102-西岭区审计局"}
