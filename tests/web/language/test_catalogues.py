"""The catalogues hold all words of pages in every language, and pages in English show no other Chinese than
words of reports, which are marked as such.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from functools import cache
from urllib.parse import urljoin, urlsplit

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import HTTPException
from werkzeug.security import generate_password_hash

from indexer.archive.archive import open_archive
from indexer.figures.distribution import list_levels, name_level
from indexer.language.languages import ENGLISH, FOLDER, LANGUAGES, SOURCE, TRADITIONAL
from indexer.language.sentences import CHINESE, PLACE
from indexer.settings import Settings
from web import create_app
from web.language import update
from web.language.extraction import extract
from web.language.sentences import localize, localize_plain

OTHERS = [language for language in LANGUAGES if language is not SOURCE]
VALUES = re.compile(r"%\((\w+)\)s")
SHOWN = ("title", "aria-label", "placeholder", "alt", "label")
"""Attributes that people read or hear."""
A_KIND = 3
"""Pages of one kind that the tests look at."""
MORE = [
    "/search?year=abc",
    "/search?q=zzqx",
    "/search?q=公开&page=99",
    "/search?q=东湖2020年年报",
    "/search?q=公开&view=report",
    "/search?q=公开&view=place",
    "/places?name=鼓楼区",
    "/places?name=没有的地方",
    "/places/110101",
    "/checks?outcome=holds&outcome=cannot_judge&outcome=holds_if_blank_zero",
    "/checks?rule=none",
    "/commitments?q=没有这样的话",
    "/commitments?topic=none",
    "/figures?year=2021",
    "/figures?item=none",
    "/targets?year=abc",
    "/reports/none",
    "/nowhere",
]
"""Addresses that no link leads to: what was not found, or not understood."""


@cache
def extracted() -> Catalog:
    return extract()


def list_messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def first(words: str | tuple[str, ...]) -> str:
    return words if isinstance(words, str) else words[0]


def forms(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


@pytest.mark.parametrize("language", OTHERS)
def test_no_words_are_missing_doubtful_or_left_over(language) -> None:  # type: ignore[no-untyped-def]
    catalogue = update.read(language.code)
    missing = [message.id for message in update.list_missing(catalogue)]
    assert not missing, "python -m web.language.update, then translate"
    wanted = {first(message.id) for message in list_messages(extracted())}
    there = {first(message.id) for message in list_messages(catalogue)}
    assert not wanted - there, "python -m web.language.update, then translate"
    assert not there - wanted, "python -m web.language.update"


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_has_the_values_and_the_elements_of_its_words(language) -> None:  # type: ignore[no-untyped-def]
    for message in list_messages(update.read(language.code)):
        words = first(message.id)
        for said in forms(message.string):
            for pattern in (VALUES, PLACE):
                here, there = set(pattern.findall(said)), set(pattern.findall(words))
                # One of something needs no number in English.
                assert here == there or (isinstance(message.id, tuple) and here == there - {"num"}), words
            opened, closed = (Counter(re.findall(form, said)) for form in (r"<(?!wbr)(\w+)", r"</(\w+)"))
            assert opened == closed, words
            assert set(opened) == set(re.findall(r"<(?!wbr)(\w+)", words)), words
            if language is ENGLISH:
                assert '"' not in re.sub(r"<[^>]*>", "", said), words  # stands in attributes too


EXAMPLES = re.compile(
    "|".join(
        (
            *("南京市/鼓楼区", "广州从化", "从化区", "广州市", "苏州市", "西岭区", "东湖区财政局", "王芳"),
            *("地区生产总值", "予以公开率", "教育", "加装电梯", "文号:国办发〔2019〕60号"),
        )
    )
)
"""Names that commands are given as they are, in every language."""


def test_english_words_are_english() -> None:
    kept = {"如“202011日”，缺什么无从得知，不补写"}  # quotes a report
    for message in list_messages(update.read(ENGLISH.code)):
        if first(message.id) not in kept:
            said = "".join(forms(message.string))
            assert all(name in first(message.id) for name in EXAMPLES.findall(said)), message.id
            assert not CHINESE.search(EXAMPLES.sub("", said)), message.id


def test_traditional_words_are_what_the_command_makes() -> None:
    made = update.convert(extracted())
    written = update.read(TRADITIONAL.code)
    for message in list_messages(made):
        assert written[first(message.id)].string == message.string


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_compiled_is_what_is_written(language) -> None:  # type: ignore[no-untyped-def]
    with (FOLDER / language.code / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        compiled = {first(message.id): forms(message.string) for message in list_messages(read_mo(file))}
    written = {
        first(message.id): forms(message.string) for message in list_messages(update.read(language.code))
    }
    assert compiled == written


# Pages ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def app(sample_settings: Settings) -> Flask:
    return create_app(sample_settings, open_archive(sample_settings))


def crawl(app: Flask, language: str) -> Iterator[tuple[str, BeautifulSoup]]:
    """Pages that links lead to from home, a few of each kind, then `MORE`."""
    client = app.test_client(use_cookies=False)
    addresses = app.url_map.bind("localhost")
    seen: Counter[str] = Counter()
    waiting = deque(["/", "/accessibility"])
    known = set(waiting)
    while waiting or known.isdisjoint(MORE):
        if not waiting:
            waiting.extend(MORE)
            known.update(MORE)
        path = waiting.popleft()
        answer = client.get(path, headers={"Accept-Language": language})
        if answer.mimetype != "text/html" or "Content-Disposition" in answer.headers:
            answer.close()
            continue
        page = BeautifulSoup(answer.text, "lxml")
        yield path, page
        for link in page.select("a[href]"):
            address = urlsplit(urljoin(f"http://localhost{path}", str(link["href"])))
            target = f"{address.path}?{address.query}" if address.query else address.path
            if address.netloc != "localhost" or target in known or link.find_parent(class_="preferences"):
                continue
            if address.path.endswith("/original/shown"):  # a page from elsewhere
                continue
            known.add(target)
            try:
                kind = addresses.match(address.path, "GET")[0]
            except HTTPException:
                continue
            seen[kind] += 1
            if seen[kind] <= A_KIND:
                waiting.append(target)


def find_unmarked(page: BeautifulSoup) -> list[str]:
    """Chinese that is neither marked as such nor typed by the reader."""
    found = []
    assert page.body is not None
    for text in page.body.find_all(string=CHINESE):
        if isinstance(text, NavigableString) and not isinstance(text, PreformattedString):
            found.append((text.parent, str(text)))
    for name in SHOWN:
        found += [(each, str(each[name])) for each in page.body.find_all(attrs={name: CHINESE})]
    return [words for element, words in found if not is_chinese(element)]


def is_chinese(element: Tag | None) -> bool:
    while element is not None:
        if element.name == "textarea":
            return True
        if element.get("lang"):
            return str(element["lang"]).startswith("zh")
        element = element.parent
    return False


def test_pages_in_english_show_no_other_chinese_than_words_of_reports(app: Flask) -> None:
    kinds = 0
    for path, page in crawl(app, "en"):
        kinds += 1
        assert page.html is not None
        assert page.html["lang"] == "en", path
        assert not find_unmarked(page), path
    assert kinds > 30


def test_the_same_pages_are_there_in_traditional_chinese(app: Flask) -> None:
    simplified = re.compile("[说这报检]")
    for path, page in crawl(app, "zh-TW"):
        assert page.html is not None
        assert page.html["lang"] == "zh-Hant", path
        for text in page.body.find_all(string=simplified):  # type: ignore[union-attr]
            marked = text.find_parent(attrs={"lang": ["zh-Hans", "zh-CN"]})
            assert marked is not None or text.find_parent("textarea"), (path, text)


@pytest.mark.parametrize(
    ("said", "english"),
    [
        (
            "没有名为“x”的地区，请核对名称或代码。",
            "There is no place called “x”; check the name or the code.",
        ),
        ("2019 年", "2019"),
        ("表三", "Table 3"),
        (
            "表四“行政复议”：四种结果之和为 3，总计写作 2，不相符，相差 1。",
            "Table 4 “Administrative review”: the four outcomes add up to 3, the total is given as 2: "
            "they do not agree, the difference is 1.",
        ),
        (
            "表三没有读入：原文中是图片，不是文字。报告中没有这张表。",
            "Table 3 was not read: it is a picture in the original, not text. "
            "The report does not have this table.",
        ),
        ("", ""),
    ],
)
def test_finished_sentences_are_found_again_by_their_patterns(app: Flask, said: str, english: str) -> None:
    with app.test_request_context("/?lang=en"):
        assert localize_plain(said) == english
    with app.test_request_context("/"):
        assert localize_plain(said) == said


def test_what_is_not_known_is_said_as_it_is_and_marked(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert str(localize("没有名为“东湖区”的地区，请核对名称或代码。")) == (
            'There is no place called “<span lang="zh-Hans">东湖区</span>”; check the name or the code.'
        )
        assert (
            str(localize("<b>谁也没说过</b>")) == '<span lang="zh-Hans">&lt;b&gt;谁也没说过&lt;/b&gt;</span>'
        )


@given(text=st.text(st.sampled_from("没有名为“”的地区，请核对代码。、（）{x}<&年报 · 1 a"), max_size=40))
def test_no_text_breaks_a_page_or_gets_markup_into_it(text: str, app: Flask) -> None:
    for tag in ("en", "zh-Hant"):
        with app.test_request_context(f"/?lang={tag}"):
            shown = BeautifulSoup(str(localize(text)), "lxml")
            assert {each.name for each in shown.find_all(True)} <= {"html", "body", "p", "span"}


def test_staff_reads_its_pages_in_english_too(sample_settings: Settings) -> None:
    settings = Settings(home=sample_settings.home, password_hash=generate_password_hash("长而安全的密码"))
    client = create_app(settings).test_client()
    page = client.get("/sign-in?lang=en")
    assert not find_unmarked(BeautifulSoup(page.text, "lxml"))


def test_the_dictionary_of_the_data_is_in_english(app: Flask) -> None:
    page = BeautifulSoup(app.test_client().get("/data?lang=en").text, "lxml")
    assert len(page.select("main dd")) > 60
    assert not CHINESE.search(page.select_one("main").get_text())  # type: ignore[union-attr]


def test_levels_of_bodies_are_in_english() -> None:
    with (FOLDER / ENGLISH.code / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        known = {first(message.id) for message in list_messages(read_mo(file))}
    assert {name_level("disclosure-990101", None), *list_levels()} <= known
