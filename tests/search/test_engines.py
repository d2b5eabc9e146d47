"""One contract, every engine: plain scans work out what a query means, and the engine must agree."""

from __future__ import annotations

import contextlib
import random
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, product
from pathlib import Path

import pytest

from indexer.errors import ArchiveBusy, ArchiveDamaged, ArchiveMissing
from indexer.report.document import Table
from indexer.report.names import SECTION_LABELS
from indexer.report.passages import cut
from indexer.report.report import Kind, Paragraph, Region, Section, number_lines
from indexer.search.analysis import index_analyzer, query_words
from indexer.search.engines.base import Engine, Entry
from indexer.search.engines.whoosh import WhooshEngine
from indexer.search.facets.values import FacetValue
from indexer.search.query.notation import list_notations, list_spellings, normalize
from indexer.search.query.parse import Choices, parse_query
from indexer.search.query.tree import (
    About,
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
    Synonyms,
    Words,
    Years,
)
from indexer.search.results import Hit
from indexer.text.fold import fold
from tests.search.kinds_of_engines import KINDS, TestedIndex

PROVINCE, CITY = ("990000", "虚江省"), ("990100", "云港市")
EAST, WEST = ("990101", "东湾区"), ("990102", "西岭区")
ZONE = ("980000", "示例新区")


def region(*levels: tuple[str, str]) -> Region:
    return Region(tuple(code for code, _ in levels), tuple(name for _, name in levels))


REGIONS = [
    region(PROVINCE),
    region(PROVINCE, CITY),
    region(PROVINCE, CITY, EAST),
    region(PROVINCE, CITY, WEST),
    region(ZONE),
    None,
]
NAMES = dict([PROVINCE, CITY, EAST, WEST, ZONE, ("970000", "无报告省")])
HEADINGS = {
    1: "一、总体情况",
    2: "二、主动公开政府信息情况",
    3: "三、依申請公開情況",
    5: "五、存在的主要问题及改进情况",
}
TITLES = {Kind.WORK: "政府工作報告", Kind.DISCLOSURE: "政府信息公开年报"}
SENTENCES = [
    "全年主动公开政府信息一千二百条，其中规范性文件１２件。",
    "本机关收到政府信息公开申请1893件，均在法定期限内答复。",
    "義務教育均衡發展，新增學位兩千個，教育支出增长5.3%。",
    "深入实施精准扶贫、精准脱贫，十二个村全部出列。",
    "推进供给侧结构性改革，淘汰落后产能。",
    "实施“互联网+政务服务”，网上可办率达到98.6%。",
    "城南雨污分流工程完工，河道清淤八公里，水质达到Ⅲ类。",
    "PM2.5平均浓度下降到31微克/立方米，联系电话020-8797-1234。",
    "行政复议3件，行政诉讼0件；结果维持 | 2 | 结果纠正 | 1",
    "一是公开内容不够具体；二是解读方式單一，*号事项尚未更新。",
    "下一步将着力提升编著质量，顯著改进公开目录。",
    "经济社会发展取得新成绩，人民的生活水平继续提高。",
    "开发C++语言培训课程，举办oﬃce办公技能班。",
    "医疗卫生服务能力继续提升，基层卫生院全部达标。",
]


class Places:
    """The invented divisions of these tests."""

    def find_codes(self, name: str) -> tuple[str, ...]:
        return tuple(code for code, own in NAMES.items() if own == name)

    def to_value(self, code: str) -> str:
        return NAMES[code]


def invented_reports() -> dict[str, list[Entry]]:
    draw = random.Random(7)
    reports = {}
    for number in range(48):
        kind = Kind.WORK if number % 5 == 0 else Kind.DISCLOSURE
        place = REGIONS[number % len(REGIONS)]
        year = None if number % 11 == 0 else 2014 + number % 9
        title = f"{place.name if place else '某单位'}{year or ''}年{TITLES[kind]}"
        report = f"r{draw.randrange(1000):03}-{number}"
        entries = []
        first = 1
        for ordinal, section in enumerate(sorted(draw.sample(list(HEADINGS), draw.randint(1, 4)))):
            lines = draw.sample(SENTENCES, draw.randint(1, 6))
            known = (report, ordinal, title, year, kind.value, "某局", place)
            entries.append(Entry(*known, section, HEADINGS[section], first, "\n".join(lines)))
            first += len(lines)
        reports[report] = entries
    return reports


REPORTS = invented_reports()
ENTRIES = [entry for entries in REPORTS.values() for entry in entries]

Opened = Callable[[], Engine]


