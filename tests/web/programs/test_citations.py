"""References are read back by the programs that they are for."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import bibtexparser
import pytest
import rispy
from bs4 import BeautifulSoup
from citeproc import Citation as ProcCitation
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.archive.archive import open_archive
from indexer.report.beijing import read_today
from indexer.settings import Settings
from web import create_app
from web.display.reports.citations import Citation, to_bibtex, to_csl, to_ris, to_text

REPORT = "/reports/disclosure-990101-2020"
TITLE = "东湖区2020年政府信息公开工作年度报告（示例）"
PLAIN = Citation(
    "nianbao-0123456789ab",
    TITLE,
    "东湖区人民政府",
    "政府信息公开工作年度报告",
    "2021-01-29",
    2020,
    "",
    "https://nianbao.example/reports/x",
    date(2026, 3, 1),
)
STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>t</title><id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout><names variable="author"><name/></names><text prefix=". " variable="title"/>
<date prefix=". " variable="issued"><date-part name="year"/></date><text prefix=". " variable="URL"/></layout>
</bibliography></style>"""


@pytest.fixture
def client(invented_settings: Settings) -> FlaskClient:
    return create_app(Settings(), open_archive(invented_settings)).test_client()


def read_bibtex(text: str) -> dict[str, str]:
    """The one entry of a BibTeX file."""
    (entry,) = bibtexparser.loads(text).entries
    return dict(entry)


def read_ris(text: str) -> dict[str, Any]:
    """The one record of an RIS file."""
    (record,) = rispy.loads(text)
    return dict(record)


def test_bibtex_is_read_back(client: FlaskClient) -> None:
    answer = client.get(f"{REPORT}/citation.bib")
    assert "attachment" in answer.headers["Content-Disposition"]
    entry = read_bibtex(answer.text)
    assert entry["ENTRYTYPE"] == "techreport"
    assert entry["title"] == f"{{{TITLE}}}"
    assert entry["author"] == "{东湖区人民政府}"
    assert (entry["year"], entry["month"], entry["urldate"]) == ("2021", "1", read_today().isoformat())
    assert entry["url"] == f"http://localhost{REPORT}"


def test_ris_is_read_back(client: FlaskClient) -> None:
    record = read_ris(client.get(f"{REPORT}/citation.ris").text)
    assert record["type_of_reference"] == "RPRT"
    assert record["title"] == TITLE
    assert record["authors"] == ["东湖区人民政府"]
    assert record["year"] == "2021"
    assert record["urls"] == [f"http://localhost{REPORT}"]


def test_csl_is_what_a_citation_processor_prints(client: FlaskClient, tmp_path: Any) -> None:
    answer = client.get(f"{REPORT}/citation.json")
    assert answer.mimetype == "application/vnd.citationstyles.csl+json"
    items = json.loads(answer.data)
    (tmp_path / "style.csl").write_text(STYLE, "utf-8")
    style = CitationStylesStyle(str(tmp_path / "style.csl"), validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    bibliography.register(ProcCitation([CitationItem(items[0]["id"])]))
    (printed,) = bibliography.bibliography()
    assert str(printed) == f"东湖区人民政府. {TITLE}. 2021. http://localhost{REPORT}"


def test_gb_7714_is_what_the_page_shows(client: FlaskClient) -> None:
    text = client.get(f"{REPORT}/citation.txt").text.strip()
    assert text == (
        f"东湖区人民政府. {TITLE}[R/OL]. (2021-01-29)[{read_today().isoformat()}]. http://localhost{REPORT}."
    )
    page = BeautifulSoup(client.get(REPORT).text, "lxml")
    assert page.find(id="citation").get_text() == text  # type: ignore[union-attr]
    links = {str(link["href"]) for link in page.select(".cite a")}
    assert {f"{REPORT}/citation.{suffix}" for suffix in ("bib", "ris", "json")} <= links


@pytest.mark.parametrize("suffix", ["txt", "bib", "ris", "json"])
def test_a_paragraph_is_cited_at_its_place(client: FlaskClient, suffix: str) -> None:
    text = client.get(f"{REPORT}/citation.{suffix}?paragraph=s5-2").text
    assert f"{REPORT}#s5-2" in text
    assert "五、存在的主要问题及改进情况，第 2 段" in text
    page = BeautifulSoup(client.get(REPORT).text, "lxml")
    assert page.find(id="s5-2")
    refused = client.get(f"{REPORT}/citation.{suffix}?paragraph=s9-99")
    assert refused.status_code == 404


def test_reference_managers_find_the_report_in_its_page(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get(REPORT).text, "lxml")
    tags = {str(meta["name"]): str(meta["content"]) for meta in page.select("meta[name^=citation_]")}
    assert tags["citation_title"] == TITLE
    assert tags["citation_author"] == "东湖区人民政府"
    assert tags["citation_publication_date"] == "2021/01/29"
    assert tags["citation_public_url"].endswith(REPORT)


texts = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="\\{}"), min_size=1)


@given(title=texts, author=texts, place=texts)
def test_no_title_breaks_a_reference(title: str, author: str, place: str) -> None:
    """Whatever a report calls itself, the record has the same fields and says the same."""
    cited = replace(PLAIN, title=title, author=author, place=place)
    entry = read_bibtex(to_bibtex(cited))
    assert entry.keys() == read_bibtex(to_bibtex(PLAIN)).keys()
    known = {r"\textasciitilde{}": "~", r"\textasciicircum{}": "^"}
    plain = re.sub(r"\\textascii\w+\{\}", lambda found: known[found[0]], entry["title"])
    assert re.sub(r"\\(.)", r"\1", plain) == f"{{{title}}}"
    record = read_ris(to_ris(cited))
    assert record["title"] == title
    assert record["authors"] == [author]
    assert to_csl(cited)["title"] == title
    assert title in to_text(cited)


@pytest.mark.parametrize(
    "hostile", ["a}, url={x", "\\input{/etc/passwd}", "50% & #1_a", "一\nER  - \nTY  - BOOK"]
)
def test_a_hostile_title_stays_a_title(hostile: str) -> None:
    cited = replace(PLAIN, title=hostile)
    assert read_bibtex(to_bibtex(cited))["url"] == PLAIN.address
    assert "\\input" not in to_bibtex(cited)
    assert read_ris(to_ris(cited))["type_of_reference"] == "RPRT"


def test_what_is_unknown_is_left_out() -> None:
    bare = replace(PLAIN, author="", published="2021年春", year=None)
    assert "author" not in read_bibtex(to_bibtex(bare))
    assert "year" not in read_bibtex(to_bibtex(bare))
    assert not {"author", "issued", "note"} & to_csl(bare).keys()
    assert "authors" not in read_ris(to_ris(bare))
