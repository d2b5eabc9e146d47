"""The sample archive is what it says: marked, decodable, and reconciling but for its documented faults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from indexer.extraction import extract
from indexer.report.document import Document, Table
from indexer.settings import Settings

CORPUS = Path(__file__).parents[2] / "corpus"
NOTICE = "本文为 nianbao 项目编写的示例文本，机构、人物与数据均属虚构。"
FILES = sorted(path for path in CORPUS.rglob("*") if path.suffix in {".html", ".txt"})
NAMES = [path.relative_to(CORPUS).as_posix() for path in FILES]
STATUTORY = [name for name in NAMES if name.startswith("disclosure/") and int(Path(name).stem) >= 2019]
APPENDED = [name for name in NAMES if re.fullmatch(r"disclosure/.+/201[4-8]\.html", name)]

GB18030 = {
    "disclosure/云泽市/2014.html": "gb2312",
    "disclosure/南浦区/2014.html": "gb2312",
    "disclosure/西岭区/2016.html": "utf-8",
    "disclosure/西岭区/2018.txt": "",
    "work/云泽市/2017.txt": "",
}
"""Files in GB18030, and the encoding that each says it has."""

FAULTS = {
    ("disclosure/西岭区/2021.html", "row", "一、本年新收政府信息公开申请数量"),
    ("disclosure/西岭区/2021.html", "balance", "6"),
    ("disclosure/南浦区/2019.html", "cell", "3.要求提供公开出版物"),
    ("disclosure/柳溪镇/2020.html", "cell", "规章"),
    ("disclosure/生态环境局/2020.html", "section", "四"),
    ("disclosure/东湖区/2023.html", "carried over", "4 after 5"),
    ("disclosure/南浦区/2022.html", "text", "79 beside 78"),
}
"""What `corpus/README.md` documents as wrong, and nothing else may be."""


@cache
def document(name: str) -> Document:
    """A sample as extraction reads it."""
    return extract((CORPUS / name).read_bytes(), name, Settings())


def tables(name: str) -> list[Table]:
    """Tables of a sample in reading order."""
    return [block for block in document(name).blocks if isinstance(block, Table)]


def rows(table: Table) -> Iterator[tuple[str, list[str]]]:
    """Each row's last label and the figures after it, one text per position."""
    for row in table.to_grid():
        texts = [cell.text if cell else "" for cell in row]
        labels = [at for at, text in enumerate(texts) if len(text) > 1 and re.search("[一-鿿]", text)]
        at = max((at for at in labels if not re.match(r"\d", texts[at]) or "." in texts[at][:2]), default=-1)
        yield (texts[at], texts[at + 1 :])


def requests(name: str) -> dict[str, list[str]]:
    """Rows of table 3 with seven figures, by label; labels that stand twice are not in the form."""
    table = next(table for table in tables(name) if table.width == 10)
    found = {label: texts[-7:] for label, texts in rows(table) if len(texts) >= 7}
    assert len(found) == (23 if int(Path(name).stem) < 2021 else 25)
    return found


def figure(text: str) -> int:
    """A cell's number; what is no number is a fault of its own and counts nothing."""
    return int(text) if text.isdecimal() else 0


def faults(name: str) -> Iterator[tuple[str, str]]:
    """What does not hold in one report since 2019."""
    table3 = requests(name)
    for label, texts in table3.items():
        if not all(text.isdecimal() for text in texts):
            yield "cell", label
        if sum(map(figure, texts[:6])) != figure(texts[6]):
            yield "row", label
    new, carried, *outcomes, done, left = table3.values()
    for column in range(7):
        parts = [figure(row[column]) for row in (new, carried, done, left)]
        if parts[0] + parts[1] != parts[2] + parts[3]:
            yield "balance", str(column)
        if sum(figure(row[column]) for row in outcomes) != parts[2]:
            yield "outcomes", str(column)
    for label, texts in rows(tables(name)[0]):
        if texts and not all(re.fullmatch(r"-?\d+(\.\d+)?(万元)?", text) for text in texts):
            yield "cell", label
    for appeals in tables(name)[2:]:
        cells = [figure(cell.text) for cell in appeals.rows()[-1]]
        assert len(cells) == 15
        if any(sum(cells[at : at + 4]) != cells[at + 4] for at in (0, 5, 10)):
            yield "appeals", ""
    lines = [block.text for block in document(name).blocks if not isinstance(block, Table)]
    for number in "一二三四五六":
        if not any(line.startswith(f"{number}、") for line in lines):
            yield "section", number
    text = "\n".join(lines)
    for said in re.findall(r"(?:新收|收到)(?:政府信息公开)?申请(\d+)件", text):
        if said != new[6]:
            yield "text", f"{said} beside {new[6]}"


def test_there_are_about_forty_of_both_kinds_from_2014_to_2024() -> None:
    years = {int(path.stem) for path in FILES}
    assert years == set(range(2014, 2025))
    assert len(FILES) >= 40
    assert {name.split("/")[0] for name in NAMES} == {"disclosure", "work"}
    assert all(
        f"`{Path(name).parent.name}`" in (CORPUS / "README.md").read_text(encoding="utf-8") for name in NAMES
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_is_marked_and_decodes_as_intended(name: str) -> None:
    data = (CORPUS / name).read_bytes()
    if name in GB18030:
        with pytest.raises(UnicodeDecodeError):
            data.decode("utf-8")
        declared = re.search(rb"charset=\"?([\w-]+)", data)
        assert (declared[1].decode() if declared else "") == GB18030[name]
    text = data.decode("gb18030" if name in GB18030 else "utf-8")
    assert "年" in text
    assert "（示例）" in text
    assert NOTICE in text
    read = document(name)
    assert read.encoding.lower() == ("gb18030" if name in GB18030 else "utf-8")
    assert "（示例）" in (read.title or read.text)
    assert NOTICE in read.text


def test_figures_reconcile_but_for_the_documented_faults() -> None:
    found = {(name, *fault) for name in STATUTORY for fault in faults(name)}
    for name in STATUTORY:
        path = Path(name)
        before = (path.parent / f"{int(path.stem) - 1}").as_posix()
        for previous in (f"{before}.html", f"{before}.txt"):
            if previous in STATUTORY:
                left = list(requests(previous).values())[-1][6]
                carried = list(requests(name).values())[1][6]
                if left != carried:
                    found.add((name, "carried over", f"{carried} after {left}"))
    assert found == FAULTS


@pytest.mark.parametrize("name", APPENDED)
def test_appendices_until_2018_reconcile(name: str) -> None:
    cells = {row[0].text: figure(row[2].text) for row in tables(name)[0].rows()}
    values = list(cells.values())
    received = list(cells).index("（一）收到申请数")
    assert values[received] == sum(values[received + 1 : received + 5]) > 0
    assert values[received] == cells["（二）申请办结数"] == cells["（三）申请答复数"]
    answered = list(cells).index("（三）申请答复数")
    assert values[answered] == sum(values[answered + 1 : answered + 9])


def test_no_two_samples_share_a_paragraph() -> None:
    seen: dict[str, str] = {}
    for name in NAMES:
        for line in document(name).text.split("\n"):
            if len(line) > 60 and "|" not in line:
                assert seen.setdefault(line, name) == name
