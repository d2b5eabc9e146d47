"""A passage is surer near those that answer the neighbours, and less sure where it answers another."""

from __future__ import annotations

import time

import pytest

from indexer.commitments.matching.candidate import Candidate
from indexer.commitments.matching.evidence import find_evidence, index_candidates
from indexer.commitments.matching.neighbourhood import Similarity, compare_neighbours
from indexer.commitments.sentence import Place
from indexer.report.report import Kind
from indexer.text.fold import fold

HERE, FAR = (0, 10), (0, 60)
SIZES = (100, 100)


def test_a_commitment_alone_keeps_its_order_and_its_bar() -> None:
    [found] = compare_neighbours([{HERE: 0.6, FAR: 0.2}], SIZES)
    assert found[HERE] == pytest.approx(0.6, abs=0.05)
    assert found[FAR] == pytest.approx(0.2, abs=0.05)


def test_what_stands_near_the_answers_of_neighbours_is_surer() -> None:
    neighbours = [{(0, number): 0.9} for number in (9, 12)]
    [_, found, _] = compare_neighbours([neighbours[0], {HERE: 0.3, FAR: 0.3}, neighbours[1]], SIZES)
    assert found[HERE] > 0.5 > found[FAR]
    other_report = [{(1, number): 0.9} for number in (9, 12)]
    [_, apart, _] = compare_neighbours([other_report[0], {HERE: 0.3, FAR: 0.3}, other_report[1]], SIZES)
    assert apart[HERE] == apart[FAR] == found[FAR]


def test_in_a_short_report_everything_is_near_and_nothing_gained() -> None:
    answered = {(0, 0): 0.9}
    [_, short, _] = compare_neighbours([answered, {(0, 1): 0.3}, answered], (3,))
    [_, long, _] = compare_neighbours([answered, {(0, 1): 0.3}, answered], (100,))
    assert short[0, 1] == pytest.approx(0.3, abs=0.05)
    assert long[0, 1] > 0.5


def test_what_answers_a_distant_commitment_better_is_less_sure() -> None:
    empty: list[dict[tuple[int, int], float]] = [{}, {}, {}, {}]
    [found, *_] = compare_neighbours([{HERE: 0.5, FAR: 0.5}, *empty, {HERE: 0.95}], SIZES)
    assert found[HERE] < found[FAR]


def test_vectors_count_for_the_commitment_itself() -> None:
    words = [{HERE: 0.3, FAR: 0.4}]
    [found] = compare_neighbours(words, SIZES, [{HERE: Similarity(2.0, 0.3), FAR: Similarity(-1.0, 0.3)}])
    assert found[HERE] > 0.5 > found[FAR]
    assert compare_neighbours([{}], SIZES, [{}]) == [{}]


def test_what_is_similar_anyway_gains_less_by_its_place() -> None:
    """A neighbour is answered beside it, and it is itself less or more similar."""
    answered = {(0, 9): 0.9}

    def gain(cosine: float) -> float:
        similar = [{}, {HERE: Similarity(0.0, cosine)}, {}]
        [_, beside, _] = compare_neighbours([answered, {HERE: 0.3}, answered], SIZES, similar)
        [_, alone, _] = compare_neighbours([{}, {HERE: 0.3}, {}], SIZES, similar)
        return beside[HERE] - alone[HERE]

    assert gain(0.1) > gain(0.4) + 0.1 > 0.1


def test_thousands_of_the_same_words_take_time_in_proportion() -> None:
    began = time.process_time()
    compare_neighbours([{(0, number): 0.5 for number in range(10)}] * 4000, SIZES)
    assert time.process_time() - began < 3


def test_the_list_of_a_report_is_answered_in_its_order() -> None:
    promised = ["新建改建农村公路100公里。", "完善公共服务设施。", "改造老旧小区30个。"]
    said = [
        "完善公共文化设施，举办演出200场。",
        *(f"第{number}产业增加值增长。" for number in range(12)),
        "新建改建农村公路112公里。",
        "公共服务设施更加完善。",
        "改造老旧小区31个。",
    ]
    passages = tuple(
        Candidate(text, fold(text), Place(1, at, 0, at, len(text))) for at, text in enumerate(said)
    )
    later = index_candidates("later", passages)
    found = find_evidence(Kind.WORK, [fold(words) for words in promised], [later])
    assert [answers[0].text for answers in found] == said[-3:]
