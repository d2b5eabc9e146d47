"""Rows and columns of the statutory tables known by their words (`indexer.report.form`).

Words vary in blanks, quotes, numbers and width, so patterns look for what sets a label apart. A label of
table 3 that lost a few characters (2.其他法律行政止公开, in a real report) is the one it resembles, if it
resembles no other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache, wraps
from typing import TypeVar

from indexer.report import form
from indexer.report.form import Label

_LONGEST_PATH = 400
_Words = TypeVar("_Words", str, tuple[str, ...])
_Signs = tuple[tuple[str, re.Pattern[str]], ...]


def _memoize(find: Callable[[_Words], str]) -> Callable[[_Words], str]:
    """Keep the answers for the last labels: forms repeat them. What is longer than any label is none."""
    cached = lru_cache(maxsize=4096)(find)

    @wraps(find)
    def known(words: _Words) -> str:
        return cached(words) if sum(map(len, words)) <= _LONGEST_PATH else ""

    return known


def normalize(label: str) -> str:
    """A label without blanks, quotes and the number it begins with, width folded."""
    return _normalize(label) if len(label) <= _LONGEST_PATH else _normalize.__wrapped__(label)


@lru_cache(maxsize=4096)
def _normalize(label: str) -> str:
    text = re.sub(r"[\s“”\"'‘’「」*﹡]", "", unicodedata.normalize("NFKC", label))
    return re.sub(r"^(?:[(]?[一二三四五六七八九十]{1,2}[)、.,]|[(]?\d{1,2}[).、,])+", "", text)


def _compile(labels: Mapping[str, Label]) -> _Signs:
    return tuple((key, re.compile(label.sign)) for key, label in labels.items())


_MEASURES = _compile(form.MEASURES)
_ITEMS = _compile(form.ITEMS)
_REQUESTS = _compile(form.REQUESTS)
_APPLICANTS = _compile({**form.APPLICANTS, form.ORGANISATIONS: form.ORGANISATIONS_LABEL})
_LEGAL_PERSONS = re.compile(form.LEGAL_PERSONS.sign)
_BLOCKS = _compile(form.BLOCKS)
_RESULTS = _compile(form.RESULTS)
_SUBTOTAL = re.compile("^(?:小计|合计|总计)$")
_OWN_SUBTOTALS = tuple(
    (key, re.compile(f"{subtotal.group}[(]?小计[)]?")) for key, subtotal in form.SUBTOTALS.items()
)
_REQUEST_WORDS = tuple(
    (key, normalize(re.sub("^（[三四五六]）", "", label.words))) for key, label in form.REQUESTS.items()
)
_SHORTEST, _LONGEST = 5, 60
_ALIKE, _APART = 0.75, 0.25


@_memoize
def find_measure(label: str) -> str:
    """Key of a column of table 2, "" for other words."""
    return _search(_MEASURES, normalize(label))


@_memoize
def find_item(label: str) -> str:
    """Key of a row of table 2, "" for other words."""
    return _search(_ITEMS, normalize(label))


@_memoize
def find_request(labels: tuple[str, ...]) -> str:
    """Key of a row of table 3 by its labels from the outermost in; "" where they are of no row."""
    path = [normalize(label) for label in labels if label.strip()]
    if not path:
        return ""
    if len(path) > 1 and _SUBTOTAL.match(path[-1]):
        groups = (key for key, subtotal in form.SUBTOTALS.items() if path[-2].startswith(subtotal.group))
        if group := next(groups, ""):
            return group
    own = next((key for key, pattern in _OWN_SUBTOTALS if pattern.fullmatch(path[-1])), "")
    return own or _search(_REQUESTS, path[-1]) or _find_alike(path[-1])


def _find_alike(text: str) -> str:
    """The row whose words a damaged label has most of, "" where that is not certain."""
    if not _SHORTEST <= len(text) <= _LONGEST:
        return ""
    characters = set(text)
    near = [
        (key, words) for key, words in _REQUEST_WORDS if 2 * len(characters & set(words)) > len(characters)
    ]
    ratios = sorted((SequenceMatcher(None, text, words, autojunk=False).ratio(), key) for key, words in near)
    if not ratios or ratios[-1][0] < _ALIKE:
        return ""
    return ratios[-1][1] if len(ratios) < 2 or ratios[-1][0] - ratios[-2][0] >= _APART else ""


@_memoize
def find_applicant(label: str) -> str:
    """Key of a column of table 3, "" for other words."""
    return _search(_APPLICANTS, normalize(label))


def heads_legal_persons(label: str) -> bool:
    """Whether a label is over the columns of table 3 between the first and the last."""
    return bool(_LEGAL_PERSONS.search(normalize(label)))


@_memoize
def find_block(labels: tuple[str, ...]) -> str:
    """Key of a block of table 4 by the labels over a column, "" for others."""
    return _search(_BLOCKS, "|".join(map(normalize, labels)))


@_memoize
def find_result(label: str) -> str:
    """Key of a column in a block of table 4, "" for other words."""
    return _search(_RESULTS, normalize(label))


def _search(signs: _Signs, text: str) -> str:
    return next((key for key, pattern in signs if pattern.search(text)), "")
