"""What free text is understood as, and what it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import SettingError
from indexer.report.regions import read_divisions
from indexer.report.report import Kind
from indexer.search.query.interpretation.correction import correct
from indexer.search.query.interpretation.interpretation import interpret
from indexer.search.query.interpretation.synonyms import SynonymFile, parse, read_synonyms
from indexer.search.query.interpretation.vocabulary import Vocabulary
from indexer.search.query.parse import Choices, parse_query
from indexer.search.query.tree import About, And, Grasp, InDistricts, InYears, OfKinds, Query, Words, Years

SYNONYMS = parse(["超时 逾期\t=", "网约车 专车\t>"], "test")


def understand(typed: str, *literal: str) -> Query:
    query = parse_query(typed, Choices(literal=literal))
    return interpret(query, Vocabulary(read_divisions(), 2026, SYNONYMS, query.literal))


def facts(query: Query, kind: type) -> list[object]:
    return [term.fact for term in query.terms if isinstance(term, About) and isinstance(term.fact, kind)]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("从化区 教育", "440117"),
        ("从化 教育 2020年", "440117"),
        ("从化市教育", "440117"),
        ("广州教育", "440100"),
        ("广东省的教育", "440000"),
        ("广东 教育", "440000"),
        ("国务院 2015 工作报告", "100000"),
    ],
)
def test_places_are_understood_by_any_of_their_names(typed: str, codes: str) -> None:
    (fact,) = facts(understand(typed), InDistricts)
    assert isinstance(fact, InDistricts)
    assert codes in {code for district in fact.districts for code in district.codes}


@pytest.mark.parametrize("name", ["温泉", "公安", "平安", "从化"])
def test_a_short_name_alone_is_a_place_where_the_texts_say_so(name: str) -> None:
    asked: list[tuple[str, tuple[str, ...]]] = []

    def is_place(short: str, full: tuple[str, ...]) -> bool:
        asked.append((short, full))
        return short == "从化"

    query = parse_query(f"{name} 编制")
    found = facts(interpret(query, Vocabulary(read_divisions(), 2026, {}, is_place=is_place)), InDistricts)
    assert bool(found) is (name == "从化")
    ((short, full),) = asked
    assert short == name
    assert all(each.startswith(name) and len(each) > len(name) for each in full)


def test_a_place_led_by_another_is_called_by_its_own_name() -> None:
    (about,) = understand("广州市从化区").terms
    assert isinstance(about, About)
    assert about.words == Words("从化区")


def test_namesakes_are_understood_together() -> None:
    (fact,) = facts(understand("鼓楼区 养老"), InDistricts)
    assert isinstance(fact, InDistricts)
    assert len({code for district in fact.districts for code in district.codes}) > 1


@pytest.mark.parametrize(
    "typed", ["和平发展", "公安队伍", "城区绿化", "市中心 停车", "“从化区”", "标题:从化区", "-从化区"]
)
def test_what_is_no_place_beyond_doubt_is_none(typed: str) -> None:
    assert facts(understand(typed), InDistricts) == []


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("2022 教育", Years(2022, 2022)),
        ("2022年教育", Years(2022, 2022)),
        ("二〇二二年 教育", Years(2022, 2022)),
        ("2019-2021年 教育", Years(2019, 2021)),
        ("2019年至2021年教育", Years(2019, 2021)),
        ("去年 教育", Years(2025, 2025)),
        ("今年教育", Years(2026, 2026)),
        ("2020年报", Years(2020, 2020)),
    ],
)
def test_years_are_understood(typed: str, years: Years) -> None:
    assert facts(understand(typed), InYears) == [InYears((years,))]


@pytest.mark.parametrize("typed", ["2022件", "12022", "“2022年” 教育", "2000元", "1800"])
def test_other_numbers_are_no_years(typed: str) -> None:
    assert facts(understand(typed), InYears) == []


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("从化区2020年年报", Kind.DISCLOSURE),
        ("从化区信息公开工作年度报告", Kind.DISCLOSURE),
        ("从化区2020年信息公开报告", Kind.DISCLOSURE),
        ("广州政府工作报告", Kind.WORK),
        ("国务院2015工作报告", Kind.WORK),
    ],
)
def test_kinds_are_understood(typed: str, kind: Kind) -> None:
    assert facts(understand(typed), OfKinds) == [OfKinds((kind,))]


@pytest.mark.parametrize(
    ("typed", "runs"),
    [
        ("有哪些养老服务", ("养老服务",)),
        ("断头路打通了几条", ("断头路打通",)),
        ("地铁几号线开工", ("地铁", "开工")),
        ("修了多少公里农村公路", ("修", "农村公路")),
        ("装电梯补多少钱", ("装电梯补",)),
        ("新建十几条道路", ("新建十几条道路",)),
        ("几内亚", ("几内亚",)),
        ("怎么申请公租房", ("申请公租房",)),
        ("2020年从化区的养老怎么样", ("养老",)),
        ("是多少", ("是多少",)),
        ("各市 2023 年 GDP 目标", ("gdp", "目标")),
        ("各市2023年养老", ("养老",)),
        ("支持各市发展", ("支持各市发展",)),
        ("各市", ("各市",)),
    ],
)
def test_questions_ask_for_nothing_themselves(typed: str, runs: tuple[str, ...]) -> None:
    assert understand(typed).runs == runs


@pytest.mark.parametrize(
    ("typed", "runs", "asked"),
    [
        ("加装电梯 兑现了吗", ("加装电梯",), "兑现了吗"),
        ("从化区的加装电梯落实了没有？", ("加装电梯",), "落实了没有?"),
        ("请问 污水 处理，后来怎么样了", ("污水", "处理"), "后来怎么样了"),
        ("落实学位", ("落实学位",), ""),
        ("养老怎么样", ("养老",), ""),
    ],
)
def test_what_asks_for_an_outcome_is_not_searched(typed: str, runs: tuple[str, ...], asked: str) -> None:
    query = understand(typed)
    assert query.runs == runs
    assert "".join(each.typed for each in query.understood if each.grasp is Grasp.QUESTION) == asked
    if asked:
        assert understand(typed, "question").runs != runs


def test_who_asks_since_when_gets_the_oldest_first() -> None:
    assert understand("什么时候开始提到加装电梯").oldest_first
    assert not understand("加装电梯").oldest_first


def test_synonyms_have_a_direction() -> None:
    assert [each.values for each in understand("超时答复").understood] == [("逾期",)]
    assert [each.values for each in understand("专车").understood] == []
    assert understand("“超时”").understood == ()


def test_beside_what_is_excluded_words_are_themselves_only() -> None:
    assert [each.values for each in understand("超时 -诉讼").understood] == []
    assert [each.grasp.value for each in understand("从化区 超时 -诉讼").understood] == ["place"]


@pytest.mark.parametrize("literal", ["place", "year", "kind", "synonym", "all"])
def test_each_can_be_taken_off(literal: str) -> None:
    query = understand("从化区2020年年报 超时", literal)
    left = {each.grasp.value for each in query.understood}
    assert left == (set() if literal == "all" else {"place", "year", "kind", "synonym"} - {literal})


def test_operators_quotes_and_filters_stay_as_they_are() -> None:
    for typed in ("教育 AND 从化区", "教育 OR 从化区", "“教育” -从化区", "年份:2020"):
        query = parse_query(typed)
        understood = interpret(query, Vocabulary(read_divisions(), 2026, SYNONYMS))
        assert understood.tree == query.tree
        assert understood.terms == ()


def test_slips_are_corrected_one_by_one() -> None:
    query = understand("从化区 老旧小曲改造 超时")
    corrected = correct(query, lambda run: ("老旧小区改造",) if run == "老旧小曲改造" else ())
    assert corrected is not None
    assert isinstance(corrected.tree, And)
    assert Words("老旧小区改造") in corrected.tree.nodes
    (slip,) = [each for each in corrected.understood if each.grasp is Grasp.CORRECTION]
    assert (slip.typed, slip.values) == ("老旧小曲改造", ("老旧小区改造",))
    assert correct(query, lambda _run: ()) is None


def test_a_word_is_no_slip() -> None:
    assert correct(understand("驳回"), lambda run: ("博会",)) is None
    assert correct(understand("放官服"), lambda run: ("放管服",)) is not None


@pytest.mark.parametrize(
    ("typed", "meant", "is_slip"),
    [
        ("医院信息公开", "学院信息公开", False),  # the texts speak of colleges, the reader does not
        ("医院年检", "医院检", False),
        ("低保招标", "低保标", False),
        ("老旧小区该造", "老旧小区改造", True),  # a word, but it sounds alike
        ("信息公凯", "信息公开", True),
        ("老旧小去改造", "老旧小区改造", True),
        ("老旧小改造", "老旧小区改造", True),
        ("老养机构", "养老机构", True),
    ],
)
def test_words_of_the_language_are_slips_only_of_what_sounds_alike(
    typed: str, meant: str, is_slip: bool
) -> None:
    query = understand(typed)
    assert (correct(query, lambda run: (meant,) if run == typed else ()) is not None) is is_slip
    assert correct(query, lambda run: (meant,) if run == typed else (), is_sure=False) is not None


def test_verbs_say_nothing_only_beside_a_question() -> None:
    assert understand("一网通办").runs == ("一网通办",)
    assert understand("老人证怎么办").runs == ("老人证",)
    assert understand("我想了解什么是门诊统筹").runs == ("门诊统筹",)


def test_pinyin_typed_apart_is_one_word() -> None:
    corrected = correct(understand("yang lao yuan"), lambda run: ("养老院",) if run == "yanglaoyuan" else ())
    assert corrected is not None
    assert corrected.tree == Words("养老院")


def test_the_packaged_synonyms_are_sound() -> None:
    found = read_synonyms()
    assert len(found) >= 60
    assert all(word not in others and others for word, others in found.items())


@pytest.mark.parametrize("line", ["超时\t=", "超时 逾期", "超时 逾期\t~"])
def test_a_line_without_meaning_is_named(line: str) -> None:
    with pytest.raises(SettingError, match="第 2 行"):
        parse(["# 说明", line], "synonyms.tsv")


def test_staff_add_synonyms_without_reindexing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "synonyms.tsv"
    known = SynonymFile(path)
    assert known.read() == read_synonyms()
    path.write_text("加梯 加装电梯\t>\t口语\n", "utf-8")
    assert known.read()["加梯"] == ("加装电梯",)
    assert known.read().keys() > read_synonyms().keys()
    path.write_text("加梯，加装电梯", "utf-8")
    assert known.read() == read_synonyms()
    assert "第 1 行" in caplog.text
    path.unlink()
    assert known.read() == read_synonyms()
