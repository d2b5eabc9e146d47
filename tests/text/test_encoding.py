"""Which encoding bytes are in: round trips, liars, damage, and what is no text at all."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from indexer.errors import EmptySource, NianbaoError, UndecodableSource, UnknownFormat
from indexer.text.encoding import decode
from indexer.text.frequency import measure_familiarity

CLAUSES = (
    "全年主动公开政府信息一千二百条",
    "收到政府信息公开申请三十六件",
    "进一步完善工作机制",
    "及时回应群众关切",
    "统计期限自2020年1月1日起至2020年12月31日止",
    "加强对街道和乡镇的业务指导",
    "存在的主要问题是解读形式单一",
    "下一步将组织专题培训",
    "依法答复，没有收取任何费用",
    "建成便民服务中心5个",
)
PROSE = "。".join(CLAUSES) + "。"
TRADITIONAL = OpenCC("s2t").convert(PROSE)
texts = st.lists(st.sampled_from(CLAUSES), min_size=2, max_size=60).map("，".join)


@settings(deadline=None)
@given(texts, st.sampled_from(["utf-8", "gb18030", "gbk"]))
def test_simplified_text_comes_back(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@settings(deadline=None)
@given(texts.map(OpenCC("s2t").convert), st.sampled_from(["big5", "big5hkscs", "gb18030", "utf-8"]))
def test_traditional_text_comes_back(text: str, encoding: str) -> None:
    data = text.encode(encoding, errors="ignore")
    assert decode(data).text == data.decode(encoding)


@settings(deadline=None)
@given(texts, st.sampled_from([(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]))
def test_utf16_with_signature_comes_back(text: str, way: tuple[bytes, str]) -> None:
    decoded = decode(way[0] + text.encode(way[1]))
    assert (decoded.text, decoded.encoding) == (text, way[1])


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("utf-8", PROSE), ("gb18030", PROSE), ("big5", TRADITIONAL), ("gb2312", PROSE)],
)
@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "big5", "iso-8859-1", "no-such-charset", "hex"])
def test_declaration_does_not_mislead(encoding: str, text: str, declared: str) -> None:
    data = text.encode(encoding, errors="ignore")
    assert decode(data, declared).text == data.decode(encoding)


def test_thirty_characters_are_enough() -> None:
    text = "一、总体情况 我镇认真落实政府信息公开条例，全年公开信息"
    assert len(text) < 31
    assert decode(text.encode("gb18030")).text == text
    traditional = OpenCC("s2t").convert(text)
    assert decode(traditional.encode("big5"), "gb2312").text == traditional


def test_two_characters_that_are_valid_utf8_by_accident() -> None:
    assert decode("联通".encode("gbk")).text == "联通"


def test_signature_is_not_text() -> None:
    assert decode(codecs.BOM_UTF8 + PROSE.encode()).text == PROSE


def test_a_false_declaration_is_said() -> None:
    (note,) = decode(PROSE.encode(), "gb2312").notes
    assert "gb2312" in note
    assert "UTF-8" in note
    assert decode(PROSE.encode("gbk"), "GB2312").notes == ()


@pytest.mark.parametrize(("encoding", "text"), [("utf-8", PROSE), ("gb18030", PROSE), ("big5", TRADITIONAL)])
def test_cut_in_the_middle_of_a_character(encoding: str, text: str) -> None:
    data = text[:-1].encode(encoding, errors="ignore")
    decoded = decode(data[:-1])
    assert decoded.text == data.decode(encoding)[:-1]
    assert decoded.encoding == encoding
    assert "末尾" in decoded.notes[0]


def test_a_few_broken_bytes_are_shown_and_said() -> None:
    data = bytearray(PROSE.encode())
    data[60] = 0xFF
    decoded = decode(bytes(data))
    assert decoded.encoding == "utf-8"
    assert "\ufffd" in decoded.text
    assert "损坏" in decoded.notes[0]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_signature(encoding: str) -> None:
    text = PROSE.replace("。", "。\n")
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04" + bytes(50), "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "DOC"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"BM\x00\x10\x00\x00\x00\x00\x00\x00", "BMP"),
        (b"From: <x>\r\nMIME-Version: 1.0\r\n", "MHT"),
        (bytes(100), "二进制"),
        (bytes(range(256)) * 20, "二进制"),
    ],
)
def test_binary_is_named(data: bytes, word: str) -> None:
    with pytest.raises(UnknownFormat, match=word):
        decode(data)


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"Rar!\x1a\x07\x01\x00", "解压后收录"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), "解压后收录"),
        (b"\x89PNG\r\n\x1a\n", "文字识别"),
        (b"{\\rtf1\\ansi", "转存为 DOCX"),
    ],
)
def test_what_to_do_with_it_fits_what_it_is(data: bytes, advice: str) -> None:
    with pytest.raises(UnknownFormat, match=advice):
        decode(data)


@pytest.mark.parametrize("data", [b"", b" \n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\u3000\xa0".encode()])
def test_blank_is_empty(data: bytes) -> None:
    with pytest.raises(EmptySource):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        PROSE.encode("gbk").decode("latin-1").encode(),
        PROSE.encode().decode("gb18030", errors="replace").encode(),
        (PROSE * 3).encode()[1::2],
        ("锟斤拷" * 40).encode(),
        bytes(b % 31 + 1 for b in range(500)),
    ],
    ids=["gbk as latin-1", "utf-8 as gbk", "every second byte", "replacement as gbk", "control characters"],
)
def test_gibberish_is_refused(data: bytes) -> None:
    with pytest.raises(UndecodableSource):
        decode(data)


def assert_one_sentence(message: str) -> None:
    assert "\n" not in message
    assert message.endswith("。")


@settings(deadline=None)
@given(st.binary(max_size=400), st.text(max_size=12))
def test_any_bytes_give_a_text_or_one_sentence(data: bytes, declared: str) -> None:
    try:
        text = decode(data, declared).text
    except NianbaoError as error:
        text = error.message
        assert_one_sentence(text)
    assert text


def test_familiarity_tells_readings_apart() -> None:
    assert measure_familiarity(PROSE) > 0.8
    assert measure_familiarity(TRADITIONAL) > 0.8
    assert measure_familiarity(PROSE.encode().decode("gb18030", errors="replace")) < 0.1
    assert measure_familiarity(TRADITIONAL.encode("big5", "ignore").decode("gb18030", "replace")) < 0.2
    assert measure_familiarity("no Chinese") == 0.0


LINES = [
    "<h3>一、总体情况</h3>",
    f"<p>{PROSE}</p>",
    "<h3>六、其他需要报告的事项</h3>",
    "<p>无其他需要报告的事项。</p>",
]


@pytest.mark.parametrize("first", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("foreign", [[0], [1], [3], [0, 3], [2, 3]])
@pytest.mark.parametrize("between", ["\n", ""])
def test_one_page_in_two_encodings(first: str, foreign: list[int], between: str) -> None:
    """Parts of a page come from different systems: template, article, footer."""
    lines = [OpenCC("s2tw").convert(line) for line in LINES] if first == "big5" else LINES
    other = "utf-8" if first != "utf-8" else "gb18030"
    data = between.encode().join(
        line.encode(other if at in foreign else first) for at, line in enumerate(lines)
    )
    decoded = decode(data, first)
    assert decoded.text == between.join(lines)
    assert decoded.encoding in (first, other)
    assert any("两种文字编码" in note for note in decoded.notes)


@pytest.mark.parametrize("indent", ["　　", "第六部分：", "（六）"])
def test_the_words_of_a_template_in_another_encoding(indent: str) -> None:
    """They may stand in the same line."""
    line = indent.encode("gb18030") + "无其他需要报告的事项，2021年。".encode()
    data = f"<p>{PROSE}</p>\n".encode("gb18030") + line
    assert decode(data, "gbk").text == f"<p>{PROSE}</p>\n{indent}无其他需要报告的事项，2021年。"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_a_broken_byte_is_no_second_encoding(encoding: str) -> None:
    text = "".join(LINES) if encoding != "big5" else OpenCC("s2tw").convert("".join(LINES))
    data = text.encode(encoding)
    decoded = decode(data[:60] + b"\xff" + data[61:], encoding)
    assert decoded.encoding == encoding
    assert not any("两种文字编码" in note for note in decoded.notes)
