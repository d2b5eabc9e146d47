"""`nianbao` for tests of the queue: workers give signs of life often, and are soon missed.

Arguments: how many digits name its program (12 as of every one), the name of a file over which a worker dies,
and the command.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from indexer.cli.main import main
from indexer.ingest.reading.queue import jobs, program
from indexer.ingest.reading.readers import Readers

if __name__ == "__main__":
    digits, deadly = int(sys.argv[1]), sys.argv[2]
    program._DIGITS = digits
    jobs.HEARTBEAT, jobs.STALLED = 0.5, 2.0
    from indexer.ingest.reading.queue import rescue  # takes these

    rescue._LOOK = 0.5
    ask = Readers.ask

    def die(self: Readers, question: dict[str, Any], *rest: Any) -> dict[str, Any]:
        if question["name"] == deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        return ask(self, question, *rest)

    Readers.ask = die  # type: ignore[method-assign]
    sys.argv = ["nianbao", *sys.argv[3:]]
    main()
