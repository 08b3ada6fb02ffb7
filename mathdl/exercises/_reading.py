"""What is given as an answer, read as an array of real numbers, or refused by name."""

import numbers
from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from mathdl.exercises._words import one_line, type_name

MOST = 10**6  # entries that an answer may have
DEEPEST = 20  # lists within lists

_REFUSED = {
    "b": "true or false, where numbers are expected",
    "c": "complex numbers, where real ones are expected",
    "S": "text, where numbers are expected",
    "U": "text, where numbers are expected",
}


class Unreadable(Exception):
    """An answer that is no array of real numbers; the message says what it is."""


def read(given: object) -> tuple[np.ndarray, bool]:
    """Return an answer as an array of floats, and whether it had fewer digits.

    Parameters
    ----------
    given : object
        A real number, an array, or a list or tuple of these.

    Returns
    -------
    numbers : numpy.ndarray
        A copy of the answer in float64; its entries need not be finite.
    single : bool
        Whether the answer came in a type with fewer digits, such as float32.

    Raises
    ------
    Unreadable
        If the answer is something else.
    """
    if given is None:
        raise Unreadable("None, so a return may be missing")
    if sum(_size(part) for part in _leaves(given)) > MOST:
        raise Unreadable("more numbers than can be read")
    try:
        array = np.asarray(given)
    except ValueError as error:
        raise Unreadable("a list whose parts differ in shape") from error
    if array.dtype == object and not _is_flat(array):
        raise Unreadable("a list whose parts differ in shape")
    single = array.dtype.kind == "f" and array.dtype.itemsize < 8
    with np.errstate(all="ignore"):
        return np.array(array, dtype=float), single


def _is_flat(array: np.ndarray) -> bool:
    return all(isinstance(entry, numbers.Real | Decimal) for entry in array.flat)


def _leaves(given: object) -> Iterator[object]:
    """Yield what stands in nested lists, as long as it is no endless nest."""
    stack, count = [(given, 0)], 0
    while stack:
        part, depth = stack.pop()
        count += 1
        if count > MOST or depth > DEEPEST:
            raise Unreadable("a list that is too large or too deep to be read")
        if isinstance(part, list | tuple):
            stack.extend((inner, depth + 1) for inner in part)
        else:
            yield part


def _size(value: object) -> int:
    """Return how many real numbers a value holds; raise an error if it holds others."""
    if isinstance(value, str | bytes | bytearray):
        text = one_line(repr(value[:50]), 60)
        raise Unreadable(f"the text {text}, where numbers are expected")
    if isinstance(value, bool):
        raise Unreadable(f"{value}, where numbers are expected")
    if isinstance(value, complex):
        raise Unreadable(f"{value:.4g}, a complex number, where a real one is expected")
    if isinstance(value, np.timedelta64):
        raise Unreadable("a time, where numbers are expected")
    if isinstance(value, numbers.Real | Decimal):
        return 1
    if isinstance(value, range):
        return len(value)
    if not hasattr(type(value), "__array__"):
        raise Unreadable(f"an object of type {type_name(value)}, which is no array")
    return _size_of_array(np.asarray(value))


def _size_of_array(array: np.ndarray) -> int:
    if array.size > MOST:
        shape = one_line(str(array.shape), 60)
        raise Unreadable(f"an array of shape {shape}: more numbers than can be read")
    if array.dtype.kind == "O":
        return sum(_size(entry) for entry in array.flat)
    if array.dtype.kind not in "iuf":
        kind = _REFUSED.get(array.dtype.kind, f"entries of type {array.dtype}")
        raise Unreadable(one_line(kind))
    return array.size
