"""What sentences mean, as vectors: the only place that runs a sentence model.

Optional: needs the extra `nianbao[meaning]` (onnxruntime, tokenizers) and a model in ONNX on this machine.
Sentences of like meaning have vectors of like direction, whatever words they use.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from indexer.errors import SettingError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SETTING = "NIANBAO_SENTENCE_MODEL"
_LONGEST = 160  # tokens of a sentence that are read
_TOGETHER = 32  # sentences that are read at once


class Encoder(Protocol):
    """Turns sentences into vectors."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a row of length 1 for each text."""


class SentenceModel:
    """A sentence model (BERT) with its tokenizer; both are loaded when the first sentence comes.

    The first token's vector is the sentence's, as in `BAAI/bge-small-zh-v1.5`.
    """

    def __init__(self, path: Path) -> None:
        """Args:
            path: of the ONNX file; its tokenizer (`tokenizer.json`) lies beside it or one folder above, or
                beside it under the same name (`<name>-tokenizer.json`).

        Raises:
            SettingError: one of them is not there.
        """
        if not path.is_file():
            raise SettingError(f"{_SETTING} 指的文件 {path} 不存在，请改成 ONNX 模型文件的路径。")
        beside = path.with_name(f"{path.stem}-tokenizer.json")
        places = (beside, path.with_name("tokenizer.json"), path.parent.parent / "tokenizer.json")
        found = next((place for place in places if place.is_file()), None)
        if found is None:
            raise SettingError(f"{path.parent} 中没有 tokenizer.json，请把模型的分词文件放在模型旁边。")
        self._path, self._tokenizer_path = path, found
        self.name = f"{path.stem}-{path.stat().st_size}"
        """Names the model: vectors of another one are no use."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a row of length 1 for each text.

        Raises:
            SettingError: the packages are not installed, or the files hold no such model.
        """
        import numpy as np

        # Sentences of like length together: all of one run are as long as the longest.
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        rows: list[NDArray[np.float32]] = []
        for start in range(0, len(order), _TOGETHER):
            rows.append(self._run([texts[number] for number in order[start : start + _TOGETHER]]))
        vectors = np.concatenate(rows)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        arranged = np.empty_like(vectors)
        arranged[order] = vectors
        return arranged

    def _run(self, texts: list[str]) -> NDArray[np.float32]:
        import numpy as np

        session, tokenizer = self._loaded
        encoded = tokenizer.encode_batch(texts)
        ids = np.array([each.ids for each in encoded], np.int64)
        given = {
            "input_ids": ids,
            "attention_mask": np.array([each.attention_mask for each in encoded], np.int64),
            "token_type_ids": np.zeros_like(ids),
        }
        try:
            output = session.run(None, {each.name: given[each.name] for each in session.get_inputs()})[0]
        except Exception as error:  # onnxruntime has errors of its own for each reason
            raise _refuse(self._path, error) from error
        first = output[:, 0] if output.ndim == 3 else output
        return np.asarray(first, np.float32)

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        """The session and the tokenizer."""
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as missing:
            raise SettingError(
                "设了 NIANBAO_SENTENCE_MODEL，但没有装 onnxruntime 和 tokenizers；"
                "请先运行 pip install 'nianbao[meaning]'。"
            ) from missing
        try:
            tokenizer = Tokenizer.from_file(str(self._tokenizer_path))
            tokenizer.enable_truncation(_LONGEST)
            tokenizer.enable_padding()
            options = onnxruntime.SessionOptions()
            # Threads that wait leave the processor to the portal that answers beside.
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            return onnxruntime.InferenceSession(str(self._path), options), tokenizer
        except Exception as error:  # both have errors of their own for each reason
            raise _refuse(self._path, error) from error


def _refuse(path: Path, error: Exception) -> SettingError:
    reason = " ".join(str(error).split())[:120]
    return SettingError(f"{_SETTING} 指的文件 {path} 不能用作句子模型（{reason}），请换成另一个模型。")
