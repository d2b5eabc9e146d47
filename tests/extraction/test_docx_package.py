"""Word files of other programs: strict ones, parts under other names, included files, lists by style."""

from __future__ import annotations

import io
import zipfile

import pytest

from indexer.errors import OversizedSource, UnreadableSource
from indexer.extraction import extract
from indexer.report.document import Block, Table
from indexer.settings import Settings

SETTINGS = Settings()
USUAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGED = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PROSE = "全年主动公开政府信息1200条，其中通过政府网站公开900条，群众满意度不断提高。"
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(96)


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def packed(
    body: str,
    parts: dict[str, bytes | str] | None = None,
    main: str = "word/document.xml",
    *,
    names: str = USUAL,
    links: str = LINKS,
) -> bytes:
    """A Word file as bytes.

    Args:
        parts: further parts by the kind of their relationship and their name, `styles styles.xml`.
        main: name of the main part.
    """
    folder, _, name = main.rpartition("/")
    listed = dict(key.split() for key in parts or {})
    related = "".join(
        f'<Relationship Id="r{kind}" Type="{links}/{kind}" Target="{target}"/>'
        for kind, target in listed.items()
    )
    head = f'<Relationships xmlns="{PACKAGED}/relationships">'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGED}/content-types">'
            f'<Override PartName="/{main}" ContentType="{MAIN}"/></Types>',
        )
        root = f'<Relationship Id="r1" Type="{links}/officeDocument" Target="/{main}"/>'
        package.writestr("_rels/.rels", f"{head}{root}</Relationships>")
        package.writestr(f"{folder}/_rels/{name}.rels", f"{head}{related}</Relationships>")
        package.writestr(
            main,
            f'<w:document xmlns:w="{names}" xmlns:r="{links}"><w:body>{body}</w:body></w:document>',
        )
        for key, data in (parts or {}).items():
            package.writestr(f"{folder}/{key.split()[1]}", data)
    return buffer.getvalue()


def texts(data: bytes, name: str = "年报.docx") -> list[str]:
    return [block.text for block in extract(data, name, SETTINGS).blocks if isinstance(block, Block)]


@pytest.mark.parametrize("value", ["0", "false", "off"])
def test_a_run_that_is_said_not_to_be_hidden_is_read(value: str) -> None:
    hidden = paragraph("草稿：数字待核。", run="<w:vanish/>") + paragraph(
        "批注。", run='<w:vanish w:val="true"/>'
    )
    assert texts(packed(hidden + paragraph(PROSE, run=f'<w:vanish w:val="{value}"/>'))) == [PROSE]


@pytest.mark.parametrize("part", ["[Content_Types].xml", "word/document.xml"])
def test_a_word_file_with_broken_bytes_is_refused_in_one_sentence(part: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(part, "<x/>" * 100)
    data = buffer.getvalue()
    start = data.index(part.encode()) + len(part)
    with pytest.raises(UnreadableSource, match="Word 文件"):
        extract(data[:start] + b"\xff" * 8 + data[start + 8 :], "年报.docx", SETTINGS)


@pytest.mark.parametrize(
    "data",
    [
        packed(paragraph(PROSE), names=STRICT, links=STRICT_LINKS),
        packed(paragraph(PROSE), main="word/document2.xml"),
        packed(paragraph(PROSE), main="content/main.xml"),
        packed(paragraph(PROSE), main="WORD/Document.XML"),
    ],
    ids=["strict", "document2", "another folder", "upper case"],
)
def test_the_main_part_is_found_by_its_relationship(data: bytes) -> None:
    assert texts(data) == [PROSE]
    assert extract(data, "下载", SETTINGS).format == "docx"


def test_strict_files_have_numbers_too() -> None:
    data = packed(
        paragraph("总体情况", listed(5)) + paragraph(PROSE),
        {"numbering lists.xml": numbering([level("%1、")], [(5, "")]).replace(USUAL, STRICT)},
        names=STRICT,
        links=STRICT_LINKS,
    )
    assert texts(data) == ["一、总体情况", PROSE]


TABLE = "<tr><td>规章</td><td>3</td></tr><tr><td>规范性文件</td><td>6</td></tr>"
PAGE = f"<html><body><p>一、总体情况</p><p>{PROSE}</p><table>{TABLE}</table></body></html>"
MAIL = f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{PAGE}"


@pytest.mark.parametrize(
    ("name", "chunk"),
    [
        ("afchunk.htm", PAGE.encode()),
        ("chunk1.html", PAGE.encode("gb18030")),
        ("afchunk.mht", MAIL.encode()),
        ("a.docx", packed(paragraph("一、总体情况") + paragraph(PROSE))),
        ("part.txt", f"一、总体情况\n{PROSE}".encode()),
    ],
)
def test_what_a_document_takes_in_whole_is_read(name: str, chunk: bytes) -> None:
    body = paragraph("西岭区教育局2021年政府信息公开工作年度报告") + '<w:altChunk r:id="raFChunk"/>'
    document = extract(packed(body, {f"aFChunk {name}": chunk}), "年报.docx", SETTINGS)
    said = [block.text for block in document.blocks if isinstance(block, Block)]
    assert said == ["西岭区教育局2021年政府信息公开工作年度报告", "一、总体情况", PROSE]
    assert any(isinstance(block, Table) for block in document.blocks) == (b"<table" in chunk)
    assert document.format == "docx"


def test_files_in_files_have_an_end() -> None:
    data = packed(paragraph(PROSE))
    for _ in range(4):
        data = packed('<w:altChunk r:id="raFChunk"/>', {"aFChunk a.docx": data})
    with pytest.raises(OversizedSource, match="嵌套"):
        extract(data, "年报.docx", SETTINGS)


@pytest.mark.parametrize("name", ["年报.docx", "年报.doc", "下载"])
def test_a_password_is_named(name: str) -> None:
    with pytest.raises(UnreadableSource, match="Word 文件设有打开密码，请去掉密码后再收录。"):
        extract(LOCKED, name, SETTINGS)


def listed(number: int, at: int | None = 0) -> str:
    place = "" if at is None else f'<w:ilvl w:val="{at}"/>'
    return f'<w:numPr>{place}<w:numId w:val="{number}"/></w:numPr>'


def level(text: str, at: int = 0, kind: str = "chineseCounting", more: str = "") -> str:
    counted = f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}">{counted}</w:lvl>'


