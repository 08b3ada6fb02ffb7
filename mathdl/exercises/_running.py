"""An answer, called once on one case: nothing that it does gets out, but what it is."""

import contextlib
import copy
import io
import time
import types
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from mathdl.exercises._deadline import TooLong, deadline
from mathdl.exercises._reading import Unreadable, read
from mathdl.exercises._words import error_in_words, one_line, type_name

KEPT = 200  # characters of what an answer prints


@dataclass(frozen=True)
class Outcome:
    """What came of one call: numbers, or a fault in words.

    ``single`` says that the numbers came in float32 or less; ``error`` is the type of
    the error that ended the call; ``late`` says that the call was stopped.
    """

    numbers: np.ndarray | None = None
    single: bool = False
    fault: str = ""
    error: type | None = None
    late: bool = False
    printed: str = ""


LATE = Outcome(fault="is not done in time", late=True)


class _Printed(io.TextIOBase):
    """Keeps the beginning of what is printed."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text += text[: KEPT - len(self.text)] if len(self.text) < KEPT else ""
        return len(text)


def outcome(function: Callable, case: tuple, seconds: float) -> Outcome:
    """Call a function on a copy of a case and return what came of it.

    Parameters
    ----------
    function : callable
        An answer to an exercise. Errors, output and warnings stay in here; only
        `KeyboardInterrupt`, by which a reader stops a cell, goes through.
    case : tuple
        The arguments.
    seconds : float
        How long the call may take, with the reading of what it returns.
    """
    printed = _Printed()
    start = time.monotonic()
    try:
        with _quiet(printed), deadline(seconds):
            result = _call(function, copy.deepcopy(case), case)
    except TooLong:
        result = LATE
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        result = Outcome(fault="can't be run", error=type(error))
    if result.error and time.monotonic() - start > seconds:
        result = LATE  # what was stopped may have made another error of it
    return replace(result, printed=one_line(printed.text, 60))


@contextlib.contextmanager
def _quiet(printed: _Printed) -> Iterator[None]:
    """Keep output and warnings back, and NumPy's settings as they are."""
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        warnings.catch_warnings(),
        np.errstate(),
    ):
        warnings.simplefilter("ignore")
        yield


def _call(function: Callable, arguments: tuple, case: tuple) -> Outcome:
    try:
        given = function(*arguments)
    except (TooLong, KeyboardInterrupt):
        raise
    except BaseException as error:
        return Outcome(fault=f"stops with {error_in_words(error)}", error=type(error))
    if not _unchanged(case, arguments):
        return Outcome(fault="changes its argument; let it work on a copy")
    try:
        numbers, single = read(given)
    except Unreadable as error:
        return Outcome(fault=f"returns {error}")
    except (TooLong, KeyboardInterrupt):
        raise
    except BaseException:  # an object may refuse to be read in ways of its own
        return Outcome(
            fault=f"returns an object of type {type_name(given)}, unreadable"
        )
    finally:
        if type(given) is types.CoroutineType:
            given.close()
    return Outcome(numbers, single)


def _unchanged(before: object, after: object) -> bool:
    if type(before) is not type(after):
        return False
    if isinstance(before, np.ndarray):
        return before.dtype == after.dtype and np.array_equal(before, after)
    if isinstance(before, list | tuple):
        return len(before) == len(after) and all(map(_unchanged, before, after))
    return before is after or before == after
