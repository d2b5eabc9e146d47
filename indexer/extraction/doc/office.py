"""Has LibreOffice write old Word documents as DOCX, where it is installed and what we read them with cannot.

It runs confined (`confine`): without a network, in a folder of its own that is its home too and is deleted
with all that it wrote, with macros, links and updates of fields switched off, for seconds of processor time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from indexer.extraction.doc import confine

_SECONDS, _PATIENCE = 8, 15
"""Processor time, and time by the clock, for one document; starting takes two of them."""
_MEGABYTES = 1500
_BINARY = "soffice.bin"
"""The program itself beside the script that starts it, which would leave it behind when it is ended."""
_AGAIN = 81
"""How it exits where it is to be started again, as it is the first time in a new folder."""
_SCRIPTING, _UPDATE = "Common/Security/Scripting", "Writer/Content/Update"
_PROFILE = {
    (_SCRIPTING, "MacroSecurityLevel"): "3",  # of trusted places alone, of which there are none
    (_SCRIPTING, "DisableMacrosExecution"): "true",
    (_SCRIPTING, "BlockUntrustedRefererLinks"): "true",
    (_UPDATE, "Link"): "0",  # never (com.sun.star.document.LinkUpdateModes)
}


def find_program() -> Path | None:
    """Return where LibreOffice is; None where it is not installed, or cannot be confined (not Linux)."""
    script = shutil.which("soffice") or shutil.which("libreoffice")
    if not script or sys.platform != "linux":
        return None
    binary = Path(script).resolve().with_name(_BINARY)
    return binary if os.access(binary, os.X_OK) else Path(script)


def convert(data: bytes) -> bytes | None:
    """Return an old Word document as DOCX; None where LibreOffice is missing or does not make one."""
    program = find_program()
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        try:
            return _run(program, Path(folder), data)
        except (OSError, subprocess.SubprocessError):
            return None


def _run(program: Path, folder: Path, data: bytes) -> bytes:
    """Return a document as DOCX, made in a folder.

    Raises:
        OSError, subprocess.SubprocessError: the program cannot be confined, or makes none.
    """
    profile, document, written = folder / "profile" / "user", folder / "a.doc", folder / "out"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_make_profile(), "utf-8")
    document.write_bytes(data)
    command = [
        *(sys.executable, "-I", confine.__file__, str(_SECONDS), str(_MEGABYTES), str(program)),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", "docx", "--outdir", str(written), str(document)),
    ]
    variables = {"HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"}
    for _ in range(2):
        done = subprocess.run(  # noqa: S603 - a program of the system, with arguments of ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={**variables, "PATH": os.environ.get("PATH", os.defpath)},
            timeout=_PATIENCE,
            check=False,
        )
        if done.returncode != _AGAIN:
            break
    done.check_returncode()
    return (written / "a.docx").read_bytes()


def _make_profile() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for (path, name), value in _PROFILE.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    )
