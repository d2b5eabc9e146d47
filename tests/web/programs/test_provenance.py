"""Where a report comes from is told in full, and can be checked by who keeps the sums."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask.testing import FlaskClient
from prov.model import ProvDocument

from indexer.archive.archive import open_archive
from indexer.archive.contributions.corrections import Correction
from indexer.archive.preservation.manifest import Manifests, find_broken_link
from indexer.archive.preservation.originals import make_key
from indexer.archive.storage.home import Home
from indexer.cli.main import nianbao
from indexer.errors import UnreadableSource
from indexer.ingest.add import add
from indexer.ingest.amend import correct
from indexer.ingest.remove import remove
from indexer.settings import Settings
from tests.conftest import ROOT
from web import create_app

REPORT = "disclosure-990101-2018"
LATER = datetime(2099, 1, 1, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An archive of three reports that may be written to."""
    settings = Settings(home=tmp_path / "home")
    east = ROOT / "corpus" / "disclosure" / "东湖区"
    add([east / f"{year}.html" for year in (2019, 2020, 2021)], settings, lambda _outcome, _total: None)
    return settings


def read_chain(client: FlaskClient, report: str) -> tuple[dict[str, Any], ProvDocument]:
    """The chain of a report, as it is and as a kept library reads it."""
    answer = client.get(f"/api/reports/{report}/provenance")
    assert answer.status_code == 200
    return answer.get_json(), ProvDocument.deserialize(content=answer.text, format="json")


def test_the_chain_is_read_by_who_knows_prov(invented_settings: Settings) -> None:
    client = create_app(Settings(), open_archive(invented_settings)).test_client()
    said, chain = read_chain(client, f"{REPORT}-2")
    assert {type(record).__name__ for record in chain.get_records()} >= {
        "ProvEntity",
        "ProvActivity",
        "ProvGeneration",
        "ProvUsage",
        "ProvDerivation",
    }
    (original,) = [entity for entity in said["entity"].values() if "nb:size" in entity]
    path = original["prov:location"].removeprefix("http://localhost")
    assert hashlib.sha256(client.get(path).data).hexdigest() == original["nb:sha256"]
    (earlier,) = [entity for entity in said["entity"].values() if "nb:differences" in entity]
    assert client.get(earlier["nb:differences"].removeprefix("http://localhost")).status_code == 200
    page = BeautifulSoup(client.get(f"/reports/{REPORT}-2").text, "lxml")
    assert page.select_one(f'a[href="/api/reports/{REPORT}-2/provenance"]')


def test_a_correction_is_a_link_of_the_chain(settings: Settings) -> None:
    client = create_app(settings).test_client()
    before, _ = read_chain(client, "disclosure-990101-2019")
    assert "nb:corrected" not in before["activity"]
    moved = correct("disclosure-990101-2019", Correction(region="990102", who="甲"), settings)
    said, _ = read_chain(client, moved.id)
    corrected = said["activity"]["nb:corrected"]
    assert corrected["nb:parts"] == ["region"]
    assert corrected["prov:endTime"] >= before["activity"]["nb:added"]["prov:endTime"]
    assert "甲" not in json.dumps(said, ensure_ascii=False)
    assert any("东湖区" in note for note in said["activity"]["nb:read"]["nb:notes"])


def run(settings: Settings, *arguments: str) -> tuple[int, str]:
    """Exit code and output of a command."""
    result = CliRunner().invoke(nianbao, [*arguments, "--home", str(settings.home)])
    return result.exit_code, result.output


def test_a_report_is_verified_from_end_to_end(settings: Settings) -> None:
    code, output = run(settings, "verify", "--report", "disclosure-990101-2020")
    assert (code, "都与收录时相同" in output) == (0, True)
    source = open_archive(settings).read_report("disclosure-990101-2020").source
    path = settings.home / make_key(source.sha256, "bin")
    path.write_bytes(path.read_bytes() + b" ")
    code, output = run(settings, "verify", "--report", "disclosure-990101-2020", "--json")
    said = json.loads(output)
    assert (code, said["original"], said["sha256"]) == (1, False, source.sha256)
    assert "已被改动" in said["faults"][0]


def test_a_text_that_reads_otherwise_is_told(settings: Settings) -> None:
    """As after the catalogue was made by another version of the program, or changed by a hand."""
    catalogue = Home(settings.home).find_current().catalogue
    with sqlite3.connect(catalogue) as connection:
        connection.execute("UPDATE report SET content = replace(content, '公开', '公幵') WHERE year = 2020")
    code, output = run(settings, "verify", "--report", "disclosure-990101-2020")
    assert code == 1
    assert "重读" in output


def test_manifests_are_written_once_and_chained(settings: Settings) -> None:
    manifests = Manifests(Home(settings.home))
    assert manifests.write_missing() == ()  # the month is not over
    (written,) = manifests.write_missing(LATER)
    assert written.originals == 3
    assert manifests.write_missing(LATER) == ()
    data = manifests.read(f"{written.month}.tsv")
    assert hashlib.sha256(data).hexdigest() == written.sha256
    assert find_broken_link([data]) == ""
    assert find_broken_link([data, data]) == written.month
    client = create_app(settings).test_client()
    page = client.get("/manifests").text
    assert written.sha256 in page
    assert client.get(f"/manifests/{written.month}.tsv").data == data
    for name in ("2020-13.tsv", "..%2fcurrent", "1999-01.tsv"):
        assert client.get(f"/manifests/{name}").status_code == 404


def test_who_keeps_a_manifest_sees_what_changed(settings: Settings, tmp_path: Path) -> None:
    manifests = Manifests(Home(settings.home))
    (written,) = manifests.write_missing(LATER)
    kept = Path(shutil.copy(settings.home / f"manifests/{written.month}.tsv", tmp_path / "kept.tsv"))
    assert run(settings, "manifest", "--compare", str(kept)) == (0, "清单中有 3 份原文件，都没有变。\n")
    remove("disclosure-990101-2019", settings)
    code, output = run(settings, "manifest", "--compare", str(kept))
    assert (code, "已撤下 1 份：disclosure-990101-2019" in output) == (0, True)
    found = open_archive(settings).read_report("disclosure-990101-2020")
    path = settings.home / make_key(found.source.sha256, "bin")
    path.write_bytes(b"x")
    own = settings.home / f"manifests/{written.month}.tsv"
    own.write_bytes(own.read_bytes().replace(b"2020", b"2022"))
    code, output = run(settings, "manifest", "--compare", str(kept), "--json")
    assert code == 1
    assert len(json.loads(output)["faults"]) == 2
    (tmp_path / "other.txt").write_text("x")
    result = CliRunner().invoke(nianbao, ["manifest", "--compare", str(tmp_path / "other.txt")])
    assert isinstance(result.exception, UnreadableSource)


def test_what_was_withdrawn_before_the_month_was_over_is_in_its_manifest(settings: Settings) -> None:
    remove("disclosure-990101-2019", settings)
    (written,) = Manifests(Home(settings.home)).write_missing(LATER)
    assert written.originals == 3
