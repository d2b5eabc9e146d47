"""Damages files of a home, one at a time: `python tests/benchmarks/damaged_homes.py --files 100 --seed 7`.

A home has every kind of file (originals, trash, catalogue, index, verdicts, corrections, files that wait,
copies, counts, keys, …). Each round damages one file of a copy (deletes, empties or cuts it, changes some
bits or a page of it, puts another of its kind in its place), looks at every page, runs `verify`, and mends it
as the sentences say: `nianbao add` with the files that came, the last copy of people's work, `nianbao
reindex`, `nianbao verify --accept`.

A page may answer 503 with a sentence, never 500. What differs from before without a word on the page must be
told by `verify`. In the end all pages are what they were, `verify` has nothing to say, and nothing is lost.
Prints what was counted by kind of file, and every fault; exits with 1 if there was one.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from werkzeug.security import generate_password_hash

from indexer.archive.archive import open_archive
from indexer.archive.contributions.aliases import AliasStore, parse_alias
from indexer.archive.contributions.copies.copies import copy_work, list_copies
from indexer.archive.contributions.corrections import Correction
from indexer.archive.contributions.verdicts import Verdicts
from indexer.archive.preservation.verification import verify
from indexer.archive.search_counts import SearchCounts
from indexer.archive.storage.home import Home
from indexer.errors import NianbaoError
from indexer.ingest.add import add
from indexer.ingest.amend import correct
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove
from indexer.ingest.staging.area import WaitingArea
from indexer.settings import Settings
from indexer.verdict import Subject, Verdict
from web import create_app

FILES = Path(__file__).parents[2] / "corpus" / "disclosure" / "西岭区"
YEARS = ("2016", "2019", "2021", "2022", "2023")
PAGES = (
    "/",
    "/search?q=公开",
    "/api/search?q=申请",
    "/archive",
    "/checks",
    "/figures",
    "/commitments?class=all",
)
HARMLESS = frozenset(
    {
        *("lock", "inventory.lock", "attempts.sqlite", "copies/.lock", "index/*MAIN_WRITELOCK", "secret"),
        *("generations/*.sqlite-shm", "generations/*.sqlite-wal", "generations/ before"),
    }
)
"""Files of which nothing depends, or that may be edited or deleted at will: nobody need be told."""
DELETED_AT_WILL = frozenset({"trash/*.bin", "trash/*.json", "searches.sqlite"})
"""Files that staff delete to have done with them: what was taken out, and the counts of searches."""
_HASH = generate_password_hash("云泽市 2026", method="scrypt:1024:8:1")


def nothing(_outcome: object, _total: int) -> None:
    """Tell nobody."""


def build(home: Path) -> None:
    """Make a home with every kind of file."""
    settings = Settings(home=home, password_hash=_HASH)
    add([FILES / f"{year}.html" for year in YEARS], settings, nothing)
    archive = open_archive(settings)
    (gone, amended, *_) = (summary.id for summary in archive.list_summaries())
    remove(gone, settings)
    correct(amended, Correction(body="西岭区人民政府办公室", who="甲"), settings)
    for each in archive.findings.find().items[:30]:
        archive.judge(Verdict(Subject.FINDING, each.finding.key, "confirmed", "见附表", "", "甲", ""))
    AliasStore(Home(home)).put(parse_alias("西岭环保局", "西岭生态环境局", "", "甲"))
    (home / "synonyms.tsv").write_text("政务公开 信息公开\t=\n", "utf-8")
    SearchCounts(settings).add({"公开": (5, 1)})
    WaitingArea(settings).take((FILES.parent / "东湖区" / "2019.html").read_bytes(), "2019.html", "甲")
    Home(home).documents.write(f"fetched/{'ab' * 32}.json", b'{"url": "http://a/", "status": "added"}')
    client = create_app(settings).test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert token
    client.post("/sign-in", data={"csrf_token": token[1], "who": "甲", "password": "x"})
    reindex(settings, nothing)  # as mending ends: hits have the same scores
    shutil.rmtree(home / "copies")
    copy_work(Home(home))
    archive.close()


def find_kind(path: Path, home: Path) -> str:
    """Return what kind of file one is, by where it lies."""
    parts = path.relative_to(home).parts
    if parts[0] == "generations" and parts[1] != (home / "current").read_text().strip():
        return "generations/ before"
    if "index" in parts:
        return f"index/*{path.suffix or path.name}"
    if parts[0] == "copies" and len(parts) > 2:
        return "copies/*"
    if len(parts) == 1:
        return path.name
    return f"{parts[0]}/*{path.suffix}" if path.suffix else f"{parts[0]}/{path.name}"


def delete(path: Path, _draw: random.Random) -> None:
    """The file is gone."""
    path.unlink()


def empty(path: Path, _draw: random.Random) -> None:
    """Nothing is in it."""
    path.write_bytes(b"")


def cut(path: Path, draw: random.Random) -> None:
    """Its end is missing."""
    data = path.read_bytes()
    path.write_bytes(data[: draw.randrange(len(data) or 1)])


def change(path: Path, draw: random.Random) -> None:
    """Some bits are others."""
    data = bytearray(path.read_bytes() or b"x")
    for _ in range(8):
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    path.write_bytes(data)


def overwrite(path: Path, draw: random.Random) -> None:
    """A page is another's."""
    data = bytearray(path.read_bytes() or b"x")
    at = draw.randrange(0, len(data), 4096)
    size = min(4096, len(data) - at)
    data[at : at + size] = draw.randbytes(size)
    path.write_bytes(data)


