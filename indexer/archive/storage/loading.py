"""A value that takes long to load, for the state of the archive that it belongs to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

State = TypeVar("State")
Loaded = TypeVar("Loaded")


class LatestLoaded(Generic[State, Loaded]):
    """Holds the value of the latest state that was asked for. May be shared by threads.

    Whoever asks waits for it, however many they are; it is loaded once, by a thread of its own, so that
    none of them pays for it with his own time (`web.deadline`).
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: tuple[State, Future[Loaded]] | None = None

    def get(self, state: State, load: Callable[[], Loaded]) -> Loaded:
        """Return the value of a state, loaded where it is another one than the last time.

        What `load` raises is raised for all who wait for it; the next one who asks has it tried again.
        """
        with self._lock:
            if self._latest is None or self._latest[0] != state:
                self._latest = state, Future()
                threading.Thread(target=_fulfil, args=(self._latest[1], load), daemon=True).start()
            future = self._latest[1]
        try:
            return future.result()
        except Exception:
            with self._lock:
                if self._latest and self._latest[1] is future:
                    self._latest = None
            raise


def _fulfil(future: Future[Loaded], load: Callable[[], Loaded]) -> None:
    try:
        future.set_result(load())
    except BaseException as error:  # whatever it is: those who wait must hear of it
        future.set_exception(error)
