"""A cited paragraph is found again for good, and says whether it is still what was cited."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from indexer.archive.archive import open_archive
from indexer.archive.contributions.corrections import Correction
from indexer.ingest.add import add
from indexer.ingest.amend import correct
from indexer.report.cited_line import CitedVersion, find_cited_line, make_cited_version
from indexer.settings import Settings
from tests.web.visitor import get
from web import create_app

REPORT = "disclosure-990101-2021"


def test_every_paragraph_leads_to_its_reference(client: FlaskClient, sample_settings: Settings) -> None:
    page = get(client, f"/reports/{REPORT}")
    links = page.select("a.cite-line")
    assert len(links) == len(page.select(".line[id]")) > 10
    for link in links[::5]:
        cited = get(client, str(link["href"]))
        paragraph = link.parent
        assert paragraph
        text = cited.select_one("blockquote").get_text()  # type: ignore[union-attr]
        assert "".join(text.split()) in "".join(paragraph.get_text().split())
        reference = cited.select_one("#reference").get_text()  # type: ignore[union-attr]
        assert text.strip() in reference
        permanent = cited.select_one("#permanent a")["href"]  # type: ignore[index]
        assert str(permanent) in reference
        assert re.search(r"v=[0-9a-f]{12}-[0-9a-f]{8}$", str(permanent))
        again = get(client, str(permanent).removeprefix("http://localhost"))
        assert "就是引用时的版本" in again.select_one("#since").get_text()  # type: ignore[union-attr]


def test_a_paragraph_has_one_reference(client: FlaskClient) -> None:
    page = get(client, f"/reports/{REPORT}/lines/s5-2")
    said = page.select_one("#reference").get_text()  # type: ignore[union-attr]
    there = client.get(f"/reports/{REPORT}/citation.txt?paragraph=s5-2").text.strip()
    before, _, _ = there.rpartition(" http")
    assert said.partition("——")[2].startswith(before)
    assert "第 2 段" in before


def test_rows_of_tables_can_be_cited_too(client: FlaskClient, sample_settings: Settings) -> None:
    report = open_archive(sample_settings).read_report(REPORT).report
    row = get(client, f"/reports/{REPORT}").select("table.data tr[id]")[3]
    line = find_cited_line(report, str(row["id"]))
    assert line
    assert line.text in html.unescape(client.get(f"/reports/{REPORT}/lines/{row['id']}").text)


def test_what_was_changed_since_is_said(client: FlaskClient, sample_settings: Settings) -> None:
    report = open_archive(sample_settings).read_report(REPORT).report
    line = find_cited_line(report, "s1-2")
    assert line
    version = make_cited_version(report, line)
    for cited, said in (
        (f"{version.report}-{version.line}", "文字没有改动"),
        (f"{'0' * 12}-{version.line}", "这一段的文字没有变"),
        (f"{'0' * 12}-{'0' * 8}", "和引用时不同"),
    ):
        page = get(client, f"/reports/{REPORT}/lines/s1-2?v={cited}")
        assert said in page.select_one("#since").get_text()  # type: ignore[union-attr]
    gone = get(client, f"/reports/{REPORT}/lines/s1-9999?v={version}")
    assert "没有这个编号的段落" in gone.get_text()
    for strange in ("s1-9999", "s1-9999?v=x", "x", "s1-2'", "s01-2 "):
        assert client.get(f"/reports/{REPORT}/lines/{strange}").status_code == 404
    assert not get(client, f"/reports/{REPORT}/lines/s1-2?v=x").select("#since")


def test_an_older_version_that_was_cited_is_found(tmp_path: Path) -> None:
    folder, settings = tmp_path / "in", Settings(home=tmp_path / "home")
    folder.mkdir()
    text = Path("corpus/disclosure/东湖区/2015.txt").read_text("utf-8")
    client = create_app(settings).test_client()
    addresses = []
    for number, changed in enumerate((text, text.replace("。", "；", 3))):
        (folder / f"{number}.txt").write_text(changed, "utf-8")
        add([folder / f"{number}.txt"], settings, lambda _outcome, _total: None)
        report = get(client, "/search?q=&year=2015").select_one(".hit h2 a")["href"]  # type: ignore[index]
        cited = get(client, urlsplit(str(report)).path + "/lines/s1-1")
        addresses.append(str(cited.select_one("#permanent a")["href"]).removeprefix("http://localhost"))  # type: ignore[index]
    first, second = addresses
    assert "就是引用时的版本" in get(client, first).get_text()
    assert "旧版本" in get(client, first).get_text()
    path, _, _ = second.partition("?")
    page = get(client, f"{path}?{first.partition('?')[2]}")
    link = page.find("a", string="看引用时的文字")
    assert link
    assert "就是引用时的版本" in get(client, str(link["href"])).get_text()  # type: ignore[index]


def test_a_cited_paragraph_is_found_under_the_new_id_of_its_report(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    add([Path("corpus/disclosure/东湖区/2015.txt")], settings, lambda _outcome, _total: None)
    archive = open_archive(settings)
    record = archive.read_report(archive.list_summaries()[0].id)
    line = next(f"s{section.number}-{section.first}" for section in record.report.sections if section.lines)
    client = create_app(settings, archive).test_client()
    permanent = get(client, f"/reports/{record.id}/lines/{line}").select_one("#permanent a")["href"]  # type: ignore[index]
    correct(record.id, Correction(year=1998), settings)
    address = str(permanent).removeprefix("http://localhost")
    answer = client.get(address)
    assert answer.status_code == 308
    assert "就是引用时的版本" in get(client, answer.location).get_text()


def test_versions_are_read_as_they_are_written() -> None:
    version = CitedVersion("0123456789ab", "01234567")
    assert CitedVersion.parse(str(version)) == version
    assert CitedVersion.parse("0123456789AB-01234567") is None