def exchange(path: Path, draw: random.Random) -> None:
    """Another file of its folder lies in its place."""
    others = sorted(each for each in path.parent.iterdir() if each.is_file() and each != path)
    path.write_bytes(draw.choice(others).read_bytes() if others else b"{}")


DAMAGES: tuple[Callable[[Path, random.Random], None], ...] = (delete, empty, cut, change, overwrite, exchange)


@dataclass(slots=True)
class Look:
    """What is seen of a home: each page's status and text, the verdicts, and what `verify` says."""

    pages: dict[str, tuple[int, str]] = field(default_factory=dict)
    verdicts: int = 0
    told: tuple[str, ...] = ()


def look(home: Path) -> Look:
    """Look at every page, as staff and as strangers would, and verify."""
    settings, seen = Settings(home=home, password_hash=_HASH), Look()
    try:
        app = create_app(settings)
    except NianbaoError as error:  # the key of sessions
        return Look(told=(error.message,))
    app.logger.disabled = True
    client = app.test_client()
    with suppress(NianbaoError):
        ids = [summary.id for summary in open_archive(settings).list_summaries()]
        for each in ids:
            seen.pages |= _get(client.get, f"/reports/{each}")
    for page in (*PAGES, "/sign-in"):
        seen.pages |= _get(client.get, page)
    with suppress(NianbaoError), closing(Verdicts(Home(home))) as verdicts:
        seen.verdicts = len(verdicts.read_all(Subject.FINDING))
    try:
        found = verify(settings, nothing)
        seen.told = (*found.losses, *found.damage, *found.faults)
    except NianbaoError as error:
        seen.told = (error.message,)
    return seen


def _get(get: Callable[[str], object], page: str) -> dict[str, tuple[int, str]]:
    answer = get(page)
    text = re.sub(r'name="csrf_token" value="[^"]+"|"took_ms": ?[\d.]+|用时[^<]*', "", answer.text)  # type: ignore[attr-defined]
    return {page: (answer.status_code, text)}  # type: ignore[attr-defined]


