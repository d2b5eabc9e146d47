"""Bytes to text: which encoding they are in, whatever they claim.

The signature decides first, then strict UTF-8, then the reading with the most frequent Chinese
characters. charset-normalizer 3.5 reads clean bytes as well, but finds nothing (0 of 240) once a single byte
is broken, and mostly nothing when the last character is cut.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from indexer.errors import EmptySource, UndecodableSource, UnknownFormat
from indexer.text.frequency import extract_han, measure_familiarity
from indexer.text.mixed_encoding import read_mixed

_SAVE = "请转存为 DOCX、PDF 或 TXT 后再收录"
_UNPACK = "请解压后收录其中的文件，或改用 ZIP 打包"
_RECOGNISE = "请用文字识别软件转成 DOCX 或 TXT 后再收录"
_BINARY = (
    (b"%PDF-", "PDF 文件", _SAVE),
    (b"PK\x03\x04", "ZIP 压缩包（XLSX、OFD 也是这种格式）", f"文档{_SAVE}，压缩包请解压"),
    (b"PK\x05\x06", "空的 ZIP 压缩包", "请重新打包"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office 文件（DOC、XLS 或 WPS）", _SAVE),
    (b"{\\rtf", "RTF 文件", _SAVE),
    (b"\x89PNG\r\n\x1a\n", "PNG 图片", _RECOGNISE),
    (b"\xff\xd8\xff", "JPEG 图片", _RECOGNISE),
    (b"GIF8", "GIF 图片", _RECOGNISE),
    (b"BM", "BMP 图片", _RECOGNISE),
    (b"II*\x00", "TIFF 图片", _RECOGNISE),
    (b"MM\x00*", "TIFF 图片", _RECOGNISE),
    (b"\x1f\x8b", "GZIP 压缩包", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", _UNPACK),
    (b"Rar!\x1a\x07", "RAR 压缩包", _UNPACK),
    (b"SQLite format 3\x00", "SQLite 数据库", "请导出为 TXT 或 HTML 后再收录"),
)
_SIGNATURES = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# GB18030 contains GBK and GB2312; Big5-HKSCS contains Big5. CP950 has the few that HKSCS moved.
_FAMILY = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "ascii": "utf-8",
    "utf-8-sig": "utf-8",
}
_CANDIDATES = ("gb18030", "big5hkscs", "cp950")
_NAMES = {"big5hkscs": "big5", "cp950": "big5"}
_FAMILIAR = 0.25
_LATIN = re.compile(r"[\x80-\u024f]")
_ASCII = re.compile(r"[\x00-\x7f]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was read.

    Attributes:
        text: the text, without a byte order mark.
        encoding: `utf-8`, `utf-16-le`, `gb18030`, `big5`, …
        notes: what a person should know of the reading, in Chinese sentences.
    """

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str = "") -> Decoded:
    """Read bytes as text.

    Args:
        data: the whole file.
        declared: the encoding that the file or its server names; counts only where the bytes leave a choice.

    Raises:
        EmptySource: nothing but blanks.
        UnknownFormat: the bytes are of a binary format, which the message names.
        UndecodableSource: no encoding makes sense of them.
    """
    if not data.strip():
        raise EmptySource("文件内容为空，没有可读取的文字。")
    _refuse_binary(data)
    claimed = _known(declared)
    decoded = _signed(data) or _without_signature(data, claimed)
    if not decoded.text.strip("\ufeff\x00 \t\r\n\u3000\xa0"):
        raise EmptySource("文件内容为空，没有可读取的文字。")
    _refuse_gibberish(decoded.text)
    if claimed and _NAMES.get(claimed, claimed) != decoded.encoding:
        note = f"文件自称编码为 {declared.strip()}，实际按 {decoded.encoding.upper()} 读取。"
        return Decoded(decoded.text, decoded.encoding, (*decoded.notes, note))
    return decoded


def _refuse_binary(data: bytes) -> None:
    if re.search(rb"\A\s*[^<\s][\s\S]{0,500}?^MIME-Version:|\AMIME-Version:", data[:500], re.I | re.M):
        raise UnknownFormat("这是 MHT 网页归档，请用浏览器打开，另存为 HTML 后再收录。")
    for magic, name, advice in _BINARY:
        # “BM” alone may begin a text; a bitmap's reserved bytes are zero.
        if data.startswith(magic) and (magic != b"BM" or data[6:10] == bytes(4)):
            what = f" {name}" if name[0].isascii() else name
            raise UnknownFormat(f"这是{what}，不是网页或文本，{advice}。")


