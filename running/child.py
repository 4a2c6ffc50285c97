"""Work on what strangers send, or that may take too much, in a forked child with limits on time and memory."""

import gc
import os
import resource
import select
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

STOPS = {signal.SIGTERM, signal.SIGINT}
BREATH = 10  # seconds after which somebody who waits for a child does something else for a moment


class Failed(Exception):
    """What the child failed of, in a sentence."""


def in_child(
    work: Callable[[], bytes],
    meanwhile: Callable[[], None] = lambda: None,
    *,
    seconds: int,
    memory: int,
    what: str,
) -> bytes:
    """What `work()` returns, from a forked child that may use `seconds` and `memory` (bytes, beside what the parent has) and no
    more; `meanwhile` is called every BREATH seconds as long as it works, and stops it by raising. Failed says what the child
    failed of, beginning with `what`.

    What it grows to is given back when it ends. The bytes come through a temporary file, because a pipe would block. `work`
    must not use the database: the child shares the parent's connection, and ends without closing it.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        gc.freeze()
        heard = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)  # what a handler raises inside of fork() is lost
        pid = os.fork()
        if pid == 0:
            _child(work, out, err, heard, seconds, memory)
        gc.unfreeze()
        status = _wait(pid, meanwhile, heard, seconds, what)
        err.seek(0)
        out.seek(0)
        if status != 0:
            reason = err.read().decode(errors="replace").strip() or f"it was stopped (status {status})"
            raise Failed(f"{what}: {reason}")
        return out.read()


def _child(work, out, err, heard: set, seconds: int, memory: int) -> None:
    code = 1
    try:
        gc.disable()
        os.setpgrp()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
        most = _size() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        out.write(work())
        out.flush()
        code = 0
    except BaseException as error:  # noqa: BLE001  everything must be told to the parent
        err.write(f"{type(error).__name__}: {error}"[:2000].encode())
        err.flush()
    finally:
        os._exit(code)  # without flushing what the parent has not written yet


def _size() -> int:
    """How many bytes of address space this process has. A child inherits them, and doesn't use them for its work."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _wait(pid: int, meanwhile: Callable[[], None], heard: set, seconds: int, what: str) -> int:
    """The child's exit status; it is killed after so many seconds, or when the worker itself is stopped."""
    ended, end = os.pidfd_open(pid), time.monotonic() + seconds
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
        while (left := end - time.monotonic()) > 0:
            if select.select([ended], [], [], min(left, BREATH))[0]:
                return os.waitpid(pid, 0)[1]
            meanwhile()
    except BaseException:
        _kill(pid)
        raise
    finally:
        os.close(ended)
    _kill(pid)
    raise Failed(f"{what} within {seconds // 60} minutes.")


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
