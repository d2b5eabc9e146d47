"""No pattern of the package takes longer than its text is long: strangers write the texts.

Every compiled pattern of every module is run as the package runs it on texts made of what it looks for:
each piece of it, repeated, is where an expression that goes back and forth takes the square of the length.
"""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import indexer
import web
from indexer.errors import SettingError

SHORT, LONG = 5_000, 100_000
"""Characters of the two texts whose times are compared."""
QUICK = 0.001
"""Seconds for the short text below which the long one takes half a second at most, were it the square."""
MOST = 0.03
"""Seconds for the short text from which the long one is not waited for."""
AWKWARD = (
    "?",
    " ",
    "\n",
    "　",
    "a",
    "7",
    "一",
    "年",
    "(",
    "（",
    "|",
    "-",
    "“",
    "《",
    "，",
    "。",
    "<",
    "丙 ",
    "1,",
)
MOST_PIECES = 40
WORST = 3
"""Texts of a pattern that are tried at full length: those for which it took longest when they were short."""

Pattern = re.Pattern[Any]
_TEXTS = {
    codes.CATEGORY_DIGIT: "7",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_WORD: "-",
}
_CALL = r"(match|fullmatch|search|finditer|findall|sub|subn|split)\("


def modules() -> Iterator[ModuleType]:
    """Every module of the package, but those of an engine whose client is not installed."""
    for package in (indexer, web):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                with suppress(SettingError):
                    yield importlib.import_module(found.name)


def patterns_in(value: object, depth: int = 0) -> Iterator[Pattern]:
    """Every compiled pattern in a value, also inside collections, dataclasses and classes of the package."""
    if isinstance(value, re.Pattern):
        yield value
        return
    inner: Iterable[object] = ()
    if isinstance(value, Mapping):
        inner = (*value.keys(), *value.values())
    elif isinstance(value, tuple | list | set | frozenset):
        inner = value
    elif isinstance(value, type):
        inner = vars(value).values() if value.__module__.startswith(("indexer.", "web.")) else ()
    elif dataclasses.is_dataclass(value):
        inner = [getattr(value, field.name, None) for field in dataclasses.fields(value)]
    for each in inner if depth < 6 else ():
        yield from patterns_in(each, depth + 1)


def compiled() -> dict[tuple[str, int], tuple[Pattern, set[str]]]:
    """Every pattern with the full names that it has, once each."""
    found: dict[tuple[str, int], tuple[Pattern, set[str]]] = {}
    for module in modules():
        for name, value in vars(module).items():
            for pattern in patterns_in(value):
                names = found.setdefault((str(pattern.pattern), pattern.flags), (pattern, set()))[1]
                names.add(f"{module.__name__}.{name}")
    return found


def parse(pattern: Pattern) -> Any:
    """The tree of a pattern."""
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    return parser.parse(pattern.pattern, flags)


def may_fail_midway(tree: Any) -> bool:
    """Whether a pattern may match some characters and then fail."""
    if len(tree) != 1:
        return True
    ((code, value),) = tree
    if code is codes.SUBPATTERN:
        return may_fail_midway(value[3])
    if code is codes.BRANCH:
        return any(map(may_fail_midway, value[1]))
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return value[0] > 1 or may_fail_midway(value[2])
    return code not in (codes.IN, codes.LITERAL, codes.NOT_LITERAL, codes.ANY)


def begins_with_look(tree: Any) -> bool:
    """Whether a pattern, or each of its branches, first makes sure of itself or is a single character."""
    code, value = tree[0]
    if code is codes.BRANCH:
        return all(begins_with_look(branch) or not may_fail_midway(branch) for branch in value[1])
    return code is codes.ASSERT


def list_unsafe_repeats(tree: Any) -> Iterator[Any]:
    """Possessive repeats of what may fail midway: Python before 3.11.5 goes on from there, not from where
    the repeat began (gh-106052).
    """
    for code, value in tree:
        inner: list[Any] = []
        if code is codes.POSSESSIVE_REPEAT and may_fail_midway(value[2]) and not begins_with_look(value[2]):
            yield value[2]
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            inner = [value[2]]
        elif code is codes.SUBPATTERN:
            inner = [value[3]]
        elif code is codes.ATOMIC_GROUP:
            inner = [value]
        elif code is codes.BRANCH:
            inner = value[1]
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            inner = [value[1]]
        for each in inner:
            yield from list_unsafe_repeats(each)


def test_possessive_repeats_are_of_what_cannot_fail_midway() -> None:
    """Others are written as atomic groups, which every Python takes rightly."""
    unsafe = set()
    for pattern, names in compiled().values():
        if any(list_unsafe_repeats(parse(pattern))):
            unsafe |= names
    assert unsafe == set()


