"""Questions about files and their answers, as objects: what workers and publishers say to each other."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from indexer.archive.storage.home import Home
from indexer.archive.storage.objects.folder import FolderStore
from indexer.errors import NotAReport, SettingError
from indexer.ingest.reading.prepare import File
from indexer.ingest.reading.queue import check_queue, open_queue
from indexer.ingest.reading.queue.asking import Asker
from indexer.ingest.reading.queue.messages import Messages, Question
from indexer.ingest.reading.read import OthersNeeded
from indexer.ingest.reading.readers import Readers
from indexer.ingest.reading.workers import SECONDS, SandboxExecutor
from indexer.settings import Settings

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "corpus" / "disclosure" / "东湖区" / "2022.html"
DAMAGED = ROOT / "tests" / "cases" / "disclosure_2019" / "damaged-copy.html"


def make_file(path: Path) -> File:
    return File(path.read_bytes(), "0" * 64, path.name, str(path))


def test_a_question_comes_whole_and_the_first_answer_stays(tmp_path: Path) -> None:
    messages = Messages(FolderStore(tmp_path))
    question = Question({"name": "\udcff年报", "limits": [1, 2]}, b"\n\0bytes\n")
    key = messages.ask(question)
    assert messages.ask(Question(dict(reversed(question.values.items())), question.data)) == key
    assert messages.ask(Question(question.values, b"others")) != key
    assert messages.read_question(key) == question
    assert messages.read_answer(key) is None
    messages.answer(key, {"prepared": "\ud800甲"})
    messages.answer(key, {"prepared": "乙"})
    assert messages.read_answer(key) == {"prepared": "\ud800甲"}
    assert messages.list_answered() == {key}
    messages.delete_all()
    assert (messages.read_question(key), messages.list_answered()) == (None, frozenset())


def test_what_makes_no_sense_is_no_message(tmp_path: Path) -> None:
    messages = Messages(FolderStore(tmp_path))
    key = messages.ask(Question({"name": "a"}, b"bytes"))
    (tmp_path / "reading" / f"{key}.question").write_bytes(b"{}\nother bytes")
    assert messages.read_question(key) is None
    whole = zlib.compress(b'{"prepared": 1}')
    for written in (
        b"",
        b"{}",
        whole[:-4],
        zlib.compress(b"[]"),
        zlib.compress(b"{"),
        zlib.compress(b"\xff"),
    ):
        (tmp_path / "reading" / f"{key}.answer").write_bytes(written)
        assert messages.read_answer(key) is None
    (tmp_path / "reading" / "readme.txt").write_bytes(b"somebody else's")
    messages.delete_all()
    assert [path.name for path in (tmp_path / "reading").iterdir()] == ["readme.txt"]


def test_an_answer_says_what_the_sandbox_says(tmp_path: Path) -> None:
    """The same values, whichever way they came."""
    settings = Settings(home=tmp_path / "home")
    messages, file = Messages(Home.of(settings).objects), make_file(REPORT)
    with Readers(settings) as readers:
        asker, sandbox = Asker(readers), SandboxExecutor(readers)
        key = asker.ask(file)
        question = messages.read_question(key)
        assert question is not None
        # As a worker asks its own sandbox, whose settings are others.
        with Readers(Settings(home=tmp_path / "none", passage_chars=100), sandbox_all=True) as other:
            messages.answer(key, other.ask(question.values, question.data, None, SECONDS))
        assert asker.hear(key) == sandbox.submit(file).result()
        assert asker.ask(File(file.data, file.sha256, file.name, "elsewhere")) != key


def test_errors_come_as_what_they_are(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    messages = Messages(Home.of(settings).objects)
    with Readers(settings) as readers:
        asker = Asker(readers)
        said = []
        for number, answer in enumerate(
            (
                {"error": "NotAReport", "message": "不是年报。"},
                {"others_needed": True},
                {"error": "SettingError", "message": "不关文件的事"},
                {"error": "Moved", "message": ""},
                {"prepared": {"identity": 1}},
                {},
            )
        ):
            key = asker.ask(File(b"%d" % number, "0" * 64, "a.txt", "a.txt"))
            messages.answer(key, answer)
            said.append(asker.hear(key))
        assert isinstance(said[0], NotAReport)
        assert said[0].message == "不是年报。"
        assert isinstance(said[1], OthersNeeded)
        assert said[2:] == [None] * 4
        asker.give_up(key := asker.ask(make_file(DAMAGED)), 3)
        assert "3 次意外终止" in str(asker.hear(key))


def test_without_what_machines_share_there_is_no_queue(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with Readers(settings) as readers, pytest.raises(SettingError, match="NIANBAO_DATABASE_URL 和 "):
        open_queue(readers, print)
    assert list(check_queue(settings)) == []
