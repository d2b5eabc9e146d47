"""What is published is corrected, or an older version chosen: atomically, for good, and old links go on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from indexer.archive.archive import Archive, open_archive
from indexer.archive.contributions.corrections import Correction, parse_correction
from indexer.archive.preservation.originals import make_key
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveBusy, ArchiveError, CorrectionError, Moved, NotFound
from indexer.figures.results import FindingFilter
from indexer.ingest.add import add as add_files
from indexer.ingest.amend import correct, show
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove
from indexer.search.query.parse import Choices, parse_query
from indexer.search.query.tree import Query
from indexer.settings import Settings
from indexer.verdict import Subject
from web import create_app

FOLDER = Path(__file__).parents[2] / "corpus" / "disclosure"
PASSWORD = "云泽市 2026"
HASH = generate_password_hash(PASSWORD, method="scrypt:1024:8:1")
EAST_2019, EAST_2018 = "disclosure-990101-2019", "disclosure-990101-2018"


def add(settings: Settings, *paths: Path) -> None:
    add_files(paths, settings, lambda _outcome, _total: None)


def rebuild(settings: Settings) -> None:
    reindex(settings, lambda _outcome, _total: None)


def as_year(year: str) -> Correction:
    return parse_correction(year, "", "", "甲")


def state(archive: Archive) -> list[tuple[str, str]]:
    return sorted((summary.id, summary.superseded_by) for summary in archive.list_summaries())


def searched(archive: Archive, word: str = "政府信息公开") -> set[str]:
    return {hit.report for hit in archive.search(query(word)).hits}


def query(word: str) -> Query:
    return parse_query(word, Choices(limit="100"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Two reports of one district."""
    settings = Settings(tmp_path / "home", password_hash=HASH, wait_seconds=0)
    add(settings, FOLDER / "东湖区" / "2019.html", FOLDER / "东湖区" / "2021.html")
    return settings


@pytest.fixture
def archive(settings: Settings) -> Iterator[Archive]:
    archive = open_archive(settings)
    yield archive
    archive.close()


@pytest.fixture
def two(settings: Settings, tmp_path: Path) -> Settings:
    """The report of 2019 in two versions: the one with the number 2 is shown."""
    text = (FOLDER / "东湖区" / "2019.html").read_text("utf-8")
    later = tmp_path / "later.html"
    later.write_text(text.replace("</body>", "<p>本报告于发布后更正。</p></body>"), "utf-8")
    add(settings, later)
    return settings


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    client = create_app(settings).test_client()
    said = {"who": "甲", "password": PASSWORD, "csrf_token": token(client, "/sign-in")}
    assert client.post("/sign-in", data=said).status_code == 303
    return client


def token(client: FlaskClient, address: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)
    assert found is not None
    return found[1]


def test_a_correction_moves_a_report_and_everything_that_speaks_of_it(
    settings: Settings, archive: Archive
) -> None:
    finding = archive.findings.find(FindingFilter(reports=(EAST_2019,))).items[0].finding
    commitment = archive.commitments.list_report(EAST_2019)[0]
    archive.verdicts.add(Subject.FINDING, finding.key, "dismissed", note="转录之误", who="甲")
    archive.verdicts.add(Subject.COMMITMENT, commitment.key, "part", who="乙")
    replacement = correct(EAST_2019, parse_correction("2018", "", "西岭区", "甲"), settings)
    assert (replacement.former_id, replacement.id) == (EAST_2019, "disclosure-990102-2018")
    for _ in range(2):
        record = archive.read_report("disclosure-990102-2018")
        assert record.report.region is not None
        assert (record.report.year, record.report.region.name) == (2018, "西岭区")
        assert searched(archive) == {"disclosure-990102-2018", "disclosure-990101-2021"}
        with pytest.raises(Moved) as moved:
            archive.read_report(EAST_2019)
        assert moved.value.now == "disclosure-990102-2018"
        found = [item.finding for item in archive.findings.find(FindingFilter(reports=(EAST_2019,))).items]
        assert {each.report for each in found} == {"disclosure-990102-2018"}
        verdicts = archive.verdicts.read(Subject.FINDING, [each.key for each in found])
        assert [(v.value, v.note, v.who) for v in verdicts.values()] == [("dismissed", "转录之误", "甲")]
        key = archive.commitments.list_report("disclosure-990102-2018")[0].key
        assert archive.verdicts.read(Subject.COMMITMENT, [key])[key].who == "乙"
        rebuild(settings)