def mend(home: Path) -> None:
    """Do what the sentences say."""
    settings, archive = Settings(home=home, password_hash=_HASH), Home(home)
    whole = next(iter(reversed(list_copies(archive))), None)
    told = " ".join(look(home).told)
    if "secret 已损坏" in told:
        (home / "secret").unlink()
        told = " ".join(look(home).told)
    for path in archive.trash.glob("*"):
        if str(path) in told:
            path.unlink()
    if "副本" in told and whole and f"{whole} 不完整" in told:
        shutil.rmtree(whole)
        whole = None
    if whole and "copies/" in told:
        for name in ("verdicts.sqlite", "aliases.json", "corrections"):
            if (whole / name).is_dir():
                shutil.copytree(whole / name, home / name, dirs_exist_ok=True)
            elif (whole / name).exists():
                shutil.copy(whole / name, home / name)
    if "检索统计" in told:
        archive.search_counts.unlink()
    if "待发布" in told:
        area = WaitingArea(settings)
        for sha256 in {path.name.partition(".")[0] for path in archive.waiting.glob("*.*")}:
            area.discard(sha256)
        area.take((FILES.parent / "东湖区" / "2019.html").read_bytes(), "2019.html", "甲")
    with suppress(NianbaoError):
        add([FILES / f"{year}.html" for year in YEARS[1:]], settings, nothing)
    reindex(settings, nothing)
    add([FILES / f"{year}.html" for year in YEARS[1:]], settings, nothing)
    verify(settings, nothing, accept=True)


def try_damage(
    base: Path, before: Look, path: Path, how: Callable[[Path, random.Random], None], draw: random.Random
) -> list[str]:
    """Damage a file of a copy, look, mend, look again; every fault."""
    home = base.with_name("home")
    shutil.copytree(base, home)
    kind, faults = find_kind(path, base), list[str]()
    try:
        how(home / path.relative_to(base), draw)
        seen = look(home)
        faults += [
            f"{page} answers {status}" for page, (status, _) in seen.pages.items() if status not in (200, 503)
        ]
        changed = [
            page
            for page, (status, text) in seen.pages.items()
            if status == 200 and text != before.pages.get(page, (0, ""))[1] and "核对意见缺失" not in text
        ]
        if kind == "synonyms.tsv":
            changed = []  # staff's own list: what it says now is meant
        is_same = (home / path.relative_to(base)).exists() and (
            home / path.relative_to(base)
        ).read_bytes() == path.read_bytes()
        is_told = seen.told or kind in ("synonyms.tsv", "inventory")  # of the inventory: what is unlisted
        if (
            not is_told
            and not is_same
            and (changed or not (kind in HARMLESS or (how is delete and kind in DELETED_AT_WILL)))
        ):
            faults.append(f"nothing is told{f', though {changed[0]} is another' if changed else ''}")
        mend(home)
        after = look(home)
        if kind == "synonyms.tsv":
            after.pages = before.pages
        faults += [f"after it was mended: {sentence}" for sentence in after.told]
        if after.verdicts != before.verdicts:
            faults.append(f"{after.verdicts} verdicts, not {before.verdicts}")
        faults += [
            f"after it was mended, {page} is another"
            for page in before.pages
            if after.pages.get(page) != before.pages[page]
        ]
    except Exception as error:  # whatever it is, it is a fault
        faults.append(f"{type(error).__name__}: {error}")
    finally:
        shutil.rmtree(home, ignore_errors=True)  # searches may be being counted
    return [f"{kind} ({path.relative_to(base)}), {how.__name__}: {fault}" for fault in faults]


def measure(files: int, seed: int, scratch: Path) -> tuple[Counter[str], list[str]]:
    """Damage so many files; how many of each kind, and every fault."""
    draw, base = random.Random(seed), scratch / "base"
    build(base)
    before = look(base)
    if before.told:
        raise RuntimeError(f"not sound to begin with: {before.told}")
    kinds: dict[str, list[Path]] = {}
    for path in sorted(base.rglob("*")):
        if path.is_file():
            kinds.setdefault(find_kind(path, base), []).append(path)
    counts, faults = Counter[str](), list[str]()
    for number in range(files):
        kind = list(kinds)[number % len(kinds)]
        how = DAMAGES[(number // len(kinds) + number) % len(DAMAGES)]
        found = try_damage(base, before, draw.choice(kinds[kind]), how, draw)
        print(*found, sep="\n", end="\n" * bool(found), flush=True)
        faults += found
        counts[kind] += 1
    return counts, faults


def main() -> None:
    """Print what was counted and every fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        counts, faults = measure(given.files, given.seed, Path(scratch))
    print(", ".join(f"{kind} {count}" for kind, count in counts.items()))
    print(f"{counts.total()} files of {len(counts)} kinds damaged, {len(faults)} faults (seed {given.seed})")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
