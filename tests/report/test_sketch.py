"""Numbers of sketches are those that archives hold: other ones would be compared with them in vain."""

from __future__ import annotations

from indexer.commitments.matching.similarity import normalize, number_bands
from indexer.report.comparison.similarity import Text
from indexer.report.comparison.sketch import make_sketch
from indexer.report.comparison.sketch import number_bands as number_report_bands

COMMITMENT = "加强行政执法公示全过程记录重大执法决定法制审核三项制度落实"


def test_bands_of_commitments_are_those_in_archives_made_before() -> None:
    """As datasketch 2 computed them, with a permutation for each of 32 numbers."""
    assert number_bands(normalize(COMMITMENT)) == (
        *(3690722088480152320, 4230458246654564353, 2060384711404603906, 4315985668309813635),
        *(3495913914798923844, 618211932975716357, 4391860775926546694, 88649223556418631),
    )


def test_sketches_of_reports_are_those_in_archives_made_before() -> None:
    numbers = make_sketch(Text(f"{n}项{n * n + 7}件" for n in range(200)))
    assert numbers[:4] == (1520224917, 317480289, 1070715869, 2862972537)
    assert number_report_bands(numbers)[:2] == [58271953661342622, 53168107532970329]