def test_a_correction_corrected_back_gives_the_first_id_again(settings: Settings, archive: Archive) -> None:
    commitment = archive.commitments.list_report(EAST_2019)[0].key
    archive.verdicts.add(Subject.COMMITMENT, commitment, "part", who="甲")
    correct(EAST_2019, as_year("2018"), settings)
    now = archive.commitments.list_report(EAST_2018)[0].key
    archive.verdicts.add(Subject.COMMITMENT, now, "done", who="乙")
    assert correct(EAST_2018, as_year(""), settings).id == EAST_2019
    assert [v.who for v in archive.verdicts.list_history(Subject.COMMITMENT, commitment)] == ["乙", "甲"]
    for _ in range(2):
        assert archive.read_report(EAST_2019).report.year == 2019
        with pytest.raises(Moved):
            archive.read_report(EAST_2018)
        rebuild(settings)


def test_a_promise_is_found_by_its_former_address(settings: Settings, archive: Archive) -> None:
    commitment = archive.commitments.list_report(EAST_2019)[0]
    correct(EAST_2019, as_year("2018"), settings)
    client = create_app(settings).test_client()
    for _ in range(2):
        now = archive.commitments.list_report(EAST_2018)[0]
        assert (now.text, now.key != commitment.key) == (commitment.text, True)
        for address in ("/commitments/", "/api/commitments/"):
            assert client.get(f"{address}{commitment.key}").location == f"{address}{now.key}"
        assert client.get(f"/commitments/{now.key}").status_code == 200
        rebuild(settings)


def test_readers_are_told_what_was_corrected(settings: Settings, archive: Archive) -> None:
    replacement = correct(EAST_2019, parse_correction("2018", "", "西岭区", "甲"), settings)
    (note,) = [n for n in archive.read_report(replacement.id).reading.notes if "改正" in n]
    assert note == "经人工改正：年度（原先读作：2019 年）、地区（原先读作：示例省 › 云泽市 › 东湖区）。"
    replacement = correct(replacement.id, as_year(""), settings)
    assert not [n for n in archive.read_report(replacement.id).reading.notes if "改正" in n]


def test_a_former_id_is_never_given_to_another_text(
    settings: Settings, archive: Archive, tmp_path: Path
) -> None:
    correct(EAST_2019, as_year("2018"), settings)
    other = tmp_path / "other.html"
    other.write_text((FOLDER / "东湖区" / "2021.html").read_text("utf-8") + "<p>另一份</p>", "utf-8")
    add(settings, other)
    (added,) = {name for name, _ in state(archive)} - {EAST_2018, "disclosure-990101-2021"}
    assert correct(added, as_year("2019"), settings).id == f"{EAST_2019}-2"
    rebuild(settings)
    assert {name for name, _ in state(archive)} >= {EAST_2018, f"{EAST_2019}-2"}
    with pytest.raises(Moved):
        archive.read_report(EAST_2019)


def test_of_the_same_report_the_one_taken_in_last_is_shown_whichever_was_corrected(
    two: Settings, archive: Archive
) -> None:
    newer = f"{EAST_2019}-2"
    assert state(archive)[:2] == [(EAST_2019, newer), (newer, "")]
    # The older one goes to another year, and is there; corrected back, it is the older one again.
    replacement = correct(EAST_2019, as_year("2018"), two)
    assert replacement.is_current
    assert (EAST_2018, "") in state(archive)
    assert EAST_2018 in searched(archive)
    replacement = correct(EAST_2018, as_year("2019"), two)
    assert not replacement.is_current
    assert (EAST_2019, newer) in state(archive)
    assert searched(archive) == {newer, "disclosure-990101-2021"}
    # The newer one goes: the older one is again, and its findings count.
    replacement = correct(newer, as_year("2018"), two)
    assert replacement.now_current == (EAST_2019,)
    assert searched(archive) == {EAST_2019, replacement.id, "disclosure-990101-2021"}
    assert EAST_2019 in {item.heading.report for item in archive.findings.find(FindingFilter()).items}
    before = state(archive)
    rebuild(two)
    assert state(archive) == before


def test_reports_of_one_identity_that_are_not_alike_both_stand(settings: Settings, archive: Archive) -> None:
    replacement = correct("disclosure-990101-2021", as_year("2019"), settings)
    assert replacement.id == f"{EAST_2019}-2"
    assert replacement.is_current
    assert replacement.now_superseded == ()
    assert searched(archive) == {EAST_2019, f"{EAST_2019}-2"}


