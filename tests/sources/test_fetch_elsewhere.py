"""Fetching reports whose text is elsewhere than at their address, and lists of several pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from indexer.archive.archive import open_archive
from indexer.archive.outcome import FileOutcome
from indexer.extraction import extract
from indexer.ingest.downloads import fetch as fetching
from indexer.ingest.reindex import reindex
from indexer.settings import Settings
from indexer.sources.web.client import Client
from tests.extraction.test_embedded import make_picture
from tests.sources.archives import MAKERS
from tests.sources.test_fetch import OTHER, REPORT, Site, client, page, settings, site, take, waits
from tests.sources.test_zip import zipped

__all__ = ["client", "settings", "site", "waits"]

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
TITLE = "云泽市西岭区人民政府2020年政府信息公开工作年度报告"


def part(first: int, last: int, more: str = "") -> bytes:
    """A page of an article with some of its sections."""
    prose = "<p>本报告统计期限自2020年1月1日起至2020年12月31日止，全年主动公开政府信息8613条。</p>"
    body = "".join(f"<h3>{heading}</h3>{prose}" for heading in HEADINGS[first:last])
    return f"<html><head><meta charset=utf-8></head><body><h1>{TITLE}</h1>{body}{more}</body></html>".encode()


@pytest.mark.parametrize(
    "markup",
    [
        '<meta http-equiv="refresh" content="0;url=real.html">',
        '<script>window.location.href="real.html"</script>',
        '<iframe src="real.html"></iframe>',
        '<frameset rows="80,*"><frame src="top.html"><frame src="/real.html"></frameset>',
    ],
)
def test_the_report_behind_a_page(site: Site, client: Client, settings: Settings, markup: str) -> None:
    site.answers["/a.html"] = page(f"<html><body>{markup}</body></html>".encode())
    site.answers["/real.html"], site.answers["/top.html"] = page(REPORT), page(b"<html>menu</html>")
    assert [o.status for o in take(client, settings, f"{site.url}/a.html").values()] == ["added"]
    assert open_archive(settings).read_report("disclosure-990101-2021").report.year == 2021


@pytest.mark.parametrize(
    "markup",
    [
        '<iframe src="/pdfjs/web/viewer.html?file=/a.docx"></iframe>',
        '<embed src="a.docx">',
        '<object data="/a.docx"></object>',
        '<a href="a.docx">附件</a>',
        '<iframe src="inner.html"></iframe>',
    ],
)
def test_the_file_in_a_page(site: Site, client: Client, settings: Settings, markup: str) -> None:
    site.answers["/a.html"] = page(f"<html><body><h1>{TITLE}</h1>{markup}</body></html>".encode())
    site.answers["/inner.html"] = page(b'<html><body><embed src="a.docx"></body></html>')
    site.answers["/a.docx"] = page(REPORT)
    (outcome,) = take(client, settings, f"{site.url}/a.html").values()
    assert (outcome.status, str(outcome.path)) == ("added", f"{site.url}/a.docx")


def test_refreshes_in_a_circle_end(site: Site, client: Client, settings: Settings) -> None:
    for one, other in ("ab", "ba"):
        markup = f'<meta http-equiv="refresh" content="0;url={other}.html">'
        site.answers[f"/{one}.html"] = page(markup.encode())
    (outcome,) = take(client, settings, f"{site.url}/a.html").values()
    assert outcome.status == "failed"
    assert len(site.paths()) < 4


@pytest.mark.parametrize(
    "more",
    [
        '<a href="n_1.html">下一页</a>',
        '<a href="n.html">1</a><a href="n_1.html">2</a><a href="n_2.html">3</a>',
        '<script>createPageHTML(3,0,"n","html")</script>',
    ],
)
def test_an_article_over_several_pages_is_one_report(
    site: Site, client: Client, settings: Settings, more: str
) -> None:
    last = "" if "下一页" in more else '<a href="n_1.html">上一页</a>'
    site.answers["/n.html"] = page(part(0, 2, more))
    site.answers["/n_1.html"] = page(part(2, 6) if "下一页" in more else part(2, 4, last))
    site.answers["/n_2.html"] = page(part(4, 6, last))
    url = f"{site.url}/n.html"
    assert take(client, settings, url)[url].status == "added"
    record = open_archive(settings).read_report("disclosure-990102-2020")
    assert [section.heading for section in record.report.sections] == list(HEADINGS)
    assert TITLE not in "".join(section.text for section in record.report.sections)
    reindex(settings, lambda _outcome, _total: None)
    assert open_archive(settings).read_report("disclosure-990102-2020").report == record.report


def test_a_page_out_of_reach_leaves_the_first(site: Site, client: Client, settings: Settings) -> None:
    site.answers["/n.html"] = page(part(0, 4, '<a href="n_1.html">下一页</a>'))
    outcomes = take(client, settings, f"{site.url}/n.html")
    assert {Path(str(path)).name: o.status for path, o in outcomes.items()} == {
        "n.html": "added",
        "n_1.html": "failed",
    }


def test_the_home_may_be_named_from_where_one_stands(
    site: Site, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every outcome names the address, also those of files that are no reports."""
    monkeypatch.chdir(tmp_path)
    here = settings.__class__(home=Path("home"), fetch_private=1, fetch_delay_ms=1)
    site.answers |= {"/a.html": page(REPORT), "/b.html": page(b"<html><body>404</body></html>")}
    with Client(here, sleep=lambda _seconds: None) as client:
        outcomes = take(client, here, f"{site.url}/a.html", f"{site.url}/b.html")
    assert {path: o.status for path, o in outcomes.items()} == {
        f"{site.url}/a.html": "added",
        f"{site.url}/b.html": "failed",
    }
    assert not any(".part" in f"{o.path}{o.message}" for o in outcomes.values())
    assert all(
        ".part" not in "".join(failure) for run in open_archive(here).list_runs() for failure in run.failures
    )


