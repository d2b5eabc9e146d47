"""The query language: what each form means, and one clear sentence for each that means nothing."""

from __future__ import annotations

import re

import pytest

from indexer.errors import QueryError
from indexer.report.report import Kind
from indexer.search.query.parse import Choices, parse_query
from indexer.search.query.relaxation import relax, to_typed
from indexer.search.query.tree import (
    And,
    District,
    Everything,
    InDistricts,
    InSections,
    InYears,
    Near,
    Node,
    Not,
    OfKinds,
    Or,
    Phrase,
    Query,
    Sort,
    Words,
    Years,
)
from indexer.settings import Settings

CONGHUA = District("从化区", ("440117",))
GULOU = District("鼓楼区", ("320106", "350102"))


class Places:
    """Three divisions, one of them under its former name too, two of the same name."""

    def find_codes(self, name: str) -> tuple[str, ...]:
        return {"从化区": CONGHUA.codes, "从化市": CONGHUA.codes, "鼓楼区": GULOU.codes}.get(name, ())

    def to_value(self, code: str) -> str:
        return {"440117": "从化区"}.get(code, code)


def parse(text: str, **filters: object) -> Query:
    return parse_query(text, Choices(**filters), places=Places())  # type: ignore[arg-type]


edu, med, hyg = Words("教育"), Words("医疗"), Words("卫生")
both = And((Words("教育", bound=True), Words("医疗", bound=True)))

OFFICE = Or(tuple(Phrase(f"国办发{left}2019{right}60号") for left, right in ("〔〕", "[]", "()", "【】")))