def numbering(levels: list[str], lists: list[tuple[int, str]], more: str = "") -> str:
    """The part with lists: one abstract list of these levels, and its lists with their overrides."""
    made = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{override}</w:num>'
        for number, override in lists
    )
    return (
        f'<w:numbering xmlns:w="{USUAL}"><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f"{more}{made}</w:numbering>"
    )


def styles(*given: tuple[str, str, str]) -> str:
    """The part with styles: type, id and paragraph properties of each."""
    made = "".join(
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:pPr>{properties}</w:pPr></w:style>'
        for kind, name, properties in given
    )
    return f'<w:styles xmlns:w="{USUAL}">{made}</w:styles>'


BODY = paragraph("总体情况", listed(1)) + paragraph(PROSE) + paragraph("主动公开政府信息情况", listed(1))


STYLED = '<w:pStyle w:val="x"/>'


@pytest.mark.parametrize(
    "override",
    [
        f'<w:lvlOverride w:ilvl="0">{level("%1、")}</w:lvlOverride>',
        f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>{level("%1、")}</w:lvlOverride>',
        f'<w:lvlOverride w:ilvl="0">{level("%1、", more=STYLED)}</w:lvlOverride>',
    ],
    ids=["level", "level and start", "level with a style"],
)
def test_a_list_may_write_its_numbers_otherwise_than_the_abstract_one(override: str) -> None:
    part = numbering([level("%1.", kind="decimal")], [(1, override)])
    assert texts(packed(BODY, {"numbering numbering.xml": part})) == [
        "一、总体情况",
        PROSE,
        "二、主动公开政府信息情况",
    ]


def test_a_list_may_begin_elsewhere() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride>'
    part = numbering([level("%1、")], [(1, override)])
    assert texts(packed(BODY, {"numbering numbering.xml": part}))[::2] == [
        "三、总体情况",
        "四、主动公开政府信息情况",
    ]


@pytest.mark.parametrize("by_style", [False, True])
def test_a_list_that_a_list_style_sets(by_style: bool) -> None:
    """By `styleLink` of the abstract list, or only by the list's number in the style."""
    link = "" if by_style else '<w:styleLink w:val="章"/>'
    linking = (
        '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="章"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="8"/></w:num>'
    )
    part = numbering([link, level("%1、")], [(4, "")], linking)
    styled = styles(("numbering", "章", '<w:numPr><w:numId w:val="4"/></w:numPr>'))
    read = texts(packed(BODY, {"numbering numbering.xml": part, "styles styles.xml": styled}))
    assert read == ["一、总体情况", PROSE, "二、主动公开政府信息情况"]


def test_the_level_that_a_paragraph_style_takes() -> None:
    """A style names the list; which level is its own, the list says."""
    levels = [
        level("%1、", more='<w:pStyle w:val="h1"/>'),
        level("（%2）", at=1, more='<w:pStyle w:val="h2"/>'),
        level("%1.%2.%3", at=2, kind="decimal", more='<w:pStyle w:val="h3"/><w:isLgl/>'),
    ]
    styled = styles(*(("paragraph", name, listed(1, None)) for name in ("h1", "h2", "h3")))
    body = "".join(
        paragraph(text, f'<w:pStyle w:val="{name}"/>')
        for name, text in [
            ("h1", "总体情况"),
            ("h2", "主动公开"),
            ("h3", "网站"),
            ("h2", "依申请"),
            ("h1", "其他"),
        ]
    )
    parts: dict[str, bytes | str] = {"numbering n.xml": numbering(levels, [(1, "")]), "styles s.xml": styled}
    assert texts(packed(body + paragraph(PROSE), parts)) == [
        "一、总体情况",
        "（一）主动公开",
        "1.1.1网站",
        "（二）依申请",
        "二、其他",
        PROSE,
    ]
