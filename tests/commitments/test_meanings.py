"""With a sentence model passages of other words are found; without one nothing of it is loaded."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from indexer.archive.archive import open_archive
from indexer.archive.meanings import Meanings
from indexer.archive.preservation.backup import backup
from indexer.commitments.matching.candidate import Candidate
from indexer.commitments.matching.evidence import Evidence, find_evidence, index_candidates
from indexer.commitments.matching.sentence_model import SentenceModel
from indexer.commitments.search.filter import parse_commitment_filter
from indexer.commitments.sentence import Place
from indexer.errors import SettingError
from indexer.ingest.add import add
from indexer.report.report import Kind
from indexer.search.query.parse import Choices, parse_query
from indexer.settings import Settings
from indexer.text.fold import fold

ROOT = Path(__file__).parents[2]
DISTRICT = ROOT / "corpus" / "disclosure" / "东湖区"
PROMISE = "健全城乡养老服务网络,让老人老有所养。"
PASSAGE = "居家养老设施覆盖所有社区。"


class ByTopic:
    """An encoder by which texts are alike that have one of the same signs."""

    def __init__(self, *signs: str) -> None:
        self._signs = signs
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.seen += texts
        rows = [[*(float(sign in text) for sign in self._signs), 0.01] for text in texts]
        vectors = np.array(rows, np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _find(promise: str, passages: Sequence[str], encoder: ByTopic | None) -> tuple[Evidence, ...]:
    listed = tuple(
        Candidate(text, fold(text), Place(1, n, 0, n, len(text))) for n, text in enumerate(passages)
    )
    meanings = encoder.encode([promise]) if encoder else None
    later = index_candidates("later", listed, (), encoder)
    return find_evidence(Kind.WORK, [fold(promise)], [later], (), meanings)[0]


def test_what_means_the_same_in_other_words_is_surer() -> None:
    near = _find(PROMISE, [PASSAGE], ByTopic("老"))
    far = _find(PROMISE, [PASSAGE], ByTopic("养老服务", "设施"))
    assert [answer.text for answer in near] == [PASSAGE]
    assert not far or far[0].score < near[0].score


def test_what_shares_no_word_is_not_shown_however_near() -> None:
    assert _find(PROMISE, ["日间照料中心建成开放。"], ByTopic("老", "照料")) == ()
    same = ByTopic("。")
    assert _find(PROMISE, ["日间照料中心建成开放。"], same) == ()


@given(st.lists(st.text("养老服务网络站点社区建成,。", min_size=8, max_size=20), min_size=1, max_size=5))
def test_the_nearer_in_meaning_the_surer(passages: list[str]) -> None:
    """Of passages of the same words one whose vector is nearer is never less sure."""
    near = {answer.text: answer.score for answer in _find(PROMISE, passages, ByTopic("。", ",", "养", "务"))}
    nearest = {answer.text: answer.score for answer in _find(PROMISE, passages, ByTopic())}
    assert all(score <= nearest[text] for text, score in near.items())


def _make_model(folder: Path, name: str = "model") -> SentenceModel:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.onnx").write_bytes(b"not read")
    (folder / "tokenizer.json").write_text("{}")
    return SentenceModel(folder / f"{name}.onnx")


def _replace_model(monkeypatch: pytest.MonkeyPatch, encoder: ByTopic) -> None:
    monkeypatch.setattr(SentenceModel, "encode", lambda _self, texts: encoder.encode(texts))


def test_vectors_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = ByTopic("老", "电梯")
    _replace_model(monkeypatch, encoder)
    model, texts = _make_model(tmp_path / "model"), ["老人", "电梯", "老人", "公园"]
    first = Meanings(tmp_path / "kept", model).encode(texts)
    assert len(encoder.seen) == 3
    again = Meanings(tmp_path / "kept", model).encode([*reversed(texts), "电梯和老人"])
    assert encoder.seen[3:] == ["电梯和老人"]
    assert np.array_equal(first, again[3::-1])
    assert np.allclose(first, encoder.encode(texts), atol=0.01)
    other = _make_model(tmp_path / "model", "other")
    Meanings(tmp_path / "kept", other).encode(["老人"])
    assert len(list((tmp_path / "kept").iterdir())) == 2


@pytest.mark.parametrize("lost", range(1, 24))
def test_a_file_that_was_cut_off_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: int
) -> None:
    encoder = ByTopic("老", "电梯", "路")
    _replace_model(monkeypatch, encoder)
    model = _make_model(tmp_path / "model")
    whole = Meanings(tmp_path, model).encode(["老人", "电梯"])
    [file] = tmp_path.glob("*.bin")
    file.write_bytes(file.read_bytes()[:-lost])
    assert np.array_equal(Meanings(tmp_path, model).encode(["老人", "电梯"]), whole)
    assert np.array_equal(Meanings(tmp_path, model).encode(["老人", "电梯"]), whole)


def test_reports_are_added_with_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = ByTopic("民生", "学位", "公开")
    _replace_model(monkeypatch, encoder)
    model = _make_model(tmp_path / "model")
    settings = Settings(home=tmp_path / "home", sentence_model=str(tmp_path / "model" / "model.onnx"))
    files = [DISTRICT / "2021.html", DISTRICT / "2022.html"]
    add(files[:1], settings, lambda _outcome, _total: None)
    assert not encoder.seen, "what nothing can answer needs no vectors"
    add(files[1:], settings, lambda _outcome, _total: None)
    assert len(set(encoder.seen)) == len(encoder.seen) > 20
    assert (settings.home / "meanings" / f"{model.name}.bin").is_file()
    commitments = open_archive(settings).commitments
    asked = parse_query("“民生地图与12345”", Choices(limit=9))
    [found] = commitments.find(asked, parse_commitment_filter(class_=("all",))).commitments
    assert "没有完成" in commitments.read_dossier(found.key).answers[0].evidence.text
    backup(tmp_path / "saved.tar.gz", settings)
    listed = subprocess.run(["tar", "tzf", tmp_path / "saved.tar.gz"], capture_output=True, text=True).stdout
    assert "originals" in listed
    assert "meanings" not in listed


def test_without_a_model_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from indexer.ingest.add import add; "
        "from indexer.settings import Settings; "
        f"add([Path({str(DISTRICT / '2021.html')!r}), Path({str(DISTRICT / '2022.html')!r})], "
        f"Settings(home=Path({str(tmp_path / 'home')!r})), lambda *_: None); "
        "print([name for name in ('onnxruntime', 'tokenizers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr
    assert not (tmp_path / "home" / "meanings").exists()


def test_what_is_wrong_with_the_setting_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(home=tmp_path / "home", sentence_model=str(tmp_path / "none.onnx"))
    with pytest.raises(SettingError, match="不存在"):
        add([DISTRICT / "2021.html"], settings, lambda _outcome, _total: None)
    (tmp_path / "none.onnx").write_bytes(b"")
    with pytest.raises(SettingError, match=r"tokenizer\.json"):
        SentenceModel(tmp_path / "none.onnx")
    model = _make_model(tmp_path / "model")
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(SettingError, match=r"nianbao\[meaning\]"):
        model.encode(["老人"])


def _field(number: int, value: int | bytes | str) -> bytes:
    """A field of a protocol buffer (ONNX files are such): a number, or bytes with their length."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])


