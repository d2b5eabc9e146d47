"""Promises of real reports and their answers: of four judged bodies, whose texts did not make the vectors."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from indexer.archive.archive import open_archive
from indexer.ingest.add import add
from indexer.settings import Settings
from tests.benchmarks.answers import judge
from tests.commitments.real_sets import FOLDER

BODIES = ("主要城市/郑州市", "其他地市/绥化市", "省自治区/山西省", "省自治区/湖北省")


def test_answers_of_real_promises(real: Path, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    add([real / "real-large" / body for body in BODIES], settings, lambda _outcome, _total: None)
    archive = open_archive(settings)
    drawn = [line.split("\t") for line in (FOLDER / "answers.tsv").read_text("utf-8").splitlines()]
    counts = Counter(judge(archive, key, kind, set(right.split())) for _, key, kind, right in drawn)
    right, silent = counts["first passage right"], counts["nothing shown, rightly"]
    answered = right + counts["first passage wrong"] + counts["no passage shown"]
    assert answered > 40
    assert right >= 0.75 * answered
    assert silent >= 0.9 * (silent + counts["shown where there is none"])
