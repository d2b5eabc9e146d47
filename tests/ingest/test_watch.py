"""Watching a folder: what appears is taken in once it is whole, and nothing twice."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from indexer.archive.archive import open_archive
from indexer.archive.outcome import FileOutcome
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveDamaged, UnreadableSource
from indexer.ingest import watch as watching
from indexer.ingest.add import add
from indexer.ingest.staging.area import WaitingArea
from indexer.ingest.staging.item import Standing
from indexer.settings import Settings

CORPUS = Path(__file__).parents[2] / "corpus" / "disclosure"


class Days:
    """Stands in for the pause between two looks: each does the next thing to the folder."""

    def __init__(self, *things: object) -> None:
        self._things = list(things)

    def __call__(self, _seconds: float) -> None:
        if not self._things:
            raise KeyboardInterrupt
        thing = self._things.pop(0)
        if callable(thing):
            thing()


def watch(folder: Path, home: Path, *things: object) -> list[tuple[str, str]]:
    """What was told until the things were all done."""
    told: list[FileOutcome] = []
    with pytest.raises(KeyboardInterrupt):
        watching.watch(folder, Settings(home=home, wait_seconds=0), told.append, sleep=Days(*things))
    return [(Path(outcome.path).name, outcome.status) for outcome in told]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(watching, "QUIET", 1)
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def report(year: int) -> bytes:
    return (CORPUS / "东湖区" / f"{year}.html").read_bytes()


def test_what_appears_is_taken_in(folder: Path, tmp_path: Path) -> None:
    (folder / "2019.html").write_bytes(report(2019))

    def appear() -> None:
        (folder / "东湖区").mkdir()
        (folder / "东湖区" / "2020.html").write_bytes(report(2020))
        (folder / "notes.pptx").write_bytes(b"x")
        (folder / "~$2020.docx").write_bytes(b"x")

    told = watch(folder, tmp_path / "home", None, appear, None, None)
    assert told == [("2019.html", "added"), ("2020.html", "added")]
    assert len(open_archive(Settings(home=tmp_path / "home")).list_summaries()) == 2


def test_a_file_that_is_still_being_copied_is_waited_for(folder: Path, tmp_path: Path) -> None:
    data, path = report(2019), folder / "2019.html"

    def write(length: int) -> object:
        return lambda: path.write_bytes(data[:length])

    told = watch(folder, tmp_path / "home", write(100), write(2000), write(len(data)), None, None)
    assert told == [("2019.html", "added")]


def test_a_file_that_pauses_while_it_is_copied_is_waited_for(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "QUIET", 3)
    data, path = report(2019), folder / "2019.html"
    path.write_bytes(data[:2000])
    pause = [None, None, lambda: path.write_bytes(data)]
    assert watch(folder, tmp_path / "home", *pause, None, None) == []
    assert watch(folder, tmp_path / "home", None, None, None, None) == [("2019.html", "added")]


def test_a_changed_file_is_an_update_and_a_bad_one_is_told_once(folder: Path, tmp_path: Path) -> None:
    (folder / "a.html").write_bytes(report(2019))
    (folder / "b.html").write_bytes(b"<p>x")

    def change() -> None:
        (folder / "a.html").write_bytes(report(2019).replace("示例".encode(), "更正".encode(), 1))

    told = watch(folder, tmp_path / "home", None, None, change, None, None, None)
    assert told == [("a.html", "added"), ("b.html", "failed"), ("a.html", "updated")]


def test_another_writer_is_waited_for(folder: Path, tmp_path: Path) -> None:
    (folder / "a.html").write_bytes(report(2019))
    home = Home(tmp_path / "home")
    add([CORPUS / "西岭区" / "2019.html"], Settings(home=home.path), lambda _outcome, _total: None)
    writing = home.lock_for_writing()
    told = watch(folder, home.path, writing.__enter__, None, lambda: writing.__exit__(None, None, None), None)
    assert told == [("a.html", "added")]


def test_what_the_archive_does_not_let_happen_is_told_once_and_tried_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.html").write_bytes(report(2019))
    home = tmp_path / "home"
    with monkeypatch.context() as full:

        def fsync(_descriptor: int) -> None:
            raise OSError(errno.ENOSPC, "")

        full.setattr("os.fsync", fsync)
        told = watch(folder, home, None, None, None, None, full.undo, None)
    assert told == [("inbox", "failed"), ("a.html", "added")]


def test_a_time_that_is_over_leaves_no_trouble_unsaid(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.html").write_bytes(report(2019))
    home = Home(tmp_path / "home")
    add([CORPUS / "西岭区" / "2019.html"], Settings(home=home.path), lambda _outcome, _total: None)
    home.find_current().catalogue.write_bytes(b"x" * 10_000)
    with pytest.raises(ArchiveDamaged):
        watching.watch(folder, Settings(home=home.path), lambda _: None, seconds=0, sleep=lambda _: None)


def test_it_ends_when_asked_to(folder: Path, tmp_path: Path) -> None:
    (folder / "a.html").write_bytes(report(2019))
    told: list[FileOutcome] = []
    watching.watch(folder, Settings(home=tmp_path / "home"), told.append, seconds=0, sleep=lambda _: None)
    assert [outcome.status for outcome in told] == ["added"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="不是文件夹"):
        watching.watch(tmp_path / "none", Settings(home=tmp_path), lambda _: None)


def review(folder: Path, settings: Settings, *things: object) -> list[tuple[str, str]]:
    """What was told until the things were all done."""
    told: list[FileOutcome] = []
    with pytest.raises(KeyboardInterrupt):
        watching.review(folder, settings, told.append, sleep=Days(*things))
    return [(Path(outcome.path).name, outcome.status) for outcome in told]


def test_what_appears_waits_for_review(folder: Path, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", wait_seconds=0)
    (folder / "2019.html").write_bytes(report(2019))
    (folder / "x.html").write_bytes(b"nothing of the kind")
    told = review(folder, settings, None, None)
    assert told == [("2019.html", "waiting"), ("x.html", "waiting")]
    assert not Home(settings.home).pointer.exists()
    area = WaitingArea(settings)
    sound, refused = sorted(area.list_all(), key=lambda item: item.name)
    assert (sound.path, sound.standing) == (str(folder / "2019.html"), Standing.NEW)
    assert refused.standing is Standing.REFUSED
    assert review(folder, settings, None, None) == []  # begun again, nothing waits twice
    area.publish([sound.sha256], "王芳")
    assert review(folder, settings, None, None) == []

    # A later version at the same place supersedes the one that was published from there.
    (folder / "2019.html").write_bytes(report(2019).replace("培训".encode(), "学习".encode()))
    assert review(folder, settings, None, None) == [("2019.html", "waiting")]
    (later,) = (item for item in area.list_all() if not item.problem)
    assert later.standing is Standing.REPLACES
    area.publish([later.sha256], "王芳")
    superseded = [bool(each.superseded_by) for each in open_archive(settings).list_summaries()]
    assert sorted(superseded) == [False, True]


def test_what_has_no_room_is_taken_later(folder: Path, tmp_path: Path) -> None:
    for year in (2019, 2020):
        (folder / f"{year}.html").write_bytes(report(year))
    room = max(len(report(2019)), len(report(2020)))  # for one of them
    settings = Settings(home=tmp_path / "home", max_waiting_bytes=room, wait_seconds=0)
    area = WaitingArea(settings)
    told = review(folder, settings, None, None, lambda: area.discard(area.list_all()[0].sha256), None)
    assert told == [("2019.html", "waiting"), (folder.name, "failed"), ("2020.html", "waiting")]
