"""Whose originals these are, where they are not in the home: two archives must not share a place.

::

    claim.json    a document, {"archive": …, "url": …}: which archive this is, and where its originals are
    claim.json    in that place, {"archive": …}: whose originals they are

An archive takes to its trash what it does not know of; another one's originals would be gone for that one.
And a command for which somebody forgot the setting must not take an empty folder for the originals.
"""

from __future__ import annotations

import json
import uuid

from indexer.archive.preservation.originals import find_sum
from indexer.archive.storage.current import list_current_originals
from indexer.archive.storage.home import Home
from indexer.archive.storage.objects.base import CLAIM
from indexer.archive.storage.objects.claimed import read_claim
from indexer.errors import ArchiveError


def settle_originals(home: Home) -> None:
    """Make sure that the originals where the settings say are those of this home, before it is written to; a
    place that is nobody's is claimed. Called with the writer's lock held.

    Raises:
        ArchiveError: they are another archive's, or some that are published are not there.
        OriginalsUnreachable: there is no answer.
    """
    if not home.originals_url:
        return
    known, held = read_claim(home.documents), find_holder(home)
    if held and (not known or known.archive != held):
        raise _say_held(home)
    if not held:
        there = {find_sum(key) for key in home.objects.list_keys("originals") if key.endswith(".bin")}
        if missing := list_current_originals(home) - there:
            raise ArchiveError(
                f"{home.originals_url} 中缺少这个档案的 {len(missing)} 份原文件，未写入；"
                f"请先把 {home.path} 中的 originals、trash、waiting、attached 文件夹复制过去。"
            )
    archive = known.archive if known else uuid.uuid4().hex
    # The home's own first: a place that is claimed, and nobody knows by whom, would be nobody's for ever.
    if not known or known.url != home.originals_url:
        _note(home, archive)
    if not held and not home.objects.create(CLAIM, _dump(archive)):
        raise _say_held(home)


def take_over(home: Home) -> None:
    """Claim the originals for a home that was restored from a backup: the one that had them before, if it is
    still there, writes to them no more.

    Raises:
        ArchiveError: it cannot be written.
    """
    if home.originals_url:
        archive = uuid.uuid4().hex
        _note(home, archive)
        home.objects.write(CLAIM, _dump(archive))


def is_held_by_another(home: Home, archive: str) -> bool:
    """Whether the originals where the settings say are those of another archive than one.

    Args:
        archive: its name in its claim.
    """
    return find_holder(home) not in ("", archive)


def find_holder(home: Home) -> str:
    """Return the name of the archive whose originals are where the settings say; "" where they are nobody's,
    "?" where it cannot be read.

    Raises:
        OriginalsUnreachable: there is no answer.
    """
    try:
        return str(json.loads(home.objects.read(CLAIM))["archive"])
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, LookupError, TypeError):
        return "?"  # damaged: whose they are somebody has to look


def _note(home: Home, archive: str) -> None:
    home.documents.write(CLAIM, _dump(archive, home.originals_url))


def _dump(archive: str, url: str = "") -> bytes:
    return json.dumps({"archive": archive, **({"url": url} if url else {})}).encode()


def _say_held(home: Home) -> ArchiveError:
    return ArchiveError(
        f"{home.originals_url} 中的原文件属于另一个档案，未写入，请检查 NIANBAO_ORIGINALS_URL；"
        f"那个档案确已不再使用的，请先删除其中的 {CLAIM}。"
    )
