"""How well commitments are read and answered: `python tests/benchmarks/commitments.py [FOLDER]`.

Prints for both halves of the judged sentences (`tests/commitments/sentences.txt`) precision, recall and
F1 of each role and every sentence judged otherwise; for the judged pairs (`pairs.txt`) how often the
evidence is among the first three passages, and how often nothing is found where there is nothing.
With a FOLDER of work reports named by their year, for the eye: every eighth task of 2019 with what the
reports of 2020 and 2021 say of it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from indexer.archive.archive import Archive, open_archive
from indexer.ingest.add import add
from indexer.settings import Settings
from tests.commitments import judged

CORPUS = Path(__file__).parent.parent.parent / "corpus"


def archive_of(folder: str, *files: Path) -> Archive:
    settings = Settings(home=Path(folder) / "home")
    add(files, settings, lambda _outcome, _total: None)
    return open_archive(settings)


def show_sentences() -> None:
    for half in ("tune", "held"):
        table, borders, wrong = judged.scores(half)
        count = sum(score.wanted for score in table.values())
        print(f"{half}: {count} sentences, borders right {borders:.1%}")
        for role, score in table.items():
            precision = score.right / score.given if score.given else 1.0
            recall = score.right / score.wanted if score.wanted else 1.0
            print(f"  {role.value:<11} precision {precision:.3f}  recall {recall:.3f}  F1 {score.f1:.3f}")
        print("".join(f"  {line}\n" for line in wrong), end="")


def show_pairs() -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = archive_of(folder, CORPUS)
        for half in ("tune", "held"):
            right, answered, silent, empty, wrong = judged.judge(archive, half)
            print(f"{half}: answered {right}/{answered} = {right / answered:.1%},", end=" ")
            print(f"nothing found {silent}/{empty} = {silent / empty:.1%}")
            print("".join(f"  {line}\n" for line in wrong), end="")


def show_tasks(reports: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = archive_of(folder, *(reports / f"{year}.txt" for year in (2019, 2020, 2021)))
        [report] = [s.id for s in archive.list_summaries() if s.year == 2019]
        commitments = archive.commitments.list_report(report)
        print(f"\n{len(commitments)} commitments of 2019, every eighth:")
        for commitment in commitments[::8]:
            print(f"\n{commitment.there}  {commitment.text}")
            for answer in archive.commitments.read_dossier(commitment.key).answers[:3]:
                print(f"   {answer.source.year} {answer.evidence.score:.2f}  {answer.evidence.text}")


if __name__ == "__main__":
    show_sentences()
    show_pairs()
    if len(sys.argv) > 1:
        show_tasks(Path(sys.argv[1]))
