"""Old Word documents that LibreOffice reads where ours cannot: confined, and only where it is installed.

A program of the test stands in for it, and says what it was given; the last test asks LibreOffice itself.
"""

from __future__ import annotations

import io
import json
import sys
import textwrap
from pathlib import Path
from typing import Any

import docx
import pytest

from indexer.errors import UnreadableSource
from indexer.extraction import extract
from indexer.extraction.doc import confine, office, reader
from indexer.settings import Settings
from tests.extraction.made_files import PAGE, load, read_report

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs are confined on Linux alone")


def offers_confinement() -> bool:
    """Whether this system lets a process have no network: some containers do not."""
    import subprocess

    command = [sys.executable, "-I", confine.__file__, "5", "2000", "/bin/true"]
    return subprocess.run(command, check=False).returncode != confine.REFUSED


needs_confinement = pytest.mark.skipif(
    not offers_confinement(), reason="this system gives a process no space without a network"
)


@pytest.fixture(autouse=True)
def _ours_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_paths: Path) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(reader.converter, "convert", fail)


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put a program in the place of LibreOffice: a function of what it does before it writes a document."""
    document, written = docx.Document(), io.BytesIO()
    document.add_paragraph("转换而来的一段话。")
    document.save(written)

    def put(body: str = "") -> Path:
        (tmp_path / "made.docx").write_bytes(written.getvalue())
        program, told = tmp_path / "soffice", tmp_path / "told.json"
        program.write_text(
            f"#!{sys.executable} -I\n"
            "import json, os, resource, shutil, sys\n"
            "from pathlib import Path\n"
            "out = Path(sys.argv[sys.argv.index('--outdir') + 1])\n"
            f"told, made = Path({str(told)!r}), {str(tmp_path / 'made.docx')!r}\n"
            + textwrap.dedent(body)
            + "\nout.mkdir()\nshutil.copy(made, out / 'a.docx')\n",
            "utf-8",
        )
        program.chmod(0o755)
        return told

    monkeypatch.setenv("PATH", str(tmp_path))
    return put


def read() -> str:
    return extract(load(".doc"), "a.doc", Settings()).text


@needs_confinement
def test_it_has_no_network_no_macros_and_little_of_everything(
    stand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_PASSWORD_HASH", "secret")
    told = stand_in(
        """
        told.write_text(json.dumps({
            "interfaces": [line.split(":")[0].strip() for line in open("/proc/net/dev") if ":" in line],
            "routes": open("/proc/net/route").read().count(chr(10)),
            "bounds": [resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS)],
            "variables": dict(os.environ),
            "document": Path(sys.argv[-1]).read_bytes().hex(),
            "profile": next(Path(os.environ["HOME"]).rglob("*.xcu")).read_text("utf-8"),
            "arguments": sys.argv[1:],
        }))
        """
    )
    document = extract(load(".doc"), "a.doc", Settings())
    assert document.text == "转换而来的一段话。"
    assert document.format == "doc"
    assert "LibreOffice" in document.notes[-1]
    found = json.loads(told.read_text("utf-8"))
    assert set(found["interfaces"]) <= {"lo"}
    assert found["routes"] <= 1  # the line with the names of the columns
    assert 0 < found["bounds"][0] <= 10
    assert 0 < found["bounds"][1] <= 1500 * 1024 * 1024
    assert set(found["variables"]) <= {"HOME", "TMPDIR", "LANG", "PATH", "LC_CTYPE"}
    assert bytes.fromhex(found["document"]) == load(".doc")
    assert '"DisableMacrosExecution" oor:op="fuse"><value>true<' in found["profile"]
    home = found["variables"]["HOME"]
    assert f"-env:UserInstallation=file://{home}/profile" in found["arguments"]
    assert not Path(home).exists()


@needs_confinement
@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "import time; time.sleep(60)",
        "memory = bytearray(4 << 30)",
        "sys.exit(1)",
        "out.mkdir(); open(out / 'a.docx', 'wb').truncate(1 << 40)",
    ],
)
def test_one_that_fails_or_goes_on_ends_in_the_usual_sentence(
    body: str, stand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_SECONDS", 1)
    monkeypatch.setattr(office, "_PATIENCE", 3)
    stand_in(body)
    with pytest.raises(UnreadableSource, match="另存为 DOCX"):
        read()


@needs_confinement
def test_it_is_started_again_where_it_asks_for_that(stand_in: Any) -> None:
    told = stand_in("if not told.exists(): told.write_text('{}'); sys.exit(81)")
    assert read() == "转换而来的一段话。"
    assert told.exists()


def test_where_it_cannot_be_confined_it_is_not_run(stand_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told = stand_in("told.write_text('{}')")
    refusing = told.with_name("refuse.py")
    refusing.write_text(f"raise SystemExit({confine.REFUSED})", "utf-8")
    monkeypatch.setattr(confine, "__file__", str(refusing))
    with pytest.raises(UnreadableSource, match="另存为 DOCX"):
        read()
    assert not told.exists()


def test_what_has_a_password_is_refused_before(stand_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told = stand_in("told.write_text('{}')")

    def lock(*_paths: Path) -> None:
        raise reader.EncryptedDocumentError

    monkeypatch.setattr(reader.converter, "convert", lock)
    with pytest.raises(UnreadableSource, match="密码"):
        read()
    assert not told.exists()


@needs_confinement
@pytest.mark.skipif(
    office.find_program() is None, reason="no LibreOffice (apt-get install libreoffice-writer)"
)
def test_libreoffice_gives_what_ours_gives() -> None:
    page = read_report(PAGE.read_bytes(), PAGE.name)
    report = read_report(load(".doc"), "年报.doc")
    assert report.sections == page.sections
    assert (report.kind, report.year, report.body, report.region) == (
        *(page.kind, page.year, page.body, page.region),
    )
