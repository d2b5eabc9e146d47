"""How well promises of real reports are answered: `python tests/benchmarks/answers.py HOME`.

HOME is an archive of the large set of real texts. Prints for both halves of the drawn promises
(`tests/commitments/judged_real/answers.tsv`) for how many with an answer the first passage is right, and for
how many without one nothing is shown. Promises that the archive does not hold are counted as missing.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from indexer.archive.archive import Archive, open_archive
from indexer.errors import NotFound
from indexer.settings import Settings
from tests.commitments.real_sets import FOLDER, hash_words


def judge(archive: Archive, key: str, kind: str, right: set[str]) -> str:
    """What became of one drawn promise."""
    try:
        answers = archive.commitments.read_dossier(key).answers
    except NotFound:
        return "missing"
    if kind == "none":
        return "shown where there is none" if answers else "nothing shown, rightly"
    if kind == "open":
        return "open"
    if not answers:
        return "no passage shown"
    return "first passage right" if hash_words(answers[0].evidence.text) in right else "first passage wrong"


def main(home: Path) -> None:
    archive = open_archive(Settings(home=home))
    lines = (FOLDER / "answers.tsv").read_text("utf-8").splitlines()
    for half in sorted({line.split("\t")[0] for line in lines}):
        drawn = [line.split("\t") for line in lines if line.split("\t")[0] == half]
        counts = Counter(judge(archive, key, kind, set(right.split())) for _, key, kind, right in drawn)
        print(half, dict(counts))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
