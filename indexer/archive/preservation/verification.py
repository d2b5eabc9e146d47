"""Whether all that an archive keeps is still what was written: for disks forget, and do not say so."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Any

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.contributions.copies.losses import find_losses
from indexer.archive.outcome import FileOutcome, Progress
from indexer.archive.preservation.claim import settle_originals
from indexer.archive.preservation.originals import Originals
from indexer.archive.preservation.trashed import TrashedOriginals
from indexer.archive.storage.current import list_current_originals
from indexer.archive.storage.home import Home
from indexer.archive.storage.index import open_index
from indexer.errors import ArchiveDamaged
from indexer.settings import Settings

_MEND = "请运行 nianbao reindex 从原文件重建"


@dataclass(frozen=True, slots=True)
class Integrity:
    """What was found.

    Attributes:
        originals: number of originals that were read.
        faults: what is wrong with some of them, a sentence each.
        damage: what is wrong with catalogue and index, a sentence each.
        losses: what is wrong with people's work, which nothing can rebuild, a sentence each.
    """

    originals: int
    faults: tuple[str, ...]
    damage: tuple[str, ...]
    losses: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults and not self.damage and not self.losses

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {"sound": self.sound, **asdict(self)}


def verify(settings: Settings, progress: Progress, accept: bool = False) -> Integrity:
    """Read every original, the catalogue and the index, and compare them with their sums; writers wait.

    Args:
        progress: told of each original that was read.
        accept: take what there is of people's work for all that there should be, after it was told.

    Raises:
        ArchiveMissing: there is nothing yet.
        ArchiveBusy: another process is writing.
    """
    home = Home.of(settings)
    with home.lock_for_writing(settings.wait_seconds):
        settle_originals(home)
        losses = find_losses(home, accept)
        damage = tuple(_damage(home, settings))
        originals, faults = Originals(home), list[str]()
        held = sorted(originals.list_known() | list_current_originals(home))
        half = TrashedOriginals(home).list_half_trashed()
        for sha256, fault in originals.find_faults(held):
            if sha256 in half:
                fault = f"摘要为 {sha256[:12]}… 的原文件撤下到一半时被中断，下次收录时会自动补齐。"
            faults += [fault] if fault else []
            progress(FileOutcome(sha256, "failed" if fault else "unchanged", message=fault), len(held))
        return Integrity(len(held), tuple(faults), damage, losses)


def _damage(home: Home, settings: Settings) -> list[str]:
    live = home.find_current()
    try:
        with (
            closing(Catalogue(live.database)) as catalogue,
            closing(open_index(live, catalogue, settings)) as engine,
        ):
            found = [
                f"目录 {live.database} 已损坏（{what}），{_MEND}。" for what in catalogue.find_faults()[:1]
            ]
            if files := engine.find_damaged():
                found.append(f"索引 {engine.name} 中有 {len(files)} 处与写入时不同（{files[0]}），{_MEND}。")
            if not found and catalogue.reports.list_current() != engine.list_reports():
                found.append("索引与目录不一致（上次写入可能被中断），下次收录时会自动补齐。")
            return found
    except ArchiveDamaged as error:
        return [error.message]
