"""The portal's surface: pages, statuses, headers, JSON, and that no link on it is dead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.archive.archive import Archive, open_archive
from indexer.errors import ArchiveDamaged
from indexer.search.query.tree import Query
from indexer.search.results import Results
from indexer.settings import Settings
from tests.web.invented_archive import ORIGINAL
from web import create_app

EAST = "云泽市/东湖区"
"""The name that tells it from other divisions."""
EAST_2018 = "/reports/disclosure-990101-2018-2"
DAMAGED = "/reports/disclosure-990101-2020"


@pytest.fixture(scope="module")
def archive(invented_settings: Settings) -> Archive:
    return open_archive(invented_settings)


@pytest.fixture
def client(archive: Archive) -> FlaskClient:
    return create_app(Settings(), archive).test_client()


@pytest.fixture
def empty(tmp_path: Path) -> FlaskClient:
    """The portal of a home that holds nothing."""
    return create_app(Settings(home=tmp_path / "nowhere")).test_client()


def soup(response: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.text, "lxml")


def get(client: FlaskClient, url: str, status: int = 200) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == status, response.text
    return soup(response)


# Searching -----------------------------------------------------------------------------------


def test_home_shows_what_the_archive_holds_and_searches_that_find_something(client: FlaskClient) -> None:
    page = get(client, "/")
    assert page.select_one(".figure").get_text() == "14 份报告"  # type: ignore[union-attr]
    starters = page.select(".pills a")
    assert starters
    for link in starters:
        assert "没有找到" not in get(client, str(link["href"])).h1.get_text()  # type: ignore[union-attr]


def test_hits_lead_to_their_paragraphs(client: FlaskClient) -> None:
    page = get(client, "/search?q=培训&district=西岭区&year=2020")
    link = page.select_one(".hit h2 a")
    assert link is not None
    assert link["href"] == f"/reports/disclosure-990102-2020?q={quote('培训')}#s5-1"
    assert "示例省 › 云泽市 › 西岭区" in page.select_one(".hit-facts").get_text()  # type: ignore[union-attr]
    assert "五、存在的主要问题及改进情况" in page.select_one(".hit-section").get_text()  # type: ignore[union-attr]


def test_facets_count_without_their_own_choice_and_keep_it(client: FlaskClient) -> None:
    page = get(client, "/search?q=培训&district=西岭区&district=东湖区&year=2020")
    boxes = {str(box["value"]): box for box in page.select(".facet-district input[type=checkbox]")}
    assert {name for name, box in boxes.items() if box.has_attr("checked")} == {EAST, "西岭区"}
    assert all(box["form"] == "search-form" for box in page.select(".filters input"))
    nested = page.select_one(".facet-district > ul > li > details > ul > li > details > ul")
    assert nested is not None
    assert [box["value"] for box in nested.select("input")] == [EAST, "西岭区"]
    years = {str(box["value"]) for box in page.select(".facet-year input")}
    assert {"2019", "2020", "2021"} <= years


def test_every_filter_can_be_taken_away(client: FlaskClient) -> None:
    page = get(client, "/search?q=公开&year=2019..2021&district=西岭区&section=1&kind=disclosure&sort=newest")
    links = {chip.get_text(strip=True): unquote(str(chip["href"])) for chip in page.select(".chip")}
    assert len(links) == 4
    without_year = next(url for label, url in links.items() if "2019–2021 年" in label)
    assert without_year == "/search?q=公开&district=西岭区&section=1&kind=disclosure&sort=newest"
    clear = page.select_one(".chip-all")
    assert clear is not None
    assert unquote(str(clear["href"])) == "/search?q=公开&sort=newest"


def test_the_form_sends_every_choice_again(client: FlaskClient) -> None:
    page = get(client, "/search?q=公开&year=2019..2021&sort=oldest")
    fields = page.select("#search-form input[type=hidden], input[form=search-form][checked]")
    assert [(field["name"], field["value"]) for field in fields] == [
        ("sort", "oldest"),
        ("year", "2019..2021"),
    ]


def test_pages_and_the_page_past_the_end(client: FlaskClient) -> None:
    page = get(client, "/search?page=2")
    current = page.select_one('.pager [aria-current="page"]')
    assert current is not None
    assert "2" in current.get_text()
    past = get(client, "/search?page=99")
    assert "没有第 99 页" in past.get_text()
    assert not past.select(".hit")


def test_nothing_found_says_what_to_try(client: FlaskClient) -> None:
    page = get(client, "/search?q=“培训公开”&year=2020")
    text = page.select_one(".advice").get_text()  # type: ignore[union-attr]
    assert "换成 培训公开" in text
    assert "去掉全部筛选条件" in text


BAD = [
    ("q=" + "长" * 10_000, "2000"),
    ("q=" + quote("年份:公开"), "公开"),
    ("q=" + quote("公开 AND"), "AND"),
    ("year=abc", "abc"),
    ("page=-1", "-1"),
    ("page=99999", "99999"),
    ("page=x", "x"),
    ("section=9", "9"),
    ("kind=nonsense", "nonsense"),
    ("sort=sideways", "sideways"),
    ("district=" + quote("无此地方"), "无此地方"),
    ("q=a&q=b", "q"),
    ("q=a%00b", "控制字符"),
    ("q=%B9%AB%BF%AA", "UTF-8"),
    ("q=" + quote("年份:abc"), "abc"),
]


@pytest.mark.parametrize(("query", "said"), BAD)
def test_a_bad_query_is_one_clear_sentence(client: FlaskClient, query: str, said: str) -> None:
    page = get(client, f"/search?{query}", 400)
    sentence = page.select_one("[role=alert]").get_text(strip=True)  # type: ignore[union-attr]
    assert said in sentence
    assert sentence.endswith("。")
    answer = client.get(f"/api/search?{query}")
    assert answer.status_code == 400
    assert answer.json == {"error": {"code": "query", "message": sentence}}


def test_what_was_typed_stays(client: FlaskClient) -> None:
    page = get(client, "/search?q=" + quote('年份:"公开 <培训>"'), 400)
    assert page.select_one("#q")["value"] == '年份:"公开 <培训>"'  # type: ignore[index]


# Reading -------------------------------------------------------------------------------------


def test_every_line_has_one_address(client: FlaskClient, archive: Archive) -> None:
    page = get(client, EAST_2018)
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for section in archive.read_report(EAST_2018.rpartition("/")[2]).report.sections:
        for at in range(len(section.lines) or 1):  # search gives a section without lines one address, too
            assert f"s{section.number}-{section.first + at}" in ids


def test_hits_are_marked_in_text_and_tables_and_linked(client: FlaskClient) -> None:
    page = get(client, f"{EAST_2018}?q=15")
    assert [mark.get_text() for mark in page.select(".part mark")] == ["15", "15"]
    assert page.select_one("td mark") is not None
    first, last = page.select_one("p .hop a"), page.select_one("td .hop a")
    assert first is not None
    assert last is not None
    assert (first["href"], first["aria-label"]) == ("#s3-3", "下一处命中")
    assert (last["href"], last["aria-label"]) == ("#s1-4", "上一处命中")


@pytest.mark.parametrize(
    ("q", "said"),
    [("“东湖区2018年政府信息”", "只在标题中"), ("年份:2018", "没有可以标出的"), ("行政复议", "只在标题中")],
)
def test_what_is_marked_nowhere_in_the_text_is_said(client: FlaskClient, q: str, said: str) -> None:
    assert said in get(client, f"{EAST_2018}?q={quote(q)}").select_one(".finder-state").get_text()  # type: ignore[union-attr]


def test_a_meaningless_query_does_not_hide_the_report(client: FlaskClient) -> None:
    page = get(client, f"{EAST_2018}?q=" + quote("公开 AND"))
    assert not page.select("mark")
    assert "AND" in page.select_one(".finder-state").get_text()  # type: ignore[union-attr]


def test_tables_are_tables(client: FlaskClient) -> None:
    table = get(client, EAST_2018).select_one("table.data")
    assert table is not None
    head = [(c["scope"], c.get("rowspan"), c.get("colspan")) for c in table.select("thead th")]
    assert head[:2] == [("col", "2", None), ("colgroup", None, "3")]
    assert len(table.select("thead tr")) == 2
    assert [c["scope"] for c in table.select("tbody th")] == ["row", "row"]
    row = table.select_one("#s3-4")
    assert isinstance(row, Tag)
    assert [c.get_text(strip=True) for c in row.select("td")] == ["0", "", "0"]  # a blank is not a zero


RUN = ":not([type='application/ld+json'])"
"""Elements that hold no data for search engines, which no browser runs."""


def test_text_is_never_markup(client: FlaskClient) -> None:
    page = get(client, f"{EAST_2018}?q=" + quote("<script>"))
    assert not [s for s in page.select(f"script{RUN}") if not s.get("src")]
    assert "<script>alert(1)</script>" in page.select_one("#s5-1").get_text()  # type: ignore[union-attr]
    assert not page.select('a[href^="javascript:"]')


@pytest.fixture
def damaged(damaged_settings: Settings) -> FlaskClient:
    """The portal of the damaged report."""
    return create_app(damaged_settings).test_client()


def test_a_damaged_report_says_so_at_its_head(damaged: FlaskClient, damaged_settings: Settings) -> None:
    page = get(damaged, DAMAGED)
    notice = page.select_one(".report-head .damage")
    assert notice is not None
    summary = open_archive(damaged_settings).list_summaries()[0]
    said = [item.get_text() for item in notice.select("li")]
    assert len(said) == len(summary.damage) > 5
    for line, damage in zip(said, summary.damage, strict=True):
        assert line.startswith(damage.sentence)
    original = notice.select_one("a")
    assert original is not None
    assert original["href"] == f"{DAMAGED}/original"


def test_mended_stretches_are_marked_and_the_source_stands_below(damaged: FlaskClient) -> None:
    page = get(damaged, f"{DAMAGED}?q=推进")
    line = page.select_one("#s1-2")
    assert line is not None
    guess = line.select_one("ins.guess")
    assert guess is not None
    assert guess.get_text() == "（一）全力推进〔疑〕"
    assert "原文件作“?。ㄒ唬┤ν七M" in str(guess["title"])
    assert [mark.get_text() for mark in guess.select("mark")] == ["推进"]
    source = line.find_next_sibling()
    assert isinstance(source, Tag)
    assert source.name == "details"
    assert not source.has_attr("open")
    below = source.p.get_text() if source.p else ""
    assert below.startswith("?。ㄒ唬┤ν七M(jìn)基層政務(wù)公開工作。")
    left = page.select(".mend.left")
    assert [mark.get_text() for mark in left][:2] == ["202011日〔损〕", "20201231日〔损〕"]


def test_all_that_differs_from_the_source_is_marked(damaged: FlaskClient) -> None:
    page = get(damaged, DAMAGED)
    for line in page.select(".line"):
        source = line.find_next_sibling()
        if not isinstance(source, Tag) or source.name != "details":
            assert not line.select(".mend")
            continue
        assert source.p is not None
        for tag in line.select(".address, .cite-line, .mend"):
            tag.extract()
        for tag in source.p.select("del"):
            tag.extract()
        # A note's own character bears the mark, and is no part of what was taken out.
        rest = iter(source.p.get_text())
        assert all(char in rest for char in line.get_text())


def test_damaged_cells_are_listed_below_their_table(damaged: FlaskClient) -> None:
    page = get(damaged, DAMAGED)
    cells = [item.get_text() for item in page.select(".table-block .source li")]
    assert "第 3 行（修复 2 处）：規(guī)范性文件" in cells
    assert page.select(".data .mend")


def test_a_hit_in_mended_text_says_so(damaged: FlaskClient, client: FlaskClient) -> None:
    found = get(damaged, "/search?q=健全完善政务公开机制")
    assert [flag.get_text() for flag in found.select(".hit .repaired")] == ["原网页文字有损坏，已修复"]
    assert damaged.get("/api/search?q=健全完善政务公开机制").json["hits"][0]["damage"] > 10  # type: ignore[index]
    assert get(damaged, "/archive?year=2020").select(".listed .repaired")
    assert not get(client, "/search?q=公开").select(".repaired")
    assert not get(client, EAST_2018).select(".damage, .mend, .source")


def test_facts_versions_and_doubts(client: FlaskClient) -> None:
    head = get(client, EAST_2018).select_one(".report-head")
    assert head is not None
    assert "第四部分没有内容。" in head.get_text()
    assert "示例报告" in head.get_text()
    assert "[R/OL]. (2021-01-29)" in head.get_text()
    replaced = get(client, "/reports/disclosure-990101-2018").select_one(".report-head")
    assert replaced is not None
    assert f'href="{EAST_2018}"' in str(replaced)


def test_what_is_unknown_is_said(client: FlaskClient, archive: Archive) -> None:
    (unknown,) = (summary.id for summary in archive.list_summaries() if not summary.region)
    text = get(client, f"/reports/{quote(unknown)}").get_text()
    assert "年度未详" in text
    assert "原文未写明" in text


def test_the_original_is_a_download_and_never_a_page(client: FlaskClient) -> None:
    response = client.get(f"{EAST_2018}/original")
    assert response.data == ORIGINAL.format(12).encode("gb18030")
    assert response.headers["Content-Disposition"].startswith("attachment; filename=2018-12.html")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/reports/none",
        "/reports/none/original",
        "/reports/../../etc/passwd",
        "/reports/..%2f..%2fetc%2fpasswd",
        "/reports/%2e%2e/original",
        "/reports/a%00b",
        "/reports/%ff%fe",
        "/reports/" + "x" * 5000,
        "/archive?year=abc",
        "/archive?district=%00",
        "/nowhere",
        "/static/../context.py",
    ],
)
def test_what_is_not_there_is_a_plain_404(client: FlaskClient, path: str) -> None:
    page = get(client, path, 404)
    assert page.select_one("[role=alert]").get_text(strip=True).endswith("。")  # type: ignore[union-attr]
    assert "Traceback" not in page.get_text()


# The rest ------------------------------------------------------------------------------------


def test_coverage_lists_the_reports_of_a_cell(client: FlaskClient) -> None:
    page = get(client, "/archive")
    cell = page.select_one('table.coverage a[href*="year=2018"][href*="district"]')
    assert cell is not None
    assert cell.get_text(strip=True) == "2份，东湖区 2018 年"
    listed = get(client, str(cell["href"]))
    assert len(listed.select(".listed li")) == 2
    assert [c.get_text(strip=True) for c in page.select("tfoot td")] == ["2", "2", "2", "2", "2", "3", "1"]


def test_api_answers_as_documented(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=培训&district=西岭区&section=5").json
    assert answer is not None
    assert list(answer) == ["query", "total", "page", "pages", "took_ms", "hits", "facets", "suggestion",
        *("total_partial", "understood", "reports", "absences", "strict", "alternatives"),
    ]  # fmt: skip
    assert answer["total"] == 6
    assert answer["hits"][0]["region"] == ["示例省", "云泽市", "西岭区"]
    assert {"value", "count", "selected"} <= set(answer["facets"]["year"][0])
    assert client.get("/api/nowhere").json == {
        "error": {"code": "not_found", "message": "这个网址上没有页面，请检查网址，或从首页重新检索。"}
    }


def test_health(client: FlaskClient, empty: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok", "reports": 14}
    answer = empty.get("/healthz")
    assert answer.status_code == 503
    assert answer.json["error"]["code"] == "archive_missing"  # type: ignore[index]


@pytest.mark.parametrize("path", ["/", "/search?q=公开", "/archive", EAST_2018])
def test_an_empty_home_says_how_to_fill_it(empty: FlaskClient, path: str) -> None:
    page = get(empty, path, 503)
    assert "nianbao add" in page.get_text()
    assert empty.get("/help").status_code == 200


def test_damage_names_no_folders_to_the_public(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(_archive: Archive, _query: Query) -> Results:
        raise ArchiveDamaged("目录库 /srv/secret/catalogue.sqlite 无法使用。")

    monkeypatch.setattr(Archive, "search", damaged)
    page = get(client, "/search?q=公开", 503)
    assert "secret" not in page.get_text()
    assert client.get("/api/search").json["error"]["code"] == "archive_damaged"  # type: ignore[index]


def test_a_defect_is_a_sentence_and_logs_no_query(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def defect(_archive: Archive, _query: Query) -> Results:
        raise RuntimeError("boom")

    monkeypatch.setattr(Archive, "search", defect)
    page = get(client, "/search?q=secretword", 500)
    assert "boom" not in page.get_text()
    assert "boom" in caplog.text
    assert "secretword" not in caplog.text


def test_bodies_and_methods(client: FlaskClient) -> None:
    assert client.post("/search", data=b"x" * 100_000).status_code == 413
    refused = client.post("/search", data=b"x")
    assert refused.status_code == 405
    assert "GET" in refused.headers["Allow"]


@pytest.mark.parametrize("path", ["/", "/search?q=公开", EAST_2018, "/nowhere", "/api/search?year=abc"])
def test_every_answer_is_guarded(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/search?q=公开&year=2020", f"{EAST_2018}?q=15", "/archive", "/help"])
def test_pages_keep_to_the_policy_and_the_site(client: FlaskClient, path: str) -> None:
    page = get(client, path)
    assert page.html["lang"] == "zh-CN"  # type: ignore[index]
    assert not page.select("[style], style")
    assert not [s for s in page.select(f"script{RUN}") if s.get_text(strip=True)]
    assert not [a for tag in page.select("*") for a in tag.attrs if a.startswith("on")]
    # The one address of a page is told whole, and nothing is loaded from it.
    for tag in page.select("link[href]:not([rel=canonical]), script[src], img[src]"):
        assert not urlsplit(str(tag.get("href") or tag.get("src"))).netloc
    assert len(page.select("h1")) == 1
    assert len(page.select("main")) == 1
    assert len(page.select("link[rel=stylesheet]")) == 1


def test_static_files_may_be_kept_while_their_address_lasts(client: FlaskClient) -> None:
    link = get(client, "/").select_one("link[rel=stylesheet]")
    assert link is not None
    assert "immutable" in client.get(str(link["href"])).headers["Cache-Control"]
    assert client.get("/static/base.css?v=old").headers["Cache-Control"] == "no-cache"


def _crawl(client: FlaskClient, most: int) -> Iterator[tuple[str, str, int]]:
    """Page, link on it, and the link's status, for the first `most` addresses reached from home."""
    pages: dict[str, tuple[int, set[str]]] = {}
    waiting = ["/"]
    links: list[tuple[str, str]] = []
    while waiting and len(pages) < most:
        url = waiting.pop(0)
        if url in pages:
            continue
        response = client.get(url)
        shown = response.mimetype == "text/html" and "Content-Disposition" not in response.headers
        page = soup(response) if shown else BeautifulSoup("", "lxml")
        pages[url] = response.status_code, {str(tag["id"]) for tag in page.select("[id]")}
        for link in page.select("a[href]"):
            target = urljoin(url, str(link["href"]))
            if not urlsplit(target).netloc:
                links.append((url, target))
                waiting.append(urldefrag(target).url)
    for page_url, target in links:
        path, fragment = urldefrag(target)
        if path in pages:
            status, ids = pages[path]
            yield page_url, target, 404 if fragment and unquote(fragment) not in ids else status