LIST = "<meta charset=utf-8><a href='r{at}.html'>西岭区201{at}年信息公开年报</a><script>{script}</script>"


def test_a_list_whose_pager_is_a_script(site: Site, client: Client) -> None:
    script = 'createPageHTML(3,0,"index","html");'
    for at, name in enumerate(["index", "index_1", "index_2"]):
        site.answers[f"/l/{name}.html"] = page(LIST.format(at=at, script=script).encode())
    said: list[FileOutcome] = []
    found = fetching.gather(client, [], [], [f"{site.url}/l/index.html"], said.append)
    assert found == [f"{site.url}/l/r{at}.html" for at in range(3)]
    assert not said


def test_a_list_that_cannot_be_read_whole_is_said_so(site: Site, client: Client) -> None:
    site.answers["/l/"] = page(LIST.format(at=1, script="var countPage = 6;").encode())
    said: list[FileOutcome] = []
    assert fetching.gather(client, [], [], [f"{site.url}/l/"], said.append) == [f"{site.url}/l/r1.html"]
    assert [(o.path, o.status) for o in said] == [(f"{site.url}/l/", "skipped")]
    assert "目录共有 6 页" in said[0].message


def test_a_list_given_as_a_report_is_not_bound(site: Site, client: Client, settings: Settings) -> None:
    links = "".join(f"<a href='{at}.html'>201{at}年年报</a>" for at in range(9))
    script = '<script>createPageHTML(9,0,"list","html")</script>'
    site.answers["/list.html"] = page(
        f"<html><meta charset=utf-8><body>{links}{script}</body></html>".encode()
    )
    site.answers["/list_1.html"] = page(OTHER)
    assert take(client, settings, f"{site.url}/list.html")[f"{site.url}/list.html"].status == "failed"
    assert site.paths() == ["/list.html"]


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "stored.rar", "a.eml"])
def test_the_files_of_an_archive(site: Site, client: Client, settings: Settings, name: str) -> None:
    files = {"2021.html": REPORT, "2020.html": OTHER, "封面.jpg": b"\xff\xd8\xff"}
    packed = zipped(files) if name == "a.zip" else MAKERS[name](files)
    site.answers["/a.html"] = page(f'<html><body><h1>{TITLE}</h1><a href="{name}">附件</a>'.encode())
    site.answers[f"/{name}"] = page(packed)
    outcomes = take(client, settings, f"{site.url}/a.html")
    assert {address: outcome.status for address, outcome in outcomes.items()} == {
        f"{site.url}/{name}#2021.html": "added",
        f"{site.url}/{name}#2020.html": "added",
    }
    found = open_archive(settings).files.find_original("disclosure-990101-2021")
    assert (found.read(), found.name) == (REPORT, "2021.html")
    assert {o.status for o in take(client, settings, f"{site.url}/{name}", again=True).values()} == {
        "unchanged"
    }


def test_an_archive_that_is_none(site: Site, client: Client, settings: Settings) -> None:
    site.answers["/a.zip"] = page(b"PK\x03\x04" + bytes(100))
    (outcome,) = take(client, settings, f"{site.url}/a.zip").values()
    assert (outcome.status, outcome.message) == ("failed", "压缩包 a.zip 已损坏，请重新下载或打包后再收录。")


def test_a_report_whose_tables_are_pictures_is_kept_with_them(
    site: Site, client: Client, settings: Settings
) -> None:
    """Later they are read from what was kept: nothing is asked for again."""
    text = re.sub(r"<table.*?</table>", '<p><img src="img/b3.png"></p>', REPORT.decode(), flags=re.S)
    site.answers["/zwgk/2021.html"] = page(text.encode())
    site.answers["/zwgk/img/b3.png"] = page(make_picture(), Content_Type="application/octet-stream")
    url = f"{site.url}/zwgk/2021.html"
    assert take(client, settings, url)[url].status == "added"
    # The document that it attaches, which is not there, might have had them.
    assert site.paths() == ["/zwgk/2021.html", "/zwgk/2974710.docx", "/zwgk/img/b3.png"]
    archive = open_archive(settings)
    kept = archive.files.find_original("disclosure-990101-2021").read()
    assert extract(kept, "2021.mht", settings).unread == 1
    assert take(client, settings, url, again=True)[url].status == "unchanged"


def test_pictures_of_a_whole_report_are_not_asked_for(site: Site, client: Client, settings: Settings) -> None:
    site.answers["/2021.html"] = page(REPORT.replace(b"<table", b"<img src='photo.png'><table", 1))
    url = f"{site.url}/2021.html"
    assert take(client, settings, url)[url].status == "added"
    assert site.paths() == ["/2021.html"]
