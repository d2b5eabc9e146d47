"""Several processes read: out comes what one would have read, and a lost process costs its file only."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path

from indexer.archive.contributions.aliases import AliasStore, StatedAlias
from indexer.archive.contributions.attached_tables import AttachedTables, Attachments
from indexer.archive.contributions.corrections import Correction, Corrections
from indexer.archive.contributions.reading_basis import BasisReader, ReadingBasis
from indexer.archive.outcome import FileOutcome
from indexer.archive.storage.home import Home
from indexer.errors import OversizedSource
from indexer.ingest.add import add
from indexer.ingest.reading.prepare import File
from indexer.ingest.reading.readers import Readers
from indexer.ingest.reading.workers import read_ahead
from indexer.ingest.reindex import reindex
from indexer.report.document import Cell, Table
from indexer.settings import Settings

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "corpus" / "disclosure" / "东湖区").glob("*.*"))
DAMAGED = ROOT / "tests" / "cases" / "disclosure_2019" / "damaged-copy.html"
TABLE = Table((Cell("一", 0, 0), Cell("二", 0, 1)))
ATTACHED = AttachedTables("0" * 64, "表.xlsx", "/表.xlsx", 4, "2026-01-05T08:00:00+00:00", {3: TABLE})
_KEPT = {"report": "source", "figures": "", "finding": "id", "speaker": "", "commitment": ""}
_KEPT |= {"evidence": "", "commitment_band": ""}


def contents(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """All that the catalogue holds but for times."""
    with sqlite3.connect(Home(settings.home).find_current().catalogue) as catalogue:
        catalogue.row_factory = sqlite3.Row
        return {
            table: sorted(
                [
                    tuple(str(row[key]) for key in row.keys() if key not in left)  # noqa: SIM118 - a Row
                    for row in catalogue.execute(f"SELECT * FROM {table}")
                ]
            )
            for table, left in _KEPT.items()
        }


def test_many_processes_read_what_one_does(tmp_path: Path) -> None:
    paths = [*SAMPLES[:4], DAMAGED, *SAMPLES[4:]]
    one, many = Settings(home=tmp_path / "one"), Settings(home=tmp_path / "many")
    order: list[Path | str] = []
    add(paths, one, lambda _outcome, _total: None)
    with Readers(many, many=1) as readers:
        add(paths, many, lambda outcome, _total: order.append(outcome.path), readers=readers)
    assert order == paths
    assert contents(one) == contents(many)
    reindex(many, lambda _outcome, _total: None)
    assert contents(one) == contents(many)


def test_processes_heed_what_people_said(tmp_path: Path) -> None:
    """They read no home: what people said of a file goes to them with it."""
    one, many = Settings(home=tmp_path / "one"), Settings(home=tmp_path / "many")
    correction = Correction(2019, who="审计员", at="2026-01-05T08:00:00+00:00", reason="封面写错")
    for settings in (one, many):
        home = Home(settings.home)
        Corrections(home).store(sum_up(SAMPLES[0]), correction)
        Attachments(home).store(sum_up(SAMPLES[1]), ATTACHED, b"xlsx")
        AliasStore(home).put(StatedAlias("", "教育局", "教体局", "审计员"))
    add(SAMPLES, one, lambda _outcome, _total: None)
    with Readers(many, many=1) as readers:
        add(SAMPLES, many, lambda _outcome, _total: None, readers=readers)
    found = contents(many)
    assert contents(one) == found
    assert any("封面写错" in value for row in found["report"] for value in row)
    basis = BasisReader(Home(many.home)).read(sum_up(SAMPLES[1]))
    assert basis.attached == (ATTACHED,)
    assert ReadingBasis.from_json(json.loads(json.dumps(basis.to_json()))) == basis


def sum_up(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_lost_process_costs_its_file_only(tmp_path: Path) -> None:
    files = [(n, File(path.read_bytes(), "", path.name, str(path))) for n, path in enumerate(SAMPLES * 3)]
    lost = 0
    with (
        Readers(Settings(home=tmp_path), many=1) as readers,
        read_ahead(readers, files, len(files)) as read,
    ):
        for number, pending in enumerate(read):
            assert pending.tag == number
            try:
                assert pending.wait(()).identity.startswith("disclosure-990101-")
            except OversizedSource:
                lost += 1
            if number == 0:
                readers.pool.stop()
    assert 1 <= lost <= readers.pool.size


def test_file_that_nobody_can_read_fails_with_the_same_message(tmp_path: Path) -> None:
    broken = tmp_path / "broken.html"
    broken.write_bytes(b"PK\x03\x04" + bytes(200))
    told: list[list[FileOutcome]] = []
    for many in (100, 1):
        told.append([])
        settings = Settings(home=tmp_path / str(many))
        with Readers(settings, many=many) as readers:
            add([broken, SAMPLES[0]], settings, lambda outcome, _: told[-1].append(outcome), readers=readers)
    assert [outcome.status for outcome in told[0]] == ["failed", "added"]
    assert told[0] == told[1]
