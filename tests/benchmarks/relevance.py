"""How well the order of hits serves those who ask: nDCG@10, success@10 and questions without any hit.

    python tests/benchmarks/relevance.py                               the sample corpus
    python tests/benchmarks/relevance.py --home HOME --judged FILE     another archive and set

The project's own set (`relevance.tsv`) was judged by reading what the portal and single words find in the
sample corpus: 3 answers the question, 2 a part of it, 1 speaks of the matter; a line for a report as a whole
has `*` for its section. Gain is 2^grade - 1, discount log2(rank + 1) (Järvelin and Kekäläinen 2002); a
section that occurs twice counts once; what nobody judged counts 0.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.archive.archive import Archive, open_archive
from indexer.ingest.add import add
from indexer.search.query.parse import parse_query
from indexer.search.results import Hit
from indexer.settings import Settings

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpus"
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A question and what answers it.

    Attributes:
        group: kind of question, for the table.
        grades: 1–3 by (report, section); section `*` for a report as a whole.
    """

    query: str
    group: str
    grades: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Score:
    """How one question fared.

    Attributes:
        ndcg: 0 to 1.
        success: whether one of the best grade is among the first ten.
        nothing: whether nothing was found at all.
    """

    ndcg: float
    success: bool
    nothing: bool


def read_judged(path: Path = HERE / "relevance.tsv") -> list[Judged]:
    """Read a set: query, group, report, section, grade on each line."""
    grades: dict[tuple[str, str], dict[tuple[str, str], int]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            grades[row["query"], row["group"]][row["report"], row["section"]] = int(row["grade"])
    return [Judged(query, group, found) for (query, group), found in grades.items()]


def score(archive: Archive, judged: Judged) -> Score:
    """Ask a question and grade what comes."""
    results = archive.search(parse_query(judged.query))
    gains = list(_gains(results.hits[:DEPTH], judged.grades))
    ideal = sorted(judged.grades.values(), reverse=True)[:DEPTH]
    return Score(
        _discounted(gains) / _discounted(ideal),
        max(ideal) in gains,
        not results.total + results.total_partial,
    )


def _gains(hits: Sequence[Hit], grades: Mapping[tuple[str, str], int]) -> Iterator[int]:
    seen: set[tuple[str, str]] = set()
    for hit in hits:
        place = (hit.report, "*") if (hit.report, "*") in grades else (hit.report, str(hit.section))
        yield 0 if place in seen else grades.get(place, 0)
        seen.add(place)


def _discounted(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades))


def main() -> None:
    """Print a table by group, and the questions that fare worst."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--home", type=Path)
    parser.add_argument("--judged", type=Path, default=HERE / "relevance.tsv")
    parser.add_argument("--json", type=Path, help="all numbers")
    options = parser.parse_args()
    judged = read_judged(options.judged)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=options.home or Path(folder))
        if not options.home:
            add([CORPUS], settings, lambda _outcome, _total: None)
        archive = open_archive(settings)
        scores = [(each, score(archive, each)) for each in judged]
    groups: dict[str, list[Score]] = defaultdict(list)
    for each, found in scores:
        groups[each.group].append(found)
        groups["all"].append(found)
    print(f"{'':10}{'n':>5}{'nDCG@10':>9}{'success':>9}{'nothing':>9}")
    for name, of_group in groups.items():
        means = [sum(values) / len(of_group) for values in zip(*map(_numbers, of_group), strict=True)]
        print(f"{name:10}{len(of_group):5}{means[0]:9.3f}{means[1]:9.2f}{means[2]:9.2f}")
    for each, found in sorted(scores, key=lambda pair: pair[1].ndcg)[:5]:
        print(f"{found.ndcg:.3f} {each.query}")
    if options.json:
        options.json.write_text(json.dumps({each.query: _numbers(found) for each, found in scores}), "utf-8")


def _numbers(found: Score) -> tuple[float, float, float]:
    return found.ndcg, float(found.success), float(found.nothing)


if __name__ == "__main__":
    main()