def _known(name: str) -> str:
    """Return the codec to try for a declared name, "" where there is none of that name for text."""
    try:
        codec = codecs.lookup(name.strip()).name if name.strip() else ""
        b" ".decode(codec or "ascii")
    except (LookupError, ValueError):
        return ""
    return _FAMILY.get(codec, codec)


def _signed(data: bytes) -> Decoded | None:
    for signature, encoding in _SIGNATURES:
        if data.startswith(signature):
            return _lenient(data[len(signature) :], encoding)
    return None


def _without_signature(data: bytes, claimed: str) -> Decoded:
    if b"\x00" in data:
        return _wide(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if mixed := read_mixed(data):
            name = _NAMES.get(mixed[1], mixed[1])
            return Decoded(mixed[0], name, ("文件前后用了两种文字编码，已分别读取。",))
        return _best(data, claimed)
    # A few characters in GBK can be valid UTF-8 by accident (联通); they are never Chinese there.
    if not text.isascii() and not extract_han(text):
        other = _lenient(data, "gb18030")
        if _LOST not in other.text and measure_familiarity(other.text) > _FAMILIAR:
            return other
    return Decoded(text, "utf-8")


def _wide(data: bytes) -> Decoded:
    """UTF-16 without a signature, or binary: only the former has frequent characters."""
    for encoding in ("utf-16-le", "utf-16-be"):
        decoded = _lenient(data, encoding)
        if measure_familiarity(decoded.text) > _FAMILIAR and not _CONTROL.search(decoded.text[:4000]):
            return decoded
    raise UnknownFormat(f"这是二进制文件，不是网页或文本，{_SAVE}。")


def _best(data: bytes, claimed: str) -> Decoded:
    readings = []
    for encoding in dict.fromkeys(filter(None, ("utf-8", claimed, *_CANDIDATES))):
        decoded = _lenient(data, encoding)
        lost = decoded.text.count(_LOST)
        # Three broken bytes are an accident in any file; beyond that one character in fifty.
        if lost > max(3, len(decoded.text) // 50):
            continue
        score = (
            measure_familiarity(decoded.text)
            - lost / max(1, len(decoded.text))
            + 0.02 * (encoding == claimed)
        )
        readings.append((score, decoded))
    if not readings:
        raise UndecodableSource("无法识别文件的文字编码，请另存为 UTF-8 编码后再收录。")
    return max(readings, key=lambda reading: reading[0])[1]


def _lenient(data: bytes, encoding: str) -> Decoded:
    """Read with broken bytes shown as �; one character cut off at the very end is left out."""
    name = _NAMES.get(encoding, encoding)
    try:
        return Decoded(data.decode(encoding), name)
    except UnicodeDecodeError as error:
        if len(data) - error.start < 4 and error.end == len(data):
            note = "文件末尾的最后一个字不完整，已略去；文件可能在传输中被截断。"
            return Decoded(data[: error.start].decode(encoding), name, (note,))
    text = data.decode(encoding, errors="replace")
    note = f"文件中有 {text.count(_LOST)} 处字节损坏，以“{_LOST}”代替。"
    return Decoded(text, name, (note,))


def _refuse_gibberish(text: str) -> None:
    """Refuse text that was misread before it was stored, or was never text."""
    sample = text if len(text) <= 60_000 else text[:30_000] + text[-30_000:]
    foreign = _ASCII.sub("", sample)
    chinese = extract_han(foreign)
    # Nearly all of a page is either ASCII or Chinese: only the rest is looked at for Latin letters.
    latin = len(_LATIN.findall(foreign)) if len(foreign) > len(chinese) else 0
    if (
        len(_CONTROL.findall(sample)) > len(sample) // 100 + 1
        or sample.count(_LOST) > len(sample) // 50 + 3
        or (len(foreign) >= 20 and latin > len(foreign) // 2)
        or (len(chinese) >= 20 and measure_familiarity(chinese) < _FAMILIAR)
    ):
        raise UndecodableSource("文件内容是乱码，读不出文字，请从原网站重新保存为 UTF-8 编码后再收录。")
