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
        if running:
            _raise_on_each_line(frame)
            raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    timer = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        try:
            yield
        finally:  # the alarm may ring right here; the outer one stops it all the same
            running.clear()
    finally:
        running.clear()
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, before)
        sys.settrace(tracing)


def _raise_on_each_line(frame: types.FrameType | None) -> None:
    """Let the next line that a function runs raise the error too.

    So does the first line of an `except` that has caught it, which ends a loop that
    catches whatever comes.
    """

    def trace(frame: types.FrameType, event: str, _: object) -> Callable:
        if event == "line" and frame.f_code.co_filename not in OWN:
            raise TooLong
        return trace

    while frame is not None and frame.f_code.co_filename not in OWN:
        frame.f_trace = trace
        frame = frame.f_back
    sys.settrace(trace)


@contextmanager
def _watch(seconds: float) -> Iterator[None]:
    done = threading.Event()
    watched = ctypes.c_ulong(threading.get_ident())
    stop = ctypes.pythonapi.PyThreadState_SetAsyncExc

    def watch() -> None:
        over = done.wait(seconds)
        while not over:
            stop(watched, ctypes.py_object(TooLong))
            over = done.wait(AGAIN)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        try:
            yield
        finally:
            done.set()
    finally:
        done.set()
        watcher.join()
        stop(watched, None)  # an error that has not arrived yet is taken back
