"""The words that pages and commands may show, read from the code: what the catalogues have to hold.

Templates and calls of `translate_count` are read by Babel. Of Python code every Chinese text is taken, for
what people are told is written wherever it is known (`code_texts`). Words of tables that ship (items,
indicators, topics) are taken from these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from jinja2.ext import babel_extract

from indexer.commitments.vocabulary import list_topics
from indexer.export.dump.tables import TABLES
from indexer.extraction.formats import LABELS
from indexer.figures.distribution import list_levels
from indexer.indicators.register import read_register
from indexer.language.sentences import CHINESE
from indexer.report import form
from web.display.charts.tile_map import list_provinces
from web.language.code_texts import ROOT, list_help, list_texts, name_file

_TEMPLATES = ROOT / "web" / "templates"
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "_n": (1, 1), "translate_count": (1, 1)}
_OPTIONS = {
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
    "silent": "false",
}
_SPOKEN = (
    "indexer/archive",
    "indexer/cli",
    "indexer/commitments/classes.py",
    "indexer/commitments/record.py",
    "indexer/commitments/search",
    "indexer/durable.py",
    "indexer/extraction/__init__.py",
    "indexer/extraction/doc",
    "indexer/extraction/docx/package.py",
    "indexer/extraction/docx/reader.py",
    "indexer/extraction/docx/story.py",
    "indexer/extraction/formats.py",
    "indexer/extraction/html/reader.py",
    "indexer/extraction/image/reader.py",
    "indexer/extraction/layout/document.py",
    "indexer/extraction/layout/refusal.py",
    "indexer/extraction/mhtml/reader.py",
    "indexer/extraction/ofd/package.py",
    "indexer/extraction/ofd/path.py",
    "indexer/extraction/ofd/reader.py",
    "indexer/extraction/pdf",
    "indexer/extraction/plain/reader.py",
    "indexer/extraction/rtf",
    "indexer/extraction/sandbox",
    "indexer/extraction/tables/flattened.py",
    "indexer/extraction/zip_parts.py",
    "indexer/figures/comparison.py",
    "indexer/figures/distribution.py",
    "indexer/figures/figure.py",
    "indexer/figures/finding.py",
    "indexer/figures/rates.py",
    "indexer/figures/rules",
    "indexer/figures/tables",
    "indexer/indicators/comparison.py",
    "indexer/ingest",
    "indexer/outlines/__init__.py",
    "indexer/outlines/identity",
    "indexer/outlines/pictures.py",
    "indexer/outlines/sections.py",
    "indexer/report/comparison/difference.py",
    "indexer/report/form.py",
    "indexer/report/names.py",
    "indexer/search/auditing/batch.py",
    "indexer/search/auditing/concordance.py",
    "indexer/search/engines/opensearch/credentials.py",
    "indexer/search/engines/opensearch/troubles.py",
    "indexer/search/engines/whoosh",
    "indexer/search/query/grammar.py",
    "indexer/search/query/parse.py",
    "indexer/search/query/values.py",
    "indexer/search/auditing/trend.py",
    "indexer/settings.py",
    "indexer/sources",
    "indexer/text/damage.py",
    "indexer/text/encoding.py",
    "indexer/text/recognition.py",
    "indexer/verdict.py",
    "web",
)
"""Where sentences and words that pages and commands show are written."""
_SILENT = (
    "indexer/archive/completion.py",  # names of reports
    "indexer/archive/preservation/provenance.py",  # words for machines
    "web/display/results/examples.py",  # words to search for
    "web/display/charts/tile_map.py",  # short names of provinces
    "web/language",
    "web/parameters/asked_outcome.py",  # words of a query
    "web/serving",
)
_NUMBERED = re.compile(r"^（[一二三四五六七]）\d\.")
"""Before the reasons of table 3, which rates name without their number."""


def extract() -> Catalog:
    """Return all messages, without translations, each with the files where it stands."""
    found = Catalog(charset="utf-8")
    for path in sorted(_TEMPLATES.glob("*.html")):
        with path.open("rb") as file:
            for _, function, message, _ in babel_extract(file, tuple(_KEYWORDS), (), _OPTIONS):
                _add(found, path, _choose(function, message))
    for path in list_code():
        for _, message, _, _ in extract_from_file(
            "python", path, {"translate": None, "translate_count": (1, 1)}
        ):
            _add(found, path, message if isinstance(message, str) else (message[0], message[0]))
        for text in (*list_texts(path), *list_help(path)):
            _add(found, path, text)
    for path in sorted({*(ROOT / "indexer").rglob("*.py")} - {*list_code()}):
        for text in list_texts(path):
            if text.endswith("。"):  # a sentence is said to somebody, wherever it stands
                _add(found, path, text)
    for text in _list_table_words():
        _add(found, ROOT / "indexer" / "data" / "__init__.py", text)
    return found


def list_code() -> list[Path]:
    """Return the files of code whose words pages and commands show."""
    paths: set[Path] = set()
    for each in map(ROOT.joinpath, _SPOKEN):
        paths.update(each.rglob("*.py") if each.is_dir() else [each])
    silent = tuple(str(ROOT / each) for each in _SILENT)
    return sorted(path for path in paths if not str(path).startswith(silent))


def _choose(function: str | None, message: object) -> str | tuple[str, str]:
    """What a call in a template translates; Babel's extractor yields it with None for what is computed."""
    texts = [message] if isinstance(message, str) else [each for each in message or () if each]  # type: ignore[attr-defined]
    if not texts:
        return ""
    return (texts[0], texts[0]) if function in ("_n", "ngettext") else texts[0]


def _list_table_words() -> Iterator[str]:
    for value in vars(form).values():
        if isinstance(value, dict):
            words = [each.words for each in value.values() if hasattr(each, "words")]
            yield from (*words, *(_NUMBERED.sub("", each) for each in words))
    for item in read_register().values():
        yield from (item.name, item.group)
    yield from list_topics()
    yield from list_provinces()
    for table in TABLES:
        yield from (table.title, *(field.title for field in table.fields))
    yield from (label for label in LABELS.values() if CHINESE.search(label))
    yield from list_levels()
    yield from ("万元",)  # a unit of tables


def _add(found: Catalog, path: Path, message: str | tuple[str, str]) -> None:
    known = found.get(message) if isinstance(message, str) else None
    if known and known.pluralizable:  # a plain text of Python code that `translate_count` is given
        return
    if message:
        found.add(message, locations=[(name_file(path), 0)])