def pieces(pattern: Pattern) -> list[str]:
    """What a pattern looks for, cut at every element: beginnings of what it matches, and parts of those."""
    found: dict[str, None] = {}
    _collect(parse(pattern), found)
    ordered = sorted(filter(None, found), key=len)
    step = max(1, len(ordered) // MOST_PIECES)
    return [*ordered[: MOST_PIECES // 2], *ordered[MOST_PIECES // 2 :: step]]


def _collect(tree: Iterable[tuple[Any, Any]], found: dict[str, None]) -> str:
    text = ""
    for code, value in tree:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            text += _collect(value[2], found) * max(1, min(value[0], 3))
        elif code is codes.SUBPATTERN:
            text += _collect(value[3], found)
        elif code is codes.ATOMIC_GROUP:
            text += _collect(value, found)
        elif code is codes.BRANCH:
            text += max((_collect(branch, found) for branch in value[1]), key=len)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            _collect(value[1], found)
        elif code in (codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN):
            text += _character(code, value)
        found[text] = None
    return text


def _character(code: Any, value: Any) -> str:
    """A character that an element matches."""
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.IN:
        first, *_ = value
        if first[0] is codes.LITERAL:
            return chr(first[1])
        if first[0] is codes.RANGE:
            return chr(first[1][0])
        if first[0] is codes.CATEGORY:
            return _TEXTS.get(first[1], "丙")
        excluded = {chr(each) for kind, each in value if kind is codes.LITERAL}
        return next(c for c in "丙a7 -" if c not in excluded)
    return "丙"


def calls_of(pattern: Pattern, names: set[str], sources: Mapping[str, str]) -> list[Callable[[Any], object]]:
    """How the package calls a pattern; searching all through a text where its name does not say so."""
    found: set[str] = set()
    for name in names:
        module, _, short = name.rpartition(".")
        texts = [sources[module]] if short.startswith("_") else sources.values()
        for text in texts:
            found.update(re.findall(rf"\b{short}\.{_CALL}", text))
    calls: list[Callable[[Any], object]] = []
    if found & {"match"}:
        calls.append(pattern.match)
    if found & {"fullmatch"}:
        calls.append(pattern.fullmatch)
    if not found or found - {"match", "fullmatch"}:
        calls.append(lambda text: sum(1 for _ in pattern.finditer(text)))
    return calls


def slow_texts(pattern: Pattern, calls: list[Callable[[Any], object]]) -> Iterator[str]:
    """What a pattern takes too long for, if anything: the piece, and the seconds for the long text."""
    tried = (
        (_measure(call, pattern, piece, SHORT), piece, number)
        for piece in dict.fromkeys((*AWKWARD, *pieces(pattern)))
        for number, call in enumerate(calls)
    )
    for short, piece, number in sorted(tried, reverse=True)[:WORST]:
        if short < QUICK:
            return
        # What is slow already is only doubled: linear takes twice as long, the square four times.
        times, most = (LONG // SHORT, 3.0) if short < MOST else (2, 1.6)
        long = _measure(calls[number], pattern, piece, SHORT * times)
        if long > most * times * min(short, _measure(calls[number], pattern, piece, SHORT)):
            yield f"{piece[:20]!r}: {long:.2f} s for {SHORT * times} characters"
            return


def _measure(call: Callable[[Any], object], pattern: Pattern, piece: str, length: int) -> float:
    text = (piece * (length // len(piece) + 1))[:length] + "\x01"
    given = text.encode("utf-8", "surrogatepass") if isinstance(pattern.pattern, bytes) else text
    began = time.process_time()
    call(given)
    return time.process_time() - began


def test_every_pattern_takes_time_in_proportion_to_its_text() -> None:
    root = Path(indexer.__file__).parents[1]
    sources = {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path.read_text(
            "utf-8"
        )
        for package in ("indexer", "web")
        for path in (root / package).rglob("*.py")
    }
    found = compiled()
    assert len(found) > 250
    slow = {
        sorted(names)[0]: texts
        for pattern, names in found.values()
        if (texts := list(slow_texts(pattern, calls_of(pattern, names, sources))))
    }
    assert not slow, "\n".join(f"{name}: {'; '.join(texts[:3])}" for name, texts in slow.items())


def test_a_quadratic_pattern_is_noticed() -> None:
    pattern = re.compile(r"“[^”]*”")
    assert list(slow_texts(pattern, [lambda text: sum(1 for _ in pattern.finditer(text))]))
    assert list(slow_texts(pattern, [pattern.match])) == []