@pytest.fixture(params=KINDS)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """Opens the engine on one and the same index, again with each call."""
    engines = []
    index = make_index(request, tmp_path / "index")

    def open_one() -> Engine:
        engine = index.open()
        engines.append(engine)
        return engine

    yield open_one
    for engine in engines:
        engine.close()
    index.delete()


def make_index(request: pytest.FixtureRequest, folder: Path) -> TestedIndex:
    """An index of the kind that a fixture is asked for."""
    url = request.getfixturevalue("cluster_url") if request.param != "whoosh" else ""
    return TestedIndex(request.param, folder, url, lambda code, _name: NAMES[code])


@pytest.fixture(scope="module", params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """All reports, in several commits, with replaced and removed ones in between. For reading only."""
    index = make_index(request, tmp_path_factory.mktemp("engine") / "index")
    engine = index.open()
    reports = list(REPORTS.values())
    outdated = [Entry("gone", 0, "旧", 2001, "work", "", None, 1, "", 1, "教育精准扶贫水")]
    for start in range(0, len(reports), 16):
        with engine.write() as writer:
            writer.add(outdated)
            for entries in reports[start : start + 16]:
                writer.add(replaced(entries))
            for entries in reports[start : start + 8]:
                writer.add(entries)
    with engine.write() as writer:
        for entries in reports:
            writer.add(entries)
        writer.remove("gone")
    yield engine
    engine.close()
    index.delete()


def replaced(entries: list[Entry]) -> list[Entry]:
    """The same report with other words, which must never be found."""
    first = entries[0]
    text = first.text + "\n教育精准扶贫经济社会发展"
    return [Entry(first.report, 0, "旧标题", 1999, "work", "", None, 6, "旧", 1, text)] * 5


# What queries mean, by plain scans -------------------------------------------------------------


def lines(entry: Entry) -> list[str]:
    title = [entry.title] if entry.ordinal == 0 else []
    return [fold(line) for line in (*title, entry.heading, *entry.text.split("\n"))]


def contains(entry: Entry, run: str, field: str, numerals: bool = False) -> bool:
    texts = [fold(getattr(entry, field))] if field else lines(entry)
    return any(stands(run, line, numerals) for line in texts)


NUMBER = re.compile(r"(?:(?<!\d)\d{1,3}(?:,\d{3}(?!\d))+|\d+)(?:\.\d+)*")
"""A number as it is written: digits, groups of three behind commas, decimals."""
NUMERAL = re.compile("[〇零○一二两三四五六七八九十百千万亿点]+")


def places_of(run: str, line: str, numerals: bool = False) -> list[tuple[int, int]]:
    """Where a run begins and ends in a line so that no number goes on beyond it."""
    found = [(at.start(), at.start() + len(run)) for at in re.finditer(f"(?={re.escape(run)})", line)]
    for pattern, concerned in ((NUMBER, str.isdecimal), (NUMERAL, lambda c: numerals and NUMERAL.match(c))):
        spans = [number.span() for number in pattern.finditer(line)]
        if concerned(run[0]):
            found = [(a, b) for a, b in found if a in {start for start, _ in spans}]
        if concerned(run[-1]):
            found = [(a, b) for a, b in found if b in {end for _, end in spans}]
    return found


def stands(run: str, line: str, numerals: bool = False) -> bool:
    """Whether a run is in a line so that no number goes on beyond it."""
    return bool(places_of(run, line, numerals))


def words_of(entry: Entry, field: str) -> set[str]:
    texts = [getattr(entry, field)] if field else [entry.title, entry.heading, entry.text]
    return {token.text for text in texts for token in index_analyzer(fold(text))}


def spelled(entry: Entry, run: str, field: str) -> bool:
    """Whether a run is in an entry, its numbers written in any way."""
    others = list_notations(run) if len(run) > 1 or not run.isdecimal() else ()
    return (
        contains(entry, run, field)
        or any(contains(entry, way, field, numerals=True) for way in others)
        or any(contains(entry, way, field) for way in list_spellings(run))
    )


def has_words(entry: Entry, run: str, field: str) -> bool:
    words = query_words(run)
    return bool(words) and all(
        word in words_of(entry, field)
        if len(word) == 1 and not word.isdecimal()
        else spelled(entry, word, field) or (not field and contains(entry, word, "title"))
        for word in words
    )


def matches(tree: Node, entry: Entry) -> bool:
    match tree:
        case Everything():
            return True
        case Phrase(text, field):
            return contains(entry, fold(text), field)
        case Words(text, field):
            run = fold(text)
            if len(run) == 1:
                return contains(entry, run, field)
            ways = (run, normalize(run))
            return spelled(entry, run, field) or any(has_words(entry, way, field) for way in ways)
        case Synonyms(words, others):
            return matches(words, entry) or any(contains(entry, fold(other), "") for other in others)
        case About(words, fact, only):
            return matches(fact, entry) or (not only and matches(words, entry))
        case Near(nodes, distance):
            return all(matches(node, entry) for node in nodes) and near(entry, nodes, distance)
        case And(nodes):
            return all(matches(node, entry) for node in nodes)
        case Or(nodes):
            return any(matches(node, entry) for node in nodes)
        case Not(node):
            return not matches(node, entry)
        case InYears(years):
            return in_years(years, entry)
        case InDistricts(districts):
            codes = entry.region.codes if entry.region else ()
            return any(set(d.codes) & set(codes) or (not d.codes and not codes) for d in districts)
        case InSections(sections):
            return entry.section in sections
        case OfKinds(kinds):
            return entry.kind in kinds


def near(entry: Entry, nodes: Sequence[Words | Phrase], distance: int | None) -> bool:
    """Whether runs stand in one sentence, or in a chain with gaps of so many characters at most."""
    text = fold(entry.text)
    written = [ways_of(node) for node in nodes]
    if distance is None:
        return any(
            all(any(stands(run, sentence, words) for run, words in ways) for ways in written)
            for sentence in re.split("[。！？!?\n]", text)
        )
    spans = [[place for run, words in ways for place in places_of(run, text, words)] for ways in written]
    return any(
        all(second[0] - first[1] <= distance for first, second in pairwise(sorted(chosen)))
        for chosen in product(*spans)
    )


def ways_of(node: Words | Phrase) -> list[tuple[str, bool]]:
    """Ways in which a run is written, and whether Chinese numbers at their ends stand whole."""
    run = fold(node.text)
    if isinstance(node, Phrase):
        return [(run, False)]
    others = () if len(run) == 1 else list_notations(run)
    return [(run, False), *((way, True) for way in others), *((way, False) for way in list_spellings(run))]


def in_years(years: Iterable[Years], entry: Entry) -> bool:
    return any(
        entry.year is None
        if span.without
        else entry.year is not None and (span.first or 0) <= entry.year <= (span.last or 9999)
        for span in years
    )


def chosen(query: Query, entry: Entry, but: str = "") -> bool:
    """Whether an entry passes the query and its facets, one of them left out."""
    return (
        matches(query.tree, entry)
        and (but == "year" or not query.years or in_years(query.years, entry))
        and (but == "district" or not query.districts or matches(InDistricts(query.districts), entry))
        and (but == "section" or not query.sections or entry.section in query.sections)
        and (but == "kind" or not query.kinds or entry.kind in query.kinds)
    )


def parse(typed: str, **filters: object) -> Query:
    return parse_query(typed, Choices(**{"limit": 200, **filters}), places=Places())  # type: ignore[arg-type]


def found(engine: Engine, query: Query) -> set[tuple[str, int, str]]:
    results = engine.search(query)
    hits = {(hit.report, hit.section, hit.heading) for hit in results.hits if not hit.partial}
    assert results.total == len([hit for hit in results.hits if not hit.partial]) == len(hits)
    return hits


def expected(query: Query) -> set[tuple[str, int, str]]:
    return {(e.report, e.section, e.heading) for e in ENTRIES if chosen(query, e)}


QUERIES = [
    "",
    "教育",
    "义务教育",
    "義務教育",
    "经济社会发展",
    "经济发展",
    "会发",
    "水",
    "的",
    "3",
    "1893",
    "12",
    "互联网+",
    "C++",
    "c+",
    "*",
    "|",
    "office",
    "ﬃ",
    "PM2.5",
    "5.3%",
    "规范性文件",
    "顯著改進",
    "编着质量",
    "政府工作报告",
    "报告",
    "云港市",
    "不存在的话",
    "title",
    "grams:教",
    "“精准扶贫”",
    "“准扶”",
    "“贫、精”",
    "“，”",
    "“ | ”",
    "“2 | 结果纠正”",
    "“政府信息公开年报”",
    "“情况”",
    "“8797-1234”",
    "“落后产能推进”",
    "教育 水",
    "教育 OR 水",
    "教育 -水",
    "-教育",
    "-“精准扶贫”",
    "教育 OR -水",
    "(教育 OR 医疗) -(水 OR 行政复议)",
    "NOT (教育 水)",
    "教育 年份:2015..2017",
    "教育 OR 年份:2016",
    "年份:未详",
    "-年份:2015..",
    "地区:虚江省 教育",
    "地区:东湾区,示例新区",
    "地区:未详",
    "-地区:云港市",
    "章节:1,5 教育",
    "类型:work",
    "类型:work OR 章节:3",
    "标题:工作报告",
    "标题:“云港市”",
    "标题:水",
    "小标题:总体",
    "小标题:“依申请公”",
    "小标题:改进 教育",
    "教育 -标题:工作报告",
    "5.3%",
    "3%",
    "百分之五点三",
    "1200",
    "1,893",
    "893",
    "“31”",
    "31微克",
    "5",
    "12个村",
    "教育 AND 水",
    "教育 NEAR 学位",
    "教育 NEAR 水",
    "教育 NEAR/5 学位",
    "公开 NEAR 1200",
    "公开 NEAR/6 1,200",
    "公开 NEAR 200",
    "申请 NEAR/12 1,893",
    "期限 NEAR 二〇二〇",
    "教育 NEAR 教育",
    "教育 NEAR/0 均衡 NEAR/9 学位",
    "“教育 学位”~3",
    "“教育 学位”~12 -水",
]

TREES: list[Node] = [
    Synonyms(Words("贫困"), ("扶贫", "脱贫")),
    Synonyms(Words("水"), ("河道",)),
    About(Words("云港市"), InDistricts((District("云港市", ("990100",)),))),
    About(Words("2016年"), InYears((Years(2016, 2016),))),
    About(Words("工作报告"), OfKinds((Kind.WORK,))),
    And((About(Words("2016年"), InYears((Years(2016, 2016),)), only=True), Words("教育"))),
]


@pytest.mark.parametrize("tree", TREES, ids=str)
def test_tree_finds_what_it_means(engine: Engine, tree: Node) -> None:
    query = Query(tree=tree, limit=200)
    assert found(engine, query) == expected(query)
    assert 0 < len(expected(query)) < len(ENTRIES)


@pytest.mark.parametrize("typed", [typed for typed in QUERIES if typed != "|"])
def test_query_finds_what_it_means(engine: Engine, typed: str) -> None:
    query = parse(typed)
    assert found(engine, query) == expected(query)


def test_queries_are_not_all_empty() -> None:
    sizes = [len(expected(parse(typed))) for typed in QUERIES if typed != "|"]
    assert sum(size > 0 for size in sizes) > 50


def test_random_phrases_are_exact(engine: Engine) -> None:
    draw = random.Random(20)
    for _ in range(200):
        line = draw.choice(draw.choice(ENTRIES).text.split("\n"))
        size = draw.randint(1, 8)
        at = draw.randrange(max(len(line) - size, 1))
        query = Query(tree=Phrase(line[at : at + size]), limit=200)
        assert found(engine, query) == expected(query), line[at : at + size]


def test_random_phrases_of_real_texts_are_exact(real: Path, opened: Opened) -> None:
    files = sorted((real / "real").rglob("*.txt"))[:3]
    assert files
    entries = [entry for number, file in enumerate(files) for entry in real_entries(number, file)]
    engine = opened()
    with engine.write() as writer:
        for number in range(len(files)):
            writer.add(entry for entry in entries if entry.report == f"real-{number}")
    folded = [(lines(entry), entry) for entry in entries]
    draw = random.Random(5)
    for _ in range(200):
        line = draw.choice([line for line in draw.choice(folded)[0] if line])
        size = draw.randint(1, 12)
        at = draw.randrange(max(len(line) - size, 1))
        wanted = line[at : at + size].strip()
        if not wanted:
            continue
        results = engine.search(Query(tree=Phrase(wanted), limit=200))
        there = sum(any(stands(wanted, line) for line in its_lines) for its_lines, _ in folded)
        assert results.total == there, wanted


def real_entries(number: int, file: Path) -> list[Entry]:
    paragraphs = [Paragraph(line) for line in file.read_text("utf-8", "replace").splitlines() if line.strip()]
    blocks: tuple[Paragraph | Table, ...] = tuple(paragraphs)
    sections = number_lines((Section(1, "一、工作回顾", blocks),))
    passages = [passage for section in sections for passage in cut(section)]
    return [
        Entry(f"real-{number}", at, file.stem, None, "work", "", None, 1, p.heading, p.first, p.text)
        for at, p in enumerate(passages)
    ]


# Facets ------------------------------------------------------------------------------------------

CHOICES: list[dict[str, object]] = [
    {},
    {"years": ["2016"]},
    {"years": ["2015..2017", "2020"], "sections": ["1", "5"]},
    {"years": ["未详"], "kinds": ["work"]},
    {"years": ["1950"], "districts": ["无报告省"], "sections": ["4"], "kinds": ["disclosure"]},
    {"districts": ["云港市"]},
    {"districts": ["东湾区", "示例新区"], "years": ["2014.."]},
    {"districts": ["未详"], "sections": ["2"]},
    {"kinds": ["work", "disclosure"], "districts": ["虚江省"]},
]


@pytest.mark.parametrize("choice", CHOICES, ids=str)
@pytest.mark.parametrize("typed", ["", "教育", "“精准扶贫”", "水 OR 医疗", "-教育", "不存在的话"])
def test_facets_count_under_everything_but_their_own_choice(
    engine: Engine, typed: str, choice: dict[str, object]
) -> None:
    query = parse(typed, **choice)
    results = engine.search(query)
    assert found(engine, query) == expected(query)
    years = Counter(e.year for e in ENTRIES if chosen(query, e, "year"))
    assert counts(results.facets["year"], lambda value: ".." not in value) == {
        **{value.value: 0 for value in results.facets["year"] if value.selected and ".." not in value.value},
        **{("未详" if year is None else str(year)): count for year, count in years.items()},
    }
    for value in results.facets["year"]:
        if ".." in value.value:
            (span,) = parse("", years=[value.value]).years
            assert value.count == sum(in_years([span], e) for e in ENTRIES if chosen(query, e, "year"))
    districts = Counter(
        code
        for e in ENTRIES
        if chosen(query, e, "district")
        for code in (e.region.codes if e.region else ("",))
    )
    assert {v.value: v.count for v in results.facets["district"] if v.count} == {
        NAMES.get(code, "未详"): count for code, count in districts.items()
    }
    sections = Counter(str(e.section) for e in ENTRIES if chosen(query, e, "section"))
    assert {v.value: v.count for v in results.facets["section"] if v.count} == sections
    for value in results.facets["section"]:  # called what the reports call it that have it
        of = {e.kind for e in ENTRIES if str(e.section) == value.value and chosen(query, e, "section")}
        disclosure, work, both = SECTION_LABELS[int(value.value)]
        assert value.label == {("disclosure",): disclosure, ("work",): work}.get(tuple(sorted(of)), both)
    kinds = Counter(e.kind for e in ENTRIES if chosen(query, e, "kind"))
    assert {v.value: v.count for v in results.facets["kind"] if v.count} == kinds
    selected = {name: {v.value for v in values if v.selected} for name, values in results.facets.items()}
    assert selected == {
        "year": {span.value for span in query.years},
        "district": {district.value for district in query.districts},
        "section": {str(section) for section in query.sections},
        "kind": {kind.value for kind in query.kinds},
    }


def counts(values: tuple[FacetValue, ...], wanted: Callable[[str], bool]) -> dict[str, int]:
    return {value.value: value.count for value in values if wanted(value.value)}


def test_facet_order(engine: Engine) -> None:
    facets = engine.search(parse("")).facets
    assert [(v.value, v.depth, v.parent) for v in facets["district"]] == [
        ("示例新区", 0, ""),
        ("虚江省", 0, ""),
        ("云港市", 1, "虚江省"),
        ("东湾区", 2, "云港市"),
        ("西岭区", 2, "云港市"),
        ("未详", 0, ""),
    ]
    years = [v.value for v in facets["year"]]
    assert years == [*sorted(years[:-1], reverse=True), "未详"]
    assert [v.value for v in facets["section"]] == sorted(v.value for v in facets["section"])


# Hits, order, pages ------------------------------------------------------------------------------


def test_hit_tells_what_is_known(engine: Engine) -> None:
    for hit in engine.search(parse("教育", limit=100)).hits:
        entry = next(e for e in REPORTS[hit.report] if e.section == hit.section)
        assert (hit.title, hit.year, hit.body, hit.kind, hit.heading) == (
            entry.title, entry.year, entry.body, entry.kind, entry.heading,
        )  # fmt: skip
        assert hit.region == (entry.region.path if entry.region else ())
        assert hit.district == (hit.region[-1] if hit.region else "")
        assert hit.snippet.text in entry.text
        assert hit.score > 0
        first = entry.text.split("\n")[hit.snippet.line - entry.first]
        assert "教育" in fold(first)


def place_of(hit: Hit) -> tuple[str, int, str]:
    return hit.report, hit.section, hit.heading


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_pages_join_to_the_whole_in_order(engine: Engine, sort: str) -> None:
    whole = engine.search(parse("政府", sort=sort))
    pages = [
        engine.search(parse("政府", sort=sort, limit=7, page=page)) for page in range(1, whole.total // 7 + 2)
    ]
    together = [place_of(hit) for page in pages for hit in page.hits]
    if sort == "relevance":  # a page shows no more than three hits of a report while there are others
        assert sorted(together) == sorted(map(place_of, whole.hits))
        for page in pages[:-1]:
            assert max(Counter(hit.report for hit in page.hits).values()) <= 3
        return
    assert together == [place_of(hit) for hit in whole.hits]
    assert {page.pages for page in pages} == {-(-whole.total // 7)}
    ordinals = {(e.report, e.section): e.ordinal for e in ENTRIES}

    def key(hit: Hit) -> tuple[object, ...]:
        leading = {"newest": -(hit.year or 0), "oldest": hit.year or 9999}[sort]
        return (leading, hit.report, ordinals[hit.report, hit.section])

    assert [key(hit) for hit in whole.hits] == sorted(map(key, whole.hits))


def test_page_past_the_end_is_empty_and_honest(engine: Engine) -> None:
    first = engine.search(parse("教育", limit=10))
    past = engine.search(parse("教育", limit=10, page=999))
    assert (past.hits, past.total, past.pages, past.page) == ((), first.total, first.pages, 999)
    assert past.facets == first.facets
    nothing = engine.search(parse("不存在的话"))
    assert (nothing.total, nothing.pages) == (0, 0)


def test_whole_run_ranks_before_its_scattered_words(opened: Opened) -> None:
    engine = opened()
    with engine.write() as writer:
        for report, text in {
            "a": "医疗教育，医疗先于教育，教育先于医疗。",
            "b": "教育医疗水平提高，其他情况正常。",
            "c": "其他情况。",
        }.items():
            writer.add([simple(report, text)])
    assert [hit.report for hit in engine.search(parse("教育医疗")).hits] == ["b", "a"]


def test_hits_with_all_words_come_before_those_with_a_part(opened: Opened) -> None:
    engine = opened()
    texts = {
        "all": "教育和医疗的情况。新的安排。",
        "one": "教育，教育，还是教育。",
        "other": "医疗水平提高。",
        "none": "道路通车。",
    }
    with engine.write() as writer:
        for report, text in texts.items():
            writer.add([simple(report, text)])
    words = (Words("教育"), Words("医疗"))
    results = engine.search(Query(tree=And(words), terms=words, runs=("教育", "医疗"), limit=2))
    rest = engine.search(Query(tree=And(words), terms=words, runs=("教育", "医疗"), limit=2, page=2))
    assert (results.total, results.total_partial, results.pages) == (1, 2, 2)
    hits = [*results.hits, *rest.hits]
    assert [hit.partial for hit in hits] == [False, True, True]
    assert hits[0].report == "all"
    assert {hit.report for hit in hits[1:]} == {"one", "other"}
    assert [value.count for value in results.facets["kind"]] == [1]
    bound = (Words("教育", bound=True), Words("医疗", bound=True))
    assert engine.search(Query(tree=And(bound))).total_partial == 0


def test_a_word_that_no_text_has_hides_nothing_else(opened: Opened) -> None:
    """It is not rarer than all others, but unknown."""
    engine = opened()
    with engine.write() as writer:
        for at in range(40):
            writer.add([simple(f"r{at}", "收到申请的情况。" if at < 30 else "其他情况。")])
    words = (Words("申请"), Words("要钱"))
    results = engine.search(Query(tree=And(words), terms=words, runs=("申请", "要钱")))
    assert (results.total, results.total_partial) == (0, 30)
    assert all(hit.partial for hit in results.hits)


def test_a_long_pasted_text_finds_each_passage_that_it_is_from(opened: Opened) -> None:
    """Each holds less of it than a passage must of a few words."""
    engine = opened()
    texts = [fold("".join(chr(0x5000 + 97 * part + n) for n in range(60))) for part in range(9)]
    with engine.write() as writer:
        for part, text in enumerate(texts[:8]):
            writer.add([simple(f"r{part}", text + "。")])
        writer.add([simple("other", "其他情况。")])
    words = tuple(Words(text[at : at + 3]) for text in texts for at in range(0, 60, 3))
    results = engine.search(Query(tree=And(words), terms=words, runs=tuple(texts)))
    assert (results.total, {hit.report for hit in results.hits}) == (0, {f"r{part}" for part in range(8)})


def test_what_is_required_is_never_loosened(engine: Engine) -> None:
    required = (Phrase("精准扶贫"), Not(Words("水")), InYears((Years(2015, 2019),)))
    words = (Words("教育"), Words("医疗"))
    query = Query(
        tree=And((*required, *words)), terms=words, required=required, runs=("教育", "医疗"), limit=200
    )
    results = engine.search(query)
    partial = {place_of(hit) for hit in results.hits if hit.partial}
    loose = {
        (e.report, e.section, e.heading)
        for e in ENTRIES
        if matches(And(required), e) and any(matches(word, e) for word in words)
    }
    assert partial == loose - expected(query)
    assert results.total_partial == len(partial) > 0


def test_a_report_fills_no_more_than_three_places_of_a_page(opened: Opened) -> None:
    engine = opened()
    with engine.write() as writer:
        writer.add([simple("long", "教育教育教育", at) for at in range(9)])
        writer.add([simple("short", "其他情况，教育")])
    first = engine.search(parse("教育", limit=4))
    assert [hit.report for hit in first.hits] == ["long", "long", "long", "short"]
    assert [hit.more for hit in first.hits] == [0, 0, 6, 0]
    pages = [engine.search(parse("教育", limit=4, page=page)) for page in (1, 2, 3)]
    assert sum(len(page.hits) for page in pages) == 10


def test_slips_are_corrected_by_the_texts(opened: Opened) -> None:
    engine = opened()
    with engine.write() as writer:
        for at in range(4):
            writer.add([simple(f"r{at}", "推进老旧小区改造和生活垃圾分类，发展养老服务。")])
    for typed, meant in {
        "老旧小曲改造": "老旧小区改造",
        "拉圾分类": "垃圾分类",
        "垃圾份类": "垃圾分类",
        "圾垃分类": "垃圾分类",
        "yanglao": "养老",
        "lajifenlei": "垃圾分类",
    }.items():
        assert engine.corrections(typed)[0] == meant, typed
    for right in ("老旧小区改造", "垃圾", "道路通车", "xyz"):
        assert engine.corrections(right) == ()


def test_suggestion_is_a_less_strict_query_that_finds_something(engine: Engine) -> None:
    results = engine.search(parse("“精准教育扶贫” 水"))
    assert results.total == 0
    assert results.suggestion is not None
    assert engine.search(parse(results.suggestion)).total > 0
    assert engine.search(parse("教育")).suggestion is None
    assert engine.search(parse("不存在的话")).suggestion is None


# The index as a store ----------------------------------------------------------------------------


def simple(report: str, text: str, ordinal: int = 0) -> Entry:
    return Entry(report, ordinal, "", 2020, "work", "", None, 1, "", 1, text)


def total(engine: Engine, typed: str) -> int:
    return engine.search(parse(typed)).total


def test_no_index_yet(opened: Opened) -> None:
    engine = opened()
    assert engine.list_reports() == frozenset()
    with pytest.raises(ArchiveMissing, match="nianbao add"):
        engine.search(parse("教育"))


def test_empty_index_answers(opened: Opened) -> None:
    engine = opened()
    with engine.write():
        pass
    results = engine.search(parse("教育 -水 年份:2020", years=["2020"], districts=["东湾区"]))
    assert (results.total, results.hits) == (0, ())


def test_adding_replaces_also_within_a_transaction(opened: Opened) -> None:
    engine = opened()
    with engine.write() as writer:
        writer.add([simple("a", "旧文字"), simple("a", "旧文字", 1)])
        writer.add([simple("b", "别的文字")])
        writer.add(iter([simple("a", "新文字")]))
    assert (total(engine, "旧文字"), total(engine, "新文字"), total(engine, "文字")) == (0, 1, 2)
    with engine.write() as writer:
        writer.add([simple("a", "更新的文字")])
        writer.remove("b")
        writer.remove("unknown")
        writer.add([simple("c", "第三")])
        writer.remove("c")
    assert (total(engine, "新文字"), total(engine, "更新的文字"), total(engine, "")) == (0, 1, 1)
    assert engine.list_reports() == {"a"}


def test_every_change_is_a_generation(opened: Opened) -> None:
    engine = opened()
    assert engine.read_generation() == 0
    for number, change in enumerate(("a", "b", "a"), 1):
        with engine.write() as writer:
            assert not writer.changed
            writer.add([simple(change, "教育")])
            assert writer.changed
        assert engine.read_generation() == number
    with engine.write() as writer:
        writer.remove("unknown")
    with contextlib.suppress(KeyboardInterrupt), engine.write() as writer:
        writer.remove("a")
        raise KeyboardInterrupt
    assert engine.read_generation() == 3
    assert opened().read_generation() == 3


def test_what_is_prepared_is_published_only_at_the_end(opened: Opened) -> None:
    engine = opened()
    with engine.write() as writer:
        writer.add([simple("a", "垃圾分类")])
    with engine.write() as writer:
        writer.remove("a")
        writer.add([simple("b", "垃圾分类")])
        writer.prepare()
        assert engine.list_reports() == {"a"}
    assert engine.list_reports() == {"b"}
    with contextlib.suppress(ZeroDivisionError), engine.write() as writer:
        writer.add([simple("c", "垃圾分类")])
        writer.prepare()
        raise ZeroDivisionError
    assert engine.list_reports() == {"b"}
    assert total(engine, "垃圾") == 1


def test_failed_transaction_changes_nothing(opened: Opened) -> None:
    engine = opened()
    with engine.write() as writer:
        writer.add([simple("a", "教育")])
    with contextlib.suppress(KeyboardInterrupt), engine.write() as writer:
        writer.add([simple("b", "教育")])
        writer.remove("a")
        raise KeyboardInterrupt
    assert engine.list_reports() == opened().list_reports() == {"a"}
    with engine.write() as writer:
        writer.add([simple("b", "教育")])
    assert total(engine, "教育") == 2


def test_little_memory_gives_the_same_index(
    engine: Engine, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    from indexer.search.engines.whoosh import writer as write

    if not isinstance(engine, WhooshEngine) or not isinstance(opened(), WhooshEngine):
        pytest.skip("only the Whoosh engine gathers passages")
    monkeypatch.setattr(write, "_CHUNK", 40)
    monkeypatch.setattr(write, "_BYTES_A_CHARACTER", 2**24)
    small = opened()
    with small.write() as writer:
        for entries in REPORTS.values():
            writer.add(entries)
    for typed in ("教育", "“精准扶贫”", "水 -医疗"):
        ours, theirs = small.search(parse(typed)), engine.search(parse(typed))
        assert {hit.report for hit in ours.hits} == {hit.report for hit in theirs.hits}
        assert found(small, parse(typed)) == expected(parse(typed))


def test_readers_follow_commits_by_themselves(opened: Opened) -> None:
    reading, writing = opened(), opened()
    with writing.write() as writer:
        writer.add([simple("a", "教育")])
    assert total(reading, "教育") == 1
    with writing.write() as writer:
        writer.add([simple("b", "教育")])
        assert total(reading, "教育") == 1
    assert total(reading, "教育") == 2
    reading.close()
    assert total(reading, "教育") == 2


def test_second_writer_is_turned_away(opened: Opened) -> None:
    engine = opened()
    if not engine.publishes_itself:
        pytest.skip("writers of one index are kept apart by the home's lock")
    with engine.write() as writer:
        writer.add([simple("a", "教育")])
        with pytest.raises(ArchiveBusy), opened().write():
            pass
    assert total(engine, "教育") == 1


def skip_without_files(folder: Path) -> None:
    if not (folder / "index").is_dir():
        pytest.skip("the engine keeps no files here")


def test_damaged_index_is_named(opened: Opened, tmp_path: Path) -> None:
    engine = opened()
    with engine.write() as writer:
        writer.add([simple("a", "教育")])
    engine.close()
    skip_without_files(tmp_path)
    for file in (tmp_path / "index").iterdir():
        file.write_bytes(b"junk")
    acts: list[Callable[[], object]] = [
        lambda: opened().search(parse("教育")),
        lambda: opened().list_reports(),
        lambda: opened().write().__enter__(),
    ]
    for act in acts:
        with pytest.raises(ArchiveDamaged, match="reindex"):
            act()


def test_damaged_segment_is_named(opened: Opened, tmp_path: Path) -> None:
    with opened().write() as writer:
        writer.add([simple("a", "教育")])
    skip_without_files(tmp_path)
    for file in sorted((tmp_path / "index").iterdir()):
        if file.suffix == ".toc" or any(part in file.name for part in ("LOCK", "_len", "_stored", "folded")):
            continue  # not needed here, or any bytes have a meaning
        whole = file.read_bytes()
        for broken in (b"", whole[: len(whole) // 2], b"\x00" * len(whole), whole[::-1]):
            file.write_bytes(broken)
            with pytest.raises(ArchiveDamaged, match="reindex"):
                opened().search(parse("教育"))
        file.write_bytes(whole)
    assert total(opened(), "教育") == 1


def test_threads_read_while_one_writes(opened: Opened) -> None:
    engine = opened()
    reports = list(REPORTS.values())
    with engine.write() as writer:
        for entries in reports[:24]:
            writer.add(entries)
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            for typed in ("教育", "“精准扶贫”", "水 -医疗"):
                results = engine.search(parse(typed))
                by_hand = {
                    sum(matches(results_tree(typed), e) for entries in reports[:size] for e in entries)
                    for size in (24, 30, 36)
                }
                if results.total not in by_hand or len(results.hits) != results.total:
                    wrong.append((typed, results.total, by_hand))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for size in (24, 30):
        with engine.write() as writer:
            for entries in reports[size : size + 6]:
                writer.add(entries)
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []


def results_tree(typed: str) -> Node:
    return parse(typed).tree
