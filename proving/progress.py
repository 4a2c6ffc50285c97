"""How far a long command has come: a bar on a terminal, elsewhere a line every few seconds."""

import time
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

EVERY = 5  # seconds between two lines


class Progressing:
    """with Progressing(sys.stderr, "meetings", 400) as told: told(17)"""

    def __init__(self, out: TextIO, what: str, total: int) -> None:
        self.out, self.what, self.total = out, what, total
        self.bar, self.last = None, time.monotonic()

    def __enter__(self):
        if self.out.isatty():
            columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
            # It refreshes when it is told, not by a thread: work is forked while it is shown.
            self.bar = Progress(*columns, console=Console(file=self.out), auto_refresh=False, transient=True)
            self.bar.start()
            self.task = self.bar.add_task(self.what, total=self.total)
        return self

    def __exit__(self, *error) -> None:
        if self.bar:
            self.bar.stop()

    def __call__(self, done: int) -> None:
        if self.bar:
            self.bar.update(self.task, completed=done, refresh=True)
        elif time.monotonic() - self.last >= EVERY:
            self.out.write(f"{done:,} of {self.total:,} {self.what}\n")
            self.last = time.monotonic()
