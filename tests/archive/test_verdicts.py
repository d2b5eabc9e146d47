"""Verdicts: kept apart from what is derived, never lost, never overwritten, never a way in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from indexer.archive.archive import Archive
from indexer.archive.contributions.verdicts import Verdicts
from indexer.archive.finding_filter import FindingChoice, parse_finding_filter
from indexer.archive.outcome import FileOutcome
from indexer.archive.storage.home import Home
from indexer.cli.main import nianbao
from indexer.errors import ArchiveDamaged, VerdictError
from indexer.ingest.add import add
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove
from indexer.settings import Settings
from indexer.verdict import Subject, Verdict, derive_former_key, hash_key

KEY, OTHER = hash_key("rule-1", "63", "62"), hash_key("rule-1", "63", "63")
CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(Settings(home=tmp_path / "home"))


def test_reading_makes_no_files(archive: Archive, tmp_path: Path) -> None:
    assert archive.verdicts.read_all(Subject.FINDING) == {}
    assert archive.verdicts.list_history(Subject.FINDING, KEY) == ()
    assert not (tmp_path / "home").exists()


def test_the_newest_counts_and_the_others_are_history(archive: Archive) -> None:
    store = archive.verdicts
    store.add(Subject.FINDING, KEY, "confirmed", note="总计写错", who="甲")
    store.add(Subject.FINDING, KEY, "dismissed", note="第一行\r\n第二行", link="/reports/x#s3-1", who="乙")
    now = store.read(Subject.FINDING, [KEY, OTHER])
    assert {key: (v.value, v.name, v.who) for key, v in now.items()} == {KEY: ("dismissed", "不是问题", "乙")}
    assert now[KEY].note == "第一行\n第二行"
    assert [v.value for v in store.list_history(Subject.FINDING, KEY)] == ["dismissed", "confirmed"]
    assert store.read_all(Subject.COMMITMENT) == {}


def test_a_verdict_can_be_taken_back(archive: Archive) -> None:
    archive.verdicts.add(Subject.COMMITMENT, KEY, "part")
    archive.verdicts.add(Subject.COMMITMENT, KEY, "withdrawn")
    assert archive.verdicts.read(Subject.COMMITMENT, [KEY]) == {}
    assert [v.name for v in archive.verdicts.list_history(Subject.COMMITMENT, KEY)] == ["已撤回", "部分完成"]


def test_it_outlives_rebuilding_and_taking_out(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    file = CORPUS / "disclosure" / "东湖区" / "2019.html"
    add([file], settings, _quiet)
    given_before = Archive(settings).verdicts.add(Subject.FINDING, KEY, "confirmed")
    reindex(settings, _quiet)
    remove("disclosure-990101-2019", settings)
    add([file], settings, _quiet)
    assert Archive(settings).verdicts.read_all(Subject.FINDING) == {KEY: given_before}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("no key", "confirmed", {}),
        ("'; DROP TABLE verdict; --", "confirmed", {}),
        (KEY, "done", {}),
        (KEY, "", {}),
        (KEY, "confirmed", {"note": "长" * 2001}),
        (KEY, "confirmed", {"who": "长" * 41}),
        (KEY, "confirmed", {"link": "javascript:alert(1)"}),
        (KEY, "confirmed", {"link": "//example.org/x"}),
        (KEY, "confirmed", {"link": "/\\example.org"}),
        (KEY, "confirmed", {"link": "https:///x"}),
        (KEY, "confirmed", {"link": "http://[::1"}),
        (KEY, "confirmed", {"link": "data:text/html,x"}),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_kept(
    archive: Archive, key: str, value: str, said: dict[str, str]
) -> None:
    with pytest.raises(VerdictError) as error:
        archive.verdicts.add(Subject.FINDING, key, value, **said)
    assert error.value.message.endswith("。")
    assert archive.verdicts.read_all(Subject.FINDING) == {}


@pytest.fixture
def from_before(tmp_path: Path) -> Settings:
    """An archive of one report whose text has what looks like a cell, as it was before keys told it apart."""
    page = (CORPUS / "disclosure" / "西岭区" / "2023.html").read_text("utf-8")
    file = tmp_path / "2023.html"
    file.write_text(page.replace("新收政府信息公开申请74件", "新收政府信息公开申请74件=50+24"), "utf-8")
    settings = Settings(home=tmp_path / "home")
    add([file], settings, _quiet)
    with closing(sqlite3.connect(Home(settings.home).find_current().catalogue)) as catalogue, catalogue:
        changed = catalogue.execute("UPDATE finding SET key = substr(key, 1, 16) WHERE length(key) > 16")
        assert changed.rowcount
    return settings


def _judged(settings: Settings, verdict: str) -> set[str]:
    """Key of the finding on that text if people judged it so."""
    with closing(Archive(settings)) as archive:
        wanted = parse_finding_filter(FindingChoice(rules=("text",), verdict=verdict), (), archive.verdicts)
        return {
            found.finding.key
            for found in archive.findings.find(wanted).items
            if "=" in found.finding.sentence
        }


def test_a_verdict_on_a_former_key_counts_for_the_present_one(from_before: Settings) -> None:
    (former,) = _judged(from_before, "")
    store = Archive(from_before).verdicts
    store.add(Subject.FINDING, former, "dismissed", note="含算式")
    assert _judged(from_before, "dismissed") == {former}
    reindex(from_before, _quiet)
    (now,) = _judged(from_before, "dismissed")
    assert (len(now), derive_former_key(Subject.FINDING, now)) == (32, former)
    assert store.read(Subject.FINDING, [now])[now].note == "含算式"
    assert store.read_all(Subject.FINDING)[now].key == now
    assert [verdict.note for verdict in store.list_history(Subject.FINDING, now)] == ["含算式"]
    assert _judged(from_before, "open") == set()


def test_a_verdict_on_the_present_key_counts_before_one_on_the_former(from_before: Settings) -> None:
    (former,) = _judged(from_before, "")
    store = Archive(from_before).verdicts
    store.add(Subject.FINDING, former, "dismissed")
    reindex(from_before, _quiet)
    (now,) = _judged(from_before, "")
    store.add(Subject.FINDING, now, "confirmed")
    assert (_judged(from_before, "dismissed"), _judged(from_before, "confirmed")) == (set(), {now})
    store.add(Subject.FINDING, now, "withdrawn")
    assert store.read(Subject.FINDING, [now]) == {}
    assert now not in store.read_all(Subject.FINDING)
    assert _judged(from_before, "dismissed") == _judged(from_before, "confirmed") == set()
    assert _judged(from_before, "open") == {now}
    assert [each.value for each in store.list_history(Subject.FINDING, now)] == [
        "withdrawn",
        "confirmed",
        "dismissed",
    ]


def test_keys_of_commitments_have_no_former_ones(archive: Archive) -> None:
    archive.verdicts.add(Subject.COMMITMENT, KEY[:16], "done")
    assert archive.verdicts.read(Subject.COMMITMENT, [KEY]) == {}
    assert KEY not in archive.verdicts.read_all(Subject.COMMITMENT)


@given(st.lists(st.text()), st.lists(st.text()))
def test_keys_are_equal_for_equal_parts_only(one: list[str], other: list[str]) -> None:
    assert (hash_key(*one) == hash_key(*other)) == (one == other)


def test_people_judge_at_the_same_time(archive: Archive) -> None:
    keys = [hash_key(str(number)) for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: archive.verdicts.add(Subject.FINDING, key, "confirmed"), keys))
    assert set(archive.verdicts.read(Subject.FINDING, keys)) == set(keys)


def test_many_keys_at_once(archive: Archive) -> None:
    archive.verdicts.add(Subject.FINDING, KEY, "confirmed")
    keys = [*(hash_key(str(number)) for number in range(3000)), KEY]
    assert set(archive.verdicts.read(Subject.FINDING, keys)) == {KEY}


def test_a_damaged_file_is_named_and_no_rebuild_advised(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "verdicts.sqlite").write_bytes(b"no database" * 100)
    asks: list[Callable[[], object]] = [
        lambda: archive.verdicts.read_all(Subject.FINDING),
        lambda: archive.verdicts.add(Subject.FINDING, KEY, "confirmed"),
    ]
    for ask in asks:
        with pytest.raises(ArchiveDamaged) as error:
            ask()
        assert "verdicts.sqlite" in error.value.message
        assert "reindex" not in error.value.message


def test_the_command(tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        result = CliRunner().invoke(nianbao, ["verdict", *arguments, "--home", str(tmp_path)])
        assert result.exit_code == 0, result.output
        return result.output

    assert "还没有" in run()
    add([CORPUS / "disclosure" / "西岭区" / "2023.html"], Settings(home=tmp_path), _quiet)
    with closing(Archive(Settings(home=tmp_path))) as archive:
        key = archive.findings.find(limit=1).items[0].finding.key
        promise = archive.commitments.list_report(archive.list_summaries()[0].id)[0].key
    assert "不是问题" in run("finding", key, "dismissed", "--note", "转录之误", "--who", "审计员")
    (listed,) = json.loads(run("--json"))
    assert (listed["key"], listed["note"], listed["who"]) == (key, "转录之误", "审计员")
    assert "转录之误" in run("finding", key)
    assert json.loads(run("commitment", "--json")) == []
    assert "完成" in run("commitment", promise, "done")
    for subject, wrong in (("finding", KEY), ("commitment", KEY), ("finding", promise), ("commitment", key)):
        refused = CliRunner().invoke(
            nianbao, ["verdict", subject, wrong, "withdrawn", "--home", str(tmp_path)]
        )
        assert isinstance(refused.exception, VerdictError)
        assert "没有编号" in refused.exception.message
    assert len(json.loads(run("--json"))) == 2


def test_what_was_judged_before_it_was_removed_can_be_judged_again(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    add([CORPUS / "disclosure" / "西岭区" / name for name in ("2022.html", "2023.html")], settings, _quiet)
    with closing(Archive(settings)) as archive:
        found = archive.findings.find(limit=1).items[0]
        verdict = Verdict(Subject.FINDING, found.finding.key, "confirmed", "", "", "甲", "")
        archive.judge(verdict)
        remove(found.heading.report, settings)
        archive.judge(replace(verdict, value="withdrawn"))
        assert archive.verdicts.read_all(Subject.FINDING) == {}


def _quiet(_outcome: FileOutcome, _total: int) -> None:
    """Say nothing."""


def test_stores_of_one_home_see_each_other(archive: Archive, tmp_path: Path) -> None:
    archive.verdicts.add(Subject.FINDING, KEY, "confirmed")
    other = Archive(Settings(home=tmp_path / "home")).verdicts
    assert isinstance(other, Verdicts)
    assert set(other.read_all(Subject.FINDING)) == {KEY}
