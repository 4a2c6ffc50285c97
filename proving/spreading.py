"""The same work on many things, by several processes that only compute: none of them touches the database."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from typing import TypeVar

Job, Result = TypeVar("Job"), TypeVar("Result")


def spread(work: Callable[[Job], Result], jobs: Iterable[Job], processes: int) -> Iterator[Result]:
    """`work(job)` for each job, in the order of the jobs, of which only a few are held at a time. With one process
    it is done in this one."""
    if processes == 1:
        yield from map(work, jobs)
        return
    pool = ProcessPoolExecutor(processes, mp_context=get_context("fork"), initializer=_end_with_parent)
    try:
        waiting = deque()
        for job in jobs:
            waiting.append(pool.submit(work, job))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """A child waits for work for ever, also from a parent that was killed: have it look."""

    def watch() -> None:
        parent_process().join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
