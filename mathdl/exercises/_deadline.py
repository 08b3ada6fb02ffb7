"""A limit in time on code of others: a loop without end is left, and Python goes on."""

import contextlib
import ctypes
import signal
import sys
import threading
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# Files whose lines are never stopped: they clean up.
OWN = {__file__, contextlib.__file__, str(Path(__file__).with_name("_running.py"))}
AGAIN = 0.05  # seconds until code that has caught the error gets it once more


class TooLong(BaseException):
    """Raised in code that runs too long; `except Exception` does not catch it."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise `TooLong` in the code inside when the seconds are over.

    The main thread is stopped by a signal, also while it sleeps. Other threads, and
    Windows, which lacks this signal, are stopped between two lines of Python.
    """
    main = threading.current_thread() is threading.main_thread()
    by = _alarm if main and hasattr(signal, "setitimer") else _watch
    with by(max(seconds, AGAIN)):
        yield


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    running = [True]
    tracing = sys.gettrace()

    def ring(_: int, frame: types.FrameType | None) -> None:
        if running and not _is_own(frame):
            _raise_on_each_line(frame, running)
            raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    timer = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        try:
            yield
        finally:
            running.clear()
    finally:
        running.clear()
        sys.settrace(tracing)
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, before)


def _is_own(frame: types.FrameType | None) -> bool:
    """Whether it is this package or the end of a `with` that runs, not an answer."""
    return frame is None or frame.f_code.co_filename in OWN


def _raise_on_each_line(frame: types.FrameType | None, running: list) -> None:
    """Let the next line that a function runs raise the error too.

    So does the first line of an `except` that has caught it, which ends a loop that
    catches whatever comes.
    """

    def trace(frame: types.FrameType, event: str, _: object) -> Callable:
        if running and event == "line" and not _is_own(frame):
            raise TooLong
        return trace

    while not _is_own(frame):
        frame.f_trace = trace
        frame = frame.f_back
    sys.settrace(trace)


@contextmanager
def _watch(seconds: float) -> Iterator[None]:
    running, done = [True], threading.Event()
    watched = ctypes.c_ulong(threading.get_ident())
    stop = ctypes.pythonapi.PyThreadState_SetAsyncExc

    def watch() -> None:
        over = done.wait(seconds)
        while running and not over:
            at = sys._current_frames().get(watched.value)
            if running and not _is_own(at):
                stop(watched, ctypes.py_object(TooLong))
            del at  # a frame that is kept keeps all that stands in it
            over = done.wait(AGAIN)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        try:
            yield
        finally:
            running.clear()
    finally:
        running.clear()
        with contextlib.suppress(TooLong):  # one that was still on its way
            done.set()
            watcher.join()
