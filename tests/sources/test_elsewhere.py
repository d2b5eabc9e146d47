"""Where a page's text is if it is not in it: what of its markup says so."""

from __future__ import annotations

import pytest

from indexer.sources.web.elsewhere import find_refresh, is_same_site, list_embedded, list_frames
from indexer.sources.web.links import find_pages, find_reports, find_script_pager
from indexer.sources.web.pager import find_pager, is_page_of

URL = "https://www.xiling.gov.example/zwgk/nb/2021.html"
SITE = "https://www.xiling.gov.example"
FOLDER = f"{SITE}/zwgk/nb/"
DOWNLOAD = f"{SITE}/d/download.do?id=3"
TRS = 'm_nRecordCount = 25; m_nPageSize=12; m_strPageName="index"; m_strPageExt="html"'


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ('<meta http-equiv="refresh" content="0;url=r2016.html">', f"{FOLDER}r2016.html"),
        (
            "<META HTTP-EQUIV='Refresh' CONTENT=\"5; URL='/a/b.html'\">",
            f"{SITE}/a/b.html",
        ),
        ('<meta http-equiv="refresh" content="1 url=t.html">', f"{FOLDER}t.html"),
        ('<script>window.location.href = "new.html";</script>', f"{FOLDER}new.html"),
        ("<script>location.replace('/x.html')</script>", f"{SITE}/x.html"),
        ('<meta http-equiv="refresh" content="30">', ""),
        ('<meta http-equiv="refresh" content="600;url=r.html">', ""),
        ('<meta http-equiv="refresh" content="5;url=/">', ""),
        ('<meta http-equiv="refresh" content="5;url=/index.html">', ""),
        ('<meta http-equiv="refresh" content="0;url=2021.html">', ""),
        (f"<p>{'全年主动公开政府信息。' * 9}</p><script>location.href='a.html'</script>", ""),
        ("<script>function go(){ location='a.html' }</script>", ""),
    ],
)
def test_refresh(markup: str, address: str) -> None:
    page = f"<html><head><meta charset=utf-8></head><body>{markup}</body></html>"
    assert find_refresh(page.encode(), URL) == address


@pytest.mark.parametrize(
    ("markup", "files", "frames"),
    [
        ('<iframe src="f2019.html"></iframe>', [], [f"{FOLDER}f2019.html"]),
        ('<frame src="top.html"><frame src="main.html">', [], [FOLDER + "top.html", FOLDER + "main.html"]),
        ('<iframe src="/pdfjs/web/viewer.html?file=/a.pdf"></iframe>', [f"{SITE}/a.pdf"], []),
        ('<iframe src="/v/viewer.html?file=%2Fup%2Fa.pdf#page=1"></iframe>', [f"{SITE}/up/a.pdf"], []),
        ('<iframe src="viewer.html?file=../../d/download.do%3Fid=3"></iframe>', [DOWNLOAD], []),
        ('<embed src="a.pdf" type="application/pdf">', [f"{FOLDER}a.pdf"], []),
        ('<object data="a.PDF"></object>', [f"{FOLDER}a.PDF"], []),
        ('<object data="show?id=1" type="application/pdf"></object>', [f"{FOLDER}show?id=1"], []),
        ('<iframe src="//file.xiling.gov.example/x.html"></iframe>', [], ["https://file.xiling.gov.example/x.html"]),
        ('<iframe src="https://map.other.example/x.html"></iframe>', [], []),
        ('<iframe src="about:blank"></iframe><iframe></iframe>', [], []),
        ('<embed src="flash.swf">', [], []),
    ],
)  # fmt: skip
def test_frames_and_embedded_files(markup: str, files: list[str], frames: list[str]) -> None:
    page = f"<html><body><h1>2021年年报</h1>{markup}</body></html>".encode()
    assert list_embedded(page, URL) == files
    assert list_frames(page, URL) == frames


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.gov.cn/x", "http://www.a.gov.cn/y", True),
        ("https://file.a.gov.cn/x", "https://www.a.gov.cn/y", True),
        ("https://b.gov.cn/x", "https://a.gov.cn/y", False),
        ("https://ba.gov.cn/x", "https://a.gov.cn/y", False),
    ],
)
def test_one_site(one: str, other: str, same: bool) -> None:
    assert is_same_site(one, other) is same
    assert is_same_site(other, one) is same