MEANINGS: dict[str, Node] = {
    "": Everything(),
    " \t\u3000": Everything(),
    "教育": edu,
    "教育 医疗": And((edu, med)),
    "教育\u3000医疗": And((edu, med)),
    "教育 AND 医疗": both,
    "教育 与 医疗": both,
    "教育 and 医疗": both,
    "教育 && 医疗": both,
    "教育 + 医疗": And((edu, med)),
    "教育 +医疗": And((edu, med)),
    "教育 or 医疗": Or((edu, med)),
    "教育 not 医疗": And((edu, Not(med))),
    "not 医疗": Not(med),
    "教育 不含 医疗": And((edu, Not(med))),
    "教育 - 医疗": And((edu, med)),
    "教育 教育": edu,
    "教育 OR 医疗": Or((edu, med)),
    "教育|医疗": Or((edu, med)),
    "教育 ｜ 医疗": Or((edu, med)),
    "教育 或 医疗": Or((edu, med)),
    "教育 OR 医疗 OR 卫生": Or((edu, med, hyg)),
    "教育 医疗 OR 卫生": Or((And((edu, med)), hyg)),
    "教育 (医疗 OR 卫生)": And((edu, Or((med, hyg)))),
    "教育（医疗 OR 卫生）": And((edu, Or((med, hyg)))),
    "教育 -医疗": And((edu, Not(med))),
    "教育 －医疗": And((edu, Not(med))),
    "教育 NOT 医疗": And((edu, Not(med))),
    "教育 非 医疗": And((edu, Not(med))),
    "教育 AND NOT 医疗": And((Words("教育", bound=True), Not(med))),
    "NEAR 教育": And((Words("NEAR"), edu)),
    "NOT NOT 教育": edu,
    "-(医疗 卫生)": Not(And((med, hyg))),
    "-“医疗”": Not(Phrase("医疗")),
    "“精准扶贫”": Phrase("精准扶贫"),
    '"精准扶贫"': Phrase("精准扶贫"),
    "＂精准扶贫＂": Phrase("精准扶贫"),
    "”精准扶贫“": Phrase("精准扶贫"),
    "「精准“扶”贫」": Phrase("精准“扶”贫"),
    "教育“精准”医疗": And((edu, Phrase("精准"), med)),
    "“教育\n医疗”": Phrase("教育 医疗"),
    "“，”": Phrase("，"),
    "水": Words("水"),
    "1893": Words("1893"),
    "*": Words("*"),
    "*:*": Words("*:*"),
    "C++": Words("C++"),
    "互联网+": Words("互联网+"),
    "2019-2021": Words("2019-2021"),
    "foo:bar": Words("foo:bar"),
    "grams:教育": Words("grams:教育"),
    "report:x": Words("report:x"),
    "a:b:c": Words("a:b:c"),
    "我的year:2020": Words("我的year:2020"),
    "与": Words("与"),
    "或": Words("或"),
    "非 医疗": And((Words("非"), med)),
    "教育 或": And((edu, Words("或"))),
    "and": Words("and"),
    "year:2020": InYears((Years(2020, 2020),)),
    "YEAR：2020": InYears((Years(2020, 2020),)),
    "年份:２０２０年": InYears((Years(2020, 2020),)),
    "年份：2019..2021 教育": And((InYears((Years(2019, 2021),)), edu)),
    "年份:2019-2021": InYears((Years(2019, 2021),)),
    "年份:2019..": InYears((Years(2019, None),)),
    "年份:..2015": InYears((Years(None, 2015),)),
    "年份:未详": InYears((Years.make_unknown(),)),
    "年份:2010,2019..2021": InYears((Years(2010, 2010), Years(2019, 2021))),
    "地区:从化区": InDistricts((CONGHUA,)),
    "region:从化市": InDistricts((CONGHUA,)),
    "地区:“从化区”": InDistricts((CONGHUA,)),
    "地区:鼓楼区、从化区": InDistricts((GULOU, CONGHUA)),
    "地区:未详": InDistricts((District("未详", ()),)),
    "-地区:从化区": Not(InDistricts((CONGHUA,))),
    "章节:5": InSections((5,)),
    "section:1,五": InSections((1, 5)),
    "类型:work": OfKinds((Kind.WORK,)),
    "kind:信息公开年报": OfKinds((Kind.DISCLOSURE,)),
    "标题:经济": Words("经济", "title"),
    "title:“经济发展”": Phrase("经济发展", "title"),
    "小标题:总体": Words("总体", "heading"),
    "年份: 2020": InYears((Years(2020, 2020),)),
    "章节：第五": InSections((5,)),
    "“教育": edu,
    '教育"': edu,
    "「教育“": edu,
    "(教育": edu,
    "教育)": edu,
    "（教育 医疗": And((edu, med)),
    "教育 NEAR 医疗": Near((edu, med)),
    "教育 NEAR/20 医疗": Near((edu, med), 20),
    "“教育 医疗”~20": Near((edu, med), 20),
    "教育 near 医疗": Near((edu, med)),
    "教育 NEAR “医疗卫生” -卫生": And((Near((edu, Phrase("医疗卫生"))), Not(hyg))),
    "国办发〔2019〕60号": OFFICE,
    "国办发[2019]60号": OFFICE,
    "国办发（２０１９）６０号": OFFICE,
    "“国办发【2019】 60 号”": OFFICE,
    "文号:国办发(2019)第60号": OFFICE,
}


@pytest.mark.parametrize("text", MEANINGS)
def test_meaning(text: str) -> None:
    query = parse(text)
    assert query.tree == MEANINGS[text]
    assert query.typed == text


BROKEN = {
    "year:abc": "年份",
    "年份:20": "年份",
    "年份:..": "年份",
    "年份:2021..2019": "颠倒",
    "年份:": "缺少",
    "年份:,": "缺少",
    "地区:亚特兰蒂斯": "亚特兰蒂斯",
    "章节:7": "章节",
    "章节:0": "章节",
    "类型:novel": "类型",
    "title:": "缺少",
    "NOT": "NOT",
    "OR OR": "OR",
    "教育 AND": "AND",
    "OR 教育": "OR",
    "教育 AND OR 医疗": "AND",
    "(教育 NOT)": "NOT",
    "|": "|",
    "-": "没有可以检索的字",
    "教育 NEAR": "NEAR",
    "教育 NEAR (医疗 OR 卫生)": "NEAR",
    "()": "没有可以检索的字",
    "“”": "没有可以检索的字",
    "\x00": "没有可以检索的字",
    "\u202e\u200b": "没有可以检索的字",
    "教" * 2001: "2001",
}


