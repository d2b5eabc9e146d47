"""Addresses that ask for more and more: every route, every parameter, doubled and multiplied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Flask

from indexer.archive.archive import Archive
from indexer.search.query.parse import parse_query

PARAMETERS = [
    "q",
    "year",
    "district",
    "section",
    "kind",
    "sort",
    "page",
    "topic",
    "having",
    "state",
    "verdict",
    "rule",
    "outcome",
    "body",
    "report",
    "item",
    "applicant",
    "back",
    "next",
    "by",
    "view",
    "size",
    "phrases",
    "v",
    "place",
    "no-such",
]
"""Parameters that some page knows, and one that none does."""
FILES = (".csv", ".xlsx", ".json", "/original", "/api/cells", "/api/figures", "/api/checks")
"""How addresses of files and of whole lists end."""
COUNTS = (20, 1000)
"""How often a parameter is given."""
LENGTHS = (300, 5000)
"""How many characters a value has: as many as are answered, and as come in."""
WRITING = {
    "digits": "9",
    "rare": "龘",
    "common": "的",
    "questions": "?",
    "nested": "((((((((((((((((((",
    "quotes": "“",
    "alternatives": "公 OR 开 OR ",
    "negated": "-的 ",
    "stars": "a*",
    "fields": "年:2020 标题:的 ",
    "controls": "\u200b",
    "lines": "\n",
}
"""What values are written with."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """An address, and what is much about it."""

    url: str
    much: str


def list_paths(app: Flask, archive: Archive) -> list[str]:
    """Every address without parameters that a GET reaches, with the ids of this archive."""
    commitment = archive.commitments.find(parse_query("")).commitments[0].key
    report = archive.commitments.find(parse_query("")).commitments[0].source.report
    given: dict[str, str | int] = {"report_id": report, "other_id": report, "key": commitment}
    given |= {"subject": "commitment", "number": 0, "place": 0, "code": "990101"}
    given["series"] = archive.additions.find_series(report)
    given |= {"anchor": "s1-1", "form": "bib", "where": "correct"}
    paths = []
    for rule in app.url_map.iter_rules():
        values = {name: given.get(name, "x") for name in rule.arguments}
        for suffix in ("csv", "xlsx", "json") if "suffix" in rule.arguments else ("",):
            if "GET" in (rule.methods or ()):
                with app.test_request_context():
                    built = rule.build(values | ({"suffix": suffix} if suffix else {}))
                    assert built
                    paths.append(built[1])
    return sorted(set(paths))


def list_hostile(paths: list[str], archive: Archive) -> Iterator[Hostile]:
    """Addresses of these paths: values that a page knows, many times; one value, ever longer."""
    results = archive.search(parse_query(""))
    known = {name: [value.value for value in results.near(name)] for name in results.facets}
    known |= {"year": [str(year) for year in range(1950, 2100)], "page": [str(n) for n in range(1, 50)]}
    for path in paths:
        whole = path.endswith(FILES)  # takes long as it is, and knows what its page knows
        for name in PARAMETERS:
            values = known.get(name) or ["公开", "信息"]
            for count in COUNTS[whole:]:
                pairs = [(name, f"{values[at % len(values)]}") for at in range(count)]
                yield Hostile(f"{path}?{urlencode(pairs)}", f"{count} {name}")
        for length in LENGTHS[:1] if whole else LENGTHS:
            for kind, piece in list(WRITING.items())[: 1 if whole else None]:
                text = (piece * length)[:length]
                pairs = [(name, text) for name in ("q", "page", "year", "district", "no-such")]
                yield Hostile(f"{path}?{urlencode(pairs[:1])}", f"{length} {kind} in q")
                if length == LENGTHS[0] and kind in ("digits", "rare", "nested"):
                    yield Hostile(f"{path}?{urlencode(pairs[1:])}", f"{length} {kind} in others")
        yield Hostile(f"{path}?" + urlencode([(n, "1") for n in PARAMETERS for _ in range(20)]), "20 of all")
        yield Hostile(f"{path}?" + "&" * 30_000, "separators")
        yield Hostile(f"{path}?" + "&".join(f"p{n}=" for n in range(3000)), "names")
        yield Hostile(f"{path}?q={'q' * 300_000}", "length")
        yield Hostile(f"{path.rstrip('/')}/{quote('长' * 5000)}", "path")
