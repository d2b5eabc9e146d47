"""A bar that shows how far a long command is."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from indexer.archive.outcome import FileOutcome
from indexer.cli.language import localize


class ProgressBar:
    """A bar while attached to a terminal, and the outcomes so far."""

    def __init__(self, title: str, quiet: bool) -> None:
        """Prepare a bar.

        Args:
            title: what is done, in Chinese.
            quiet: whether nothing is shown.
        """
        title = localize(title)
        self.outcomes: list[FileOutcome] = []
        console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=quiet or not console.is_terminal,
        )
        self._title = title
        self._task = self._bar.add_task(title, total=None)

    def __enter__(self) -> ProgressBar:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def __call__(self, outcome: FileOutcome, total: int) -> None:
        """Move the bar on by one outcome."""
        self.outcomes.append(outcome)
        self._bar.update(self._task, description=self._title)
        self.show(len(self.outcomes), total)

    def show_page(self, name: str, number: int, count: int) -> None:
        """Show which page of a file, of how many, is being recognised."""
        page = localize(f"识别 {name[:40]} 第 {number}/{count} 页")
        self._bar.update(self._task, description=self._title + localize("：") + page)

    def notify(self, sentence: str) -> None:
        """Show a sentence above the bar, also where there is none; may be called in any thread."""
        self._bar.console.print(localize(sentence), markup=False, highlight=False, soft_wrap=True)

    def show(self, done: int, total: int) -> None:
        """Show how many of how many things are done."""
        self._bar.update(self._task, total=total, completed=min(done, total))
