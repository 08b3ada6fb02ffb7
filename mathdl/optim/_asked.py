"""What may be asked of a run, and what is said of anything else."""

from collections.abc import Callable, Iterator
from itertools import count

import numpy as np

from mathdl.tree import Tree, leaves, map_leaves, match, rebuild


def as_start(x: Tree) -> Tree:
    """Return the start as new arrays of floats; a list of plain numbers is an array."""
    parts = leaves(x)
    if not parts:
        raise ValueError("the start x holds no array")
    if isinstance(x, list | tuple) and all(np.isscalar(part) for part in parts):
        x = np.array(x)
    return map_leaves(_floats, x)


def _real(part: object, name: str) -> np.ndarray:
    """Return a new array of floats."""
    if np.asarray(part).dtype.kind not in "biuf":
        raise TypeError(f"{name} holds {part!r}: expected real numbers")
    return np.array(part, dtype=float)


def _floats(part: object) -> np.ndarray:
    array = _real(part, "the start x")
    if not np.all(np.isfinite(array)):
        raise ValueError("the start x is not finite: it holds inf or nan")
    return array


def slope_at(gradient: Callable[[Tree], Tree], x: Tree, k: int) -> Tree:
    """Return the gradient at x, or say why a step can't be made with it."""
    g = gradient(map_leaves(np.copy, x))
    g = np.asarray(g) if isinstance(x, np.ndarray) else g
    slopes = match(x, g)
    for slope, part in zip(slopes, leaves(x), strict=True):
        if np.shape(slope) != part.shape:
            raise ValueError(
                f"the gradient has shape {np.shape(slope)} and x has shape "
                f"{part.shape}: they must be the same"
            )
    g = rebuild(x, [_real(part, "the gradient") for part in slopes])
    if not all(np.all(np.isfinite(part)) for part in leaves(g)):
        raise FloatingPointError(
            f"the gradient after {k} steps is not finite: the run has diverged; "
            "try a smaller eta"
        )
    return g


def _number(value: object, name: str, holds: Callable, said: str) -> float:
    if not np.isscalar(value) or isinstance(value, str | bytes | complex):
        raise TypeError(f"{name} is {value!r}: expected a number")
    if not holds(value):
        raise ValueError(f"{name} is {value!r}: expected {said}")
    return float(value)


def as_positive(value: object, name: str) -> float:
    """Return a positive number as a float."""
    return _number(value, name, lambda x: 0 < x < np.inf, "a positive finite number")


def as_sizes(eta: object) -> Callable[[int], float]:
    """Return what takes k and returns the size of the step from x_k."""
    if callable(eta):
        return lambda k: as_positive(eta(k), f"eta({k})")
    eta = as_positive(eta, "eta")
    return lambda k: eta


def as_fraction(value: object, name: str) -> float:
    """Return a number between 0 and 1 as a float."""
    return _number(value, name, lambda x: 0 < x < 1, "a number between 0 and 1")


def as_momentum(beta: object) -> float:
    """Return a momentum, from 0 up to but not including 1."""
    said = "a momentum of at least 0 and less than 1"
    return _number(beta, "beta", lambda x: 0 <= x < 1, said)


def as_curvatures(mu: object, L: object) -> tuple[float, float]:
    """Return two positive curvatures, the smaller first."""
    mu, L = as_positive(mu, "mu"), as_positive(L, "L")
    if mu > L:
        raise ValueError(f"mu is {mu} and L is {L}: mu is at most L")
    return mu, L


def counted(steps: int | None) -> Iterator[int]:
    """Return 0, 1, … up to the number of steps, or without end."""
    if steps is None:
        return count()
    if not isinstance(steps, int | np.integer) or steps < 0:
        raise ValueError(f"steps is {steps!r}: expected a whole number, 0 or more")
    return iter(range(int(steps) + 1))


def as_natural(value: object, name: str) -> int:
    """Return a whole number of at least 1."""
    if not isinstance(value, int | np.integer) or value < 1:
        raise ValueError(f"{name} is {value!r}: expected a whole number, 1 or more")
    return int(value)