def test_findings_of_a_version_that_stands_again_count_again(two: Settings, archive: Archive) -> None:
    before = archive.findings.find(FindingFilter()).outcomes
    remove(f"{EAST_2019}-2", two)
    assert archive.findings.find(FindingFilter()).outcomes == before


def test_an_older_version_is_shown_until_a_newer_one_comes(
    two: Settings, archive: Archive, tmp_path: Path
) -> None:
    newer = f"{EAST_2019}-2"
    replacement = show(EAST_2019, two)
    assert (replacement.id, replacement.now_superseded, replacement.is_current) == (EAST_2019, (newer,), True)
    for _ in range(2):
        assert state(archive)[:2] == [(EAST_2019, ""), (newer, EAST_2019)]
        assert searched(archive) == {EAST_2019, "disclosure-990101-2021"}
        rebuild(two)
    text = (FOLDER / "东湖区" / "2019.html").read_text("utf-8")
    (tmp_path / "newest.html").write_text(text.replace("</body>", "<p>再次更正。</p></body>"), "utf-8")
    add(two, tmp_path / "newest.html")
    assert searched(archive) == {f"{EAST_2019}-3", "disclosure-990101-2021"}


def test_what_cannot_be_corrected_changes_nothing(settings: Settings, archive: Archive) -> None:
    before = state(archive)
    with pytest.raises(NotFound):
        correct("disclosure-990101-1999", as_year("2018"), settings)
    with Home(settings.home).lock_for_writing(), pytest.raises(ArchiveBusy):
        correct(EAST_2019, as_year("2018"), settings)
    with pytest.raises(CorrectionError):
        parse_correction("18", "", "", "甲")
    source = archive.read_report(EAST_2019).source
    data = settings.home / make_key(source.sha256, "bin")
    data.rename(data.with_suffix(".away"))
    with pytest.raises(NotFound):
        correct(EAST_2019, as_year("2018"), settings)
    data.with_suffix(".away").rename(data)
    rebuild(settings)
    assert state(archive) == before
    assert archive.read_correction(EAST_2019).year is None


_STOPPED = """
import os, sys
from pathlib import Path
from indexer.archive.catalogue.writing.writer import CatalogueWriter
from indexer.archive.contributions.corrections import Corrections, parse_correction
from indexer.archive.preservation.originals import Originals, make_key
from indexer.ingest.amend import correct
from indexer.search.engines.whoosh.writer import WhooshWriter
from indexer.settings import Settings
PLACES = {
    "corrected": (Corrections, "store"), "entered": (CatalogueWriter, "insert"),
    "index": (WhooshWriter, "commit"),
    "noted": (Originals, "store_source"),
}
home, moment = Path(sys.argv[1]), sys.argv[2]
place, after = moment.split("-")
owner, name = PLACES[place]
inner = getattr(owner, name)
def stop(*arguments, **named):
    if after == "after":
        inner(*arguments, **named)
    os._exit(9)
setattr(owner, name, stop)
correct("disclosure-990101-2019", parse_correction("2018", "", "", "x"), Settings(home))
"""


def test_what_was_judged_outlives_a_stop_and_a_rebuild(settings: Settings, archive: Archive) -> None:
    commitment = archive.commitments.list_report(EAST_2019)[0].key
    archive.verdicts.add(Subject.COMMITMENT, commitment, "part", who="甲")
    script = [sys.executable, "-c", _STOPPED, str(settings.home), "corrected-after"]
    assert subprocess.run(script, env=os.environ | {"PYTHONPATH": str(FOLDER.parent.parent)}).returncode == 9
    rebuild(settings)
    keys = [each.key for each in archive.commitments.list_report(EAST_2018)]
    assert [verdict.value for verdict in archive.verdicts.read(Subject.COMMITMENT, keys).values()] == ["part"]


