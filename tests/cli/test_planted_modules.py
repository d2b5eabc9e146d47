"""Files that lie beside what is added are never run, whatever they are called."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document
from reportlab.pdfgen.canvas import Canvas

COMMAND = Path(sys.executable).with_name("nianbao")
PAGE = Path(__file__).resolve().parents[2] / "corpus" / "disclosure" / "东湖区" / "2019.html"
PLANTED = ("json", "runpy", "re", "encodings", "numpy", "chardet", "cchardet", "html5lib", "sitecustomize")


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A folder with a file of every format, more than are read without other processes, and code."""
    folder = tmp_path / "planted"
    (folder / "indexer").mkdir(parents=True)
    code = f"open({str(tmp_path / 'ran')!r}, 'a').write(__file__)\n"
    for name in PLANTED:
        (folder / f"{name}.py").write_text(code, "utf-8")
    (folder / "indexer" / "__init__.py").write_text(code, "utf-8")
    for number in range(25):
        (folder / f"{number}.html").write_bytes(PAGE.read_bytes() + b" " * number)
    shutil.copy(PAGE, folder / "page.txt")
    Document().save(folder / "x.docx")
    Canvas(str(folder / "x.pdf")).save()
    with zipfile.ZipFile(folder / "x.zip", "w") as bundle:
        bundle.write(folder / "x.pdf", "inside.pdf")
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ["add", "."],
        ["inspect", "x.pdf"],
        ["inspect", "x.docx"],
        ["inspect", "x.zip"],
        ["inspect", "page.txt"],
        ["watch", ".", "--seconds", "1"],
    ],
    ids=" ".join,
)
def test_planted_code_does_not_run(planted: Path, command: list[str]) -> None:
    run = subprocess.run([COMMAND, *command], cwd=planted, capture_output=True, text=True, check=False)
    assert "Traceback" not in run.stderr
    assert not (planted.parent / "ran").exists(), (planted.parent / "ran").read_text("utf-8")
