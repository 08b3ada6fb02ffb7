"""A limit in time on code of others: a loop without end is left, and Python goes on."""

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

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

    def ring(*_: object) -> None:
        if running:
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