@pytest.mark.parametrize(
    ("script", "total", "names"),
    [
        ('createPageHTML(3,0,"index","html");', 3, ["index_1.html", "index_2.html"]),
        ("createPageHTML('page_div', 3, 0,'list','shtml',45);", 3, ["list_1.shtml", "list_2.shtml"]),
        ('createPageHTML("pages", 2, 1, "index", "htm", "black2", 621);', 2, ["index_1.htm"]),
        ("createPage( 2 , 0 , 'index' , 'html' )", 2, ["index_1.html"]),
        ('showPageNav(2, 0, "lb", "html")', 2, ["lb_1.html"]),
        (f"var {TRS}", 3, ["index_1.html", "index_2.html"]),
        ("var countPage = 7; var currentPage = 0;", 7, []),
        ('new Vue({ totalPage: 4 })', 4, []),
    ],
)  # fmt: skip
def test_pagers_that_a_script_writes(script: str, total: int, names: list[str]) -> None:
    pager = find_pager(f"<html><script>{script}</script></html>", f"{FOLDER}index.html")
    assert pager is not None
    assert pager.total == total
    assert list(pager.addresses) == [FOLDER + name for name in names]


@pytest.mark.parametrize(
    "script",
    [
        'createPageHTML(1,0,"index","html");',
        "createPageHTML(nPages, nCurrent, name, ext)",
        "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt) {",
        "var countPage = 1;",
        'createPageHTML(99999,0,"index","html");',
        "var totalPages = pages.length",
    ],
)
def test_no_pager(script: str) -> None:
    assert find_pager(f"<script>{script}</script>", URL) is None


def test_reports_that_a_script_opens_are_on_the_list() -> None:
    links = [
        """<a href="javascript:void(0)" onclick="window.open('r2018.html')">2018年年报</a>""",
        """<a href="javascript:openDetail('/a/r2019.shtml')">2019年度报告</a>""",
        """<a href="#" onclick="go('?id=7')">2020年年报</a>""",
        """<a href="javascript:void(0)" onclick="share(this)">2021年年报</a>""",
        """<script>createPageHTML(2,0,"index","html");</script>""",
    ]
    page = f"<meta charset=utf-8>{''.join(links)}"
    found, further = find_reports(page.encode(), f"{FOLDER}index.html")
    assert found == [f"{FOLDER}r2018.html", f"{SITE}/a/r2019.shtml", f"{FOLDER}index.html?id=7"]
    assert further == []
    pager = find_script_pager(page.encode(), f"{FOLDER}index.html")
    assert pager is not None
    assert list(pager.addresses) == [f"{FOLDER}index_1.html"]


@pytest.mark.parametrize(
    ("path", "is_page"),
    [
        ("2021_1.html", True),
        ("2021-2.html", True),
        ("2021.html?page=2", True),
        ("2022.html", False),
        ("2021_20.htm", False),
        ("other/2021_1.html", False),
        ("2021.html?id=2", False),
        ("2021.html", False),
    ],
)
def test_pages_of_an_article(path: str, is_page: bool) -> None:
    assert is_page_of(FOLDER + path, URL) is is_page


def test_pages_of_an_article_are_in_order() -> None:
    links = "".join(f"<a href='2021_{at - 1}.html'>{at}</a>" for at in (3, 2, 11, 10, 4, 5, 6, 7, 8, 9))
    page = f"<html><body>{links}<a href='2021_1.html'>下一页</a><a href='2020.html'>下一页</a></body></html>"
    assert find_pages(page.encode(), URL) == [f"{FOLDER}2021_{at}.html" for at in range(1, 11)]
    assert find_pages(b'<script>createPageHTML(2,0,"2021","html")</script>', URL) == [f"{FOLDER}2021_1.html"]
    assert not find_pages(b'<script>createPageHTML(2,0,"index","html")</script>', URL)
