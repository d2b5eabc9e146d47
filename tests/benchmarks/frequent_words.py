"""Makes `indexer/data/frequent-words.tsv`: `python tests/benchmarks/frequent_words.py HOME`.

HOME is an archive of the large set of real texts. Counts the sentences of its work reports that may answer a
promise, and those of them that have each word; prints the words that 2.6 of a thousand have, and how many.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from indexer.archive.archive import open_archive
from indexer.commitments.matching.candidate import find_candidates
from indexer.commitments.statement import read_sentences
from indexer.report.report import Kind
from indexer.search.analysis import load_segmenter
from indexer.settings import Settings

_LEAST = 2.6  # of a thousand sentences
_WORD = re.compile("[\u3400-\u9fff]{2,}|[a-z]{2,}")


def main(home: Path) -> None:
    archive, cut = open_archive(Settings(home=home)), load_segmenter().cut
    counts: Counter[str] = Counter()
    sentences = 0
    for summary in archive.list_summaries():
        report = archive.read_report(summary.id).report
        if report.kind is Kind.WORK:
            for candidate in find_candidates(report.kind, read_sentences(report)):
                sentences += 1
                counts.update({word for word in cut(candidate.folded) if _WORD.fullmatch(word)})
    print(f"# of {sentences:,} sentences")
    for word, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
        if (share := 1000 * count / sentences) >= _LEAST:
            print(f"{word}\t{share:.1f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
