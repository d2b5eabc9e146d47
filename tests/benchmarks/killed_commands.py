"""Everything that writes to an archive, as `faults` has it killed: each may be run again after a kill, and
then does what is left to do."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from indexer.archive.archive import open_archive
from indexer.archive.contributions.corrections import Correction
from indexer.archive.preservation import backup as saving
from indexer.archive.preservation import restore as restoring
from indexer.errors import ArchiveError, NotFound
from indexer.ingest.add import add as add_files
from indexer.ingest.amend import correct
from indexer.ingest.recovery import recover
from indexer.ingest.reindex import reindex as reindex_archive
from indexer.ingest.remove import remove
from indexer.ingest.staging.area import WaitingArea
from indexer.settings import Settings
from indexer.verdict import Subject, Verdict
from web import create_app

GONE = "disclosure-990102-2021"
"""The report that is taken out."""
AMENDED = "disclosure-990102-2023"
"""The report whose year is corrected, and that is judged."""
LATER = 2030
"""The year that it is said to be of."""
SAVED = "saved.tar.gz"
"""The backup that is restored, beside the files that arrive."""
_SENT = 6
"""Files that staff send in."""
_PASSWORD = "云泽市 2026"
_HASH = generate_password_hash(_PASSWORD, method="scrypt:1024:8:1")


def add(home: Path, arriving: Path) -> None:
    """Take in the other half."""
    add_files([arriving], Settings(home=home), lambda _outcome, _total: None)


def reindex(home: Path, _arriving: Path) -> None:
    """Rebuild."""
    reindex_archive(Settings(home=home), lambda _outcome, _total: None)


def take_out(home: Path, _arriving: Path) -> None:
    """Take a report out; who finds it gone has nothing left to do."""
    with contextlib.suppress(NotFound):
        remove(GONE, Settings(home=home))


def amend(home: Path, _arriving: Path) -> None:
    """Correct the year of a report; who finds it moved has nothing left to do."""
    with contextlib.suppress(NotFound):
        correct(AMENDED, Correction(year=LATER, who="甲"), Settings(home=home))


def judge(home: Path, _arriving: Path) -> None:
    """Judge all that the rules say of the reports, one after the other, and note what was acknowledged."""
    archive = open_archive(Settings(home=home))
    for each in archive.findings.find().items[:40]:
        key = each.finding.key
        if not archive.verdicts.list_history(Subject.FINDING, key):
            archive.judge(Verdict(Subject.FINDING, key, "confirmed", "", "", "甲", ""))
        with list_acknowledged(home).open("a") as file:
            file.write(f"{key}\n")


def list_acknowledged(home: Path) -> Path:
    """Return the file that says which verdicts were acknowledged."""
    return home.with_name("acknowledged")


def publish(home: Path, arriving: Path) -> None:
    """Send files in as staff do, and publish all that waits."""
    area = WaitingArea(Settings(home=home))
    for path in _list_sent(arriving):
        area.take(path.read_bytes(), path.name, "甲")
    area.publish([item.sha256 for item in area.list_all()])


def publish_from_page(home: Path, arriving: Path) -> None:
    """The same as `publish`, by the forms of the portal."""
    client = _sign_in(home)
    files = [(io.BytesIO(path.read_bytes()), path.name) for path in _list_sent(arriving)]
    _post(client, "/staff/upload", "/staff", files=files)
    waiting = [item.sha256 for item in WaitingArea(Settings(home=home)).list_all()]
    _post(client, "/staff/publish", "/staff", file=waiting, do="publish")


def discard_from_page(home: Path, arriving: Path) -> None:
    """Send files in and let them go, by the forms of the portal."""
    client = _sign_in(home)
    files = [(io.BytesIO(path.read_bytes()), path.name) for path in _list_sent(arriving)[:2]]
    _post(client, "/staff/upload", "/staff", files=files)
    waiting = [item.sha256 for item in WaitingArea(Settings(home=home)).list_all()]
    _post(client, "/staff/publish", "/staff", file=waiting, do="discard")


def withdraw_from_page(home: Path, _arriving: Path) -> None:
    """Take a report out by the form of the portal; who finds it gone has nothing left to do."""
    client, address = _sign_in(home), f"/staff/withdraw/{GONE}"
    if client.get(address).status_code != 404:
        _post(client, address, address)


def back_up(home: Path, _arriving: Path) -> None:
    """Save all to a file, which is there whole or not at all."""
    target = home.with_name("backup.tar.gz")
    target.unlink(missing_ok=True)
    saving.backup(target, Settings(home=home))


def restore(home: Path, arriving: Path) -> None:
    """Restore a backup beside the archive, as the command does; go on as its error says after a kill."""
    settings = Settings(home=home.with_name("restored"))
    try:
        restoring.restore(arriving.with_name(SAVED), settings)
    except ArchiveError as error:
        if "nianbao reindex" not in error.message and not (settings.home / "current").exists():
            raise
    reindex_archive(settings, lambda _outcome, _total: None)


COMMANDS: dict[str, Callable[[Path, Path], None]] = {
    "add": add,
    "reindex": reindex,
    "remove": take_out,
    "amend": amend,
    "judge": judge,
    "publish": publish,
    "publish from the page": publish_from_page,
    "discard from the page": discard_from_page,
    "withdraw from the page": withdraw_from_page,
    "backup": back_up,
    "restore": restore,
}
SILENT = frozenset({"reindex", "judge", "discard from the page", "backup", "restore"})
"""Commands after which searches find what they found before."""


def find_result(name: str, home: Path) -> Path:
    """Return the home that a command has written."""
    return home.with_name("restored") if name == "restore" else home


def _list_sent(arriving: Path) -> list[Path]:
    return sorted(arriving.rglob("*.html"))[:_SENT]


def _sign_in(home: Path) -> FlaskClient:
    settings = Settings(home=home, password_hash=_HASH)
    with contextlib.suppress(ArchiveError):
        recover(settings)  # as the portal does when it is started again
    client = create_app(settings).test_client()
    _post(client, "/sign-in", "/sign-in", who="甲", password=_PASSWORD)
    return client


def _post(client: FlaskClient, address: str, form: str, **said: object) -> None:
    """Send a form as a browser does."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(form).text)
    assert token is not None
    answer = client.post(address, data={"csrf_token": token[1], **said})
    assert answer.status_code == 303, f"{address}: {answer.status_code}"
