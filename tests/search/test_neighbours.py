"""A damaged report is read with what the archive already holds."""

from __future__ import annotations

from pathlib import Path

from indexer.archive.archive import open_archive
from indexer.ingest.add import add
from indexer.ingest.reindex import reindex
from indexer.settings import Settings

SOUND = """云泽市鹤影镇2019年政府信息公开工作年度报告
一、总体情况
2019年，鹤影镇修缮望岳书院，保护望岳书院旧址，开放望岳书院展厅。统计期限自2019年1月1日起至2019年12月31日止。
"""
DAMAGED = """云泽市鹤影镇2020年政府信息公开工作年度报告
一、总体情况
2020年，鹤影镇继续保护{}旧址，主动公开政府信息。统计期限自2020年1月1日起至2020年12月31日止。
"""


def _shown(stretch: str, note: str) -> str:
    """A stretch that lost its first byte."""
    encoded = stretch.encode("gbk")[1:]
    pairs = [encoded[at : at + 2].decode("gbk", "ignore") for at in range(0, len(encoded) - 1, 2)]
    return f"?{''.join(pairs)}?{note})"


def _said(settings: Settings, year: int) -> str:
    archive = open_archive(settings)
    (summary,) = (s for s in archive.list_summaries() if s.year == year)
    return archive.read_report(summary.id).report.sections[0].text


def test_what_the_archive_holds_helps_to_read(tmp_path: Path) -> None:
    (tmp_path / "2019.txt").write_text(SOUND, "utf-8")
    (tmp_path / "2020.txt").write_text(DAMAGED.format(_shown("望岳书院", "yuàn")), "utf-8")
    told, alone = Settings(home=tmp_path / "told"), Settings(home=tmp_path / "alone")
    add([tmp_path / "2020.txt"], alone, lambda _outcome, _total: None)
    assert "望岳书院" not in _said(alone, 2020)
    add([tmp_path / "2019.txt"], told, lambda _outcome, _total: None)
    add([tmp_path / "2020.txt"], told, lambda _outcome, _total: None)
    assert "继续保护望岳书院旧址" in _said(told, 2020)
    reindex(told, lambda _outcome, _total: None)
    assert "继续保护望岳书院旧址" in _said(told, 2020)


def test_a_damaged_report_is_no_evidence(tmp_path: Path) -> None:
    for year in (2020, 2021):
        text = DAMAGED.replace("2020", str(year)).format(_shown("望岳书院", "yuàn"))
        (tmp_path / f"{year}.txt").write_text(text, "utf-8")
    settings = Settings(home=tmp_path / "home")
    add([tmp_path / "2020.txt", tmp_path / "2021.txt"], settings, lambda _outcome, _total: None)
    assert _said(settings, 2020) == _said(settings, 2021).replace("2021", "2020")
