"""Values and errors in words: always one line, always short, whatever they hold."""

import numbers
import re

import numpy as np

LARGEST_SHOWN = 40  # entries; beyond that a shape says more
ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")  # in what Python prints of objects
SIGNS = "·✓✗"  # how verdicts begin; no other text may hold them


def one_line(text: str, most: int = 120) -> str:
    """Return a text without line breaks and signs of a verdict, and not too long."""
    plain = ADDRESS.sub("", " ".join(text.split()))
    plain = "".join(c for c in plain if c.isprintable() and c not in SIGNS)
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def error_in_words(error: BaseException) -> str:
    """Return the kind of an error and what it says, if it says something."""
    try:
        said = one_line(str(error))
    except Exception:  # an error may be unable to say what it is
        said = ""
    return f"{type_name(error)}: {said}" if said else type_name(error)


def type_name(value: object) -> str:
    """Return the name of a value's type."""
    name = type.__dict__["__name__"].__get__(type(value))  # whatever a metaclass says
    return one_line(name, 40)


def shown(value: object, largest: int = LARGEST_SHOWN) -> str:
    """Return numbers as text, or the kind of anything else.

    Parameters
    ----------
    value : object
        An argument of an exercise, or an array.
    largest : int
        Arrays with more entries are told by their shape.
    """
    if callable(value):
        return _function(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(shown(part, largest) for part in value)}]"
    if isinstance(value, numbers.Real | np.ndarray):
        return _array(np.asarray(value, float), largest)
    return f"an object of type {type_name(value)}"


def _function(value: object) -> str:
    """Return what the docstring says of a function, or else its name."""
    said = (getattr(value, "__doc__", None) or "").strip().split("\n")[0].rstrip(".")
    if said:
        return said.removeprefix("Return ")
    return getattr(value, "__name__", "a function")


def _array(array: np.ndarray, largest: int) -> str:
    if array.size > largest:
        return f"an array of shape {array.shape}"
    style = {"float_kind": "{:.6g}".format}
    array = array + 0.0  # which turns -0 into 0
    return one_line(np.array2string(array, separator=", ", formatter=style), 1000)


def described(names: tuple[str, ...], case: tuple) -> str:
    """Return the arguments of a case by name, large arrays by their shape."""
    for largest in (LARGEST_SHOWN, 6, 1):
        parts = [
            f"{name} = {shown(argument, largest)}"
            for name, argument in zip(names, case, strict=True)
        ]
        said = ", ".join(parts)
        if len(said) <= 160:
            break
    return f"for {one_line(said, 160)}" if said else "called without arguments,"