@pytest.mark.parametrize("text", BROKEN)
def test_broken_queries_get_one_sentence(text: str) -> None:
    with pytest.raises(QueryError, match=re.escape(BROKEN[text])) as caught:
        parse(text)
    assert caught.value.message.endswith("。")
    assert "\n" not in caught.value.message


def test_a_pasted_text_is_never_refused() -> None:
    pasted = "（一）完善制度：教育“优先”发展，年份: 不详 AND 又（见附件) NOT，要求各级各部门认真落实 OR"
    assert [node for node in words_in(parse(pasted).tree) if "教育" in node.text]
    assert parse("(" * 21 + "教育" + ")" * 21).tree == edu


def words_in(tree: Node) -> list[Words]:
    match tree:
        case And(nodes) | Or(nodes):
            return [word for node in nodes for word in words_in(node)]
        case Words():
            return [tree]
    return []


FILTERS: list[tuple[dict[str, object], str]] = [
    ({"years": ["二零"]}, "年份"),
    ({"years": ["2021..2019"]}, "颠倒"),
    ({"districts": ["亚特兰蒂斯"]}, "亚特兰蒂斯"),
    ({"sections": ["7"]}, "章节"),
    ({"sections": ["x" * 500]}, "章节"),
    ({"kinds": ["novel"]}, "类型"),
    ({"sort": "random"}, "排序"),
    ({"page": "-1"}, "页码"),
    ({"page": 0}, "页码"),
    ({"page": "two"}, "页码"),
    ({"page": "٣"}, "页码"),
    ({"page": "1001"}, "页码"),
    ({"page": "9" * 5000}, "页码"),
    ({"limit": "0"}, "每页条数"),
    ({"limit": "1000000"}, "每页条数"),
]


@pytest.mark.parametrize(("filters", "word"), FILTERS)
def test_broken_filters_get_one_sentence(filters: dict[str, object], word: str) -> None:
    with pytest.raises(QueryError, match=word) as caught:
        parse("教育", **filters)
    assert len(caught.value.message) < 120


def test_filters() -> None:
    query = parse(
        "教育",
        years=["2020", "2015..2017", "", "2020"],
        districts=["从化市", "鼓楼区", "未详"],
        sections=["5", 1],
        kinds=["work"],
        sort="newest",
        page="3",
        limit="20",
    )
    assert query == Query(
        "教育",
        edu,
        (Years(2020, 2020), Years(2015, 2017)),
        (CONGHUA, GULOU, District("未详", ())),
        (5, 1),
        (Kind.WORK,),
        Sort.NEWEST,
        3,
        20,
    )


def test_defaults_come_from_the_settings() -> None:
    query = parse_query("", settings=Settings(page_size=7))
    assert (query.page, query.limit, query.sort) == (1, 7, Sort.RELEVANCE)
    with pytest.raises(QueryError):
        parse_query("", Choices(page=6), settings=Settings(max_page=5))
    with pytest.raises(QueryError, match="上限 3"):
        parse_query("一二三四", settings=Settings(max_query_chars=3))


@pytest.mark.parametrize("value", ["2020", "2015..2017", "2015..", "..2017", "未详"])
def test_years_round_trip(value: str) -> None:
    (span,) = parse("", years=[value]).years
    assert span.value == value


@pytest.mark.parametrize("text", [text for text in MEANINGS if "\n" not in text])
def test_trees_can_be_typed_again(text: str) -> None:
    tree = parse(text).tree
    assert parse(to_typed(tree)).tree == tree


def test_relaxed_queries_are_less_strict_step_by_step() -> None:
    query = parse("“精准扶贫” 医疗 -卫生 年份:2020")
    assert [text for text, _ in relax(query.tree)] == [
        "精准扶贫 医疗 -卫生 年份:2020",
        "(精准扶贫 OR 医疗) -卫生 年份:2020",
    ]
    assert list(relax(parse("教育").tree)) == []