def _write_looking_up(path: Path, table: NDArray[np.float32]) -> None:
    """Write a model whose vector of a token is a row of a table (onnx.proto: fields by their numbers)."""

    def value(name: str, kind: int, dimensions: int) -> bytes:
        shape = b"".join(_field(1, _field(2, f"{name}{n}")) for n in range(dimensions))
        return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))

    rows, columns = table.shape
    tensor = _field(1, rows) + _field(1, columns) + _field(2, 1) + _field(8, "table")
    tensor += _field(9, table.tobytes())
    node = _field(1, "table") + _field(1, "input_ids") + _field(2, "out") + _field(4, "Gather")
    graph = _field(1, node) + _field(2, "looking up") + _field(5, tensor)
    graph += _field(11, value("input_ids", 7, 2)) + _field(12, value("out", 1, 3))
    path.write_bytes(_field(1, 8) + _field(7, graph) + _field(8, _field(2, 13)))


@pytest.fixture
def looking_up(tmp_path: Path) -> SentenceModel:
    for package in ("onnxruntime", "tokenizers"):
        pytest.importorskip(package, reason="the extra `nianbao[meaning]` is not installed")
    splitting = {"type": "Split", "pattern": {"Regex": "."}, "behavior": "Isolated", "invert": False}
    tokenizer: dict[str, Any] = {
        "version": "1.0",
        "model": {"type": "WordLevel", "vocab": {"[PAD]": 0, "老": 1, "路": 2}, "unk_token": "[PAD]"},
        "pre_tokenizer": splitting,
    }
    (tmp_path / "tokenizer.json").write_text(json.dumps(tokenizer), "utf-8")
    _write_looking_up(tmp_path / "model.onnx", np.array([[1, 1], [3, 0], [0, 5]], np.float32))
    return SentenceModel(tmp_path / "model.onnx")


def test_a_model_is_run(looking_up: SentenceModel) -> None:
    texts = ["路上", "老人老了", "老", "路"] * 20
    assert np.allclose(looking_up.encode(texts), [[0, 1], [1, 0], [1, 0], [0, 1]] * 20)


def test_a_file_that_is_no_model_is_refused(looking_up: SentenceModel, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"no model")
    with pytest.raises(SettingError, match="不能用作句子模型"):
        SentenceModel(tmp_path / "model.onnx").encode(["老"])
