"""Reports attached to pages: found in every format, kept as one report with the page where both carry it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest

from indexer.archive.archive import open_archive
from indexer.figures.tables import read as read_figures
from indexer.ingest.reindex import reindex
from indexer.settings import Settings
from indexer.sources.web.client import Client
from tests.ingest.test_joining import BARE, PAGE, REPORT, make_workbook
from tests.ingest.test_same_report import FILES, make_docx
from tests.sources.test_fetch import Site, client, page, settings, site, take, waits

__all__ = ["client", "settings", "site", "waits"]


def link(name: str, words: str = "附件") -> str:
    return f'<p>附件：<a href="{quote(name)}">{words}</a></p>'


def count_tables(settings: Settings) -> int:
    return len(read_figures(open_archive(settings).read_report(REPORT).report).tables)


@pytest.mark.parametrize("name", FILES)
def test_a_report_that_is_attached_is_added_whatever_its_format(
    name: str, site: Site, client: Client, settings: Settings, tmp_path: Path
) -> None:
    if name == "a.7z":
        pytest.importorskip("py7zr", reason="py7zr (nianbao[7z]) is not installed")
    (tmp_path / "made").mkdir()
    body = f"<html><body><h1>政府信息公开</h1>{link(f'files/{name}')}</body></html>"
    site.answers["/art/1.html"] = page(body.encode())
    site.answers[f"/art/files/{name}"] = page(
        FILES[name](tmp_path / "made"), Content_Type="application/octet-stream"
    )
    (outcome,) = take(client, settings, f"{site.url}/art/1.html").values()
    assert (outcome.status, outcome.id) == ("added", REPORT)
    assert str(outcome.path).startswith(f"{site.url}/art/files/{name}")
    assert count_tables(settings) == 3


def test_a_download_without_a_suffix_is_known_by_the_words_of_its_link(
    site: Site, client: Client, settings: Settings
) -> None:
    body = f"<html><body><h1>政府信息公开</h1>{link('download', '2021年年报.docx')}</body></html>"
    site.answers["/1.html"] = page(body.encode())
    site.answers["/download"] = page(
        make_docx(), Content_Disposition=f"attachment; filename*=UTF-8''{quote('年报.docx')}"
    )
    (outcome,) = take(client, settings, f"{site.url}/1.html").values()
    assert outcome.status == "added"


def test_where_page_and_attachment_are_one_report_only_the_page_is_asked_for(
    site: Site, client: Client, settings: Settings
) -> None:
    site.answers["/1.html"] = page(PAGE.replace("</body>", link("a.docx") + "</body>").encode())
    site.answers["/a.docx"] = page(make_docx())
    (outcome,) = take(client, settings, f"{site.url}/1.html").values()
    assert (outcome.status, str(outcome.path)) == ("added", f"{site.url}/1.html")
    assert "/a.docx" not in site.paths()


def test_the_attachment_is_kept_where_the_page_lacks_what_it_has(
    site: Site, client: Client, settings: Settings
) -> None:
    url = f"{site.url}/1.html"
    site.answers["/1.html"] = page(BARE.replace("</body>", link("a.docx") + "</body>").encode())
    site.answers["/a.docx"] = page(make_docx())
    (outcome,) = take(client, settings, url).values()
    assert (outcome.status, str(outcome.path)) == ("added", f"{site.url}/a.docx")
    assert len(open_archive(settings).list_summaries()) == 1
    assert count_tables(settings) == 3
    assert [o.status for o in take(client, settings, url).values()] == ["unchanged"]


def test_the_page_is_kept_where_what_is_attached_is_another_report(
    site: Site, client: Client, settings: Settings
) -> None:
    other = PAGE.replace("2021", "2020").replace("2022年1月", "2021年1月")
    site.answers["/1.html"] = page(BARE.replace("</body>", link("b.doc") + "</body>").encode())
    site.answers["/b.doc"] = page(other.encode())
    (outcome,) = take(client, settings, f"{site.url}/1.html").values()
    assert str(outcome.path) == f"{site.url}/1.html"


@pytest.mark.parametrize("title", ["附表", "东湖区2021年政府信息公开工作年度报告附表"])
def test_tables_that_are_attached_are_joined_to_the_page(
    site: Site, client: Client, settings: Settings, title: str
) -> None:
    site.answers["/1.html"] = page(BARE.replace("</body>", link("t.xlsx") + "</body>").encode())
    site.answers["/t.xlsx"] = page(make_workbook(title))
    outcomes = take(client, settings, f"{site.url}/1.html")
    assert {path: o.status for path, o in outcomes.items()} == {
        f"{site.url}/1.html": "added",
        f"{site.url}/t.xlsx": "updated",
    }
    assert count_tables(settings) == 3
    reindex(settings, lambda _outcome, _total: None)
    assert count_tables(settings) == 3


def test_tables_of_another_year_are_not_joined_to_the_page(
    site: Site, client: Client, settings: Settings
) -> None:
    site.answers["/1.html"] = page(BARE.replace("</body>", link("t.xlsx") + "</body>").encode())
    title = re.sub("2021", "2019", "东湖区2021年政府信息公开工作年度报告附表")
    site.answers["/t.xlsx"] = page(make_workbook(title))
    outcomes = take(client, settings, f"{site.url}/1.html")
    assert outcomes[f"{site.url}/t.xlsx"].status == "failed"
    assert count_tables(settings) == 0
