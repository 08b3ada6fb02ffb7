"""What a function is given beside traced arrays: real numbers, and options."""

import numpy as np

# Constants that a tape can hold as they are: no one can change them.
SCALARS = frozenset({float, int, bool, np.float64, np.float32, np.int64, np.bool_})
FLOAT = np.dtype(float)
REAL = frozenset("fiub")  # NumPy's letters: floats, whole numbers, truth values


def numbers(x, why):
    """Return x as a plain array of real numbers, or say why it is none."""
    if isinstance(x, np.matrix | np.ma.MaskedArray):
        raise TypeError(f"expected a plain array {why}, got a {type(x).__name__}")
    try:
        array = np.asarray(x)
    except ValueError:
        array = np.asarray(None)
    if array.dtype.kind not in REAL:
        what = "complex numbers" if array.dtype.kind == "c" else repr(x)
        raise TypeError(f"expected real numbers {why}, got {what}")
    return array


def own(option):
    """Return a copy of what is told beside the arrays: its owner may change it later.

    A list of numbers, as an index say, is an array for NumPy.
    """
    if type(option) is tuple:
        return tuple(map(own, option))
    if isinstance(option, np.ndarray):
        return option.copy()
    return type(option)(map(own, option)) if type(option) is list else option


def no_rule(name, options=()) -> str:
    """Say that there is no rule for a function, or with these options."""
    unusual = f" with {', '.join(options)}" if options else ""
    return (
        f"mathdl.autodiff has no derivative rule for np.{name}{unusual}; write it with "
        "functions that have one, or give it one with mathdl.autodiff.primitive"
    )