def test_no_link_is_dead(client: FlaskClient) -> None:
    links = list(_crawl(client, 250))
    assert len(links) > 500
    assert [link for link in links if link[2] != 200] == []


def test_no_link_on_the_sample_archive_is_dead(sample_settings: Settings) -> None:
    links = list(_crawl(create_app(sample_settings).test_client(), 120))
    assert len(links) > 500
    assert [link for link in links if link[2] != 200] == []


def test_contents_list_the_points_of_each_section(client: FlaskClient) -> None:
    page = get(client, EAST_2018)
    entries = page.select(".contents .entries a")
    assert [entry.get_text() for entry in entries] == ["（一）主动公开", "（二）依申请公开"]
    for entry in entries:
        line = page.find(id=str(entry["href"]).removeprefix("#"))
        assert line is not None
        assert entry.get_text() in line.get_text()


def test_repaired_places_can_be_left_unmarked(damaged: FlaskClient) -> None:
    link = get(damaged, "/search?q=公开").select_one(".hit h2 a")
    assert link is not None
    address = str(link["href"]).partition("?")[0]
    marked = get(damaged, f"{address}?q=公开")
    assert not marked.select(".quiet-repairs")
    switch = next(a for a in marked.select(".finder a") if a.get_text() == "不标出修复处")
    quiet = get(damaged, str(switch["href"]))
    assert quiet.select(".quiet-repairs")
    assert quiet.select("mark")
    assert quiet.select('.finder input[name="repairs"][value="0"]')
    back = next(a for a in quiet.select(".finder a") if a.get_text() == "标出修复处")
    assert not get(damaged, str(back["href"])).select(".quiet-repairs")


def test_an_error_is_tied_to_the_field_that_it_speaks_of(client: FlaskClient) -> None:
    page = get(client, "/search?q=公开&page=x", 400)
    field = page.select_one("#q")
    assert field is not None
    assert field["aria-invalid"] == "true"
    problem = page.find(id=str(field["aria-describedby"]))
    assert problem is not None
    assert "页码" in problem.get_text()
    fine = get(client, "/search?q=公开").select_one("#q")
    assert fine is not None
    assert not fine.has_attr("aria-invalid")
