"""The tags and texts of a page: as BeautifulSoup, which is independent of it, finds them."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from bs4 import Tag as SoupTag
from bs4.element import CData, NavigableString
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import OversizedSource
from indexer.extraction.html.page import Tag, parse

PIECES = [
    "<p>",
    "</p>",
    "<div class='a'>",
    "</div>",
    "<b>",
    "</b>",
    "<span style='display:none'>",
    "</span>",
    "<table><tr><td>",
    "</td><td>",
    "</td></tr></table>",
    "<pre>  ",
    "</pre>",
    "<br>",
    "<br/>",
    "<!-- 注 -->",
    "<?pi x?>",
    "<![CDATA[数据]]>",
    "&nbsp;",
    "&amp;",
    "&#20013;",
    "<o:p>",
    "</o:p>",
    "公开12条。",
    "\n",
    "  ",
    "\u3000",
    "<script>var a='<p>';</script>",
    "<title>年报</title>",
    "<body>",
    "</body>",
    "<meta name='a' content='b'>",
    "<ul><li>",
    "</li></ul>",
    "<img src=a.png width=3>",
    "<",
    "</html>",
    "<font size=3>",
    "</font>",
    "<td>",
    "</table>",
    "<h1>年报</h1>",
]
_FONTS = frozenset(("span", "font", "b", "strong", "i", "em", "u"))


def flatten(tag: Tag) -> list[str]:
    """The texts of a page and the tags around them, in order, elements of mere fonts left aside."""
    found: list[str] = []
    for node in tag.contents:
        if isinstance(node, str):
            found.append(node)
        else:
            inner = flatten(node)
            found += inner if node.name in _FONTS else [f"<{node.name}>", *inner, f"</{node.name}>"]
    return merge(found)


def flatten_soup(tag: SoupTag) -> list[str]:
    found: list[str] = []
    for node in tag.contents:
        if isinstance(node, SoupTag):
            inner = flatten_soup(node)
            found += inner if node.name in _FONTS else [f"<{node.name}>", *inner, f"</{node.name}>"]
        elif type(node) in (NavigableString, CData) or tag.name in ("script", "style"):
            found.append(str(node))
    return merge(found)


def merge(parts: list[str]) -> list[str]:
    """Texts that follow one another put together, white space left out: where tags begin and end remains."""
    merged: list[str] = []
    for part in ("".join(part.split()) for part in parts):
        if part and merged and not part.startswith("<") and not merged[-1].startswith("<"):
            merged[-1] += part
        elif part:
            merged.append(part)
    return merged


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_page_is_parsed_as_another_parser_does(pieces: list[str]) -> None:
    text = f"<html><body><div>{''.join(pieces)}</div></body></html>"
    assert flatten(parse(text)) == flatten_soup(BeautifulSoup(text, "lxml"))


@pytest.mark.parametrize("text", ["", " ", "<", "文字", "<?xml version='1.0' encoding='gbk'?><p>文</p>"])
def test_what_is_hardly_a_page_is_parsed_all_the_same(text: str) -> None:
    assert set(parse(text).text) <= set(text)


def test_attributes_that_say_how_things_look_are_left_out() -> None:
    page = parse(
        "<p style='color:red' id=a lang=zh><font size=3>文</font><span style='display: none'>隐</span></p>"
    )
    (paragraph,) = page.find_all("p")
    assert paragraph.attributes == {"id": "a"}
    assert paragraph.contents[0] == "文"
    (hidden,) = page.find_all("span")
    assert (hidden.attributes, hidden.text) == ({"style": "display: none"}, "隐")


def test_blanks_alone_are_one_but_in_verbatim_text() -> None:
    (paragraph,) = parse("<p><b>甲</b>  \n <b>乙</b></p>").find_all("p")
    assert paragraph.contents == ["甲", "\n", "乙"]
    (verbatim,) = parse("<pre>甲<i id=a></i>   </pre>").find_all("pre")
    assert verbatim.contents[-1] == "   "


def test_depth_is_bounded() -> None:
    with pytest.raises(OversizedSource, match="嵌套"):
        parse("<i>" * 1_001)
