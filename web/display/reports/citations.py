"""References to a report, or to one paragraph of it, in the forms that people and reference managers use."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from indexer.archive.catalogue.records import Record
from indexer.report.beijing import read_today
from indexer.report.cited_line import CitedLine
from indexer.report.names import KIND_NAMES
from web.display.reports.report import name_section

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SPECIAL = re.compile(r"([\\{}#$%&_~^])")
_WRITTEN = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited.

    Attributes:
        key: names it in a bibliography: letters, digits and hyphens.
        author: the body that made it, "" where unknown.
        kind: of report, in words.
        published: as the report states it, ISO 8601 (`2021-01-29`) where it is a whole day; "" where unknown.
        year: that it reports on.
        place: of the paragraph, in words; "" for the whole report.
        address: permanent, of the report or of the paragraph.
        accessed: the day of the citation.
    """

    key: str
    title: str
    author: str
    kind: str
    published: str
    year: int | None
    place: str
    address: str
    accessed: date

    @property
    def day(self) -> tuple[int, ...]:
        """Year, month and day of publication; () where the report does not state a whole day."""
        found = _DAY.fullmatch(self.published)
        return tuple(map(int, found.groups())) if found else ()


def make_citation(record: Record, address: str, place: str = "") -> Citation:
    """Return the reference to a report.

    Args:
        address: of the report, or of the paragraph.
        place: where the paragraph is, in words.
    """
    report = record.report
    return Citation(
        f"nianbao-{record.source.sha256[:12]}",
        report.title or record.id,
        report.body,
        KIND_NAMES[report.kind.value],
        report.published,
        report.year,
        place,
        address,
        read_today(),
    )


def name_place(record: Record, line: CitedLine) -> str:
    """Return where a paragraph of a report is, in words."""
    sections = enumerate(record.report.sections, 1)
    at = next(place for place, section in sections if section is line.section)
    return f"{name_section(line.section, at)}，第 {line.number} 段"


def to_text(citation: Citation) -> str:
    """A reference as GB/T 7714—2015 gives them for electronic reports."""
    author = f"{citation.author}. " if citation.author else ""
    published = f"({citation.published})" if citation.published else ""
    place = f": {citation.place}" if citation.place else ""
    return (
        f"{author}{citation.title}[R/OL]. {published}[{citation.accessed.isoformat()}]{place}. "
        f"{citation.address}."
    )


def to_csl(citation: Citation) -> dict[str, Any]:
    """An item of CSL-JSON, which Zotero, pandoc and citation processors read."""
    accessed = citation.accessed
    item: dict[str, Any] = {
        "id": citation.key,
        "type": "report",
        "title": citation.title,
        "genre": citation.kind,
        "language": "zh-CN",
        "URL": citation.address,
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]},
    }
    if citation.author:
        item["author"] = [{"literal": citation.author}]
        item["publisher"] = citation.author
    if citation.day:
        item["issued"] = {"date-parts": [list(citation.day)]}
    if citation.place:
        item["section"] = citation.place
    if citation.year:
        item["note"] = f"{citation.year} 年度"
    return item


def to_bibtex(citation: Citation) -> str:
    """An entry of BibTeX."""
    fields = {
        "author": f"{{{_escape(citation.author)}}}" if citation.author else "",
        "title": f"{{{_escape(citation.title)}}}",
        "institution": _escape(citation.author),
        "type": _escape(citation.kind),
        "year": str(citation.day[0]) if citation.day else "",
        "month": str(citation.day[1]) if citation.day else "",
        "url": citation.address,
        "urldate": citation.accessed.isoformat(),
        "note": _escape(_join(citation)),
        "language": "chinese",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@techreport{{{citation.key},", *lines, "}", ""])


def to_ris(citation: Citation) -> str:
    """A record of RIS, which EndNote, NoteExpress and Zotero read."""
    day = "/".join(f"{part:02d}" for part in citation.day)
    fields = (
        ("TY", "RPRT"),
        ("ID", citation.key),
        ("AU", citation.author),
        ("TI", citation.title),
        ("PB", citation.author),
        ("M3", citation.kind),
        ("PY", str(citation.day[0]) if citation.day else ""),
        ("DA", f"{day}/" if day else ""),
        ("SE", citation.place),
        ("N1", f"{citation.year} 年度" if citation.year else ""),
        ("LA", "zh-CN"),
        ("UR", citation.address),
        ("Y2", citation.accessed.strftime("%Y/%m/%d/")),
    )
    lines = [f"{name}  - {_to_line(value)}" for name, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def list_meta(citation: Citation, original: str) -> list[tuple[str, str]]:
    """Names and contents of the meta elements that reference managers read (Highwire Press tags).

    Args:
        original: address of the original file.
    """
    day = "/".join(f"{part:02d}" for part in citation.day)
    tags = (
        ("citation_title", citation.title),
        ("citation_author", citation.author),
        ("citation_technical_report_institution", citation.author),
        ("citation_publication_date", day),
        ("citation_language", "zh-CN"),
        ("citation_public_url", citation.address),
        ("citation_pdf_url", original if original.endswith(".pdf") else ""),
    )
    return [(name, content) for name, content in tags if content]


@dataclass(frozen=True, slots=True)
class CitationForm:
    """How a reference is written: its name, the media type of the file."""

    name: str
    media: str
    write: Callable[[Citation], str]


FORMS: Mapping[str, CitationForm] = MappingProxyType(
    {
        "txt": CitationForm("GB/T 7714", "text/plain; charset=utf-8", lambda c: to_text(c) + "\n"),
        "bib": CitationForm("BibTeX", "application/x-bibtex; charset=utf-8", to_bibtex),
        "ris": CitationForm("RIS", "application/x-research-info-systems; charset=utf-8", to_ris),
        "json": CitationForm(
            "CSL-JSON",
            "application/vnd.citationstyles.csl+json; charset=utf-8",
            lambda c: json.dumps([to_csl(c)], ensure_ascii=False, indent=1) + "\n",
        ),
    }
)
"""By the suffix of the file."""


def _join(citation: Citation) -> str:
    year = f"{citation.year} 年度" if citation.year else ""
    return "；".join(filter(None, (year, citation.place)))


def _escape(text: str) -> str:
    """A text as TeX prints it."""
    return _SPECIAL.sub(lambda found: _WRITTEN.get(found[0], f"\\{found[0]}"), _to_line(text))


def _to_line(text: str) -> str:
    return " ".join(text.split())
