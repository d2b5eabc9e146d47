"""Chinese texts of a file of code.

An f-string becomes a pattern, its fields named after what stands in them (see `sentences`).
"""

from __future__ import annotations

import ast
import importlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from indexer.cli.help import list_paragraphs
from indexer.errors import SettingError
from indexer.language.sentences import CHINESE, PLACE

ROOT = Path(__file__).parent.parent.parent
_UNSPOKEN = frozenset(
    (
        "㐀",
        "从化区",
        "人民政府",
        "国务院",
        "政府办公厅",
        "政府办公室",
        "关键词",
        "词",
        "公开 二十",
        "短语",
        "nianbao batch 词语.txt",
        "--export 结果.xlsx",
        "鿿",
        "一二三四五六",
        "号线",
        "上传/{sha256}/{name}",
        "{issuer}{left}{year}{right}{number}号",
    )
)
"""Texts that nobody is shown."""
_IN_PATTERNS_ONLY = ("indexer/report/form.py",)
"""Files whose plain words are words of forms and signs of them: those that are shown come from the tables."""
_IN_SENTENCES_ONLY = "indexer/outlines/identity"
"""A folder whose other texts are words to look for in reports."""
_OF_EXPRESSIONS = frozenset("\\^$|[]*+<>_\n")
"""Characters of regular expressions and of HTML, which no sentence has, but for those of `_NAME`."""
_NAME = re.compile(r"(?<![A-Za-z])[A-Za-z]++(?>(?:[_+][A-Za-z]++)+)")
"""A setting, a value, a key: `NIANBAO_HOME`, `Ctrl+C`."""


def name_file(path: Path) -> str:
    """Return where a file is in the project, e.g. `web/errors.py`."""
    return path.relative_to(ROOT).as_posix()


def list_texts(path: Path) -> Iterator[str]:
    """Yield the Chinese texts of a file of code, those of f-strings as patterns."""
    tree = ast.parse(path.read_text("utf-8"))
    inside = {id(part) for node in ast.walk(tree) for part in _list_unspoken(node)}
    for node in ast.walk(tree):
        if id(node) in inside:
            continue
        if isinstance(node, ast.JoinedStr):
            text = _to_pattern(node, path)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = "" if name_file(path) in _IN_PATTERNS_ONLY else node.value.replace("{}", "{value}")
        else:
            continue
        if name_file(path).startswith(_IN_SENTENCES_ONLY) and not text.endswith("。"):
            continue
        own = _NAME.sub("", PLACE.sub("", text))
        if text not in _UNSPOKEN and CHINESE.search(text) and not _OF_EXPRESSIONS & set(own):
            yield text


def list_help(path: Path) -> Iterator[str]:
    """Yield the paragraphs of what the commands of a file say of themselves."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and any(map(_makes_command, node.decorator_list)):
            yield from list_paragraphs(ast.get_docstring(node) or "")


def _makes_command(decorator: ast.expr) -> bool:
    """Whether it is `@click.command(…)` or `@some_group.command(…)` or `@click.group(…)`."""
    made = decorator.func if isinstance(decorator, ast.Call) else None
    return isinstance(made, ast.Attribute) and made.attr in ("command", "group")


def _list_unspoken(node: ast.AST) -> Iterable[ast.AST]:
    """Documentation, and the pieces of f-strings."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return (node.value,)
    if isinstance(node, ast.JoinedStr):
        return (part for part in node.values if isinstance(part, ast.Constant))
    return ()


def _to_pattern(node: ast.JoinedStr, path: Path) -> str:
    names: Counter[str] = Counter()
    pieces = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            pieces.append(str(part.value))
        elif isinstance(part, ast.FormattedValue):
            fixed = _find_word(part.value, path)
            name = _name_field(part.value)
            names[name] += 1
            pieces.append(fixed or f"{{{name}{names[name] if names[name] > 1 else ''}}}")
    return "".join(pieces)


def _find_word(node: ast.expr, path: Path) -> str:
    """The word that a constant of the module stands for, "" for anything else."""
    if not isinstance(node, ast.Name) or (not node.id.isupper() and not node.id[1:].isupper()):
        return ""
    known = _read_constants(path)
    if node.id in known:
        value = known[node.id]
    else:
        try:
            value = getattr(_load(path), node.id, None)  # what is worked out is known to who runs it
        except (ImportError, SettingError):
            return ""  # the package of an extra is missing: its words are for a server, not for people
    return value if isinstance(value, str) else ""


def _load(path: Path) -> ModuleType:
    return importlib.import_module(
        name_file(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    )


@lru_cache
def _read_constants(path: Path) -> dict[str, object]:
    """What names of a file stand for, its own and those that it takes from other files of the project: read
    and not imported, for some files need packages that are not there.
    """
    found: dict[str, object] = {}
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            found.update(dict.fromkeys(names, node.value.value))
        elif isinstance(node, ast.ImportFrom) and node.module and (source := _find_file(node.module)):
            given = _read_constants(source)
            found |= {each.asname or each.name: given[each.name] for each in node.names if each.name in given}
    return found


def _find_file(module: str) -> Path | None:
    """The file of a module of the project; None for a package and for what is not the project's."""
    path = ROOT / f"{module.replace('.', '/')}.py"
    return path if path.is_file() else None


def _name_field(node: ast.expr) -> str:
    """A name for what stands in a field: that of the last variable or attribute that is no function."""
    called = {id(each.func) for each in ast.walk(node) if isinstance(each, ast.Call)}
    names = [
        each.attr if isinstance(each, ast.Attribute) else each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute | ast.Name) and id(each) not in called
    ]
    return next((name.strip("_").lower() for name in names if name != "self"), "value")
