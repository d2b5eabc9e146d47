"""What is loaded of commitments follows the archive, though only reports that changed are read again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.archive.archive import Archive, open_archive
from indexer.archive.catalogue.commitments import CommitmentReader
from indexer.commitments.search.filter import parse_commitment_filter
from indexer.commitments.search.rows import SearchRow
from indexer.ingest.add import add
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove
from indexer.search.query.parse import Choices, parse_query
from indexer.settings import Settings

DISTRICT = Path(__file__).parents[2] / "corpus" / "disclosure" / "东湖区"
QUERIES = ("", "学位", "公布 -指南", "年份:2022", "地区:东湖区", "标题:东湖区")


def _see(archive: Archive) -> list[tuple[object, ...]]:
    """What the archive says of all commitments, under some queries."""
    said: list[tuple[object, ...]] = []
    wanted = parse_commitment_filter(class_=("all",))
    for typed in QUERIES:
        found = archive.commitments.find(parse_query(typed, Choices(limit=100)), wanted)
        said.append((found.total, tuple((c.key, c.text, c.state, c.class_) for c in found.commitments)))
        said += [(name, values) for name, values in found.facets.items()]
    return said


def test_an_open_archive_says_what_a_new_one_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, rows = Settings(home=tmp_path / "home"), CommitmentReader.read_search_rows
    read: list[str] = []

    def watch(reader: CommitmentReader, reports: list[str]) -> list[SearchRow]:
        read.extend(reports)
        return rows(reader, reports)

    def enter(year: int, text: str = "") -> Callable[[], object]:
        file = tmp_path / f"{year}.html"

        def act() -> None:
            given = text or (DISTRICT / f"{year}.html").read_text("utf-8")
            file.write_text(given, "utf-8")
            add([file], settings, lambda _outcome, _total: None)

        return act

    changed = (DISTRICT / "2022.html").read_text("utf-8").replace("三个工作日", "四个工作日")
    steps = (
        (enter(2022), {"disclosure-990101-2022"}),
        (enter(2021), {"disclosure-990101-2021"}),
        (lambda: remove("disclosure-990101-2022", settings), set()),
        # The numbers of the commitments that were removed last are given again.
        (enter(2022, changed.replace("编制", "制定")), None),
        (lambda: reindex(settings, lambda _outcome, _total: None), None),
    )
    enter(2020)()
    archive = open_archive(settings)
    _see(archive)
    monkeypatch.setattr(CommitmentReader, "read_search_rows", watch)
    for act, expected in steps:
        act()
        read.clear()
        said = _see(archive)
        if expected is not None:
            assert set(read) == expected
        fresh = open_archive(settings)
        assert said == _see(fresh)
        fresh.close()
    archive.close()
