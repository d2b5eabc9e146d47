"""A slice of `benchmarks/hostile.py`: every file ends in a report or one sentence, within 10 s and 1 GB."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from indexer.extraction.formats import FORMATS
from indexer.ingest.reading.readers import Readers
from indexer.settings import Settings
from indexer.sources.bundles.kinds import KINDS
from tests.benchmarks import hostile

QUICK = {
    *("deep.html", "spans.html", "comment.html", "noise.txt", "zeros.txt", "entities.docx"),
    *("outside.docx", "deep.docx", "nested.docx", "tables.docx", "loop.pdf", "form.pdf", "length.pdf"),
    *("far.xlsx", "empty.xls", "chain.xls", "huge-picture.html", "huge-picture.docx", "huge-picture.ofd"),
    *("names.zip", "long-name.zip", "endless.tgz", "deep.eml", "words.eml", "mails.eml", "zeros.7z"),
    *("groups.rtf", "huge-picture.rtf", "entities.ofd", "steps.ofd", "deep.mht"),
}
"""Bombs that are soon refused; the benchmark sets all of them off."""


@pytest.fixture(scope="module", autouse=True)
def proc() -> None:
    if not Path("/proc/self/clear_refs").exists():
        pytest.skip("memory is measured on Linux only")


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(Settings()) as readers:
        readers.recogniser.is_enabled = False  # it has bounds of its own
        yield readers


def test_every_reader_has_hostile_files() -> None:
    """Files of each format and each kind of archive are hurt, and there are bombs of each."""
    missing = set() if find_spec("py7zr") else {"7z"}
    hurt = [name for name, _ in hostile.seeds()]
    bombs = [name for name, _ in hostile.bombs()]
    for names in (hurt, bombs):
        found = {each.NAME for each in FORMATS if any(name.endswith(each.SUFFIXES) for name in names)}
        assert found == {each.NAME for each in FORMATS}
        packed = {each.name for each in KINDS if any(name.endswith(each.suffixes) for name in names)}
        assert packed | missing == {each.name for each in KINDS}
    assert {name for name in QUICK if name.rpartition(".")[2] not in missing} <= set(bombs)


def test_mutations(tmp_path: Path, readers: Readers) -> None:
    verdicts = []
    for name, data in hostile.mutants(36, seed=2):
        (tmp_path / name).write_bytes(data)
        verdicts.append(hostile.judge(tmp_path / name, readers))
    assert [verdict for verdict in verdicts if verdict.breach] == []
    assert any(verdict.said.startswith("disclosure") for verdict in verdicts)  # some were not hurt much


@pytest.mark.parametrize(
    ("name", "make"), [pytest.param(*bomb, id=bomb[0]) for bomb in hostile.bombs() if bomb[0] in QUICK]
)
def test_bombs(name: str, make: Callable[[], bytes], tmp_path: Path, readers: Readers) -> None:
    (tmp_path / name).write_bytes(make())
    verdict = hostile.judge(tmp_path / name, readers)
    assert not verdict.breach, verdict
    assert len(verdict.said) > 10