@pytest.mark.parametrize(
    ("moment", "done"),
    [
        *(("corrected-before", False), ("corrected-after", True), ("entered-after", True)),
        *(("index-before", True), ("index-after", True), ("noted-before", True), ("noted-after", True)),
    ],
)
def test_a_stop_leaves_before_or_after(settings: Settings, archive: Archive, moment: str, done: bool) -> None:
    script = [sys.executable, "-c", _STOPPED, str(settings.home), moment]
    assert subprocess.run(script, env=os.environ | {"PYTHONPATH": str(FOLDER.parent.parent)}).returncode == 9
    # Whoever reads now finds a report for every hit.
    for hit in searched(archive):
        try:
            archive.read_report(hit)
        except Moved as moved:
            archive.read_report(moved.now)
    # The next writer finishes what was begun.
    add(settings, FOLDER / "东湖区" / "2020.html")
    expected = EAST_2018 if done else EAST_2019
    for _ in range(2):
        assert state(archive)[0][0] == expected
        assert searched(archive) == {expected, "disclosure-990101-2020", "disclosure-990101-2021"}
        assert archive.commitments.list_report(expected)
        rebuild(settings)


def test_a_full_disk_is_named_and_what_was_corrected_before_stands(
    settings: Settings, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise ArchiveError("磁盘已满")

    before = state(archive)
    with monkeypatch.context() as patched:
        patched.setattr("indexer.ingest.replacement.prepare_report", full)
        with pytest.raises(ArchiveError):
            correct(EAST_2019, as_year("2018"), settings)
    add(settings, FOLDER / "东湖区" / "2021.html")
    assert state(archive) == before
    assert archive.read_correction(EAST_2019).year is None


def test_the_former_address_leads_on(client: FlaskClient) -> None:
    page = client.get(f"/reports/{EAST_2019}").text
    assert f'href="/staff/correct/{EAST_2019}"' in page
    address = f"/staff/correct/{EAST_2019}"
    said = {"csrf_token": token(client, address)}
    wrong = client.post(address, data={**said, "region": "鼓楼区"})
    assert "不止一处" in wrong.text
    assert 'value="鼓楼区"' in wrong.text
    answer = client.post(address, data={**said, "year": "2018", "body": "东湖区人民政府"})
    assert answer.location == f"/reports/{EAST_2018}"
    page = client.get(answer.location).text
    assert f"编号由 {EAST_2019} 改为 {EAST_2018}" in page
    for old, new in (
        (f"/reports/{EAST_2019}", f"/reports/{EAST_2018}"),
        (f"/reports/{EAST_2019}?q=%E5%9F%B9%E8%AE%AD&_external=1", "?q=%E5%9F%B9%E8%AE%AD&_external=1"),
        (f"/reports/{EAST_2019}/original", f"/reports/{EAST_2018}/original"),
        (f"/staff/correct/{EAST_2019}", f"/staff/correct/{EAST_2018}"),
    ):
        moved = client.get(old)
        assert moved.status_code == 308
        assert moved.location.endswith(new)
        assert moved.location.startswith("/")
    assert client.get(f"/checks?report={EAST_2019}&outcome=holds").text.count(f"/reports/{EAST_2018}#")
    # What was corrected before is shown again, to be corrected further.
    assert 'value="2018"' in client.get(f"/staff/correct/{EAST_2018}").text
    # A form that was open meanwhile changes nothing, and says so.
    late = client.post(address, data={**said, "year": "2017"})
    assert late.status_code == 404
    assert EAST_2018 in late.text


def test_another_writer_is_named_on_the_form(client: FlaskClient, settings: Settings) -> None:
    address = f"/staff/correct/{EAST_2019}"
    said = {"csrf_token": token(client, address), "year": "2018"}
    with Home(settings.home).lock_for_writing():
        page = client.post(address, data=said)
    assert "正在写入" in page.text
    assert 'value="2018"' in page.text


def test_strangers_correct_nothing(settings: Settings) -> None:
    stranger = create_app(settings).test_client()
    for page in ("correct", "show"):
        csrf = {"csrf_token": token(stranger, "/sign-in")}
        assert stranger.post(f"/staff/{page}/{EAST_2019}", data=csrf).location.startswith("/sign-in")
    assert "改正这份报告" not in stranger.get(f"/reports/{EAST_2019}").text


def test_an_older_version_is_chosen_on_its_page(two: Settings, client: FlaskClient) -> None:
    page = client.get(f"/reports/{EAST_2019}").text
    assert f'href="/staff/show/{EAST_2019}"' in page
    address = f"/staff/show/{EAST_2019}"
    answer = client.post(address, data={"csrf_token": token(client, address)}, follow_redirects=True)
    assert f"检索不再显示 {EAST_2019}-2" in answer.text
    assert "这是旧版本" not in answer.text
    assert "这是旧版本" in client.get(f"/reports/{EAST_2019}-2").text
    assert client.get(address).location == f"/reports/{EAST_2019}"
