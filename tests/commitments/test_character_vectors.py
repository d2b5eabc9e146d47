"""The packaged vectors of characters and pairs: their form, and what their sums say of texts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.commitments.matching.character_vectors import (
    list_grams,
    load_table,
    load_usual,
    read_stretches,
    read_vectors,
)
from indexer.commitments.matching.vector_similarity import Pairs, weigh_similarity
from indexer.report.report import Kind
from indexer.text.fold import fold

ROOT = Path(__file__).parents[2]
FILE = ROOT / "indexer" / "data" / "character-vectors.npz"
DISTRICT = ROOT / "corpus" / "disclosure" / "东湖区"
SIGNS = "养老服务网络站点建成,。;\n a1𠀀"
TEXTS = st.lists(st.text(SIGNS, max_size=30), max_size=6)


def test_the_table_has_its_form() -> None:
    assert FILE.stat().st_size < 4_000_000
    with np.load(FILE) as kept:
        assert kept["vectors"].dtype == np.int8
        assert kept["vectors"].shape == (len(kept["codes"]), 96)
        assert kept["scales"].shape == kept["codes"].shape
        assert np.all(np.diff(kept["codes"].astype(np.int64)) > 0)
        characters = int((kept["codes"] < 1 << 16).sum())
    assert 1000 < characters < len(load_table().codes) // 2
    assert np.isfinite(load_table().vectors).all()


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("新建改建农村公路100公里。", "乡村道路通到每个自然村。", "空气优良天数达到300天。"),
        ("加强水环境治理。", "综合整治河道13条。", "新增高新技术企业43家。"),
        ("健全城乡养老服务网络。", "居家养老设施覆盖所有社区。", "外贸进出口总额增长5%。"),
        ("实施安全生产专项整治。", "事故起数和死亡人数双下降。", "图书馆新馆建成开放。"),
    ],
)
def test_what_is_about_the_same_is_nearer(text: str, near: str, far: str) -> None:
    mine, same, other = read_vectors([fold(each) for each in (text, near, far)])
    assert mine @ same > mine @ other + 0.2


@given(TEXTS)
def test_vectors_of_any_text(texts: list[str]) -> None:
    read = read_stretches(texts)
    assert read.whole.shape == (len(texts), 96)
    assert np.array_equal(read.whole, read_vectors(texts))
    for vectors in (read.whole, read.stretches):
        lengths = np.linalg.norm(vectors, axis=1)
        assert np.all((np.abs(lengths - 1) < 1e-5) | (lengths == 0))
    ends = [*read.firsts[1:], len(read.stretches)][: len(texts)]
    for text, whole, first, end in zip(texts, read.whole, read.firsts, ends, strict=True):
        alone = read_stretches([text])
        assert np.allclose(alone.whole[0], whole, atol=1e-4)
        assert np.allclose(alone.stretches, read.stretches[first:end], atol=1e-4)
        assert np.array_equal(read.stretches[end - 1], whole)


def test_pairs_and_signs_belong_to_the_clause_they_begin_in_or_end() -> None:
    grams = list_grams(["公路,学位。", "", "水"])
    assert grams.texts.tolist() == [0, 0, 0, 1, 2]
    assert grams.lengths.tolist() == [2, 2, 0, 0, 1]
    said = [chr(code >> 16) * (code >> 16 > 0) + chr(code & 0xFFFF) for code in grams.codes.tolist()]
    assert said == ["公", "公路", "路", "路,", ",", ",学", "学", "学位", "位", "位。", "。", "水"]
    assert grams.clauses.tolist() == [0] * 6 + [1] * 5 + [4]


def _pair_all(commitments: int, *passages: int) -> Pairs:
    """Every commitment with every passage of every report."""
    listed = [
        (number, report, passage)
        for number in range(commitments)
        for report, many in enumerate(passages)
        for passage in range(many)
    ]
    return Pairs(*np.array(listed, np.int64).reshape(-1, 3).T)


@given(st.lists(st.text(SIGNS, max_size=30), min_size=1, max_size=6), TEXTS, TEXTS)
def test_similarity_is_the_same_alone_and_among_others(
    promises: list[str], near: list[str], far: list[str]
) -> None:
    near.append("建成养老服务站点。")
    said = [read_stretches(near), read_stretches(far)]
    pairs = _pair_all(len(promises), len(near), len(far))
    weighed = weigh_similarity(Kind.WORK, read_vectors(promises), said, pairs).added.reshape(
        len(promises), -1
    )
    for promise, values in zip(promises, weighed, strict=True):
        alone = weigh_similarity(Kind.WORK, read_vectors([promise]), said, _pair_all(1, len(near), len(far)))
        assert values == pytest.approx(alone.added, abs=0.01)


def test_many_texts_are_compared_in_blocks() -> None:
    passages = read_stretches([f"建成学校{number}所,改造道路。" for number in range(20_000)])
    promises = read_vectors(["新建学校。", "改造道路。", "清淤河道。"] * 60)
    pairs = Pairs(np.arange(180), np.zeros(180, np.int64), np.full(180, 19_999))
    weighed = weigh_similarity(Kind.WORK, promises, [passages], pairs).added.reshape(60, 3)
    assert np.ptp(weighed, axis=0) == pytest.approx([0, 0, 0], abs=0.01)


def test_similarity_says_less_where_all_passages_are_alike() -> None:
    texts = ["新建学校3所。", *(f"建成公园{number}个。" for number in range(60))]
    alike = ["新建学校3所。", *(f"新建小学校{number}所。" for number in range(60))]
    promise, zero = read_vectors(["新建学校5所。"]), np.zeros(1, np.int64)
    rare, usual = (
        weigh_similarity(Kind.DISCLOSURE, promise, [read_stretches(each)], Pairs(zero, zero, zero))
        for each in (texts, alike)
    )
    assert rare.whole[0] == pytest.approx(usual.whole[0])
    assert rare.added[0] > usual.added[0] + 1


def test_similarity_says_less_where_work_reports_are_full_of_the_like() -> None:
    usual, rare, elsewhere = (
        weigh_similarity(kind, read_vectors([words]), [read_stretches([words])], _pair_all(1, 1))
        for words, kind in (
            ("财政总收入增长16%。", Kind.WORK),
            ("健全生态补偿机制。", Kind.WORK),
            ("健全生态补偿机制。", Kind.DISCLOSURE),
        )
    )
    assert [each.whole[0] for each in (usual, rare)] == pytest.approx([1.0, 1.0])
    assert rare.added[0] > usual.added[0] + 2
    assert rare.added[0] > elsewhere.added[0]


def test_what_is_usual_is_packaged() -> None:
    usual = load_usual()
    assert usual.mean.shape == (96,)
    assert usual.covariance.shape == (96, 96)
    assert np.allclose(usual.covariance, usual.covariance.T)
    assert np.linalg.eigvalsh(usual.covariance).min() > 0


def test_who_only_searches_reads_no_table(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from indexer.archive.archive import open_archive; "
        "from indexer.commitments.matching.character_vectors import load_table; "
        "from indexer.commitments.search.filter import parse_commitment_filter; "
        "from indexer.ingest.add import add; from indexer.search.query.parse import Choices, parse_query; "
        "from indexer.settings import Settings; "
        f"home = Settings(home=Path({str(tmp_path / 'home')!r})); "
        f"district = Path({str(DISTRICT)!r}); "
        "len(sys.argv) > 1 and add([district / '2021.html', district / '2022.html'], home, lambda *_: None); "
        "found = open_archive(home).commitments.find("
        "parse_query('公开', Choices(limit=9)), parse_commitment_filter(class_=('all',))).commitments; "
        "open_archive(home).commitments.read_dossier(found[0].key); "
        "print(len(found), load_table.cache_info().currsize)"
    )
    for arguments, loaded in ((["add"], "1"), ([], "0")):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments], capture_output=True, text=True, cwd=ROOT
        )
        assert done.stdout.split()[1:] == [loaded], done.stderr
