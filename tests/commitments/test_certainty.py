"""What answers a commitment shares its thing, not only the words that all reports use."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.commitments.matching.candidate import Candidate, find_candidates
from indexer.commitments.matching.evidence import Evidence, find_evidence, index_candidates
from indexer.commitments.sentence import Place
from indexer.commitments.statement import read_sentences
from indexer.commitments.wording import list_wordings, weigh_word
from indexer.report.report import Kind, Paragraph, Report, Section, number_lines
from indexer.text.fold import fold

THINGS = ("敬老院", "污水处理厂", "加装电梯", "农村公路", "学位", "公共法律服务", "充电桩")
FILLERS = ("各项工作扎实推进", "高质量发展取得新成效", "营商环境持续优化", "社会大局和谐稳定")


def _find(promise: str, *passages: str) -> tuple[Evidence, ...]:
    place = Place(1, 1, 0, 1, 1)
    listed = tuple(Candidate(text, fold(text), place) for text in passages)
    return find_evidence(Kind.WORK, [fold(promise)], [index_candidates("later", listed)])[0]


def _texts(*lines: str) -> list[str]:
    section = Section(1, "一、工作回顾", tuple(Paragraph(line) for line in lines))
    report = Report(Kind.WORK, "", "云泽市政府工作报告", 2023, "", None, None, number_lines((section,)))
    return [candidate.text for candidate in find_candidates(report.kind, read_sentences(report))]


def test_the_thing_itself_answers() -> None:
    found = _find(
        "新建农村敬老院12所，改造18所。",
        "农村敬老院新建9所、改造21所，入住老人增加一成。",
        "新建农村公路120公里。",
        "全面完成了年初确定的各项目标任务。",
    )
    assert [answer.text[:5] for answer in found] == ["农村敬老院"]


def test_words_that_all_reports_use_answer_nothing() -> None:
    passages = ("集中力量办好大事，全面完成年度目标任务。", "持续推进重点领域改革，高质量发展迈出新步伐。")
    assert _find("集中力量建设云泽轴承产业园。", *passages) == ()
    assert _find("实施新一轮乡村振兴战略。", "实施新一轮教育国际化三年行动计划。") == ()


def test_a_short_promise_is_answered_by_few_words() -> None:
    assert (
        _find("植树造林12万亩。", "新增造林绿化10万亩。", "新增建设用地4万亩。")[0].text
        == "新增造林绿化10万亩。"
    )


def test_thanks_and_explanations_are_no_candidates() -> None:
    told = _texts(
        "我代表市人民政府，向全市人民表示衷心的感谢！",
        "十大工程（第3页）：指道路、供水、供气等十项工程。",
        "修订了公开指南，答复了全部申请。",
        "建成充电桩1200个，指导企业完成技术改造。",
    )
    assert [text[:4] for text in told] == ["修订了公", "建成充电"]


def test_what_is_wrong_in_general_is_no_candidate() -> None:
    told = _texts(
        "面对外部环境的挑战，全市开工技术改造项目120个。",
        "在肯定成绩的同时，我们也清醒地认识到，发展中还有不少困难：大气治理任务很重；充电桩布局不够合理。",
        "过去一年仍存在一些短板。敬老院床位没有完成年初计划，老旧管网更新不快。",
        "更新老旧管网80公里。",
    )
    assert [text[:4] for text in told] == ["面对外部", "敬老院床", "更新老旧"]


def test_what_a_disclosure_report_says_is_wrong_may_answer() -> None:
    said = Paragraph("工作中仍存在一些不足，目录更新不及时。")
    section = Section(5, "五、存在的主要问题及改进情况", (said,))
    report = Report(Kind.DISCLOSURE, "", "云泽市年报", 2023, "", None, None, number_lines((section,)))
    told = find_candidates(report.kind, read_sentences(report))
    assert [candidate.text for candidate in told] == [said.text]


def test_frequent_words_say_less() -> None:
    assert weigh_word("发展") < weigh_word("教育") < weigh_word("敬老院")
    [wording] = list_wordings(["云泽市推进敬老院建设"], ("云泽市",))
    assert wording.words == ("敬老院",)
    assert "云泽" not in wording.pairs


@given(
    st.lists(st.sampled_from(THINGS), min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(FILLERS), max_size=3),
    st.integers(0, 3),
)
def test_scores_are_shares_and_marks_lie_inside(things: list[str], fillers: list[str], distance: int) -> None:
    promise = f"新建{'、'.join(things)}项目一批。"
    passage = "，".join([*fillers, f"建成{'、'.join(things)}一批"]) + "。"
    place = Place(1, 1, 0, 1, 1)
    far = [index_candidates(f"r{number}", ()) for number in range(distance)]
    index = index_candidates("r", (Candidate(passage, fold(passage), place),))
    for answer in find_evidence(Kind.WORK, [fold(promise)], [*far, index])[0]:
        assert 0 <= answer.score <= 1
        assert all(0 <= start < end <= len(answer.text) for start, end in answer.spans)
        assert any(thing[:2] in answer.text[start:end] for start, end in answer.spans for thing in things)
    nearest = find_evidence(Kind.WORK, [fold(promise)], [index])[0]
    farther = find_evidence(Kind.WORK, [fold(promise)], [*far, index])[0]
    assert [a.score for a in nearest] >= [a.score for a in farther]
